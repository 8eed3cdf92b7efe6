using System.Buffers;
using System.Globalization;
using System.Text;

namespace DockerNetwork.Engine;

/// <summary>
/// Text from an engine, an image or a container, made safe to show on a terminal. Engines take almost any characters in names of
/// networks, labels, aliases and commands; an escape sequence among them could set the clipboard, hide or forge lines.
/// </summary>
public static class VisibleText
{
    private const char ZeroWidthNonJoiner = '\u200C';
    private const char ZeroWidthJoiner = '\u200D';

    /// <summary>
    /// Characters outside ASCII that have no shape of their own, or that terminals act on: C1 controls, line and paragraph separators,
    /// and what Unicode calls Default_Ignorable_Code_Point (DerivedCoreProperties.txt): bidirectional controls, zero-width characters,
    /// fillers, variation selectors. Also the interlinear annotations and U+FFFE and U+FFFF, which XML does not allow.
    /// </summary>
    private static readonly (int First, int Last)[] Hidden =
    [
        (0x7F, 0x9F), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F),
        (0x200B, 0x200F), (0x2028, 0x202E),
        (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0xFFFE, 0xFFFF),
        (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
    ];

    /// <summary>
    /// The text, with each character that a terminal would act on or not show at all as an escape. The escapes are those of Go, which the
    /// docker CLI shows commands with: <c>\a \b \t \n \v \f \r</c>, <c>\x1b</c>, <c>\u202e</c>, <c>\U000e0041</c>. Ordinary text is given
    /// back as it is, a backslash too: this is for reading, and cannot be undone.
    /// </summary>
    /// <remarks>
    /// The joiners U+200C and U+200D stay between two characters outside ASCII, and the variation selectors U+FE00 to U+FE0F after one:
    /// scripts and emoji need them there. Among ASCII they only make two names look alike. Doing it twice changes nothing.
    /// </remarks>
    /// <param name="text">Any text, also with lone surrogates; null is empty.</param>
    public static string Of(string? text)
    {
        if (text is null)
            return "";
        return text.AsSpan().IndexOfAnyExceptInRange(' ', '~') is >= 0 and var first ? Escape(text, first) : text;
    }

    /// <summary>Whether <see cref="Of"/> gives the text back as it is.</summary>
    /// <param name="text">Any text; null is.</param>
    public static bool IsPlain(string? text) => text is null || ReferenceEquals(Of(text), text);

    private static string Escape(string text, int first)
    {
        StringBuilder? escaped = null;
        var copied = 0;
        var before = Kind.Other;
        for (var i = first; i < text.Length;)
        {
            var whole = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length) == OperationStatus.Done;
            var value = whole ? rune.Value : text[i];
            var kind = KindOf(value);
            var shown = whole && kind switch
            {
                Kind.Hidden => false,
                Kind.Selector => before == Kind.Script,
                Kind.Joiner => before is Kind.Script or Kind.Selector && KindAt(text.AsSpan(i + length)) == Kind.Script,
                _ => true,
            };
            if (!shown)
            {
                escaped ??= new StringBuilder(text.Length + 16);
                escaped.Append(text, copied, i - copied).Append(Written(value));
                copied = i + length;
            }

            before = shown ? kind : Kind.Other;
            i += length;
        }

        return escaped is null ? text : escaped.Append(text, copied, text.Length - copied).ToString();
    }

    private static Kind KindAt(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out var rune, out _) == OperationStatus.Done ? KindOf(rune.Value) : Kind.Other;

    private static Kind KindOf(int value) => value switch
    {
        < ' ' => Kind.Hidden,
        <= '~' => Kind.Other,
        ZeroWidthJoiner or ZeroWidthNonJoiner => Kind.Joiner,
        >= 0xFE00 and <= 0xFE0F => Kind.Selector,
        _ => Array.Exists(Hidden, range => value >= range.First && value <= range.Last) ? Kind.Hidden : Kind.Script,
    };

    /// <summary>As strconv.Quote of Go writes it.</summary>
    private static string Written(int value) => value switch
    {
        '\a' => "\\a",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\v' => "\\v",
        '\f' => "\\f",
        '\r' => "\\r",
        <= 0x7F => string.Create(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
        <= char.MaxValue => string.Create(CultureInfo.InvariantCulture, $"\\u{value:x4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{value:x8}"),
    };

    private enum Kind
    {
        /// <summary>ASCII that is shown, the beginning of the text, and what was escaped.</summary>
        Other,

        /// <summary>Shown, and outside ASCII.</summary>
        Script,

        Selector,
        Joiner,
        Hidden,
    }
}
