namespace DockerNetwork.Help;

/// <summary>Writes a page: the texts as they are, and between them what the code says.</summary>
internal static class PageWriter
{
    private const string Top =
        "<!-- Write the texts here. ./build.sh help fills in the syntax, the lines in italics, and the shared texts (_shared.md). -->";

    /// <summary>A page as it should be in its file. Writing it again changes nothing.</summary>
    public static string Write(Page page, CmdletFacts facts)
    {
        string[] blocks =
        [
            $"{Top}\n# {page.Name}",
            .. page.Synopsis.Select(Text),
            Code("", string.Join("\n\n", facts.Usages.Select(usage => string.Join('\n', Syntax.Lines(page.Name, usage))))),
            .. page.Description.Select(Text),
            "## Examples",
            .. page.Examples.SelectMany(Example),
            "## Parameters",
            .. page.Parameters.SelectMany(parameter => Parameter(parameter, facts.Parameters.Single(p => p.Name == parameter.Name))),
            "## Inputs",
            .. page.Inputs.SelectMany(Type),
            "## Outputs",
            .. page.Outputs.SelectMany(Type),
            "## Notes",
            .. page.Notes.Select(Text),
            "## See also",
            string.Join('\n', page.Links.Select(link => $"- [{link.Text}]({link.Target})")),
        ];
        return $"{string.Join("\n\n", blocks).TrimEnd('\n')}\n";
    }

    private static IEnumerable<string> Example(Example example) =>
    [
        $"### {example.Title}",
        .. example.Introduction.Select(Text),
        Code("powershell", string.Join('\n', example.Code)),
        .. example.Remarks.Select(Text),
    ];

    private static IEnumerable<string> Parameter(Entry parameter, ParameterFacts facts)
    {
        yield return $"### -{parameter.Name}";
        foreach (var paragraph in parameter.Text)
            yield return Text(paragraph);
        if (parameter.Default is not null)
            yield return $"{PageReader.DefaultMark}{Text(parameter.Default)}";
        yield return FactLine(facts);
    }

    private static IEnumerable<string> Type(Entry type) => [$"`{type.Name}`", .. type.Text.Select(Text)];

    private static string Code(string language, string code) => $"```{language}\n{code}\n```";

    private static string Text(Paragraph paragraph)
    {
        var text = string.Join('\n', paragraph.Lines);
        return paragraph.Shared is null ? text : $"<!-- shared: {paragraph.Shared} -->\n{text}";
    }

    private static string FactLine(ParameterFacts parameter)
    {
        List<string> facts = [$"Type: `{parameter.Type.FullName}`"];
        if (parameter.Aliases.Count > 0)
            facts.Add($"alias: {string.Join(", ", parameter.Aliases)}");
        facts.Add(parameter.Required ? "required" : "optional");
        if (parameter.Position is not null)
            facts.Add($"position: {parameter.Position}");
        if (parameter.Default is not null)
            facts.Add($"default: `{parameter.Default}`");
        if (parameter.Pipeline.Length > 0)
            facts.Add($"from the pipeline: {parameter.Pipeline}");
        if (parameter.Wildcards)
            facts.Add("wildcards: yes");
        return $"*{string.Join(" · ", facts)}*";
    }
}
