namespace DockerNetwork.Model.Topology;

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

    /// <summary>A target that is not a container: an address or a host name.</summary>
    Target,
}

/// <summary>A node of a topology.</summary>
public sealed record TopologyNode
{
    /// <summary>
    /// Unique in its topology and the same each time: "engine", "outside", "network:6df6455658b8", "container:f0857708a2e2".
    /// </summary>
    public required string Id { get; init; }

    /// <summary>What it stands for.</summary>
    public required TopologyNodeKind Kind { get; init; }

    /// <summary>The network's or container's name; of a port "*:8080->80/tcp".</summary>
    public required string Name { get; init; }

    /// <summary>What a picture writes under the name: subnets of a network, addresses of a container. Empty for none.</summary>
    public string Text { get; init; } = "";

    /// <summary>
    /// Of a network, its color as "#4c78a8", taken in turn from a palette that reads on white and on black; null for others.
    /// </summary>
    public string? Color { get; init; }

    /// <summary>Nothing goes on there: a container that does not run, a network that nobody is on.</summary>
    public bool Inactive { get; init; }

    /// <summary>More to know about it, in the order to show it: driver, gateway, image, state, labels.</summary>
    public IReadOnlyDictionary<string, string> Detail { get; init; } = new Dictionary<string, string>();

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
