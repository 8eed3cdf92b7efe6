using System.Globalization;
using System.Text;

namespace DockerNetwork.Model.Topology;

/// <summary>A large topology: each network is one node of Graphviz, a table with its containers in rows.</summary>
internal sealed class DotBoxes(StringBuilder text, Drawing drawing)
{
    private readonly ILookup<string, TopologyEdge> _networksOf =
        drawing.Edges(TopologyEdgeKind.Endpoint).ToLookup(e => e.Source, StringComparer.Ordinal);

    private readonly ILookup<string, TopologyEdge> _membersOf =
        drawing.Edges(TopologyEdgeKind.Endpoint).ToLookup(e => e.Target, StringComparer.Ordinal);

    private readonly Dictionary<string, string> _ownerOf =
        drawing.Edges(TopologyEdgeKind.Namespace).ToDictionary(e => e.Source, e => e.Target, StringComparer.Ordinal);

    private readonly ILookup<string, TopologyNode> _portsOf = drawing.Edges(TopologyEdgeKind.Publication)
        .Where(e => drawing.Node(e.Source).Kind == TopologyNodeKind.Port)
        .ToLookup(e => e.Target, e => drawing.Node(e.Source), StringComparer.Ordinal);

    /// <summary>Appends the drawing to the text.</summary>
    public void Write()
    {
        var containers = drawing.Of(TopologyNodeKind.Container).ToArray();
        var inside = containers.Where(c => Box(c.Id) is not null).ToLookup(c => Box(c.Id)!, StringComparer.Ordinal);
        TopologyNode[] others =
        [
            .. drawing.Topology.Nodes.Where(n =>
                n.Kind is TopologyNodeKind.Engine or TopologyNodeKind.Outside or TopologyNodeKind.Target or TopologyNodeKind.Loss),
        ];
        DotElements.Boxes(text, drawing, (place, isIts) =>
        {
            foreach (var network in drawing.Used.Where(isIts))
                Table(network, [.. inside[network.Id]]);
            foreach (var node in others.Where(isIts))
                text.Append(DotElements.Node(drawing, node));
            foreach (var container in containers.Where(c => Box(c.Id) is null && isIts(c)))
                Single(container);
            DotElements.Aside(text, drawing, place, isIts);
        });

        var unused = drawing.Unused.Select(n => n.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var edge in drawing.Edges(TopologyEdgeKind.Endpoint).Where(e => Box(e.Source) is null))
            text.Append(DotElements.Edge(drawing, edge, Length(edge)));
        foreach (var edge in drawing.Edges(TopologyEdgeKind.Uplink).Where(e => !unused.Contains(e.Source)))
            text.Append(DotElements.Edge(drawing, edge, Length(edge)));
        foreach (var (edge, both) in drawing.Pairs)
            text.Append(DotElements.Pair(drawing, edge, both, Place));
        // Between a network and a container in its box there is no room for a line.
        foreach (var edge in drawing.Edges(TopologyEdgeKind.Trace).Where(e => Box(e.Source) != e.Target && Box(e.Target) != e.Source))
            text.Append(DotElements.Trace(drawing, edge, Place));
    }

    private void Single(TopologyNode container) => text.Append(
        CultureInfo.InvariantCulture,
        $"  {drawing.Id(container.Id)} [shape=plain style=\"\" label=<"
        + $"<TABLE BORDER=\"0\" CELLBORDER=\"1\" CELLSPACING=\"0\" CELLPADDING=\"5\">"
        + $"<TR>{Cell(container, DotElements.Muted)}</TR></TABLE>>]\n");

    /// <summary>A box is about as wide as the square root of what is in it; between two boxes there is an inch.</summary>
    private double Length(TopologyEdge edge)
    {
        return Radius(edge.Source) + Radius(edge.Target) + 1;

        double Radius(string id) =>
            drawing.Node(id).Kind == TopologyNodeKind.Network ? 0.35 + (0.28 * Math.Sqrt(_membersOf[id].Count())) : 0.35;
    }

    /// <summary>
    /// The network in whose box a container stands: its only one, or that of the container whose namespace it shares. Null for between
    /// the boxes, also if several engines share the network: the container stands with its engine.
    /// </summary>
    private string? Box(string container)
    {
        var owner = _ownerOf.GetValueOrDefault(container, container);
        var networks = _networksOf[owner].Select(e => e.Target).Distinct(StringComparer.Ordinal).Take(2).ToArray();
        return networks.Length == 1 && drawing.Node(networks[0]).DockerHost == drawing.Node(owner).DockerHost ? networks[0] : null;
    }

    private string Place(string node) => Box(node) is { } box ? $"{drawing.Id(box)}:{drawing.Id(node)}" : drawing.Id(node);

    private void Table(TopologyNode network, TopologyNode[] inside)
    {
        var columns = Math.Max(1, (int)Math.Ceiling(Math.Sqrt(inside.Length * 0.4)));
        var id = drawing.Id(network.Id);
        text.Append(
            CultureInfo.InvariantCulture,
            $"  {id} [id=\"{id}\" class=\"network\" tooltip=\"{DotElements.Tooltip(network)}\" shape=plain style=\"\" label=<");
        text.Append(
            CultureInfo.InvariantCulture,
            $"<TABLE BORDER=\"1\" COLOR=\"{network.Color}\" BGCOLOR=\"{network.Color}1c\" STYLE=\"rounded\""
            + $" CELLBORDER=\"1\" CELLSPACING=\"5\" CELLPADDING=\"5\">");
        text.Append(
            CultureInfo.InvariantCulture,
            $"<TR><TD BORDER=\"0\" COLSPAN=\"{columns}\"><FONT POINT-SIZE=\"14\"><B>{HtmlText.Of(network.Name)}</B></FONT>"
            + $"<BR/><FONT POINT-SIZE=\"10\" COLOR=\"{DotElements.Muted}\">{HtmlText.Of(network.Text)}</FONT></TD></TR>");
        text.Append(DotElements.Rows(inside, columns, c => Cell(c, network.Color!)));
        text.Append("</TABLE>>]\n");
    }

    private string Cell(TopologyNode container, string color)
    {
        var id = drawing.Id(container.Id);
        var name = HtmlText.Of(container.Name);
        var title = container.Inactive ? $"<FONT COLOR=\"{DotElements.Muted}\">{name}</FONT>" : $"<B>{name}</B>";
        string[] more =
        [
            .. container.Inactive ? ["not running"] : Array.Empty<string>(),
            .. container.Text.Length > 0 ? container.Text.Split(", ") : [],
            .. _ownerOf.TryGetValue(container.Id, out var owner)
                ? [$"in the namespace of {drawing.Node(owner).Name}"]
                : Array.Empty<string>(),
            .. _portsOf[container.Id].Select(p => p.Name),
        ];
        var lines = string.Concat(more.Select(line =>
            $"<BR/><FONT POINT-SIZE=\"8\" COLOR=\"{DotElements.Muted}\">{HtmlText.Of(line)}</FONT>"));
        return $"<TD ID=\"{id}\" TITLE=\"{DotElements.Tooltip(container)}\" PORT=\"{id}\""
            + $" STYLE=\"rounded{(container.Inactive ? ",dashed" : "")}\""
            + $" COLOR=\"{color}\" BGCOLOR=\"{DotElements.Card}\">{title}{lines}</TD>";
    }
}
