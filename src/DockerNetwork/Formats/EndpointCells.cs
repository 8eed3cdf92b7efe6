using System.Globalization;
using DockerNetwork.Model.Containers;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of an endpoint.</summary>
public sealed class NetworkEndpointCells(NetworkEndpoint endpoint) : Cells
{
    public override string Title => ContainerName;

    public string NetworkCell => Cell(endpoint.Network, 16);

    public string ContainerNameCell => Cell(EndpointView.Container(endpoint), 18);

    public string StateCell => Cell(endpoint.State, 10);

    public string AddressCell => ListCell(EndpointView.Address(endpoint), 20);

    public string AliasCell => ListRest(CellText.List(endpoint.Alias), 68);

    public string Network => Text(endpoint.Network);

    public string ContainerName => Text(EndpointView.Container(endpoint));

    public string Address => Text(EndpointView.Address(endpoint));

    public string Gateway => Text(EndpointView.Gateway(endpoint));

    public string MacAddress => Text(endpoint.MacAddress);

    public string Alias => List(endpoint.Alias);

    public string DnsName => List(endpoint.DnsName);

    public string NetworkId => Text(endpoint.NetworkId);

    public string Container => Text(endpoint.Container);

    public string ContainerId => Text(endpoint.ContainerId);

    public string NamespaceOwner => Text(endpoint.NamespaceOwner);

    public string Link => List(endpoint.Link);

    public string StaticAddress => Text(EndpointView.StaticAddress(endpoint));

    public string DriverOption => Pairs(endpoint.DriverOption);

    public string EndpointId => Text(endpoint.EndpointId);

    public string DockerHost => Text(endpoint.DockerHost);

    public object? State => endpoint.State;

    public object? NamespaceLost => endpoint.NamespaceLost;

    public object? GatewayPriority => endpoint.GatewayPriority;

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Network", Network),
        ("State", Text(endpoint.State)),
        ("Address", Address),
        ("Alias", Alias),
    ];
}

/// <summary>The cells of an interface.</summary>
public sealed class ContainerInterfaceCells(ContainerInterface link) : Cells
{
    public override string Title => Name;

    public string ContainerNameCell => Cell(InterfaceView.Container(link), 16);

    public string NameCell => Cell(link.Name, 6);

    public string MtuCell => Cell(link.Mtu.ToString(CultureInfo.InvariantCulture), 5);

    public string HostInterfaceCell => Cell(link.HostInterface, 13);

    public string ParentCell => Cell(InterfaceView.Bridge(link), 15);

    public string AddressesCell => ListRest(CellText.List(link.Addresses), 60);

    public string ContainerName => Text(InterfaceView.Container(link));

    public string Name => Text(link.Name);

    public string State => Text(link.State);

    public string Type => Text(link.Type);

    public string MacAddress => Text(link.MacAddress);

    public string Network => Text(link.Network);

    public string HostInterface => Text(link.HostInterface);

    public string Parent => Text(InterfaceView.Bridge(link));

    public string Addresses => List(link.Addresses);

    public string Container => Text(link.Container);

    public string Bridge => Text(link.Bridge);

    public string SharedFrom => Text(link.SharedFrom);

    public string DockerHost => Text(link.DockerHost);

    public object? Mtu => link.Mtu;

    public object? Index => link.Index;

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Container", ContainerName),
        ("HostInterface", HostInterface),
        ("Parent", Parent),
        ("Addresses", Addresses),
    ];
}

/// <summary>The cells of an address of an interface.</summary>
public sealed class InterfaceAddressCells(InterfaceAddress address) : Cells
{
    public override string Title => Text(address);

    public string AddressCell => Cell(address.Address, 39);

    public string PrefixLengthCell => Rest(address.PrefixLength, 40);

    public object? Address => address.Address;

    public object? PrefixLength => address.PrefixLength;

    protected override IEnumerable<(string Name, string Text)> More => [];
}
