using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// Whether a packet to an address arrives. The rules follow it on its way: the source's own addresses, its links, its routes, the host's firewall.
/// They are asked in order and the first that has a verdict decides. Where a rule says what an engine does, all of 20.10, 26.1 and 28.5 were seen to do it
/// (tests/integration/Agreement), unless it says otherwise.
/// </summary>
internal static partial class AddressRules
{
    private static readonly ApiVersion Ip6Tables = new(1, 46);
    private static readonly ApiVersion Routing = new(1, 48);

    private delegate Verdict? Rule(AddressQuestion path);

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
        var path = new AddressQuestion(question, address, network);
        foreach (var rule in InOrder)
        {
            if (rule(path) is { } verdict)
                return WithFurther(path, verdict);
        }

        return Verdict.Unknown(path.Address, $"{path.Address} belongs to a network that no rule is for; only a probe tells whether {path.Source} reaches it.");
    }

    /// <summary>Where the source has no way out, what would stop the packet on the way besides.</summary>
    private static Verdict WithFurther(AddressQuestion path, Verdict verdict) =>
        verdict.Reasons[0].Code is ReasonCode.NoAddressOfFamily or ReasonCode.InternalNetworkOnly or ReasonCode.NoDefaultRoute && Isolation(path) is { } further
            ? verdict with { Reasons = [.. verdict.Reasons, further] }
            : verdict;

    private static Verdict? OwnAddress(AddressQuestion path) =>
        IPAddress.IsLoopback(path.Address) || path.SourceEndpoints.Any(e => path.Address.Equals(e.IPAddress) || path.Address.Equals(e.IPv6Address))
            ? Reachable(path, path.Network, new Reason(ReasonCode.SameNamespace, path.Source.Name, $"{path.Address} is an address of {path.Source} itself."))
            : null;

    private static Verdict? NoNetwork(AddressQuestion path) =>
        path.SourceOwner is { HostNetwork: false } && path.SourceEndpoints.All(e => e.Network == "none")
            ? No(ReachabilityState.NoRoute, path, new Reason(ReasonCode.NoNetwork, path.Source.Name, $"{path.Source} is on no network: it has only the loopback interface."))
            : null;

    /// <summary>
    /// On a common network packets go straight; a bridge network may have that switched off. For IPv6 the engine sees to that since 27.0 only,
    /// which brought ip6tables by default. Then still let through: what a legacy link is for, and where the gateway mode is routed, echo requests.
    /// </summary>
    private static Verdict? SharedNetwork(AddressQuestion path)
    {
        foreach (var endpoint in path.SourceEndpoints)
        {
            if (path.PeerOn(endpoint.NetworkId) is not { } peer || path.NetworkOf(endpoint) is not { } shared)
                continue;
            if (!shared.BridgeOptionOff("enable_icc") || (path.Family == AddressFamily.InterNetworkV6 && path.Snapshot.ApiVersion < Ip6Tables))
                return Reachable(path, shared.Name, new Reason(ReasonCode.SharedNetwork, shared.Name, $"{path.Source} and {peer.Container} are both on the network {shared}."));
            if (path.Port is null && Routes(path.Snapshot, shared, path.Family))
                return Reachable(path, shared.Name, new Reason(ReasonCode.RoutedNetwork, shared.Name, $"The network {shared} has inter-container communication switched off, and the gateway mode routed, which lets echo requests through."));
            if (shared.DefaultBridge && Linked(path, peer, shared) is { } linked)
                return linked;
            return No(
                ReachabilityState.Blocked, path,
                new Reason(ReasonCode.InterContainerCommunicationOff, shared.Name, $"The network {shared} has inter-container communication switched off (com.docker.network.bridge.enable_icc=false)."),
                shared.Name);
        }

        return null;
    }

    /// <summary>The gateway of a bridge network is an address of the host, and what goes to the host itself is not isolated.</summary>
    private static Verdict? HostAddress(AddressQuestion path)
    {
        if (path.SourceOwner is null || path.Snapshot.WithGateway(path.Address).FirstOrDefault(n => n.Driver == "bridge") is not { } bridge || Isolated(path.Snapshot, bridge, path.Family))
            return null;
        var onLink = path.SourceEndpoints.Any(e => e.NetworkId == bridge.Id);
        if (!path.SourceOwner.HostNetwork && !onLink && !ByBridge(path))
            return null;
        if (Redirected(path) is { } redirected)
            return redirected;
        return Reachable(path, onLink ? bridge.Name : path.Network, new Reason(ReasonCode.HostAddress, bridge.Name, $"{path.Address} is the gateway of the network {bridge}, an address of the engine's host."));
    }

    /// <summary>The network that a packet leaves by: the one that the address is on, else the one with the default route.</summary>
    private static Network? Leaving(AddressQuestion path)
    {
        var routes = path.Routes;
        return (routes.FirstOrDefault(w => w.Contains(path.Address)) ?? routes.FirstOrDefault(w => w.LeadsOut(path.Family)))?.Network;
    }

    /// <summary>The host has an interface on every bridge, also on internal ones; with an address unless the gateway mode is isolated.</summary>
    private static Verdict? FromHost(AddressQuestion path) =>
        path.SourceOwner is { HostNetwork: true } && path.Peer is { } peer && path.Theirs is { Driver: "bridge" } bridge && !Isolated(path.Snapshot, bridge, path.Family)
            ? Reachable(path, bridge.Name, new Reason(ReasonCode.HostReachesBridges, bridge.Name, $"{path.Source} uses the host's network, and the host has an interface on the bridge of {bridge}."))
            : null;

    /// <summary>Without an IPv6 address there is nothing to send from.</summary>
    private static Verdict? NoAddressOfFamily(AddressQuestion path) =>
        path.SourceOwner is { HostNetwork: false } && path.SourceEndpoints.All(e => (path.Family == AddressFamily.InterNetwork ? e.IPAddress : e.IPv6Address) is null)
            ? No(
                ReachabilityState.NoRoute, path,
                new Reason(ReasonCode.NoAddressOfFamily, path.Source.Name, $"{path.Source} has no {FamilyName(path)} address, so it cannot send to {path.Address}. None of its networks ({Names(path)}) gives it one.", Fixes.Join(path.Question, path.Address)))
            : null;

    /// <summary>
    /// Before 27.0 (API 1.46), which brought ip6tables by default, the host forwards IPv6 between bridge networks, internal ones included, wherever both
    /// containers have a default route, which may be by another network.
    /// </summary>
    private static Verdict? ForwardedIPv6(AddressQuestion path) =>
        path.Family == AddressFamily.InterNetworkV6
        && path.Snapshot.ApiVersion < Ip6Tables
        && path.SourceOwner is { HostNetwork: false }
        && ByBridge(path)
        && path.Peer is { } peer
        && path.Theirs is { Driver: "bridge" } theirs
        && path.Snapshot.Container(peer.ContainerId) is { } target
        && path.Snapshot.RoutesOf(target).FirstOrDefault(w => w.LeadsOut(path.Family)) is { Network.Driver: "bridge" }
            ? Reachable(path, null, new Reason(
                ReasonCode.IPv6NotIsolated, theirs.Name,
                $"{path.Address} is {peer.Container} on the network {theirs}, of which {path.Source} is not. This engine (API {path.Snapshot.ApiVersion}) isolates networks for IPv4 only; engines from 27.0 on do so for IPv6 too."))
            : null;

    /// <summary>
    /// Newer engines (seen on 28.5) give a container on internal networks no default route; older ones (seen on 20.10) do, and drop what takes it.
    /// The endpoint's gateway tells which.
    /// </summary>
    private static Verdict? InternalNetworkOnly(AddressQuestion path)
    {
        var routes = path.Routes;
        if (path.SourceOwner is not { HostNetwork: false }
            || routes.Count == 0
            || routes.Any(w => w.Network is not { Internal: true, Driver: "bridge" or "overlay" } || w.Contains(path.Address)))
        {
            return null;
        }

        // What takes the old engines' default route reaches the host itself, and which addresses are the host's is not in the snapshot.
        var hasDefaultRoute = routes.Any(w => w.LeadsOut(path.Family));
        if (hasDefaultRoute && path.Peer is null)
            return null;
        return No(
            hasDefaultRoute ? ReachabilityState.Blocked : ReachabilityState.NoRoute, path,
            new Reason(ReasonCode.InternalNetworkOnly, Names(path), $"{path.Source} is only on internal networks ({Names(path)}): there is no way out of them.", Fixes.Join(path.Question, path.Address)));
    }

    /// <summary>None of the source's networks has a gateway, and the address is not on any of them. An ipvlan of layer 3 needs none (its default route is the interface).</summary>
    private static Verdict? NoDefaultRoute(AddressQuestion path)
    {
        var routes = path.Routes;
        if (path.SourceOwner is not { HostNetwork: false }
            || routes.Any(w => w.Network.Driver is not ("bridge" or "macvlan" or "ipvlan" or "overlay" or "null") || w.Network.Option.GetValueOrDefault("ipvlan_mode") is "l3" or "l3s" || w.Contains(path.Address) || w.LeadsOut(path.Family)))
        {
            return null;
        }

        return No(
            ReachabilityState.NoRoute, path,
            new Reason(ReasonCode.NoDefaultRoute, path.Source.Name, $"No network of {path.Source} ({Names(path)}) has an {FamilyName(path)} gateway, so it has no way to {path.Address}.", Fixes.Join(path.Question, path.Address)));
    }

    /// <summary>
    /// Into a network of gateway mode routed other bridge networks may send echo requests, and connections to what is published there: to the container's own port,
    /// on the network of its default route. Not so from a network that translates addresses (nat) and does not masquerade, unless the answer has a way of its own: the target is on that one too.
    /// Seen on 28.5; 27 is not predicted.
    /// </summary>
    private static Verdict? RoutedNetwork(AddressQuestion path)
    {
        if (path.Peer is not { } peer
            || path.Theirs is not { Driver: "bridge", Internal: false } theirs
            || theirs.GatewayMode(path.Family) != "routed"
            || path.Snapshot.ApiVersion < Ip6Tables
            || path.SourceOwner is not { HostNetwork: false }
            || !ByBridge(path))
        {
            return null;
        }

        if (!Routes(path.Snapshot, theirs, path.Family))
            return Verdict.Unknown(path.Address, $"The network {theirs} has the gateway mode routed; what this engine (API {path.Snapshot.ApiVersion}) lets through, no rule says. Only a probe tells whether {path.Source} reaches {path.Address}.");
        var target = path.Snapshot.Container(peer.ContainerId);
        if (Leaving(path) is not { } route || (route.GatewayMode(path.Family) != "routed" && route.BridgeOptionOff("enable_ip_masquerade") && target?.Endpoints.Any(e => e.NetworkId == route.Id) != true))
            return null;
        if (path.Port is not { } port)
            return Reachable(path, null, new Reason(ReasonCode.RoutedNetwork, theirs.Name, $"{path.Address} is {peer.Container} on the network {theirs}, whose gateway mode routed lets echo requests through from other networks."));
        return target is not null
            && path.Snapshot.RoutesOf(target).FirstOrDefault(w => w.LeadsOut(path.Family))?.Network.Id == theirs.Id
            && target.Ports.Any(p => p.ContainerPort == port && p.Protocol == path.Protocol && p.HostAddress?.AddressFamily == path.Family)
            ? Reachable(path, null, new Reason(ReasonCode.RoutedNetwork, theirs.Name, $"{peer.Container} publishes the port {port}, and the gateway mode routed of its network {theirs} lets it through from other networks."))
            : No(
                ReachabilityState.Blocked, path,
                new Reason(ReasonCode.PortNotPublished, theirs.Name, $"Into the network {theirs}, of gateway mode routed, only published ports are let through from other networks, and {peer.Container} does not publish {port}/{path.Protocol} there.", Fixes.Join(path.Question, path.Address)));
    }

    /// <summary>The engine drops what goes from one bridge network to another.</summary>
    private static Verdict? IsolatedBridges(AddressQuestion path) =>
        ByBridge(path) && Isolation(path) is { } isolation
            ? No(ReachabilityState.Blocked, path, isolation)
            : null;

    private static Reason? Isolation(AddressQuestion path) =>
        path.SourceOwner is { HostNetwork: false } && path.Peer is { } peer && path.Theirs is { Driver: "bridge" } theirs && !Isolated(path.Snapshot, theirs, path.Family)
            ? new Reason(
                ReasonCode.IsolatedNetworks, theirs.Name,
                $"{path.Address} is {peer.Container} on the network {theirs}; {path.Source} is on {Names(path)}. The engine drops traffic between bridge networks.",
                Fixes.Join(path.Question, path.Address))
            : null;

    /// <summary>
    /// Where the way leads through the host, and the host itself is not on the target's network: overlay networks have a namespace of their own, the kernel keeps a parent
    /// interface from its macvlan and ipvlan children, and gateway mode isolated gives the host no address. A parent that is a VLAN (eth0.50) may be reached through a router.
    /// </summary>
    private static Verdict? NotOfTheHost(AddressQuestion path)
    {
        if (path.Peer is not { } peer || path.Theirs is not { } theirs || !(path.SourceOwner is { HostNetwork: true } || ByBridge(path)))
            return null;
        var why = theirs.Driver switch
        {
            "overlay" => "an overlay network, which only its own containers are on",
            "macvlan" or "ipvlan" when path.SourceOwner is { HostNetwork: true } && theirs.Option.GetValueOrDefault("parent")?.Contains('.', StringComparison.Ordinal) != true
                => $"of the driver {theirs.Driver}, whose containers the kernel keeps from the host's own interface",
            "bridge" when Isolated(theirs) => "of gateway mode isolated, which gives the host no address on it",
            _ => null,
        };
        return why is null
            ? null
            : No(
                ReachabilityState.Blocked, path,
                new Reason(ReasonCode.HostNotOnNetwork, theirs.Name, $"{path.Address} is {peer.Container} on the network {theirs}, {why}; {path.Source} is not on it, and the way through the host ends there.", Fixes.Join(path.Question, path.Address)));

        bool Isolated(Network bridge) => AddressRules.Isolated(path.Snapshot, bridge, path.Family);
    }

    /// <summary>What no network of the engine holds leaves through the host. Whether anybody answers, the engine cannot know.</summary>
    private static Verdict? OutsideTheEngine(AddressQuestion path)
    {
        if (path.Peer is not null)
            return null;
        return Leaving(path) is { } route && route.Driver == "bridge" && route.BridgeOptionOff("enable_ip_masquerade") && route.GatewayMode(path.Family) == "nat"
            ? Unknown(new Reason(
                ReasonCode.NotMasqueraded, route.Name,
                $"{path.Address} is no container's. {path.Source} sends to it through the network {route}, which is not masqueraded: an answer comes only where the other side has a route back to {route}."))
            : Unknown(new Reason(
                ReasonCode.NotPredicted, "prediction", $"{path.Address} belongs to no container or network of this engine; only a probe tells whether {path.Source} reaches it."));

        Verdict Unknown(Reason reason) => new(ReachabilityState.Unknown, path.Address, null, [reason]);
    }

    /// <summary>Whether the engine knows the gateway mode routed, as 28.0 does (API 1.48), and the network has it.</summary>
    private static bool Routes(EngineSnapshot snapshot, Network network, AddressFamily family) => snapshot.ApiVersion >= Routing && !network.Internal && network.GatewayMode(family) == "routed";

    /// <summary>Whether the host has no address on a bridge (gateway mode isolated, 28.0).</summary>
    private static bool Isolated(EngineSnapshot snapshot, Network network, AddressFamily family) => snapshot.ApiVersion >= Routing && network.GatewayMode(family) == "isolated";

    /// <summary>What is not for a neighbour leaves through a bridge, to the host: all networks with a gateway of the family are bridges.</summary>
    private static bool ByBridge(AddressQuestion path)
    {
        var any = false;
        foreach (var route in path.Routes)
        {
            if (!route.LeadsOut(path.Family))
                continue;
            if (route.Network.Driver != "bridge")
                return false;
            any = true;
        }

        return any;
    }

    private static string FamilyName(AddressQuestion path) => path.Family == AddressFamily.InterNetwork ? "IPv4" : "IPv6";

    private static string Names(AddressQuestion path) => string.Join(", ", path.SourceEndpoints.Select(e => e.Network));

    private static Verdict Reachable(AddressQuestion path, string? network, Reason reason) => new(ReachabilityState.Reachable, path.Address, network, [reason]);

    private static Verdict No(ReachabilityState state, AddressQuestion path, Reason reason, string? network = null) => new(state, path.Address, network, [reason]);
}
