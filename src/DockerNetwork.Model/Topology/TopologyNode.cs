using DockerNetwork.Engine;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Topology;

/// <summary>The kind of a node.</summary>
public enum TopologyNodeKind : long
{
    /// <summary>The engine's host.</summary>
    Engine,

    /// <summary>The outside: everything beyond the engine's host.</summary>
    Outside,

    /// <summary>A network.</summary>
    Network,

    /// <summary>A container.</summary>
    Container,

    /// <summary>A published port, or ports that were published together.</summary>
    Port,

    /// <summary>A target that is not a container: an address or a host name.</summary>
    Target,

    /// <summary>Where the packets of a trace were lost: behind the node that an edge of the trace leads from.</summary>
    Loss,
}

/// <summary>A node of a topology.</summary>
public sealed record TopologyNode : ModuleObject
{
    /// <summary>
    /// Unique in its topology and the same each time: "engine", "outside", "network:6df6455658b8", "container:f0857708a2e2". If several
    /// engines are drawn together, the engine follows: "container:f0857708a2e2@tcp://203.0.113.7:2376".
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The engine that the node belongs to; null for the outside, and for a network that several engines share.</summary>
    public string? DockerHost { get; init; }

    /// <summary>The kind of the node.</summary>
    public required TopologyNodeKind Kind { get; init; }

    /// <summary>The name of the network or container; for a port, a text such as "*:8080->80/tcp"; ✗ for a loss.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The text under the name in a picture: subnets of a network, addresses of a container, the code of the reason of a loss. May be
    /// empty.
    /// </summary>
    public string Text { get; init; } = "";

    /// <summary>
    /// The color of a network, such as "#4c78a8", from a palette that is readable on white and on black; null for other nodes.
    /// </summary>
    public string? Color { get; init; }

    /// <summary>A container that is not running, or a network without containers.</summary>
    public bool Inactive { get; init; }

    /// <summary>Further properties, in display order: driver, gateway, image, state, labels.</summary>
    public IReadOnlyDictionary<string, string> Detail { get; init => field = Listing.Of(value); } =
        Listing.Of(new Dictionary<string, string>());

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
