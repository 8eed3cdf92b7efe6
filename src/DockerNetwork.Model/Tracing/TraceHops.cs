using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>From sightings to hops: packets that were seen at one place in one direction with one pair of addresses are a hop.</summary>
internal static class TraceHops
{
    /// <summary>The hops of the request, then those of the answer, each leg in the order of time.</summary>
    public static IReadOnlyList<TraceHop> Of(TraceEvidence evidence)
    {
        var sentAt = SentAt(evidence);
        var first = evidence.Sightings.Where(seen => seen.Kind == SightingKind.Sent).Select(seen => seen.At).DefaultIfEmpty().Min();
        var sent = evidence.Sent;
        var groups = Shown(evidence)
            .GroupBy(seen => (seen.IsAnswer, seen.Place, seen.Item.Link, seen.Item.Out, seen.Ends, Note(seen)))
            .Select(group => (Key: group.Key, Offset: group.Min(Offset), Seen: Count(group), First: group.First()))
            .OrderBy(group => group.Key.IsAnswer)
            .ThenBy(group => group.Offset)
            .ToList();
        var hops = new List<TraceHop>();
        foreach (var (key, offset, seen, one) in groups)
        {
            var before = hops.LastOrDefault(hop => hop.Leg == (key.IsAnswer ? TraceLeg.Answer : TraceLeg.Request));
            var link = evidence.Look(key.Place)?.Links.GetValueOrDefault(key.Link ?? 0);
            hops.Add(new TraceHop
            {
                Number = hops.Count + 1,
                Leg = key.IsAnswer ? TraceLeg.Answer : TraceLeg.Request,
                Place = key.Place.Name,
                Namespace = key.Place.Name,
                Interface = link?.Name ?? (key.Link is { } index ? $"if{index}" : null),
                Link = key.Link,
                Network = (key.Place.IsHost ? evidence.NetworkOf(link) : evidence.NetworkOf(key.Place, key.Link ?? 0))?.Name,
                Direction = key.Out ? HopDirection.Out : HopDirection.In,
                From = key.Ends.From,
                To = key.Ends.To,
                Translated = one.Kind is SightingKind.Error or SightingKind.WhoHas ? AddressTranslation.None
                    : before is not null ? Translation(before, key.Ends)
                    : one.IsRequest && IsTranslated(evidence, one) ? AddressTranslation.Destination
                    : AddressTranslation.None,
                Seen = Math.Min(seen, sent),
                Sent = sent,
                Offset = TimeSpan.FromTicks(Math.Max(0, offset) / 100),
                Note = key.Item6,
            });
        }

        return hops;

        long Offset(Sighting seen) =>
            sentAt.Count == 0 ? 0 : seen.At - (seen.Item.Number is { } number && sentAt.TryGetValue(number, out var at) ? at : first);
    }

    /// <summary>
    /// The packets; if no request was seen at all, the questions who has the address of its next hop, which is as far as it came.
    /// </summary>
    private static IEnumerable<Sighting> Shown(TraceEvidence evidence)
    {
        var packets = Packets(evidence).ToList();
        return packets.Exists(seen => seen.IsRequest)
            ? packets
            : packets.Concat(evidence.Sightings.Where(seen => seen.Kind == SightingKind.WhoHas
                && IsOfTrace(evidence, seen)
                && !IsFlooded(evidence, seen)));
    }

    /// <summary>The source, the host or the target asks, and not for the source: the question of a request.</summary>
    private static bool IsOfTrace(TraceEvidence evidence, Sighting seen) =>
        seen.From is { } from
        && AtHost.SourceAddress(evidence) is { } source
        && !Equals(seen.To, source)
        && (from.Equals(source) || from.Equals(evidence.TargetAddress) || evidence.Host?.Has(from) == true);

    /// <summary>A bridge sends the question out of all its ports; only the one that leads to the target says something.</summary>
    private static bool IsFlooded(TraceEvidence evidence, Sighting seen) =>
        seen is { Place.IsHost: true, Item.Out: true }
        && evidence.Host?.Links.GetValueOrDefault(seen.Item.Link ?? 0) is { Master: not null } port
        && (evidence.Target is not { IsHost: false } target || Links.HostEnds(evidence, target).All(end => end.Index != port.Index));

    /// <summary>
    /// The packets among the sightings. Whoever sees a packet can answer it, to anybody: so an answer counts only if it goes back between
    /// two ends between which a request was seen. That of a datagram is known by its port alone, so it has to be in the same namespace.
    /// </summary>
    public static IEnumerable<Sighting> Packets(TraceEvidence evidence)
    {
        var requests = evidence.Sightings.Where(seen => seen.IsRequest).ToLookup(seen => seen.Place);
        var ends = evidence.Sightings.Where(seen => seen.IsRequest || seen.Kind == SightingKind.Sent).Select(seen => seen.Ends).ToHashSet();
        var quotations = new Quotations(evidence);
        var copies = new FloodedCopies(evidence);
        return evidence.Sightings.Where(seen => !copies.Has(seen) && seen.Kind switch
        {
            SightingKind.Request => true,
            SightingKind.Answer => evidence.Spec.Kind == ProbeKind.Udp
                ? requests[seen.Place].Any(seen.Mirrors)
                : ends.Contains((seen.Ends.To, seen.Ends.From)),
            SightingKind.Error => !IsOwnMessage(evidence, seen) && quotations.Explain(seen),
            _ => false,
        });
    }

    /// <summary>
    /// A kernel says to itself that nobody answered its question for the next hop. Whether that comes before the trace ends, is chance.
    /// </summary>
    private static bool IsOwnMessage(TraceEvidence evidence, Sighting seen) =>
        seen.Kind == SightingKind.Error
        && Equals(seen.From, seen.To)
        && IcmpText.SaysNoRoute(seen.Item.Icmp ?? 0, evidence.Spec.Family == 6);

    /// <summary>The hop of a sighting; null for none.</summary>
    public static TraceHop? At(IReadOnlyList<TraceHop> hops, Sighting? seen) => seen is null ? null : hops.FirstOrDefault(hop =>
        hop.Leg == (seen.IsAnswer ? TraceLeg.Answer : TraceLeg.Request)
        && hop.Namespace == seen.Place.Name
        && hop.Link == seen.Item.Link
        && hop.Direction == (seen.Item.Out ? HopDirection.Out : HopDirection.In)
        && (hop.From, hop.To) == seen.Ends);

    /// <summary>
    /// An answer that the source takes: it comes from where the source sent to. A packet socket of the host sees an answer to the host
    /// itself before it is translated back.
    /// </summary>
    public static bool Arrives(TraceEvidence evidence, Sighting seen) =>
        seen is { Kind: SightingKind.Answer, Item.Out: false }
        && seen.Place == evidence.Source
        && (Equals(seen.From, evidence.To) || (evidence.Source.IsHost && Equals(seen.From, evidence.TargetAddress)))
        && (seen.Item.ToPort is not { } port || port == evidence.Spec.FromPort);

    private static Dictionary<int, long> SentAt(TraceEvidence evidence)
    {
        var times = new Dictionary<int, long>();
        foreach (var seen in evidence.Sightings.Where(seen => seen.Kind == SightingKind.Sent))
            times[seen.Item.Number ?? 0] = seen.At;
        return times;
    }

    private static int Count(IEnumerable<Sighting> group)
    {
        var numbers = group.Select(seen => seen.Item.Number).ToList();
        return numbers.Contains(null) ? numbers.Count : numbers.Distinct().Count();
    }

    /// <summary>The source's own namespace has sent it elsewhere before it was seen.</summary>
    private static bool IsTranslated(TraceEvidence evidence, Sighting first) =>
        !Equals(first.To, evidence.To)
        || ((evidence.Port ?? evidence.Question.Port) is { } asked && first.Item.ToPort is { } port && port != asked);

    private static AddressTranslation Translation(TraceHop before, (string From, string To) ends) =>
        (before.From == ends.From ? AddressTranslation.None : AddressTranslation.Source)
        | (before.To == ends.To ? AddressTranslation.None : AddressTranslation.Destination);

    private static string? Note(Sighting seen) => seen switch
    {
        { Kind: SightingKind.Error } => IcmpText.Of(seen.Item.Icmp ?? 0, seen.To?.AddressFamily, seen.Item.Mtu),
        { Kind: SightingKind.Answer, Item.Reset: true } => "TCP reset",
        { Kind: SightingKind.WhoHas } => "asks who has the address",
        { Item: { TunnelFrom: { } from, TunnelTo: { } to } } => $"in VXLAN, {from} -> {to}",
        _ => null,
    };
}
