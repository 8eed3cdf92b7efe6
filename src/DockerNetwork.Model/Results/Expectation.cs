namespace DockerNetwork.Model.Results;

/// <summary>How a result compares with what was expected.</summary>
internal enum Fulfilment
{
    /// <summary>It is as expected.</summary>
    Met,

    /// <summary>It is the opposite.</summary>
    NotMet,

    /// <summary>It shows nothing: something is stopped, missing or unknown.</summary>
    NotTested,
}

/// <summary>
/// Compares results with what was expected. What is stopped, missing or unknown meets no expectation: a test of a policy that passes
/// because everything is down is worthless.
/// </summary>
internal static class Expectation
{
    /// <summary>If something did not run, or is not there, that nothing was reached shows nothing about the network.</summary>
    private static readonly HashSet<string> Absent = new(StringComparer.Ordinal)
    {
        ReasonCode.SourceNotRunning,
        ReasonCode.TargetNotRunning,
        ReasonCode.TargetPaused,
        ReasonCode.NamespaceOwnerNotRunning,
        ReasonCode.NamespaceOwnerRestarted,
        ReasonCode.UnusedAddress,
    };

    /// <summary>
    /// Whether a result can meet the expectation. A lookup beside other probes does not show whether the target is reached, and nothing
    /// keeps a container from reaching itself.
    /// </summary>
    public static bool Concerns(ExpectedReachability expected, ReachabilityResult result) =>
        result.Protocol != ProbeProtocol.Dns
        && !(expected == ExpectedReachability.Unreachable && result.SourceId is { } id && id == result.TargetId);

    /// <summary>Compares one result.</summary>
    public static Fulfilment Of(ExpectedReachability expected, ReachabilityResult result)
    {
        if (result.Reachable)
            return expected == ExpectedReachability.Reachable ? Fulfilment.Met : Fulfilment.NotMet;
        if (result.Observed == ReachabilityState.Unknown
            || result.Effective is ReachabilityState.Unknown or ReachabilityState.NotRunning
            || result.Reasons.Any(reason => Absent.Contains(reason.Code))
            || IsMissing(result))
        {
            return Fulfilment.NotTested;
        }

        return expected == ExpectedReachability.Unreachable ? Fulfilment.Met : Fulfilment.NotMet;
    }

    /// <summary>A name that no container has and that does not resolve: it may be misspelled, or its container gone.</summary>
    public static bool IsMissing(ReachabilityResult result) =>
        result is { Effective: ReachabilityState.Unresolved, TargetId: null } && result.Target == result.TargetName;
}
