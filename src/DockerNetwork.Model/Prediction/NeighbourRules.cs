using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>Addresses that a packet goes straight to: the source's own, and those on its networks.</summary>
internal static class NeighbourRules
{
    public static Verdict? OwnAddress(AddressQuestion asked) =>
        WithoutHost(asked) is var (container, theirs)
                ? Verdict.Unknown(asked.Address, HostReasons.PublisherWithoutHost(asked, container, theirs)) with
                {
                    HandshakeShowsNothing = true,
                }
            : Unredirected(asked) is { } publisher
                ? Verdict.Unknown(asked.Address, HostReasons.LoopbackWithoutProxy(asked, publisher)) with { HandshakeShowsNothing = true }
            : IPAddress.IsLoopback(asked.Address) || asked.SourceEndpoints.Any(e => e.Has(asked.Address) && IsThere(asked, e))
                ? AddressRules.Reachable(asked, asked.Network, AddressReasons.OwnAddress(asked))
                : null;

    /// <summary>
    /// Who publishes a port at ::1 of the host, if the engine runs no proxy for it. The kernel redirects connections to 127.0.0.1
    /// (route_localnet), but has no such thing for IPv6. Seen on 28.5.
    /// </summary>
    private static Container? Unredirected(AddressQuestion asked) =>
        asked.Address.Equals(IPAddress.IPv6Loopback) ? PublisherWithoutProxy(asked) : null;

    /// <summary>
    /// Who publishes a port at 127.0.0.1 of the host on a network where the host has no address to send from, if the engine runs no proxy.
    /// The connection is redirected, and not answered. Seen on 20.10 and 26.1 (agreement, seeds 11007 and 12003).
    /// </summary>
    private static (Container Publisher, Network Network)? WithoutHost(AddressQuestion asked) =>
        asked.Family == AddressFamily.InterNetwork
        && IPAddress.IsLoopback(asked.Address)
        && PublisherWithoutProxy(asked) is { } publisher
        && publisher.Endpoints.Select(asked.Question.NetworkOf).OfType<Network>().FirstOrDefault(asked.IsWithoutHost) is { } network
            ? (publisher, network)
            : null;

    /// <summary>Who publishes the port of the host that the host itself asks for, if the engine is known to run no proxy for it.</summary>
    private static Container? PublisherWithoutProxy(AddressQuestion asked) =>
        asked.FromHostNetwork
        && asked.Question.Port is { } port
        && asked.Host?.IsProxied(port, asked.Question.Protocol) == false
            ? asked.Question.PublisherAt(asked.Address)
            : null;

    /// <summary>The address is IPv4, or the endpoint has IPv6.</summary>
    private static bool IsThere(AddressQuestion asked, NetworkEndpoint endpoint) =>
        asked.Family == AddressFamily.InterNetwork || IPv6Switch.IsOff(asked, endpoint) == false;

    public static Verdict? NoNetwork(AddressQuestion asked) =>
        asked.FromContainer && asked.SourceEndpoints.All(e => e.Network == "none")
            ? AddressRules.NoRoute(asked, AddressReasons.NoNetwork(asked))
            : null;

    /// <summary>
    /// On a common network packets go straight; a bridge network may have that switched off. For IPv6 the engine drops them from 27.0 on
    /// only, which turned on ip6tables by default. It then still lets through what a legacy link opens and, if the gateway mode is routed,
    /// echo requests.
    /// </summary>
    public static Verdict? SharedNetwork(AddressQuestion asked)
    {
        foreach (var endpoint in asked.SourceEndpoints)
        {
            if (asked.PeerBeside(endpoint) is not { } peer
                || asked.Question.NetworkOf(endpoint) is not { } shared
                || !RouteRules.HasAddress(asked, endpoint))
            {
                continue;
            }

            if (peer.Service is not null && !asked.Question.Index.Named(shared.Id, $"tasks.{peer.Service}").Any())
                return Verdict.Unknown(asked.Address, AddressReasons.ServiceWithoutTasks(asked, peer, shared));
            if (peer.Service is not null)
                return AddressRules.Reachable(asked, shared.Name, AddressReasons.ServiceAddress(asked, peer, shared));
            if (asked.Family == AddressFamily.InterNetworkV6
                && IPv6Switch.IsOff(asked, peer) == true
                && asked.Snapshot.Container(peer.ContainerId) is { } target)
            {
                return AddressRules.Blocked(asked, AddressReasons.IPv6Disabled(asked, target), shared.Name);
            }

            if (LinkRules.Between(asked, endpoint, peer, shared) is { } between)
                return between;
            if (!shared.BridgeOptionOff("enable_icc") || asked.IsFiltered == false)
                return AddressRules.Reachable(asked, shared.Name, AddressReasons.SharedNetwork(asked, peer, shared));
            if (asked.IsFiltered is null)
                return Verdict.Unknown(asked.Address, AddressReasons.MayFilterIPv6(asked));

            if (asked.Question.Port is null && asked.IsRouted(shared))
                return AddressRules.Reachable(asked, shared.Name, AddressReasons.EchoInRoutedNetwork(shared));
            if (shared.DefaultBridge && Linked(asked, peer, shared) is { } linked)
                return linked;
            return AddressRules.Blocked(asked, AddressReasons.InterContainerCommunicationOff(shared), shared.Name);
        }

        return null;
    }

    /// <summary>
    /// The host finds nobody at an IPv6 address that a container does not have. 20.10 and 26.1 list it anyway; 28.5 does not.
    /// </summary>
    public static Verdict? IPv6DisabledInTarget(AddressQuestion asked) =>
        asked.Family == AddressFamily.InterNetworkV6
        && (asked.FromHostNetwork || asked.LeavesByBridge)
        && asked is { Peer: { } peer, TheirBridge: not null }
        && IPv6Switch.IsOff(asked, peer) == true
        && asked.Snapshot.Container(peer.ContainerId) is { } target
            ? AddressRules.Blocked(asked, AddressReasons.IPv6Disabled(asked, target))
            : null;

    /// <summary>
    /// A link opens each port that its target exposes, in one direction (libnetwork's bridge driver, link.go). The engine does so when the
    /// default bridge becomes the source's default route. If that is another network in the end, it depends on which one the engine joined
    /// first, and that changes from start to start.
    /// </summary>
    private static Verdict? Linked(AddressQuestion asked, NetworkEndpoint peer, Network bridge)
    {
        if (asked.Question.Port is not { } port
            || !(asked.SourceOwner!.Link ?? []).Any(link => link.Split(':')[0].TrimStart('/') == peer.Container)
            || asked.Snapshot.Container(peer.ContainerId) is not { } target
            || !Exposes(target, port, asked.Question.Protocol))
        {
            return null;
        }

        return asked.Routes.FirstOrDefault(route => route.HasGateway)?.Network.Id == bridge.Id
            ? AddressRules.Reachable(asked, bridge.Name, AddressReasons.LegacyLink(asked, peer, bridge))
            : Verdict.Unknown(asked.Address, AddressReasons.LinkDependsOnOrder(asked, peer));
    }

    /// <summary>
    /// The list of containers leaves out a port that is published on a network of the gateway mode routed (seen on 29.7); inspect has it.
    /// </summary>
    private static bool Exposes(Container target, int port, string protocol) =>
        target.Ports.Any(p => p.ContainerPort == port && p.Protocol == protocol)
        || target.PortConfiguration?.Ports.Any(p => p.ContainerPort == port && p.Protocol == protocol) == true;
}
