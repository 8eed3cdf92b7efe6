using System.Globalization;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Formats;

/// <summary>
/// The hops of a trace in columns as wide as what is in them. What the packet names as its sender and receiver stands at the first hop of
/// a leg, and again at each hop that sees it changed: behind the columns if there is room, else under them.
/// </summary>
internal sealed class HopTable
{
    private const string Gap = "  ";
    private const int Indent = 5;

    private readonly IReadOnlyList<TraceHop> _hops;
    private readonly int _width;
    private readonly Encoding _encoding;
    private readonly TableCell[][] _cells;
    private readonly TableLayout _layout;

    /// <param name="hops">At least one.</param>
    /// <param name="width">How long a line may be.</param>
    /// <param name="encoding">The encoding of the console.</param>
    public HopTable(IReadOnlyList<TraceHop> hops, int width, Encoding encoding)
    {
        (_hops, _width, _encoding) = (hops, width, encoding);
        var offset = hops.Max(hop => CellText.Milliseconds(hop.Offset).Length);
        var seen = hops.Max(hop => Seen(hop).Length);
        _cells = [.. hops.Select(hop => Cells(hop, seen, offset))];
        _layout = TableLayout.Of(_cells[0], _cells, [], width - Indent + 1);
    }

    /// <summary>The lines of the hops.</summary>
    /// <param name="lost">The number of the last hop that saw the packets; 0 for none.</param>
    /// <param name="highlight">Marks the line of that hop.</param>
    public IEnumerable<string> Rows(int lost, Func<string, string> highlight)
    {
        for (var i = 0; i < _hops.Count; i++)
        {
            var hop = _hops[i];
            var isLost = hop.Number == lost && lost > 0;
            var lines = Columns(i).ToList();
            var inline = true;
            foreach (var remark in Remarks(i, isLost))
            {
                inline &= lines[0].Length + Gap.Length + remark.Length <= _width;
                if (inline)
                    lines[0] += Gap + remark;
                else
                    lines.AddRange(TraceView.Fold(remark, _width, Indent, Indent + 2).Split('\n'));
            }

            for (var l = 0; l < lines.Count; l++)
                yield return l == 0 && isLost ? highlight(lines[l]) : lines[l];
        }
    }

    private static TableCell[] Cells(TraceHop hop, int seen, int offset) =>
    [
        new("", 0, VisibleText.Of(hop.Place)) { Name = true },
        new("", 0, VisibleText.Of(TraceView.Passed(hop))),
        new("", 0, VisibleText.Of(hop.Network)) { Name = true },
        new("", 0, Seen(hop).PadLeft(seen)),
        new("", 0, CellText.Milliseconds(hop.Offset).PadLeft(offset)),
    ];

    private static string Seen(TraceHop hop) => string.Create(CultureInfo.InvariantCulture, $"{hop.Seen}/{hop.Sent}");

    /// <summary>The columns of a hop, in one line or more.</summary>
    private IEnumerable<string> Columns(int row)
    {
        var begin = string.Create(
            CultureInfo.InvariantCulture, $"{_hops[row].Number,2} {TraceView.Arrow(_hops[row].Leg, _encoding)}").PadRight(Indent);
        foreach (var line in _layout.Line(_cells[row], _ => default).Split('\n'))
        {
            yield return begin + line;
            begin = new string(' ', Indent);
        }
    }

    /// <summary>What is said of a hop beside its columns.</summary>
    private IEnumerable<string> Remarks(int row, bool isLost)
    {
        var hop = _hops[row];
        if (isLost)
            yield return TraceView.LostMark(_encoding);
        var before = row > 0 ? _hops[row - 1] : null;
        var same = before?.Leg == hop.Leg && (before.From, before.To) == (hop.From, hop.To);
        if (!same || hop.Translated != AddressTranslation.None)
            yield return VisibleText.Of(TraceView.Packet(hop));

        if (hop.Note is not null)
            yield return VisibleText.Of(hop.Note);
    }
}
