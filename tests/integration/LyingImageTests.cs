using System.Formats.Tar;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Model.Probing;
using Xunit;

namespace DockerNetwork.IntegrationTests;

/// <summary>
/// An OCI archive under the name of the probe's image, which says that it has the probe's layer, and has another one. Podman 4.3.1 loads it
/// and repeats what it says; engines of Docker refuse it. On each engine it must not run.
/// </summary>
[Collection(EngineCollection.Name)]
public sealed class LyingImageTests(EngineFixture engine)
{
    [Fact]
    public async Task An_image_that_lies_about_its_layer_is_not_trusted()
    {
        using var client = EngineFixture.NewClient(engine.Client.DockerHost);
        var images = TrustedImages.Of(client);
        await EngineFixture.ForgetProbeImagesAsync(client);
        var (name, digest) = (await images.Made.NameAsync(default), await images.Made.DigestAsync(default));

        var loaded = await LoadAsync(client, Archive($"docker.io/library/{name}", digest));

        var trusted = await images.IdAsync(default);
        var podman = (await client.GetProductAsync()).Kind == EngineKind.Podman;
        if (podman)
            Assert.True(PodmanImages.IsOfOneLayer(await client.SaveImageAsync(trusted, 64 << 20), digest));
        if (!loaded)
            return;
        var lying = (await client.ListImagesAsync($"{ProbeImage.Label}={ProbeImage.LabelOfImages}")).Where(i => i.Id != trusted).ToList();
        if (podman)
            Assert.Single(lying);
        foreach (var image in lying)
        {
            Assert.Empty(await images.VerifiedAsync([image.Id], default));
            await client.RemoveImageAsync(image.Id);
        }
    }

    /// <summary>False if the engine refuses the archive.</summary>
    private static async Task<bool> LoadAsync(EngineClient client, byte[] archive)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, stop) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(client.DockerHost.Uri.AbsolutePath), stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        using var body = new ByteArrayContent(archive) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-tar") } };
        using var answer = await http.PostAsync("http://engine/v1.41/images/load", body);
        var said = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode && !said.Contains("\"error\"", StringComparison.Ordinal);
    }

    private static byte[] Archive(string name, string claimed)
    {
        var layer = Tar([("dockernetwork-probe", "not ours"u8.ToArray())]);
        var configuration = Encoding.UTF8.GetBytes($$$"""
            {"architecture":"amd64","os":"linux","config":{"Labels":{"{{{ProbeImage.Label}}}":"{{{ProbeImage.LabelOfImages}}}"}},
             "rootfs":{"type":"layers","diff_ids":["sha256:{{{claimed}}}"]}}
            """);
        var manifest = Encoding.UTF8.GetBytes($$"""
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
             "config":{{Descriptor("application/vnd.oci.image.config.v1+json", configuration)}},
             "layers":[{{Descriptor("application/vnd.oci.image.layer.v1.tar", layer)}}]}
            """);
        var described = Descriptor("application/vnd.oci.image.manifest.v1+json", manifest).TrimEnd('}');
        var index = Encoding.UTF8.GetBytes(
            $$$"""{"schemaVersion":2,"manifests":[{{{described}}},"annotations":{"org.opencontainers.image.ref.name":"{{{name}}}"}}]}""");
        return Tar(
        [
            ("oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray()),
            ("index.json", index),
            .. new[] { layer, configuration, manifest }.Select(blob => ($"blobs/sha256/{Hash(blob)}", blob)),
        ]);
    }

    private static string Descriptor(string type, byte[] blob) =>
        $$"""{"mediaType":"{{type}}","digest":"sha256:{{Hash(blob)}}","size":{{blob.Length}}}""";

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Tar((string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files)
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }

        return stream.ToArray();
    }
}
