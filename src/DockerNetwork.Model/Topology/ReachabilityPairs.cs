using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Topology;

/// <summary>
/// Puts what a test found into a topology: one edge for each source and target, whatever names, addresses and ports were tried between
/// them. The path of packets that were traced is added by <see cref="TracePaths"/>.
/// </summary>
internal static class ReachabilityPairs
{
    /// <summary>The topology with the edges of results, and with a node for each target that is not one of its containers.</summary>
    /// <returns>The topology, and what is not in it.</returns>
    public static (NetworkTopology Topology, LeftOutResults LeftOut) Add(
        NetworkTopology topology, IEnumerable<ReachabilityResult> results)
    {
        var containers = topology.Nodes.Where(n => n.Kind == TopologyNodeKind.Container).ToArray();
        var byName = containers.DistinctBy(n => n.Name, StringComparer.Ordinal)
            .ToDictionary(n => n.Name, n => n.Id, StringComparer.Ordinal);
        var ids = containers.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var engine = topology.DockerHost.ToString();
        var targets = new Dictionary<string, TopologyNode>(StringComparer.Ordinal);
        var leftOut = new LeftOutResults(engine);
        var edges = new List<TopologyEdge>();
        var drawn = new List<(IEnumerable<ReachabilityResult> Results, string Source, string Target)>();
        foreach (var pair in results.GroupBy(r => (r.SourceEnd, r.TargetEnd)))
        {
            var (from, to) = pair.Key;
            if (from.DockerHost is { } other && other != engine)
                leftOut.OfAnotherEngine(other);
            else if (to.DockerHost is { } there && there != engine)
                leftOut.OfAnotherEngine(there);
            else if (IsReplaced(from))
                leftOut.OfReplaced(from.Name);
            else if (IsReplaced(to))
                leftOut.OfReplaced(to.Name);
            else if (Known(from) is not { } source)
                leftOut.OfUnknownSource(from.Name);
            else if (((IsText(pair.Key) ? Special(to.Name) : Known(to)) ?? Other(to.Name, pair.First())) is var target && source != target)
            {
                edges.Add(Edge(source, target, [.. pair]));
                drawn.Add((pair, source, target));
            }
        }

        var with = topology with { Nodes = [.. topology.Nodes, .. targets.Values], Edges = [.. topology.Edges, .. edges] };
        var paths = new TracePaths(with);
        foreach (var (pair, source, target) in drawn)
        {
            foreach (var result in pair)
                paths.Add(result, source, target);
        }

        return (paths.Topology, leftOut);

        // Another container has its name now.
        bool IsReplaced(ProbeEnd end) =>
            end.Id is { } id && !ids.Contains(TopologyBuilder.IdOfContainer(id)) && byName.ContainsKey(end.Name);

        string? Known(ProbeEnd end) => end.Id is { } id
            ? ids.Contains(TopologyBuilder.IdOfContainer(id)) ? TopologyBuilder.IdOfContainer(id) : null
            : Named(end.Name);

        string? Named(string name) => Special(name) ?? byName.GetValueOrDefault(name);

        // A target without an id, of a result that has ids: no container, whatever is called like it now.
        static bool IsText((ProbeEnd From, ProbeEnd To) pair) => pair is { From.Id: not null, To.Id: null };

        static string? Special(string name) => name.ToLowerInvariant() switch
        {
            "@host" or "@gateway" => TopologyBuilder.Engine,
            "@outside" => TopologyBuilder.Outside,
            _ => null,
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
