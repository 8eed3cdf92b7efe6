using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>Links that carry nothing: switched off, or not a port of their bridge.</summary>
internal static class Links
{
    /// <summary>The host's ends of a container's veth pairs.</summary>
    public static IEnumerable<NamespaceItem> HostEnds(TraceEvidence evidence, TracePlace place) =>
        (evidence.Look(place)?.Links.Keys ?? []).Select(link => evidence.HostEnd(place, link)).OfType<NamespaceItem>();

    /// <summary>One of the two ends of a container's link is switched off.</summary>
    public static Reason? Down(TraceEvidence evidence, TracePlace place, int? link)
    {
        var network = evidence.NetworkOf(place, link ?? 0)?.Name;
        if (evidence.Look(place)?.Links.GetValueOrDefault(link ?? 0) is { Up: false } own)
            return TraceReasons.LinkDown(place, own.Name, network);
        return evidence.OtherEnd(place, link) is not { Link.Up: false } end ? null
            : end.Place.IsHost ? TraceReasons.LinkDown(TracePlace.Host, end.Link.Name, network)
            : OverlayReasons.LinkDown(place, end.Link.Name, network ?? "");
    }

    /// <summary>A link of a container is switched off, other than its loopback interface.</summary>
    public static Reason? DownIn(TraceEvidence evidence, TracePlace place) =>
        evidence.Look(place)?.Links.Values.FirstOrDefault(link =>
            link is { Up: false, Type: "veth" } && Concerns(evidence, place, link.Index)) is { } link
            ? TraceReasons.LinkDown(place, link.Name, evidence.NetworkOf(place, link.Index)?.Name)
            : null;

    /// <summary>The source has no route, and its link that should lead there is switched off. Null if that is not certain.</summary>
    public static Reason? DownTowards(TraceEvidence evidence)
    {
        var place = evidence.Source;
        if (place.IsHost || evidence.Look(place) is not { } look)
            return null;
        var down = look.Links.Values.Where(link => link is { Up: false, Type: "veth" or "macvlan" or "ipvlan" })
            .Select(link => (link.Name, Network: evidence.NetworkOf(place, link.Index)))
            .ToList();
        var (name, network) = down.Find(one => one.Network?.Subnets.Any(subnet => subnet.Contains(evidence.To)) == true);
        if (name is null && down is [{ Network: not { Internal: true } } only])
            (name, network) = only;
        return name is null ? null : TraceReasons.LinkDown(place, name, network?.Name);
    }

    /// <summary>The packet entered the host by a port that does not lead on.</summary>
    public static Reason? Port(TraceEvidence evidence, Sighting last, NamespaceItem link)
    {
        foreach (var place in (TracePlace?[])[evidence.Source, evidence.Target])
        {
            if (place is { IsHost: false }
                && evidence.Look(place)?.Links.Values.FirstOrDefault(own => own is { Type: "veth" } && own.Link == link.Index) is { } own)
                return OffBridge(evidence, place, own, (TracePlace.Host, link)) ?? BridgeDown(evidence, (TracePlace.Host, link))
                    ?? BridgePorts.Blocked(evidence, place, (TracePlace.Host, link));
        }

        return BridgeDown(evidence, (TracePlace.Host, link));
    }

    /// <summary>A container on a bridge network whose link does not reach the bridge.</summary>
    public static Reason? TargetOff(TraceEvidence evidence, TracePlace place) => Ends(evidence, place)
        .Select(pair => Down(evidence, place, pair.Own.Index) ?? OffBridge(evidence, place, pair.Own, pair.End)
            ?? BridgeDown(evidence, pair.End) ?? BridgePorts.Blocked(evidence, place, pair.End))
        .FirstOrDefault(reason => reason is not null);

    /// <summary>The links of a container that the packets of this trace may take, each with its other end.</summary>
    public static IEnumerable<(NamespaceItem Own, (TracePlace Place, NamespaceItem Link) End)> Ends(
        TraceEvidence evidence, TracePlace place)
    {
        foreach (var own in evidence.Look(place)?.Links.Values.Where(link => link.Type == "veth") ?? [])
        {
            if (evidence.OtherEnd(place, own.Index) is { } end && Concerns(evidence, place, own.Index))
                yield return (own, end);
        }
    }

    /// <summary>It is the link that the packets of this trace take.</summary>
    private static bool Concerns(TraceEvidence evidence, TracePlace place, int link)
    {
        var address = place == evidence.Source ? AtHost.SourceAddress(evidence) : evidence.TargetAddress;
        return address is null
            || evidence.NetworkOf(place, link) is not { } network
            || network.Subnets.Any(subnet => subnet.Contains(address));
    }

    private static Reason? OffBridge(
        TraceEvidence evidence, TracePlace place, NamespaceItem own, (TracePlace Place, NamespaceItem Link) end)
    {
        if (evidence.NetworkOf(place, own.Index) is not { } network)
            return null;
        var master = Master(evidence, end);
        if (network.Driver == "overlay")
            return master is { Type: "bridge" } ? null : OverlayReasons.NotOnBridge(place, end.Link.Name, network.Name);
        return network is not { Driver: "bridge", Bridge: { } bridge } || master?.Name == bridge
            ? null
            : TraceReasons.NotOnBridge(place, end.Link.Name, network, master?.Name);
    }

    private static Reason? BridgeDown(TraceEvidence evidence, (TracePlace Place, NamespaceItem Link) end) =>
        Master(evidence, end) is not { Up: false } bridge ? null
        : end.Place.Overlay is { } overlay ? OverlayReasons.BridgeDown(bridge.Name, overlay.Name)
        : TraceReasons.LinkDown(TracePlace.Host, bridge.Name, evidence.NetworkOf(bridge)?.Name);

    /// <summary>The bridge that the other end of a link is a port of.</summary>
    public static NamespaceItem? Master(TraceEvidence evidence, (TracePlace Place, NamespaceItem Link) end) =>
        end.Link.Master is { } index ? evidence.Look(end.Place)?.Links.GetValueOrDefault(index) : null;
}
