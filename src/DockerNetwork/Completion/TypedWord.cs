using System.IO.Enumeration;
using System.Text;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Completion;

/// <summary>The word under the cursor, its quotes taken off: what fits it, and how an answer is written in its place.</summary>
/// <param name="Text">Without quotes.</param>
/// <param name="Quote">The quote that it begins with; null for none.</param>
internal sealed record TypedWord(string Text, char? Quote = null)
{
    /// <summary>Reads a word as PowerShell hands it over: where the closing quote is missing yet, it adds one.</summary>
    public static TypedWord Parse(string? word)
    {
        if (string.IsNullOrEmpty(word))
            return new TypedWord("");
        string[] kinds = [PowerShellWord.SingleQuotes, PowerShellWord.DoubleQuotes];
        if (Array.Find(kinds, set => set.Contains(word[0], StringComparison.Ordinal)) is not { } quotes)
            return new TypedWord(word);

        var inside = word.Length > 1 && quotes.Contains(word[^1], StringComparison.Ordinal) ? word[1..^1] : word[1..];
        return quotes == PowerShellWord.SingleQuotes
            ? new TypedWord(Unescape(inside, quotes, null), '\'')
            : new TypedWord(Unescape(inside, quotes, '`'), '"');
    }

    /// <summary>
    /// True if a text begins with the word, in any case; with * or ? in the word, if the pattern matches its beginning.
    /// </summary>
    public bool Fits(string text) => Text.AsSpan().IndexOfAny('*', '?') >= 0
        ? FileSystemName.MatchesSimpleExpression(Text.Replace("\\", "\\\\", StringComparison.Ordinal) + "*", text)
        : text.StartsWith(Text, StringComparison.OrdinalIgnoreCase);

    /// <summary>An answer as it stands on the command line: in the quotes of the word, else in those that it needs.</summary>
    public string Write(string text) => Quote switch
    {
        '\'' => PowerShellWord.InSingleQuotes(text),
        '"' => PowerShellWord.InDoubleQuotes(text),
        _ => PowerShellWord.Of(text),
    };

    /// <summary>
    /// A doubled quote is one quote; the character after the escape stands for itself. The word may end in the middle of either.
    /// </summary>
    private static string Unescape(string inside, string quotes, char? escape)
    {
        var text = new StringBuilder(inside.Length);
        for (var i = 0; i < inside.Length; i++)
        {
            var twice = i + 1 < inside.Length && IsQuote(inside[i]) && IsQuote(inside[i + 1]);
            if (inside[i] == escape || twice)
                i++;
            if (i < inside.Length)
                text.Append(inside[i]);
        }

        return text.ToString();

        bool IsQuote(char c) => quotes.Contains(c, StringComparison.Ordinal);
    }
}
