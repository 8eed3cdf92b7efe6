using System.Globalization;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Topology;

/// <summary>Makes the graph of an engine from its snapshot. Pure.</summary>
internal static class TopologyBuilder
{
    public const string Engine = "engine";
    public const string Outside = "outside";

    /// <summary>Told apart from each other and from the colors of reachability; each is readable on white and on black.</summary>
    private static readonly string[] Palette =
    [
        "#4c78a8", "#e8871e", "#8f63b8", "#17a2a8", "#b5752f", "#d063a5",
        "#6a7fdb", "#7d8c1f", "#2b8cbe", "#a06a6a", "#5f9e8f", "#c2a000",
    ];

    /// <summary>
    /// The graph of everything, or of what is selected: the networks and who is on them, the containers and what they are on, or both.
    /// </summary>
    public static NetworkTopology Of(
        EngineSnapshot snapshot,
        IReadOnlyCollection<Network>? networks = null,
        IReadOnlyCollection<Container>? containers = null)
    {
        var all = snapshot.Networks.OrderBy(n => n.Name, StringComparer.Ordinal).ThenBy(n => n.Id, StringComparer.Ordinal).ToArray();
        var wanted = networks?.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        var kept = snapshot.Containers
            .Where(c => containers is null || containers.Any(other => other.Id == c.Id))
            .Where(c => wanted is null || snapshot.EndpointsOf(c).Any(e => wanted.Contains(e.NetworkId)))
            .OrderBy(c => c.Name, StringComparer.Ordinal)
            .ToArray();
        // With containers alone, the networks that they are on.
        wanted ??= containers is null
            ? null
            : kept.SelectMany(snapshot.EndpointsOf).Select(e => e.NetworkId).ToHashSet(StringComparer.Ordinal);
        var shown = all.Where(n => wanted?.Contains(n.Id) ?? true).ToArray();

        var ports = kept.SelectMany(c => Published(snapshot, c)).ToArray();
        var engine = snapshot.DockerHost.ToString();
        TopologyNode[] ofEngine =
        [
            .. shown.Select(n => Node(n, Color(Array.IndexOf(all, n)))),
            .. kept.Select(c => Node(snapshot, c, shown)),
            .. ports.Select(p => p.Node),
        ];
        return new NetworkTopology
        {
            DockerHost = snapshot.DockerHost,
            Nodes =
            [
                new TopologyNode { Id = Engine, DockerHost = engine, Kind = TopologyNodeKind.Engine, Name = "engine", Text = engine },
                new TopologyNode { Id = Outside, Kind = TopologyNodeKind.Outside, Name = "outside" },
                .. ofEngine.Select(n => n with { DockerHost = engine }),
            ],
            Edges =
            [
                new TopologyEdge { Source = Engine, Target = Outside, Kind = TopologyEdgeKind.Uplink },
                .. shown.Select(Uplink).OfType<TopologyEdge>(),
                .. kept.SelectMany(c => Endpoints(snapshot, c, shown, kept)),
                .. ports.SelectMany(p => p.Edges),
            ],
        };
    }

    /// <summary>The color of a network, by its place among all.</summary>
    public static string Color(int place) => Palette[place % Palette.Length];

    public static string IdOf(Network network) => "network:" + ShortId.Of(network.Id);

    public static string IdOf(Container container) => IdOfContainer(container.Id);

    public static string IdOfContainer(string id) => "container:" + ShortId.Of(id);

    private static TopologyNode Node(Network network, string color) => new()
    {
        Id = IdOf(network),
        Kind = TopologyNodeKind.Network,
        Name = network.Name,
        // The drivers of the networks host and none say no more than their names.
        Text = network.Subnets.Count > 0 ? Join(network.Subnets) : network.Driver is "host" or "null" ? "" : network.Driver,
        Color = color,
        Inactive = network.Endpoints.Count == 0,
        Detail = Details(
            ("driver", network.Driver),
            ("scope", network.Scope),
            ("subnet", Join(network.Subnets)),
            ("gateway", Join(network.Gateways)),
            ("bridge", network.Bridge),
            ("internal", network.Internal ? "no connection to the outside" : null),
            ("containers", network.Endpoints.Count.ToString(CultureInfo.InvariantCulture)),
            ("label", Labels(network.Label)),
            ("id", ShortId.Of(network.Id))),
    };

    private static TopologyNode Node(EngineSnapshot snapshot, Container container, Network[] shown)
    {
        var endpoints = snapshot.EndpointsOf(container);
        var ports = PortTable.Merge(PortTable.Of(snapshot, container));
        return new TopologyNode
        {
            Id = IdOf(container),
            Kind = TopologyNodeKind.Container,
            Name = container.Name,
            Text = Join(endpoints.Where(e => Array.Exists(shown, n => n.Id == e.NetworkId)).SelectMany(e => e.Addresses())),
            Inactive = !container.Up,
            Detail = Details(
                ("image", container.Image),
                ("state", container.Status.Length > 0 ? container.Status : container.State.ToString()),
                ("networks", Join(endpoints.Select(e => e.Addresses().Any() ? $"{e.Network} {Join(e.Addresses())}" : e.Network))),
                ("namespace", container.NamespaceOwner is { } owner ? $"of {owner}" : null),
                ("ports", Join(ports.Select(p => p.Published).Distinct(StringComparer.Ordinal))),
                ("project", container.ComposeProject),
                ("label", Labels(container.Label)),
                ("id", ShortId.Of(container.Id))),
        };
    }

    /// <summary>
    /// The uplink: through the engine's host, which is the gateway; macvlan and ipvlan go past it. Internal networks, none and templates do
    /// not have one.
    /// </summary>
    private static TopologyEdge? Uplink(Network network) => network.Uplink is Networks.Uplink.None
        ? null
        : new TopologyEdge
        {
            Source = IdOf(network),
            Target = network.Uplink is Networks.Uplink.Parent ? Outside : Engine,
            Kind = TopologyEdgeKind.Uplink,
            Text = Join(network.Gateways),
        };

    private static IEnumerable<TopologyEdge> Endpoints(EngineSnapshot snapshot, Container container, Network[] shown, Container[] kept)
    {
        if (snapshot.NamespaceOwner(container) is { } owner && owner.Id != container.Id && kept.Contains(owner))
        {
            return
            [
                new TopologyEdge
                {
                    Source = IdOf(container),
                    Target = IdOf(owner),
                    Kind = TopologyEdgeKind.Namespace,
                    Text = $"in the namespace of {owner.Name}",
                },
            ];
        }

        return snapshot.EndpointsOf(container)
            .SelectMany(endpoint => shown.Where(n => n.Id == endpoint.NetworkId).Select(network => new TopologyEdge
            {
                Source = IdOf(container),
                Target = IdOf(network),
                Kind = TopologyEdgeKind.Endpoint,
                Text = Join(endpoint.Addresses()),
                Detail = Details(
                    ("address", Join(endpoint.Addresses())),
                    ("gateway", endpoint.Gateway?.ToString()),
                    ("mac", endpoint.MacAddress),
                    ("alias", Join(endpoint.Alias ?? []))),
            }))
            .ToArray();
    }

    /// <summary>What was published together is one node. Of a shared namespace, the ports are the owner's.</summary>
    private static IEnumerable<(TopologyNode Node, TopologyEdge[] Edges)> Published(EngineSnapshot snapshot, Container container) =>
        PortTable.Merge(PortTable.Of(snapshot, container))
            .Where(p => p.Exposure != PortExposure.None && p.NamespaceOwner is null)
            .GroupBy(p => p.Published, StringComparer.Ordinal)
            .Select(group =>
            {
                var id = $"port:{ShortId.Of(container.Id)}:{group.Key}";
                var exposure = group.Max(p => p.Exposure);
                var node = new TopologyNode
                {
                    Id = id,
                    Kind = TopologyNodeKind.Port,
                    Name = group.Key,
                    Detail = Details(("container", container.Name), ("open to", exposure switch
                    {
                        PortExposure.Loopback => "only the engine's host",
                        PortExposure.Address => "anyone who can reach this address of the host",
                        _ => "the world",
                    })),
                };
                return (node, new[]
                {
                    new TopologyEdge
                    {
                        Source = exposure == PortExposure.Loopback ? Engine : Outside,
                        Target = id,
                        Kind = TopologyEdgeKind.Publication,
                    },
                    new TopologyEdge { Source = id, Target = IdOf(container), Kind = TopologyEdgeKind.Publication },
                });
            });

    private static Dictionary<string, string> Details(params (string Name, string? Value)[] details) =>
        details.Where(d => !string.IsNullOrEmpty(d.Value)).ToDictionary(d => d.Name, d => d.Value!, StringComparer.Ordinal);

    private static string Labels(IReadOnlyDictionary<string, string> labels) =>
        Join(labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => l.Value.Length > 0 ? $"{l.Key}={l.Value}" : l.Key));

    private static string Join<T>(IEnumerable<T> parts) => string.Join(", ", parts);
}
