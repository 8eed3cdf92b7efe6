using DockerNetwork.Model.Containers;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of an endpoint.</summary>
public sealed class NetworkEndpointCells(NetworkEndpoint endpoint) : Cells
{
    public override string Title => ContainerName;

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

    public string Node => Text(EndpointView.Node(endpoint));

    public string DockerHost => Text(endpoint.DockerHost);

    public object? State => endpoint.State;

    public object? NamespaceLost => endpoint.NamespaceLost;

    public object? GatewayPriority => endpoint.GatewayPriority;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Named("Network", 16, Network),
        Named("Container", 18, ContainerName),
        Plain("State", 10, State, Tones.Of(endpoint.State)),
        Listed("Address", 20, Address),
        Listed("Alias", 20, Alias),
    ];

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

    internal override IReadOnlyList<TableCell> Row =>
    [
        Named("Container", 16, ContainerName),
        Plain("Name", 6, Name),
        Plain("Mtu", 5, Mtu),
        Plain("HostInterface", 13, HostInterface),
        Plain("Bridge", 15, Parent),
        Listed("Addresses", 20, Addresses),
    ];

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

    public object? Address => address.Address;

    public object? PrefixLength => address.PrefixLength;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Plain("Address", 39, Address),
        Plain("PrefixLength", 20, PrefixLength),
    ];

    protected override IEnumerable<(string Name, string Text)> More => [];
}
