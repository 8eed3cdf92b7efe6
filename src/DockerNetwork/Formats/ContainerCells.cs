using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Ports;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of a container.</summary>
public sealed class ContainerCells(Container container) : Cells
{
    public override string Title => Name;

    public string ShortId => Text(Model.Text.ShortId.Of(container.Id));

    public string Name => Text(container.Name);

    public string Image => Text(container.Image);

    public string State => Text(ContainerView.State(container));

    public object? StateItem => container.State;

    public string Status => Text(container.Status);

    public string Networks => Text(ContainerView.Networks(container));

    public string Ports => Text(ContainerView.Ports(container));

    public string Command => Text(container.Command);

    public string Id => Text(container.Id);

    public string Created => Text(CellText.Moment(container.Created));

    public string StartedAt => Text(CellText.Moment(container.StartedAt));

    public string RestartPolicy => Text(container.RestartPolicy);

    public string NetworkMode => Text(container.NetworkMode);

    public string Endpoints => List(container.Endpoints);

    public string NamespaceOwner => Text(container.NamespaceOwner);

    public string NamespaceOwnerId => Text(container.NamespaceOwnerId);

    public string HostName => Text(container.HostName);

    public string ExtraHost => List(container.ExtraHost);

    public string Link => List(container.Link);

    public string ComposeProject => Text(container.ComposeProject);

    public string ComposeService => Text(container.ComposeService);

    public string Label => Pairs(container.Label);

    public string DockerHost => Text(container.DockerHost);

    public object? Running => container.Running;

    public object? Health => container.Health;

    public object? NamespaceOwnerState => container.NamespaceOwnerState;

    public object? NamespaceOwnerGone => container.NamespaceOwnerGone;

    public object? HostNetwork => container.HostNetwork;

    public object? ProcessId => container.ProcessId;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Named("Name", 18, Name),
        Plain("State", 10, State, Tones.Of(container.State, container.Health)),
        Listed("Networks", 26, Networks),
        Listed("Ports", 20, Ports),
    ];

    protected override IEnumerable<(string Name, string Text)> More => [("State", State), ("Networks", Networks), ("Ports", Ports)];
}

/// <summary>The cells of a port of a container.</summary>
public sealed class PublishedPortCells(PublishedPort port) : Cells
{
    public override string Title => Text(port);

    public string Protocol => Text(port.Protocol);

    public object? HostAddress => port.HostAddress;

    public object? HostPort => port.HostPort;

    public object? ContainerPort => port.ContainerPort;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Plain("HostAddress", 24, HostAddress),
        Plain("HostPort", 8, HostPort),
        Plain("ContainerPort", 13, ContainerPort),
        Plain("Protocol", 20, Protocol),
    ];

    protected override IEnumerable<(string Name, string Text)> More => [];
}

/// <summary>The cells of a port mapping.</summary>
public sealed class PortMappingCells(PortMapping mapping) : Cells
{
    public override string Title => Container;

    public string Heading => WithEngine(PortsOf);

    public string Container => Text(mapping.Container);

    public string Host => Highlighted(mapping, mapping.PublishedAt);

    public string Port => Text(PortView.Port(mapping));

    public string Exposure => Highlighted(mapping, mapping.Exposure);

    public string Image => Text(mapping.Image);

    public string Networks => List(mapping.Networks);

    public string Published => Text(mapping.Published);

    public string ContainerId => Text(mapping.ContainerId);

    public string NamespaceOwner => Text(mapping.NamespaceOwner);

    public string Service => Text(mapping.Service);

    public string PublishMode => Text(mapping.PublishMode);

    public string Protocol => Text(mapping.Protocol);

    public string DockerHost => Text(mapping.DockerHost);

    public object? State => mapping.State;

    public object? Active => mapping.Active;

    public object? HostNetwork => mapping.HostNetwork;

    public object? ContainerPort => mapping.ContainerPort;

    public object? HostAddress => mapping.HostAddress;

    public object? HostPort => mapping.HostPort;

    public object? HostPortEnd => mapping.HostPortEnd;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Plain("Host", 26, mapping.PublishedAt, Tones.Of(mapping.Exposure)),
        Plain("Port", 10, Port, Tones.Of(mapping.Exposure)),
        Plain("Exposure", 9, mapping.Exposure, Tones.Of(mapping.Exposure)),
        Listed("Networks", 20, Networks),
    ];

    private protected override string Group => $"Container: {PortsOf}";

    private string PortsOf => PortView.PortsOf(mapping, CurrentHost.Width);

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Host", Text(mapping.PublishedAt)),
        ("Port", Port),
        ("Exposure", Text(mapping.Exposure)),
        ("Networks", Networks),
    ];
}
