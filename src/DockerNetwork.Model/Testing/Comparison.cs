using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Testing;

/// <summary>What was expected and what was seen, in one result.</summary>
internal static class Comparison
{
    /// <summary>Compares.</summary>
    /// <param name="snapshot">The engine.</param>
    /// <param name="probe">The probe.</param>
    /// <param name="verdict">What was expected.</param>
    /// <param name="seen">What was observed.</param>
    public static ReachabilityResult Of(EngineSnapshot snapshot, PlannedProbe probe, Verdict verdict, Observation seen)
    {
        var result = new ReachabilityResult(probe, verdict, seen) { Observed = Meant(verdict, seen.State) };
        if (seen.Reason is { } reason)
        {
            // What was expected explains itself better than what the system said of it, or why it said nothing.
            result = result with
            {
                Reasons = result.Effective == verdict.State && verdict.State != ReachabilityState.Unknown
                    ? [.. verdict.AllReasons(), reason]
                    : [reason, .. verdict.AllReasons()],
            };
        }

        if (AddressOwnership.Refute(snapshot, probe, seen) is { } another)
            return result with { Reasons = [another, .. result.Reasons] };
        return result.Agrees == false ? result with { Reasons = [Disagreement(result, verdict), .. result.Reasons] } : result;
    }

    private static ReachabilityState Meant(Verdict verdict, ReachabilityState seen) => seen switch
    {
        // A container that does not run has no name and no address any more; what the tools say of that is its being down.
        ReachabilityState.Unresolved or ReachabilityState.Blocked or ReachabilityState.NoRoute
            when verdict.State == ReachabilityState.NotRunning => ReachabilityState.NotRunning,
        ReachabilityState.Reachable or ReachabilityState.Refused
            when verdict.Reasons.Any(r => r.Code == ReasonCode.TargetPaused) => ReachabilityState.NotRunning,
        _ => seen,
    };

    private static Reason Disagreement(ReachabilityResult result, Verdict verdict)
    {
        var why = verdict.Reasons.Count > 0 ? $" Predicted because: {verdict.Reasons[0].Message}" : "";
        var what = result is { Predicted: ReachabilityState.Unresolved, Observation.Address: { } address }
            ? $"Predicted Unresolved, but {Resolver(result)} resolves '{result.TargetName}' to {address}."
            : $"Predicted {result.Predicted}, but observed {result.Observed}. Is there a firewall outside Docker, or did something change "
                + $"during the test?";
        return new Reason(ReasonCode.Disagreement, result.Source, what + why);
    }

    private static string Resolver(ReachabilityResult result) => result.ResolvedBy switch
    {
        null => "something",
        "hosts" => $"the hosts file of {result.Source}",
        "127.0.0.11" => "a name server behind the engine's DNS (127.0.0.11)",
        var server => $"the name server {server}",
    };
}
