using System.Text;

namespace DockerNetwork.Formats;

/// <summary>
/// The columns of a table on a console: as wide as their texts need, and if that is too much, they share the width by need. Texts are
/// broken between words, never within: a name or an address that is longer than its column takes a line of its own there, and moves to
/// the left if it would leave the console.
/// </summary>
internal sealed class TableLayout
{
    private const int Gap = 2;
    private const int UsualConsole = 80;
    private const int Least = 8;

    private readonly int _width;
    private readonly string[] _labels;
    private readonly int[] _widths;

    private TableLayout(int width, string[] labels, int[] widths) => (_width, _labels, _widths) = (width, labels, widths);

    /// <summary>The columns of a table.</summary>
    /// <param name="columns">Any row.</param>
    /// <param name="rows">All rows that are known; none if the columns have to do with their usual widths.</param>
    /// <param name="names">Names that rows to come may have.</param>
    /// <param name="console">Width of the console in columns; 0 if there is none.</param>
    public static TableLayout Of(
        IReadOnlyList<TableCell> columns, IReadOnlyList<IReadOnlyList<TableCell>> rows, IReadOnlyCollection<string> names, int console)
    {
        // PowerShell leaves the last column of the console empty.
        var width = Math.Max(2 * Least, (console > 0 ? console : UsualConsole) - 1);
        var room = width - (Gap * (columns.Count - 1));
        var labels = new string[columns.Count];
        var usual = new int[columns.Count];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = columns[i].Label;
            usual[i] = Math.Max(labels[i].Trim().Length, columns[i].Usual);
        }

        if (rows.Count == 0)
            return new(width, labels, Scaled(columns, usual, room));

        var needs = new int[labels.Length];
        var wanted = new int[labels.Length];
        for (var i = 0; i < labels.Length; i++)
        {
            // Rows to come are as long as usual.
            var more = names.Count > 0 && i < labels.Length - 1 && columns[i] is { Name: false, List: false };
            needs[i] = Math.Max(Math.Max(labels[i].Trim().Length, more ? usual[i] : 0), Longest(Texts(i)));
            wanted[i] = i == labels.Length - 1 ? needs[i] : Math.Max(needs[i], usual[i]);
        }

        if (Sum(wanted) <= room)
            return new(width, labels, wanted);
        return new(width, labels, Sum(needs) <= room ? needs : Shared(columns, rows, i => Texts(i).Select(t => t.Length), needs, room));

        IEnumerable<string> Texts(int i) => rows.Select(r => r[i].Text).Concat(columns[i].Name ? names : []);
    }

    // Loops: what LINQ does with numbers would be compiled for the first table of a session.
    private static int Longest(IEnumerable<string> texts)
    {
        var longest = 0;
        foreach (var text in texts)
            longest = Math.Max(longest, text.Length);
        return longest;
    }

    private static int Sum(int[] widths)
    {
        var sum = 0;
        foreach (var width in widths)
            sum += width;
        return sum;
    }

    /// <summary>A text in a style.</summary>
    public static string Styled(string text, TextStyle style) =>
        style.Plain || string.IsNullOrEmpty(style.On) || text.Length == 0 ? text : $"{style.On}{text}{style.Off}";

    /// <summary>The names of the columns.</summary>
    public string Header()
    {
        var cells = new TableCell[_labels.Length];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = new(_labels[i], _widths[i], _labels[i].Trim());
        return Line(cells, _ => default);
    }

    /// <summary>A row, in one line or more.</summary>
    /// <param name="cells">Its cells.</param>
    /// <param name="style">How a tone looks.</param>
    public string Line(IReadOnlyList<TableCell> cells, Func<Tone, TextStyle> style)
    {
        var lines = new List<Written>();
        var first = 0;
        for (int i = 0, offset = 0; i < cells.Count; offset += _widths[i] == 0 ? 0 : _widths[i] + Gap, i++)
        {
            if (cells[i].Text.Length == 0)
                continue;
            var width = i == cells.Count - 1 ? Math.Max(Least, _width - offset) : _widths[i];
            var row = first;
            foreach (var text in CellText.Fold(cells[i].Text, Math.Max(1, width), _width, cells[i].List).Split('\n'))
            {
                var at = text.Length <= width ? offset : Math.Max(0, Math.Min(offset, _width - text.Length));
                while (row < lines.Count && lines[row].Length > 0 && lines[row].Length + Gap > at)
                    row++;
                while (row >= lines.Count)
                    lines.Add(new());
                lines[row].Add(text, at, style(cells[i].Tone));
                // What follows is beside the end of a name that did not fit, and not beside another row's.
                if (row == first && text.Length > width)
                    first = row + 1;
                row++;
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>Usual widths; on a wide console, names and lists get more, in proportion.</summary>
    private static int[] Scaled(IReadOnlyList<TableCell> columns, int[] usual, int room)
    {
        var growing = new int[usual.Length];
        for (var i = 0; i < growing.Length; i++)
            growing[i] = columns[i].Name || columns[i].List || i == growing.Length - 1 ? usual[i] : 0;
        var more = Math.Max(0, room - Sum(usual));
        var widths = new int[usual.Length];
        for (var i = 0; i < widths.Length; i++)
            widths[i] = usual[i] + (more * growing[i] / Sum(growing));
        return widths;
    }

    /// <summary>
    /// Each column gets what its longest word needs, within limits. Names come first, as far as the others keep what they usually need; one
    /// that is very long takes a line of its own instead. Then the narrowest column gets more, until all is given.
    /// </summary>
    private static int[] Shared(
        IReadOnlyList<TableCell> columns,
        IReadOnlyList<IReadOnlyList<TableCell>> rows,
        Func<int, IEnumerable<int>> lengths,
        int[] needs,
        int room)
    {
        var names = columns.Count(c => c.Name);
        var longest = Math.Max(28, room / 4);
        int[] words = [.. columns.Select((column, i) => column.Name
            ? 0
            : Longest(rows.SelectMany(row => row[i].Text.Split(' ', '\n')).Select(word => word.Length), longest, column))];
        var comfortable = columns.Select((c, i) => c.Name ? 0 : Math.Min(needs[i], Math.Max(words[i], c.Usual))).Sum();
        var most = names == 0 ? Least : Math.Max(room * 2 / (names + 4), (room - comfortable) / names);
        var widths = Named(most);
        while (widths.Sum() > room && most > Least)
            widths = Named(--most);
        while (widths.Sum() > room && widths.Max() > Least)
            widths[Array.IndexOf(widths, widths.Max())]--;

        // A column that is as wide as it needs, or whose names would still not fit, takes no more.
        for (var left = room - widths.Sum(); left > 0; left--)
        {
            var narrowest = Enumerable.Range(0, widths.Length)
                .Where(i => widths[i] < needs[i] && !columns[i].Name)
                .OrderBy(i => widths[i])
                .FirstOrDefault(-1);
            if (narrowest < 0)
                break;
            widths[narrowest]++;
        }

        return widths;

        int[] Named(int limit) => [.. words.Select((word, i) => columns[i].Name ? Longest(lengths(i), limit, columns[i]) : word)];
    }

    /// <summary>The longest that is within the limit.</summary>
    private static int Longest(IEnumerable<int> lengths, int limit, TableCell column) =>
        lengths.Where(length => length <= limit).Append(column.Label.Trim().Length).Max();

    /// <summary>A line that grows to the right; escape sequences in it take no room.</summary>
    private sealed class Written
    {
        private readonly StringBuilder _text = new();

        public int Length { get; private set; }

        public void Add(string text, int at, TextStyle style)
        {
            _text.Append(' ', at - Length);
            _text.Append(Styled(text, style));
            Length = at + text.Length;
        }

        public override string ToString() => _text.ToString();
    }
}
