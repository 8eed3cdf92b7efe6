using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// Where the packets of a probe were lost, and why. The last sighting says between which two points; what was read of the namespaces says
/// what decides there. Only what is certain is named: a firewall is suspected if nothing else explains it, and named if its rule is known.
/// </summary>
internal static class TraceRules
{
    /// <summary>Decides.</summary>
    /// <param name="evidence">All that is known.</param>
    /// <param name="observed">What the probe itself observed.</param>
    public static TraceFinding Of(TraceEvidence evidence, ReachabilityState? observed)
    {
        if (ClosedPort.Of(evidence) is { } closed)
            return closed;
        var packets = TraceHops.Packets(evidence).OrderBy(seen => seen.At).ToList();
        if (Translations.Of(evidence, packets) is { } translated)
            return translated;
        var answers = packets.FindAll(seen => seen.Kind == SightingKind.Answer);
        if (packets.Find(seen => seen.Kind == SightingKind.Error && seen.Place == evidence.Source && !seen.Item.Out) is { } error
            && !answers.Exists(seen => TraceHops.Arrives(evidence, seen)))
            return Refusals.ByMessage(evidence, packets, error);
        if (answers.Find(seen => TraceHops.Arrives(evidence, seen)) is { } answer)
        {
            if ((Neighbours.Stolen(evidence) ?? Neighbours.Impersonated(evidence)) is { } stolen)
                return TraceFinding.Because(packets.FindLast(seen => seen.IsRequest), stolen);
            if (observed is not ReachabilityState.Refused && PartialLoss.Of(evidence) is { } others)
                return others;

            // A packet socket sees what arrives before the firewall of the namespace does.
            if (observed is ReachabilityState.Blocked or ReachabilityState.Unknown)
                return InSource.Of(evidence, answer);
            if (observed is ReachabilityState.Refused
                && !answer.Item.Reset
                && Neighbours.Rival(evidence) is { } rival)
                return TraceFinding.Because(null, rival);
            return answer.Item.Reset ? Refusals.ByReset(evidence, packets) : TraceFinding.Nothing;
        }

        if ((answers.Count == 0 ? StrayAnswer.Of(evidence) : null) is { } stray)
            return stray;
        if (PartialLoss.Of(evidence) is { } some)
            return some;
        if (answers.Count > 0)
            return AnswerLoss.Of(evidence, answers[^1]);
        return RequestLoss.Of(evidence, packets.FindAll(seen => seen.IsRequest));
    }
}
