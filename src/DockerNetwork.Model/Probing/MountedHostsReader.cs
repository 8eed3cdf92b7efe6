using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Probing;

/// <summary>Reads the hosts files that users mounted into containers.</summary>
internal static class MountedHostsReader
{
    /// <summary>A file that is longer is not read.</summary>
    private const int MaxBytes = 256 * 1024;

    /// <summary>The containers with the lines of their hosts files, those that have one mounted and can be asked.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="containers">Inspected containers.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<Container>> ReadAsync(
        EngineClient client, IEnumerable<Container> containers, CancellationToken cancellationToken)
    {
        var mounted = containers.Where(c => c.Up && c.MountPoints.Contains(MountedHosts.Path)).DistinctBy(c => c.Id).ToList();
        return await Task.WhenAll(mounted.Select(async container => container with
        {
            MountedHosts = await TryReadAsync(client, container.Id, cancellationToken) is { } text ? MountedHosts.Parse(text) : null,
        }));
    }

    /// <summary>A proxy before the engine may refuse this request; then the content is not known.</summary>
    private static async Task<string?> TryReadAsync(EngineClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ReadFileAsync(id, MountedHosts.Path, MaxBytes, cancellationToken);
        }
        catch (EngineException e)
        {
            EngineWatch.Trace($"The mounted {MountedHosts.Path} of the container {ShortId.Of(id)} could not be read: {e.Message}");
            return null;
        }
    }
}
