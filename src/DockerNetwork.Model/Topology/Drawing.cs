using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Topology;

/// <summary>What DOT and Mermaid draw alike: short ids, colors, and pairs with both directions as one line.</summary>
internal sealed class Drawing
{
    /// <summary>More lines than these cannot be read. The page shows all pairs of the container that is pointed at.</summary>
    public const int MostPairs = 60;

    /// <summary>The color of the path of traced packets.</summary>
    public const string Traced = "#0969da";

    private readonly Dictionary<string, string> _ids;
    private readonly Dictionary<string, TopologyNode> _nodes;
    private readonly Dictionary<TopologyEdge, int> _edges = new(ReferenceEqualityComparer.Instance);

    public Drawing(NetworkTopology topology)
    {
        Topology = topology;
        // Nodes go by short ids. No engine makes two alike; if one claims to, they are drawn as one.
        var nodes = topology.Nodes.DistinctBy(n => n.Id, StringComparer.Ordinal).ToArray();
        _ids = nodes.Select((n, i) => (n.Id, Short: $"n{i}")).ToDictionary(p => p.Id, p => p.Short, StringComparer.Ordinal);
        _nodes = nodes.ToDictionary(n => n.Id, StringComparer.Ordinal);
        foreach (var edge in topology.Edges)
            _edges[edge] = _edges.Count;
        var memberships = topology.Edges.Where(e => e.Kind == TopologyEdgeKind.Endpoint).ToLookup(e => e.Target, StringComparer.Ordinal);
        var busy = memberships.Select(m => m.Key).ToHashSet(StringComparer.Ordinal);
        Unused = Of(TopologyNodeKind.Network).Where(n => !busy.Contains(n.Id)).ToArray();
        Used = Of(TopologyNodeKind.Network).Where(n => busy.Contains(n.Id)).ToArray();
        AllPairs = Merge(topology.Edges.Where(e => e.Kind == TopologyEdgeKind.Reachability)).ToArray();
    }

    public NetworkTopology Topology { get; }

    /// <summary>Several engines: each gets a box of its own.</summary>
    public bool Several => Topology.DockerHosts.Count > 1;

    /// <summary>Networks with containers.</summary>
    public IReadOnlyList<TopologyNode> Used { get; }

    /// <summary>Networks without containers, which stand aside.</summary>
    public IReadOnlyList<TopologyNode> Unused { get; }

    /// <summary>All pairs, the two directions together if they say the same.</summary>
    public IReadOnlyList<(TopologyEdge Edge, bool Both)> AllPairs { get; }

    /// <summary>The pairs that are drawn as lines: all, or none if they are too many.</summary>
    public IReadOnlyList<(TopologyEdge Edge, bool Both)> Pairs => AllPairs.Count <= MostPairs ? AllPairs : [];

    /// <summary>A short id of letters and digits: names that users chose are not valid ids in every language.</summary>
    public string Id(string node) => _ids[node];

    /// <summary>The place of an edge among all: "e12".</summary>
    public string IdOf(TopologyEdge edge) => $"e{_edges[edge]}";

    /// <summary>
    /// Draws what belongs together: all of one engine; of several engines what each has, between a beginning and an end, and at last what
    /// belongs to none.
    /// </summary>
    /// <param name="begin">Begins the box of an engine: its place and where it listens.</param>
    /// <param name="draw">Draws the nodes that it lets through; told the place of the engine.</param>
    /// <param name="end">Ends the box.</param>
    public void ByEngine(Action<int, string> begin, Action<int, Func<TopologyNode, bool>> draw, Action end)
    {
        var hosts = Topology.DockerHosts;
        if (!Several)
        {
            draw(0, _ => true);
            return;
        }

        for (var i = 0; i < hosts.Count; i++)
        {
            var host = hosts[i];
            begin(i, host);
            draw(i, n => n.DockerHost == host);
            end();
        }

        draw(hosts.Count, n => n.DockerHost is null || !hosts.Contains(n.DockerHost));
    }

    public TopologyNode Node(string id) => _nodes[id];

    public IEnumerable<TopologyNode> Of(TopologyNodeKind kind) => Topology.Nodes.Where(n => n.Kind == kind);

    public IEnumerable<TopologyEdge> Edges(TopologyEdgeKind kind) => Topology.Edges.Where(e => e.Kind == kind);

    /// <summary>Green, amber, red and grey, each with a line style of its own, for those who do not see the colors.</summary>
    public static (string Color, string Style) Pen(PairState? state) => state switch
    {
        PairState.Reachable => ("#1a9850", "solid"),
        PairState.Partly => ("#d98200", "dashed"),
        PairState.Unreachable => ("#d7303f", "dashed"),
        _ => ("#8a8f98", "dotted"),
    };

    /// <summary>Blue for the path of traced packets; where they were lost, the dashed red of what is not reached.</summary>
    public (string Color, string Style) TracePen(TopologyEdge edge) => IsLoss(edge) ? Pen(PairState.Unreachable) : (Traced, "solid");

    /// <summary>Whether packets of a trace were lost here.</summary>
    public bool IsLoss(TopologyEdge edge) => Node(edge.Target).Kind == TopologyNodeKind.Loss;

    private static IEnumerable<(TopologyEdge Edge, bool Both)> Merge(IEnumerable<TopologyEdge> edges)
    {
        var all = edges.ToArray();
        var byEnds = all.ToDictionary(e => (e.Source, e.Target), e => e);
        foreach (var edge in all)
        {
            var back = byEnds.GetValueOrDefault((edge.Target, edge.Source));
            var both = back is not null && back.State == edge.State && back.Text == edge.Text;
            if (!both || string.CompareOrdinal(edge.Source, edge.Target) < 0)
                yield return (edge, both);
        }
    }
}
