using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Testing;

/// <summary>
/// What inspect told of containers that a test needs only the names of: they are neither sources nor targets, but one of them may have a
/// name that is asked for. The names of a running container change only if it is renamed or gets a new endpoint, and the list shows both
/// (the id of an endpoint is new with each connection and each start). So a second test need not inspect it again.
/// </summary>
internal sealed class NamesakeCache
{
    private static readonly ConditionalWeakTable<EngineClient, NamesakeCache> Known = [];

    private readonly ConcurrentDictionary<string, (string Seen, ContainerDetails Details)> _details = new(StringComparer.Ordinal);

    /// <summary>The one of an engine.</summary>
    public static NamesakeCache Of(EngineClient client) => Known.GetValue(client, static _ => new NamesakeCache());

    /// <summary>Inspects containers, but a namesake only if the list shows that it is not as it was.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="snapshot">The lists, just read.</param>
    /// <param name="concerned">Who is always inspected.</param>
    /// <param name="namesakes">Who might have a name that is asked for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<ContainerDetails>> DetailsAsync(
        EngineClient client,
        EngineSnapshot snapshot,
        IReadOnlyCollection<string> concerned,
        IEnumerable<string> namesakes,
        CancellationToken cancellationToken)
    {
        var known = new List<ContainerDetails>();
        var asked = new List<string>(concerned);
        foreach (var id in namesakes.Distinct(StringComparer.Ordinal))
        {
            if (_details.TryGetValue(id, out var last) && last.Seen == Seen(snapshot, id))
                known.Add(last.Details);
            else
                asked.Add(id);
        }

        var read = await EngineSnapshot.DetailsAsync(client, asked, cancellationToken, id => snapshot.Container(id)?.Name);
        foreach (var details in read)
        {
            // Paused for the moment of the inspect alone, it would stay paused here.
            if (details.State?.Status == "running" && Seen(snapshot, details.Id) is { } seen)
                _details[details.Id] = (seen, details);
        }

        foreach (var id in _details.Keys.Where(id => snapshot.Container(id) is null))
            _details.TryRemove(id, out _);
        return [.. read, .. known];
    }

    /// <summary>What its names depend on; null if the list does not show all of it.</summary>
    private static string? Seen(EngineSnapshot snapshot, string id) =>
        snapshot.Container(id) is { Running: true, Endpoints.Count: > 0 } container
        && container.Endpoints.All(endpoint => endpoint.EndpointId.Length > 0)
            ? string.Join('\n', container.Endpoints.Select(e => e.EndpointId).Prepend(container.Name).Prepend(container.State.ToString()))
            : null;
}
