using DockerNetwork.Model.Results;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of a change.</summary>
public sealed class ReachabilityChangeCells(ReachabilityChange change) : Cells
{
    public override string Title => Text($"{change.Source} -> {ReachabilityChangeView.Target(change)}");

    public string Marks => ReachabilityChangeView.Marks(change, CurrentHost.Encoding);

    public object? Change => change.Change;

    public string TargetCell => Text(ReachabilityChangeView.Target(change));

    public string Why => Text(ReachabilityChangeView.Why(change, CurrentHost.Encoding));

    public string Source => Text(change.Source);

    public string Target => Text(change.Target);

    public string TargetName => Text(change.TargetName);

    public string Network => Text(change.Network);

    public string Probe => Text(ReachabilityChangeView.Probe(change));

    public object? Before => change.Before;

    public object? After => change.After;

    public string Reasons => Text(ReachabilityChangeView.Codes(change, CurrentHost.Encoding));

    public string BeforeReasonsItem => LinesRest(ReachabilityView.Reasons(change.BeforeReasons), 19);

    public string AfterReasonsItem => LinesRest(ReachabilityView.Reasons(change.AfterReasons), 19);

    public string Fix => Text(ReachabilityView.Fix(change.AfterReasons));

    public string DockerHost => Text(change.DockerHost);

    public string TargetDockerHost => Text(change.TargetDockerHost);

    internal override IReadOnlyList<TableCell> Row =>
    [
        Plain(" ", 3, Marks, change.After is { } after ? Tones.Of(after) : Tone.None),
        Plain("Change", 8, Change),
        Named("Target", 26, TargetCell),
        Plain("Probe", 9, Probe),
        Plain("Why", 20, Why),
    ];

    private protected override string Group => $"Source: {Source}";

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Change", Text(change.Change)),
        ("Probe", Probe),
        ("Why", Why),
    ];
}
