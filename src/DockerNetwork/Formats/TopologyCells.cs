using DockerNetwork.Model.Topology;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of a topology.</summary>
public sealed class NetworkTopologyCells(NetworkTopology topology) : Cells
{
    public override string Title => DockerHost;

    public string Networks => Text(TopologyView.Count(topology, TopologyNodeKind.Network));

    public string Containers => Text(TopologyView.Count(topology, TopologyNodeKind.Container));

    public string Ports => Text(TopologyView.Count(topology, TopologyNodeKind.Port));

    public string EdgesCell => Text(topology.Edges.Count);

    public string NetworksItem => ListRest(TopologyView.Names(topology, TopologyNodeKind.Network), 13);

    public string ContainersItem => ListRest(TopologyView.Names(topology, TopologyNodeKind.Container), 13);

    public string PortsItem => ListRest(TopologyView.Names(topology, TopologyNodeKind.Port), 13);

    public string TargetsItem => ListRest(TopologyView.Names(topology, TopologyNodeKind.Target), 13);

    public int Nodes => topology.Nodes.Count;

    public string Edges => Text(TopologyView.Edges(topology));

    public string DockerHost => Text(topology.DockerHost);

    internal override IReadOnlyList<TableCell> Row =>
    [
        Plain("Networks", 8, Networks),
        Plain("Containers", 10, Containers),
        Plain("Ports", 5, Ports),
        Plain("Edges", 5, EdgesCell),
        Plain("DockerHost", 20, DockerHost),
    ];

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Networks", Text(TopologyView.Count(topology, TopologyNodeKind.Network))),
        ("Containers", Text(TopologyView.Count(topology, TopologyNodeKind.Container))),
        ("Ports", Text(TopologyView.Count(topology, TopologyNodeKind.Port))),
        ("Edges", Edges),
    ];
}

/// <summary>The cells of a node.</summary>
public sealed class TopologyNodeCells(TopologyNode node) : Cells
{
    public override string Title => Name;

    public string Words => Text(node.Text);

    public string Id => Text(node.Id);

    public string Name => Text(node.Name);

    public string TextItem => ListRest(node.Text, 11);

    public string Color => Text(node.Color);

    public string DetailItem => LinesRest(TopologyView.Details(node.Detail), 11);

    public object? Kind => node.Kind;

    public object? Inactive => node.Inactive;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Plain("Kind", 9, Kind),
        Named("Name", 20, Name),
        Named("Id", 22, Id),
        Listed("Text", 20, Words),
    ];

    protected override IEnumerable<(string Name, string Text)> More => [("Kind", Text(node.Kind)), ("Id", Id), ("Text", Text(node.Text))];
}

/// <summary>The cells of an edge.</summary>
public sealed class TopologyEdgeCells(TopologyEdge edge) : Cells
{
    public override string Title => Text($"{edge.Source} -> {edge.Target}");

    public string Words => Text(edge.Text);

    public string Source => Text(edge.Source);

    public string Target => Text(edge.Target);

    public string TextItem => ListRest(edge.Text, 9);

    public string DetailItem => LinesRest(TopologyView.Details(edge.Detail), 9);

    public object? Kind => edge.Kind;

    public object? State => edge.State;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Plain("Kind", 12, Kind),
        Named("Source", 22, Source),
        Named("Target", 22, Target),
        Listed("Text", 20, Words),
    ];

    protected override IEnumerable<(string Name, string Text)> More => [("Kind", Text(edge.Kind)), ("Text", Text(edge.Text))];
}
