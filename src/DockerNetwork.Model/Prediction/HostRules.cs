using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>Packets to the engine's host, from it, and through it to networks that it is not on.</summary>
internal static class HostRules
{
    /// <summary>The gateway of a bridge network is an address of the host, and packets to the host itself are not isolated.</summary>
    public static Verdict? HostAddress(AddressQuestion asked)
    {
        if (asked.SourceOwner is null
            || asked.Question.Index.WithGateway(asked.Address).FirstOrDefault() is not { } bridge
            || asked.IsWithoutHost(bridge)
            || asked.Host?.Has(asked.Address) == false)
        {
            return null;
        }

        var onLink = asked.SourceEndpoints.Any(e => e.NetworkId == bridge.Id);
        if (!asked.FromHostNetwork && !onLink && !asked.LeavesByBridge)
            return null;
        return Redirected(asked)
            ?? AddressRules.Reachable(asked, onLink ? bridge.Name : asked.Network, HostReasons.HostAddress(asked, bridge));
    }

    /// <summary>
    /// The engine listens only on addresses of its host, so an address that a port is published at is one of them; of a rootless engine it
    /// is the machine's.
    /// </summary>
    public static Verdict? PublishedAddress(AddressQuestion asked) =>
        asked.Peer is null
        && !asked.Snapshot.Engine.Rootless
        && asked.Host?.Has(asked.Address) != false
        && (asked.FromHostNetwork || asked.LeavesByBridge)
        && asked.Question.Index.PublishingAt(asked.Address) is { } publisher
            ? Redirected(asked)
                ?? AddressRules.Reachable(asked, asked.Network, HostReasons.PublishedAddress(asked, publisher))
            : null;

    /// <summary>The address by which the other nodes of a swarm know the host.</summary>
    public static Verdict? NodeAddress(AddressQuestion asked) =>
        asked.Peer is null
        && asked.Address.Equals(asked.Snapshot.Swarm.NodeAddress)
        && asked.Host?.Has(asked.Address) != false
        && (asked.FromHostNetwork || asked.LeavesByBridge)
            ? Redirected(asked)
                ?? AddressRules.Reachable(asked, asked.Network, HostReasons.NodeAddress(asked))
            : null;

    /// <summary>
    /// Another address of the host, which only its facts show. The firewall rules of the engine are about packets that the host forwards,
    /// so the host's own are open to every container that has a route to the host. The host answers for all of them on each bridge.
    /// </summary>
    public static Verdict? OtherAddress(AddressQuestion asked)
    {
        if (asked.Peer is not null || asked.Host?.Has(asked.Address) != true)
            return null;
        var leads = asked.Routes.FirstOrDefault(route => route.Contains(asked.Address))?.Network is { } own
            ? own.Driver == "bridge" && !asked.IsWithoutHost(own)
            : asked.LeavesByBridge;
        return asked.FromHostNetwork || leads
            ? Redirected(asked) ?? AddressRules.Reachable(asked, asked.Network, HostReasons.OtherAddress(asked))
            : null;
    }

    /// <summary>
    /// Packets to a container's address that the host does not send to the bridge of its network. Where they go, the host's own routes and
    /// addresses decide.
    /// </summary>
    public static Verdict? LedElsewhere(AddressQuestion asked) =>
        asked is { Host: { } host, Peer: { } peer, TheirBridge: { } bridge }
        && (asked.FromHostNetwork || asked.SourceEndpoints.All(endpoint => endpoint.NetworkId != bridge.Id))
        && host.LeadsElsewhere(asked.Address, bridge)
            ? Verdict.Unknown(asked.Address, HostReasons.LedElsewhere(asked, peer, bridge, host))
            : null;

    /// <summary>
    /// The host has an interface on every bridge, also on internal ones, with an address unless the gateway mode is isolated.
    /// </summary>
    public static Verdict? FromHost(AddressQuestion asked) =>
        asked.FromHostNetwork && asked.TheirBridge is { } bridge && !asked.IsWithoutHost(bridge)
            ? AddressRules.Reachable(asked, bridge.Name, HostReasons.HostReachesBridges(asked, bridge))
            : null;

    /// <summary>The kernel keeps the parent interface from these children, which send to their subnet by it. Layer 3 routes.</summary>
    public static bool IsKeptFromParent(Network network) =>
        network.Driver == "macvlan"
        || (network.Driver == "ipvlan" && network.Option.GetValueOrDefault("ipvlan_mode") is null or "l2");

    /// <summary>
    /// The packet goes through the host, which is not on the target's network: overlay networks have a namespace of their own, the kernel
    /// keeps a parent interface from its macvlan and ipvlan children, and gateway mode isolated gives the host no address. A parent that is
    /// a VLAN (eth0.50) may be reached through a router.
    /// </summary>
    public static Verdict? NotOfTheHost(AddressQuestion asked)
    {
        if (asked.Peer is not { } peer || asked.Theirs is not { } theirs || !(asked.FromHostNetwork || asked.LeavesByBridge))
            return null;
        Reason? reason = theirs.Driver switch
        {
            "overlay" => HostReasons.HostNotOnOverlay(asked, peer, theirs),
            "macvlan" or "ipvlan" when asked.FromHostNetwork && !ParentIsVlan(theirs) =>
                HostReasons.HostKeptFromParent(asked, peer, theirs),
            "bridge" when asked.IsWithoutHost(theirs) => HostReasons.HostNotOnBridge(asked, peer, theirs),
            _ => null,
        };
        return reason is null ? null : AddressRules.Blocked(asked, reason);
    }

    /// <summary>
    /// A published port of the host is served by the engine's proxy for containers, because the engine keeps their connections out of its
    /// redirection (DNAT). It does so only for networks that are masqueraded. From the others the connection is redirected to the container
    /// itself, and dropped between one bridge and the other; so it is from all networks if the engine runs no proxy
    /// (<c>userland-proxy=false</c>), which only the facts of the host show. From 29.0 on all are redirected
    /// (<see cref="DirectAccessRules"/>). Before 27.0, which turned on ip6tables by default, none of IPv6 is (seen on 20.10).
    /// </summary>
    private static Verdict? Redirected(AddressQuestion asked)
    {
        if (HeldPort(asked) is { } held)
            return held;
        if (RootlessRules.Undecided(asked) is { } undecided)
            return undecided;
        if (Detour(asked) is { } detour)
            return Verdict.Unknown(asked.Address, detour);
        if (!asked.FromContainer
            || asked.IsFiltered == false
            || asked.Leaving is not { } ours
            || asked.Question.PublisherAt(asked.Address) is not { } publisher
            || asked.DefaultRouteOf(publisher) is not { } theirs)
        {
            return null;
        }

        var redirected = Redirected(asked, ours, publisher, theirs);
        return redirected is not null && asked.IsFiltered is null
            ? Verdict.Unknown(asked.Address, AddressReasons.MayFilterIPv6(asked))
            : redirected;
    }

    private static Verdict? Redirected(AddressQuestion asked, Network ours, Container publisher, Network theirs)
    {
        if (theirs.Id == ours.Id)
            return RedirectedBack(asked, ours, publisher);

        if (DirectAccessRules.Apply(asked))
            return DirectAccessRules.Redirected(asked, ours, publisher, theirs);
        if (asked.Host?.IsProxied(asked.Question.Port!.Value, asked.Question.Protocol) == false)
            return AddressRules.Blocked(asked, HostReasons.RedirectedWithoutProxy(asked, ours, publisher, theirs));
        return ours.Internal || ours.BridgeOptionOff("enable_ip_masquerade")
            ? AddressRules.Blocked(asked, HostReasons.PublishedPortRedirected(asked, ours, publisher, theirs))
            : null;
    }

    /// <summary>
    /// Without a proxy, engines before 27.0 redirect no connection by IPv6. A socket of the engine holds the port: the kernel completes
    /// handshakes for it, and nobody reads from the connections (libnetwork's newDummyProxy; seen on 20.10 and 26.1).
    /// </summary>
    private static Verdict? HeldPort(AddressQuestion asked) =>
        asked.IsFiltered != true
        && asked.Question.PublisherAt(asked.Address) is { } publisher
        && IsProxied(asked) == false
            ? Verdict.Unknown(asked.Address, HostReasons.HeldPort(asked, publisher)) with { HandshakeShowsNothing = true }
            : null;

    /// <summary>Whether a process of the engine serves the port that is asked for; null if that is not known.</summary>
    private static bool? IsProxied(AddressQuestion asked) =>
        asked.Host?.IsProxied(asked.Question.Port!.Value, asked.Question.Protocol) ?? asked.Snapshot.Engine.UserlandProxy;

    /// <summary>
    /// Without a proxy a connection from the publisher's own network is redirected too, back into the network that it came from. It is then
    /// one between containers of that network, and docker_gwbridge has inter-container communication off (seen on 20.10 and 29.7). A
    /// legacy link may open the port.
    /// </summary>
    private static Verdict? RedirectedBack(AddressQuestion asked, Network ours, Container publisher)
    {
        if (IsProxied(asked) != false || !ours.BridgeOptionOff("enable_icc"))
            return null;
        var reason = HostReasons.RedirectedBack(asked, ours, publisher);
        return asked.SourceOwner is { Link.Count: > 0 }
            ? Verdict.Unknown(asked.Address, reason)
            : AddressRules.Blocked(asked, reason);
    }

    /// <summary>
    /// Why packets between the host and who publishes the port do not go over their bridge: the host has no address there
    /// (gateway mode isolated, inhibit_ipv4), or the container answers by another router. Seen on 20.10 and 29.7; who is there decides.
    /// </summary>
    private static Reason? Detour(AddressQuestion asked)
    {
        if (asked.Question.PublisherAt(asked.Address) is not { } publisher
            || asked.Question.Index.RoutesOf(publisher).FirstOrDefault(route => route.LeadsOut(asked.Family)) is not { } route
            || route.Network.Driver != "bridge")
        {
            return null;
        }

        return asked.IsWithoutHost(route.Network) ? HostReasons.PublisherWithoutHost(asked, publisher, route.Network)
            : asked.FromHostNetwork && !route.Contains(asked.Address) && route.GatewayBesideHost(asked.Family) is { } router
                ? HostReasons.PublisherBehindRouter(asked, publisher, router)
            : null;
    }

    private static bool ParentIsVlan(Network network) =>
        network.Option.GetValueOrDefault("parent")?.Contains('.', StringComparison.Ordinal) == true;
}
