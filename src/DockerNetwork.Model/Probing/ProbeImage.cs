using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Security.Cryptography;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// The image of the probe, made from the module's own files: one static program and nothing else. It is named by its content, imported
/// once an engine, and never asked of a registry. Its name is public, and anybody who may load or tag images can give it to another image;
/// so an image is used only if its content is the module's own, and by its id, which stands for that content.
/// </summary>
/// <param name="client">The engine that the image is for.</param>
/// <param name="folder">Holds a program for each architecture: linux-x64, linux-arm64.</param>
internal sealed class ProbeImage(EngineClient client, string folder)
{
    /// <summary>
    /// The label that all containers and images of the probe carry; its value says what they are. Anybody's image may carry it: alone it
    /// proves nothing.
    /// </summary>
    public const string Label = "dockernetwork.probe";

    /// <summary>The label's value on images.</summary>
    public const string LabelOfImages = "image";

    /// <summary>Where the program is in the image.</summary>
    public const string Program = "/dockernetwork-probe";

    /// <summary>The image's name before the colon; behind it comes the SHA-256 of its one layer.</summary>
    public const string Repository = "dockernetwork-probe";

    private const string DefaultPrefix = "docker.io/library/";

    private static readonly ConcurrentDictionary<string, Lazy<(string Digest, byte[] Tar)>> Archives = new();

    /// <summary>The folder of the module's own programs, beside the assembly.</summary>
    public static string OwnFolder { get; } = Path.Combine(ModuleOf(typeof(ProbeImage).Assembly.Location), "probe");

    /// <summary>The module's folder: that of an assembly, or of one with native code the folder around ready/PLATFORM.</summary>
    /// <param name="assembly">The path of the assembly.</param>
    internal static string ModuleOf(string assembly)
    {
        var folder = Path.GetDirectoryName(assembly)!;
        return Path.GetDirectoryName(folder) is { } ready && Path.GetFileName(ready) == "ready" ? Path.GetDirectoryName(ready)! : folder;
    }

    /// <summary>The image, by name. It may not be there yet, and it may be something else.</summary>
    /// <exception cref="ProberUnavailableException">The module has no program for the engine's platform.</exception>
    public async Task<string> NameAsync(CancellationToken cancellationToken) => $"{Repository}:{await DigestAsync(cancellationToken)}";

    /// <summary>The SHA-256 of the one layer that the image has, as hexadecimal digits.</summary>
    /// <exception cref="ProberUnavailableException">The module has no program for the engine's platform.</exception>
    public async Task<string> DigestAsync(CancellationToken cancellationToken) => (await ArchiveAsync(cancellationToken)).Digest;

    /// <summary>Makes the image. An image that already has its name loses the name, and stays.</summary>
    public async Task ImportAsync(CancellationToken cancellationToken)
    {
        var (digest, tar) = await ArchiveAsync(cancellationToken);
        await client.ImportImageAsync(tar, Repository, digest, $"{Label}={LabelOfImages}", cancellationToken);
        EngineWatch.Trace($"Made the image {Repository}:{digest} from the module's own files; Clear-DockerNetworkProbe removes it.");
    }

    /// <summary>
    /// Whether an image of the engine is what <see cref="ImportAsync"/> makes, by what the engine says of it (<see cref="IsMade"/>), and
    /// by its bytes too unless the engine is Docker: Podman believes what an image says of itself (<see cref="PodmanImages"/>).
    /// </summary>
    public async Task<bool> IsMadeAsync(ImageDetails image, CancellationToken cancellationToken)
    {
        var (digest, tar) = await ArchiveAsync(cancellationToken);
        if (!IsMade(image, digest))
            return false;
        var engine = await client.GetProductAsync(cancellationToken);
        return engine.Kind == EngineKind.Docker
            || await PodmanImages.IsMadeAsync(client, engine, image.Id ?? "", digest, tar.Length, cancellationToken);
    }

    /// <summary>
    /// Whether an image is what <see cref="ImportAsync"/> makes: that one layer, and a configuration without anything that would change
    /// what runs (no environment, volume, user, health check, ON BUILD, port, entry point) and no label but ours.
    /// </summary>
    /// <param name="image">The image as the engine tells of it.</param>
    /// <param name="digest">Of the layer, as hexadecimal digits.</param>
    public static bool IsMade(ImageDetails image, string digest) =>
        image.RootFs?.Layers is [{ } layer] && layer == $"sha256:{digest}" && IsBare(image);

    /// <summary>
    /// Whether an image is what another version of the module made: as <see cref="IsMade"/> has it, of whatever content, under the name
    /// that this content gives.
    /// </summary>
    public static bool IsMadeByAnyVersion(ImageDetails image) =>
        image.RootFs?.Layers is [{ } layer]
        && layer.StartsWith("sha256:", StringComparison.Ordinal)
        && image.RepoTags?.Exists(name => ShortName(name) == $"{Repository}:{layer["sha256:".Length..]}") == true
        && IsBare(image);

    /// <summary>An image's name as Docker reports it. Podman writes the default registry and folder too.</summary>
    internal static string? ShortName(string? name) =>
        name?.StartsWith(DefaultPrefix, StringComparison.Ordinal) == true ? name[DefaultPrefix.Length..] : name;

    private static bool IsBare(ImageDetails image) =>
        // An index could show one manifest here, and another could run.
        image.Descriptor?.MediaType?.EndsWith("manifest.v1+json", StringComparison.Ordinal) != false
        && image.Config is { ExposedPorts: null or { Count: 0 } } config
        && BareConfiguration.Holds(config.Others ?? [], Label, LabelOfImages);

    private async Task<(string Digest, byte[] Tar)> ArchiveAsync(CancellationToken cancellationToken)
    {
        var version = await client.GetVersionAsync(cancellationToken);
        var platform = (version.Os, version.Arch) switch
        {
            ("linux", "amd64" or "x86_64") => "linux-x64",
            ("linux", "arm64" or "aarch64") => "linux-arm64",
            _ => $"{version.Os}-{version.Arch}",
        };
        return ArchiveFor(folder, platform);
    }

    /// <summary>As <see cref="DigestAsync"/>, for a platform as linux-x64.</summary>
    internal static string DigestFor(string folder, string platform) => ArchiveFor(folder, platform).Digest;

    private static (string Digest, byte[] Tar) ArchiveFor(string folder, string platform)
    {
        var program = Path.Combine(folder, platform, "dockernetwork-probe");
        return File.Exists(program)
            ? Archives.GetOrAdd(program, path => new(() => Archive(path))).Value
            : throw new ProberUnavailableException($"The module has no probe for {platform}.");
    }

    private static (string Digest, byte[] Tar) Archive(string path)
    {
        var program = File.ReadAllBytes(path);
        using var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, Program.TrimStart('/'))
            {
                DataStream = new MemoryStream(program),
                Mode = (UnixFileMode)0b101_101_101,
                // The same files give the same layer.
                ModificationTime = DateTimeOffset.UnixEpoch,
            });
        }

        // The id of a layer is the hash of its archive as it was sent (tried on 20.10, 28.5 and 29.7, there in containerd's image store
        // too).
        var tar = stream.ToArray();
        return (Convert.ToHexString(SHA256.HashData(tar)).ToLowerInvariant(), tar);
    }
}
