using DockerNetwork.Model.Results;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of a change.</summary>
public sealed class ReachabilityChangeCells(ReachabilityChange change) : Cells
{
    public override string Title => Text($"{change.Source} -> {ReachabilityChangeView.Target(change)}");

    public string Marks => Cell(ReachabilityChangeView.Marks(change, CurrentHost.Encoding), 3);

    public object? Change => change.Change;

    public string TargetCell => Cell(ReachabilityChangeView.Target(change), 26);

    public string ProbeCell => Cell(ReachabilityChangeView.Probe(change), 9);

    public string WhyCell => Rest(ReachabilityChangeView.Why(change, CurrentHost.Encoding), 50);

    public string Source => Text(change.Source);

    public string Target => Text(change.Target);

    public string TargetName => Text(change.TargetName);

    public string Network => Text(change.Network);

    public string Probe => Text(ReachabilityChangeView.Probe(change));

    public object? Before => change.Before;

    public object? After => change.After;

    public string Reasons => Text(ReachabilityChangeView.Codes(change, CurrentHost.Encoding));

    public string BeforeReasonsItem => LinesRest(ReachabilityView.Reasons(change.BeforeReasons), 16);

    public string AfterReasonsItem => LinesRest(ReachabilityView.Reasons(change.AfterReasons), 16);

    public string Fix => Text(ReachabilityView.Fix(change.AfterReasons));

    public string DockerHost => Text(change.DockerHost);

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Change", Text(change.Change)),
        ("Probe", Probe),
        ("Why", Text(ReachabilityChangeView.Why(change, CurrentHost.Encoding))),
    ];
}
