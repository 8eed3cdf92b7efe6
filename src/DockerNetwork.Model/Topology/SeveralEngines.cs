using System.Globalization;

namespace DockerNetwork.Model.Topology;

/// <summary>
/// Puts the graphs of several engines together. A network that they share, an overlay of their swarm, is one node; so is the outside. All
/// else belongs to its engine, and its id says so: two engines may give out one id. Pure.
/// </summary>
internal static class SeveralEngines
{
    private const string Containers = "containers";

    /// <param name="topologies">A topology for each engine.</param>
    public static NetworkTopology Of(IReadOnlyList<NetworkTopology> topologies)
    {
        if (topologies is [var only])
            return only;
        var shared = topologies.SelectMany(t => t.Nodes.Where(IsOfSwarm))
            .GroupBy(n => n.Id, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .ToDictionary(group => group.Key, Shared, StringComparer.Ordinal);
        TopologyNode[] nodes =
        [
            .. topologies[0].Nodes.Where(n => n.Kind == TopologyNodeKind.Outside),
            .. topologies.SelectMany(t => t.Nodes.Where(n => n.Kind != TopologyNodeKind.Outside && !shared.ContainsKey(n.Id)).Select(n =>
                Named(n, t) with { Id = Id(t, n.Id) })),
            .. shared.Values,
        ];
        var networks = 0;
        return new NetworkTopology
        {
            DockerHost = topologies[0].DockerHost,
            DockerHosts = [.. topologies.Select(t => t.DockerHost.ToString())],
            Nodes = [.. nodes.Select(n => n.Kind == TopologyNodeKind.Network ? n with { Color = TopologyBuilder.Color(networks++) } : n)],
            Edges =
            [
                .. topologies.SelectMany(t => t.Edges.Select(e => e with { Source = Id(t, e.Source), Target = Id(t, e.Target) })),
            ],
        };

        string Id(NetworkTopology topology, string id) =>
            id == TopologyBuilder.Outside || shared.ContainsKey(id) ? id : IdOn(topology.DockerHost.ToString(), id);
    }

    /// <summary>"container:f0857708a2e2@tcp://203.0.113.7:2376".</summary>
    public static string IdOn(string dockerHost, string id) => $"{id}@{dockerHost}";

    private static bool IsOfSwarm(TopologyNode node) =>
        node.Kind == TopologyNodeKind.Network && node.Detail.GetValueOrDefault("scope") == "swarm";

    private static TopologyNode Named(TopologyNode node, NetworkTopology topology)
    {
        var engine = topology.DockerHost.ToString();
        var detail = node.Kind is TopologyNodeKind.Network or TopologyNodeKind.Container
            ? new Dictionary<string, string>(StringComparer.Ordinal) { ["engine"] = engine }.Concat(node.Detail)
            : node.Detail;
        return node with { DockerHost = engine, Detail = detail.ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal) };
    }

    private static TopologyNode Shared(IEnumerable<TopologyNode> ofEngines)
    {
        TopologyNode[] all = [.. ofEngines];
        var detail = all[0].Detail.ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal);
        detail[Containers] = all
            .Sum(n => int.TryParse(n.Detail.GetValueOrDefault(Containers), CultureInfo.InvariantCulture, out var count) ? count : 0)
            .ToString(CultureInfo.InvariantCulture);
        return all[0] with { DockerHost = null, Inactive = all.All(n => n.Inactive), Detail = detail };
    }
}
