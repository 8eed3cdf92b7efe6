using System.Text;
using System.Text.RegularExpressions;

namespace DockerNetwork.Help;

/// <summary>Text as Get-Help shows it. Backticks go around what Markdown would change; there is no other markup.</summary>
internal static partial class Prose
{
    /// <summary>The text in one line, without the backticks.</summary>
    /// <exception cref="HelpException">The paragraph has markup that Get-Help cannot show.</exception>
    public static string Plain(string file, Paragraph paragraph)
    {
        var text = Joined(paragraph.Lines);
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '`')
            {
                var span = CodeSpan().Match(text, i);
                if (!span.Success)
                    throw new HelpException(file, paragraph.Line, $"The backtick before '{Word(text, i + 1)}' has no partner.");
                var code = span.Groups["code"].Value;
                plain.Append(code is [' ', _, .., ' '] ? code[1..^1] : code);
                i += span.Length - 1;
            }
            else if (Markup().IsMatch(text, i))
            {
                throw new HelpException(file, paragraph.Line, $"'{Word(text, i)}' means something in Markdown. Put backticks around it.");
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    /// <summary>Lines as one. Chinese has no space between two of its characters, nor beside its punctuation.</summary>
    public static string Joined(IReadOnlyList<string> lines) =>
        lines.Aggregate((text, line) => TextWidth.IsSpaceBetween(text, line) ? $"{text} {line}" : text + line);

    private static string Word(string text, int start) => text[start..].Split(' ')[0];

    /// <summary>
    /// Code between two runs of as many backticks. Code that has backticks itself stands between more of them, and may keep a space away.
    /// </summary>
    [GeneratedRegex(@"\G(?<ticks>(?>`+))(?<code>.+?)(?<!`)\k<ticks>(?!`)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\G([\\*\[\]<]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|~~|&#?[A-Za-z0-9]+;)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Markup();
}
