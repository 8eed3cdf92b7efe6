using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>Some packets came further than others: where the others were lost. Nothing is said to block all of them.</summary>
internal static class PartialLoss
{
    private enum Stage
    {
        Sent,
        Seen,
        InHost,
        OutOfHost,
        InTarget,
        Answered,
        AnswerInHost,
        AnswerOutOfHost,
        Arrived,
    }

    /// <summary>Null if all packets came equally far, or if that is not certain because not all was seen.</summary>
    public static TraceFinding? Of(TraceEvidence evidence)
    {
        if (evidence.Sightings.Any(seen => seen.Kind == SightingKind.Missed))
            return null;
        var packets = TraceHops.Packets(evidence).ToLookup(seen => seen.Item.Number ?? -1);
        var journeys = evidence.Sightings
            .Where(seen => seen.Kind == SightingKind.Sent)
            .Select(seen => seen.Item.Number ?? -1)
            .Distinct()
            .Select(number => Journey.Of(evidence, number, packets[number]))
            .ToList();
        journeys.RemoveAll(journey => IsUndecided(evidence, journey, journeys));
        if (journeys.Select(journey => journey.Stage).Distinct().Count() < 2)
            return null;
        var complete = evidence.Spec.Kind == ProbeKind.Udp ? Stage.InTarget : Stage.Arrived;
        var lost = journeys.FindAll(journey => journey.Stage < complete);
        var most = lost
            .GroupBy(journey => (journey.Last?.IsAnswer, journey.Last?.Place, journey.Last?.Item.Link, journey.Last?.Item.Out))
            .OrderByDescending(group => group.Count())
            .ThenByDescending(group => group.Max(journey => journey.Stage))
            .First()
            .ToList();
        return Finding(evidence, most, lost.Count);
    }

    private static TraceFinding Finding(TraceEvidence evidence, List<Journey> lost, int all)
    {
        var last = lost[0].Last;
        var suspect = last is null ? evidence.Source : last.Item.Out ? TracePlace.Host : last.Place;
        var text = TraceReasons.SomeLost(evidence, last, lost.Count, all, lost.TrueForAll(journey => journey.Refused));
        var rules = evidence.Rules.Where(rule => rule.Certain && rule.Place == suspect.Name && rule.Verdict != "translate").ToList();
        var reason = rules.Count > 0 ? RuleReasons.OfSome(text, rules)
            : Counters.ConnectionsFull(evidence, suspect)
            ?? new Reason(ReasonCode.SomePacketsLost, suspect.Name, $"{text} {TraceReasons.OfSomeCause(evidence, suspect)}");
        return new TraceFinding(last, reason, [suspect]) { Partial = true };
    }

    /// <summary>
    /// A server that has answered one of these segments and not got the reset yet does not answer the next as it answered the first.
    /// </summary>
    private static bool IsUndecided(TraceEvidence evidence, Journey journey, List<Journey> all)
    {
        var answered = all.FindAll(one => one.Stage >= Stage.Answered);
        return evidence.Spec.Kind == ProbeKind.Tcp
            && journey.Stage < Stage.Answered
            && answered.Exists(one => one.Number < journey.Number && one.Request <= journey.Request);
    }

    /// <summary>How far a packet came.</summary>
    /// <param name="Number">The packet.</param>
    /// <param name="Stage">How far it or its answer came.</param>
    /// <param name="Request">How far it came itself.</param>
    /// <param name="Last">Where it was seen last; null if it was not seen.</param>
    /// <param name="Refused">An ICMP message was about it.</param>
    private sealed record Journey(int Number, Stage Stage, Stage Request, Sighting? Last, bool Refused)
    {
        public static Journey Of(TraceEvidence evidence, int number, IEnumerable<Sighting> packets)
        {
            var seen = packets.ToList();
            var requests = seen.FindAll(one => one.IsRequest);
            var answers = evidence.Spec.Kind == ProbeKind.Udp ? [] : seen.FindAll(one => one.Kind == SightingKind.Answer);
            var request = Furthest(evidence, requests);
            var last = Furthest(evidence, answers) ?? request;
            var refused = seen.Exists(one => one.Kind == SightingKind.Error);
            return new(number, StageOf(evidence, last), StageOf(evidence, request), last, refused);
        }

        private static Sighting? Furthest(TraceEvidence evidence, List<Sighting> seen) =>
            seen.OrderBy(one => StageOf(evidence, one)).ThenBy(one => one.At).LastOrDefault();

        private static Stage StageOf(TraceEvidence evidence, Sighting? seen) => seen switch
        {
            null => Stage.Sent,
            { IsRequest: true } when seen.Place == evidence.Target && (!seen.Item.Out || seen.Place == evidence.Source) => Stage.InTarget,
            { IsRequest: true, Place.IsHost: true } => seen.Item.Out ? Stage.OutOfHost : Stage.InHost,
            { IsRequest: true } => Stage.Seen,
            _ when TraceHops.Arrives(evidence, seen) => Stage.Arrived,
            { Place.IsHost: true } => seen.Item.Out ? Stage.AnswerOutOfHost : Stage.AnswerInHost,
            _ => Stage.Answered,
        };
    }
}
