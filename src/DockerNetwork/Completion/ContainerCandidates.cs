using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Completion;

/// <summary>Containers that a command can do something with.</summary>
internal static class ContainerCandidates
{
    /// <summary>All of them, by name.</summary>
    public static IEnumerable<Candidate> All(EngineSnapshot snapshot) => Named(snapshot, _ => true);

    /// <summary>Those that can be connected to a network on the line, or to any.</summary>
    public static IEnumerable<Candidate> Connectable(EngineSnapshot snapshot, TypedLine line)
    {
        var networks = SnapshotText.Networks(snapshot, line.Values("Network"));
        return Named(snapshot, c => c is { HostNetwork: false, NamespaceOwnerId: null }
            && (networks.Count == 0 || networks.Any(n => !IsOn(c, n))));
    }

    /// <summary>Those that are connected to a network on the line, or to any.</summary>
    public static IEnumerable<Candidate> Connected(EngineSnapshot snapshot, TypedLine line)
    {
        var networks = SnapshotText.Networks(snapshot, line.Values("Network"));
        return Named(snapshot, c => networks.Count == 0 ? c.Endpoints.Count > 0 : networks.Any(n => IsOn(c, n)));
    }

    /// <summary>
    /// Those that have an endpoint on a network on the line, of their own or by the container whose namespace they share.
    /// </summary>
    public static IEnumerable<Candidate> WithEndpoint(EngineSnapshot snapshot, TypedLine line)
    {
        var networks = SnapshotText.Networks(snapshot, line.Values("Network"));
        return Named(snapshot, c => networks.Count == 0
            || networks.Any(n => snapshot.EndpointsOf(c).Any(e => e.NetworkId == n.Id)));
    }

    /// <summary>Those that can be started.</summary>
    public static IEnumerable<Candidate> Stopped(EngineSnapshot snapshot) => Named(snapshot, c => !c.Up);

    /// <summary>Those that can be stopped.</summary>
    public static IEnumerable<Candidate> Stoppable(EngineSnapshot snapshot) =>
        Named(snapshot, c => c.Up || c.State == ContainerState.Restarting);

    /// <summary>Those that run.</summary>
    public static IEnumerable<Candidate> Running(EngineSnapshot snapshot) => Named(snapshot, c => c.Up);

    /// <summary>Those that can be paused.</summary>
    public static IEnumerable<Candidate> Pausable(EngineSnapshot snapshot) => Named(snapshot, c => c.Running);

    /// <summary>Those that are paused.</summary>
    public static IEnumerable<Candidate> Paused(EngineSnapshot snapshot) => Named(snapshot, c => c.State == ContainerState.Paused);

    /// <summary>By the beginning of the id that the docker CLI shows.</summary>
    public static IEnumerable<Candidate> Ids(EngineSnapshot snapshot) => snapshot.Containers
        .OrderBy(c => c.Name, StringComparer.Ordinal)
        .Select(c => new Candidate(ShortId.Of(c.Id), SnapshotText.Join([c.Name, SnapshotText.Of(snapshot, c)])));

    /// <summary>What has a network namespace: running containers, and the engine's host.</summary>
    public static IEnumerable<Candidate> Sources(EngineSnapshot snapshot) =>
        Running(snapshot).Append(new Candidate("@host", "the engine's host"));

    /// <summary>Compose projects.</summary>
    public static IEnumerable<Candidate> ComposeProjects(EngineSnapshot snapshot) => Groups(snapshot.Containers, c => c.ComposeProject);

    /// <summary>The services of the project on the line, or of all.</summary>
    public static IEnumerable<Candidate> ComposeServices(EngineSnapshot snapshot, TypedLine line)
    {
        var projects = line.Values("ComposeProject");
        return Groups(
            snapshot.Containers.Where(c => projects.Count == 0
                || (c.ComposeProject is { } project && projects.Any(p => SnapshotText.Fits(p, project)))),
            c => c.ComposeService);
    }

    private static IEnumerable<Candidate> Groups(IEnumerable<Container> containers, Func<Container, string?> key) => containers
        .GroupBy(key, StringComparer.Ordinal)
        .Where(g => g.Key is not null)
        .OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => Candidate.Name(g.Key!, string.Join(", ", g.Select(c => c.Name).Order(StringComparer.Ordinal))));

    private static IEnumerable<Candidate> Named(EngineSnapshot snapshot, Func<Container, bool> fits) => snapshot.Containers
        .Where(fits)
        .OrderBy(c => c.Name, StringComparer.Ordinal)
        .Select(c => Candidate.Name(c.Name, SnapshotText.Of(snapshot, c)));

    private static bool IsOn(Container container, Network network) => network.Endpoints.Any(e => e.ContainerId == container.Id);
}
