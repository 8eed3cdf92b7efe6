using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Ports;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of a service of a swarm.</summary>
public sealed class SwarmServiceCells(SwarmService service) : Cells
{
    public override string Title => Name;

    public string Name => Text(service.Name);

    public string Id => Text(service.Id);

    public string Image => Text(service.Image);

    public string Mode => Text(service.Mode);

    public string EndpointMode => Text(service.EndpointMode);

    public string Count => Text(service.Count);

    public string Networks => List(service.Networks);

    public string Ports => List(service.Ports);

    public string HostPorts => List(service.HostPorts);

    public string Published => List(service.Ports.Select(port => $"{port}").Concat(service.HostPorts.Select(Host)));

    public string Nodes => List(service.Tasks.Select(NodeOf).OfType<string>().Distinct().Order());

    public string Tasks => List(service.Tasks.Select(TaskText));

    public string DockerHost => Text(service.DockerHost);

    public object? Replicas => service.Replicas;

    public object? Running => service.Running;

    public object? Completed => service.Completed;

    public object? Completions => service.Completions;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Named("Name", 14, Name),
        Plain("Mode", 10, Mode),
        Plain("Replicas", 8, Count, Lacks(service) ? Tone.Bad : Tone.None),
        Listed("Networks", 12, Networks),
        Listed("Ports", 15, Published),
        Listed("Nodes", 10, Nodes),
    ];

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Mode", Mode),
        ("Replicas", Count),
        ("EndpointMode", EndpointMode),
        ("Networks", Networks),
        ("Ports", Published),
        ("Nodes", Nodes),
    ];

    private static bool Lacks(SwarmService service) =>
        service.Running < service.Replicas && !(service.Completed >= service.Completions);

    private static string Host(PublishedPort port) => $"{port} (host)";

    private static string? NodeOf(NetworkTask task) => task.Node ?? task.NodeAddress?.ToString();

    /// <summary>"web.1.x 10.0.1.5 on node1": what it does only if it does not run.</summary>
    private static string TaskText(NetworkTask task)
    {
        var node = NodeOf(task);
        var state = task.State is null or "running" ? "" : $" ({task.State}{(task.Error is { } error ? $": {error}" : "")})";
        return $"{task}{(node is null ? "" : $" on {node}")}{state}";
    }
}

/// <summary>The cells of an address on a network.</summary>
public sealed class NetworkAddressCells(NetworkAddress address) : Cells
{
    public override string Title => Text(address);

    public string Network => Text(address.Network);

    public object? IPAddress => address.IPAddress;

    public object? Encrypted => address.Encrypted;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Named("Network", 22, Network),
        Plain("IPAddress", 20, IPAddress),
        Plain("Encrypted", 9, Encrypted),
    ];

    protected override IEnumerable<(string Name, string Text)> More => [("Encrypted", Text(address.Encrypted))];
}
