using System.Text;

namespace DockerNetwork.Identities;

/// <summary>
/// Which texts are patterns. The rules are those of PowerShell (about_Wildcards): <c>* ? [ ]</c> are wildcards, and a backtick before one
/// takes it by the letter. An engine takes any network name, so this depends on the text alone and never on what is there: else a network
/// named <c>*</c> would hide all others.
/// </summary>
internal static class Wildcards
{
    private const char EscapeCharacter = '`';

    /// <summary>True if a text has a wildcard that is not escaped.</summary>
    public static bool IsPattern(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsWildcard(text[i]))
                return true;
            if (text[i] == EscapeCharacter)
                i++;
        }

        return false;
    }

    /// <summary>What a text that is not a pattern stands for: <c>`*</c> is <c>*</c>. Without wildcards a backtick is a backtick.</summary>
    public static string Literal(string text)
    {
        if (!text.Any(IsWildcard))
            return text;
        var literal = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == EscapeCharacter && i + 1 < text.Length && IsSpecial(text[i + 1]))
                i++;
            literal.Append(text[i]);
        }

        return literal.ToString();
    }

    /// <summary>The text that stands for exactly this name: what <see cref="Literal"/> takes back.</summary>
    public static string Escape(string name) =>
        name.Any(IsWildcard) ? string.Concat(name.Select(c => IsSpecial(c) ? $"{EscapeCharacter}{c}" : c.ToString())) : name;

    private static bool IsWildcard(char c) => c is '*' or '?' or '[' or ']';

    private static bool IsSpecial(char c) => c == EscapeCharacter || IsWildcard(c);
}
