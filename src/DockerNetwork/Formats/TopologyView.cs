using System.Globalization;
using DockerNetwork.Engine;
using DockerNetwork.Model.Topology;

namespace DockerNetwork.Formats;

/// <summary>What the views show of a topology.</summary>
internal static class TopologyView
{
    /// <summary>How many nodes of a kind there are.</summary>
    public static int Count(NetworkTopology topology, TopologyNodeKind kind) => topology.Nodes.Count(n => n.Kind == kind);

    /// <summary>"app, bridge": the nodes of a kind.</summary>
    public static string Names(NetworkTopology topology, TopologyNodeKind kind) =>
        CellText.List(topology.Nodes.Where(n => n.Kind == kind).Select(n => n.Name));

    /// <summary>"3 Endpoint, 2 Uplink": how many edges there are of each kind. A single edge is two ids, which say little.</summary>
    public static string Edges(NetworkTopology topology)
    {
        var kinds = topology.Edges
            .GroupBy(e => e.Kind)
            .OrderBy(g => g.Key)
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {g.Key}"));
        return string.Join(", ", kinds);
    }

    /// <summary>"driver: bridge", each detail on its own line. They are safe to show.</summary>
    public static string Details(IReadOnlyDictionary<string, string> details) =>
        string.Join('\n', details.Select(d => VisibleText.Of($"{d.Key}: {d.Value}")));
}
