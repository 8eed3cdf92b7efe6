using System.Globalization;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Formats;

/// <summary>
/// The hops of a trace in columns as wide as what is in them. Names that are too long continue in the next line of their cell. What the
/// packet names as its sender and receiver stands at the first hop of a leg, and again at each hop that sees it changed: behind the
/// columns if there is room, else under them.
/// </summary>
internal sealed class HopTable
{
    private const string Gap = "  ";
    private const int WidestInterface = 19;
    private const int Indent = 5;

    private readonly IReadOnlyList<TraceHop> _hops;
    private readonly int _width;
    private readonly Encoding _encoding;
    private readonly string[][] _cells;
    private readonly int[] _widths;

    /// <param name="hops">At least one.</param>
    /// <param name="width">How long a line may be.</param>
    /// <param name="encoding">The encoding of the console.</param>
    public HopTable(IReadOnlyList<TraceHop> hops, int width, Encoding encoding)
    {
        (_hops, _width, _encoding) = (hops, width, encoding);
        _cells = [.. hops.Select(Cells)];
        _widths = [.. Enumerable.Range(0, _cells[0].Length).Select(i => _cells.Max(row => row[i].Length))];
        _widths[1] = Math.Min(_widths[1], WidestInterface);
        // The names of the place and of the network share what the other columns leave.
        var room = Math.Max(2 * 8, width - Indent - _widths[1] - _widths[3] - _widths[4] - (4 * Gap.Length));
        var network = Math.Min(_widths[2], Math.Max(room / 2, room - _widths[0]));
        (_widths[0], _widths[2]) = (Math.Min(_widths[0], room - network), network);
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

    private static string[] Cells(TraceHop hop) =>
    [
        VisibleText.Of(hop.Place),
        VisibleText.Of(TraceView.Passed(hop)),
        VisibleText.Of(hop.Network),
        string.Create(CultureInfo.InvariantCulture, $"{hop.Seen}/{hop.Sent}"),
        CellText.Milliseconds(hop.Offset),
    ];

    /// <summary>The columns of a hop, in one line or more.</summary>
    private IEnumerable<string> Columns(int row)
    {
        var hop = _hops[row];
        var folded = _cells[row].Select((cell, i) => CellText.Fold(cell, Math.Max(1, _widths[i])).Split('\n')).ToArray();
        var arrow = TraceView.Arrow(hop.Leg, _encoding);
        for (var line = 0; line < folded.Max(cell => cell.Length); line++)
        {
            var begin = line == 0 ? string.Create(CultureInfo.InvariantCulture, $"{hop.Number,2} {arrow}") : "";
            var columns = folded
                .Select((cell, i) => (Text: line < cell.Length ? cell[line] : "", Width: _widths[i], Number: i > 2))
                .Where(cell => cell.Width > 0)
                .Select(cell => cell.Number ? cell.Text.PadLeft(cell.Width) : cell.Text.PadRight(cell.Width));
            yield return (begin.PadRight(Indent) + string.Join(Gap, columns)).TrimEnd();
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
