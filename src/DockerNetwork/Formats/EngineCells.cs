using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Text;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of an engine of Get-DockerContext.</summary>
public sealed class DockerContextCells(DockerContext engine) : Cells
{
    public override string Title => Marked;

    public string Description => Text(engine.Description);

    public string Name => Text(engine.Name);

    public string DockerHost => Text(engine.DockerHost);

    public string DescriptionItem => Rest(engine.Description, 14);

    public string Source => Text(engine.Source);

    public object? Current => engine.Current;

    public object? Reachable => engine.Reachable;

    public string Kind => Text(engine.Kind);

    public string Version => Text(engine.Version);

    public string Mode => Text(engine.Mode);

    public string ApiVersion => Text(engine.ApiVersion);

    public string Latency => Text(CellText.Milliseconds(engine.Latency));

    public string ReasonItem => Rest(engine.Reason, 14);

    internal override IReadOnlyList<TableCell> Row => engine.Reachable is { } reachable
        ?
        [
            Named("Name", 20, Marked),
            Plain("DockerHost", 32, ShortHost.Of(DockerHost)),
            Plain("Reachable", 9, reachable, reachable ? Tone.Good : Tone.Bad),
            Plain("Engine", 14, engine.Kind is null ? "" : $"{engine.Kind} {engine.Version}"),
            Plain("API", 5, ApiVersion),
            Plain("Latency", 8, Latency),
            Plain("Reason", 20, engine.Reason),
        ]
        :
        [
            Named("Name", 20, Marked),
            Plain("DockerHost", 32, ShortHost.Of(DockerHost)),
            Plain("Description", 20, Description),
        ];

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("DockerHost", DockerHost),
        ("Description", Text(engine.Description)),
        ("Reachable", Text(engine.Reachable)),
        ("Version", Version),
    ];

    /// <summary>"prod *": the star marks the engine that is used if none is named, as in <c>docker context ls</c>.</summary>
    public string Marked => Text(engine.Current ? $"{engine.Name} *" : engine.Name);
}
