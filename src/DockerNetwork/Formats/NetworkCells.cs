using System.Globalization;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of a network.</summary>
public sealed class NetworkCells(Network network) : Cells
{
    public override string Title => Name;

    public string ShortId => Text(Model.Text.ShortId.Of(network.Id));

    public string Name => Text(network.Name);

    public string Driver => Text(network.Driver);

    public string Scope => Text(network.Scope);

    public string Containers => Text(NetworkView.Containers(network));

    public string Bridge => Text(network.Bridge);

    public string Subnets => List(network.Ipam.Select(s => s.Subnet.ToString()));

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

    public object? Encrypted => network.Encrypted;

    public object? EnableIPv4 => network.EnableIPv4;

    public object? EnableIPv6 => network.EnableIPv6;

    public object? ConfigOnly => network.ConfigOnly;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Named("Name", 22, Name),
        Plain("Driver", 7, Driver),
        Plain("Scope", 6, Scope),
        Plain("Containers", 10, Containers),
        Listed("Subnets", 18, Subnets),
        Listed("Flags", 20, Flags),
    ];

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

    public string AuxAddress => Text(NetworkView.AuxAddresses(subnet));

    public object? Subnet => subnet.Subnet;

    public object? IPRange => subnet.IPRange;

    public object? Gateway => subnet.Gateway;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Plain("Subnet", 24, Subnet),
        Plain("IPRange", 19, IPRange),
        Plain("Gateway", 15, Gateway),
        Listed("AuxAddress", 20, AuxAddress),
    ];

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

    public string ContainerCount => Text(NetworkView.Containers(subnet));

    public string DockerHost => Text(subnet.DockerHost);

    public object? Subnet => subnet.Subnet;

    public object? Gateway => subnet.Gateway;

    public object? Within => subnet.Within;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Plain("Subnet", 24, Subnet),
        Plain("Gateway", 22, Gateway),
        Plain("Containers", 10, ContainerCount),
        Plain("Within", 20, Within),
    ];

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

    public string DockerHostCell => Text($"{snapshot.DockerHost}{(snapshot.IncludesHost ? " with facts of the host" : "")}");

    public string Time => Text(CellText.Moment(snapshot.Time));

    public string DockerHost => Text(snapshot.DockerHost);

    // The text itself would fill the console.
    public string Document => string.Create(CultureInfo.CurrentCulture, $"{snapshot.Document.Length:N0} characters");

    public object? NetworkCount => snapshot.NetworkCount;

    public object? ContainerCount => snapshot.ContainerCount;

    public object? IncludesHost => snapshot.IncludesHost;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Plain("Time", 26, Time),
        Plain("Networks", 8, NetworkCount),
        Plain("Containers", 10, ContainerCount),
        Plain("DockerHost", 20, DockerHostCell),
    ];

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Networks", Text(snapshot.NetworkCount)),
        ("Containers", Text(snapshot.ContainerCount)),
        ("DockerHost", DockerHost),
    ];
}
