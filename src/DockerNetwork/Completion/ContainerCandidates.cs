using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>Containers that a command can do something with.</summary>
internal static class ContainerCandidates
{
    /// <summary>By name. <c>Disconnect-</c> offers who is attached to the network on the line, <c>Connect-</c> who is not.</summary>
    public static IEnumerable<Candidate> Names(EngineSnapshot snapshot, TypedLine line) =>
        Fitting(snapshot, line).OrderBy(c => c.Name, StringComparer.Ordinal).Select(c => Named(snapshot, c));

    /// <summary>By the beginning of the id that the docker CLI shows.</summary>
    public static IEnumerable<Candidate> Ids(EngineSnapshot snapshot) => snapshot.Containers
        .OrderBy(c => c.Name, StringComparer.Ordinal)
        .Select(c => new Candidate(Formats.View.ShortId(c.Id), SnapshotText.Join([c.Name, SnapshotText.Of(snapshot, c)])));

    /// <summary>Sources of probes: what has a network namespace, and the engine's host.</summary>
    public static IEnumerable<Candidate> Sources(EngineSnapshot snapshot) => snapshot.Containers
        .Where(c => c.Up)
        .OrderBy(c => c.Name, StringComparer.Ordinal)
        .Select(c => Named(snapshot, c))
        .Append(new Candidate("@host", "the engine's host"));

    /// <summary>Compose projects, or the services of the project on the line.</summary>
    public static IEnumerable<Candidate> Compose(EngineSnapshot snapshot, TypedLine line)
    {
        var isProject = line.Parameter == "ComposeProject";
        var projects = line.Values("ComposeProject");
        return snapshot.Containers
            .Where(c => isProject || projects.Count == 0 || (c.ComposeProject is { } project && projects.Any(p => SnapshotText.Fits(p, project))))
            .GroupBy(c => isProject ? c.ComposeProject : c.ComposeService, StringComparer.Ordinal)
            .Where(g => g.Key is not null)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Candidate.Name(g.Key!, string.Join(", ", g.Select(c => c.Name).Order(StringComparer.Ordinal))));
    }

    private static Candidate Named(EngineSnapshot snapshot, Container container) => Candidate.Name(container.Name, SnapshotText.Of(snapshot, container));

    private static IEnumerable<Container> Fitting(EngineSnapshot snapshot, TypedLine line)
    {
        var networks = SnapshotText.Networks(snapshot, line.Values("Network"));
        return line.Command switch
        {
            "Connect-DockerNetwork" => snapshot.Containers.Where(c =>
                c is { HostNetwork: false, NamespaceOwnerId: null } && (networks.Count == 0 || networks.Any(n => !IsOn(c, n)))),
            "Disconnect-DockerNetwork" => snapshot.Containers.Where(c => networks.Count == 0 ? c.Endpoints.Count > 0 : networks.Any(n => IsOn(c, n))),
            "Get-DockerNetworkEndpoint" => snapshot.Containers.Where(c => networks.Count == 0 || networks.Any(n => snapshot.EndpointsOf(c).Any(e => e.NetworkId == n.Id))),
            "Start-DockerContainer" => snapshot.Containers.Where(c => !c.Up),
            "Stop-DockerContainer" => snapshot.Containers.Where(c => c.Up || c.State == ContainerState.Restarting),
            "Invoke-DockerContainerCommand" or "Resolve-ContainerName" or "Get-DockerContainerInterface" => snapshot.Containers.Where(c => c.Up),
            _ => snapshot.Containers,
        };
    }

    private static bool IsOn(Container container, Network network) => network.Endpoints.Any(e => e.ContainerId == container.Id);
}
