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
            ?? TraceFinding.Firewall(
                evidence, last, TracePlace.Host, NarrowLink.Behind(evidence, last) ?? TraceReasons.LostInHost(evidence, last));
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
            : RouteReasons.Elsewhere(
                evidence,
                last.To!,
                link.Name,
                evidence.Host?.PacketRoutes.GetValueOrDefault(RouteQuestions.HostRequest));

    /// <summary>The routes of the host lead elsewhere or nowhere. Null if they lead to the target's network.</summary>
    public static Reason? Misrouted(TraceEvidence evidence)
    {
        var route = evidence.Host?.PacketRoutes.GetValueOrDefault(RouteQuestions.HostRequest);
        if (route is null || TargetNetwork(evidence) is not { } network)
            return null;
        var to = evidence.TargetAddress ?? evidence.To;
        return BridgeCause(evidence, network, to)
            ?? (Misled(route, network) ? RouteReasons.Elsewhere(evidence, to, LinkOf(evidence, route, to), route) : null);
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
                ? RouteReasons.Elsewhere(evidence, to, LinkOf(evidence, route, to), route)
                : RouteReasons.Back(evidence, route, LinkOf(evidence, route, to)));
        return null;
    }

    private static bool Misled(RouteItem route, Network? network) =>
        route.Type is "blackhole" or "unreachable" or "prohibit"
        || (route.Error is not null && network is not null)
        || (network?.Bridge is { } bridge && route.Link is { } link && link != bridge);

    /// <summary>
    /// The link that a route leads to. The look-up of a packet that arrives names none if the filter of senders drops it; then that of the
    /// main table, if nothing but that decides.
    /// </summary>
    private static string? LinkOf(TraceEvidence evidence, RouteItem route, IPAddress? to) =>
        route.Link ?? (route is { Type: null or "unicast" } && to is not null && evidence.Host is { PolicyRules.Count: 0 } host
            ? host.Routes
                .Where(item => IPNetwork.TryParse($"{item.Destination}/{item.Prefix}", out var network) && network.Contains(to))
                .OrderByDescending(item => item.Prefix)
                .Select(item => host.Links.GetValueOrDefault(item.Index)?.Name)
                .FirstOrDefault()
            : null);

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

    /// <summary>The IP layer of the host does not get it.</summary>
    public static bool IsBridged(TraceEvidence evidence, Sighting last, IPAddress? to) =>
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

    /// <summary>An address that the host's routes lead away from is held to be nobody's, but it may be clear whose it should be.</summary>
    private static Network? TargetNetwork(TraceEvidence evidence)
    {
        if (evidence.Target is { IsHost: true } || evidence.TargetAddress is not { } own)
            return null;
        var networks = evidence.Question.Index.At(own).Select(evidence.Question.NetworkOf).Distinct().ToList();
        return evidence.Target is not null || networks is [{ Driver: "bridge" }] ? networks.FirstOrDefault() : null;
    }

    /// <summary>The network of the address that the source sends from; null if there is none.</summary>
    public static Network? SourceNetwork(TraceEvidence evidence) => SourceAddress(evidence) is { } own && !evidence.Source.IsHost
        ? evidence.Question.Index.At(own).Select(evidence.Question.NetworkOf).FirstOrDefault()
        : null;
}
