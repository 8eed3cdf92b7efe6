using DockerNetwork.Model.Listening;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// The target says that a UDP port is closed (ICMP port unreachable). A firewall there says the same, so who listens decides.
/// </summary>
internal static class ClosedPort
{
    /// <summary>The target said so, to the source or to a port proxy.</summary>
    public static bool IsSaid(TraceEvidence evidence) => Request(evidence) is not null;

    /// <summary>Null if the target did not say so.</summary>
    public static TraceFinding? Of(TraceEvidence evidence)
    {
        if (Request(evidence) is not { To: { } to, Item.ToPort: { } port } request)
            return null;
        var place = request.Place;
        var rules = evidence.Rules.Where(rule => rule.Place == place.Name && rule.Verdict == "reject").ToList();
        if (rules.Count > 0)
            return new(request, RuleReasons.Of(evidence, rules, request), [place]);
        if (evidence.Listeners is not { } listeners)
            return new(null, null, [place]);
        var fitting = listeners.Where(one => one.Protocol == "udp" && one.Port == port && one.Takes(to)).ToList();
        if (fitting.Find(one => !one.OfInterface) is { } listener)
            return new(request, TraceReasons.RefusedForListener(evidence, request, listener), [place]);
        if (fitting.Count > 0)
            return new(null, null, [place]);

        // Behind a proxy the question is about a port of the host.
        var asked = RefusedPort.Of(evidence.Question, evidence.To) is { } refused && refused.Owner is null == place.IsHost ? refused : null;
        var reason = asked is null ? null : ListenerRules.Of(asked, listeners);
        return new(null, reason ?? TraceReasons.NobodyListens(place, port), [place]);
    }

    /// <summary>The request that arrived at the target and was answered so.</summary>
    private static Sighting? Request(TraceEvidence evidence)
    {
        if (evidence.Spec.Kind != ProbeKind.Udp || evidence.Target is not { } target)
            return null;
        var packets = TraceHops.Packets(evidence).ToList();
        return packets.Exists(seen => seen.Kind == SightingKind.Error
                && IcmpText.SaysPort(seen.Item.Icmp ?? 0, evidence.Spec.Family == 6)
                && (seen.Place == target ? seen.Item.Out || target == evidence.Source : seen.Place == evidence.Source && !seen.Item.Out))
            && !packets.Exists(seen => seen.Kind == SightingKind.Answer)
            && packets.FindLast(seen => seen.IsRequest && seen.Place == target && (!seen.Item.Out || target == evidence.Source))
                is { To: { } to } request
            && evidence.Look(target)?.Has(to) != false
            ? request
            : null;
    }
}
