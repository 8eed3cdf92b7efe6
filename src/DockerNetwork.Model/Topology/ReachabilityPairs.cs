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
        var byName = containers.DistinctBy(n => (n.DockerHost, n.Name)).ToDictionary(n => (n.DockerHost, n.Name), n => n.Id);
        var ids = containers.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var engines = topology.DockerHosts.ToHashSet(StringComparer.Ordinal);
        var targets = new Dictionary<string, TopologyNode>(StringComparer.Ordinal);
        var leftOut = new LeftOutResults(string.Join(", ", topology.DockerHosts));
        var edges = new List<TopologyEdge>();
        var drawn = new List<(IEnumerable<ReachabilityResult> Results, string Source, string Target, string Host)>();
        foreach (var pair in results.GroupBy(r => (r.SourceEnd, r.TargetEnd)))
        {
            var (from, to) = pair.Key;
            if (!engines.Contains(HostOf(from)))
                leftOut.OfAnotherEngine(HostOf(from));
            else if (!engines.Contains(HostOf(to)))
                leftOut.OfAnotherEngine(HostOf(to));
            else if (IsReplaced(from))
                leftOut.OfReplaced(from.Name);
            else if (IsReplaced(to))
                leftOut.OfReplaced(to.Name);
            else if (Known(from, from) is not { } source)
                leftOut.OfUnknownSource(from.Name);
            else if (((IsText(pair.Key) ? Special(to.Name, from) : Known(to, from)) ?? Other(to.Name, pair.First())) is var target
                && source != target)
            {
                edges.Add(Edge(source, target, [.. pair]));
                drawn.Add((pair, source, target, HostOf(from)));
            }
        }

        var with = topology with { Nodes = [.. topology.Nodes, .. targets.Values], Edges = [.. topology.Edges, .. edges] };
        foreach (var engine in drawn.GroupBy(d => d.Host, StringComparer.Ordinal))
        {
            var paths = new TracePaths(with, engine.Key);
            foreach (var (pair, source, target, _) in engine)
            {
                foreach (var result in pair)
                    paths.Add(result, source, target);
            }

            with = paths.Topology;
        }

        return (with, leftOut);

        string HostOf(ProbeEnd end) => end.DockerHost ?? topology.DockerHosts[0];

        string IdOf(ProbeEnd end) => topology.IdOn(HostOf(end), TopologyBuilder.IdOfContainer(end.Id!));

        // Another container has its name now.
        bool IsReplaced(ProbeEnd end) => end.Id is not null && !ids.Contains(IdOf(end)) && byName.ContainsKey((HostOf(end), end.Name));

        string? Known(ProbeEnd end, ProbeEnd from) => end.Id is null
            ? Special(end.Name, from) ?? byName.GetValueOrDefault((HostOf(end), end.Name))
            : ids.Contains(IdOf(end)) ? IdOf(end) : null;

        // A target without an id, of a result that has ids: no container, whatever is called like it now.
        static bool IsText((ProbeEnd From, ProbeEnd To) pair) => pair is { From.Id: not null, To.Id: null };

        string? Special(string name, ProbeEnd from) => name.ToLowerInvariant() switch
        {
            "@host" or "@gateway" => topology.IdOn(HostOf(from), TopologyBuilder.Engine),
            "@outside" => TopologyBuilder.Outside,
            _ => null,
        };

        // One address may be two machines, seen from two engines.
        string Other(string name, ReachabilityResult result)
        {
            var host = HostOf(result.SourceEnd);
            var id = topology.IdOn(host, "target:" + name);
            var address = result.Address?.ToString();
            targets.TryAdd(
                id,
                new TopologyNode
                {
                    Id = id,
                    DockerHost = host,
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
