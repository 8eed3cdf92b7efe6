namespace DockerNetwork.Formats;

/// <summary>What a style is for. The session's $PSStyle says how it looks.</summary>
internal enum Tone
{
    /// <summary>As other text.</summary>
    None,

    /// <summary>Reachable, running.</summary>
    Good,

    /// <summary>Unknown, in between, worth a look.</summary>
    Doubtful,

    /// <summary>Not reachable, stopped.</summary>
    Bad,

    /// <summary>The names of columns.</summary>
    Header,
}

/// <summary>A cell, and what its column is.</summary>
/// <param name="Label">The name of the column.</param>
/// <param name="Usual">The width that most texts of this column need, in characters: it is kept if there is room.</param>
/// <param name="Text">The whole text, safe to show.</param>
internal sealed record TableCell(string Label, int Usual, string Text)
{
    /// <summary>A list: broken after its commas first.</summary>
    public bool List { get; init; }

    /// <summary>A name, which somebody may want to copy: never broken, and its column gets what it needs before the others.</summary>
    public bool Name { get; init; }

    /// <summary>How it looks.</summary>
    public Tone Tone { get; init; }
}
