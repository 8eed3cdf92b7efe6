using System.Globalization;

namespace DockerNetwork.Model.Text;

/// <summary>
/// Texts of somebody else in a sentence of ours, which they must not drown: engines, files and images have names and values of any length
/// and number.
/// </summary>
internal static class Excerpt
{
    /// <summary>The most characters of a name or a value.</summary>
    public const int Most = 100;

    /// <summary>The most characters of a sentence.</summary>
    public const int MostOfSentence = 300;

    private const int MostNames = 10;

    /// <summary>The text, or its beginning and "…".</summary>
    /// <param name="text">Any text; null is empty.</param>
    /// <param name="most">So many characters are shown.</param>
    public static string Of(string? text, int most = Most)
    {
        if (text is null || text.Length <= most)
            return text ?? "";
        return $"{text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)]}…";
    }

    /// <summary>"a, b"; "a, b, c, d, e, f, g, h, i, j and 5 more".</summary>
    public static string Of(IEnumerable<string> names)
    {
        var all = names as IReadOnlyCollection<string> ?? [.. names];
        var more = all.Count - MostNames;
        return string.Join(", ", all.Take(MostNames).Select(name => Of(name)))
            + (more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more} more") : "");
    }
}
