using DockerNetwork.Model.Topology;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of a topology.</summary>
public sealed class NetworkTopologyCells(NetworkTopology topology) : Cells
{
    public override string Title => DockerHost;

    public string NetworksCell => Cell(TopologyView.Count(topology, TopologyNodeKind.Network), 8);

    public string ContainersCell => Cell(TopologyView.Count(topology, TopologyNodeKind.Container), 10);

    public string PortsCell => Cell(TopologyView.Count(topology, TopologyNodeKind.Port), 5);

    public string EdgesCell => Cell(topology.Edges.Count, 5);

    public string DockerHostCell => Rest(topology.DockerHost, 32);

    public string NetworksItem => ListRest(TopologyView.Names(topology, TopologyNodeKind.Network), 13);

    public string ContainersItem => ListRest(TopologyView.Names(topology, TopologyNodeKind.Container), 13);

    public string PortsItem => ListRest(TopologyView.Names(topology, TopologyNodeKind.Port), 13);

    public string TargetsItem => ListRest(TopologyView.Names(topology, TopologyNodeKind.Target), 13);

    public int Nodes => topology.Nodes.Count;

    public string Edges => Text(TopologyView.Edges(topology));

    public string DockerHost => Text(topology.DockerHost);

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

    public string KindCell => Cell(node.Kind, 9);

    public string NameCell => Cell(node.Name, 20);

    public string IdCell => Cell(node.Id, 22);

    public string TextCell => ListRest(node.Text, 54);

    public string Id => Text(node.Id);

    public string Name => Text(node.Name);

    public string TextItem => ListRest(node.Text, 11);

    public string Color => Text(node.Color);

    public string DetailItem => LinesRest(TopologyView.Details(node.Detail), 11);

    public object? Kind => node.Kind;

    public object? Inactive => node.Inactive;

    protected override IEnumerable<(string Name, string Text)> More => [("Kind", Text(node.Kind)), ("Id", Id), ("Text", Text(node.Text))];
}

/// <summary>The cells of an edge.</summary>
public sealed class TopologyEdgeCells(TopologyEdge edge) : Cells
{
    public override string Title => Text($"{edge.Source} -> {edge.Target}");

    public string KindCell => Cell(edge.Kind, 12);

    public string SourceCell => Cell(edge.Source, 22);

    public string TargetCell => Cell(edge.Target, 22);

    public string TextCell => ListRest(edge.Text, 59);

    public string Source => Text(edge.Source);

    public string Target => Text(edge.Target);

    public string TextItem => ListRest(edge.Text, 9);

    public string DetailItem => LinesRest(TopologyView.Details(edge.Detail), 9);

    public object? Kind => edge.Kind;

    public object? State => edge.State;

    protected override IEnumerable<(string Name, string Text)> More => [("Kind", Text(edge.Kind)), ("Text", Text(edge.Text))];
}
