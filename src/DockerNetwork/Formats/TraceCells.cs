using System.Globalization;
using DockerNetwork.Model.Results;
#pragma warning disable CS1591 // Each property is the cell of its name.

namespace DockerNetwork.Formats;

/// <summary>The cells of a trace.</summary>
public sealed class ReachabilityTraceCells(ReachabilityTrace trace) : Cells
{
    public override string Title => Text(TraceView.Headline(trace.Result));

    public string ReportItem => TraceView.Here.Report(trace);

    public string Mark => ReachabilityView.Mark(trace.Effective, CurrentHost.Encoding);

    public string Source => Text(trace.Source);

    public string Target => Text(trace.Target);

    public string TargetName => Text(trace.TargetName);

    public string Answered => Text(trace.Answered);

    public string Network => Text(trace.Network);

    public string Probe => Text(ReachabilityView.Probe(trace.Result));

    public string State => Text(ReachabilityView.State(trace.Result));

    public string Latency => Text(ReachabilityView.Latency(trace.Result));

    public int Hops => trace.Hops.Count;

    public string HopsItem => LinesRest(TraceView.Lines(trace.Hops), 13);

    public string Lost => Text(TraceView.LostAt(trace.Lost));

    public string RulesItem => LinesRest(TraceView.Lines(trace.Rules), 13);

    public string Reasons => Text(ReachabilityView.Codes(trace.Result));

    public string ReasonsItem => LinesRest(ReachabilityView.Reasons(trace.Reasons), 13);

    public string Fix => Text(ReachabilityView.Fix(trace.Reasons));

    public string Time => Text(CellText.Moment(trace.Time));

    public string SourceId => Text(trace.SourceId);

    public string TargetId => Text(trace.TargetId);

    public string DockerHost => Text(trace.DockerHost);

    public object? Address => trace.Address;

    public object? Reachable => trace.Reachable;

    public object? Predicted => trace.Predicted;

    public object? Observed => trace.Observed;

    public object? Agrees => trace.Agrees;

    public object? PathMtu => trace.PathMtu;

    public object? Method => trace.Method;

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Hops", Text(trace.Hops.Count)),
        ("Lost", Lost),
        ("Why", Text(ReachabilityView.Why(trace.Result))),
    ];
}

/// <summary>The cells of the path of packets.</summary>
public sealed class PacketTraceCells(PacketTrace trace) : Cells
{
    public override string Title => Text(trace);

    public string ReportItem => TraceView.Here.Report(trace);

    public string HopsItem => LinesRest(TraceView.Lines(trace.Hops), 10);

    public string Lost => Text(TraceView.LostAt(trace.Lost));

    public string RulesItem => LinesRest(TraceView.Lines(trace.Rules), 10);

    public object? PathMtu => trace.PathMtu;

    protected override IEnumerable<(string Name, string Text)> More => [("Lost", Lost), ("Rules", List(trace.Rules))];
}

/// <summary>The cells of a hop.</summary>
public sealed class TraceHopCells(TraceHop hop) : Cells
{
    public override string Title => Text(hop);

    public string Arrow => Text(TraceView.Arrow(hop.Leg, CurrentHost.Encoding));

    public string InterfaceCell => Text(TraceView.Passed(hop));

    public string Place => Text(hop.Place);

    public string Namespace => Text(hop.Namespace);

    public string Interface => Text(hop.Interface);

    public string Network => Text(hop.Network);

    public string From => Text(hop.From);

    public string To => Text(hop.To);

    public string Seen => string.Create(CultureInfo.InvariantCulture, $"{hop.Seen}/{hop.Sent}");

    public string Offset => CellText.Milliseconds(hop.Offset);

    public string Note => Text(hop.Note);

    public object? Number => hop.Number;

    public object? Leg => hop.Leg;

    public object? Direction => hop.Direction;

    public object? Translated => hop.Translated;

    public object? Lost => hop.Lost;

    internal override IReadOnlyList<TableCell> Row =>
    [
        Plain("#", 2, Number),
        Plain(" ", 1, Arrow),
        Named("Place", 14, Place),
        Plain("Interface", 19, InterfaceCell),
        Plain("Seen", 4, Seen),
        Plain("Offset", 7, Offset),
        Plain("Packet", 20, Packet, hop.Lost ? Tone.Doubtful : Tone.None),
    ];

    protected override IEnumerable<(string Name, string Text)> More => [("Seen", Seen), ("Offset", Offset), ("Note", Note)];

    public string Packet => Text((hop.Lost ? $"{TraceView.LostMark(CurrentHost.Encoding)} " : "") + TraceView.Packet(hop));
}

/// <summary>The cells of a rule of a firewall.</summary>
public sealed class FirewallRuleCells(FirewallRule rule) : Cells
{
    public override string Title => Text(rule);

    public string Rule => Text(rule.Text);

    public string TextItem => Rest(rule.Text, 11);

    public string Place => Text(rule.Place);

    public string Tool => Text(rule.Tool);

    public string Family => Text(rule.Family);

    public string Table => Text(rule.Table);

    public string Chain => Text(rule.Chain);

    public string Comment => Text(rule.Comment);

    public string Verdict => Text(rule.Verdict);

    public object? Position => rule.Position;

    public object? Owner => rule.Owner;

    public object? Packets => rule.Packets;

    public object? Sent => rule.Sent;

    public object? Certain => rule.Certain;

    protected override IEnumerable<(string Name, string Text)> More =>
    [
        ("Place", Place),
        ("Chain", Text($"{rule.Table} {rule.Chain}")),
        ("Owner", Text(rule.Owner)),
    ];
}
