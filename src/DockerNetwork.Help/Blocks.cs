using System.Text.RegularExpressions;

namespace DockerNetwork.Help;

/// <summary>A piece of a page.</summary>
/// <param name="Line">Where it begins, from 1 on; 0 if it is not in the file.</param>
internal abstract record Block(int Line);

internal sealed record Heading(int Line, int Level, string Text) : Block(Line);

/// <summary>Lines between <c>```</c>, with the word after it.</summary>
internal sealed record Fence(int Line, string Language, IReadOnlyList<string> Lines) : Block(Line);

/// <summary>A point of a list, which is a link.</summary>
internal sealed record Link(int Line, string Text, string Target) : Block(Line);

/// <summary>The line under a parameter that comes from the code.</summary>
internal sealed record FactLine(int Line) : Block(Line);

/// <summary>A paragraph, in the lines in which it is written.</summary>
/// <param name="Line">Where it begins: the paragraph itself, or the mark of a shared text.</param>
/// <param name="Lines">Not empty, but for a shared text that is not filled in yet.</param>
/// <param name="Shared">The name of the text of <c>_shared.md</c> that belongs here; null if this is a text of the page itself.</param>
internal sealed record Paragraph(int Line, IReadOnlyList<string> Lines, string? Shared = null) : Block(Line);

/// <summary>Takes Markdown apart into the few kinds of blocks that help is made of. What Get-Help could not show is an error.</summary>
internal static partial class Blocks
{
    /// <summary>The blocks, one after the other.</summary>
    /// <exception cref="HelpException">Something else stands in the file.</exception>
    public static IEnumerable<Block> Read(string file, IReadOnlyList<string> lines)
    {
        for (var next = 0; next < lines.Count;)
        {
            var line = lines[next];
            if (line.Length == 0 || (next == 0 && IsTop(line)))
            {
                next++;
            }
            else if (FenceLine().Match(line) is { Success: true } fence)
            {
                var code = lines.Skip(next + 1).TakeWhile(l => l != "```").ToArray();
                if (next + 1 + code.Length == lines.Count)
                    throw new HelpException(file, next + 1, "This block of code has no end.");
                yield return new Fence(next + 1, fence.Groups["language"].Value, code);
                next += code.Length + 2;
            }
            else if (OneLine(next + 1, line) is { } block)
            {
                yield return block;
                next++;
            }
            else
            {
                var mark = SharedLine().Match(line);
                var begin = next;
                next += mark.Success ? 1 : 0;
                var text = lines.Skip(next).TakeWhile(l => l.Length > 0).ToArray();
                foreach (var each in text)
                    Require(file, ++next, each);
                yield return new Paragraph(begin + 1, text, mark.Success ? mark.Groups["name"].Value : null);
            }
        }
    }

    /// <summary>The comment on top of a page, which this program writes.</summary>
    private static bool IsTop(string line) => line.StartsWith("<!--", StringComparison.Ordinal) && !SharedLine().IsMatch(line);

    private static Block? OneLine(int number, string line)
    {
        if (HeadingLine().Match(line) is { Success: true } heading)
            return new Heading(number, heading.Groups["level"].Length, heading.Groups["text"].Value);
        if (LinkLine().Match(line) is { Success: true } link)
            return new Link(number, link.Groups["text"].Value, link.Groups["target"].Value);
        return FactsLine().IsMatch(line) ? new FactLine(number) : null;
    }

    private static void Require(string file, int number, string line)
    {
        if (NotProse().IsMatch(line))
            throw new HelpException(file, number, $"Get-Help shows paragraphs, and none begins with '{line.TrimStart().Split(' ')[0]}'.");
    }

    [GeneratedRegex("^```(?<language>[a-z]*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FenceLine();

    [GeneratedRegex("^(?<level>#{1,3}) (?<text>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HeadingLine();

    [GeneratedRegex(@"^- \[(?<text>.+)\]\((?<target>.+)\)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LinkLine();

    [GeneratedRegex("^<!-- shared: (?<name>[a-z0-9-]+) -->$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SharedLine();

    [GeneratedRegex(@"^\*(Type: |类型：)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FactsLine();

    /// <summary>Headings, lists, quotes, tables, rules, HTML and indented code.</summary>
    [GeneratedRegex(@"^(\s|#|>|[-+*](\s|$)|\d+[.)]\s|\||=+$|-+$|```|~~~|<|\*(Type: |类型：))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotProse();
}
