using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Topology;

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
