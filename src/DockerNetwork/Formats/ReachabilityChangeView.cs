using System.Text;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Formats;

/// <summary>What the views show of a change between two tests.</summary>
internal static class ReachabilityChangeView
{
    /// <summary>
    /// "web", or "172.18.0.2 (web)" if it was probed by something other than its name; "web on tcp://192.0.2.1:2375" if that is another
    /// engine than the source's, as both may have a container of this name.
    /// </summary>
    public static string Target(ReachabilityChange change) =>
        (change.Target == change.TargetName ? change.Target : $"{change.TargetName} ({change.Target})")
        + (change.TargetDockerHost is { } host ? $" on {host}" : "");

    /// <summary>"icmp", "tcp/80".</summary>
    public static string Probe(ReachabilityChange change) => new Service(change.Protocol, change.Port).ToString();

    /// <summary>"✓→✗"; "+>x" if the console has no such characters. A side without a result is "-".</summary>
    public static string Marks(ReachabilityChange change, Encoding console)
    {
        return Mark(change.Before) + (IsUnicode(console) ? "→" : ">") + Mark(change.After);

        string Mark(ReachabilityState? state) => state is { } known ? ReachabilityView.Mark(known, console) : "-";
    }

    /// <summary>"Reachable → Blocked: why it is blocked"; of a gain, why it was not reachable before.</summary>
    public static string Why(ReachabilityChange change, Encoding console)
    {
        var states = change switch
        {
            { Before: null } => $"{change.After}",
            { After: null } => $"was {change.Before}",
            { Before: var before, After: var after } when before == after => $"{after}",
            _ => $"{change.Before} {Arrow(console)} {change.After}",
        };
        var (said, reasons) = change switch
        {
            { After: null or ReachabilityState.Reachable, Before: not (null or ReachabilityState.Reachable) } =>
                (change.After is null ? "" : "before: ", change.BeforeReasons),
            { After: null or ReachabilityState.Reachable } when change.Change != ReachabilityChangeKind.Changed => ("", []),
            _ => ("", change.AfterReasons),
        };
        return reasons is [var first, ..] ? $"{states}: {said}{first.Message}" : states;
    }

    /// <summary>"SharedNetwork → IsolatedNetworks": the codes of both sides.</summary>
    public static string Codes(ReachabilityChange change, Encoding console) =>
        $"{List(change.BeforeReasons)} {Arrow(console)} {List(change.AfterReasons)}".Trim();

    private static string List(IEnumerable<Reason> reasons) => CellText.List(reasons.Select(reason => reason.Code));

    private static string Arrow(Encoding console) => IsUnicode(console) ? "→" : "->";

    private static bool IsUnicode(Encoding console) => ReachabilityView.Mark(ReachabilityState.Reachable, console) == "✓";
}
