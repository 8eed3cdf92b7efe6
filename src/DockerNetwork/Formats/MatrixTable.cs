using DockerNetwork.Engine;
using DockerNetwork.Model.Matrix;

namespace DockerNetwork.Formats;

/// <summary>
/// A matrix as lines of text. Columns that do not fit beside the others are in further lines, in the heading and in each row. A compact
/// matrix has one character a column, with a space after each ten; its heading says which number is which target.
/// </summary>
/// <param name="matrix">The matrix.</param>
/// <param name="captions">The names of its columns.</param>
/// <param name="compact">Each cell is one mark.</param>
/// <param name="unicode">The marks are ✓ and ✗; else + and x.</param>
internal sealed class MatrixTable(ReachabilityMatrix matrix, IReadOnlyList<string> captions, bool compact, bool unicode)
{
    private const int UsualConsole = 80;
    private const int Ten = 10;
    private const string Gap = "  ";

    private readonly string[] _captions = [.. captions.Select(VisibleText.Of)];

    /// <summary>The heading.</summary>
    /// <param name="console">Width of the console in columns; 0 if there is none.</param>
    /// <param name="style">The style of the names of columns.</param>
    public string Head(int console, TextStyle style)
    {
        var name = NameWidth(console);
        var lines = compact ? Legend(console) : [];
        var first = "Source".PadRight(name);
        foreach (var block in Blocks(console))
        {
            foreach (var line in compact ? Stacked(block) : [Beside(block, _captions)])
            {
                lines.Add(TableLayout.Styled((first + Gap + line).TrimEnd(), style));
                first = new string(' ', name);
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>The lines of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="console">Width of the console in columns; 0 if there is none.</param>
    /// <param name="style">How a tone looks.</param>
    public string Line(MatrixRow row, int console, Func<Tone, TextStyle> style)
    {
        var width = NameWidth(console);
        var name = ReachabilityMatrix.Caption(row.Sources);
        var lines = new List<string>();
        if (name.Length > width)
            lines.Add(name);
        var first = (name.Length > width ? "" : name).PadRight(width);
        foreach (var block in Blocks(console))
        {
            lines.Add((first + Gap + (compact ? Marks(block, row.Cells, style) : Beside(block, row.Cells, style))).TrimEnd());
            first = new string(' ', width);
        }

        return string.Join('\n', lines);
    }

    private static int Usable(int console) => (console > 0 ? console : UsualConsole) - 1;

    /// <summary>As wide as the names; one that takes more than half of the console is a line of its own.</summary>
    private int NameWidth(int console) => matrix.Rows
        .Select(row => ReachabilityMatrix.Caption(row.Sources).Length)
        .Where(length => length <= Usable(console) / 2)
        .Append("Source".Length)
        .Max();

    /// <summary>The columns that are beside each other.</summary>
    private List<Range> Blocks(int console)
    {
        var room = Usable(console) - NameWidth(console) - Gap.Length;
        var blocks = new List<Range>();
        for (int start = 0, end; start < _captions.Length; start = end)
        {
            end = start + 1;
            if (compact)
            {
                // Whole tens, so that they are under each other.
                end = start + Math.Max(Ten, (room + 1) / (Ten + 1) * Ten);
            }
            else
            {
                for (var used = Width(start); end < _captions.Length && (used += Gap.Length + Width(end)) <= room;)
                    end++;
            }

            blocks.Add(start..Math.Min(end, _captions.Length));
        }

        return blocks;
    }

    private int Width(int column) => Math.Max(_captions[column].Length, matrix.Rows.Max(row => row.Cells[column].Length));

    private string Beside(Range block, IReadOnlyList<string> texts, Func<Tone, TextStyle>? style = null) => string.Join(
        Gap,
        Enumerable.Range(0, _captions.Length)
            .Take(block)
            .Select(i => (Text: texts[i], Style: style?.Invoke(ToneOf(texts[i])) ?? default, Width: Width(i)))
            .Select(cell => TableLayout.Styled(cell.Text, cell.Style) + new string(' ', cell.Width - cell.Text.Length)));

    private static string Marks(Range block, IReadOnlyList<string> cells, Func<Tone, TextStyle> style) => string.Concat(
        Enumerable.Range(0, cells.Count)
            .Take(block)
            .Select((column, i) => (i > 0 && i % Ten == 0 ? " " : "")
                + TableLayout.Styled(cells[column], style(ToneOf(cells[column])))));

    /// <summary>The numbers of columns, digit under digit.</summary>
    private IEnumerable<string> Stacked(Range block)
    {
        string[] numbers = [.. _captions.Take(block)];
        var digits = numbers.Max(n => n.Length);
        for (var digit = 0; digit < digits; digit++)
            yield return string.Concat(numbers.Select((n, i) => $"{(i > 0 && i % Ten == 0 ? " " : "")}{n.PadLeft(digits)[digit]}"));
    }

    /// <summary>Which number is which target, in columns, and what the marks mean.</summary>
    private List<string> Legend(int console)
    {
        string[] entries =
        [
            .. matrix.Columns.Zip(_captions).Select(c => $"{c.Second.PadLeft(_captions[^1].Length)} {ReachabilityMatrix.Caption(c.First)}"),
        ];
        var width = entries.Max(entry => entry.Length);
        var lines = entries
            .Chunk(Math.Max(1, (Usable(console) + Gap.Length) / (width + Gap.Length)))
            .Select(line => string.Join(Gap, line.Select(entry => entry.PadRight(width))).TrimEnd());
        var marks = CellText.Fold(string.Join(", ", MatrixMarks.Legend(unicode)), Usable(console), Usable(console), list: true);
        return [.. lines, marks, ""];
    }

    private static Tone ToneOf(string cell)
    {
        var good = cell.Contains('✓', StringComparison.Ordinal) || cell.Contains('+', StringComparison.Ordinal);
        var bad = cell.Contains('✗', StringComparison.Ordinal) || cell.StartsWith('x');
        return good == bad || cell.EndsWith('!') ? Tone.Doubtful : good ? Tone.Good : Tone.Bad;
    }
}
