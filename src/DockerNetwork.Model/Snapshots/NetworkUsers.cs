using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Model.Snapshots;

/// <summary>
/// The containers on a network right now. The engine itself refuses to remove a network only if a running container is on it, but a stopped
/// container that lost its network can never start again. So this is checked right before a network is removed, no matter how old the list
/// is that the user agreed to.
/// </summary>
internal static class NetworkUsers
{
    /// <summary>Whether nothing is on a network. The routing mesh and overlay networks use docker_gwbridge, which no list shows.</summary>
    public static bool IsUnused(this EngineSnapshot snapshot, Network network) => network.IsUnused()
        && (network.Name != SwarmState.OverlayBridge
            || !snapshot.Networks.Any(other => other.Ingress || (other.Driver == "overlay" && other.Endpoints.Count > 0)));

    /// <summary>The endpoints of all containers on a network, including those that the module does not show otherwise.</summary>
    public static async Task<IReadOnlyList<NetworkEndpoint>> ReadAsync(
        EngineClient client, Network network, CancellationToken cancellationToken)
    {
        var known = new NetworkResource { Id = network.Id, Name = network.Name };
        var byName = new Dictionary<string, NetworkResource>(StringComparer.Ordinal) { [network.Name] = known };
        var containers = await client.ListContainersAsync(network.Id, network.Name, cancellationToken);
        if ((await client.GetProductAsync(cancellationToken)).Kind == EngineKind.Podman)
        {
            var ids = new Dictionary<string, string>(StringComparer.Ordinal) { [network.Name] = network.Id };
            containers = containers.ConvertAll(container => PodmanDocuments.Read(container, ids));
        }

        return [.. containers
            .SelectMany(c => WireMapping.ToContainer(c, byName, client.DockerHost).Endpoints)
            .Where(e => e.NetworkId == network.Id)
            .OrderBy(e => e.Container, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Removes a network. Podman looks for its containers only if it is asked by name (NetworkRm of pkg/domain/infra/abi, 4.3.1 to 5.8.2);
    /// asked by id, it removes a network in use. Its ids are made of the names, so that a name means no other network.
    /// </summary>
    public static async Task RemoveAsync(EngineClient client, Network network, CancellationToken cancellationToken)
    {
        var engine = await client.GetProductAsync(cancellationToken);
        await client.RemoveNetworkAsync(engine.Kind == EngineKind.Podman ? network.Name : network.Id, cancellationToken);
    }
}
