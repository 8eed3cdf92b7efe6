using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DockerNetwork.UnitTests.Fakes;

/// <summary>
/// Reads a command line as PowerShell does in argument mode, written from the language specification (2.3.5.2 strings, 2.3.7 escapes, 8.2
/// pipelines) and about_Quoting_Rules, and knowing nothing of how the module writes. Whatever would not be a plain text is refused: a
/// variable, a number, an operator, a parameter in the place of a value.
/// </summary>
internal sealed partial class PowerShellReader(string line)
{
    private const string Single = "\u0027\u2018\u2019\u201A\u201B";
    private const string Double = "\u0022\u201C\u201D\u201E";
    private int _at;

    /// <summary>The arguments of a line that is words, separated by blanks; those that name a parameter are told apart.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static List<(string Text, bool IsParameter)> Words(string line)
    {
        var reader = new PowerShellReader(line);
        var words = new List<(string, bool)>();
        while (reader._at < line.Length)
        {
            var dash = line[reader._at] == '-';
            words.Add((reader.Word(), dash));
            if (reader._at < line.Length && line[reader._at++] is not ' ')
                throw new FormatException($"Something follows a word at {reader._at}: {line}");
        }

        return words;
    }

    /// <summary>
    /// A text of --% makes the rest of the line one, quotes or not (Parser.cs, VERBATIM_ARGUMENT), but for an expression in parentheses.
    /// </summary>
    private string Word()
    {
        if (line[_at] == '(')
        {
            _at++;
            var inside = Text();
            return line[_at++] == ')' ? inside : throw new FormatException($"More than a text in parentheses: {line}");
        }

        return Text() is var text && text != "--%" ? text : throw new FormatException($"The parsing stops: {line}");
    }

    private string Text() => line[_at] switch
    {
        var c when Single.Contains(c, StringComparison.Ordinal) => SingleQuoted(),
        var c when Double.Contains(c, StringComparison.Ordinal) => DoubleQuoted(),
        _ => Bare(),
    };

    /// <summary>Any single quote ends it, but for one that stands twice.</summary>
    private string SingleQuoted()
    {
        var text = new StringBuilder();
        for (_at++; _at < line.Length; _at++)
        {
            if (Single.Contains(line[_at], StringComparison.Ordinal))
            {
                if (_at + 1 == line.Length || !Single.Contains(line[_at + 1], StringComparison.Ordinal))
                {
                    _at++;
                    return text.ToString();
                }

                _at++;
            }

            text.Append(line[_at]);
        }

        throw new FormatException($"The text does not end: {line}");
    }

    private string DoubleQuoted()
    {
        var text = new StringBuilder();
        for (_at++; _at < line.Length; _at++)
        {
            if (Double.Contains(line[_at], StringComparison.Ordinal))
            {
                if (_at + 1 == line.Length || !Double.Contains(line[_at + 1], StringComparison.Ordinal))
                {
                    _at++;
                    return text.ToString();
                }

                text.Append(line[++_at]);
            }
            else if (line[_at] == '$')
            {
                throw new FormatException($"A variable: {line}");
            }
            else if (line[_at] == '`')
            {
                _at++;
                text.Append(Escape());
            }
            else
            {
                text.Append(line[_at]);
            }
        }

        throw new FormatException($"The text does not end: {line}");
    }

    private string Escape()
    {
        const string Letters = "0abefnrtv";
        if (line[_at] == 'u' && line[_at + 1] == '{')
        {
            var end = line.IndexOf('}', _at);
            var value = int.Parse(line.AsSpan(_at + 2, end - _at - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            _at = end;
            return value <= char.MaxValue ? ((char)value).ToString() : char.ConvertFromUtf32(value);
        }

        var letter = Letters.IndexOf(line[_at], StringComparison.Ordinal);
        return letter < 0 ? line[_at].ToString() : "\0\a\b\u001b\f\n\r\t\v"[letter].ToString();
    }

    /// <summary>Up to a blank. Everything that means something to the language is refused, wherever it stands.</summary>
    private string Bare()
    {
        var end = line.IndexOf(' ', _at);
        var text = line[_at..(end < 0 ? line.Length : end)];
        _at += text.Length;
        const string Special = "`$@#;|&(){}[]<>,*?!%~^\\" + Single + Double;
        if (text.Any(c => Special.Contains(c, StringComparison.Ordinal) || c > '~' || c <= ' '))
            throw new FormatException($"'{text}' is more than a text: {line}");
        if (text[0] is '-' && !text.AsSpan(1).ContainsAnyExceptInRange('A', 'z'))
            return text;
        if (text[0] is '-' or '+' or '.' or ':' or '=' || Number().IsMatch(text) || Range().IsMatch(text))
            throw new FormatException($"'{text}' is a parameter, an operator or a number: {line}");
        return text;
    }

    [GeneratedRegex(
        @"^(0x[0-9a-f]+|0b[01]+|[0-9]+(\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]+)?(u?[ysl]|u|n|d)?([kmgtp]b)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"^[0-9].*\.\.", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Range();
}
