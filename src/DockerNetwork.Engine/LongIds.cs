using System.Text.RegularExpressions;

namespace DockerNetwork.Engine;

/// <summary>Full ids in the words of an engine, which a reader cannot compare with anything on the screen.</summary>
public static partial class LongIds
{
    /// <summary>As many as the docker CLI shows.</summary>
    private const int Shown = 12;

    /// <summary>
    /// The text with the first 12 digits of each full id (64 hexadecimal digits). The digest of an image (<c>sha256:</c>) stays as it is. A
    /// name in place of the id would be a text that somebody else chose, in a sentence that is not theirs.
    /// </summary>
    public static string Shorten(string text) => FullId().Replace(text, match => match.Value[..Shown]);

    /// <summary>Whether a text is a full id. Engines take such a text for an id first, even if something has it as its name.</summary>
    public static bool IsFullId(string text) => FullId().Match(text).Length == text.Length && text.Length > 0;

    [GeneratedRegex("(?<![0-9A-Za-z])(?<!sha256:)[0-9a-f]{64}(?![0-9A-Za-z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FullId();
}
