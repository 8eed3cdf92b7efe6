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

    private const string OnlyAProbe = " Only a probe can show ";

    /// <summary>Reasons that leave something open for a probe.</summary>
    private static readonly string[] Open =
    [
        ReasonCode.NotPredicted, ReasonCode.UnusedAddress, ReasonCode.MembersKeptApart, ReasonCode.DifferentSubnets,
        ReasonCode.DuplicateMacAddress, ReasonCode.HostNotOnNetwork,
    ];

    /// <summary>The same result without the guess, if its reasons have the fact.</summary>
    public static ReachabilityResult Without(ReachabilityResult result)
    {
        if (result.Reasons.Any(reason => OfRefusal.Contains(reason.Code, StringComparer.Ordinal)))
        {
            // Who has the rule need not look for it.
            var found = result.Trace is { Rules.Count: > 0 } && result.Reasons.Any(reason => reason.Code == ReasonCode.RefusedByRule);
            result = result with
            {
                Reasons = [.. result.Reasons.Where(reason =>
                    reason.Code != ReasonCode.PortRefused && !(found && reason.Code == ReasonCode.FirewallRefused))],
            };
        }

        return result.Observed is not (null or ReachabilityState.Unknown) && result.Reasons.Any(IsOpen)
            ? result with { Reasons = [.. result.Reasons.Select(Observed)] }
            : result;
    }

    private static bool IsOpen(Reason reason) =>
        Open.Contains(reason.Code, StringComparer.Ordinal) && reason.Message.Contains(OnlyAProbe, StringComparison.Ordinal);

    /// <summary>The same reason without its last sentence, that only a probe can show what one has shown.</summary>
    private static Reason Observed(Reason reason) => IsOpen(reason)
        ? reason with { Message = reason.Message[..reason.Message.LastIndexOf(OnlyAProbe, StringComparison.Ordinal)] }
        : reason;
}
