using System.IO.Enumeration;
using System.Text;

namespace DockerNetwork.Completion;

/// <summary>The word under the cursor, its quotes taken off: what fits it, and how an answer is written in its place.</summary>
/// <param name="Text">Without quotes.</param>
/// <param name="Quote">The quote that it begins with; null for none.</param>
internal sealed record TypedWord(string Text, char? Quote = null)
{
    // PowerShell reads the typographic quotes as plain ones.
    private const string SingleQuotes = "'\u2018\u2019\u201a\u201b";
    private const string DoubleQuotes = "\"\u201c\u201d\u201e";

    /// <summary>Reads a word as PowerShell hands it over: where the closing quote is missing yet, it adds one.</summary>
    public static TypedWord Parse(string? word)
    {
        if (string.IsNullOrEmpty(word))
            return new TypedWord("");
        var quotes = SingleQuotes.Contains(word[0], StringComparison.Ordinal) ? SingleQuotes : DoubleQuotes.Contains(word[0], StringComparison.Ordinal) ? DoubleQuotes : "";
        if (quotes.Length == 0)
            return new TypedWord(word);

        var inside = word.Length > 1 && quotes.Contains(word[^1], StringComparison.Ordinal) ? word[1..^1] : word[1..];
        return quotes == SingleQuotes
            ? new TypedWord(inside.Replace("''", "'", StringComparison.Ordinal), '\'')
            : new TypedWord(inside.Replace("`", "", StringComparison.Ordinal), '"');
    }

    /// <summary>True where a text begins with the word, in any case; with * or ? in the word, where the pattern fits its beginning.</summary>
    public bool Fits(string text) => Text.AsSpan().IndexOfAny('*', '?') >= 0
        ? FileSystemName.MatchesSimpleExpression(Text.Replace("\\", "\\\\", StringComparison.Ordinal) + "*", text)
        : text.StartsWith(Text, StringComparison.OrdinalIgnoreCase);

    /// <summary>An answer as it stands on the command line: in the quotes of the word, else in single quotes where it needs some.</summary>
    public string Write(string text) => (Quote ?? (IsBareWord(text) ? null : '\'')) switch
    {
        '\'' => $"'{Escape(text, SingleQuotes, c => $"{c}{c}")}'",
        '"' => $"\"{Escape(text, DoubleQuotes + "$`", c => $"`{c}")}\"",
        _ => text,
    };

    /// <summary>PowerShell takes it for a text as it is. A number with its suffixes (1d, 0x10, 2kb, 1e3) would become another text, so what begins as one is none.</summary>
    private static bool IsBareWord(string text)
    {
        if (text.Length == 0 || !text.All(c => char.IsAsciiLetterOrDigit(c) || "_.:/-+=".Contains(c, StringComparison.Ordinal)))
            return false;
        if (char.IsAsciiLetter(text[0]) || text[0] is '_' or '/')
            return true;
        // Addresses, subnets and ports to publish.
        return char.IsAsciiDigit(text[0]) && !text.Contains("..", StringComparison.Ordinal)
            && (text.AsSpan().IndexOfAny(':', '/') > 0 || text.Count(c => c == '.') == 3);
    }

    private static string Escape(string text, string special, Func<char, string> escape)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
            escaped.Append(special.Contains(c, StringComparison.Ordinal) ? escape(c) : c);
        return escaped.ToString();
    }
}
