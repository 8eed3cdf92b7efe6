using System.Globalization;
using System.Net;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Topology;

/// <summary>Puts what a test found into a topology: one edge a source and target, whatever names, addresses and ports were tried between them.</summary>
internal static class ReachabilityPairs
{
    /// <summary>The topology with the edges of results, and with a node for each target that is none of its containers.</summary>
    /// <returns>The topology, and the results whose source is not in it.</returns>
    public static (NetworkTopology Topology, IReadOnlyList<ReachabilityResult> LeftOut) Add(NetworkTopology topology, IEnumerable<ReachabilityResult> results)
    {
        var containers = topology.Nodes.Where(n => n.Kind == TopologyNodeKind.Container).ToDictionary(n => n.Name, n => n.Id, StringComparer.Ordinal);
        var targets = new Dictionary<string, TopologyNode>(StringComparer.Ordinal);
        var leftOut = new List<ReachabilityResult>();
        var edges = new List<TopologyEdge>();
        foreach (var pair in results.GroupBy(r => (r.Source, r.Target)))
        {
            var source = Known(pair.Key.Source);
            if (source is null)
            {
                leftOut.AddRange(pair);
                continue;
            }

            var target = Known(pair.Key.Target) ?? Other(pair.Key.Target, pair.First());
            if (source != target)
                edges.Add(Edge(source, target, [.. pair]));
        }

        return (topology with { Nodes = [.. topology.Nodes, .. targets.Values], Edges = [.. topology.Edges, .. edges] }, leftOut);

        string? Known(string name) => name.ToLowerInvariant() switch
        {
            "@host" or "@gateway" => TopologyBuilder.Engine,
            "@outside" => TopologyBuilder.Outside,
            _ => containers.GetValueOrDefault(name),
        };

        string Other(string name, ReachabilityResult result)
        {
            var id = "target:" + name;
            targets.TryAdd(id, new TopologyNode { Id = id, Kind = TopologyNodeKind.Target, Name = name, Text = result.Address is { } address && address.ToString() != name ? address.ToString() : "" });
            return id;
        }
    }

    /// <summary>What several probes between two say together.</summary>
    public static PairState StateOf(IReadOnlyCollection<ReachabilityResult> results)
    {
        var ways = Ways(results).ToArray();
        var reached = ways.Where(way => way.Any(r => r.Reachable)).ToArray();
        if (reached.Length == 0)
            return results.All(r => r.Effective == ReachabilityState.Unknown) ? PairState.Unknown : PairState.Unreachable;
        return reached.Length == ways.Length && !reached.Any(ByAddressOnly) ? PairState.Reachable : PairState.Partly;
    }

    private static TopologyEdge Edge(string source, string target, ReachabilityResult[] results)
    {
        var state = StateOf(results);
        return new TopologyEdge
        {
            Source = source,
            Target = target,
            Kind = TopologyEdgeKind.Reachability,
            State = state,
            Text = state switch
            {
                PairState.Reachable => "reachable",
                PairState.Partly => Ways(results).All(way => way.Any(r => r.Reachable)) ? "by address only" : "partly reachable",
                PairState.Unreachable => string.Join(", ", results.Select(r => r.Effective).Distinct().Select(Words)),
                _ => "not known",
            },
            // A name may be tried several times, on several ports.
            Detail = results.GroupBy(Probe, StringComparer.Ordinal).ToDictionary(g => g.Key, g => Outcome(g.First()), StringComparer.Ordinal),
        };
    }

    /// <summary>By protocol and port; to look a name up reaches nothing.</summary>
    private static IEnumerable<IGrouping<(ProbeProtocol, int?), ReachabilityResult>> Ways(IEnumerable<ReachabilityResult> results) =>
        results.Where(r => r.Protocol != ProbeProtocol.Dns).GroupBy(r => (r.Protocol, r.Port));

    private static bool ByAddressOnly(IEnumerable<ReachabilityResult> way)
    {
        var names = way.Where(r => !IsAddress(r)).ToArray();
        return names.Length > 0 && !Array.Exists(names, r => r.Reachable);
    }

    private static bool IsAddress(ReachabilityResult result) => IPAddress.TryParse(result.TargetName, out _);

    private static string Probe(ReachabilityResult result) => result.Port is { } port
        ? string.Create(CultureInfo.InvariantCulture, $"{result.TargetName} {result.Protocol.ToString().ToLowerInvariant()}/{port}")
        : $"{result.TargetName} {result.Protocol.ToString().ToLowerInvariant()}";

    private static string Outcome(ReachabilityResult result)
    {
        var words = Words(result.Effective) + (result.Observed is null ? " (predicted)" : "");
        return result.Reachable || result.Reasons is not [var reason, ..] ? words : $"{words}: {reason.Message}";
    }

    private static string Words(ReachabilityState state) => state == ReachabilityState.Unresolved ? "name not resolved" : StateWords.Of(state);
}
