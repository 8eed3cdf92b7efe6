using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// Packets from one bridge network to another as of Docker 29.0, which dropped the isolation of bridges (DOCKER-ISOLATION-STAGE-1). What
/// keeps networks apart since is that a packet for the address of a container must come in by its own bridge or a trusted interface (raw
/// PREROUTING), and its port must be published there (filter): moby's drivers/bridge/internal/iptabler and nftabler, which differ only for
/// internal networks. Seen on 29.7.2 with both backends. An engine that was started with --allow-direct-routing drops none of these packets
/// in raw PREROUTING, and does not report that; so what only that rule drops is Unknown.
/// </summary>
internal static class DirectAccessRules
{
    private const string BindingAddress = "com.docker.network.bridge.host_binding_ipv4";

    /// <summary>The first version that they are about.</summary>
    public static readonly EngineVersion Since = new(29, 0);

    /// <summary>Whether the engine is one of those that these rules are about.</summary>
    public static bool Apply(AddressQuestion asked) => asked.Version >= Since;

    /// <summary>A packet to the address of a container on a bridge that the source is not on.</summary>
    public static Verdict? Forwarded(AddressQuestion asked)
    {
        if (!Apply(asked)
            || !asked.FromContainer
            || !asked.LeavesByBridge
            || asked.Leaving is not { Driver: "bridge" } ours
            || asked.Peer is not { } peer
            || asked.TheirBridge is not { } theirs
            || asked.IsWithoutHost(theirs))
        {
            return null;
        }

        var target = asked.Snapshot.Container(peer.ContainerId);
        var mode = theirs.GatewayMode(asked.Family);
        if (theirs.Internal)
            return AddressRules.Blocked(asked, BridgeReasons.NotByItsBridge(asked, peer, theirs));
        if (mode == "nat" && !Trusts(theirs, ours))
        {
            return IsPublished(asked, target, theirs, mode) == true || MayOpenForIPv6(asked, peer, target, theirs)
                ? Verdict.Unknown(asked.Address, BridgeReasons.UnlessDirect(asked, peer, theirs))
                : AddressRules.Blocked(asked, BridgeReasons.NotByItsBridge(asked, peer, theirs));
        }

        if (mode != "nat-unprotected" && (asked.Question.Port is not null || mode != "routed"))
        {
            if (IsPublished(asked, target, theirs, mode) is not { } published)
                return Verdict.Unknown(asked.Address, BridgeReasons.BindingsNotListed(asked, peer, theirs));
            if (!published && MayOpenForIPv6(asked, peer, target, theirs))
                return Verdict.Unknown(asked.Address, BridgeReasons.OpenIfProxied(asked, peer, theirs));
            if (!published)
                return AddressRules.Blocked(asked, BridgeReasons.NotPublished(asked, peer, theirs, mode));
        }

        if (RouterOfAnswer(asked, target, ours) is { } router)
            return Verdict.Unknown(asked.Address, BridgeReasons.AnswerByRouter(asked, target!, router));
        return AnswerReturns(asked, target, ours)
            ? AddressRules.Reachable(asked, null, BridgeReasons.LetIn(asked, peer, theirs, ours, mode))
            : Verdict.Unknown(asked.Address, BridgeReasons.AnswerDropped(asked, peer, theirs, ours));
    }

    /// <summary>Why a packet from another bridge would be dropped, whichever bridge it is; null if it would not be.</summary>
    public static Reason? Isolation(AddressQuestion asked, NetworkEndpoint peer, Network theirs) =>
        theirs.Internal || theirs.GatewayMode(asked.Family) == "nat" ? BridgeReasons.NotByItsBridge(asked, peer, theirs) : null;

    /// <summary>
    /// A connection to an address of the host that is redirected to the container that publishes the port. The backend iptables drops what
    /// leaves an internal network before it looks at published ports; nftables the other way round. The answer must get back as any other,
    /// and the source's own address must not come back to the source.
    /// </summary>
    /// <param name="asked">What is asked.</param>
    /// <param name="ours">The network that the connection leaves by.</param>
    /// <param name="publisher">The container that publishes the port.</param>
    /// <param name="theirs">Its network.</param>
    /// <returns>Null if the connection is made.</returns>
    public static Verdict? Redirected(AddressQuestion asked, Network ours, Container publisher, Network theirs)
    {
        if (asked.Host?.Forwards(asked.Family) == false)
            return AddressRules.Blocked(asked, AddressReasons.NotForwarded(asked));
        if (Masquerades(ours, asked.Family))
            return null;
        var backend = asked.Snapshot.Engine.FirewallBackend;
        // "nftables", or "nftables+firewalld".
        if (ours.Internal && backend is null)
            return Verdict.Unknown(asked.Address, BridgeReasons.BackendNotKnown(asked, ours));
        if (ours.Internal && !backend!.StartsWith("nftables", StringComparison.Ordinal))
            return AddressRules.Blocked(asked, BridgeReasons.InternalNetworkDropped(asked, ours, publisher));
        if (publisher.Id == asked.SourceOwner?.Id)
            return AddressRules.Blocked(asked, BridgeReasons.RedirectedToItself(asked, ours, theirs));
        if (IsOn(publisher, ours, asked.Family))
            return Verdict.Unknown(asked.Address, BridgeReasons.AnswerBesideTheHost(asked, ours, publisher));
        if (RouterOfAnswer(asked, publisher, ours) is { } router)
            return Verdict.Unknown(asked.Address, BridgeReasons.AnswerByRouter(asked, publisher, router));
        return ours.Internal || LetsIn(asked, ours, theirs)
            ? null
            : Verdict.Unknown(asked.Address, BridgeReasons.RedirectedAnswerDropped(asked, ours, publisher, theirs));
    }

    /// <summary>Whether the answer of a container on another network gets back to the source.</summary>
    public static bool AnswerReturns(AddressQuestion asked, Container? target, Network ours)
    {
        // It goes to an address of the host on the target's own network, and from there it belongs to the connection.
        if (Masquerades(ours, asked.Family))
            return true;
        return target is not null
            && (IsOn(target, ours, asked.Family)
                || (asked.DefaultRouteOf(target) is { Driver: "bridge" } back && LetsIn(asked, ours, back)));
    }

    /// <summary>
    /// The router that gets the answer of a container in place of the engine's host, because the container's default route leads to it.
    /// Null if the answer goes to the host, which it does if the request got an address of the host.
    /// </summary>
    public static IPAddress? RouterOfAnswer(AddressQuestion asked, Container? target, Network ours)
    {
        if (target is null || Masquerades(ours, asked.Family) || IsOn(target, ours, asked.Family))
            return null;
        var routes = asked.Question.Index.RoutesOf(target);
        return routes.FirstOrDefault(route => route.LeadsOut(asked.Family))?.GatewayBesideHost(asked.Family);
    }

    /// <summary>Whether packets that leave a network get an address of the host.</summary>
    public static bool Masquerades(Network network, AddressFamily family) =>
        !network.Internal && !RouteRules.KeepsAddresses(network, family, Since);

    /// <summary>Whether packets to the addresses of a network may come in by the bridge of another.</summary>
    private static bool LetsIn(AddressQuestion asked, Network network, Network from) =>
        network.GatewayMode(asked.Family) != "nat" || Trusts(network, from);

    private static bool Trusts(Network network, Network from) =>
        network.Option.GetValueOrDefault("com.docker.network.bridge.trusted_host_interfaces")?.Split(':').Contains(from.Bridge) == true;

    private static bool IsOn(Container container, Network network, AddressFamily family) => container.Endpoints.Any(e =>
        e.NetworkId == network.Id && (family == AddressFamily.InterNetwork ? e.IPAddress : e.IPv6Address) is not null);

    /// <summary>
    /// Whether the port is open on a network. One that translates addresses opens the ports that the list of containers shows, if it is the
    /// container's default route. One of mode routed opens all that the container was created with, default route or not, and the list does
    /// not show them: null if the container was not inspected.
    /// </summary>
    private static bool? IsPublished(AddressQuestion asked, Container? target, Network theirs, string mode)
    {
        if (asked.Question.Port is not { } port || target is null)
            return false;
        if (OpensWhatIsProxied(asked, target, theirs) && Lists(AddressFamily.InterNetworkV6))
            return true;
        if (mode == "nat")
            return Lists(asked.Family);

        // Without an address the binding is for both families, unless the network's own default is an address of IPv4.
        var both = asked.Family == AddressFamily.InterNetwork || theirs.Option.GetValueOrDefault(BindingAddress) is null or "" or "0.0.0.0";
        return target.PortConfiguration?.Ports.Any(configured =>
            configured.ContainerPort == port
            && configured.Protocol == asked.Question.Protocol
            && configured.Bindings.Any(binding => binding.HostAddress is { } address ? address.AddressFamily == asked.Family : both));

        bool Lists(AddressFamily family) => asked.DefaultRouteOf(target)?.Id == theirs.Id && target.Ports.Any(p =>
            p.ContainerPort == port && p.Protocol == asked.Question.Protocol && p.HostAddress?.AddressFamily == family);
    }

    /// <summary>
    /// Whether a port that is proxied from an IPv6 address of the host to the container's IPv4 address is open there: the backend nftables
    /// opens it, and iptables does not (setPerPortForwarding of nftabler, modPorts of iptabler). Seen on 29.7.2.
    /// </summary>
    private static bool OpensWhatIsProxied(AddressQuestion asked, Container target, Network theirs) =>
        asked.Family == AddressFamily.InterNetwork
        && !IsOn(target, theirs, AddressFamily.InterNetworkV6)
        && asked.Snapshot.Engine.FirewallBackend?.StartsWith("nftables", StringComparison.Ordinal) == true;

    /// <summary>
    /// If an endpoint has no IPv6 address, a port published at an IPv6 address of the host is bound to its IPv4 address. If the network is
    /// of mode routed for IPv6, that opens the port there, unless the engine was started with --userland-proxy=false (sortAndNormPBs in
    /// drivers/bridge/port_mapping_linux.go of 29.0). Seen on 29.7.2; 28.5.2 does not open it.
    /// </summary>
    private static bool MayOpenForIPv6(AddressQuestion asked, NetworkEndpoint peer, Container? target, Network theirs) =>
        asked.Family == AddressFamily.InterNetwork
        && peer.IPv6Address is null
        && theirs.GatewayMode(AddressFamily.InterNetworkV6) == "routed"
        && target?.PortConfiguration?.Ports.Any(configured =>
            configured.ContainerPort == asked.Question.Port
            && configured.Protocol == asked.Question.Protocol
            && configured.Bindings.Any(binding => binding.HostAddress?.AddressFamily == AddressFamily.InterNetworkV6)) == true;
}
