using System.Net.Sockets;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// The order in which the engine asks a container's networks for a name, and the first of which that has a gateway provides the default
/// route and carries the published ports: by gateway priority, then internal ones last, then those with gateways of IPv4 and IPv6 before
/// those with one of them, then by name (libnetwork's Endpoint.Less; seen on 20.10, 26.1, 28.5 and 29.7).
/// </summary>
internal static class EndpointOrder
{
    public static (NetworkEndpoint Endpoint, Network Network)[] Of(
        EngineSnapshot snapshot, IEnumerable<NetworkEndpoint> endpoints) => endpoints
        .Select(e => (Endpoint: e, Network: snapshot.Network(e.NetworkId)!))
        .Where(pair => pair.Network is not null)
        .OrderByDescending(pair => pair.Endpoint.GatewayPriority)
        .ThenBy(pair => pair.Network.Internal)
        .ThenByDescending(pair => CountDefaultRoutes(snapshot, pair.Endpoint, pair.Network))
        .ThenBy(pair => pair.Network.Name, StringComparer.Ordinal)
        .ToArray();

    private static int CountDefaultRoutes(EngineSnapshot snapshot, NetworkEndpoint endpoint, Network network) =>
        (Route.Holds(snapshot, endpoint, network, AddressFamily.InterNetwork) ? 1 : 0)
        + (Route.Holds(snapshot, endpoint, network, AddressFamily.InterNetworkV6) ? 1 : 0);
}
