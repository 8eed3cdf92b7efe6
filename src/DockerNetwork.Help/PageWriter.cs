namespace DockerNetwork.Help;

/// <summary>Writes a page: the texts as they are, and between them what the code says.</summary>
internal static class PageWriter
{
    /// <summary>A page as it should be in its file. Writing it again changes nothing.</summary>
    public static string Write(Page page, CmdletFacts facts, Language language)
    {
        string[] blocks =
        [
            $"{language.Top}\n# {page.Name}",
            .. page.Synopsis.Select(Text),
            Code("", string.Join("\n\n", facts.Usages.Select(usage => string.Join('\n', Syntax.Lines(page.Name, usage))))),
            .. page.Description.Select(Text),
            $"## {language.Examples}",
            .. page.Examples.SelectMany(Example),
            $"## {language.Parameters}",
            .. page.Parameters.SelectMany(
                parameter => Parameter(parameter, facts.Parameters.Single(p => p.Name == parameter.Name), language)),
            $"## {language.Inputs}",
            .. page.Inputs.SelectMany(Type),
            $"## {language.Outputs}",
            .. page.Outputs.SelectMany(Type),
            $"## {language.Notes}",
            .. page.Notes.Select(Text),
            $"## {language.Links}",
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

    private static IEnumerable<string> Parameter(Entry parameter, ParameterFacts facts, Language language)
    {
        yield return $"### -{parameter.Name}";
        foreach (var paragraph in parameter.Text)
            yield return Text(paragraph);
        if (parameter.Default is not null)
            yield return $"{language.DefaultMark}{Text(parameter.Default)}";
        yield return FactLine(facts, language);
    }

    private static IEnumerable<string> Type(Entry type) => [$"`{type.Name}`", .. type.Text.Select(Text)];

    private static string Code(string language, string code) => $"```{language}\n{code}\n```";

    private static string Text(Paragraph paragraph)
    {
        var text = string.Join('\n', paragraph.Lines);
        return paragraph.Shared is null ? text : $"<!-- shared: {paragraph.Shared} -->\n{text}";
    }

    private static string FactLine(ParameterFacts parameter, Language words)
    {
        List<string> facts = [$"{words.Type}{words.Colon}`{parameter.Type.FullName}`"];
        if (parameter.Aliases.Count > 0)
            facts.Add($"{words.Alias}{words.Colon}{string.Join(", ", parameter.Aliases)}");
        facts.Add(parameter.Required ? words.Required : words.Optional);
        if (parameter.Position is not null)
            facts.Add($"{words.Position}{words.Colon}{parameter.Position}");
        if (parameter.Default is not null)
            facts.Add($"{words.Default}{words.Colon}`{parameter.Default}`");
        if (parameter.Pipeline.Length > 0)
            facts.Add($"{words.Pipeline}{words.Colon}{parameter.Pipeline}");
        if (parameter.Wildcards)
            facts.Add(words.Wildcards);
        return $"*{string.Join(" · ", facts)}*";
    }
}
