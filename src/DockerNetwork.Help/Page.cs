namespace DockerNetwork.Help;

/// <summary>The help of a cmdlet as it is written by hand. What the code says of it stands in <see cref="CmdletFacts"/>.</summary>
/// <param name="File">The file, for errors.</param>
/// <param name="Name">Verb-Noun.</param>
internal sealed record Page(string File, string Name)
{
    /// <summary>One sentence; empty in a page that is not written yet.</summary>
    public IReadOnlyList<Paragraph> Synopsis { get; init; } = [];

    /// <summary>What the cmdlet does.</summary>
    public IReadOnlyList<Paragraph> Description { get; init; } = [];

    /// <summary>In the order in which they are numbered.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>Named without the hyphen.</summary>
    public IReadOnlyList<Entry> Parameters { get; init; } = [];

    /// <summary>Full names of types that the pipeline takes, or None.</summary>
    public IReadOnlyList<Entry> Inputs { get; init; } = [];

    /// <summary>Full names of types that come out, or None.</summary>
    public IReadOnlyList<Entry> Outputs { get; init; } = [];

    /// <summary>Error ids, and what else there is to know.</summary>
    public IReadOnlyList<Paragraph> Notes { get; init; } = [];

    /// <summary>Other cmdlets and about topics.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>All paragraphs but those of examples, which speak of their own code.</summary>
    public IEnumerable<Paragraph> Texts =>
        [.. Synopsis, .. Description, .. Parameters.Concat(Inputs).Concat(Outputs).SelectMany(entry => entry.Text), .. Notes];
}

/// <summary>An example: what it is for, its code, what is seen.</summary>
internal sealed record Example(
    int Line, string Title, IReadOnlyList<Paragraph> Introduction, IReadOnlyList<string> Code, IReadOnlyList<Paragraph> Remarks);

/// <summary>The text of a parameter or type.</summary>
/// <param name="Line">Where it begins; 0 if it is not in the page yet.</param>
/// <param name="Name">The parameter without the hyphen, or the full name of the type.</param>
/// <param name="Text">Its paragraphs.</param>
/// <param name="Default">What is taken if the parameter is not given, in words; null if there is nothing to say.</param>
internal sealed record Entry(int Line, string Name, IReadOnlyList<Paragraph> Text, Paragraph? Default = null);
