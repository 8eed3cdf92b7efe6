using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
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
        seen = seen with { Address = seen.Address is { } written ? Addresses.Unmapped(written) : null };
        // A name that the engine knows is not asked of the servers behind its DNS.
        if (seen.Reason?.Code == ReasonCode.UpstreamDnsSilent && verdict.Candidates.Count > 0)
            seen = seen with { Reason = null };
        var answers = seen.State is ReachabilityState.Reachable or ReachabilityState.Refused;
        if (answers && seen.Address is null && probe is { Container: not null, Name.IsAddress: false })
            return WithoutAddress(question, probe, verdict, seen);

        if (answers && question.Elsewhere is not null && seen.Address is null)
            seen = seen with { Address = question.Address };
        var aim = seen.Address is { } address ? Aim.Of(question, address) : default(Aim?);
        var elsewhere = answers && aim is { Hits: false };
        // Nor does it say anything of a container that the virtual address of a service of the same name is silent.
        if ((elsewhere || aim is { Hits: false, Holder.Service: not null })
            && IsShared(question, verdict)
            && verdict.Candidates.Contains(seen.Address!))
            return NotTested(probe, verdict, ComparisonReasons.AnotherOfSeveral(question, aim!.Value));
        if (answers && aim is { Hits: null, Holder: null } && probe is { Container: not null, Name.IsAddress: false })
            return NotTested(probe, verdict, ComparisonReasons.HolderNotKnown(question, aim.Value, seen));
        if (answers && question.Elsewhere is not null && aim is { Hits: null, Address: { } unsure })
            return NotTested(probe, verdict, OtherEngineReasons.AnswererNotKnown(question, unsure));
        var state = elsewhere ? ReachabilityState.Misdirected : seen.State;

        var result = new ReachabilityResult(probe, verdict, seen)
        {
            Observed = Meant(verdict, state, seen.StatusCode is not null || (answers && probe.Protocol == ProbeProtocol.Udp)),
            Answered = answers ? aim?.Answered(question) ?? (IsHost(probe) ? "@host" : null) : null,
        };
        if (seen.Reason is { } reason && !elsewhere)
        {
            if (reason.Code == ReasonCode.PortRefused)
                reason = ComparisonReasons.PortOfHost(question, aim is { } at ? OwnerOf(at) : null) ?? reason;
            // What was expected explains itself better than what the system said of it, or why it said nothing. An address that nobody has,
            // or that the kernel keeps apart, is the cause. How its packets were lost depends on how long the source waits for a neighbor.
            var expected = result.Effective == verdict.State && verdict.State != ReachabilityState.Unknown;
            result = result with
            {
                Reasons = expected
                    || (!answers && verdict.Reasons is [{ Code: ReasonCode.UnusedAddress or ReasonCode.HostNotOnNetwork }, ..])
                    ? [.. verdict.AllReasons(), reason]
                    : [reason, .. verdict.AllReasons()],
            };
        }

        if (verdict.Candidates.Count > 0 && seen.Address is { } led && !verdict.Candidates.Contains(led))
            return result with { Reasons = [ComparisonReasons.AnotherAddress(question, aim!.Value, verdict, seen), .. result.Reasons] };
        if (elsewhere && verdict.State != ReachabilityState.Misdirected && result.Observed != ReachabilityState.NotRunning)
            return result with { Reasons = [ComparisonReasons.SomebodyElse(question, aim!.Value, seen), .. result.Reasons] };
        return result.Agrees == false
            ? result with
            {
                Reasons =
                [
                    ComparisonReasons.NoIpvs(question, verdict, seen) ?? ComparisonReasons.Disagreement(result, verdict, seen),
                    .. result.Reasons,
                ],
            }
            : result;
    }

    /// <summary>
    /// A tool of the container (nc) that does not say which address it connected to. If the name can lead to one address only, it was that
    /// one; else who answered is not known.
    /// </summary>
    private static ReachabilityResult WithoutAddress(Question question, PlannedProbe probe, Verdict verdict, Observation seen) =>
        verdict switch
        {
            { Candidates: [var only] } => Of(question, probe, verdict, seen with { Address = only }),
            { State: ReachabilityState.Misdirected or ReachabilityState.NotRunning } =>
                new ReachabilityResult(probe, verdict, seen) { Observed = verdict.State, Answered = verdict.Answered },
            _ => NotTested(probe, verdict, ComparisonReasons.AddressNotReported(question)),
        };

    /// <summary>The container whose own address it is; null for an address of the host, at which the container may publish ports.</summary>
    private static Container? OwnerOf(Aim aim) =>
        aim.Holder?.Container is { } container && container.Endpoints.Any(endpoint => endpoint.Has(aim.Address)) ? container : null;

    /// <summary>Who answered is not known, so nothing that was measured is about the target.</summary>
    private static ReachabilityResult NotTested(PlannedProbe probe, Verdict verdict, Reason reason) =>
        new(probe, verdict, new Observation { State = ReachabilityState.Unknown })
        {
            Reasons = [reason, .. verdict.AllReasons().Where(r => r.Code != reason.Code)],
        };

    /// <summary>The addresses of @host are read from the host itself, and the snapshot does not show whose they are.</summary>
    private static bool IsHost(PlannedProbe probe) =>
        probe is { Container: null, Name.IsAddress: true } && probe.Target.Equals("@host", StringComparison.OrdinalIgnoreCase);

    /// <summary>The target has the name, and others have it too.</summary>
    private static bool IsShared(Question question, Verdict verdict) =>
        verdict.Candidates.Any(address => Aim.Of(question, address).Hits == true);

    /// <param name="verdict">What was expected.</param>
    /// <param name="seen">What happened.</param>
    /// <param name="answered">A process answered, not the kernel alone.</param>
    private static ReachabilityState Meant(Verdict verdict, ReachabilityState seen, bool answered) => seen switch
    {
        // A container that does not run has no name and no address any more; what the tools say of that is its being down. Who else has
        // its name is not the target.
        ReachabilityState.Unresolved or ReachabilityState.Blocked or ReachabilityState.NoRoute or ReachabilityState.Misdirected
            when verdict.State == ReachabilityState.NotRunning => ReachabilityState.NotRunning,
        ReachabilityState.Reachable or ReachabilityState.Refused
            when !answered
                && verdict.State == ReachabilityState.NotRunning
                && verdict.Reasons.Any(r => r.Code == ReasonCode.TargetPaused) => ReachabilityState.NotRunning,
        ReachabilityState.Reachable when !answered && verdict.HandshakeShowsNothing => ReachabilityState.Unknown,
        _ => seen,
    };
}
