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

    private delegate Verdict? Rule(Question question, IPAddress address, string? network);

    private static readonly Rule[] InOrder =
    [
        OwnAddress,
        NoNetwork,
        SharedNetwork,
        OtherGatewayMode,
        HostAddress,
        FromHost,
        NoAddressOfFamily,
        ForwardedIPv6,
        InternalNetworkOnly,
        NoDefaultRoute,
        IsolatedBridges,
    ];

    public static Verdict Predict(Question question, IPAddress address, string? network)
    {
        foreach (var rule in InOrder)
        {
            if (rule(question, address, network) is { } verdict)
                return verdict;
        }

        return Verdict.Unknown(address, $"{address} belongs to no container or network of this engine, or to one that no rule is for; only a probe tells whether {question.Source} reaches it.");
    }

    private static Verdict? OwnAddress(Question question, IPAddress address, string? network) =>
        IPAddress.IsLoopback(address) || question.SourceEndpoints.Any(e => e.Addresses().Contains(address))
            ? Reachable(address, network, new Reason(ReasonCode.SameNamespace, question.Source.Name, $"{address} is an address of {question.Source} itself."))
            : null;

    private static Verdict? NoNetwork(Question question, IPAddress address, string? network) =>
        question.SourceOwner is { HostNetwork: false } && question.SourceEndpoints.All(e => e.Network == "none")
            ? No(ReachabilityState.NoRoute, address, new Reason(ReasonCode.NoNetwork, question.Source.Name, $"{question.Source} is on no network: it has only the loopback interface."))
            : null;

    /// <summary>
    /// On a common network packets go straight; a bridge network may have that switched off. For IPv6 the engine sees to that since 27.0 only,
    /// which brought ip6tables by default.
    /// </summary>
    private static Verdict? SharedNetwork(Question question, IPAddress address, string? network)
    {
        foreach (var endpoint in question.SourceEndpoints)
        {
            if (question.Snapshot.At(address).FirstOrDefault(e => e.NetworkId == endpoint.NetworkId) is not { } peer || question.NetworkOf(endpoint) is not { } shared)
                continue;
            if (!shared.BridgeOptionOff("enable_icc") || (address.AddressFamily == AddressFamily.InterNetworkV6 && question.Snapshot.ApiVersion < Ip6Tables))
                return Reachable(address, shared.Name, new Reason(ReasonCode.SharedNetwork, shared.Name, $"{question.Source} and {peer.Container} are both on the network {shared}."));
            return No(
                ReachabilityState.Blocked, address,
                new Reason(ReasonCode.InterContainerCommunicationOff, shared.Name, $"The network {shared} has inter-container communication switched off (com.docker.network.bridge.enable_icc=false)."),
                shared.Name);
        }

        return null;
    }

    /// <summary>
    /// What the gateway modes routed, isolated and nat-unprotected (28.0) let through between networks and from the host depends on ports and on the engine; a common
    /// network is not concerned.
    /// </summary>
    private static Verdict? OtherGatewayMode(Question question, IPAddress address, string? network)
    {
        var option = "com.docker.network.bridge.gateway_mode_" + (address.AddressFamily == AddressFamily.InterNetwork ? "ipv4" : "ipv6");
        var theirs = EndpointAt(question, address) is { } peer ? question.NetworkOf(peer) : question.Snapshot.Networks.FirstOrDefault(n => n.Gateways.Contains(address));
        var other = question.SourceEndpoints.Select(question.NetworkOf).Append(theirs).FirstOrDefault(n => n?.Option.GetValueOrDefault(option) is not (null or "" or "nat"));
        return other is null
            ? null
            : Verdict.Unknown(address, $"The network {other} has the gateway mode {other.Option[option]}, which no rule is for; only a probe tells whether {question.Source} reaches {address}.");
    }

    /// <summary>The gateway of a bridge network is an address of the host, and what goes to the host itself is not isolated.</summary>
    private static Verdict? HostAddress(Question question, IPAddress address, string? network)
    {
        if (question.SourceOwner is null || question.Snapshot.Networks.FirstOrDefault(n => n.Driver == "bridge" && n.Gateways.Contains(address)) is not { } bridge)
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
            || Way(question, address) is not { } way
            || (!way.Internal && !way.BridgeOptionOff("enable_ip_masquerade"))
            || question.Snapshot.Containers.FirstOrDefault(c => c.Ports.Any(p => p.HostPort == port && p.Protocol == question.Protocol && Listens(p, address))) is not { } publisher
            || GatewayOf(question.Snapshot, publisher, address.AddressFamily) is not { } theirs
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
    private static Network? Way(Question question, IPAddress address) =>
        question.SourceEndpoints.Select(question.NetworkOf).FirstOrDefault(n => n?.Subnets.Any(s => s.Contains(address)) == true)
        ?? GatewayOf(question.Snapshot, question.SourceOwner!, address.AddressFamily);

    /// <summary>The network that provides the default route.</summary>
    private static Network? GatewayOf(EngineSnapshot snapshot, Container container, AddressFamily family) =>
        snapshot.InOrder(container).FirstOrDefault(pair => HasGateway(pair.Network, pair.Endpoint, family)).Network;

    /// <summary>The host has an interface on every bridge, also on internal ones.</summary>
    private static Verdict? FromHost(Question question, IPAddress address, string? network) =>
        question.SourceOwner is { HostNetwork: true } && EndpointAt(question, address) is { } peer && question.NetworkOf(peer) is { Driver: "bridge" } bridge
            ? Reachable(address, bridge.Name, new Reason(ReasonCode.HostReachesBridges, bridge.Name, $"{question.Source} uses the host's network, and the host has an interface on the bridge of {bridge}."))
            : null;

    /// <summary>Without an IPv6 address there is nothing to send from.</summary>
    private static Verdict? NoAddressOfFamily(Question question, IPAddress address, string? network) =>
        question.SourceOwner is { HostNetwork: false } && question.SourceEndpoints.All(e => e.Addresses().All(a => a.AddressFamily != address.AddressFamily))
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
        && GatewayOf(question.Snapshot, target, address.AddressFamily) is { Driver: "bridge" }
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
        var networks = question.SourceEndpoints.Select(question.NetworkOf).OfType<Network>().ToList();
        if (question.SourceOwner is not { HostNetwork: false }
            || networks.Count == 0
            || !networks.TrueForAll(n => n is { Internal: true, Driver: "bridge" })
            || networks.Exists(n => n.Subnets.Any(s => s.Contains(address))))
        {
            return null;
        }

        // What takes the old engines' default route reaches the host itself, and which addresses are the host's is not in the picture.
        var hasDefaultRoute = question.SourceEndpoints.Any(e => HasGateway(question.NetworkOf(e), e, address.AddressFamily));
        if (hasDefaultRoute && EndpointAt(question, address) is null)
            return null;
        return No(
            hasDefaultRoute ? ReachabilityState.Blocked : ReachabilityState.NoRoute, address,
            new Reason(ReasonCode.InternalNetworkOnly, string.Join(", ", networks), $"{question.Source} is only on internal networks ({string.Join(", ", networks)}): there is no way out of them.", Fixes.Join(question, address)));
    }

    /// <summary>None of the source's networks has a gateway, and the address is not on any of them.</summary>
    private static Verdict? NoDefaultRoute(Question question, IPAddress address, string? network)
    {
        var networks = question.SourceEndpoints.Select(question.NetworkOf).OfType<Network>().ToList();
        if (question.SourceOwner is not { HostNetwork: false }
            || networks.Exists(n => n.Driver is not ("bridge" or "macvlan" or "ipvlan" or "null") || n.Subnets.Any(s => s.Contains(address)))
            || question.SourceEndpoints.Any(e => HasGateway(question.NetworkOf(e), e, address.AddressFamily)))
        {
            return null;
        }

        return No(
            ReachabilityState.NoRoute, address,
            new Reason(ReasonCode.NoDefaultRoute, question.Source.Name, $"No network of {question.Source} ({Names(question)}) has an {Family(address)} gateway, so it has no way to {address}.", Fixes.Join(question, address)));
    }

    /// <summary>The engine drops what goes from one bridge network to another.</summary>
    private static Verdict? IsolatedBridges(Question question, IPAddress address, string? network)
    {
        if (EndpointAt(question, address) is not { } peer
            || question.NetworkOf(peer) is not { Driver: "bridge" } theirs
            || question.SourceOwner is not { HostNetwork: false }
            || !ByBridge(question, address.AddressFamily))
        {
            return null;
        }

        return No(
            ReachabilityState.Blocked, address,
            new Reason(
                ReasonCode.IsolatedNetworks, theirs.Name,
                $"{address} is {peer.Container} on the network {theirs}; {question.Source} is on {Names(question)}. The engine drops traffic between bridge networks.",
                Fixes.Join(question, address)));
    }

    /// <summary>What is not for a neighbour leaves through a bridge, to the host: all networks with a gateway of the family are bridges.</summary>
    private static bool ByBridge(Question question, AddressFamily family)
    {
        var ways = question.SourceEndpoints.Where(e => HasGateway(question.NetworkOf(e), e, family)).Select(question.NetworkOf).ToList();
        return ways.Count > 0 && ways.TrueForAll(n => n is { Driver: "bridge" });
    }

    /// <summary>20.10 tells a gateway of internal networks, and makes a default route of it for IPv4 only.</summary>
    private static bool HasGateway(Network? network, NetworkEndpoint endpoint, AddressFamily family) =>
        family == AddressFamily.InterNetwork ? endpoint.Gateway is not null : endpoint.IPv6Gateway is not null && network is not { Internal: true };

    private static NetworkEndpoint? EndpointAt(Question question, IPAddress address) =>
        question.Snapshot.At(address).FirstOrDefault();

    private static string Family(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? "IPv4" : "IPv6";

    private static string Names(Question question) => string.Join(", ", question.SourceEndpoints.Select(e => e.Network));

    private static Verdict Reachable(IPAddress address, string? network, Reason reason) => new(ReachabilityState.Reachable, address, network, [reason]);

    private static Verdict No(ReachabilityState state, IPAddress address, Reason reason, string? network = null) => new(state, address, network, [reason]);
}
