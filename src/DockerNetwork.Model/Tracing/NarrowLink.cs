using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// The packet does not fit through the link that it has to pass next. Bridges and veth pairs drop such a packet without a message.
/// </summary>
internal static class NarrowLink
{
    /// <summary>The reason; null if it fits, or if that is not known.</summary>
    /// <param name="evidence">What is known.</param>
    /// <param name="last">The last sighting of the request.</param>
    public static Reason? Behind(TraceEvidence evidence, Sighting last)
    {
        if (last.Item.Length is not { } length
            || Next(evidence, last) is not { } next
            || next.Link.Mtu is not { } mtu
            || length <= mtu + (next.Routed ? 0 : MtuRules.VlanTag)
            || (next.Routed && !evidence.Spec.DontFragment && evidence.Spec.Family == 4))
            return null;
        var (place, link) = (next.Place, next.Link);
        var network = place.IsHost ? evidence.NetworkOf(link) : evidence.NetworkOf(place, link.Index);
        var narrow = new MtuLink(place.Name, link.Name ?? "", network?.Name, mtu);
        return new Reason(
            ReasonCode.PathMtu, narrow.ToString(),
            $"The request is a packet of {length} bytes, which is larger than the MTU of the next link: {narrow}"
            + $"{MtuRules.Network(narrow)} carries {mtu} bytes. "
            + (next.Routed ? "" : "It drops larger packets without a message (a black hole). ")
            + MtuRules.Widen(narrow, Math.Max(length, Widest(evidence)))
            + $"Data of {mtu - (evidence.Spec.Family == 6 ? 48 : 28)} bytes fits (-Size).");
    }

    private static (TracePlace Place, NamespaceItem Link, bool Routed)? Next(TraceEvidence evidence, Sighting last)
    {
        if (evidence.Host is not { } host || evidence.Overlay is not null || evidence.Target == evidence.Source)
            return null;
        if (last.Place == evidence.Source && !last.Place.IsHost && last.Item.Out)
            return evidence.HostEnd(last.Place, last.Item.Link) is { } first ? (TracePlace.Host, first, false) : null;
        if (!last.Place.IsHost || host.Links.GetValueOrDefault(last.Item.Link ?? 0) is not { } link)
            return null;
        var ends = evidence.Target is { IsHost: false } target ? Links.Ends(evidence, target).ToList() : [];
        if (last.Item.Out && ends.Find(pair => pair.End.Place.IsHost && pair.End.Link.Index == link.Index) is { Own: { } own })
            return (evidence.Target!, own, false);
        var bridged = last.Item.Out ? link.Type == "bridge" : AtHost.IsBridged(evidence, last, AtHost.Destination(evidence, last));
        var bridge = link.Master ?? link.Index;
        if (bridged && ends.Find(pair => pair.End.Place.IsHost && pair.End.Link.Master == bridge) is { Own: not null } port)
            return (TracePlace.Host, port.End.Link, false);
        return !last.Item.Out && !bridged
            && host.PacketRoutes.GetValueOrDefault(RouteQuestions.HostRequest) is { Type: "unicast", Error: null } route
            && host.Link(route.Link) is { } leaves
                ? (TracePlace.Host, leaves, true)
                : null;
    }

    /// <summary>The largest MTU on the way so far.</summary>
    private static int Widest(TraceEvidence evidence) => evidence.Sightings.Where(seen => seen.IsRequest)
        .Select(seen => evidence.Look(seen.Place)?.Links.GetValueOrDefault(seen.Item.Link ?? 0))
        .Max(link => link is { Loopback: not true, Mtu: { } mtu } ? mtu : 0);
}
