using DockerNetwork.Reachability.Topology;

namespace DockerNetwork.Formats;

public static partial class View
{
    /// <summary>How many nodes of a kind there are.</summary>
    public static int Count(NetworkTopology topology, TopologyNodeKind kind)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return topology.Nodes.Count(n => n.Kind == kind);
    }
}
