using System.Globalization;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Reachability.Topology;

/// <summary>
/// The graph of an engine: networks, containers, who is on which, published ports, and the way out. Immutable; the same picture of an engine gives the
/// same graph in the same order.
/// </summary>
public sealed record NetworkTopology
{
    /// <summary>What there is, the engine and the outside first, then networks, containers and ports, each by name.</summary>
    public IReadOnlyList<TopologyNode> Nodes { get; init; } = [];

    /// <summary>What joins them. Both ends are among <see cref="Nodes"/>.</summary>
    public IReadOnlyList<TopologyEdge> Edges { get; init; } = [];

    /// <summary>The engine it came from.</summary>
    public required EngineEndpoint DockerHost { get; init; }

    /// <summary>"5 networks and 4 containers of unix:///var/run/docker.sock".</summary>
    public override string ToString()
    {
        return $"{Count(TopologyNodeKind.Network, "network")} and {Count(TopologyNodeKind.Container, "container")} of {DockerHost}";

        string Count(TopologyNodeKind kind, string noun)
        {
            var count = Nodes.Count(n => n.Kind == kind);
            return string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
        }
    }
}

/// <summary>What a node stands for.</summary>
public enum TopologyNodeKind
{
    /// <summary>The engine's host.</summary>
    Engine,

    /// <summary>Whatever is beyond the engine's host.</summary>
    Outside,

    /// <summary>A network.</summary>
    Network,

    /// <summary>A container.</summary>
    Container,

    /// <summary>A published port, or ports that were published together.</summary>
    Port,

    /// <summary>Something that was tested and is no container: an address, a host name.</summary>
    Target,
}

/// <summary>A node of a topology.</summary>
public sealed record TopologyNode
{
    /// <summary>Unique in its topology and the same each time: "engine", "outside", "network:6df6455658b8", "container:f0857708a2e2".</summary>
    public required string Id { get; init; }

    /// <summary>What it stands for.</summary>
    public required TopologyNodeKind Kind { get; init; }

    /// <summary>The network's or container's name; of a port "*:8080->80/tcp".</summary>
    public required string Name { get; init; }

    /// <summary>What a picture writes under the name: subnets of a network, addresses of a container. Empty for none.</summary>
    public string Text { get; init; } = "";

    /// <summary>Of a network, its color as "#4c78a8", taken in turn from a palette that reads on white and on black; null for others.</summary>
    public string? Color { get; init; }

    /// <summary>Nothing goes on there: a container that does not run, a network that nobody is on.</summary>
    public bool Inactive { get; init; }

    /// <summary>More to know about it, in the order to show it: driver, gateway, image, state, labels.</summary>
    public IReadOnlyDictionary<string, string> Detail { get; init; } = new Dictionary<string, string>();

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>What an edge stands for.</summary>
public enum TopologyEdgeKind
{
    /// <summary>A container is on a network.</summary>
    Endpoint,

    /// <summary>The way out of a network, and from the engine's host to the outside.</summary>
    Uplink,

    /// <summary>Who can reach a published port, and the container that it leads to.</summary>
    Publication,

    /// <summary>A container uses the network namespace of another.</summary>
    Namespace,

    /// <summary>What a test found between two.</summary>
    Reachability,
}

/// <summary>What a test found between two, over all names, addresses and ports that were tried.</summary>
public enum PairState
{
    /// <summary>It could not be told. Never means "blocked".</summary>
    Unknown,

    /// <summary>Each port that was tried was reached, by a name where names were tried.</summary>
    Reachable,

    /// <summary>Some of the ports only, or by address and not by name.</summary>
    Partly,

    /// <summary>By none of the names and addresses: blocked, refused, no route, not resolved, not running.</summary>
    Unreachable,
}

/// <summary>An edge of a topology.</summary>
public sealed record TopologyEdge
{
    /// <summary><see cref="TopologyNode.Id"/> of where it starts: the container of an endpoint, the source of a test.</summary>
    public required string Source { get; init; }

    /// <summary><see cref="TopologyNode.Id"/> of where it leads.</summary>
    public required string Target { get; init; }

    /// <summary>What it stands for.</summary>
    public required TopologyEdgeKind Kind { get; init; }

    /// <summary>The addresses of an endpoint, the gateway of an uplink, the result of a test in words. Empty for none.</summary>
    public string Text { get; init; } = "";

    /// <summary>Of a reachability edge, what was found; null for others.</summary>
    public PairState? State { get; init; }

    /// <summary>More to know about it, in the order to show it.</summary>
    public IReadOnlyDictionary<string, string> Detail { get; init; } = new Dictionary<string, string>();

    /// <summary>"container:f0857708a2e2 -> network:6df6455658b8".</summary>
    public override string ToString() => $"{Source} -> {Target}";
}
