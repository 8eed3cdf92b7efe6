using System.Globalization;
using System.Text;

namespace DockerNetwork.Model.Topology;

/// <summary>What small and large drawings in DOT are made of: nodes, lines and tables.</summary>
internal static class DotElements
{
    // The colors are names as well: the styles of the page and of the SVG replace them with others in the dark.
    public const string Ink = "#1f2328";
    public const string Muted = "#636c76";
    public const string Card = "#fffffe";
    public const string Line = "#c2c8cf";
    public const string Paper = "#ffffff";
    public const string Lost = "#d7303f";

    /// <summary>What is shown when a node is pointed at.</summary>
    public static string Tooltip(TopologyNode node) =>
        HtmlText.Of(node.Name) + string.Concat(node.Detail.Select(d => $"&#10;{HtmlText.Of(d.Key)}: {HtmlText.Of(d.Value)}"));

    /// <summary>A node of its own.</summary>
    public static string Node(Drawing drawing, TopologyNode node)
    {
        var more = node.Kind switch
        {
            TopologyNodeKind.Network => $"fillcolor=\"{node.Color}\" color=\"{node.Color}\" fontcolor=\"{Paper}\" margin=\"0.18,0.1\"",
            TopologyNodeKind.Outside => $"shape=ellipse fillcolor=\"{Paper}\" style=\"filled,dashed\"",
            TopologyNodeKind.Engine => "shape=box3d style=filled",
            TopologyNodeKind.Port => "shape=cds style=filled fontsize=9 margin=\"0.12,0.06\"",
            TopologyNodeKind.Target => "shape=oval",
            TopologyNodeKind.Loss => $"shape=octagon style=filled color=\"{Lost}\" fontcolor=\"{Lost}\" margin=\"0.06,0.03\"",
            _ when node.Inactive => $"style=\"rounded,filled,dashed\" fontcolor=\"{Muted}\"",
            _ => "",
        };
        var id = drawing.Id(node.Id);
        return $"  {id} [id=\"{id}\" class=\"{Class(node)}\" tooltip=\"{Tooltip(node)}\" {more} label=<{Label(node)}>]\n";
    }

    /// <summary>A line with its preferred length, in inches between the centers of its ends.</summary>
    public static string Edge(Drawing drawing, TopologyEdge edge, double length)
    {
        var pen = edge.Kind switch
        {
            TopologyEdgeKind.Endpoint => $"color=\"{drawing.Node(edge.Target).Color}\" penwidth=2",
            TopologyEdgeKind.Uplink => "weight=0.02",
            TopologyEdgeKind.Namespace => "style=dotted dir=forward arrowsize=0.7 penwidth=1.5",
            _ => $"dir=forward arrowsize=0.7 color=\"{Muted}\"",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"  {drawing.Id(edge.Source)} -> {drawing.Id(edge.Target)} [id={drawing.IdOf(edge)}"
            + $" class=\"{edge.Kind.ToString().ToLowerInvariant()}\" {pen} len={length:0.##}]\n");
    }

    /// <summary>A tested pair. Its line pulls nothing together: the networks decide what stands near what.</summary>
    public static string Pair(Drawing drawing, TopologyEdge edge, bool both, Func<string, string> id)
    {
        var (color, style) = Drawing.Pen(edge.State);
        return $"  {id(edge.Source)} -> {id(edge.Target)} [id={drawing.IdOf(edge)}"
            + $" class=\"reachability {edge.State.ToString()!.ToLowerInvariant()}\" dir={(both ? "both" : "forward")}"
            + $" color=\"{color}\" style={style} arrowsize=0.6 penwidth=1.2 weight=0.01 len=2.2{Loose(drawing)}]\n";
    }

    /// <summary>A part of the path of traced packets. Only where they were lost stands near what they came from.</summary>
    public static string Trace(Drawing drawing, TopologyEdge edge, Func<string, string> id)
    {
        var (color, style) = drawing.TracePen(edge);
        var (name, pull) = drawing.IsLoss(edge) ? ("trace lost", "len=1.1") : ("trace", "weight=0.01 len=1.4");
        var details = edge.Detail.Select(d => $"{HtmlText.Of(d.Key)}: {HtmlText.Of(d.Value)}");
        return $"  {id(edge.Source)} -> {id(edge.Target)} [id={drawing.IdOf(edge)} class=\"{name}\""
            + $" tooltip=\"{string.Join("&#10;", details)}\" dir=forward color=\"{color}\" style={style}"
            + $" arrowsize=0.8 penwidth=2.6 {pull}{Loose(drawing)}]\n";
    }

    /// <summary>In rows and columns, a line pulls nothing only if it is told so.</summary>
    private static string Loose(Drawing drawing) => drawing.Several ? " constraint=false" : "";

    /// <summary>The nodes of each engine, in a box of its own if there are several.</summary>
    public static void Boxes(StringBuilder text, Drawing drawing, Action<int, Func<TopologyNode, bool>> draw) => drawing.ByEngine(
        (i, host) => text.Append(
            CultureInfo.InvariantCulture,
            $"  subgraph cluster_{i} {{\n    graph [label=<{HtmlText.Of(host)}> labelloc=t style=rounded color=\"{Muted}\" margin=14]\n"),
        draw,
        () => text.Append("  }\n"));

    /// <summary>Networks without a container, in one box aside.</summary>
    /// <param name="text">Where it is appended.</param>
    /// <param name="drawing">The drawing.</param>
    /// <param name="place">The place of the engine.</param>
    /// <param name="isIts">Whether a node belongs to the engine.</param>
    public static void Aside(StringBuilder text, Drawing drawing, int place, Func<TopologyNode, bool> isIts)
    {
        TopologyNode[] unused = [.. drawing.Unused.Where(isIts)];
        if (unused.Length == 0)
            return;
        var cells = Rows(unused, 4, n =>
            $"<TD ID=\"{drawing.Id(n.Id)}\" TITLE=\"{Tooltip(n)}\" PORT=\"{drawing.Id(n.Id)}\" STYLE=\"rounded\" COLOR=\"{n.Color}\">"
            + $"<FONT COLOR=\"{Muted}\">{HtmlText.Of(n.Name)}<BR/><FONT POINT-SIZE=\"8\">{HtmlText.Of(n.Text)}</FONT></FONT></TD>");
        text.Append(CultureInfo.InvariantCulture, $"  aside{(place > 0 ? place : "")} [shape=plain style=\"\" class=\"aside\" label=<");
        text.Append(
            CultureInfo.InvariantCulture,
            $"<TABLE BORDER=\"1\" COLOR=\"{Line}\" STYLE=\"rounded\" CELLBORDER=\"1\" CELLSPACING=\"4\" CELLPADDING=\"4\">");
        text.Append(
            CultureInfo.InvariantCulture,
            $"<TR><TD BORDER=\"0\" COLSPAN=\"{Math.Min(4, unused.Length)}\"><FONT POINT-SIZE=\"9\" COLOR=\"{Muted}\">"
            + $"unused</FONT></TD></TR>{cells}</TABLE>>]\n");
    }

    /// <summary>The cells of a table, in rows of a number of columns.</summary>
    public static string Rows<T>(IReadOnlyList<T> items, int columns, Func<T, string> cell) =>
        string.Concat(items.Chunk(columns).Select(row => $"<TR>{string.Concat(row.Select(cell))}</TR>"));

    private static string Label(TopologyNode node)
    {
        var muted = node.Kind == TopologyNodeKind.Network ? Paper : Muted;
        var name = HtmlText.Of(node.Name);
        var lines = node.Text.Length == 0
            ? []
            : node.Text.Split(", ").Select(line => $"<BR/><FONT POINT-SIZE=\"9\" COLOR=\"{muted}\">{HtmlText.Of(line)}</FONT>");
        return (node.Kind is TopologyNodeKind.Network or TopologyNodeKind.Container ? $"<B>{name}</B>" : name) + string.Concat(lines);
    }

    private static string Class(TopologyNode node) => node.Kind.ToString().ToLowerInvariant() + (node.Inactive ? " inactive" : "");
}
