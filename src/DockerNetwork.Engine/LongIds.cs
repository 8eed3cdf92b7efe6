using System.Text.RegularExpressions;

namespace DockerNetwork.Engine;

/// <summary>Full ids in the words of an engine, which a reader cannot compare with anything on the screen.</summary>
public static partial class LongIds
{
    /// <summary>As many as the docker CLI shows.</summary>
    private const int Shown = 12;

    /// <summary>
    /// The text with each full id (64 hexadecimal digits) as the name of what has it, or else as its first 12 digits. The digest of an
    /// image (<c>sha256:</c>) stays as it is.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="nameOf">The name of the container or network with an id; null if it is not known.</param>
    public static string Replace(string text, Func<string, string?>? nameOf = null) =>
        FullId().Replace(text, match => nameOf?.Invoke(match.Value) is { Length: > 0 } name ? name : match.Value[..Shown]);

    [GeneratedRegex("(?<![0-9A-Za-z])(?<!sha256:)[0-9a-f]{64}(?![0-9A-Za-z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FullId();
}
