using DockerNetwork.Engine;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Topology;

/// <summary>The kind of an edge.</summary>
public enum TopologyEdgeKind : long
{
    /// <summary>A container is on a network.</summary>
    Endpoint,

    /// <summary>How a network reaches the outside, and the edge from the engine's host to the outside.</summary>
    Uplink,

    /// <summary>Who can reach a published port, and the container that it leads to.</summary>
    Publication,

    /// <summary>A container uses the network namespace of another.</summary>
    Namespace,

    /// <summary>The result of a test between two nodes.</summary>
    Reachability,

    /// <summary>Packets of a trace went from one node to the next, or were lost.</summary>
    Trace,
}

/// <summary>An edge of a topology.</summary>
public sealed record TopologyEdge : ModuleObject
{
    /// <summary><see cref="TopologyNode.Id"/> of where it starts: the container of an endpoint, the source of a test.</summary>
    public required string Source { get; init; }

    /// <summary><see cref="TopologyNode.Id"/> of where it leads.</summary>
    public required string Target { get; init; }

    /// <summary>The kind of the edge.</summary>
    public required TopologyEdgeKind Kind { get; init; }

    /// <summary>
    /// The addresses of an endpoint, the gateway of an uplink, the result of a test in words, the reason of a loss. Empty for none.
    /// </summary>
    public string Text { get; init; } = "";

    /// <summary>The state that a test found, for a reachability edge; null for other edges.</summary>
    public PairState? State { get; init; }

    /// <summary>Further properties, in display order.</summary>
    public IReadOnlyDictionary<string, string> Detail { get; init => field = Listing.Of(value); } =
        Listing.Of(new Dictionary<string, string>());

    /// <summary>"container:f0857708a2e2 -> network:6df6455658b8".</summary>
    public override string ToString() => $"{Source} -> {Target}";
}
