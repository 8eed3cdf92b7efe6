namespace DockerNetwork.Help;

/// <summary>Reads a page: sections in a fixed order, each made of the few blocks it may have.</summary>
internal sealed class PageReader
{
    private readonly string _file;
    private readonly SharedTexts _shared;
    private readonly Language _language;
    private readonly Block[] _blocks;
    private readonly int _lines;
    private int _next;

    private PageReader(string file, string text, SharedTexts shared, Language language)
    {
        _file = file;
        _shared = shared;
        _language = language;
        var lines = text.Split('\n');
        _lines = lines.Length;
        _blocks = [.. Blocks.Read(file, lines)];
    }

    /// <summary>The page of the cmdlet that the file is named for.</summary>
    /// <param name="file">The path, for errors and the name.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="shared">The texts of which it may name some.</param>
    /// <param name="language">The language of its headings.</param>
    /// <exception cref="HelpException">It is not written as a page is.</exception>
    public static Page Read(string file, string text, SharedTexts shared, Language language) =>
        new PageReader(file, text, shared, language).Read();

    private Page Read()
    {
        var name = Path.GetFileNameWithoutExtension(_file);
        Expect(1, name);
        var synopsis = All(Text);
        if (Take<Fence>() is not { Language: "" })
            throw Missing("The synopsis and the block (```) for the syntax");

        var page = new Page(_file, name)
        {
            Synopsis = synopsis,
            Description = All(Text),
            Examples = Section(_language.Examples, Example),
            Parameters = Section(_language.Parameters, Parameter),
            Inputs = Section(_language.Inputs, Type),
            Outputs = Section(_language.Outputs, Type),
            Notes = Section(_language.Notes, Text),
            Links = Section(_language.Links, Take<Link>),
        };
        return Current is null ? page : throw Missing("A link, as - [Get-DockerNetwork](Get-DockerNetwork.md),");
    }

    private Example? Example()
    {
        if (TakeTitle() is not { } title)
            return null;
        var introduction = All(Text);
        var code = Take<Fence>() is { Language: "powershell" } fence ? fence.Lines : throw Missing("The code (```powershell)");
        return new Example(title.Line, title.Text, introduction, code, All(Text));
    }

    private Entry? Parameter()
    {
        if (TakeTitle() is not { } title)
            return null;
        if (title.Text[0] != '-')
            throw new HelpException(_file, title.Line, $"'{title.Text}' is not the name of a parameter, which begins with a hyphen.");
        var text = All(Text);
        Take<FactLine>();
        var mark = _language.DefaultMark;
        if (text is not [.. var before, { Shared: null } last] || !last.Lines[0].StartsWith(mark, StringComparison.Ordinal))
            return new Entry(title.Line, title.Text[1..], text);
        string[] words = [last.Lines[0][mark.Length..], .. last.Lines.Skip(1)];
        return new Entry(title.Line, title.Text[1..], before, last with { Lines = words });
    }

    private Entry? Type()
    {
        if (Current is not Paragraph paragraph)
            return null;
        var name = TypeName(paragraph) ?? throw Missing("A type, as `System.String`,");
        _next++;
        return new Entry(paragraph.Line, name, All(Text));
    }

    /// <summary>The next paragraph, with the shared text that it names.</summary>
    private Paragraph? Text()
    {
        if (Current is not Paragraph paragraph || TypeName(paragraph) is not null)
            return null;
        _next++;
        return paragraph.Shared is null ? paragraph : paragraph with { Lines = _shared.Use(paragraph.Shared, _file, paragraph.Line) };
    }

    /// <summary>A paragraph that is nothing but a name in backticks names a type.</summary>
    private static string? TypeName(Paragraph paragraph) =>
        paragraph is { Shared: null, Lines: [['`', .. var name, '`']] } && !name.Contains('`') ? name : null;

    private T[] Section<T>(string title, Func<T?> one)
        where T : class
    {
        Expect(2, title);
        return All(one);
    }

    private static T[] All<T>(Func<T?> one)
        where T : class
    {
        var all = new List<T>();
        while (one() is { } item)
            all.Add(item);
        return [.. all];
    }

    private Block? Current => _next < _blocks.Length ? _blocks[_next] : null;

    private Heading? TakeTitle() => Current is Heading { Level: 3 } ? Take<Heading>() : null;

    private T? Take<T>()
        where T : Block
    {
        if (Current is not T block)
            return null;
        _next++;
        return block;
    }

    private void Expect(int level, string title)
    {
        if (Current is not Heading heading || heading.Level != level || heading.Text != title)
            throw Missing($"{new string('#', level)} {title}");
        _next++;
    }

    private HelpException Missing(string what) => new(_file, Current?.Line ?? _lines, $"{what} should be here.");
}
