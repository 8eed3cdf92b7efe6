using System.Globalization;
using DockerNetwork.Engine;
using DockerNetwork.Model.Topology;

namespace DockerNetwork.Formats;

public static partial class View
{
    /// <summary>How many nodes of a kind there are.</summary>
    public static int Count(NetworkTopology topology, TopologyNodeKind kind)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return topology.Nodes.Count(n => n.Kind == kind);
    }

    /// <summary>"app, bridge": the nodes of a kind.</summary>
    public static string Names(NetworkTopology topology, TopologyNodeKind kind)
    {
        ArgumentNullException.ThrowIfNull(topology);
        return Join([.. topology.Nodes.Where(n => n.Kind == kind).Select(n => n.Name)]);
    }

    /// <summary>"3 Endpoint, 2 Uplink"; each by itself is two ids, which say little.</summary>
    public static string Edges(NetworkTopology topology)
    {
        ArgumentNullException.ThrowIfNull(topology);
        var kinds = topology.Edges
            .GroupBy(e => e.Kind)
            .OrderBy(g => g.Key)
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {g.Key}"));
        return string.Join(", ", kinds);
    }

    /// <summary>"driver: bridge", one a line; safe to show.</summary>
    public static string Details(IReadOnlyDictionary<string, string> details)
    {
        ArgumentNullException.ThrowIfNull(details);
        return string.Join('\n', details.Select(d => VisibleText.Of($"{d.Key}: {d.Value}")));
    }
}
