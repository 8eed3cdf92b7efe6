using DockerNetwork.Model.Networks;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of a node on an overlay network.</summary>
public sealed class NetworkPeerCells(NetworkPeer peer) : Cells
{
    public override string Title => Text(peer.Name);

    public string NameCell => Cell(peer.Name, 22);

    public string IPAddressCell => Rest(peer.IPAddress, 23);

    protected override IEnumerable<(string Name, string Text)> More => [("IPAddress", Text(peer.IPAddress))];
}

/// <summary>The cells of a service on an overlay network.</summary>
public sealed class NetworkServiceCells(NetworkService service) : Cells
{
    public override string Title => Text(service.Name);

    public string NameCell => Cell(service.Name, 22);

    public string VirtualIPAddressCell => Cell(service.VirtualIPAddress, 16);

    public string PortsCell => ListCell(CellText.List(service.Ports), 18);

    public string TasksCell => ListRest(CellText.List(service.Tasks), 59);

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

    public string NameCell => Cell(task.Name, 32);

    public string IPAddressCell => Cell(task.IPAddress, 16);

    public string NodeAddressCell => Rest(task.NodeAddress, 50);

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("IPAddress", Text(task.IPAddress)),
        ("NodeAddress", Text(task.NodeAddress)),
    ];
}
