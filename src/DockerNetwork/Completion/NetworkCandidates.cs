using DockerNetwork.Engine;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Completion;

/// <summary>Networks that a command can do something with.</summary>
internal static class NetworkCandidates
{
    /// <summary>All of them, by name.</summary>
    public static IEnumerable<Candidate> All(EngineSnapshot snapshot) => Named(snapshot, _ => true);

    /// <summary>Those that services of a swarm can be on.</summary>
    public static IEnumerable<Candidate> Overlays(EngineSnapshot snapshot) => Named(snapshot, n => n.Scope == "swarm" && !n.ConfigOnly);

    /// <summary>Those that a container on the line, or any, can be connected to.</summary>
    public static IEnumerable<Candidate> Connectable(EngineSnapshot snapshot, TypedLine line)
    {
        var containers = Containers(snapshot, line);
        return Named(snapshot, n => n.CanConnect && (containers.Count == 0 || containers.Except(On(n)).Any()));
    }

    /// <summary>Those that a container on the line, or any, is connected to.</summary>
    public static IEnumerable<Candidate> Connected(EngineSnapshot snapshot, TypedLine line)
    {
        var containers = Containers(snapshot, line);
        return Named(snapshot, n => containers.Count == 0 ? n.Endpoints.Count > 0 : containers.Overlaps(On(n)));
    }

    /// <summary>Those that the containers on the line are on; all if no container is on the line.</summary>
    public static IEnumerable<Candidate> WithEndpoint(EngineSnapshot snapshot, TypedLine line)
    {
        var containers = Containers(snapshot, line);
        return Named(snapshot, n => containers.Count == 0 || containers.Overlaps(On(n)));
    }

    /// <summary>Those that can be removed.</summary>
    public static IEnumerable<Candidate> Removable(EngineSnapshot snapshot) => Named(snapshot, n => !n.Predefined);

    /// <summary>By the beginning of the id that the docker CLI shows.</summary>
    public static IEnumerable<Candidate> Ids(EngineSnapshot snapshot) => snapshot.Networks
        .OrderBy(n => n.Name, StringComparer.Ordinal)
        .Select(n => new Candidate(ShortId.Of(n.Id), SnapshotText.Join([n.Name, SnapshotText.Of(n)])));

    /// <summary>What -Network of New-DockerContainer takes: networks, and the modes of docker run.</summary>
    public static IEnumerable<Candidate> Modes(EngineSnapshot snapshot)
    {
        foreach (var network in snapshot.Networks
            .Where(n => !n.ConfigOnly && !n.Ingress)
            .OrderBy(n => n.Predefined)
            .ThenBy(n => n.Name, StringComparer.Ordinal))
        {
            var mode = network.Predefined ? network.Name switch
            {
                "bridge" => "the default bridge: only by address, names do not resolve, ",
                "host" => "the network of the engine's host, ",
                "none" => "only the loopback interface, ",
                _ => "",
            } : "";
            yield return Candidate.Name(network.Name, mode + SnapshotText.Of(network));
        }

        // Podman has these modes, and does not list networks of that name.
        if (snapshot.Engine.Kind == EngineKind.Podman)
        {
            yield return new Candidate("host", "the network of the engine's host");
            yield return new Candidate("none", "only the loopback interface");
        }

        foreach (var container in snapshot.Containers.Where(c => c.NamespaceOwnerId is null).OrderBy(c => c.Name, StringComparer.Ordinal))
            yield return new Candidate(
                $"container:{container.Name}", $"shares the network of {container.Name}: {SnapshotText.Of(snapshot, container)}");
    }

    /// <summary>What -ConfigFrom takes.</summary>
    public static IEnumerable<Candidate> Configurations(EngineSnapshot snapshot) =>
        snapshot.Networks
            .Where(n => n.ConfigOnly)
            .OrderBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => new Candidate(n.Name, SnapshotText.Of(n)));

    private static IEnumerable<Candidate> Named(EngineSnapshot snapshot, Func<Network, bool> fits) => snapshot.Networks
        .Where(fits)
        .OrderBy(n => n.Name, StringComparer.Ordinal)
        .Select(n => Candidate.Name(n.Name, SnapshotText.Of(n)));

    /// <summary>The ids of the containers on the line, or of those whose namespace they share.</summary>
    private static HashSet<string> Containers(EngineSnapshot snapshot, TypedLine line) => SnapshotText
        .Containers(snapshot, line.Values("Container", "Source"))
        .Select(c => snapshot.NamespaceOwner(c)?.Id ?? c.Id)
        .ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> On(Network network) => network.Endpoints.Select(e => e.ContainerId);
}
