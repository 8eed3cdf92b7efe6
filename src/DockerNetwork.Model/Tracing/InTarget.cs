using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>The request entered the target's namespace, and no answer left it.</summary>
internal static class InTarget
{
    public static TraceFinding Of(TraceEvidence evidence, Sighting last)
    {
        var place = last.Place;
        if (evidence.Look(place) is not { } look)
            return new(last, TraceReasons.LostInTarget(evidence, last), [place]);
        var local = last.To is null || look.Has(last.To);
        if (!place.IsHost && !local && Forwarded(evidence, look) is null)
            return TraceFinding.Because(last, TraceReasons.AddressGone(place, last.To!));
        if (Settings(evidence, place, look, last) is { } reason)
            return TraceFinding.Because(last, reason);
        if (NoWayBack(evidence, place, look, last) is { } back)
            return back;
        if (evidence.Spec.Kind == ProbeKind.Tcp
            && (Counters.Grew(evidence, place, "netstat.TcpExt.ListenOverflows")
                || Counters.Grew(evidence, place, "netstat.TcpExt.TCPReqQFullDrop")))
        {
            // The counter is that of all ports, so a rule that is known comes first.
            return TraceFinding.Firewall(evidence, last, place, TraceReasons.QueueFull(evidence, place));
        }

        if (evidence.Spec.Kind == ProbeKind.Udp)
        {
            // Datagrams that arrived are not lost, unless a rule of the target drops them.
            var arrived = ClosedPort.Silent(evidence) ?? TraceReasons.DatagramArrived(evidence, last);
            var finding = TraceFinding.Firewall(evidence, last, place, arrived);
            return finding.Reason == arrived ? finding with { Last = null } : finding;
        }

        return TraceFinding.Firewall(evidence, last, place, TraceReasons.LostInTarget(evidence, last));
    }

    private static Reason? Settings(TraceEvidence evidence, TracePlace place, NamespaceLook look, Sighting last)
    {
        if (evidence.Spec.Kind == ProbeKind.Icmp
            && look.Sysctl(evidence.Spec.Family == 6 ? "net.ipv6.icmp.echo_ignore_all" : "net.ipv4.icmp_echo_ignore_all") is 1)
            return TraceReasons.EchoIgnored(place);
        if (Counters.ConnectionsFull(evidence, place) is { } full)
            return full;
        var arrived = look.Links.GetValueOrDefault(last.Item.Link ?? 0)?.Name;
        var arriving = look.PacketRoutes.GetValueOrDefault(RouteQuestions.Arriving);
        return !place.IsHost
            && ReversePath.Drops(look, arriving, look.PacketRoutes.GetValueOrDefault(RouteQuestions.Own), arrived)
            ? TraceReasons.ReversePathFilter(place, last, look.Links.GetValueOrDefault(last.Item.Link ?? 0)?.Name ?? "")
            : null;
    }

    /// <summary>The target has no route to the source, or finds no next hop.</summary>
    private static TraceFinding? NoWayBack(TraceEvidence evidence, TracePlace place, NamespaceLook look, Sighting last)
    {
        if (place == evidence.Source)
            return null;
        var question = place.IsHost ? RouteQuestions.HostAnswer : RouteQuestions.Own;
        var route = look.PacketRoutes.GetValueOrDefault(question);
        if (route is { Error: not null } or { Type: "blackhole" or "unreachable" or "prohibit" })
            return TraceFinding.Because(last, TraceReasons.NoRouteBack(place, last, route));
        if (Neighbours.Unanswered(evidence, place, last) is { } silent)
            return silent;
        var arrived = look.Links.GetValueOrDefault(last.Item.Link ?? 0)?.Name;
        return route is { Link: { } link } && arrived is not null && link != arrived && !place.IsHost && route.Type == "unicast"
            ? TraceFinding.Firewall(evidence, last, place, TraceReasons.ReplyMisrouted(place, route))
            : null;
    }

    /// <summary>A container that forwards may well get packets for others; null if it does not.</summary>
    private static long? Forwarded(TraceEvidence evidence, NamespaceLook look) =>
        look.Sysctl(evidence.Spec.Family == 6 ? "net.ipv6.conf.all.forwarding" : "net.ipv4.ip_forward") is > 0 and var on
        && look.PacketRoutes.Count > 0
        && evidence.Target?.Container?.Id != evidence.Question.TargetOwner?.Id
            ? on
            : null;
}
