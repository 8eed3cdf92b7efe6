using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>A network through which packets leave a container's network namespace.</summary>
/// <param name="Network">The network.</param>
/// <param name="HasGateway">Whether it offers a default route for IPv4.</param>
/// <param name="HasIPv6Gateway">The same for IPv6.</param>
internal sealed record Route(Network Network, bool HasGateway, bool HasIPv6Gateway)
{
    /// <summary>The gateway of IPv4 if it is not the engine's host, as far as the engine says; see <see cref="BridgeAddresses"/>.</summary>
    public IPAddress? OtherGateway { get; private init; }

    /// <summary>The same for IPv6.</summary>
    public IPAddress? OtherIPv6Gateway { get; private init; }

    /// <summary>The bridge that the engine makes for traffic between overlay networks and other addresses.</summary>
    public const string OverlayBridge = SwarmState.OverlayBridge;

    private static readonly EngineVersion GatewayEachFamily = new(28, 0);

    private static readonly EngineVersion NoMadeUpGateways = new(29, 0);

    /// <summary>
    /// 29.4.1. From 28.0 on until then the first network with gateways of both families provides both default routes, whatever the gateway
    /// priority of the others (libnetwork's selectGatewayEndpoint).
    /// </summary>
    private static readonly EngineVersion PriorityForEachFamily = new(29, 4, 1);

    /// <summary>
    /// In the engine's order, of which the first with a gateway has the default route. A container of an overlay network that is not
    /// internal, and of no network with a gateway but internal ones, is put on docker_gwbridge besides, which the engine does not list
    /// (libnetwork's needDefaultGW, which looks at gateways of IPv6 too from 28.0 on; seen on 20.10, 28.5 and 29.7). Before 28.0 the
    /// network of the IPv4 default route has that of IPv6 too, or there is none (seen on 20.10, which reports gateways of internal
    /// networks, and uses them). From 29.0 on a network without a gateway may have it, and then there is none: see <see cref="Holds"/>.
    /// </summary>
    public static Route[] Of(SnapshotIndex index, Container container)
    {
        var endpoints = index.InOrder(container);
        var first = endpoints.FirstOrDefault(pair => pair.Endpoint.Gateway is not null).Network;
        var eachFamily = index.Snapshot.Engine.Version >= GatewayEachFamily;
        var none = WithoutGateway(index, endpoints, AddressFamily.InterNetwork);
        var none6 = WithoutGateway(index, endpoints, AddressFamily.InterNetworkV6);
        var routes = endpoints
            .Select(pair => new Route(
                pair.Network,
                pair.Endpoint.Gateway is not null && !none,
                pair.Endpoint.IPv6Gateway is not null
                    && !none6
                    && IPv6Switch.IsOff(index.Snapshot, container, pair.Endpoint) != true
                    && (eachFamily || pair.Network.Id == first?.Id))
            {
                OtherGateway = OtherThanHost(pair.Network, pair.Endpoint.Gateway),
                OtherIPv6Gateway = OtherThanHost(pair.Network, pair.Endpoint.IPv6Gateway),
            })
            .ToArray();
        var dual = Array.Find(routes, route => route is { HasGateway: true, HasIPv6Gateway: true });
        if (eachFamily && index.Snapshot.Engine.Version < PriorityForEachFamily)
            routes = [.. routes.OrderBy(route => !ReferenceEquals(route, dual))];
        return !endpoints.Any(pair => !pair.Network.Internal
                && (pair.Endpoint.Gateway is not null || (eachFamily && pair.Endpoint.IPv6Gateway is not null)))
            && Array.Exists(routes, route => route.Network is { Driver: "overlay", Internal: false })
            && index.Snapshot.Networks.FirstOrDefault(network => network is { Name: OverlayBridge, Driver: "bridge" }) is { } bridge
                ? [.. routes, new Route(bridge, !WithoutGateway(index, BeforeBridge(endpoints), AddressFamily.InterNetwork), false)]
                : routes;
    }

    /// <summary>
    /// Whether the default route of a family may be with an endpoint: it has a gateway, or it is of a macvlan or ipvlan network of layer 2
    /// that leads out and has none. From 29.0 on the engine makes up no gateway for such a network, and gives it the default route
    /// nevertheless (libnetwork's ForceGw4; seen on 29.7).
    /// </summary>
    public static bool Holds(EngineSnapshot snapshot, NetworkEndpoint endpoint, Network network, AddressFamily family)
    {
        var (address, gateway) = family == AddressFamily.InterNetwork
            ? (endpoint.IPAddress, endpoint.Gateway)
            : (endpoint.IPv6Address, endpoint.IPv6Gateway);
        return gateway is not null
            || (address is not null
                && snapshot.Engine.Version >= NoMadeUpGateways
                && network is { Driver: "macvlan" or "ipvlan", Internal: false }
                && network.Option.GetValueOrDefault("ipvlan_mode") is not ("l3" or "l3s"));
    }

    /// <summary>docker_gwbridge has the priority 0, and comes after the others of that priority (libnetwork's Endpoint.Less).</summary>
    private static (NetworkEndpoint Endpoint, Network Network)[] BeforeBridge(
        IEnumerable<(NetworkEndpoint Endpoint, Network Network)> endpoints) =>
        [.. endpoints.Where(pair => pair.Endpoint.GatewayPriority >= 0)];

    private static bool WithoutGateway(
        SnapshotIndex index, IReadOnlyList<(NetworkEndpoint Endpoint, Network Network)> endpoints, AddressFamily family)
    {
        foreach (var (endpoint, network) in endpoints)
        {
            if (Holds(index.Snapshot, endpoint, network, family))
                return (family == AddressFamily.InterNetwork ? endpoint.Gateway : endpoint.IPv6Gateway) is null;
        }

        return false;
    }

    /// <summary>Whether it offers a default route for a family.</summary>
    public bool LeadsOut(AddressFamily family) => family == AddressFamily.InterNetwork ? HasGateway : HasIPv6Gateway;

    /// <summary>Whether its default route leads to the engine's host.</summary>
    public bool LeadsToHost(AddressFamily family) =>
        LeadsOut(family) && Network.Driver == "bridge" && GatewayBesideHost(family) is null;

    /// <summary>The gateway of a family if it is on a bridge and is not the engine's host; null otherwise.</summary>
    public IPAddress? GatewayBesideHost(AddressFamily family) =>
        family == AddressFamily.InterNetwork ? OtherGateway : OtherIPv6Gateway;

    private static IPAddress? OtherThanHost(Network network, IPAddress? gateway) =>
        gateway is not null && network.Driver == "bridge" && !BridgeAddresses.IsHost(network, gateway) ? gateway : null;

    /// <summary>Whether an address is on the network itself.</summary>
    public bool Contains(IPAddress address)
    {
        foreach (var ipam in Network.Ipam)
        {
            if (ipam.Subnet.Contains(address))
                return true;
        }

        return false;
    }
}
