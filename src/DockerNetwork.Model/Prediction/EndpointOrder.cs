using System.Net.Sockets;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// The order in which the engine asks a container's networks for a name, and the first of which that has a gateway provides the default
/// route and carries the published ports: internal ones last, then by gateway priority, those with IPv4 and IPv6 before those with one of
/// them, then by name (libnetwork's Endpoint.Less; seen on 20.10, 26.1 and 28.5).
/// </summary>
internal static class EndpointOrder
{
    public static (NetworkEndpoint Endpoint, Network Network)[] Of(
        EngineSnapshot snapshot, IEnumerable<NetworkEndpoint> endpoints) => endpoints
        .Select(e => (Endpoint: e, Network: snapshot.Network(e.NetworkId)!))
        .Where(pair => pair.Network is not null)
        .OrderBy(pair => pair.Network.Internal)
        .ThenByDescending(pair => pair.Endpoint.GatewayPriority)
        .ThenBy(pair => !Route.Holds(snapshot, pair.Endpoint, pair.Network, AddressFamily.InterNetwork)
            || !Route.Holds(snapshot, pair.Endpoint, pair.Network, AddressFamily.InterNetworkV6))
        .ThenBy(pair => pair.Network.Name, StringComparer.Ordinal)
        .ToArray();
}
