namespace DockerNetwork.Help;

/// <summary>The pages of a folder, beside the cmdlets they are about.</summary>
internal sealed class PageFolder
{
    /// <summary>The name of the folder, below that of the language.</summary>
    public const string Name = "cmdlets";

    private readonly string _folder;
    private readonly bool _update;
    private readonly Func<string, bool> _isType;
    private readonly SharedTexts _shared;
    private readonly PageFolder? _original;
    private readonly List<(Page Page, CmdletFacts Facts)> _cmdlets = [];
    private readonly List<HelpException> _errors = [];

    private PageFolder(string folder, bool update, Func<string, bool> isType, PageFolder? original = null)
    {
        _folder = folder;
        _original = original;
        _update = update;
        _isType = isType;
        var shared = Path.Combine(folder, SharedTexts.FileName);
        _shared = new SharedTexts(shared, ReadText(shared));
    }

    /// <summary>Reads the pages, and compares them with the code.</summary>
    /// <param name="folder">The folder of the pages.</param>
    /// <param name="cmdlets">The cmdlets that should have one.</param>
    /// <param name="update">Whether to write pages that are not what the code says, rather than to call it an error.</param>
    /// <param name="isType">Whether there is a type of this full name.</param>
    /// <exception cref="HelpException">The shared texts cannot be read.</exception>
    public static PageFolder Read(string folder, IReadOnlyList<CmdletFacts> cmdlets, bool update, Func<string, bool> isType)
    {
        var pages = new PageFolder(folder, update, isType);
        foreach (var facts in cmdlets)
            pages.Try(() => pages.Read(facts));
        pages.FindStrangers();
        // A page that could not be read may have used any of them.
        if (pages._cmdlets.Count == cmdlets.Count)
            pages._errors.AddRange(pages._shared.Unused);
        pages.FindRepetitions();
        return pages;
    }

    /// <summary>Reads the translation of pages that have no errors, and compares it with them.</summary>
    /// <param name="folder">The folder of the translation.</param>
    /// <param name="original">The pages that are translated.</param>
    /// <param name="update">Whether to write what both languages have in common into the translation.</param>
    /// <exception cref="HelpException">The shared texts cannot be read.</exception>
    public static PageFolder ReadTranslation(string folder, PageFolder original, bool update)
    {
        var pages = new PageFolder(folder, update, original._isType, original);
        foreach (var (_, facts) in original.Cmdlets)
            pages.Try(() => pages.Read(facts));
        pages.FindStrangers();
        return pages;
    }

    /// <summary>Where the pages are.</summary>
    public string Folder => _folder;

    /// <summary>The language of the pages.</summary>
    public Language Language => _original is null ? Language.English : Language.Chinese;

    /// <summary>The pages and the shared texts, for the comparison of languages.</summary>
    public IEnumerable<Document> Documents =>
        [.. _cmdlets.Select(c => Document.Of(c.Page)), Document.Of(Path.Combine(_folder, SharedTexts.FileName), _shared)];

    /// <summary>The cmdlets whose pages could be read.</summary>
    public IReadOnlyList<(Page Page, CmdletFacts Facts)> Cmdlets => _cmdlets;

    /// <summary>What has to be mended by hand.</summary>
    public IReadOnlyList<HelpException> Errors => _errors;

    private void Read(CmdletFacts facts)
    {
        var file = Path.Combine(_folder, $"{facts.Name}.md");
        var before = File.Exists(file) ? ReadText(file) : null;
        if (before is null && !_update)
            throw new HelpException(file, 1, $"{facts.Name} has no page. ./build.sh help makes one to fill in.");

        var original = _original?.Cmdlets.First(c => c.Facts == facts).Page;
        var page = before is null ? NewPage(file, facts, original) : PageReader.Read(file, before, _shared, Language);
        foreach (var gone in page.Parameters.ExceptBy(facts.Parameters.Select(p => p.Name), entry => entry.Name))
            throw new HelpException(file, gone.Line, $"{facts.Name} has no parameter -{gone.Name}. Rename this text or remove it.");
        foreach (var twice in page.Parameters.GroupBy(entry => entry.Name).Where(same => same.Count() > 1))
            throw new HelpException(file, twice.Last().Line, $"-{twice.Key} is described twice.");

        var texts = page.Parameters.ToDictionary(entry => entry.Name);
        page = page with { Parameters = [.. facts.Parameters.Select(p => texts.GetValueOrDefault(p.Name) ?? NewEntry(p, original))] };
        page = original is null ? page : WithCode(page, original);
        var after = PageWriter.Write(page, facts, Language);
        if (after != before)
        {
            var message = $"This is not what the code and {SharedTexts.FileName} say. Run ./build.sh help.";
            if (!_update)
                throw new HelpException(file, Difference(before!, after), message);
            File.WriteAllText(file, after);
            page = PageReader.Read(file, after, _shared, Language);
        }

        _cmdlets.Add((page, facts));
        _errors.AddRange(PageCheck.Errors(page, facts, _isType));
        foreach (var paragraph in page.Texts.Concat(page.Examples.SelectMany(e => e.Introduction.Concat(e.Remarks))))
            Try(() => Prose.Plain(file, paragraph));
    }

    /// <summary>What the code shares, the pages share too. A translation begins with the texts of the original.</summary>
    private Entry NewEntry(ParameterFacts parameter, Page? original)
    {
        if (original?.Parameters.First(entry => entry.Name == parameter.Name) is { } entry)
            return entry with { Text = [.. entry.Text.Select(Own)] };
        return new Entry(0, parameter.Name, parameter.Inherited ? _shared.OfParameter(parameter.Name) : []);
    }

    private Page NewPage(string file, CmdletFacts facts, Page? original)
    {
        if (original is null)
            return new Page(file, facts.Name);
        return original with
        {
            File = file,
            Parameters = [],
            Inputs = [.. original.Inputs.Select(entry => entry with { Text = [.. entry.Text.Select(Own)] })],
            Outputs = [.. original.Outputs.Select(entry => entry with { Text = [.. entry.Text.Select(Own)] })],
            Description = [.. original.Description.Select(Own)],
            Notes = [.. original.Notes.Select(Own)],
        };
    }

    private Paragraph Own(Paragraph paragraph) => paragraph.Shared is null
        ? paragraph
        : paragraph with { Lines = _shared.Use(paragraph.Shared, Path.Combine(_folder, SharedTexts.FileName), 1) };

    /// <summary>The code of examples and the links are the same in every language.</summary>
    private static Page WithCode(Page page, Page original) => page with
    {
        Links = original.Links,
        Examples = page.Examples.Count == original.Examples.Count
            ? [.. page.Examples.Zip(original.Examples, (example, other) => example with { Code = other.Code })]
            : page.Examples,
    };

    private void FindStrangers()
    {
        var shared = Path.Combine(_folder, SharedTexts.FileName);
        HashSet<string> known = [shared, .. _cmdlets.Select(c => c.Page.File), .. _errors.Select(e => e.File)];
        var strangers = Directory.GetFiles(_folder, "*.md").Where(file => !known.Contains(file)).Order(StringComparer.Ordinal);
        _errors.AddRange(strangers.Select(file => new HelpException(file, 1, "There is no such cmdlet. Remove the page.")));
    }

    /// <summary>A paragraph that two pages need is written once, as a shared text.</summary>
    private void FindRepetitions()
    {
        var first = _shared.Texts.Values.ToDictionary(Key, _ => SharedTexts.FileName);
        foreach (var page in _cmdlets.Select(c => c.Page))
        {
            foreach (var paragraph in page.Texts.Where(p => p.Shared is null))
            {
                var key = Key(paragraph);
                if (!first.TryAdd(key, Path.GetFileName(page.File)))
                {
                    var message = $"{first[key]} has the same text. Write it once, in {SharedTexts.FileName}.";
                    _errors.Add(new HelpException(page.File, paragraph.Line, message));
                }
            }
        }

        static string Key(Paragraph paragraph) => string.Join(' ', paragraph.Lines);
    }

    private void Try(Action work)
    {
        try
        {
            work();
        }
        catch (HelpException e)
        {
            _errors.Add(e);
        }
    }

    private static int Difference(string before, string after) =>
        before.Split('\n').Zip(after.Split('\n')).TakeWhile(lines => lines.First == lines.Second).Count() + 1;

    private static string ReadText(string file) => File.ReadAllText(file).ReplaceLineEndings("\n");
}
