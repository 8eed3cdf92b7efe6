using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>Somebody refused the packet: with a TCP reset, or an ICMP message.</summary>
internal static class Refusals
{
    /// <summary>A reset. One that the target sent is a closed port, or a firewall of its own; the listeners decide that.</summary>
    public static TraceFinding ByReset(TraceEvidence evidence, IReadOnlyList<Sighting> packets)
    {
        var arrived = packets.Any(seen => seen.IsRequest && IsAtTarget(evidence, seen));
        if (!arrived && (Neighbours.Rivals(evidence, evidence.To) ?? Neighbours.Rival(evidence)) is { } rival
            && packets.Any(seen => seen is { IsRequest: true, Place.IsHost: true, Item.Out: true }))
            return TraceFinding.Because(null, rival);
        if (arrived && evidence.Target is { IsHost: false })
            return ByTarget(evidence);

        // It came back from beyond the host, from what the request went to.
        var last = packets.LastOrDefault(seen => seen.IsRequest);
        if (last is { Place.IsHost: true, Item.Out: true } && packets.Any(seen => CameIn(evidence, seen)))
            return new(null, null, evidence.Target is { IsHost: false } target ? [target] : []);

        // Nothing saw it: the firewall of the source itself.
        if (last is null)
        {
            var own = TraceReasons.OwnFirewall(evidence, ReasonCode.RefusedByRule);
            return TraceFinding.Firewall(evidence, null, evidence.Source, own);
        }

        if (!last.Place.IsHost)
            return BeforeHost(evidence, last);
        if (evidence.Target is { IsHost: true } || evidence.Host is not { } host)
            return ByTarget(evidence);

        // The host answers for an address of its own if nothing translates the port and nobody listens there.
        return TraceFinding.Firewall(
            evidence, last, TracePlace.Host,
            evidence.Target is not null && last.To is { } to && host.Has(to)
                ? Published.Refused(evidence, last, "a TCP reset")
                : TraceReasons.Refused(evidence, last, "a TCP reset"));
    }

    /// <summary>The request left the source, and the host did not see it.</summary>
    private static TraceFinding BeforeHost(TraceEvidence evidence, Sighting last) =>
        evidence.Overlay is null && evidence.HostEnd(last.Place, last.Item.Link) is not null
            ? TraceFinding.Firewall(evidence, last, TracePlace.Host, RefusalReasons.OnTheWay(evidence, last))
            : new(null, null, []);

    private static bool IsAtTarget(TraceEvidence evidence, Sighting seen) =>
        seen.Place == evidence.Target && (!seen.Item.Out || seen.Place == evidence.Source);

    private static bool CameIn(TraceEvidence evidence, Sighting seen) =>
        seen is { Kind: SightingKind.Answer, Place.IsHost: true, Item.Out: false }
        && evidence.Host?.Links.GetValueOrDefault(seen.Item.Link ?? 0)?.Name != "lo";

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

        if (IcmpText.SaysProhibited(message, v6)
            && last.Place.IsHost
            && RouteQuestions.Prohibits(evidence.Host?.PacketRoutes.GetValueOrDefault(RouteQuestions.HostRequest))
            && last.To is { } prohibited)
            return TraceFinding.Because(last, RefusalReasons.RouteProhibits(prohibited));
        if (!IcmpText.IsOfReject(message, v6))
            return TraceFinding.Because(last, RefusalReasons.Answered(evidence, last, error));
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

    /// <summary>The target sent it: nobody listens there, or its own rules refuse or redirect.</summary>
    private static TraceFinding ByTarget(TraceEvidence evidence)
    {
        if (evidence.Target is not { } target)
            return new(null, null, []);
        var rules = evidence.Rules.Where(rule => rule.Place == target.Name).ToList();
        return rules.FindAll(rule => rule.Verdict == "reject") is { Count: > 0 } refusing
                ? new(null, RuleReasons.Of(evidence, refusing, null), [target])
            : rules.FindAll(rule => rule.TranslatesForOthers) is { Count: > 0 } redirecting
                ? new(null, RuleReasons.Translated(evidence, redirecting, null), [target])
            : new(null, null, [target]);
    }

    /// <summary>Where an ICMP message was made: where it was seen first.</summary>
    private static TracePlace? FirstOf(IReadOnlyList<Sighting> packets, Sighting error) =>
        packets.FirstOrDefault(seen => seen.Kind == SightingKind.Error && Equals(seen.From, error.From))?.Place;
}
