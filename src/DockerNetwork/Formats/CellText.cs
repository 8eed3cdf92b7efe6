using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;

namespace DockerNetwork.Formats;

/// <summary>
/// The texts that the cells of all types are made of, and how a text is folded to the width of a column. What the cells of one type show is
/// in the class of that type: <see cref="NetworkView"/>, <see cref="PortView"/> and so on.
/// </summary>
/// <remarks>
/// PowerShell would break a cell anywhere. Here it is broken between words, and only a word that is longer than the whole line is broken
/// between the parts of a name or an address. Nothing is cut.
/// </remarks>
internal static class CellText
{
    private const int UsualConsole = 80;
    private const int Least = 10;
    private const char NoBreak = '\u00A0';

    private static readonly SearchValues<char> Joints = SearchValues.Create("-_./:,>@=");

    /// <summary>"a, b".</summary>
    public static string List(IEnumerable? items) =>
        Join([.. (items ?? Array.Empty<object>()).Cast<object?>().Select(item => Convert.ToString(item, CultureInfo.InvariantCulture))]);

    /// <summary>"name=value, other=value".</summary>
    public static string Pairs<T>(IReadOnlyDictionary<string, T>? pairs) =>
        Join([.. (pairs ?? new Dictionary<string, T>()).Select(p => $"{p.Key}={p.Value}")]);

    /// <summary>"a, b" of those parts that are not empty.</summary>
    public static string Join(params string?[] parts) => string.Join(", ", parts.Where(p => !string.IsNullOrEmpty(p)));

    /// <summary>"2026-11-21 08:14:14 +00:00"; empty for no time.</summary>
    public static string Moment(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture) ?? "";

    /// <summary>"0.12 ms", or "0,12 ms" in a culture that writes numbers so, as PowerShell shows numbers; empty for no time.</summary>
    public static string Milliseconds(TimeSpan? time) =>
        time is { } value ? string.Create(CultureInfo.CurrentCulture, $"{value.TotalMilliseconds:0.00} ms") : "";

    /// <summary>The text of a cell in lines of a width: broken between words, and a word that is too long where its parts meet.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Width of the column, in characters.</param>
    public static string Fold(string? text, int width) => Fold(text, width, width, list: false);

    /// <summary>As <see cref="Fold(string?, int)"/>; a word that is too long is a line of its own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Width of the column, in characters.</param>
    /// <param name="longest">How long a word may be before it is broken.</param>
    /// <param name="list">
    /// The text is a list such as "app 10.5.0.2, back 172.18.0.2": broken after a comma, and within an item only if that alone is too long.
    /// </param>
    public static string Fold(string? text, int width, int longest, bool list)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (list)
        {
            var items = (text ?? "").Split(", ").Select(item => item.Length < width ? item.Replace(' ', NoBreak) : item);
            return Fold(string.Join(", ", items), width, longest, list: false).Replace(NoBreak, ' ');
        }

        text ??= "";
        // Most cells: nothing to fold. Spaces at the beginning would go.
        if (text.Length <= width && !text.StartsWith(' ') && !text.Contains('\n', StringComparison.Ordinal))
            return text;

        var lines = new StringBuilder();
        var column = 0;
        foreach (var piece in text.Replace("\n", " \n ", StringComparison.Ordinal).Split(' ').SelectMany(word => Pieces(word, longest)))
        {
            if (piece.Text == "\n")
            {
                lines.Append('\n');
                column = 0;
                continue;
            }

            var gap = column > 0 && piece.Starts ? 1 : 0;
            if (column > 0 && (!piece.Starts || column + gap + piece.Text.Length > width))
            {
                lines.Append('\n');
                column = gap = 0;
            }

            lines.Append(' ', gap).Append(piece.Text);
            column += gap + piece.Text.Length;
        }

        return lines.ToString();
    }

    /// <summary>The text of a last cell, which has what the columns before it leave of the console.</summary>
    /// <param name="text">The text.</param>
    /// <param name="consoleWidth">Width of the console in columns; 0 if there is none.</param>
    /// <param name="before">What the columns before take, the spaces between them included.</param>
    public static string FoldRest(string? text, int consoleWidth, int before) => Fold(text, Rest(consoleWidth, before));

    /// <summary>As <see cref="Fold(string?, int)"/>, of a list.</summary>
    public static string FoldList(string? text, int width) => Fold(text, width, width, list: true);

    /// <summary>As <see cref="FoldRest"/>, of a list.</summary>
    public static string FoldListRest(string? text, int consoleWidth, int before) => FoldList(text, Rest(consoleWidth, before));

    /// <summary>PowerShell leaves the last column of the console empty.</summary>
    private static int Rest(int consoleWidth, int before) => Math.Max(Least, (consoleWidth > 0 ? consoleWidth : UsualConsole) - before - 1);

    /// <summary>
    /// A word in pieces that fit; each but the last ends where a name or an address may be broken, if there is such a place.
    /// </summary>
    private static IEnumerable<(string Text, bool Starts)> Pieces(string word, int width)
    {
        var start = 0;
        while (word.Length - start > width)
        {
            // The :: of an address stays whole.
            var room = word[start + width - 1] == ':' && word[start + width] == ':' ? width - 1 : width;
            var end = word.AsSpan(start, room).LastIndexOfAny(Joints) + 1;
            var length = end > width / 3 ? end : width;
            yield return (word.Substring(start, length), start == 0);
            start += length;
        }

        yield return (word[start..], start == 0);
    }
}
