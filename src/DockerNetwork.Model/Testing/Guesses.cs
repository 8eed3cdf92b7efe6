using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Testing;

/// <summary>A guess is left out beside the fact that decides it.</summary>
internal static class Guesses
{
    /// <summary>Each says why a port refused; PortRefused only says what may be the reason.</summary>
    private static readonly string[] OfRefusal =
    [
        ReasonCode.NobodyListens, ReasonCode.ListensElsewhere, ReasonCode.ListensOnLoopbackOnly, ReasonCode.LocalhostIsTheContainer,
        ReasonCode.PublishedPortNotContainerPort, ReasonCode.RefusedByRule,
    ];

    /// <summary>The same result without the guess, if its reasons have the fact.</summary>
    public static ReachabilityResult Without(ReachabilityResult result)
    {
        var decided = result.Reasons.Any(reason => OfRefusal.Contains(reason.Code, StringComparer.Ordinal));

        // Who has the rule need not look for it.
        var found = result.Trace is { Rules.Count: > 0 } && result.Reasons.Any(reason => reason.Code == ReasonCode.RefusedByRule);
        return decided
            ? result with
            {
                Reasons = [.. result.Reasons.Where(reason =>
                    reason.Code != ReasonCode.PortRefused && !(found && reason.Code == ReasonCode.FirewallRefused))],
            }
            : result;
    }
}
