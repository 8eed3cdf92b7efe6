using System.Globalization;
using System.Text;
using DockerNetwork.Engine;

namespace DockerNetwork.Model.Text;

/// <summary>
/// Writes a text as one word of a PowerShell command line. Everything that prints a command goes through here: names come from an engine,
/// and a name that ends its own quotes is a command. The rules are those of the language (about_Quoting_Rules, about_Special_Characters,
/// and the tokenizer for the typographic quotes).
/// </summary>
internal static class PowerShellWord
{
    /// <summary>PowerShell takes the typographic quotes for plain ones, so each of these ends a text that any of them began.</summary>
    public const string SingleQuotes = "'\u2018\u2019\u201a\u201b";

    /// <inheritdoc cref="SingleQuotes"/>
    public const string DoubleQuotes = "\"\u201c\u201d\u201e";

    /// <summary>
    /// After this word PowerShell reads the line verbatim, up to a pipe, even if the word is quoted. In parentheses it is a string.
    /// </summary>
    private const string StopParsing = "--%";

    /// <summary>
    /// The shortest form that PowerShell reads as exactly this text: bare, else in single quotes. Characters that a terminal would act
    /// upon or hide are written as escapes in double quotes (<c>`u{1b}</c>), so that the word can be shown and pasted whatever the text
    /// is.
    /// </summary>
    public static string Of(string text) => IsBare(text) ? text : InSingleQuotes(text);

    /// <summary>Never bare: for places such as the key of a hashtable.</summary>
    public static string InSingleQuotes(string text)
    {
        if (text == StopParsing)
            return $"('{text}')";
        return IsPrintable(text)
            ? $"'{string.Concat(text.Select(c => SingleQuotes.Contains(c, StringComparison.Ordinal) ? $"{c}{c}" : c.ToString()))}'"
            : InDoubleQuotes(text);
    }

    /// <summary>In double quotes, where the user began with one.</summary>
    public static string InDoubleQuotes(string text)
    {
        if (text == StopParsing)
            return InSingleQuotes(text);
        var word = new StringBuilder("\"", text.Length + 2);
        for (var i = 0; i < text.Length; i++)
        {
            var whole = Rune.TryGetRuneAt(text, i, out var rune);
            if (!whole || !IsPrintable(rune))
                word.Append(CultureInfo.InvariantCulture, $"`u{{{(whole ? rune.Value : text[i]):x}}}");
            else if (rune.IsBmp && (DoubleQuotes + "$`").Contains(text[i], StringComparison.Ordinal))
                word.Append('`').Append(text[i]);
            else
                word.Append(rune);
            if (whole)
                i += rune.Utf16SequenceLength - 1;
        }

        return word.Append('"').ToString();
    }

    /// <summary>
    /// False for a text with characters that a terminal acts on or does not show: the characters that <see cref="VisibleText"/> escapes,
    /// and every format character, including a joiner in an emoji. Two different commands must not look alike.
    /// </summary>
    public static bool IsPrintable(string text) =>
        VisibleText.IsPlain(text) && text.EnumerateRunes().All(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format);

    private static bool IsPrintable(Rune rune) => IsPrintable(rune.ToString());

    /// <summary>
    /// PowerShell reads it as a string without quotes. A number with its suffixes (1d, 0x10, 2kb, 1e3) would become another text, so only
    /// addresses, subnets and ports may begin with a digit.
    /// </summary>
    private static bool IsBare(string text)
    {
        if (text.Length == 0 || !text.All(c => char.IsAsciiLetterOrDigit(c) || "_.:/-+=".Contains(c, StringComparison.Ordinal)))
            return false;
        if (char.IsAsciiLetter(text[0]) || text[0] is '_' or '/')
            return true;
        return char.IsAsciiDigit(text[0]) && !text.Contains("..", StringComparison.Ordinal)
            && (text.AsSpan().IndexOfAny(':', '/') > 0 || text.Count(c => c == '.') == 3);
    }
}
