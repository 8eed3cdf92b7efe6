using System.Text.RegularExpressions;

namespace DockerNetwork.Help;

/// <summary>The paragraphs that several pages have, from <c>_shared.md</c>: for each a heading with its name, and the paragraph.</summary>
internal sealed partial class SharedTexts
{
    /// <summary>The name of the file, beside the pages.</summary>
    public const string FileName = "_shared.md";

    private readonly Dictionary<string, Paragraph> _texts = [];
    private readonly HashSet<string> _used = [];
    private readonly string _file;

    /// <summary>Reads them.</summary>
    /// <exception cref="HelpException">It is not written as such a file is.</exception>
    public SharedTexts(string file, string text)
    {
        _file = file;
        Heading? name = null;
        foreach (var block in Blocks.Read(file, text.Split('\n')))
        {
            if (name is not null && block is Paragraph { Shared: null } paragraph)
            {
                if (!_texts.TryAdd(name.Text, paragraph with { Line = name.Line }))
                    throw new HelpException(file, name.Line, $"There are two texts '{name.Text}'.");
                name = null;
            }
            else if (name is null && block is Heading { Level: 2 } heading)
            {
                name = heading;
            }
            else if (name is not null || block is not (Heading { Level: 1 } or Paragraph) || _texts.Count > 0)
            {
                throw new HelpException(file, block.Line, "A heading (## name) and one paragraph should be here.");
            }
        }
    }

    /// <summary>The paragraphs that no page has.</summary>
    public IEnumerable<HelpException> Unused =>
        _texts.Where(text => !_used.Contains(text.Key))
            .Select(text => new HelpException(_file, text.Value.Line, $"No page has the text '{text.Key}'."));

    /// <summary>The paragraphs by name.</summary>
    public IReadOnlyDictionary<string, Paragraph> Texts => _texts;

    /// <summary>The lines of a text that a page names.</summary>
    /// <exception cref="HelpException">There is no such text.</exception>
    public IReadOnlyList<string> Use(string name, string page, int line)
    {
        if (!_texts.TryGetValue(name, out var text))
            throw new HelpException(page, line, $"{FileName} has no text '{name}'.");
        _used.Add(name);
        return text.Lines;
    }

    /// <summary>The texts for a parameter of a base class: docker-host, docker-host-2 and so on for -DockerHost.</summary>
    public IReadOnlyList<Paragraph> OfParameter(string parameter)
    {
        var name = WordBreak().Replace(parameter, "-").ToLowerInvariant();
        var names = Enumerable.Range(1, _texts.Count).Select(i => i == 1 ? name : $"{name}-{i}").TakeWhile(_texts.ContainsKey);
        return [.. names.Select(each => new Paragraph(0, Use(each, _file, 0), each))];
    }

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.None, 1000)]
    private static partial Regex WordBreak();
}
