using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Matrix;

/// <summary>The marks of a compact matrix, one for each pair.</summary>
internal static class MatrixMarks
{
    private const string Partly = "~";
    private const string Disagrees = "!";
    private const string Untested = "-";

    /// <summary>What stands in the cell of a pair that has no result.</summary>
    public static string OfNothing(CellStyle style) => style.Compact ? Untested : "not tested";

    /// <summary>! if a probe was not as predicted; else ✓, ✗, ? or ~ for all services together.</summary>
    public static string Of(PairOutcome pair, bool unicode) => pair.Services.Any(s => s.Disagrees)
        ? Disagrees
        : pair.State switch
        {
            PairState.Partly => Partly,
            PairState.Reachable => ReachabilityStateText.Mark(ReachabilityState.Reachable, unicode),
            PairState.Unknown => ReachabilityStateText.Mark(ReachabilityState.Unknown, unicode),
            _ => ReachabilityStateText.Mark(ReachabilityState.Blocked, unicode),
        };

    /// <summary>What the marks mean, each in a few words.</summary>
    public static IReadOnlyList<string> Legend(bool unicode) =>
    [
        $"{ReachabilityStateText.Mark(ReachabilityState.Reachable, unicode)} reachable",
        $"{ReachabilityStateText.Mark(ReachabilityState.Blocked, unicode)} not reachable",
        $"{Partly} only an address or some ports",
        $"{ReachabilityStateText.Mark(ReachabilityState.Unknown, unicode)} unknown",
        $"{Disagrees} not as predicted",
        $"{Untested} not tested",
    ];
}
