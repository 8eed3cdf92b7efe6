using System.Text.Json;
using System.Text.Json.Serialization;

namespace DockerNetwork.Model.Topology;

/// <summary>
/// A topology as JSON: nodes and edges, names in camel case. Everything outside ASCII, and &lt;, &gt;, &amp; and quotes, are written as \u
/// escapes, so that the text may stand inside a script element of a page whatever containers and labels are called.
/// </summary>
internal static class TopologyJson
{
    /// <summary>The page shows the single probes of so many pairs, in both directions.</summary>
    private const int MostDetailed = 2000;

    public static string Write(NetworkTopology topology) =>
        JsonSerializer.Serialize(Document(topology), TopologyJsonContext.Default.TopologyDocument);

    /// <summary>For a page: with the DOT text that it draws, and nodes called what they are called in that.</summary>
    public static string Write(NetworkTopology topology, string dot)
    {
        var drawing = new Drawing(topology);
        // What each probe of thousands of pairs said would make a page of many megabytes.
        var brief = drawing.AllPairs.Count > MostDetailed;
        var document = new TopologyDocument(
            topology.Nodes.Select(n => n with { Id = drawing.Id(n.Id) }).ToArray(),
            topology.Edges.Select(e => e with
            {
                Source = drawing.Id(e.Source),
                Target = drawing.Id(e.Target),
                Detail = brief && e.Kind == TopologyEdgeKind.Reachability ? new Dictionary<string, string>() : e.Detail,
            }).ToArray())
        {
            DockerHost = HostOf(topology),
            DockerHosts = HostsOf(topology),
            Dot = dot,
        };
        return JsonSerializer.Serialize(document, TopologyPageContext.Default.TopologyDocument);
    }

    private static TopologyDocument Document(NetworkTopology topology) =>
        new(topology.Nodes, topology.Edges) { DockerHost = HostOf(topology), DockerHosts = HostsOf(topology) };

    private static string? HostOf(NetworkTopology topology) => topology.DockerHosts is [var only] ? only : null;

    private static IReadOnlyList<string>? HostsOf(NetworkTopology topology) =>
        topology.DockerHosts.Count > 1 ? topology.DockerHosts : null;
}

/// <summary>What is written: of one engine or of several. The last is the page's.</summary>
internal sealed record TopologyDocument(
    [property: JsonPropertyOrder(1)] IReadOnlyList<TopologyNode> Nodes, [property: JsonPropertyOrder(2)] IReadOnlyList<TopologyEdge> Edges)
{
    public string? DockerHost { get; init; }

    public IReadOnlyList<string>? DockerHosts { get; init; }

    [JsonPropertyOrder(3)]
    public string? Dot { get; init; }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TopologyDocument))]
internal sealed partial class TopologyJsonContext : JsonSerializerContext;

[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TopologyDocument))]
internal sealed partial class TopologyPageContext : JsonSerializerContext;
