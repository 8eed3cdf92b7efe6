namespace DockerNetwork.Help;

/// <summary>An about topic: headings, which are indented by at most two, and blocks of lines below them.</summary>
internal sealed class AboutTopic
{
    private const int Columns = 80;
    private const string Extension = ".help.txt";

    private readonly string _file;
    private readonly List<Part> _parts = [];

    private AboutTopic(string file, string text)
    {
        _file = file;
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (IsHeading(lines[i]))
            {
                _parts.Add(new Part(i, [lines[i]]));
            }
            else if (lines[i].Length > 0)
            {
                var block = lines.Skip(i).TakeWhile(line => line.Length > 0 && !IsHeading(line)).ToArray();
                _parts.Add(new Part(i, block));
                i += block.Length - 1;
            }
        }
    }

    /// <summary>Lines that belong together, and the number of lines before them.</summary>
    private sealed record Part(int Before, string[] Lines)
    {
        public bool IsHeading => AboutTopic.IsHeading(Lines[0]);

        /// <summary>Code, or names one below the other: the same in every language.</summary>
        public bool IsFixed => !IsHeading &&
            (Array.TrueForAll(Lines, line => line.StartsWith("        ", StringComparison.Ordinal)) ||
            Array.TrueForAll(Lines, line => IsName(line.Trim())));

        public Passage Passage =>
            new(Before + 1, string.Join('\n', Lines.Select(line => line.Trim())), IsFixed, IsHeading, Lines);
    }

    /// <summary>The topics of a folder.</summary>
    public static IEnumerable<string> Files(string folder) =>
        Directory.GetFiles(folder, $"about_*{Extension}").Order(StringComparer.Ordinal);

    /// <summary>The name without the extension.</summary>
    public string Name => Path.GetFileName(_file)[..^Extension.Length];

    /// <summary>Reads a topic.</summary>
    public static AboutTopic Read(string file) => new(file, File.ReadAllText(file).ReplaceLineEndings("\n"));

    /// <summary>The topic for the comparison. Its sections have the names of the original, if there are as many.</summary>
    public Document Document(Document? original = null)
    {
        var sections = new List<Section>();
        foreach (var part in _parts)
        {
            if (part.IsHeading)
                sections.Add(new Section(part.Lines[0].Trim(), part.Before + 1, [part.Passage]));
            else if (sections.Count > 0)
                sections[^1] = sections[^1] with { Passages = [.. sections[^1].Passages, part.Passage] };
        }

        if (original?.Sections.Count == sections.Count)
            sections = [.. sections.Zip(original.Sections, (section, named) => section with { Name = named.Name })];
        return new Document(_file, Name, sections);
    }

    /// <summary>Lines that are too wide for the narrowest console.</summary>
    public IEnumerable<HelpException> WideLines() =>
        from part in _parts
        from line in part.Lines.Select((text, i) => (Text: text, Number: part.Before + 1 + i))
        where TextWidth.Of(line.Text) > Columns
        select new HelpException(_file, line.Number, $"The line takes {TextWidth.Of(line.Text)} columns of {Columns}.");

    /// <summary>The text of the file with the code of the original; null if there is another number of blocks.</summary>
    public string? WithCodeOf(AboutTopic original)
    {
        if (_parts.Count != original._parts.Count)
            return null;
        var lines = new List<string>();
        var next = 0;
        var all = File.ReadAllLines(_file);
        foreach (var (part, code) in _parts.Zip(original._parts))
        {
            lines.AddRange(all[next..part.Before]);
            lines.AddRange(part.IsFixed && code.IsFixed ? code.Lines : part.Lines);
            next = part.Before + part.Lines.Length;
        }

        return string.Concat(lines.Concat(all[next..]).Select(line => $"{line}\n"));
    }

    private static bool IsName(string line) => !line.Contains(' ') && !TextWidth.HasChinese(line);

    private static bool IsHeading(string line) => line is [not ' ', ..] or [' ', ' ', not ' ', ..];
}
