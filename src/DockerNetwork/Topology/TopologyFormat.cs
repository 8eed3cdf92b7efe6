using DockerNetwork.Errors;
using DockerNetwork.Model.Topology;

namespace DockerNetwork.Topology;

/// <summary>How Export-DockerNetworkTopology writes.</summary>
public enum TopologyFormat
{
    /// <summary>By the extension of the path; without a path Mermaid.</summary>
    Auto,

    /// <summary>A Mermaid flowchart (.mmd, .mermaid); in a file that ends in .md as a block that GitHub draws.</summary>
    Mermaid,

    /// <summary>Graphviz (.dot, .gv).</summary>
    Dot,

    /// <summary>Nodes and edges as JSON (.json).</summary>
    Json,

    /// <summary>A picture (.svg), laid out by the program dot of Graphviz.</summary>
    Svg,

    /// <summary>One page with everything in it (.html, .htm).</summary>
    Html,
}

/// <summary>From a format to the text in it.</summary>
internal static class TopologyFormats
{
    /// <summary>The format that is meant.</summary>
    /// <exception cref="CommandException">UnknownFormat.</exception>
    public static TopologyFormat Resolve(TopologyFormat format, string? path)
    {
        if (format != TopologyFormat.Auto)
            return format;
        if (path is null)
            return TopologyFormat.Mermaid;
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".mmd" or ".mermaid" or ".md" => TopologyFormat.Mermaid,
            ".dot" or ".gv" => TopologyFormat.Dot,
            ".json" => TopologyFormat.Json,
            ".svg" => TopologyFormat.Svg,
            ".html" or ".htm" => TopologyFormat.Html,
            _ => throw CommandErrors.UnknownFormat(path),
        };
    }

    /// <summary>The text.</summary>
    /// <exception cref="CommandException">GraphvizNotFound, GraphvizFailed.</exception>
    public static async Task<string> WriteAsync(
        NetworkTopology topology, TopologyFormat format, string? path, CancellationToken cancellationToken) =>
        format switch
        {
            TopologyFormat.Dot => DotText.Write(topology),
            TopologyFormat.Json => TopologyJson.Write(topology) + "\n",
            TopologyFormat.Svg => await Graphviz.WriteSvgAsync(topology, cancellationToken),
            TopologyFormat.Html => TopologyPage.Write(topology),
            _ when path?.EndsWith(".md", StringComparison.OrdinalIgnoreCase) == true => $"```mermaid\n{MermaidText.Write(topology)}```\n",
            _ => MermaidText.Write(topology),
        };
}
