using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace DockerNetwork.Help;

/// <summary>A text of the help, taken apart for the comparison of two languages.</summary>
/// <param name="File">The file, for errors.</param>
/// <param name="Name">The cmdlet or the about topic.</param>
/// <param name="Sections">In order.</param>
internal sealed record Document(string File, string Name, IReadOnlyList<Section> Sections)
{
    /// <summary>The texts of a page.</summary>
    public static Document Of(Page page)
    {
        Section[] sections =
        [
            Section("Synopsis", 2, page.Synopsis),
            Section("Description", 2, page.Description),
            .. page.Examples.SelectMany((example, i) => OfExample(example, $"Example {i + 1}")),
            .. page.Parameters.Select(entry => Section($"-{entry.Name}", entry)),
            .. page.Inputs.Select(entry => Section($"Input {entry.Name}", entry)),
            .. page.Outputs.Select(entry => Section($"Output {entry.Name}", entry)),
            Section("Notes", page.Notes.Count > 0 ? page.Notes[0].Line : 1, page.Notes),
        ];
        return new Document(page.File, page.Name, sections);
    }

    /// <summary>The texts that pages share.</summary>
    public static Document Of(string file, SharedTexts shared) =>
        new(file, Path.GetFileNameWithoutExtension(file), [.. shared.Texts.Select(t => Section(t.Key, t.Value.Line, [t.Value]))]);

    private static IEnumerable<Section> OfExample(Example example, string name) =>
    [
        new(name, example.Line, [new Passage(example.Line, example.Title, IsTitle: true), .. example.Introduction.Select(Passage)]),
        Section($"{name}, after the code", example.Line, example.Remarks),
    ];

    private static Section Section(string name, Entry entry) =>
        Section(name, entry.Line, entry.Default is null ? entry.Text : [.. entry.Text, entry.Default]);

    private static Section Section(string name, int line, IEnumerable<Paragraph> paragraphs) =>
        new(name, line, [.. paragraphs.Select(Passage)]);

    private static Passage Passage(Paragraph paragraph) => paragraph.Shared is null
        ? new Passage(paragraph.Line, Prose.Joined(paragraph.Lines))
        : new Passage(paragraph.Line, $"<!-- shared: {paragraph.Shared} -->", IsFixed: true);
}

/// <summary>A part of a document, which has the same name in both languages.</summary>
internal sealed record Section(string Name, int Line, IReadOnlyList<Passage> Passages);

/// <summary>A paragraph, or what else is translated as a whole.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Text">In one line.</param>
/// <param name="IsFixed">Whether it is the same in both languages: code, names, or the name of a shared text.</param>
/// <param name="IsTitle">Whether it is a title, which is translated even if it is one word.</param>
/// <param name="Layout">The lines, if their columns have a meaning.</param>
internal sealed partial record Passage(
    int Line, string Text, bool IsFixed = false, bool IsTitle = false, IReadOnlyList<string>? Layout = null)
{
    /// <summary>A short name for the text: another text has another one. How it is broken into lines does not count.</summary>
    public string Hash => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Space().Replace(Text, " "))))[..8].ToLowerInvariant();

    /// <summary>How it begins, for messages.</summary>
    public string Beginning => Space().Replace(Text, " ") is { Length: > 50 } text ? $"{text[..47]}..." : Space().Replace(Text, " ");

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();
}
