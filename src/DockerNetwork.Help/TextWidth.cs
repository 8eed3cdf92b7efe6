using System.Text.RegularExpressions;

namespace DockerNetwork.Help;

/// <summary>How many columns of a terminal a text takes: a Chinese character takes two.</summary>
internal static partial class TextWidth
{
    /// <summary>The columns of a line.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var width = text.Length;
        foreach (var c in text)
            width += IsWide(c) ? 1 : 0;
        return width;
    }

    /// <summary>The columns at which the line and its cells begin. Two spaces or more stand between cells.</summary>
    public static IEnumerable<int> Cells(string line) => CellStart().Matches(line).Select(cell => Of(line.AsSpan(0, cell.Index)));

    /// <summary>Whether a text has a Chinese character.</summary>
    public static bool HasChinese(string text) => text.AsSpan().IndexOfAnyInRange('\u4e00', '\u9fff') >= 0;

    /// <summary>Whether two lines that end and begin so have a space between them when they become one.</summary>
    public static bool IsSpaceBetween(string first, string second) =>
        first.Length > 0 && second.Length > 0 && IsSpaceBetween(first[^1], second[0]);

    private static bool IsSpaceBetween(char before, char after) =>
        !(IsWide(before) && IsWide(after)) && !IsPunctuation(before) && !IsPunctuation(after);

    private static bool IsPunctuation(char c) => c is (>= '\u3000' and <= '\u303f') or (>= '\uff00' and <= '\uff60');

    private static bool IsWide(char c) =>
        c is (>= '\u2e80' and <= '\ua4cf') or (>= '\uf900' and <= '\ufaff') or (>= '\uff00' and <= '\uff60');

    [GeneratedRegex(@"(?<=^ *| {2})(?=[^ ])", RegexOptions.None, 1000)]
    private static partial Regex CellStart();
}
