namespace DockerNetwork.Model.Tracing;

/// <summary>The target answered, and the answer did not reach the source.</summary>
internal static class AnswerLoss
{
    public static TraceFinding Of(TraceEvidence evidence, Sighting last)
    {
        if (InOverlay.Answer(evidence, last) is { } inOverlay)
            return inOverlay;
        if (last.Place == evidence.Source && !last.Item.Out)
            return Untranslated(evidence, last);
        if (last.Place.IsHost && evidence.Source.IsHost)
            return TraceFinding.Firewall(evidence, last, TracePlace.Host, TraceReasons.LostInHost(evidence, last));
        if (!last.Place.IsHost)
            return FromTarget(evidence, last);
        return last.Item.Out ? BehindHost(evidence, last) : AtHost.Answer(evidence, last);
    }

    /// <summary>The answer comes from an address that the source did not ask.</summary>
    private static TraceFinding Untranslated(TraceEvidence evidence, Sighting last)
    {
        var name = $"net.bridge.bridge-nf-call-{(evidence.Spec.Family == 6 ? "ip6tables" : "iptables")}";
        return TraceFinding.Because(last, evidence.Host?.Sysctl(name) is null or 0
            ? TraceReasons.BridgeNetfilterOff(evidence, last, name)
            : TraceReasons.NotTranslatedBack(evidence, last));
    }

    private static TraceFinding FromTarget(TraceEvidence evidence, Sighting last)
    {
        if (Links.Down(evidence, last.Place, last.Item.Link) is { } down)
            return TraceFinding.Because(last, down);
        if (evidence.Look(last.Place) is { } look
            && look.PacketRoutes.GetValueOrDefault(RouteQuestions.Own) is { Link: { } link } route
            && Arrived(evidence, last.Place) is { } arrived
            && link != arrived)
            return TraceFinding.Because(last, TraceReasons.ReplyMisrouted(last.Place, route));
        return new(
            last,
            TraceReasons.LostAfter(evidence, last),
            evidence.HostEnd(last.Place, last.Item.Link) is null ? [] : [TracePlace.Host]);
    }

    private static TraceFinding BehindHost(TraceEvidence evidence, Sighting last)
    {
        var link = evidence.Host?.Links.GetValueOrDefault(last.Item.Link ?? 0);
        if (evidence.Source.IsHost || link is null)
            return TraceFinding.Because(last, TraceReasons.LostAfter(evidence, last));
        var ends = Links.HostEnds(evidence, evidence.Source).ToList();
        if (ends.Exists(end => end.Index == link.Index))
            return TraceFinding.Because(last, Links.DownIn(evidence, evidence.Source) ?? TraceReasons.LostAfter(evidence, last));
        if (Links.TargetOff(evidence, evidence.Source) is { } off)
            return TraceFinding.Because(last, off);
        if (ends.Exists(end => end.Master == link.Index))
        {
            return Neighbours.Unanswered(evidence, TracePlace.Host, last)
                ?? new(last, TraceReasons.LostAfter(evidence, last), [TracePlace.Host]);
        }

        var route = evidence.Host?.PacketRoutes.GetValueOrDefault(RouteQuestions.HostAnswer);
        return TraceFinding.Because(last, RouteReasons.Back(evidence, route, link.Name));
    }

    private static string? Arrived(TraceEvidence evidence, TracePlace place) =>
        evidence.Sightings.FirstOrDefault(seen => seen.IsRequest && seen.Place == place && !seen.Item.Out) is { } request
            ? evidence.Look(place)?.Links.GetValueOrDefault(request.Item.Link ?? 0)?.Name
            : null;
}
