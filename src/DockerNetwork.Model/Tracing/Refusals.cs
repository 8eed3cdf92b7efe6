using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>Somebody refused the packet: with a TCP reset, or an ICMP message.</summary>
internal static class Refusals
{
    /// <summary>A reset. One that the target sent is a closed port, or a firewall of its own; the listeners decide that.</summary>
    public static TraceFinding ByReset(TraceEvidence evidence, IReadOnlyList<Sighting> packets)
    {
        var arrived = packets.Any(seen => seen.IsRequest
            && seen.Place == evidence.Target
            && (!seen.Item.Out || seen.Place == evidence.Source));
        if (!arrived && (Neighbours.Rivals(evidence, evidence.To) ?? Neighbours.Rival(evidence)) is { } rival
            && packets.Any(seen => seen is { IsRequest: true, Place.IsHost: true, Item.Out: true }))
            return TraceFinding.Because(null, rival);
        if (evidence.Target is null
            && packets.LastOrDefault(seen => seen.IsRequest) is { Place.IsHost: true, Item.Out: false } stopped
            && !packets.Any(seen => seen is { Kind: SightingKind.Answer, Place.IsHost: true, Item.Out: false }))
            return TraceFinding.Firewall(evidence, stopped, TracePlace.Host, TraceReasons.Refused(evidence, stopped, "a TCP reset"));
        if (evidence.Target is null || (arrived && evidence.TargetAddress is not null && !evidence.Target.IsHost))
            return ByTarget(evidence, packets);
        var last = packets.LastOrDefault(seen => seen.IsRequest);
        if (evidence.Target is { IsHost: false } && last is { Place.IsHost: true } && evidence.Host is { } host)
        {
            // The host answers for an address of its own if nothing translates the port and nobody listens there.
            return last.To is { } to && host.Has(to)
                ? TraceFinding.Firewall(evidence, last, TracePlace.Host, Published.Refused(evidence, last, "a TCP reset"))
                : TraceFinding.Firewall(evidence, last, TracePlace.Host, TraceReasons.Refused(evidence, last, "a TCP reset"));
        }

        return ByTarget(evidence, packets);
    }

    /// <summary>An ICMP message reached the source.</summary>
    public static TraceFinding ByMessage(TraceEvidence evidence, IReadOnlyList<Sighting> packets, Sighting error)
    {
        var (v6, message) = (evidence.Spec.Family == 6, error.Item.Icmp ?? 0);
        var last = packets.LastOrDefault(seen => seen.IsRequest);
        var atTarget = evidence.Target is { } target && packets.Any(seen => seen.IsRequest && seen.Place == target && !seen.Item.Out);
        // Anybody may send such a message; it is believed only of a packet that is larger, and that did not arrive.
        if (IcmpText.SaysTooBig(message, v6) && !atTarget && !(last?.Item.Length <= error.Item.Mtu))
            return TraceFinding.Because(last, TraceReasons.TooBig(error));
        if (last is null)
        {
            // The source's own kernel: it finds no next hop, or its firewall refuses.
            return IcmpText.SaysNoRoute(message, v6)
                ? RequestLoss.Of(evidence, [])
                : TraceFinding.Firewall(evidence, null, evidence.Source, TraceReasons.OwnFirewall(evidence, ReasonCode.RefusedByRule));
        }

        if (atTarget && evidence.Target is { IsHost: false } own)
            return TraceFinding.Firewall(evidence, last, own, TraceReasons.Refused(evidence, last, TraceReasons.Icmp(error)));
        if (IcmpText.SaysPort(message, v6) && evidence.Spec.Kind == ProbeKind.Udp
            && evidence.Target is { IsHost: false } && last is { Place.IsHost: true, To: { } to } && evidence.Host?.Has(to) == true)
            return TraceFinding.Firewall(evidence, last, TracePlace.Host, Published.Refused(evidence, last, TraceReasons.Icmp(error)));

        if (IcmpText.SaysNoRoute(message, v6) && last.Place.IsHost)
        {
            var cause = last.Item.Out ? RequestLoss.Of(evidence, [last]) : AtHost.Request(evidence, last);
            if (cause.Suspects.Count == 0 && cause.Reason is not null)
                return cause;
        }

        if (IcmpText.SaysNoRoute(message, v6) && last.Place == evidence.Source
            && Neighbours.Unanswered(evidence, evidence.Source, null) is { } silent)
            return silent;
        var place = last.Place.IsHost || last.Place != evidence.Source ? TracePlace.Host : FirstOf(packets, error) ?? TracePlace.Host;
        return TraceFinding.Firewall(evidence, last, place, TraceReasons.Refused(evidence, last, TraceReasons.Icmp(error)));
    }

    private static TraceFinding ByTarget(TraceEvidence evidence, IReadOnlyList<Sighting> packets) =>
        evidence.Rules.Where(rule => rule.Place == evidence.Target?.Name && rule.Verdict == "reject").ToList() is { Count: > 0 } rules
            ? new(null, RuleReasons.Of(evidence, rules, null), [evidence.Target!])
            : new(null, null, evidence.Target is { } place && packets.Count > 0 ? [place] : []);

    /// <summary>Where an ICMP message was made: where it was seen first.</summary>
    private static TracePlace? FirstOf(IReadOnlyList<Sighting> packets, Sighting error) =>
        packets.FirstOrDefault(seen => seen.Kind == SightingKind.Error && Equals(seen.From, error.From))?.Place;
}
