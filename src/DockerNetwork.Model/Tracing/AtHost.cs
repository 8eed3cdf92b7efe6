using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>A packet entered the host and did not leave it: what the host decides in between.</summary>
internal static class AtHost
{
    /// <summary>The request.</summary>
    public static TraceFinding Request(TraceEvidence evidence, Sighting last)
    {
        var to = Destination(evidence, last);
        return Decide(evidence, last, to, RouteQuestions.HostRequest)
            ?? (IsBridged(evidence, last, to) ? null : Neighbours.Unanswered(evidence, TracePlace.Host, last))
            ?? TargetSide(evidence, last)
            ?? (BridgePorts.Hairpin(evidence) is { } hairpin ? TraceFinding.Because(last, hairpin) : null)
            ?? TraceFinding.Firewall(evidence, last, TracePlace.Host, TraceReasons.LostInHost(evidence, last));
    }

    /// <summary>The answer.</summary>
    public static TraceFinding Answer(TraceEvidence evidence, Sighting last)
    {
        var source = evidence.Source;
        return Decide(evidence, last, SourceAddress(evidence) ?? last.To, RouteQuestions.HostAnswer)
            ?? (source.IsHost || Links.TargetOff(evidence, source) is not { } off ? null : TraceFinding.Because(last, off))
            ?? TraceFinding.Firewall(evidence, last, TracePlace.Host, TraceReasons.LostInHost(evidence, last));
    }

    /// <summary>The host sent it by a link that does not lead to the target.</summary>
    public static Reason Elsewhere(TraceEvidence evidence, Sighting last, NamespaceItem link) =>
        TargetNetwork(evidence) is { } network && BridgeCause(evidence, network, last.To) is { } cause
            ? cause
            : TraceReasons.RouteElsewhere(
                evidence,
                last.To!,
                link.Name,
                evidence.Host?.PacketRoutes.GetValueOrDefault(RouteQuestions.HostRequest));

    /// <summary>The host itself sends, and its routes lead elsewhere or nowhere. Null if they lead to the target's network.</summary>
    public static Reason? OwnRoute(TraceEvidence evidence)
    {
        var route = evidence.Host?.PacketRoutes.GetValueOrDefault(RouteQuestions.HostRequest);
        if (!evidence.Source.IsHost || route is null || TargetNetwork(evidence) is not { } network)
            return null;
        return BridgeCause(evidence, network, evidence.To)
            ?? (Misled(route, network) ? TraceReasons.RouteElsewhere(evidence, evidence.To, route.Link, route) : null);
    }

    /// <summary>The container's address, if the host translates a published port to it.</summary>
    public static IPAddress? Destination(TraceEvidence evidence, Sighting last) =>
        last.To is { } to && evidence.TargetAddress is { } own && evidence.Host?.Has(to) == true ? own : last.To;

    /// <summary>The address of the source, as its own packets show it.</summary>
    public static IPAddress? SourceAddress(TraceEvidence evidence) =>
        evidence.Sightings.FirstOrDefault(seen => seen.Kind == SightingKind.Sent)?.From;

    /// <summary>What settings and routes of the host say; null if they let the packet through.</summary>
    private static TraceFinding? Decide(TraceEvidence evidence, Sighting last, IPAddress? to, int question)
    {
        if (evidence.Host is not { } host || host.Links.GetValueOrDefault(last.Item.Link ?? 0) is not { } link || to is null)
            return null;
        if (Links.Port(evidence, last, link) is { } port)
            return TraceFinding.Because(last, port);
        var bridged = link.Master is not null && Bridged(evidence, last, link, to);
        if (Counters.ConnectionsFull(evidence, TracePlace.Host) is { } full)
            return TraceFinding.Because(last, full);
        if (bridged)
        {
            return BridgePorts.Between(evidence, answers: question == RouteQuestions.HostAnswer) is { } kept
                ? TraceFinding.Because(last, kept)
                : null;
        }

        var route = host.PacketRoutes.GetValueOrDefault(question);
        var back = host.PacketRoutes.GetValueOrDefault(RouteQuestions.HostRequest + RouteQuestions.HostAnswer - question);
        if (ReversePath.Drops(host, route, back, In(host, link)))
            return TraceFinding.Because(last, TraceReasons.ReversePathFilter(TracePlace.Host, last, In(host, link)));
        if (host.Has(to))
            return null;
        if (Forwards(host, In(host, link), to) == false)
            return TraceFinding.Because(last, TraceReasons.NotForwarded(In(host, link), to));
        var network = question == RouteQuestions.HostRequest ? TargetNetwork(evidence) : SourceNetwork(evidence);
        if (network is not null && BridgeCause(evidence, network, to) is { } cause)
            return TraceFinding.Because(last, cause);
        if (question == RouteQuestions.HostRequest && RouteQuestions.Prohibits(route))
            return TraceFinding.Because(last, RefusalReasons.RouteProhibits(to));
        if (route is not null && Misled(route, network))
            return TraceFinding.Because(last, question == RouteQuestions.HostRequest
                ? TraceReasons.RouteElsewhere(evidence, to, route.Link, route)
                : TraceReasons.ReplyMisrouted(TracePlace.Host, route));
        return null;
    }

    private static bool Misled(RouteItem route, Network? network) =>
        route.Type is "blackhole" or "unreachable" or "prohibit"
        || (route.Error is not null && network is not null)
        || (network?.Bridge is { } bridge && route.Link is { } link && link != bridge);

    /// <summary>The bridge of a network is down, or has lost its address and so its route.</summary>
    private static Reason? BridgeCause(TraceEvidence evidence, Network network, IPAddress? to)
    {
        if (network is not { Driver: "bridge", Bridge: { } name } || evidence.Host is not { } host)
            return null;
        if (host.Link(name) is not { } bridge)
            return null;
        if (bridge.Up == false)
            return TraceReasons.LinkDown(TracePlace.Host, name, network.Name);
        var family = to?.AddressFamily ?? AddressFamily.InterNetwork;
        var expected = BridgeAddresses.Of(network).Where(own => own.AddressFamily == family).ToList();
        return expected.Count > 0 && !expected.Exists(host.Has)
            ? TraceReasons.BridgeWithoutAddress(name, network, expected[0])
            : null;
    }

    private static bool IsBridged(TraceEvidence evidence, Sighting last, IPAddress? to) =>
        to is not null
        && evidence.Host?.Links.GetValueOrDefault(last.Item.Link ?? 0) is { Master: not null } link
        && Bridged(evidence, last, link, to);

    /// <summary>It stays on its bridge: sender and receiver are on one.</summary>
    private static bool Bridged(TraceEvidence evidence, Sighting last, NamespaceItem link, IPAddress to) =>
        evidence.NetworkOf(link) is { } network && network.Subnets.Any(subnet => subnet.Contains(to))
        && evidence.Host?.Has(last.To ?? to) != true;

    private static TraceFinding? TargetSide(TraceEvidence evidence, Sighting last) =>
        evidence.Target is { IsHost: false } target && Links.TargetOff(evidence, target) is { } off
            ? TraceFinding.Because(last, off)
            : null;

    /// <summary>The link that the host's IP layer takes the packet from: the bridge for a port of one.</summary>
    private static string In(NamespaceLook host, NamespaceItem link) =>
        (link.Master is { } master ? host.Links.GetValueOrDefault(master)?.Name : null) ?? link.Name ?? "";

    /// <summary>For IPv6 the setting of a link changes other things, and that of all links decides (ip-sysctl of the kernel).</summary>
    private static bool? Forwards(NamespaceLook host, string link, IPAddress to)
    {
        var on = to.AddressFamily == AddressFamily.InterNetwork
            ? host.Sysctl($"net.ipv4.conf.{link.Replace('.', '/')}.forwarding") ?? host.Sysctl("net.ipv4.ip_forward")
            : host.Sysctl("net.ipv6.conf.all.forwarding");
        return on is null ? null : on != 0;
    }

    private static Network? TargetNetwork(TraceEvidence evidence) =>
        evidence.TargetAddress is { } own && evidence.Target is { IsHost: false }
            ? evidence.Question.Index.At(own).Select(evidence.Question.NetworkOf).FirstOrDefault()
            : null;

    /// <summary>The network of the address that the source sends from; null if there is none.</summary>
    public static Network? SourceNetwork(TraceEvidence evidence) => SourceAddress(evidence) is { } own && !evidence.Source.IsHost
        ? evidence.Question.Index.At(own).Select(evidence.Question.NetworkOf).FirstOrDefault()
        : null;
}
