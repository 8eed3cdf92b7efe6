using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Testing;

/// <summary>What was expected and what was seen, in one result.</summary>
internal static class Comparison
{
    /// <summary>Compares.</summary>
    /// <param name="question">What the rules were asked.</param>
    /// <param name="probe">The probe.</param>
    /// <param name="verdict">What was expected.</param>
    /// <param name="seen">What was observed.</param>
    public static ReachabilityResult Of(Question question, PlannedProbe probe, Verdict verdict, Observation seen)
    {
        var aim = seen.Address is { } address ? Aim.Of(question, address) : default(Aim?);
        var answers = seen.State is ReachabilityState.Reachable or ReachabilityState.Refused;
        var elsewhere = answers && aim is { Hits: false };
        // Of several who have the name, a tool of the container takes any.
        var chance = elsewhere && verdict.State != ReachabilityState.Misdirected && verdict.Candidates.Contains(seen.Address!);
        var state = chance ? ReachabilityState.Unknown : elsewhere ? ReachabilityState.Misdirected : seen.State;

        var result = new ReachabilityResult(probe, verdict, seen)
        {
            Observed = Meant(verdict, state),
            Answered = answers && !chance ? aim?.Answered(question) : null,
        };
        if (seen.Reason is { } reason && !elsewhere)
        {
            // What was expected explains itself better than what the system said of it, or why it said nothing.
            result = result with
            {
                Reasons = result.Effective == verdict.State && verdict.State != ReachabilityState.Unknown
                    ? [.. verdict.AllReasons(), reason]
                    : [reason, .. verdict.AllReasons()],
            };
        }

        if (verdict.Candidates.Count > 0 && seen.Address is { } led && !verdict.Candidates.Contains(led))
            return result with { Reasons = [ComparisonReasons.AnotherAddress(question, aim!.Value, verdict, seen), .. result.Reasons] };
        if (chance)
            return result with { Reasons = [ComparisonReasons.AnotherOfSeveral(question, aim!.Value), .. result.Reasons] };
        if (elsewhere && verdict.State != ReachabilityState.Misdirected && result.Observed != ReachabilityState.NotRunning)
            return result with { Reasons = [ComparisonReasons.SomebodyElse(question, aim!.Value, seen), .. result.Reasons] };
        return result.Agrees == false
            ? result with { Reasons = [ComparisonReasons.Disagreement(result, verdict), .. result.Reasons] }
            : result;
    }

    private static ReachabilityState Meant(Verdict verdict, ReachabilityState seen) => seen switch
    {
        // A container that does not run has no name and no address any more; what the tools say of that is its being down. Who else has
        // its name is not the target.
        ReachabilityState.Unresolved or ReachabilityState.Blocked or ReachabilityState.NoRoute or ReachabilityState.Misdirected
            when verdict.State == ReachabilityState.NotRunning => ReachabilityState.NotRunning,
        ReachabilityState.Reachable or ReachabilityState.Refused
            when verdict.Reasons.Any(r => r.Code is ReasonCode.TargetPaused) => ReachabilityState.NotRunning,
        _ => seen,
    };
}
