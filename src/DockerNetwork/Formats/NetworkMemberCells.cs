using DockerNetwork.Model.Networks;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of a node on an overlay network.</summary>
public sealed class NetworkPeerCells(NetworkPeer peer) : Cells
{
    public override string Title => Text(peer.Name);

    public string Name => Text(peer.Name);

    public string IPAddress => Text(peer.IPAddress);

    internal override IReadOnlyList<TableCell> Row =>
    [
        Named("Name", 22, Name),
        Plain("IPAddress", 20, IPAddress),
    ];

    protected override IEnumerable<(string Name, string Text)> More => [("IPAddress", Text(peer.IPAddress))];
}

/// <summary>The cells of a service on an overlay network.</summary>
public sealed class NetworkServiceCells(NetworkService service) : Cells
{
    public override string Title => Text(service.Name);

    public string Name => Text(service.Name);

    public string VirtualIPAddress => Text(service.VirtualIPAddress);

    public string Ports => List(service.Ports);

    public string Tasks => List(service.Tasks);

    internal override IReadOnlyList<TableCell> Row =>
    [
        Named("Name", 22, Name),
        Plain("VirtualIPAddress", 16, VirtualIPAddress),
        Listed("Ports", 18, Ports),
        Listed("Tasks", 20, Tasks),
    ];

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("VirtualIPAddress", Text(service.VirtualIPAddress)),
        ("Ports", List(service.Ports)),
        ("Tasks", List(service.Tasks)),
    ];
}

/// <summary>The cells of a task on an overlay network.</summary>
public sealed class NetworkTaskCells(NetworkTask task) : Cells
{
    public override string Title => Text(task.Name);

    public string Name => Text(task.Name);

    public string IPAddress => Text(task.IPAddress);

    public string Node => Text(task.Node ?? task.NodeAddress?.ToString());

    public string State => Text(task.State);

    public string Error => Text(task.Error);

    internal override IReadOnlyList<TableCell> Row =>
    [
        Named("Name", 31, Name),
        Plain("State", 8, State, task.State is null or "running" ? Tone.None : Tone.Bad),
        Plain("IPAddress", 10, IPAddress),
        Plain("Node", 11, Node, task.NodeState is null or "ready" ? Tone.None : Tone.Bad),
        Plain("Error", 11, Error),
    ];

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("State", State),
        ("IPAddress", Text(task.IPAddress)),
        ("Node", Node),
        ("Error", Error),
    ];
}
