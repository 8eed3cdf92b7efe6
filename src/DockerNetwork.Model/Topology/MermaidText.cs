using System.Globalization;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Topology;

/// <summary>
/// A topology as a Mermaid flowchart, which GitHub draws in a block of Markdown. Ids are made up and labels are quoted, with what Mermaid
/// or HTML could take for syntax as entity codes (mermaid.js.org, "Entity codes to escape characters").
/// </summary>
internal static class MermaidText
{
    /// <summary>What neither Mermaid nor HTML acts on, besides letters and digits.</summary>
    private const string Plain = " .:,/-_()+=@";

    public static string Write(NetworkTopology topology)
    {
        var drawing = new Drawing(topology);
        var text = new StringBuilder("flowchart LR\n");
        var links = new List<string>();
        var unused = drawing.Unused.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        drawing.ByEngine(
            (place, host) => text.Append(CultureInfo.InvariantCulture, $"  subgraph engine{place} [\"{Shown(host)}\"]\n"),
            (place, isIts) => Nodes(text, drawing, place, isIts),
            () => text.Append("  end\n"));
        foreach (var edge in topology.Edges.Where(e => e.Kind != TopologyEdgeKind.Reachability && !unused.Contains(e.Source)))
        {
            var line = edge.Kind switch
            {
                TopologyEdgeKind.Publication => "-->",
                TopologyEdgeKind.Uplink => "-.-",
                TopologyEdgeKind.Namespace => "-.->",
                TopologyEdgeKind.Trace => "==>",
                _ => "---",
            };
            var label = edge.Kind == TopologyEdgeKind.Publication ? "" : edge.Text;
            // From the outside in, which is from left to right.
            var inward = edge.Kind is TopologyEdgeKind.Endpoint or TopologyEdgeKind.Uplink;
            var (from, to) = inward ? (edge.Target, edge.Source) : (edge.Source, edge.Target);
            text.Append(Link(drawing, from, line, label, to));
            links.Add(edge.Kind switch
            {
                TopologyEdgeKind.Endpoint => $"stroke:{drawing.Node(edge.Target).Color},stroke-width:2px",
                TopologyEdgeKind.Trace => $"stroke:{drawing.TracePen(edge).Color},stroke-width:4px",
                _ => "stroke:#8a8f98",
            });
        }

        foreach (var (edge, both) in drawing.Pairs)
        {
            var solid = edge.State == PairState.Reachable;
            var arrow = both ? (solid ? "<-->" : "<-.->") : (solid ? "-->" : "-.->");
            text.Append(Link(drawing, edge.Source, arrow, solid ? "" : edge.Text, edge.Target));
            links.Add($"stroke:{Drawing.Pen(edge.State).Color},stroke-width:2px");
        }

        if (drawing.Pairs.Count < drawing.AllPairs.Count)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  %% {drawing.AllPairs.Count} tested pairs are too many to draw. The HTML page shows them.\n");
        }

        Styles(text, drawing, links);
        return text.ToString();
    }

    private static void Nodes(StringBuilder text, Drawing drawing, int place, Func<TopologyNode, bool> isIts)
    {
        foreach (var node in drawing.Topology.Nodes.Except(drawing.Unused).Where(isIts))
            text.Append(Node(drawing, node));
        TopologyNode[] aside = [.. drawing.Unused.Where(isIts)];
        if (aside.Length == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"  subgraph unused{(place > 0 ? place : "")} [\"unused\"]\n");
        foreach (var node in aside)
            text.Append("  ").Append(Node(drawing, node));
        text.Append("  end\n");
    }

    private static string Node(Drawing drawing, TopologyNode node)
    {
        var label = Shown(node.Name) + (node.Text.Length > 0 ? $"<br/>{Shown(node.Text)}" : "");
        var id = drawing.Id(node.Id);
        return node.Kind switch
        {
            TopologyNodeKind.Network => $"  {id}([\"{label}\"])\n",
            TopologyNodeKind.Outside => $"  {id}((\"{label}\"))\n",
            TopologyNodeKind.Port => $"  {id}[/\"{label}\"/]\n",
            TopologyNodeKind.Engine => $"  {id}[[\"{label}\"]]\n",
            TopologyNodeKind.Loss => $"  {id}{{{{\"{label}\"}}}}\n",
            _ => $"  {id}[\"{label}\"]\n",
        };
    }

    private static string Link(Drawing drawing, string source, string line, string label, string target) =>
        $"  {drawing.Id(source)} {line}{(label.Length > 0 ? $"|\"{Shown(label)}\"|" : "")} {drawing.Id(target)}\n";

    private static void Styles(StringBuilder text, Drawing drawing, List<string> links)
    {
        foreach (var group in links.Select((style, index) => (style, index)).GroupBy(l => l.style, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"  linkStyle {string.Join(',', group.Select(l => l.index))} {group.Key}\n");

        // Text and background are both given, so that it reads in GitHub's dark mode as well.
        foreach (var group in drawing.Of(TopologyNodeKind.Network).GroupBy(n => n.Color, StringComparer.Ordinal))
            Style(text, drawing, group, $"fill:{group.Key},stroke:{group.Key},color:#ffffff");
        Style(text, drawing, drawing.Of(TopologyNodeKind.Container).Where(n => !n.Inactive), "fill:#ffffff,stroke:#57606a,color:#1f2328");
        Style(
            text,
            drawing,
            drawing.Of(TopologyNodeKind.Container).Where(n => n.Inactive),
            "fill:#eaeef2,stroke:#8a8f98,color:#57606a,stroke-dasharray:4");
        Style(
            text,
            drawing,
            drawing.Topology.Nodes
                .Where(n => n.Kind is not (TopologyNodeKind.Network or TopologyNodeKind.Container or TopologyNodeKind.Loss)),
            "fill:#eaeef2,stroke:#57606a,color:#1f2328");
        Style(text, drawing, drawing.Of(TopologyNodeKind.Loss), "fill:#ffebe9,stroke:#d7303f,color:#82071e");
    }

    private static void Style(StringBuilder text, Drawing drawing, IEnumerable<TopologyNode> nodes, string style)
    {
        foreach (var node in nodes)
            text.Append(CultureInfo.InvariantCulture, $"  style {drawing.Id(node.Id)} {style}\n");
    }

    /// <summary>
    /// Marks that turn a text around, and characters that are not seen, are escapes (<see cref="VisibleText"/>): as numbers they would act
    /// in the drawing.
    /// </summary>
    private static string Shown(string text) => Escape(VisibleText.Of(text));

    /// <summary>
    /// Characters that Mermaid, Markdown or HTML may act on, by their numbers; line breaks and other control characters as blanks.
    /// </summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune))
                escaped.Append(' ');
            else if (Rune.IsLetterOrDigit(rune) || Plain.Contains((char)Math.Min(rune.Value, char.MaxValue), StringComparison.Ordinal))
                escaped.Append(rune);
            else
                escaped.Append(CultureInfo.InvariantCulture, $"#{rune.Value};");
        }

        return escaped.ToString();
    }
}
