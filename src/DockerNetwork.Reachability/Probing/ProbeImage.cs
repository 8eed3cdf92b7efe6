using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Security.Cryptography;
using DockerNetwork.Engine;

namespace DockerNetwork.Reachability.Probing;

/// <summary>
/// The image of the probe, made from the module's own files: one static program and nothing else. It is named by its content, imported once
/// an engine, and never asked of a registry.
/// </summary>
internal static class ProbeImage
{
    /// <summary>The label that all containers and images of the probe carry; its value says what they are.</summary>
    public const string Label = "dockernetwork.probe";

    /// <summary>Where the program is in the image.</summary>
    public const string Program = "/dockernetwork-probe";

    private const string Repository = "dockernetwork-probe";
    private static readonly ConcurrentDictionary<string, Lazy<(string Tag, byte[] Tar)>> Archives = new();

    /// <summary>The folder that holds a program an architecture: linux-x64, linux-arm64. Beside the assembly unless a test says otherwise.</summary>
    public static string Folder { get; set; } = Path.Combine(Path.GetDirectoryName(typeof(ProbeImage).Assembly.Location)!, "probe");

    /// <summary>The image for an engine, by name. It may not be there yet.</summary>
    /// <exception cref="ProberUnavailableException">The module has no program for the engine's platform.</exception>
    public static async Task<string> NameAsync(EngineClient client, CancellationToken cancellationToken) =>
        $"{Repository}:{(await ArchiveAsync(client, cancellationToken)).Tag}";

    /// <summary>Makes the image.</summary>
    public static async Task ImportAsync(EngineClient client, CancellationToken cancellationToken)
    {
        var (tag, tar) = await ArchiveAsync(client, cancellationToken);
        await client.ImportImageAsync(tar, Repository, tag, $"{Label}=image", cancellationToken);
        EngineWatch.Say($"Made the image {Repository}:{tag} for probes from the module's own files; Clear-DockerNetworkProbe removes it.");
    }

    private static async Task<(string Tag, byte[] Tar)> ArchiveAsync(EngineClient client, CancellationToken cancellationToken)
    {
        var version = await client.GetVersionAsync(cancellationToken);
        var platform = (version.Os, version.Arch) switch
        {
            ("linux", "amd64" or "x86_64") => "linux-x64",
            ("linux", "arm64" or "aarch64") => "linux-arm64",
            _ => $"{version.Os}-{version.Arch}",
        };
        var program = Path.Combine(Folder, platform, "dockernetwork-probe");
        return File.Exists(program)
            ? Archives.GetOrAdd(program, path => new(() => Archive(path))).Value
            : throw new ProberUnavailableException($"The module has no probe for {platform}.");
    }

    private static (string Tag, byte[] Tar) Archive(string path)
    {
        var program = File.ReadAllBytes(path);
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, Program.TrimStart('/'))
            {
                DataStream = new MemoryStream(program),
                Mode = (UnixFileMode)0b101_101_101,
                // The same files give the same layer.
                ModificationTime = DateTimeOffset.UnixEpoch,
            });
        }

        return (Convert.ToHexString(SHA256.HashData(program))[..16].ToLowerInvariant(), tar.ToArray());
    }
}
