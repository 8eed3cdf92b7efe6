using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// What an image of Podman really is. Docker computes the hash of a layer when it unpacks it, and refuses an image that says another one.
/// Podman repeats what the image says (4.3.1 loads an OCI archive whose <c>diff_ids</c> are not those of its layers), so that the bytes of
/// the layer are read back here. And Podman's Docker API leaves out two parts of an image that its containers get: the health check and the
/// annotations. Its own API has them.
/// </summary>
internal static class PodmanImages
{
    /// <summary>Beyond the layer an archive holds the configuration, two lists and the headers of tar.</summary>
    private const int RoomForOthers = 64 * 1024;

    /// <summary>Whether an image has the one layer, byte by byte, and nothing that changes what runs.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="engine">What the engine is. Its own API is asked too if it says that it is Podman.</param>
    /// <param name="id">The image's id. Podman keeps one layer for an id, and refuses another image of the same id.</param>
    /// <param name="digest">SHA-256 of the layer, as hexadecimal digits.</param>
    /// <param name="length">The layer's length in bytes; an image that is much larger is not read to its end.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<bool> IsMadeAsync(
        EngineClient client, EngineProduct engine, string id, string digest, int length, CancellationToken cancellationToken)
    {
        try
        {
            return (engine.Kind != EngineKind.Podman
                    || IsBare(await client.InspectPodmanImageAsync(engine, Hexadecimal(id), cancellationToken)))
                && IsOfOneLayer(await client.SaveImageAsync(Hexadecimal(id), length + RoomForOthers, cancellationToken), digest);
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            EngineWatch.Trace($"The image {id} is not used, because its content cannot be read: {e.Message}");
            return false;
        }
    }

    /// <summary>Whether a saved image has exactly one layer, with this hash.</summary>
    /// <param name="archive">As <c>docker save</c> writes it.</param>
    /// <param name="digest">SHA-256, as hexadecimal digits.</param>
    internal static bool IsOfOneLayer(ReadOnlyMemory<byte> archive, string digest)
    {
        try
        {
            var files = Read(archive);
            return files.GetValueOrDefault("manifest.json") is { } manifest
                && LayersOf(manifest) is [{ } only]
                && files.GetValueOrDefault(only) is { } layer
                && Convert.ToHexString(SHA256.HashData(layer)).Equals(digest, StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or ArgumentException
            or JsonException or InvalidOperationException or NotSupportedException or OverflowException)
        {
            // Not an archive of an image.
            return false;
        }
    }

    private static bool IsBare(PodmanImage image) =>
        image.Annotations is not { Count: > 0 }
        && image.HealthCheck is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) }
        && BareConfiguration.Holds(image.Config ?? [], ProbeImage.Label, ProbeImage.LabelOfImages);

    /// <summary>Podman's own API takes an id without the name of its hash.</summary>
    private static string Hexadecimal(string id) => id.StartsWith("sha256:", StringComparison.Ordinal) ? id["sha256:".Length..] : id;

    /// <summary>The regular files by name. Of two with one name, it is not known which one the engine means.</summary>
    private static Dictionary<string, byte[]> Read(ReadOnlyMemory<byte> archive)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var tar = new TarReader(new MemoryStream(archive.ToArray()));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry is not { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile, DataStream: { } content })
                continue;
            if (entry.Length > archive.Length)
                throw new InvalidDataException("A file is longer than its archive.");
            var bytes = new byte[entry.Length];
            content.ReadExactly(bytes);
            files.Add(entry.Name, bytes);
        }

        return files;
    }

    private static string?[] LayersOf(byte[] manifest)
    {
        using var document = JsonDocument.Parse(manifest);
        return document.RootElement.EnumerateArray().ToArray() is [var image]
            && image.TryGetProperty("Layers", out var layers)
                ? [.. layers.EnumerateArray().Select(layer => layer.GetString())]
                : [];
    }
}
