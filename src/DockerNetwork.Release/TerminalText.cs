using System.Globalization;
using System.Text;

namespace DockerNetwork.Release;

/// <summary>How a piece of text looks. Colors are those of <see cref="Palette"/>; null is the terminal's own.</summary>
internal sealed record Look(string? Color = null, string? Background = null, bool Bold = false, bool Italic = false, bool Underline = false)
{
    /// <summary>What a terminal starts with.</summary>
    public static Look Plain { get; } = new();
}

/// <summary>Text of one look in one line, and the column that it starts in.</summary>
internal sealed record Piece(int Column, string Text, Look Look);

/// <summary>What a program wrote to a terminal, as lines of pieces. Sequences other than those of looks do nothing.</summary>
internal static class TerminalText
{
    public static IReadOnlyList<IReadOnlyList<Piece>> Parse(string output)
    {
        var lines = new List<IReadOnlyList<Piece>>();
        var look = Look.Plain;
        foreach (var line in output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
            lines.Add(Line(line, ref look));
        while (lines.Count > 0 && lines[^1].Count == 0)
            lines.RemoveAt(lines.Count - 1);
        return lines;
    }

    private static List<Piece> Line(string line, ref Look look)
    {
        var pieces = new List<Piece>();
        var text = new StringBuilder();
        var column = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != '\e')
            {
                if (!char.IsControl(line[i]))
                    text.Append(line[i]);
                continue;
            }

            var end = End(line, i);
            if (line[end] == 'm' && line[i + 1] == '[')
            {
                Flush(look);
                look = Change(look, line[(i + 2)..end]);
            }

            i = end;
        }

        Flush(look);
        if (pieces is [.., { Look.Background: null } last])
            pieces[^1] = last with { Text = last.Text.TrimEnd() };
        pieces.RemoveAll(piece => piece.Look.Background is null && string.IsNullOrWhiteSpace(piece.Text));
        return pieces;

        void Flush(Look now)
        {
            if (text.Length > 0)
                pieces.Add(new(column, text.ToString(), now));
            column += text.Length;
            text.Clear();
        }
    }

    /// <summary>The last character of the sequence that starts at an escape: CSI ends with a letter, OSC with BEL or ST.</summary>
    private static int End(string line, int start)
    {
        if (start + 1 >= line.Length)
            return start;
        var at = start + 2;
        if (line[start + 1] == ']')
        {
            while (at < line.Length && line[at] != '\a' && !(line[at] == '\\' && line[at - 1] == '\e'))
                at++;
        }
        else if (line[start + 1] == '[')
        {
            while (at < line.Length && line[at] is < '@' or > '~')
                at++;
        }
        else
        {
            at = start + 1;
        }

        return Math.Min(at, line.Length - 1);
    }

    private static Look Change(Look look, string codes)
    {
        var rest = new Queue<int>(codes.Split(';').Select(Number));
        while (rest.TryDequeue(out var code))
        {
            look = code switch
            {
                0 => Look.Plain,
                1 => look with { Bold = true },
                3 => look with { Italic = true },
                4 => look with { Underline = true },
                22 => look with { Bold = false },
                23 => look with { Italic = false },
                24 => look with { Underline = false },
                >= 30 and <= 37 => look with { Color = Palette.Of(code - 30) },
                38 => look with { Color = Palette.Of(rest) },
                39 => look with { Color = null },
                >= 40 and <= 47 => look with { Background = Palette.Of(code - 40) },
                48 => look with { Background = Palette.Of(rest) },
                49 => look with { Background = null },
                >= 90 and <= 97 => look with { Color = Palette.Of(code - 82) },
                >= 100 and <= 107 => look with { Background = Palette.Of(code - 92) },
                _ => look,
            };
        }

        return look;
    }

    private static int Number(string code) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
