namespace DockerNetwork.Model.Tracing;

/// <summary>
/// Packets on an overlay network: from the source's link to the bridge in the network's own namespace, and from there to a container of
/// this node, or by the VXLAN link and the host to another node.
/// </summary>
internal static class InOverlay
{
    /// <summary>The request was lost there or behind it; null if it did not come that far.</summary>
    public static TraceFinding? Request(TraceEvidence evidence, IReadOnlyList<Sighting> requests)
    {
        if (evidence.Overlay is not { } overlay)
            return null;
        if (requests.LastOrDefault(seen => seen.Item.TunnelTo is not null) is { } tunneled)
            return new(tunneled, OverlayReasons.LeftTheHost(evidence, tunneled), []);
        if (requests.LastOrDefault(seen => seen.Place == overlay) is not { } last)
            return null;
        if (IsTunnel(evidence, last))
            return TraceFinding.Firewall(evidence, last, TracePlace.Host, OverlayReasons.NotTunneled(evidence, last));
        var cause = evidence.Target is { IsHost: false } target
            ? Links.TargetOff(evidence, target) ?? Links.DownIn(evidence, target)
            : null;
        return TraceFinding.Because(last, cause ?? TraceReasons.LostAfter(evidence, last));
    }

    /// <summary>The answer was lost there; null if it was lost elsewhere.</summary>
    public static TraceFinding? Answer(TraceEvidence evidence, Sighting last)
    {
        if (last.Item.TunnelFrom is not null)
            return TraceFinding.Firewall(evidence, last, TracePlace.Host, OverlayReasons.NotTakenOut(evidence, last));
        if (last.Place.Overlay is null)
            return null;
        return TraceFinding.Because(last, Links.TargetOff(evidence, evidence.Source) ?? TraceReasons.LostAfter(evidence, last));
    }

    private static bool IsTunnel(TraceEvidence evidence, Sighting seen) =>
        seen.Item.Out && evidence.Look(seen.Place)?.Links.GetValueOrDefault(seen.Item.Link ?? 0) is { Type: "vxlan" };
}
