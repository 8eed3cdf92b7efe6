using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Model.Addressing;

namespace DockerNetwork.Model.Containers;

/// <summary>
/// A hosts file that the user mounted into a container. The engine does not write to it, so all that resolvers find there is what the
/// engine's archive of the container shows.
/// </summary>
internal static class MountedHosts
{
    /// <summary>The file as it is called in a container.</summary>
    public const string Path = "/etc/hosts";

    /// <summary>A file that is longer is not read.</summary>
    private const int MaxBytes = 256 * 1024;

    /// <summary>The containers with the lines of their hosts files, those that have one mounted and can be asked.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="containers">Inspected containers.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<Container>> ReadAsync(
        EngineClient client, IEnumerable<Container> containers, CancellationToken cancellationToken)
    {
        var mounted = containers.Where(c => c.Up && c.MountPoints.Contains(Path)).DistinctBy(c => c.Id).ToList();
        return await Task.WhenAll(mounted.Select(async container => container with
        {
            MountedHosts = await TryReadAsync(client, container.Id, cancellationToken) is { } text ? Parse(text) : null,
        }));
    }

    /// <summary>
    /// Names and addresses of the lines (hosts(5)): an address, then names, which end with the line or with <c>#</c>. Lines without a valid
    /// address say nothing.
    /// </summary>
    public static IReadOnlyList<(string Name, IPAddress Address)> Parse(string text)
    {
        var found = new List<(string Name, IPAddress Address)>();
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split('#')[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && Addresses.ParseAddress(words[0]) is { } address)
                found.AddRange(words[1..].Select(name => (name, Addresses.Unmapped(address))));
        }

        return found;
    }

    /// <summary>A proxy before the engine may refuse this request; then the content is not known.</summary>
    private static async Task<string?> TryReadAsync(EngineClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ReadFileAsync(id, Path, MaxBytes, cancellationToken);
        }
        catch (EngineException e)
        {
            EngineWatch.Trace($"The mounted {Path} of the container {id[..12]} could not be read: {e.Message}");
            return null;
        }
    }
}
