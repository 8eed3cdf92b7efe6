using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Topology;

/// <summary>
/// The graph of an engine, or of several that are drawn together: networks, containers, which container is on which network, published
/// ports, and the uplinks. Immutable; the same snapshot gives the same graph in the same order.
/// </summary>
public sealed record NetworkTopology : ModuleObject
{
    /// <summary>The engine and the outside, then networks, containers and ports, each sorted by name.</summary>
    public IReadOnlyList<TopologyNode> Nodes { get; init => field = Listing.Of(value); } = Listing.Of<TopologyNode>([]);

    /// <summary>The connections. Both ends of each are in <see cref="Nodes"/>.</summary>
    public IReadOnlyList<TopologyEdge> Edges { get; init => field = Listing.Of(value); } = Listing.Of<TopologyEdge>([]);

    /// <summary>The engine it came from.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The engines that it shows: one, unless topologies were put together (<see cref="SeveralEngines"/>).</summary>
    internal IReadOnlyList<string> DockerHosts { get => field ?? [DockerHost.ToString()]; init; }

    /// <summary>"5 networks and 4 containers of unix:///var/run/docker.sock".</summary>
    public override string ToString()
    {
        var engines = string.Join(", ", DockerHosts);
        return $"{Count(TopologyNodeKind.Network, "network")} and {Count(TopologyNodeKind.Container, "container")} of {engines}";

        string Count(TopologyNodeKind kind, string noun) => Counted.Of(Nodes.Count(n => n.Kind == kind), noun);
    }

    /// <summary>The id of a node of an engine. With one engine it is the id itself; with several, it names the engine.</summary>
    internal string IdOn(string dockerHost, string id) => DockerHosts.Count == 1 ? id : SeveralEngines.IdOn(dockerHost, id);
}
