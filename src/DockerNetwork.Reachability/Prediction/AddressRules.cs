using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Reachability.Prediction;

/// <summary>
/// Whether a packet to an address arrives. The rules follow it on its way: the source's own addresses, its links, its routes, the host's firewall.
/// They are asked in order and the first that has a verdict decides. Where a rule says what an engine does, all of 20.10, 26.1 and 28.5 were seen to do it
/// (tests/integration/Agreement), unless it says otherwise.
/// </summary>
internal static class AddressRules
{
    private static readonly ApiVersion Ip6Tables = new(1, 46);
    private static readonly ApiVersion Routing = new(1, 48);

    private delegate Verdict? Rule(Question question, IPAddress address, string? network);

    private static readonly Rule[] InOrder =
    [
        OwnAddress,
        NoNetwork,
        SharedNetwork,
        HostAddress,
        FromHost,
        NoAddressOfFamily,
        ForwardedIPv6,
        InternalNetworkOnly,
        NoDefaultRoute,
        RoutedNetwork,
        IsolatedBridges,
        NotOfTheHost,
        OutsideTheEngine,
    ];

    public static Verdict Predict(Question question, IPAddress address, string? network)
    {
        foreach (var rule in InOrder)
        {
            if (rule(question, address, network) is { } verdict)
                return WithFurther(question, address, verdict);
        }

        return Verdict.Unknown(address, $"{address} belongs to a network that no rule is for; only a probe tells whether {question.Source} reaches it.");
    }

    /// <summary>Where the source has no way out, what would stop the packet on the way besides.</summary>
    private static Verdict WithFurther(Question question, IPAddress address, Verdict verdict) =>
        verdict.Reasons[0].Code is ReasonCode.NoAddressOfFamily or ReasonCode.InternalNetworkOnly or ReasonCode.NoDefaultRoute && Isolation(question, address) is { } further
            ? verdict with { Reasons = [.. verdict.Reasons, further] }
            : verdict;

    private static Verdict? OwnAddress(Question question, IPAddress address, string? network) =>
        IPAddress.IsLoopback(address) || question.SourceEndpoints.Any(e => address.Equals(e.IPAddress) || address.Equals(e.IPv6Address))
            ? Reachable(address, network, new Reason(ReasonCode.SameNamespace, question.Source.Name, $"{address} is an address of {question.Source} itself."))
            : null;

    private static Verdict? NoNetwork(Question question, IPAddress address, string? network) =>
        question.SourceOwner is { HostNetwork: false } && question.SourceEndpoints.All(e => e.Network == "none")
            ? No(ReachabilityState.NoRoute, address, new Reason(ReasonCode.NoNetwork, question.Source.Name, $"{question.Source} is on no network: it has only the loopback interface."))
            : null;

    /// <summary>
    /// On a common network packets go straight; a bridge network may have that switched off. For IPv6 the engine sees to that since 27.0 only,
    /// which brought ip6tables by default. Then still let through: what a legacy link is for, and where the gateway mode is routed, echo requests.
    /// </summary>
    private static Verdict? SharedNetwork(Question question, IPAddress address, string? network)
    {
        foreach (var endpoint in question.SourceEndpoints)
        {
            if (question.Snapshot.At(address).FirstOrDefault(e => e.NetworkId == endpoint.NetworkId) is not { } peer || question.NetworkOf(endpoint) is not { } shared)
                continue;
            if (!shared.BridgeOptionOff("enable_icc") || (address.AddressFamily == AddressFamily.InterNetworkV6 && question.Snapshot.ApiVersion < Ip6Tables))
                return Reachable(address, shared.Name, new Reason(ReasonCode.SharedNetwork, shared.Name, $"{question.Source} and {peer.Container} are both on the network {shared}."));
            if (question.Port is null && Routes(question.Snapshot, shared, address.AddressFamily))
                return Reachable(address, shared.Name, new Reason(ReasonCode.RoutedNetwork, shared.Name, $"The network {shared} has inter-container communication switched off, and the gateway mode routed, which lets echo requests through."));
            if (shared.DefaultBridge && Linked(question, peer))
                return Reachable(address, shared.Name, new Reason(ReasonCode.LegacyLink, shared.Name, $"The network {shared} has inter-container communication switched off, and the legacy link of {question.Source} to {peer.Container} opens the ports that this one exposes."));
            return No(
                ReachabilityState.Blocked, address,
                new Reason(ReasonCode.InterContainerCommunicationOff, shared.Name, $"The network {shared} has inter-container communication switched off (com.docker.network.bridge.enable_icc=false)."),
                shared.Name);
        }

        return null;
    }

    /// <summary>A link opens each port that its target exposes, in one direction (libnetwork's bridge driver, link.go).</summary>
    private static bool Linked(Question question, NetworkEndpoint peer) =>
        question.Port is { } port
        && question.SourceOwner!.Link.Any(link => link.Split(':')[0].TrimStart('/') == peer.Container)
        && question.Snapshot.Container(peer.ContainerId)?.Ports.Any(p => p.ContainerPort == port && p.Protocol == question.Protocol) == true;

    /// <summary>The gateway of a bridge network is an address of the host, and what goes to the host itself is not isolated.</summary>
    private static Verdict? HostAddress(Question question, IPAddress address, string? network)
    {
        if (question.SourceOwner is null || question.Snapshot.GatewayOf(address).FirstOrDefault(n => n.Driver == "bridge") is not { } bridge || Isolated(question.Snapshot, bridge, address.AddressFamily))
            return null;
        var onLink = question.SourceEndpoints.Any(e => e.NetworkId == bridge.Id);
        if (!question.SourceOwner.HostNetwork && !onLink && !ByBridge(question, address.AddressFamily))
            return null;
        if (Redirected(question, address) is { } redirected)
            return redirected;
        return Reachable(address, onLink ? bridge.Name : network, new Reason(ReasonCode.HostAddress, bridge.Name, $"{address} is the gateway of the network {bridge}, an address of the engine's host."));
    }

    /// <summary>
    /// A published port of the host is served by the engine's proxy for containers, because the engine keeps their connections out of its redirection (DNAT).
    /// It does so only for networks that are masqueraded. From the others the connection is redirected to the container itself, and dropped on the way
    /// from one bridge to the other.
    /// </summary>
    private static Verdict? Redirected(Question question, IPAddress address)
    {
        if (question.Port is not { } port
            || question.SourceOwner is not { HostNetwork: false }
            || Leaving(question, address) is not { } way
            || (!way.Internal && !way.BridgeOptionOff("enable_ip_masquerade"))
            || question.Snapshot.Containers.FirstOrDefault(c => c.Ports.Any(p => p.HostPort == port && p.Protocol == question.Protocol && Listens(p, address))) is not { } publisher
            || question.Snapshot.WaysOf(publisher).FirstOrDefault(w => w.LeadsOut(address.AddressFamily))?.Network is not { } theirs
            || theirs.Id == way.Id)
        {
            return null;
        }

        return No(
            ReachabilityState.Blocked, address,
            new Reason(
                ReasonCode.PublishedPortRedirected, way.Name,
                $"{publisher} publishes the port {port} of the host, but from the network {way}, which is not masqueraded, the engine redirects it to the network {theirs} and drops what goes from one bridge to another. Ask {publisher} itself, on a common network."));
    }

    private static bool Listens(PublishedPort port, IPAddress address) =>
        port.HostAddress is null || port.HostAddress.Equals(address) || port.HostAddress.Equals(address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any);

    /// <summary>The network that a packet leaves by: the one that the address is on, else the one with the default route.</summary>
    private static Network? Leaving(Question question, IPAddress address)
    {
        var ways = question.Ways;
        return (ways.FirstOrDefault(w => w.Contains(address)) ?? ways.FirstOrDefault(w => w.LeadsOut(address.AddressFamily)))?.Network;
    }

    /// <summary>The host has an interface on every bridge, also on internal ones; with an address unless the gateway mode is isolated.</summary>
    private static Verdict? FromHost(Question question, IPAddress address, string? network) =>
        question.SourceOwner is { HostNetwork: true } && EndpointAt(question, address) is { } peer && question.NetworkOf(peer) is { Driver: "bridge" } bridge && !Isolated(question.Snapshot, bridge, address.AddressFamily)
            ? Reachable(address, bridge.Name, new Reason(ReasonCode.HostReachesBridges, bridge.Name, $"{question.Source} uses the host's network, and the host has an interface on the bridge of {bridge}."))
            : null;

    /// <summary>Without an IPv6 address there is nothing to send from.</summary>
    private static Verdict? NoAddressOfFamily(Question question, IPAddress address, string? network) =>
        question.SourceOwner is { HostNetwork: false } && question.SourceEndpoints.All(e => (address.AddressFamily == AddressFamily.InterNetwork ? e.IPAddress : e.IPv6Address) is null)
            ? No(
                ReachabilityState.NoRoute, address,
                new Reason(ReasonCode.NoAddressOfFamily, question.Source.Name, $"{question.Source} has no {Family(address)} address, so it cannot send to {address}. None of its networks ({Names(question)}) gives it one.", Fixes.Join(question, address)))
            : null;

    /// <summary>
    /// Before 27.0 (API 1.46), which brought ip6tables by default, the host forwards IPv6 between bridge networks, internal ones included, wherever both
    /// containers have a default route, which may be by another network.
    /// </summary>
    private static Verdict? ForwardedIPv6(Question question, IPAddress address, string? network) =>
        address.AddressFamily == AddressFamily.InterNetworkV6
        && question.Snapshot.ApiVersion < Ip6Tables
        && question.SourceOwner is { HostNetwork: false }
        && ByBridge(question, address.AddressFamily)
        && EndpointAt(question, address) is { } peer
        && question.NetworkOf(peer) is { Driver: "bridge" } theirs
        && question.Snapshot.Container(peer.ContainerId) is { } target
        && question.Snapshot.WaysOf(target).FirstOrDefault(w => w.LeadsOut(address.AddressFamily)) is { Network.Driver: "bridge" }
            ? Reachable(address, null, new Reason(
                ReasonCode.IPv6NotIsolated, theirs.Name,
                $"{address} is {peer.Container} on the network {theirs}, of which {question.Source} is not. This engine (API {question.Snapshot.ApiVersion}) isolates networks for IPv4 only; engines from 27.0 on do so for IPv6 too."))
            : null;

    /// <summary>
    /// Newer engines (seen on 28.5) give a container on internal networks no default route; older ones (seen on 20.10) do, and drop what takes it.
    /// The endpoint's gateway tells which.
    /// </summary>
    private static Verdict? InternalNetworkOnly(Question question, IPAddress address, string? network)
    {
        var ways = question.Ways;
        if (question.SourceOwner is not { HostNetwork: false }
            || ways.Count == 0
            || ways.Any(w => w.Network is not { Internal: true, Driver: "bridge" or "overlay" } || w.Contains(address)))
        {
            return null;
        }

        // What takes the old engines' default route reaches the host itself, and which addresses are the host's is not in the picture.
        var hasDefaultRoute = ways.Any(w => w.LeadsOut(address.AddressFamily));
        if (hasDefaultRoute && EndpointAt(question, address) is null)
            return null;
        return No(
            hasDefaultRoute ? ReachabilityState.Blocked : ReachabilityState.NoRoute, address,
            new Reason(ReasonCode.InternalNetworkOnly, Names(question), $"{question.Source} is only on internal networks ({Names(question)}): there is no way out of them.", Fixes.Join(question, address)));
    }

    /// <summary>None of the source's networks has a gateway, and the address is not on any of them. An ipvlan of layer 3 needs none (its default route is the interface).</summary>
    private static Verdict? NoDefaultRoute(Question question, IPAddress address, string? network)
    {
        var ways = question.Ways;
        if (question.SourceOwner is not { HostNetwork: false }
            || ways.Any(w => w.Network.Driver is not ("bridge" or "macvlan" or "ipvlan" or "overlay" or "null") || w.Network.Option.GetValueOrDefault("ipvlan_mode") is "l3" or "l3s" || w.Contains(address) || w.LeadsOut(address.AddressFamily)))
        {
            return null;
        }

        return No(
            ReachabilityState.NoRoute, address,
            new Reason(ReasonCode.NoDefaultRoute, question.Source.Name, $"No network of {question.Source} ({Names(question)}) has an {Family(address)} gateway, so it has no way to {address}.", Fixes.Join(question, address)));
    }

    /// <summary>
    /// Into a network of gateway mode routed other bridge networks may send echo requests, and connections to what is published there: to the container's own port,
    /// on the network of its default route. Not so from a network that translates addresses (nat) and does not masquerade. Seen on 28.5; 27 is not predicted.
    /// </summary>
    private static Verdict? RoutedNetwork(Question question, IPAddress address, string? network)
    {
        if (EndpointAt(question, address) is not { } peer
            || question.NetworkOf(peer) is not { Driver: "bridge", Internal: false } theirs
            || theirs.GatewayMode(address.AddressFamily) != "routed"
            || question.Snapshot.ApiVersion < Ip6Tables
            || question.SourceOwner is not { HostNetwork: false }
            || !ByBridge(question, address.AddressFamily))
        {
            return null;
        }

        if (!Routes(question.Snapshot, theirs, address.AddressFamily))
            return Verdict.Unknown(address, $"The network {theirs} has the gateway mode routed; what this engine (API {question.Snapshot.ApiVersion}) lets through, no rule says. Only a probe tells whether {question.Source} reaches {address}.");
        if (Leaving(question, address) is not { } way || (way.GatewayMode(address.AddressFamily) != "routed" && way.BridgeOptionOff("enable_ip_masquerade")))
            return null;
        if (question.Port is not { } port)
            return Reachable(address, null, new Reason(ReasonCode.RoutedNetwork, theirs.Name, $"{address} is {peer.Container} on the network {theirs}, whose gateway mode routed lets echo requests through from other networks."));
        return question.Snapshot.Container(peer.ContainerId) is { } target
            && question.Snapshot.WaysOf(target).FirstOrDefault(w => w.LeadsOut(address.AddressFamily))?.Network.Id == theirs.Id
            && target.Ports.Any(p => p.ContainerPort == port && p.Protocol == question.Protocol && p.HostAddress?.AddressFamily == address.AddressFamily)
            ? Reachable(address, null, new Reason(ReasonCode.RoutedNetwork, theirs.Name, $"{peer.Container} publishes the port {port}, and the gateway mode routed of its network {theirs} lets it through from other networks."))
            : No(
                ReachabilityState.Blocked, address,
                new Reason(ReasonCode.PortNotPublished, theirs.Name, $"Into the network {theirs}, of gateway mode routed, only published ports are let through from other networks, and {peer.Container} does not publish {port}/{question.Protocol} there.", Fixes.Join(question, address)));
    }

    /// <summary>The engine drops what goes from one bridge network to another.</summary>
    private static Verdict? IsolatedBridges(Question question, IPAddress address, string? network) =>
        ByBridge(question, address.AddressFamily) && Isolation(question, address) is { } isolation
            ? No(ReachabilityState.Blocked, address, isolation)
            : null;

    private static Reason? Isolation(Question question, IPAddress address) =>
        question.SourceOwner is { HostNetwork: false } && EndpointAt(question, address) is { } peer && question.NetworkOf(peer) is { Driver: "bridge" } theirs
            ? new Reason(
                ReasonCode.IsolatedNetworks, theirs.Name,
                $"{address} is {peer.Container} on the network {theirs}; {question.Source} is on {Names(question)}. The engine drops traffic between bridge networks.",
                Fixes.Join(question, address))
            : null;

    /// <summary>
    /// Where the way leads through the host, and the host itself is not on the target's network: overlay networks have a namespace of their own, the kernel keeps a parent
    /// interface from its macvlan and ipvlan children, and gateway mode isolated gives the host no address. A parent that is a VLAN (eth0.50) may be reached through a router.
    /// </summary>
    private static Verdict? NotOfTheHost(Question question, IPAddress address, string? network)
    {
        if (EndpointAt(question, address) is not { } peer || question.NetworkOf(peer) is not { } theirs || !(question.SourceOwner is { HostNetwork: true } || ByBridge(question, address.AddressFamily)))
            return null;
        var why = theirs.Driver switch
        {
            "overlay" => "an overlay network, which only its own containers are on",
            "macvlan" or "ipvlan" when question.SourceOwner is { HostNetwork: true } && theirs.Option.GetValueOrDefault("parent")?.Contains('.', StringComparison.Ordinal) != true
                => $"of the driver {theirs.Driver}, whose containers the kernel keeps from the host's own interface",
            "bridge" when Isolated(theirs) => "of gateway mode isolated, which gives the host no address on it",
            _ => null,
        };
        return why is null
            ? null
            : No(
                ReachabilityState.Blocked, address,
                new Reason(ReasonCode.HostNotOnNetwork, theirs.Name, $"{address} is {peer.Container} on the network {theirs}, {why}; {question.Source} is not on it, and the way through the host ends there.", Fixes.Join(question, address)));

        bool Isolated(Network bridge) => AddressRules.Isolated(question.Snapshot, bridge, address.AddressFamily);
    }

    /// <summary>What no network of the engine holds leaves through the host. Whether anybody answers, the engine cannot know.</summary>
    private static Verdict? OutsideTheEngine(Question question, IPAddress address, string? network)
    {
        if (EndpointAt(question, address) is not null)
            return null;
        return Leaving(question, address) is { } way && way.Driver == "bridge" && way.BridgeOptionOff("enable_ip_masquerade") && way.GatewayMode(address.AddressFamily) == "nat"
            ? Unknown(new Reason(
                ReasonCode.NotMasqueraded, way.Name,
                $"{address} is no container's. {question.Source} sends to it through the network {way}, which is not masqueraded: an answer comes only where the other side has a route back to {way}."))
            : Unknown(new Reason(
                ReasonCode.NotPredicted, "prediction", $"{address} belongs to no container or network of this engine; only a probe tells whether {question.Source} reaches it."));

        Verdict Unknown(Reason reason) => new(ReachabilityState.Unknown, address, null, [reason]);
    }

    /// <summary>Whether the engine knows the gateway mode routed, as 28.0 does (API 1.48), and the network has it.</summary>
    private static bool Routes(EngineSnapshot snapshot, Network network, AddressFamily family) => snapshot.ApiVersion >= Routing && !network.Internal && network.GatewayMode(family) == "routed";

    /// <summary>Whether the host has no address on a bridge (gateway mode isolated, 28.0).</summary>
    private static bool Isolated(EngineSnapshot snapshot, Network network, AddressFamily family) => snapshot.ApiVersion >= Routing && network.GatewayMode(family) == "isolated";

    /// <summary>What is not for a neighbour leaves through a bridge, to the host: all networks with a gateway of the family are bridges.</summary>
    private static bool ByBridge(Question question, AddressFamily family)
    {
        var any = false;
        foreach (var way in question.Ways)
        {
            if (!way.LeadsOut(family))
                continue;
            if (way.Network.Driver != "bridge")
                return false;
            any = true;
        }

        return any;
    }

    private static NetworkEndpoint? EndpointAt(Question question, IPAddress address) => question.Snapshot.At(address).FirstOrDefault();

    private static string Family(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? "IPv4" : "IPv6";

    private static string Names(Question question) => string.Join(", ", question.SourceEndpoints.Select(e => e.Network));

    private static Verdict Reachable(IPAddress address, string? network, Reason reason) => new(ReachabilityState.Reachable, address, network, [reason]);

    private static Verdict No(ReachabilityState state, IPAddress address, Reason reason, string? network = null) => new(state, address, network, [reason]);
}
