using System.Globalization;
using System.Text;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Topology;

/// <summary>
/// A topology for Graphviz, which lays it out: dot for SVG, the same as WebAssembly in the HTML page. A small one has a node for each
/// container around its networks; in a large one a network is a box with its containers in rows, and only what is on several networks
/// stands between them.
/// </summary>
internal static class DotText
{
    /// <summary>With more containers than these, boxes are easier to read than stars.</summary>
    public const int MostStars = 24;

    public static string Write(NetworkTopology topology)
    {
        var drawing = new Drawing(topology);
        var text = new StringBuilder("digraph topology {\n");
        // neato has no boxes around nodes.
        text.Append(drawing.Several
            ? "  graph [layout=dot rankdir=LR ranksep=0.8 outputorder=edgesfirst"
            : "  graph [layout=neato overlap=vpsc sep=\"+20\" esep=\"+7\" splines=true outputorder=edgesfirst");
        text.Append(
            CultureInfo.InvariantCulture,
            $" bgcolor=\"{DotElements.Paper}\" pad=0.3 fontname=\"Arial\" fontsize=10 fontcolor=\"{DotElements.Muted}\" labelloc=b"
            + $" label={Legend(drawing)}]\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"  node [shape=box style=\"rounded,filled\" fontname=\"Arial\" fontsize=11 color=\"{DotElements.Muted}\""
            + $" fillcolor=\"{DotElements.Card}\" fontcolor=\"{DotElements.Ink}\" margin=\"0.13,0.08\" height=0 width=0 tooltip=\" \"]\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"  edge [dir=none fontname=\"Arial\" fontsize=9 fontcolor=\"{DotElements.Muted}\" color=\"{DotElements.Line}\""
            + $" tooltip=\" \"]\n");
        if (drawing.Of(TopologyNodeKind.Container).Count() <= MostStars)
            Stars(text, drawing);
        else
            new DotBoxes(text, drawing).Write();
        return text.Append("}\n").ToString();
    }

    private static void Stars(StringBuilder text, Drawing drawing)
    {
        TopologyNode[] nodes = [.. drawing.Topology.Nodes.Except(drawing.Unused)];
        DotElements.Boxes(text, drawing, (place, isIts) =>
        {
            foreach (var node in nodes.Where(isIts))
                text.Append(DotElements.Node(drawing, node));
            DotElements.Aside(text, drawing, place, isIts);
        });
        var lines = drawing.Topology.Edges
            .Where(e => e.Kind is not (TopologyEdgeKind.Reachability or TopologyEdgeKind.Trace)
                && !drawing.Unused.Any(n => n.Id == e.Source));
        foreach (var edge in lines)
            text.Append(DotElements.Edge(drawing, edge, edge.Kind == TopologyEdgeKind.Uplink ? 1.6 : 1.2));
        foreach (var (edge, both) in drawing.Pairs)
            text.Append(DotElements.Pair(drawing, edge, both, drawing.Id));
        foreach (var edge in drawing.Edges(TopologyEdgeKind.Trace))
            text.Append(DotElements.Trace(drawing, edge, drawing.Id));
    }

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

        if (drawing.Edges(TopologyEdgeKind.Trace).Any())
            parts.Add($"<FONT COLOR=\"{Drawing.Traced}\">— path of traced packets</FONT>");
        if (drawing.Of(TopologyNodeKind.Loss).Any())
            parts.Add($"<FONT COLOR=\"{DotElements.Lost}\">✗ lost</FONT>");

        return $"<{HtmlText.Of(drawing.Topology.ToString())}{(parts.Count > 0 ? "<BR/>" : "")}{string.Join("&#160;&#160;&#160;", parts)}>";

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
}
