namespace DockerNetwork.Model.Results;

/// <summary>States as marks and as words. A state has the same word in cells, drawings and sentences.</summary>
internal static class ReachabilityStateText
{
    /// <summary>A mark that reads at a glance: ✓ reachable, ✗ not, ? unknown; + and x without Unicode.</summary>
    public static string Mark(ReachabilityState state, bool unicode) => state switch
    {
        ReachabilityState.Reachable => unicode ? "✓" : "+",
        ReachabilityState.Unknown => "?",
        _ => unicode ? "✗" : "x",
    };

    /// <summary>"reachable", "no route", "not running".</summary>
    public static string Words(ReachabilityState state) => state switch
    {
        ReachabilityState.Unknown => "unknown",
        ReachabilityState.Reachable => "reachable",
        ReachabilityState.Refused => "refused",
        ReachabilityState.Blocked => "blocked",
        ReachabilityState.NoRoute => "no route",
        ReachabilityState.Unresolved => "unresolved",
        ReachabilityState.NotRunning => "not running",
        ReachabilityState.Misdirected => "misdirected",
        _ => state.ToString().ToLowerInvariant(),
    };

    /// <summary>The same for a pair; the page of a topology has these words too (page.js).</summary>
    public static string Words(PairState state) => state switch
    {
        PairState.Reachable => "reachable",
        PairState.Partly => "only by address, or only some ports",
        PairState.Unreachable => "not reachable",
        _ => "unknown",
    };
}
