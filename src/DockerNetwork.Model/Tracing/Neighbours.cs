using System.Net;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>The question who has the address of the next hop (ARP, neighbor discovery), and who answered it.</summary>
internal static class Neighbours
{
    /// <summary>The kernel could not add a neighbour while the packets were sent.</summary>
    public static bool TableGrewFull(TraceEvidence evidence, TracePlace place) =>
        Counters.Grew(evidence, place, "stat.arp_cache.table_fulls") || Counters.Grew(evidence, place, "stat.ndisc_cache.table_fulls");

    /// <summary>Two machines say that they have an address: by their hardware addresses. Null if no two do.</summary>
    public static Reason? Rivals(TraceEvidence evidence, IPAddress? address)
    {
        var owners = evidence.Sightings
            .Where(seen => seen.Kind == SightingKind.IHave && Equals(seen.From, address) && seen.Item.Mac is not null)
            .Select(seen => seen.Item.Mac!)
            .Distinct()
            .ToList();
        return address is not null && owners.Count > 1 ? TraceReasons.DuplicateAddress(evidence, address, owners) : null;
    }

    /// <summary>
    /// The host sent the request to a port of a bridge that is not the target's, and something there answered. Null if it did not.
    /// </summary>
    public static Reason? Stolen(TraceEvidence evidence)
    {
        if (evidence.Target is not { IsHost: false } target
            || target == evidence.Source
            || evidence.Sightings.Any(seen => seen.IsRequest && seen.Place == target)
            || Links.HostEnds(evidence, target).Select(end => end.Index).ToList() is not { Count: > 0 } own)
            return null;
        var wrong = evidence.Sightings.LastOrDefault(seen => seen is { IsRequest: true, Place.IsHost: true, Item.Out: true }
            && evidence.Host?.Links.GetValueOrDefault(seen.Item.Link ?? 0) is { Master: not null } link
            && !own.Contains(link.Index));
        return wrong is null ? null
            : Rivals(evidence, evidence.To) ?? Rival(evidence) ?? BridgePorts.NotFlooded(evidence, target)
            ?? TraceReasons.WrongPort(wrong, evidence.Host!.Links[wrong.Item.Link ?? 0], target);
    }

    /// <summary>
    /// The requests reached the target, which answered none of them, and answers came to the source all the same: from somebody else. Null
    /// if that is not so, or if a tap did not see all.
    /// </summary>
    public static Reason? Impersonated(TraceEvidence evidence)
    {
        if (evidence.Target is not { IsHost: false } target
            || target == evidence.Source
            || evidence.Sightings.Any(seen => seen.Kind == SightingKind.Missed))
            return null;
        var there = evidence.Sightings.Where(seen => seen.Place == target).ToList();
        return there.Exists(seen => seen is { IsRequest: true, Item.Out: false })
            && !there.Exists(seen => seen.Kind == SightingKind.Answer)
            && evidence.Sightings.Any(seen => TraceHops.Arrives(evidence, seen))
                ? Rivals(evidence, evidence.To) ?? TraceReasons.Impersonated(evidence, target)
                : null;
    }

    /// <summary>The source has another machine for the target's address in its table of neighbors. Null if it has not.</summary>
    public static Reason? Rival(TraceEvidence evidence)
    {
        if (evidence.Target is not { IsHost: false } target || target == evidence.Source || evidence.Source.IsHost
            || evidence.Look(target) is not { } look || !look.Has(evidence.To))
            return null;
        var own = look.Links.Values.Select(link => link.Mac).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var known in (NamespaceLook?[])[evidence.Before.GetValueOrDefault(evidence.Source), evidence.Look(evidence.Source)])
        {
            var mac = known?.Neighbours
                .FirstOrDefault(item => IPAddress.TryParse(item.Address, out var address) && address.Equals(evidence.To))?.Mac;
            if (mac is not null && !own.Contains(mac))
            {
                return TraceReasons.DuplicateAddress(
                    evidence,
                    evidence.To,
                    [mac, .. own.Where(text => text != "00:00:00:00:00:00").Take(1)]);
            }
        }

        return null;
    }

    /// <summary>A namespace asks for the next hop of a packet and gets no answer: why. Null if it asks for nothing.</summary>
    /// <param name="evidence">What is known.</param>
    /// <param name="asker">Who asks: for the request the source or the host, for the answer the target or the host.</param>
    /// <param name="last">The last sighting of the packet; null if it was not seen.</param>
    public static TraceFinding? Unanswered(TraceEvidence evidence, TracePlace asker, Sighting? last)
    {
        var next = NextHop(evidence, asker);
        var asked = evidence.Sightings
            .Where(seen => IsOwnQuestion(evidence, asker, seen) && (next is null || Equals(seen.To, next)))
            .Select(seen => seen.To)
            .FirstOrDefault(address => !evidence.Sightings.Any(seen =>
                seen is { Kind: SightingKind.IHave, Item.Out: false } && seen.Place == asker && Equals(seen.From, address)))
            ?? (next is not null && IsSilent(evidence, asker, next) ? next : null);
        if (asked is null)
            return TableGrewFull(evidence, asker) ? TraceFinding.Because(last, TraceReasons.NeighborTableFull(asker)) : null;
        return Owner(evidence, asker, asked) is { } cause
            ? TraceFinding.Because(last, cause)
            : Questions.Lost(evidence, asker, asked, last);
    }

    /// <summary>Whom a namespace has to ask for, by its own routes; null if they were not looked up, or there is none.</summary>
    private static IPAddress? NextHop(TraceEvidence evidence, TracePlace asker)
    {
        var answers = asker == evidence.Target && asker != evidence.Source;
        var to = answers ? AtHost.SourceAddress(evidence) : asker.IsHost ? evidence.TargetAddress ?? evidence.To : evidence.To;
        var question = asker.IsHost ? (answers ? RouteQuestions.HostAnswer : RouteQuestions.HostRequest) : RouteQuestions.Own;
        return evidence.Look(asker)?.PacketRoutes.GetValueOrDefault(question) is { Type: "unicast" } route
            ? (IPAddress.TryParse(route.Gateway, out var gateway) ? gateway : to)
            : null;
    }

    /// <summary>The kernel has asked for a neighbour before, and has no answer yet or gave up.</summary>
    private static bool IsSilent(TraceEvidence evidence, TracePlace asker, IPAddress next) =>
        StateOf(evidence.Look(asker), next) is "incomplete" or "failed"
        && (!asker.IsHost || StateOf(evidence.Before.GetValueOrDefault(asker), next) is not "failed");

    /// <summary>The hardware address to which a namespace sends what is for an address; null if that is not known.</summary>
    public static string? MacOf(TraceEvidence evidence, TracePlace place, IPAddress? to) => evidence.Look(place)?.Neighbours
        .FirstOrDefault(item => IPAddress.TryParse(item.Address, out var address) && address.Equals(to))?.Mac;

    private static string? StateOf(NamespaceLook? look, IPAddress next) => look?.Neighbours.FirstOrDefault(item =>
        IPAddress.TryParse(item.Address, out var address) && address.Equals(next))?.State;

    /// <summary>The namespace asks itself; a bridge of the host also passes on the questions of others.</summary>
    private static bool IsOwnQuestion(TraceEvidence evidence, TracePlace asker, Sighting seen) =>
        seen is { Kind: SightingKind.WhoHas, Item.Out: true, To: not null, From: not null }
        && seen.Place == asker
        && evidence.Look(asker) is { } look
        && look.Has(seen.From)
        && !look.Has(seen.To);

    /// <summary>Who has to answer, and why it does not; null if that is not known.</summary>
    private static Reason? Owner(TraceEvidence evidence, TracePlace asker, IPAddress asked)
    {
        if (!asker.IsHost && Links.TargetOff(evidence, asker) is { } own)
            return own;
        if (evidence.Overlay is null && !asker.IsHost && evidence.Host is { } refusing)
        {
            var arriving = refusing.PacketRoutes.GetValueOrDefault(RouteQuestions.HostRequest);
            var back = refusing.PacketRoutes.GetValueOrDefault(RouteQuestions.HostAnswer);
            var link = RouteQuestions.In(evidence, answers: false);
            if (refusing.Has(asked) && ReversePath.DropsUnroutable(refusing, arriving, back, link))
                return TraceReasons.NeighbourRefused(asker, asked, routed: false);
            if (ReversePath.Drops(refusing, arriving, back, link))
                return TraceReasons.NeighbourRefused(asker, asked, routed: true);
        }

        if (evidence.Question.Index.WithGateway(asked).FirstOrDefault() is { } network)
            return evidence.Host is { } host && network.Bridge is { } bridge && host.Link(bridge) is not null && !host.Has(asked)
                ? TraceReasons.BridgeWithoutAddress(bridge, network, asked)
                : null;
        foreach (var place in (TracePlace?[])[evidence.Target, evidence.Source])
        {
            if (place is null || place.IsHost || place == asker || evidence.Look(place) is not { } look)
                continue;
            var meant = Equals(asked, place == evidence.Target ? evidence.TargetAddress : AtHost.SourceAddress(evidence));
            if (!meant)
                continue;
            if (Links.TargetOff(evidence, place) is { } off)
                return off;
            if (Links.DownIn(evidence, place) is { } down)
                return down;
            if (!look.Has(asked))
                return TraceReasons.AddressGone(place, asked);
            if ((asker.IsHost ? null : BridgePorts.Between(evidence, answers: place == evidence.Target)) is { } kept)
                return kept;
            if (BridgePorts.NotAsked(evidence, place, asked) is { } quiet)
                return quiet;
        }

        return null;
    }
}
