using System.Globalization;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Topology;

/// <summary>
/// A topology for Graphviz, which lays it out: dot for SVG, the same as WebAssembly in the HTML page. A small one has a node for each
/// container around its networks; in a large one a network is a box with its containers in rows, and only what is on several networks
/// stands between them.
/// </summary>
internal static partial class DotText
{
    /// <summary>With more containers than these, boxes are easier to read than stars.</summary>
    public const int MostStars = 24;

    /// <summary>The colors are names as well: the styles of the page and of the SVG put others in their place in the dark.</summary>
    private const string Ink = "#1f2328";
    private const string Muted = "#636c76";
    private const string Card = "#fffffe";
    private const string Line = "#c2c8cf";
    private const string Paper = "#ffffff";

    public static string Write(NetworkTopology topology)
    {
        var drawing = new Drawing(topology);
        var text = new StringBuilder("digraph topology {\n");
        text.Append("  graph [layout=neato overlap=vpsc sep=\"+20\" esep=\"+7\" splines=true outputorder=edgesfirst");
        text.Append(
            CultureInfo.InvariantCulture,
            $" bgcolor=\"{Paper}\" pad=0.3 fontname=\"Arial\" fontsize=10 fontcolor=\"{Muted}\" labelloc=b label={Legend(drawing)}]\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"  node [shape=box style=\"rounded,filled\" fontname=\"Arial\" fontsize=11 color=\"{Muted}\" fillcolor=\"{Card}\""
            + $" fontcolor=\"{Ink}\" margin=\"0.13,0.08\" height=0 width=0 tooltip=\" \"]\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"  edge [dir=none fontname=\"Arial\" fontsize=9 fontcolor=\"{Muted}\" color=\"{Line}\" tooltip=\" \"]\n");
        if (drawing.Of(TopologyNodeKind.Container).Count() <= MostStars)
            Stars(text, drawing);
        else
            new Boxes(text, drawing).Write();
        return text.Append("}\n").ToString();
    }

    private static void Stars(StringBuilder text, Drawing drawing)
    {
        foreach (var node in drawing.Topology.Nodes.Except(drawing.Unused))
            text.Append(Node(drawing, node));
        Aside(text, drawing);
        var lines = drawing.Topology.Edges
            .Where(e => e.Kind != TopologyEdgeKind.Reachability && !drawing.Unused.Any(n => n.Id == e.Source));
        foreach (var edge in lines)
            text.Append(Edge(drawing, edge, edge.Kind == TopologyEdgeKind.Uplink ? 1.6 : 1.2));
        foreach (var (edge, both) in drawing.Pairs)
            text.Append(Pair(drawing, edge, both, drawing.Id));
    }

    private static string Node(Drawing drawing, TopologyNode node)
    {
        var more = node.Kind switch
        {
            TopologyNodeKind.Network => $"fillcolor=\"{node.Color}\" color=\"{node.Color}\" fontcolor=\"{Paper}\" margin=\"0.18,0.1\"",
            TopologyNodeKind.Outside => $"shape=ellipse fillcolor=\"{Paper}\" style=\"filled,dashed\"",
            TopologyNodeKind.Engine => "shape=box3d style=filled",
            TopologyNodeKind.Port => "shape=cds style=filled fontsize=9 margin=\"0.12,0.06\"",
            TopologyNodeKind.Target => "shape=oval",
            _ when node.Inactive => $"style=\"rounded,filled,dashed\" fontcolor=\"{Muted}\"",
            _ => "",
        };
        var id = drawing.Id(node.Id);
        return $"  {id} [id=\"{id}\" class=\"{Class(node)}\" tooltip=\"{Tooltip(node)}\" {more} label=<{Label(node)}>]\n";
    }

    private static string Label(TopologyNode node)
    {
        var muted = node.Kind == TopologyNodeKind.Network ? Paper : Muted;
        var name = node.Kind is TopologyNodeKind.Network or TopologyNodeKind.Container ? $"<B>{Html(node.Name)}</B>" : Html(node.Name);
        var lines = node.Text.Length == 0
            ? []
            : node.Text.Split(", ").Select(line => $"<BR/><FONT POINT-SIZE=\"9\" COLOR=\"{muted}\">{Html(line)}</FONT>");
        return name + string.Concat(lines);
    }

    /// <summary>A line, and how long it would be, in inches between the middles of its ends.</summary>
    private static string Edge(Drawing drawing, TopologyEdge edge, double length)
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

    /// <summary>A pair pulls nothing together: what stands near what is said by the networks.</summary>
    private static string Pair(Drawing drawing, TopologyEdge edge, bool both, Func<string, string> id)
    {
        var (color, style) = Drawing.Pen(edge.State);
        return $"  {id(edge.Source)} -> {id(edge.Target)} [id={drawing.IdOf(edge)}"
            + $" class=\"reachability {edge.State.ToString()!.ToLowerInvariant()}\" dir={(both ? "both" : "forward")}"
            + $" color=\"{color}\" style={style} arrowsize=0.6 penwidth=1.2 weight=0.01 len=2.2]\n";
    }

    /// <summary>Networks without a container, as one box out of the way.</summary>
    private static void Aside(StringBuilder text, Drawing drawing)
    {
        if (drawing.Unused.Count == 0)
            return;
        var cells = Rows(drawing.Unused, 4, n =>
            $"<TD ID=\"{drawing.Id(n.Id)}\" TITLE=\"{Tooltip(n)}\" PORT=\"{drawing.Id(n.Id)}\" STYLE=\"rounded\" COLOR=\"{n.Color}\">"
            + $"<FONT COLOR=\"{Muted}\">{Html(n.Name)}<BR/><FONT POINT-SIZE=\"8\">{Html(n.Text)}</FONT></FONT></TD>");
        text.Append("  aside [shape=plain style=\"\" class=\"aside\" label=<");
        text.Append(
            CultureInfo.InvariantCulture,
            $"<TABLE BORDER=\"1\" COLOR=\"{Line}\" STYLE=\"rounded\" CELLBORDER=\"1\" CELLSPACING=\"4\" CELLPADDING=\"4\">");
        text.Append(
            CultureInfo.InvariantCulture,
            $"<TR><TD BORDER=\"0\" COLSPAN=\"{Math.Min(4, drawing.Unused.Count)}\"><FONT POINT-SIZE=\"9\" COLOR=\"{Muted}\">"
            + $"unused</FONT></TD></TR>{cells}</TABLE>>]\n");
    }

    private static string Rows<T>(IReadOnlyList<T> items, int columns, Func<T, string> cell) =>
        string.Concat(items.Chunk(columns).Select(row => $"<TR>{string.Concat(row.Select(cell))}</TR>"));

    private static string Legend(Drawing drawing)
    {
        var parts = new List<string>();
        if (drawing.Pairs.Count > 0)
            parts.AddRange(drawing.Pairs.Select(p => p.Edge.State).Distinct().Order().Select(Entry));
        else if (drawing.AllPairs.Count > 0)
        {
            parts.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{drawing.AllPairs.Count} tested pairs: point at a container in the HTML page to see its pairs"));
        }

        return $"<{Html(drawing.Topology.ToString())}{(parts.Count > 0 ? "<BR/>" : "")}{string.Join("&#160;&#160;&#160;", parts)}>";

        static string Entry(PairState? state)
        {
            var line = state switch
            {
                PairState.Reachable => "—",
                PairState.Partly or PairState.Unreachable => "- -",
                _ => "· ·",
            };
            return $"<FONT COLOR=\"{Drawing.Pen(state).Color}\">{line} {ReachabilityStateText.Words(state ?? PairState.Unknown)}</FONT>";
        }
    }

    /// <summary>What is shown of a node when it is pointed at.</summary>
    private static string Tooltip(TopologyNode node) =>
        Html(node.Name) + string.Concat(node.Detail.Select(d => $"&#10;{Html(d.Key)}: {Html(d.Value)}"));

    private static string Class(TopologyNode node) => node.Kind.ToString().ToLowerInvariant() + (node.Inactive ? " inactive" : "");

    /// <summary>
    /// Text in a label of HTML kind: control characters as blanks, which XML does not allow otherwise; other characters that are not seen,
    /// or that turn the text around, as escapes (<see cref="VisibleText"/>).
    /// </summary>
    internal static string Html(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in VisibleText.Of(Blanked(text)).EnumerateRunes())
        {
            escaped.Append(rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                // Graphviz puts other texts in the place of \N and the like, in every kind of label; a mark of no width keeps them apart.
                '\\' => "&#92;&#8203;",
                _ => rune.ToString(),
            });
        }

        // An element of a label may not be empty.
        return escaped.Length == 0 ? " " : escaped.ToString();

        static string Blanked(string text) =>
            text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
    }
}
