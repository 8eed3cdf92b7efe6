using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>Whether the source has an address and a route to send with, and what lies outside of the engine.</summary>
internal static class RouteRules
{
    /// <summary>Without an address of the family there is nothing to send from.</summary>
    public static Verdict? NoAddressOfFamily(AddressQuestion asked)
    {
        if (!asked.FromContainer || asked.SourceEndpoints.Any(endpoint => HasAddress(asked, endpoint)))
            return null;
        var reason = AddressReasons.NoAddressOfFamily(asked);
        return NoRoute(asked, reason);
    }

    private static Verdict NoRoute(AddressQuestion asked, Reason reason) =>
        IsAddressless(asked) ? Verdict.Unknown(asked.Address, reason) : AddressRules.NoRoute(asked, reason);

    /// <summary>
    /// An IPv6-only network with IPv6 switched off, if only for the loopback interface, leaves an interface without any address. Packets
    /// leave by it and get no answer (seen on 28.5), there is no route, or the engine adds docker_gwbridge (seen on 29.7).
    /// </summary>
    private static bool IsAddressless(AddressQuestion asked) =>
        asked.SourceEndpoints.Any(endpoint =>
            endpoint.IPAddress is null
            && (asked.SourceOwner?.LoopbackIPv6Disabled == true || IPv6Switch.IsOff(asked, endpoint) == true)
            && asked.Question.NetworkOf(endpoint) is { Subnets.Count: > 0 });

    /// <summary>Whether the source has an address of the family on a network. The sysctl disable_ipv6 takes those of IPv6 away.</summary>
    public static bool HasAddress(AddressQuestion asked, NetworkEndpoint endpoint) => asked.Family == AddressFamily.InterNetwork
        ? endpoint.IPAddress is not null
        : endpoint.IPv6Address is not null && IPv6Switch.IsOff(asked, endpoint) != true;

    /// <summary>
    /// Before 27.0, which turned on ip6tables by default, the host forwards IPv6 between bridge networks, internal ones
    /// included, if both containers have a default route, which may be by another network. A target that is on the network of the source
    /// too answers there.
    /// </summary>
    public static Verdict? ForwardedIPv6(AddressQuestion asked)
    {
        if (asked.IsFiltered == true
            || !asked.FromContainer
            || !asked.LeavesByBridge
            || asked.Peer is not { } peer
            || asked.TheirBridge is not { } theirs
            || asked.Snapshot.Container(peer.ContainerId) is not { } target)
        {
            return null;
        }

        if (NotForwarded(asked) is { } dropped)
            return dropped;
        if (asked.IsFiltered is null)
            return Verdict.Unknown(asked.Address, AddressReasons.MayFilterIPv6(asked));
        if (target.Endpoints.Any(e => e.IPv6Address is not null && e.NetworkId == asked.Leaving?.Id))
            return AddressRules.Reachable(asked, null, AddressReasons.IPv6NotIsolated(asked, peer, theirs));
        var back = asked.Question.Index.RoutesOf(target).FirstOrDefault(route => route.LeadsOut(asked.Family));
        if (back?.GatewayBesideHost(asked.Family) is { } router)
            return Verdict.Unknown(asked.Address, BridgeReasons.AnswerByRouter(asked, target, router));
        return back is { Network.Driver: "bridge" }
            ? AddressRules.Reachable(asked, null, AddressReasons.IPv6NotIsolated(asked, peer, theirs))
            : null;
    }

    /// <summary>
    /// The host does not pass on packets between its interfaces (the kernel's ip_forward, and forwarding for IPv6), which its facts show.
    /// What is for the host itself, and the engine's port proxies, do without it.
    /// </summary>
    public static Verdict? NotForwarded(AddressQuestion asked) =>
        !asked.FromContainer || !asked.LeavesByBridge || asked.Host is not { } host
        || host.Has(asked.Address) || asked.Routes.Any(route => route.Contains(asked.Address)) ? null
        : host.Forwards(asked.Family) == false && !HostLinkRules.AllForward(asked)
            ? AddressRules.Blocked(asked, AddressReasons.NotForwarded(asked))
        : HostLinkRules.NotForwarding(asked) is { } bridge
            ? AddressRules.Blocked(asked, HostLinkReasons.NotForwarded(asked, bridge))
        : null;

    /// <summary>
    /// Newer engines (seen on 28.5) give a container on internal networks no default route; older ones (seen on 20.10) do, and drop the
    /// packets that take it. The endpoint's gateway shows which.
    /// </summary>
    public static Verdict? InternalNetworkOnly(AddressQuestion asked)
    {
        var routes = asked.Routes;
        if (!asked.FromContainer
            || routes.Count == 0
            || routes.Any(route => route.Network is not { Internal: true, Driver: "bridge" or "overlay" } || route.Contains(asked.Address)))
        {
            return null;
        }

        // Packets on the old engines' default route reach the host itself, and only its facts show which addresses are the host's.
        var leadsOut = routes.Any(route => route.LeadsOut(asked.Family));
        if (leadsOut && asked.Peer is null && (asked.Host?.Has(asked.Address) != false || asked.Family == AddressFamily.InterNetworkV6))
            return null;
        var reason = AddressReasons.InternalNetworkOnly(asked);
        return leadsOut ? AddressRules.Blocked(asked, reason) : NoRoute(asked, reason);
    }

    /// <summary>None of the source's networks has a gateway, and the address is not on any of them.</summary>
    public static Verdict? NoDefaultRoute(AddressQuestion asked) =>
        asked.FromContainer
        && asked.Routes.All(route => !route.LeadsOut(asked.Family) && !route.Contains(asked.Address) && NeedsGateway(route.Network))
            ? NoRoute(asked, AddressReasons.NoDefaultRoute(asked))
            : null;

    /// <summary>
    /// Packets to an address that is on no network of the engine leave through the host. Whether anybody answers, the engine cannot know.
    /// </summary>
    public static Verdict? OutsideTheEngine(AddressQuestion asked)
    {
        if (asked.Peer is not null)
            return null;
        if (UnusedAddress(asked) is { } unused)
        {
            return asked.Host is { } host && !host.Has(asked.Address) && unused.Code == ReasonCode.UnusedAddress && IsNobodys(asked, host)
                ? AddressRules.Blocked(asked, unused)
                : Verdict.Unknown(asked.Address, unused);
        }

        var reason = asked.Leaving is { Driver: "bridge" } ours && KeepsAddresses(ours, asked.Family, asked.Version)
            ? AddressReasons.NotMasqueraded(asked, ours)
            : AddressReasons.OutsideTheEngine(asked);
        return Verdict.Unknown(asked.Address, reason);
    }

    /// <summary>
    /// Packets that leave a network keep the container's own address. The gateway mode routed came with 27.0; older engines go without it.
    /// </summary>
    public static bool KeepsAddresses(Network network, AddressFamily family, EngineVersion version) =>
        network.BridgeOptionOff("enable_ip_masquerade")
        || (version >= AddressQuestion.Ip6Tables && network.GatewayMode(family) == "routed");

    /// <summary>
    /// Why an address in a subnet of the engine that no container has leads nowhere else: the source, or the host that it sends through,
    /// has a route to that network, which is more specific than a route to a machine outside. Something that the engine does not know may
    /// have the address, so only a probe can show whether it answers. Null if the address is in no such subnet.
    /// </summary>
    private static Reason? UnusedAddress(AddressQuestion asked)
    {
        var own = asked.Routes.FirstOrDefault(route => route.Contains(asked.Address))?.Network;
        if (own is { Driver: not "bridge" })
        {
            return asked.Host?.Has(asked.Address) == true && HostRules.IsKeptFromParent(own)
                ? HostReasons.KeptFromHost(asked, own)
                : AddressReasons.UnusedAddressOnParent(asked, own);
        }

        var bridge = own ?? (asked.FromHostNetwork || asked.LeavesByBridge ? BridgeAround(asked) : null);
        // The host answers on the bridge for what it has another route to (seen on 20.10 to 29.7 with a subnet around the host's own).
        if (bridge is not null && asked.Host?.LeadsElsewhere(asked.Address, bridge) == true)
            return null;
        return bridge is null ? null : AddressReasons.UnusedAddress(asked, bridge);
    }

    /// <summary>
    /// With facts of the host it is known that nobody has an address of a bridge network that only containers are on, other than its first
    /// and last, which are the network's own and its broadcast address.
    /// </summary>
    private static bool IsNobodys(AddressQuestion asked, HostIndex host) =>
        (asked.Routes.FirstOrDefault(route => route.Contains(asked.Address))?.Network ?? BridgeAround(asked)) is { Driver: "bridge" } bridge
        && bridge.Subnets.First(subnet => subnet.Contains(asked.Address)) is var subnet
        && !asked.Address.Equals(subnet.BaseAddress)
        && !asked.Address.Equals(FreeAddresses.Last(subnet))
        && host.HasOnlyContainers(bridge);

    private static Network? BridgeAround(AddressQuestion asked) => asked.Snapshot.Networks.FirstOrDefault(network =>
        network is { Driver: "bridge", ConfigOnly: false } && network.Subnets.Any(subnet => subnet.Contains(asked.Address)));

    /// <summary>An ipvlan of layer 3 needs no gateway: its default route is the interface. What a plugin sets is not known.</summary>
    private static bool NeedsGateway(Network network) =>
        !network.ByPlugin && network.Option.GetValueOrDefault("ipvlan_mode") is not ("l3" or "l3s");
}
