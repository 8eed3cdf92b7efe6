using System.Globalization;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of a network.</summary>
public sealed class NetworkCells(Network network) : Cells
{
    public override string Title => Name;

    public string NameCell => Cell(network.Name, 22);

    public string DriverCell => Cell(network.Driver, 7);

    public string ScopeCell => Cell(network.Scope, 6);

    public string ContainersCell => Cell(NetworkView.Containers(network), 10);

    public string SubnetsCell => ListCell(CellText.List(network.Subnets), 18);

    public string FlagsCell => ListRest(NetworkView.Flags(network), 68);

    public string ShortId => Text(Model.Text.ShortId.Of(network.Id));

    public string Name => Text(network.Name);

    public string Driver => Text(network.Driver);

    public string Scope => Text(network.Scope);

    public string Containers => Text(NetworkView.Containers(network));

    public string Bridge => Text(network.Bridge);

    public string Subnets => List(network.Subnets);

    public string Gateways => List(network.Gateways);

    public string Flags => Text(NetworkView.Flags(network));

    public string Label => Pairs(network.Label);

    public string Id => Text(network.Id);

    public string AddressesInUse => List(network.AddressesInUse ?? []);

    public string AddressesFree => List(network.AddressesFree ?? []);

    public string Overlaps => List(network.Overlaps ?? []);

    public string Peers => List(network.Peers ?? []);

    public string Services => List(network.Services ?? []);

    public string IPRanges => List(network.Ipam.Select(s => s.IPRange));

    public string AuxAddresses => Text(NetworkView.AuxAddresses(network));

    public string ConfigFrom => Text(network.ConfigFrom);

    public string IpamDriver => Text(network.IpamDriver);

    public string IpamOption => Pairs(network.IpamOption);

    public string Option => Pairs(network.Option);

    public string Endpoints => List(network.Endpoints);

    public string Created => Text(CellText.Moment(network.Created));

    public string DockerHost => Text(network.DockerHost);

    public object? Mtu => network.Mtu;

    public object? DefaultBridge => network.DefaultBridge;

    public object? Predefined => network.Predefined;

    public object? Internal => network.Internal;

    public object? Attachable => network.Attachable;

    public object? Ingress => network.Ingress;

    public object? EnableIPv4 => network.EnableIPv4;

    public object? EnableIPv6 => network.EnableIPv6;

    public object? ConfigOnly => network.ConfigOnly;

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Driver", Driver),
        ("Scope", Scope),
        ("Containers", Containers),
        ("Subnets", Subnets),
        ("Flags", Flags),
    ];
}

/// <summary>The cells of a subnet of a network.</summary>
public sealed class NetworkSubnetCells(NetworkSubnet subnet) : Cells
{
    public override string Title => Text(subnet.Subnet);

    public string SubnetCell => Cell(subnet.Subnet, 24);

    public string IPRangeCell => Cell(subnet.IPRange, 19);

    public string GatewayCell => Cell(subnet.Gateway, 15);

    public string AuxAddressCell => ListRest(NetworkView.AuxAddresses(subnet), 61);

    public string AuxAddress => Text(NetworkView.AuxAddresses(subnet));

    public object? Subnet => subnet.Subnet;

    public object? IPRange => subnet.IPRange;

    public object? Gateway => subnet.Gateway;

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("IPRange", Text(subnet.IPRange)),
        ("Gateway", Text(subnet.Gateway)),
        ("AuxAddress", AuxAddress),
        ("AddressesInUse", Text(subnet.AddressesInUse)),
        ("AddressesFree", Text(subnet.AddressesFree)),
    ];
}

/// <summary>The cells of a free subnet.</summary>
public sealed class FreeSubnetCells(FreeSubnet subnet) : Cells
{
    public override string Title => Text(subnet.Subnet);

    public string SubnetCell => Cell(subnet.Subnet, 24);

    public string GatewayCell => Cell(subnet.Gateway, 22);

    public string ContainersCell => Cell(NetworkView.Containers(subnet), 10);

    public string WithinCell => Rest(subnet.Within, 59);

    public string ContainerCount => Text(NetworkView.Containers(subnet));

    public string DockerHost => Text(subnet.DockerHost);

    public object? Subnet => subnet.Subnet;

    public object? Gateway => subnet.Gateway;

    public object? Within => subnet.Within;

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Gateway", Text(subnet.Gateway)),
        ("Containers", ContainerCount),
        ("Within", Text(subnet.Within)),
    ];
}

/// <summary>The cells of a snapshot.</summary>
public sealed class SavedSnapshotCells(SavedSnapshot snapshot) : Cells
{
    public override string Title => Time;

    public string TimeCell => Cell(CellText.Moment(snapshot.Time), 26);

    public string NetworksCell => Cell(snapshot.NetworkCount, 8);

    public string ContainersCell => Cell(snapshot.ContainerCount, 10);

    public string DockerHostCell => Rest($"{snapshot.DockerHost}{(snapshot.IncludesHost ? " with its host" : "")}", 47);

    public string Time => Text(CellText.Moment(snapshot.Time));

    public string DockerHost => Text(snapshot.DockerHost);

    // The text itself would fill the console.
    public string Document => string.Create(CultureInfo.InvariantCulture, $"{snapshot.Document.Length:N0} characters");

    public object? NetworkCount => snapshot.NetworkCount;

    public object? ContainerCount => snapshot.ContainerCount;

    public object? IncludesHost => snapshot.IncludesHost;

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Networks", Text(snapshot.NetworkCount)),
        ("Containers", Text(snapshot.ContainerCount)),
        ("DockerHost", DockerHost),
    ];
}
