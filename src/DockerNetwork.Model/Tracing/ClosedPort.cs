using DockerNetwork.Model.Listening;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// UDP ports that are closed. The target's kernel says so (ICMP port unreachable), but not often: one message a second after the first six
/// (net.ipv4.icmp_ratelimit, icmp_ratemask). A firewall there says the same. So who listens decides.
/// </summary>
internal static class ClosedPort
{
    /// <summary>Who listens in the target decides: it said that the port is closed, or nothing.</summary>
    public static bool IsAsked(TraceEvidence evidence) => Request(evidence) is not null;

    /// <summary>The target said that the port is closed, to the source or to a port proxy; null if it did not.</summary>
    public static TraceFinding? Of(TraceEvidence evidence)
    {
        if (!IsSaid(evidence) || Request(evidence) is not { } request)
            return null;
        var place = request.Place;
        var rules = evidence.Rules.Where(rule => rule.Place == place.Name && rule.Verdict == "reject").ToList();
        if (rules.Count > 0)
            return new(request, RuleReasons.Of(evidence, rules, request), [place]);
        if (Fitting(evidence, request) is not { } fitting)
            return new(null, null, [place]);
        if (fitting.Find(one => !one.OfInterface) is { } listener)
            return new(request, TraceReasons.RefusedForListener(evidence, request, listener), [place]);
        return new(null, fitting.Count > 0 ? null : Closed(evidence, request), [place]);
    }

    /// <summary>The datagrams arrived, and the target said nothing, but nobody listens there; null if somebody does.</summary>
    public static Reason? Silent(TraceEvidence evidence) =>
        Request(evidence) is { } request && Fitting(evidence, request) is { Count: 0 } ? Closed(evidence, request) : null;

    /// <summary>Who takes datagrams there; null if that is not known.</summary>
    private static List<Listener>? Fitting(TraceEvidence evidence, Sighting request) =>
        request is { To: { } to, Item.ToPort: { } port }
            ? evidence.Listeners?.Where(one => one.Protocol == "udp" && one.Port == port && one.Takes(to)).ToList()
            : null;

    private static Reason Closed(TraceEvidence evidence, Sighting request)
    {
        // Behind a proxy the question is about a port of the host.
        var place = request.Place;
        var asked = RefusedPort.Of(evidence.Question, evidence.To) is { } refused && refused.Owner is null == place.IsHost ? refused : null;
        return (asked is null ? null : ListenerRules.Of(asked, evidence.Listeners!))
            ?? TraceReasons.NobodyListens(place, request.Item.ToPort ?? 0);
    }

    /// <summary>The target said that the port is closed.</summary>
    public static bool IsSaid(TraceEvidence evidence) => TraceHops.Packets(evidence).Any(seen => seen.Kind == SightingKind.Error
        && IcmpText.SaysPort(seen.Item.Icmp ?? 0, evidence.Spec.Family == 6)
        && (seen.Place == evidence.Target
            ? seen.Item.Out || evidence.Target == evidence.Source
            : seen.Place == evidence.Source && !seen.Item.Out));

    /// <summary>The request that arrived at the target, if nothing was answered but that the port is closed.</summary>
    private static Sighting? Request(TraceEvidence evidence)
    {
        if (evidence.Spec.Kind != ProbeKind.Udp || evidence.Target is not { } target)
            return null;
        var packets = TraceHops.Packets(evidence).ToList();
        return (IsSaid(evidence) || !packets.Exists(seen => seen.Kind == SightingKind.Error))
            && !packets.Exists(seen => seen.Kind == SightingKind.Answer)
            && packets.FindLast(seen => seen.IsRequest && seen.Place == target && (!seen.Item.Out || target == evidence.Source))
                is { To: { } to } request
            && evidence.Look(target)?.Has(to) != false
            ? request
            : null;
    }
}
