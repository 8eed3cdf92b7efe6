using DockerNetwork.Engine.Connection;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of an engine of Get-DockerContext.</summary>
public sealed class DockerContextCells(DockerContext engine) : Cells
{
    public override string Title => Text(Marked);

    public string NameCell => Cell(Marked, 20);

    public string DockerHostCell => Cell(engine.DockerHost, 32);

    public string DescriptionCell => Rest(engine.Description, 54);

    public string Name => Text(engine.Name);

    public string DockerHost => Text(engine.DockerHost);

    public string DescriptionItem => Rest(engine.Description, 14);

    public string Source => Text(engine.Source);

    public object? Current => engine.Current;

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("DockerHost", DockerHost),
        ("Description", Text(engine.Description)),
    ];

    /// <summary>"prod *": the star marks the engine that is used if none is named, as in <c>docker context ls</c>.</summary>
    private string Marked => engine.Current ? $"{engine.Name} *" : engine.Name;
}
