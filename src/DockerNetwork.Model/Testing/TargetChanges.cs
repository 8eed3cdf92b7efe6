using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Testing;

/// <summary>
/// Containers that a test reached and that are no longer what they were when it began. What was removed or started again may have left its
/// address to another container in the middle of the test, which then answered in its place.
/// </summary>
internal static class TargetChanges
{
    /// <summary>
    /// The ids of the containers that a result says answered: the target, or who had the address when the test began if the target is
    /// an address, or if a name led elsewhere.
    /// </summary>
    public static IEnumerable<string> Credited(EngineSnapshot before, ReachabilityResult result)
    {
        if (result is { Observed: ReachabilityState.Reachable, TargetId: { } target })
            yield return target;
        if (result.Observed is ReachabilityState.Reachable or ReachabilityState.Refused or ReachabilityState.Misdirected
            && result.Answered is { } name
            && before.ContainerNamed(name) is { } holder)
        {
            yield return holder.Id;
        }
    }

    /// <summary>The names of those that changed. Asks for the list of containers once.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="before">What it was when the test began.</param>
    /// <param name="reached">The ids of the containers that answered.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(
        EngineClient client, EngineSnapshot before, IReadOnlyCollection<string> reached, CancellationToken cancellationToken)
    {
        var now = (await client.ListContainersAsync(cancellationToken)).OfType<ContainerSummary>()
            .DistinctBy(container => container.Id)
            .ToDictionary(container => container.Id, StringComparer.Ordinal);
        return [.. reached
            .Select(before.Container)
            .OfType<Container>()
            .Where(container => Changed(container) || (before.NamespaceOwner(container) is { IsHost: false } owner && Changed(owner)))
            .Select(container => container.Name)
            .Order(StringComparer.Ordinal)];

        bool Changed(Container container) =>
            !now.TryGetValue(container.Id, out var summary)
            || !string.Equals(summary.State, container.State.ToString(), StringComparison.OrdinalIgnoreCase)
            // Podman lists the networks of the owner for a container that shares a network namespace.
            || (before.Engine.Kind != EngineKind.Podman
                && !EndpointsOf(summary).SetEquals(
                    container.Endpoints.Select(endpoint => endpoint.EndpointId).Where(id => id.Length > 0)));
    }

    /// <summary>The id of an endpoint is new with each connection and each start.</summary>
    private static HashSet<string> EndpointsOf(ContainerSummary container) =>
        [.. (container.NetworkSettings?.Networks ?? []).Values
            .Select(settings => settings?.EndpointId)
            .OfType<string>()
            .Where(id => id.Length > 0)];
}
