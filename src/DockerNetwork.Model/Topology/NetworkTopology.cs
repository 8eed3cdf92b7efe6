using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Topology;

/// <summary>
/// The graph of an engine: networks, containers, which container is on which network, published ports, and the uplinks. Immutable; the same
/// snapshot gives the same graph in the same order.
/// </summary>
public sealed record NetworkTopology
{
    /// <summary>The engine and the outside, then networks, containers and ports, each sorted by name.</summary>
    public IReadOnlyList<TopologyNode> Nodes { get; init => field = Listing.Of(value); } = Listing.Of<TopologyNode>([]);

    /// <summary>The connections. Both ends of each are in <see cref="Nodes"/>.</summary>
    public IReadOnlyList<TopologyEdge> Edges { get; init => field = Listing.Of(value); } = Listing.Of<TopologyEdge>([]);

    /// <summary>The engine it came from.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>"5 networks and 4 containers of unix:///var/run/docker.sock".</summary>
    public override string ToString()
    {
        return $"{Count(TopologyNodeKind.Network, "network")} and {Count(TopologyNodeKind.Container, "container")} of {DockerHost}";

        string Count(TopologyNodeKind kind, string noun) => Counted.Of(Nodes.Count(n => n.Kind == kind), noun);
    }
}
