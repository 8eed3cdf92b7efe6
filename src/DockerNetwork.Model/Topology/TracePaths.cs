using System.Globalization;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Topology;

/// <summary>
/// Puts the path of traced packets into a topology: an edge from each node that they passed to the next, and a node behind the last one if
/// they were lost there. Packets on the host that pass the bridge of a network, or a port of it, are at the node of that network.
/// </summary>
/// <param name="topology">The topology.</param>
/// <param name="engine">The engine that traced.</param>
internal sealed class TracePaths(NetworkTopology topology, string engine)
{
    private const string Host = "@host";

    private readonly string _engine = topology.IdOn(engine, TopologyBuilder.Engine);
    private readonly HashSet<string> _known = [.. topology.Nodes.Select(n => n.Id)];
    private readonly Dictionary<(string From, string To), Dictionary<string, string>> _edges = [];
    private readonly Dictionary<string, (TopologyNode Node, Dictionary<string, string> Detail, string From, string Text)> _losses = [];

    // Networks without a container stand aside, and are not drawn as nodes that lines lead to.
    private readonly Dictionary<string, string> _networks = topology.Nodes
        .Where(n => n.Kind == TopologyNodeKind.Network && (n.DockerHost ?? engine) == engine)
        .Where(n => topology.Edges.Any(e => e.Kind == TopologyEdgeKind.Endpoint && e.Target == n.Id))
        .DistinctBy(n => n.Name, StringComparer.Ordinal)
        .ToDictionary(n => n.Name, n => n.Id, StringComparer.Ordinal);

    private readonly Dictionary<string, string> _containers = topology.Nodes
        .Where(n => n.Kind == TopologyNodeKind.Container && (n.DockerHost ?? engine) == engine)
        .DistinctBy(n => n.Name, StringComparer.Ordinal)
        .ToDictionary(n => n.Name, n => n.Id, StringComparer.Ordinal);

    /// <summary>The topology with all paths that were added.</summary>
    public NetworkTopology Topology => topology with
    {
        Nodes = [.. topology.Nodes, .. _losses.Values.Select(loss => loss.Node with { Detail = loss.Detail })],
        Edges =
        [
            .. topology.Edges,
            .. _edges.Select(e => Edge(e.Key.From, e.Key.To, "", e.Value)),
            .. _losses.Values.Select(loss => Edge(loss.From, loss.Node.Id, loss.Text, loss.Detail)),
        ],
    };

    /// <summary>Adds the path of a probe; nothing if it was not traced, or if its packets were not seen.</summary>
    /// <param name="result">The result.</param>
    /// <param name="source">The node of its source.</param>
    /// <param name="target">The node of its target.</param>
    public void Add(ReachabilityResult result, string source, string target)
    {
        if (result.Trace is not { Hops.Count: > 0 } trace)
            return;
        var probe = $"{result.Source} -> {result.TargetName} {result.Planned.Service}";
        var ends = new Dictionary<string, string>(StringComparer.Ordinal) { [result.Target] = target, [result.Source] = source };
        var last = Walk(trace.Hops.Where(hop => hop.Leg == TraceLeg.Request), source);
        // The answer takes the same way back. It is drawn if that is where it was lost.
        if (trace.Lost is { Leg: TraceLeg.Answer })
            last = Walk(trace.Hops.Where(hop => hop.Leg == TraceLeg.Answer), last);
        else if (result.Reachable && last != target)
            Passed(last, target, "an answer arrived");
        if (trace.Lost is { } lost)
            Lose(result, probe, NodeOf(lost, ends), lost);

        string Walk(IEnumerable<TraceHop> hops, string at)
        {
            foreach (var hop in hops)
            {
                var next = NodeOf(hop, ends);
                if (next != at)
                    Passed(at, next, $"{hop}");
                at = next;
            }

            return at;
        }

        void Passed(string from, string to, string what)
        {
            if (!_edges.TryGetValue((from, to), out var detail))
                _edges[(from, to)] = detail = new Dictionary<string, string>(StringComparer.Ordinal);
            detail.TryAdd(probe, what);
        }
    }

    private static TopologyEdge Edge(string from, string to, string text, Dictionary<string, string> detail) =>
        new() { Source = from, Target = to, Kind = TopologyEdgeKind.Trace, Text = text, Detail = detail };

    /// <summary>What was lost at one node for one reason is one node.</summary>
    private void Lose(ReachabilityResult result, string probe, string from, TraceHop lost)
    {
        var reason = result.Reasons.Count > 0 ? result.Reasons[0] : null;
        var id = $"loss:{from}:{reason?.Code}";
        if (!_losses.TryGetValue(id, out var loss))
        {
            var node = new TopologyNode
            {
                Id = id,
                DockerHost = engine,
                Kind = TopologyNodeKind.Loss,
                Name = "✗",
                Text = reason?.Code ?? "",
            };
            _losses[id] = loss = (node, new Dictionary<string, string>(StringComparer.Ordinal), from, reason?.Message ?? "lost");
        }

        var (answer, at) = (lost.Leg == TraceLeg.Answer ? "the answer was " : "", $"{lost.Place} {lost.Interface}".TrimEnd());
        loss.Detail.TryAdd(probe, $"{answer}lost after {at}{(reason is null ? "" : $": {reason.Message}")}");
        for (var i = 0; i < result.Trace!.Rules.Count; i++)
            loss.Detail.TryAdd(string.Create(CultureInfo.InvariantCulture, $"rule {i + 1} of {probe}"), result.Trace.Rules[i].Text);
    }

    private string NodeOf(TraceHop hop, Dictionary<string, string> ends)
    {
        // A process of the host may be called as a container is.
        if (hop is not { Place: { } place, Namespace: not null })
            return _engine;
        var isContainer = place != Host && hop.Namespace != Host;
        var found = place != Host && ends.TryGetValue(place, out var end) ? end
            : isContainer && _containers.TryGetValue(place, out var container) ? container
            : hop.Network is { } network && _networks.TryGetValue(network, out var box) ? box : _engine;
        return _known.Contains(found) ? found : _engine;
    }
}
