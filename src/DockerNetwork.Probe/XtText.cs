using System.Globalization;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>How iptables writes values and text.</summary>
internal static class XtText
{
    /// <summary>The negation before an option.</summary>
    public static string Not(bool inverted) => inverted ? " !" : "";

    /// <summary>A value in hexadecimal, with its mask unless that is full.</summary>
    public static string Masked(uint value, uint mask) => mask == uint.MaxValue ? $"0x{value:x}" : $"0x{value:x}/0x{mask:x}";

    /// <summary>One number, or two with a separator.</summary>
    public static string Range(uint low, uint high, char between = ':') => low == high ? $"{low}" : $"{low}{between}{high}";

    /// <summary>Those names whose bits are set, from bit 0.</summary>
    public static string Flags(uint bits, params ReadOnlySpan<string> names)
    {
        var text = new StringBuilder();
        for (var i = 0; i < names.Length; i++)
        {
            if ((bits & (1u << i)) != 0)
                text.Append(text.Length == 0 ? "" : ",").Append(names[i]);
        }

        return text.ToString();
    }

    /// <summary>Bytes up to the first zero as text. Characters that a terminal acts on, or does not show, are question marks.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        return text.All(IsHarmless) ? text : string.Concat(text.Select(c => IsHarmless(c) ? c : '?'));
    }

    /// <summary>A value as iptables-save writes it: in quotes unless it has letters, digits, - and _ only.</summary>
    public static string Quoted(string text)
    {
        if (text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c is '"' or '\\' or '\'' ? "\\" : "").Append(c);
        return quoted.Append('"').ToString();
    }

    private static bool IsHarmless(char c) => c is >= ' ' and <= '~' || (c > '~' && CharUnicodeInfo.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
}
