using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Topology;

/// <summary>
/// Puts what a test found into a topology: one edge for each source and target, whatever names, addresses and ports were tried between
/// them.
/// </summary>
internal static class ReachabilityPairs
{
    /// <summary>The topology with the edges of results, and with a node for each target that is not one of its containers.</summary>
    /// <returns>The topology, and the results whose source is not in it.</returns>
    public static (NetworkTopology Topology, IReadOnlyList<ReachabilityResult> LeftOut) Add(
        NetworkTopology topology, IEnumerable<ReachabilityResult> results)
    {
        var containers = topology.Nodes
            .Where(n => n.Kind == TopologyNodeKind.Container)
            .ToDictionary(n => n.Name, n => n.Id, StringComparer.Ordinal);
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

        var with = topology with { Nodes = [.. topology.Nodes, .. targets.Values], Edges = [.. topology.Edges, .. edges] };
        return (with, leftOut);

        string? Known(string name) => name.ToLowerInvariant() switch
        {
            "@host" or "@gateway" => TopologyBuilder.Engine,
            "@outside" => TopologyBuilder.Outside,
            _ => containers.GetValueOrDefault(name),
        };

        string Other(string name, ReachabilityResult result)
        {
            var id = "target:" + name;
            var address = result.Address?.ToString();
            targets.TryAdd(
                id,
                new TopologyNode
                {
                    Id = id,
                    Kind = TopologyNodeKind.Target,
                    Name = name,
                    Text = address is null || address == name ? "" : address,
                });
            return id;
        }
    }

    private static TopologyEdge Edge(string source, string target, ReachabilityResult[] results)
    {
        var pair = PairOutcome.Of([.. results.Select(ProbeOutcome.From)]);
        return new TopologyEdge
        {
            Source = source,
            Target = target,
            Kind = TopologyEdgeKind.Reachability,
            State = pair.State,
            Text = pair.State switch
            {
                PairState.Partly => pair.EveryServiceReached ? "only by address" : "partly reachable",
                PairState.Unreachable => string.Join(", ", pair.Probes.Select(p => p.Words).Distinct(StringComparer.Ordinal)),
                var other => ReachabilityStateText.Words(other),
            },
            // A name may be tried several times, on several ports.
            Detail = results
                .GroupBy(r => $"{r.TargetName} {r.Planned.Service}", StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => Outcome(g.First()), StringComparer.Ordinal),
        };
    }

    private static string Outcome(ReachabilityResult result)
    {
        var words = ReachabilityStateText.Words(result.Effective) + (result.Observed is null ? " (predicted)" : "");
        return result.Reachable || result.Reasons is not [var reason, ..] ? words : $"{words}: {reason.Message}";
    }
}
