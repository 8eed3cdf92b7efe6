using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>Networks that a command can do something with.</summary>
internal static class NetworkCandidates
{
    /// <summary>By name.</summary>
    public static IEnumerable<Candidate> Names(EngineSnapshot snapshot, TypedLine line) =>
        Fitting(snapshot, line).OrderBy(n => n.Name, StringComparer.Ordinal).Select(n => Candidate.Name(n.Name, SnapshotText.Of(n)));

    /// <summary>By the beginning of the id that the docker CLI shows.</summary>
    public static IEnumerable<Candidate> Ids(EngineSnapshot snapshot) =>
        snapshot.Networks.OrderBy(n => n.Name, StringComparer.Ordinal).Select(n => new Candidate(Formats.View.ShortId(n.Id), SnapshotText.Join([n.Name, SnapshotText.Of(n)])));

    /// <summary>What -Network of New-DockerContainer takes: networks, and the modes of docker run.</summary>
    public static IEnumerable<Candidate> Modes(EngineSnapshot snapshot)
    {
        foreach (var network in snapshot.Networks.Where(n => !n.ConfigOnly && !n.Ingress).OrderBy(n => n.Predefined).ThenBy(n => n.Name, StringComparer.Ordinal))
        {
            var mode = network.Predefined ? network.Name switch
            {
                "bridge" => "the default bridge: by address only, names do not resolve, ",
                "host" => "the network of the engine's host, ",
                "none" => "no network but loopback, ",
                _ => "",
            } : "";
            yield return Candidate.Name(network.Name, mode + SnapshotText.Of(network));
        }

        foreach (var container in snapshot.Containers.Where(c => c.NamespaceOwnerId is null).OrderBy(c => c.Name, StringComparer.Ordinal))
            yield return new Candidate($"container:{container.Name}", $"shares the network of {container.Name}: {SnapshotText.Of(snapshot, container)}");
    }

    /// <summary>What -ConfigFrom takes.</summary>
    public static IEnumerable<Candidate> Configurations(EngineSnapshot snapshot) =>
        snapshot.Networks.Where(n => n.ConfigOnly).OrderBy(n => n.Name, StringComparer.Ordinal).Select(n => new Candidate(n.Name, SnapshotText.Of(n)));

    private static IEnumerable<Network> Fitting(EngineSnapshot snapshot, TypedLine line)
    {
        var containers = SnapshotText.Containers(snapshot, line.Values("Container", "Source")).Select(c => snapshot.NamespaceOwner(c)?.Id ?? c.Id).ToHashSet(StringComparer.Ordinal);
        return line.Command switch
        {
            "Connect-DockerNetwork" => snapshot.Networks.Where(n => n.CanConnect && (containers.Count == 0 || containers.Except(On(n)).Any())),
            "Disconnect-DockerNetwork" => snapshot.Networks.Where(n => containers.Count == 0 ? n.Endpoints.Count > 0 : containers.Overlaps(On(n))),
            "Get-DockerNetworkEndpoint" or "Test-ContainerReachability" => snapshot.Networks.Where(n => containers.Count == 0 || containers.Overlaps(On(n))),
            "Remove-DockerNetwork" => snapshot.Networks.Where(n => !n.Predefined),
            _ => snapshot.Networks,
        };
    }

    private static IEnumerable<string> On(Network network) => network.Endpoints.Select(e => e.ContainerId);
}
