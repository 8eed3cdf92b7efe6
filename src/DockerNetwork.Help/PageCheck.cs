namespace DockerNetwork.Help;

/// <summary>What a page has to have that only a person can write.</summary>
internal static class PageCheck
{
    /// <summary>What is missing or wrong; nothing if the page is complete.</summary>
    /// <param name="page">The page, with each parameter of the cmdlet once.</param>
    /// <param name="facts">What the code says.</param>
    /// <param name="isType">Whether there is a type of this full name.</param>
    public static IEnumerable<HelpException> Errors(Page page, CmdletFacts facts, Func<string, bool> isType)
    {
        HelpException Wrong(int line, string message) => new(page.File, line, message);

        if (page.Synopsis.Count != 1)
            yield return Wrong(2, "The synopsis, one paragraph, should follow the name.");
        (int Count, string What)[] sections =
        [
            (page.Description.Count, "description"), (page.Examples.Count, "example"), (page.Inputs.Count, "input"),
            (page.Outputs.Count, "output"), (page.Notes.Count, "note"), (page.Links.Count, "link"),
        ];
        foreach (var (_, what) in sections.Where(section => section.Count == 0))
            yield return Wrong(1, $"The page has no {what}.");

        foreach (var example in page.Examples.Where(e => e.Introduction.Count == 0 || e.Code.Count == 0 || e.Remarks.Count == 0))
            yield return Wrong(example.Line, "An example has a text before its code, and one after it.");
        foreach (var entry in page.Parameters.Concat(page.Inputs).Concat(page.Outputs).Where(e => e.Text.Count == 0))
            yield return Wrong(entry.Line, $"'{entry.Name}' has no text.");
        foreach (var (entry, parameter) in page.Parameters.Join(facts.Parameters, e => e.Name, p => p.Name, (e, p) => (e, p)))
        {
            if (entry.Default is not null && parameter.Default is not null)
                yield return Wrong(entry.Default.Line, $"The code says that the default is {parameter.Default}. Remove this text.");
        }

        foreach (var type in page.Inputs.Where(type => type.Name != "None" && !isType(type.Name)))
            yield return Wrong(type.Line, $"There is no type {type.Name}.");
        foreach (var type in page.Outputs.Where(type => type.Name != "None" && !facts.Outputs.Contains(type.Name)))
            yield return Wrong(type.Line, $"{facts.Name} has no [OutputType] {type.Name}.");
        foreach (var name in facts.Outputs.Except(page.Outputs.Select(type => type.Name)))
            yield return Wrong(1, $"The page does not say when {name} comes out.");

        foreach (var link in page.Links)
        {
            if (link.Target != $"{link.Text}.md" && link.Target != $"../{link.Text}.help.txt")
                yield return Wrong(link.Line, $"[{link.Text}] should lead to {link.Text}.md or ../{link.Text}.help.txt.");
            else if (!File.Exists(Path.Combine(Path.GetDirectoryName(page.File)!, link.Target)))
                yield return Wrong(link.Line, $"There is no {link.Target}.");
        }
    }
}
