using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Model.Snapshots;

/// <summary>The containers of other nodes of a swarm, as far as the engine knows them.</summary>
internal static class RemoteEndpoints
{
    /// <summary>
    /// Asks for them: one request for the routing mesh and for each overlay network that containers of the engine are on, and one for the
    /// names of the nodes.
    /// </summary>
    public static async Task<IReadOnlyList<NetworkEndpoint>> ReadAsync(
        EngineClient client, EngineSnapshot snapshot, CancellationToken cancellationToken)
    {
        // Each node is on the routing mesh, with containers or without.
        var overlays = snapshot.Networks.Where(network => network.Ingress || SwarmDocuments.IsUsedOverlay(network)).ToList();
        if (overlays.Count == 0)
            return [];
        var nodes = client.TryListNodesAsync(cancellationToken);
        var details = await Task.WhenAll(overlays.Select(network => client.TryInspectNetworkAsync(network.Id, cancellationToken)));
        return Of(details.OfType<NetworkDetails>(), await nodes ?? [], snapshot);
    }

    /// <summary>What the engine says of its overlay networks, without its own containers.</summary>
    internal static IReadOnlyList<NetworkEndpoint> Of(
        IEnumerable<NetworkDetails> details, IEnumerable<NodeDocument> nodes, EngineSnapshot snapshot)
    {
        var names = new Dictionary<IPAddress, string>();
        foreach (var node in nodes)
        {
            if (Addresses.ParseAddress(node.Status?.Addr) is { } address && node.Description?.Hostname is { Length: > 0 } name)
                names.TryAdd(address, name);
        }

        return
        [
            .. from document in details
               where document.Id is not null
               let network = snapshot.Network(document.Id!)
               where network is not null
               let own = network.Endpoints.Select(endpoint => endpoint.EndpointId).ToHashSet(StringComparer.Ordinal)
               from service in document.Services ?? []
               // What has no service there is the routing mesh itself, "ingress-endpoint": engine 20.10 shows that of each node.
               where !network.Ingress || service.Key.Length > 0
               from task in service.Value?.Tasks ?? []
               where task is { Name.Length: > 0, EndpointId.Length: > 0 } && own.Add(task.EndpointId)
               let node = Addresses.ParseAddress(task.Info?.GetValueOrDefault("Host IP"))
               where node is not null
               select Endpoint(network, task, node, names.GetValueOrDefault(node)),
        ];
    }

    /// <summary>No engine reports the state of a container on another node: a paused one is listed, too.</summary>
    private static NetworkEndpoint Endpoint(Network network, TaskOnNetwork task, IPAddress nodeAddress, string? nodeName)
    {
        var address = Addresses.ParseAddress(task.EndpointIP);
        var node = nodeName ?? nodeAddress.ToString();
        return new NetworkEndpoint
        {
            Network = network.Name,
            NetworkId = network.Id,
            Container = $"{task.Name}@{node}",
            ContainerId = "",
            IPAddress = address,
            PrefixLength = address is null ? 0 : network.Subnets.FirstOrDefault(subnet => subnet.Contains(address)).PrefixLength,
            EndpointId = task.EndpointId!,
            Node = node,
            NodeAddress = nodeAddress,
            DockerHost = network.DockerHost,
        };
    }
}
