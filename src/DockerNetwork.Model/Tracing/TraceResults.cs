using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>Puts a trace into the result of its probe.</summary>
internal static class TraceResults
{
    /// <summary>The result with hops, what was lost, and the reason that the trace gives, the decisive one first.</summary>
    public static ReachabilityResult With(ReachabilityResult result, Traced traced)
    {
        var hops = TraceHops.Of(traced.Evidence);
        var finding = traced.Finding;
        // What did not get beyond the question for the next hop was lost where that was heard last.
        var lost = TraceHops.At(hops, finding.Last) ?? (IsUnseen(traced) && hops.Count > 0 ? hops[^1] : null);
        if (traced.Behind is { } behind)
        {
            var later = TraceHops.Of(behind.Evidence);
            var offset = hops.Count;
            later = [.. later.Select(hop => hop with
            {
                Number = hop.Number + offset,
                Place = hop.Place == "@host" ? "docker-proxy" : hop.Place,
            })];
            hops = [.. hops, .. later];
            if (behind.Finding is { Reason: not null } or { Last: not null })
            {
                // The proxy got the connection at the last hop of the first request.
                lost = TraceHops.At(later, behind.Finding.Last)
                    ?? (!IsUnseen(behind) ? null
                        : later.Count > 0 ? later[^1]
                        : hops.LastOrDefault(hop => hop.Leg == TraceLeg.Request));
                finding = behind.Finding;
            }
            else if (behind.Observed is ReachabilityState.Refused && IsAcceptedByProxyAlone(result))
                finding = behind.Finding with { Reason = RefusalReasons.BehindProxy(behind.Evidence) };
        }

        var all = traced.Evidence.Rules.Concat(traced.Behind?.Evidence.Rules ?? []);
        var rules = finding.Reason switch
        {
            { Code: ReasonCode.DroppedByRule or ReasonCode.RefusedByRule } => all.Where(IsNamed).ToList(),
            { Code: ReasonCode.TranslatedByRule } => all.Where(rule => rule.TranslatesForOthers).ToList(),
            _ => [],
        };
        if (result.Reachable && finding.Reason is
            { Code: ReasonCode.DuplicateAddress or ReasonCode.DuplicateMacAddress or ReasonCode.TranslatedByRule })
            result = result with { Observed = ReachabilityState.Misdirected, Answered = null };

        // The proxy took the connection, and the container never gets one.
        if (finding != traced.Finding && finding is { Reason: not null } && IsAcceptedByProxyAlone(result))
        {
            var refused = traced.Behind?.Observed is ReachabilityState.Refused;
            result = result with { Observed = refused ? ReachabilityState.Refused : ReachabilityState.Blocked, Answered = null };
        }

        lost = result.Reachable && !finding.Partial ? null : lost;
        hops = [.. hops.Select(hop => hop with { Lost = hop.Number == lost?.Number })];
        return result with
        {
            Trace = new PacketTrace { Hops = hops, Lost = hops.FirstOrDefault(hop => hop.Lost), Rules = rules },
            Reasons = Reasons(result, finding, rules),
        };
    }

    /// <summary>There is a reason why no request was seen.</summary>
    private static bool IsUnseen(Traced traced) =>
        traced.Finding.Reason is not null && traced.Evidence.Sightings.All(seen => !seen.IsRequest);

    /// <summary>A rule that the reason is about.</summary>
    private static bool IsNamed(FirewallRule rule) => rule.Verdict != "translate" || rule.TranslatesForOthers;

    private static IReadOnlyList<Reason> Reasons(
        ReachabilityResult result, TraceFinding finding, IReadOnlyList<FirewallRule> rules)
    {
        if (finding.Reason is not { } found || (result.Reachable && !finding.Partial))
            return [.. result.Reasons.Select(WithoutHint)];

        // Nobody has the virtual address of a service; the load balancer of the kernel takes it, or is missing.
        if (result.Reasons.Any(reason => reason.Code == ReasonCode.ServiceAddress))
            return result.Reasons;

        // Routes of the bridge go with its address.
        if (found.Code is ReasonCode.ReplyMisrouted or ReasonCode.RouteElsewhere
            && result.Reasons.FirstOrDefault(reason => reason.Code == ReasonCode.BridgeWithoutAddress) is { } cause)
            return [cause, .. result.Reasons.Where(reason => reason != cause && !Replaced(reason, finding))];

        // The probe of that size says more than where its packets were seen last.
        if (result.Reasons is [{ Code: ReasonCode.PathMtu } size, ..]
            && found.Code is not (ReasonCode.PathMtu or ReasonCode.DroppedByRule or ReasonCode.RefusedByRule))
            return found.Code == ReasonCode.PacketLost ? [size, found, .. result.Reasons.Skip(1)] : result.Reasons;

        // What was predicted explains itself, unless somebody else's rule did it.
        if (result.Agrees == true
            && result.Observed != ReachabilityState.Refused
            && result.Reasons is [{ } first, ..]
            && first.Code != ReasonCode.Disagreement)
        {
            return found.Code is ReasonCode.PacketLost or ReasonCode.AnswerLost or ReasonCode.NoRouteFromSource
                ? result.Reasons
                : rules.Count > 0 && rules.All(rule => rule.Owner == RuleOwner.Docker)
                    ? [.. result.Reasons.Take(1), found, .. result.Reasons.Skip(1)]
                    : [found, .. result.Reasons.Where(reason => reason.Code != found.Code)];
        }

        return [found, .. result.Reasons.Where(reason => !Replaced(reason, finding) && reason.Code != found.Code)];
    }

    private static bool IsAcceptedByProxyAlone(ReachabilityResult result) =>
        result is { Observed: ReachabilityState.Reachable, Protocol: ProbeProtocol.Tcp };

    /// <summary>Who reads a trace is not sent to it.</summary>
    public static Reason WithoutHint(Reason reason)
    {
        if (reason.Code != ReasonCode.Disagreement)
            return reason;
        var text = reason.Message.Replace($" {TraceReasons.Advice}", " The trace does not show why.", StringComparison.Ordinal);
        return reason with { Message = text };
    }

    /// <summary>What only guesses, where the trace knows; and what would be the cause if something else were not.</summary>
    private static bool Replaced(Reason reason, TraceFinding finding) => reason.Code switch
    {
        ReasonCode.Disagreement or ReasonCode.NoAnswer or ReasonCode.PortRefused => true,
        ReasonCode.NobodyListens or ReasonCode.RefusedByRule =>
            finding.Reason?.Code is ReasonCode.TranslatedByRule or ReasonCode.RefusedByRule,
        ReasonCode.FirewallRefused => finding.Reason?.Code is ReasonCode.RouteElsewhere,
        ReasonCode.NoRouteFromSource => finding.Last is not null,
        _ => false,
    };
}
