using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>The request was lost: where, and why.</summary>
internal static class RequestLoss
{
    /// <summary>ENETUNREACH.</summary>
    private const int NoRoute = 101;

    public static TraceFinding Of(TraceEvidence evidence, IReadOnlyList<Sighting> requests)
    {
        if (requests.Count == 0)
            return NotSeen(evidence);
        // Taps of several namespaces may see one packet in another order than it passed them: what arrived has arrived.
        var last = requests.LastOrDefault(seen => seen.Place == evidence.Target && !seen.Item.Out) ?? requests[^1];
        if (last.Place == evidence.Target && (!last.Item.Out || last.Place == evidence.Source))
            return InTarget.Of(evidence, last);
        if (InOverlay.Request(evidence, requests) is { } inOverlay)
            return inOverlay;
        if (last.Place == evidence.Source && !last.Place.IsHost)
            return FromSource(evidence, last);
        if (Overheard.Of(evidence, last) is { } wrong)
            return wrong;
        return last.Item.Out ? BehindHost(evidence, last) : AtHost.Request(evidence, last);
    }

    /// <summary>The source's kernel did not let it out, or did not find the next hop.</summary>
    private static TraceFinding NotSeen(TraceEvidence evidence)
    {
        if (evidence.Source.IsHost && AtHost.Misrouted(evidence) is { } misled)
            return TraceFinding.Because(null, misled);
        var refused = evidence.Sightings.FirstOrDefault(seen => seen.Kind == SightingKind.NotSent);
        if (refused is null)
            return Neighbours.Unanswered(evidence, evidence.Source, null) ?? new(null, TraceReasons.NotSeen(evidence), [evidence.Source]);
        if (refused.Item.Errno == 1)
            return TraceFinding.Firewall(evidence, null, evidence.Source, TraceReasons.OwnFirewall(evidence));
        if (Neighbours.TableGrewFull(evidence, evidence.Source))
            return TraceFinding.Because(null, TraceReasons.NeighborTableFull(evidence.Source));
        var routed = refused.Item.Errno != NoRoute
            && evidence.Look(evidence.Source)?.PacketRoutes.GetValueOrDefault(RouteQuestions.Own)?.Error != NoRoute;
        return TraceFinding.Because(
            null,
            routed ? TraceReasons.NotSent(evidence, refused.Item.Text)
                : Links.DownTowards(evidence) ?? TraceReasons.NoRoute(evidence));
    }

    private static TraceFinding FromSource(TraceEvidence evidence, Sighting last)
    {
        var end = evidence.HostEnd(last.Place, last.Item.Link);
        if (Links.Down(evidence, last.Place, last.Item.Link) is { } down)
            return TraceFinding.Because(last, down);
        return new(last, Lost(evidence, last), end is null ? [] : [TracePlace.Host]);
    }

    private static Reason Lost(TraceEvidence evidence, Sighting last) =>
        NarrowLink.Behind(evidence, last) ?? TraceReasons.LostAfter(evidence, last);

    /// <summary>The host sent it on. By another link than the target's it went to somebody else.</summary>
    private static TraceFinding BehindHost(TraceEvidence evidence, Sighting last)
    {
        var link = evidence.Host?.Links.GetValueOrDefault(last.Item.Link ?? 0);
        if (evidence.Target is not { IsHost: false } target || link is null)
            return new(last, (evidence.Target is null ? AtHost.Misrouted(evidence) : null) ?? BeyondHost.Of(evidence, last, link), []);
        var ends = Links.HostEnds(evidence, target);
        if (ends.Any(end => end.Index == link.Index))
            return TraceFinding.Because(last, Links.DownIn(evidence, target) ?? Lost(evidence, last));
        if (Neighbours.Rivals(evidence, last.To) is { } rivals)
            return TraceFinding.Because(last, rivals);
        if (Links.TargetOff(evidence, target) is { } off)
            return TraceFinding.Because(last, off);
        if (BridgePorts.NotFlooded(evidence, target) is { } closed && ends.Any(end => end.Master == (link.Master ?? link.Index)))
            return TraceFinding.Because(last, closed);
        if (link.Master is not null && ends.Any(end => end.Master == link.Master))
            return TraceFinding.Because(last, TraceReasons.WrongPort(last, link, target));
        if (ends.Any(end => end.Master == link.Index))
        {
            // Out of the bridge, and out of none of its ports.
            return Neighbours.Unanswered(evidence, TracePlace.Host, last)
                ?? new(last, Lost(evidence, last), [TracePlace.Host]);
        }

        return TraceFinding.Because(last, AtHost.Elsewhere(evidence, last, link));
    }
}
