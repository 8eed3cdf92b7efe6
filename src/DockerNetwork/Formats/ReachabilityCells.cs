using DockerNetwork.Model.Results;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of a result.</summary>
public sealed class ReachabilityResultCells(ReachabilityResult result) : Cells
{
    public override string Title => Text($"{ReachabilityView.SourceOf(result)} -> {ReachabilityView.Target(result)}");

    public string Heading => WithEngine(SourceOf);

    public string Mark => ReachabilityView.Mark(result.Effective, CurrentHost.Encoding);

    public string TargetCell => Text(ReachabilityView.Target(result));

    public string Result => Text(ReachabilityView.Outcome(result));

    public string Why => Text(ReachabilityView.Why(result));

    public string Source => Text(result.Source);

    public string Target => Text(result.Target);

    public string TargetName => Text(result.TargetName);

    public string Answered => Text(result.Answered);

    public string SourceId => Text(result.SourceId);

    public string TargetId => Text(result.TargetId);

    public string TargetDockerHost => Text(result.TargetDockerHost?.ToString());

    public string Network => Text(result.Network);

    public string Probe => Text(ReachabilityView.Probe(result));

    public string State => Text(ReachabilityView.State(result));

    public string Latency => Text(ReachabilityView.Latency(result));

    public string Reasons => Text(ReachabilityView.Codes(result));

    public string Addresses => List(result.Addresses);

    public string ResolvedBy => Text(result.ResolvedBy);

    public string Min => Text(CellText.Milliseconds(result.Min));

    public string Avg => Text(CellText.Milliseconds(result.Avg));

    public string Max => Text(CellText.Milliseconds(result.Max));

    public string ReasonsItem => LinesRest(ReachabilityView.Reasons(result.Reasons), 19);

    public string Fix => Text(ReachabilityView.Fix(result.Reasons));

    public string Time => Text(CellText.Moment(result.Time));

    public string DockerHost => Text(result.DockerHost);

    public object? Address => result.Address;

    public object? Method => result.Method;

    public object? Reachable => result.Reachable;

    public object? Predicted => result.Predicted;

    public object? Observed => result.Observed;

    public object? Agrees => result.Agrees;

    public object? Sent => result.Sent;

    public object? Received => result.Received;

    public object? StatusCode => result.StatusCode;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Plain(" ", 1, Mark, Tones.Of(result.Effective)),
        Named("Target", 22, TargetCell),
        Plain("Probe", 8, Probe),
        Plain("Result", 10, Result),
        Plain("Why", 20, Why),
    ];

    private protected override string Group => $"Source: {SourceOf}";

    private string SourceOf => Text(ReachabilityView.SourceOf(result));

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Probe", Probe),
        ("Result", Text(ReachabilityView.Outcome(result))),
        ("Why", Text(ReachabilityView.Why(result))),
    ];
}

/// <summary>The cells of a reason.</summary>
public sealed class ReasonCells(Reason reason) : Cells
{
    public override string Title => Code;

    public string Code => Text(reason.Code);

    public string Component => Text(reason.Component);

    public string Message => Text(reason.Message);

    public string MessageItem => Rest(reason.Message, 12);

    public string Fix => Text(reason.Fix);

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Component", Component),
        ("Message", Message),
        ("Fix", Fix),
    ];
}

/// <summary>The cells of a command of a fix.</summary>
public sealed class FixCommandCells(FixCommand command) : Cells
{
    public override string Title => Text(command);

    public string Cmdlet => Text(command.Cmdlet);

    public string Name => Text(command.Name);

    public string Network => Text(command.Network);

    public string Container => List(command.Container);

    public string DockerHost => Text(command.DockerHost);

    protected override IEnumerable<(string Name, string Text)> More => [];
}

/// <summary>The cells of a name and what it stands for.</summary>
public sealed class NameResolutionCells(NameResolution resolution) : Cells
{
    public override string Title => Name;

    public string Heading => WithEngine(Container);

    public string Mark => ReachabilityView.Mark(resolution.State, CurrentHost.Encoding);

    public string KnownBy => Text(ReachabilityView.KnownBy(resolution));

    public string Why => Text(ReachabilityView.Why(resolution));

    public string Container => Text(resolution.Container);

    public string Name => Text(resolution.Name);

    public string Addresses => List(resolution.Addresses);

    public string Latency => Text(CellText.Milliseconds(resolution.Latency));

    public string ReasonsItem => LinesRest(ReachabilityView.Reasons(resolution.Reasons), 13);

    public string Fix => Text(ReachabilityView.Fix(resolution.Reasons));

    public string DockerHost => Text(resolution.DockerHost);

    public object? State => resolution.State;

    public object? Source => resolution.Source;

    public object? Server => resolution.Server;

    public object? Method => resolution.Method;

    public object? Predicted => resolution.Predicted;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Plain(" ", 1, Mark, Tones.Of(resolution.State)),
        Named("Name", 20, Name),
        Listed("Addresses", 19, Addresses),
        Plain("KnownBy", 15, KnownBy),
        Plain("Why", 20, Why),
    ];

    private protected override string Group => $"Container: {Container}";

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Container", Container),
        ("State", Text(resolution.State)),
        ("Addresses", Addresses),
        ("KnownBy", Text(ReachabilityView.KnownBy(resolution))),
        ("Why", Text(ReachabilityView.Why(resolution))),
    ];
}
