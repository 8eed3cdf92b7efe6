using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Model.Snapshots;

/// <summary>What an engine says of the swarm that it is in.</summary>
/// <param name="Services">Of <c>GET /services</c>; null if the engine is not a manager.</param>
/// <param name="Networks">Of <c>GET /networks/{id}?verbose=1</c>: overlay networks with containers of the engine, docker_gwbridge.</param>
/// <param name="NodeAddress">Of <c>GET /info</c>: an address of the engine's host.</param>
/// <param name="NodeCount">Of <c>GET /info</c>: how many nodes the swarm has; 0 if the engine is not a manager.</param>
/// <param name="Stopping">Of <c>GET /tasks</c>: ids of tasks that still run and are to stop. Only a manager knows them.</param>
internal sealed record SwarmDocuments(
    List<ServiceDocument>? Services,
    List<NetworkDetails> Networks,
    string? NodeAddress = null,
    int NodeCount = 0,
    List<string>? Stopping = null)
{
    /// <summary>Of <c>GET /info</c>: the managers that the engine knows.</summary>
    public IReadOnlyList<SwarmManager> Managers { get; init; } = [];

    /// <summary>Of <c>GET /info</c>: the engine is in a swarm, and not a manager of it.</summary>
    public bool IsWorker { get; init; }

    /// <summary>Of <c>GET /info</c>: the engine's id as a node of the swarm.</summary>
    public string? NodeId { get; init; }

    /// <summary>Of <c>GET /info</c>: the id of the swarm. Only a manager knows it.</summary>
    public string? ClusterId { get; init; }

    /// <summary>Of <c>GET /nodes</c>: what a manager knows of all nodes. Empty unless other engines are asked too.</summary>
    public IReadOnlyList<NodeDocument> Nodes { get; init; } = [];

    /// <summary>
    /// Asks for them at the same time: one request for the services, one for the node and one for each network, and one more to a manager
    /// for the tasks. None is sent unless containers of the engine are on overlay networks.
    /// </summary>
    /// <param name="client">The engine.</param>
    /// <param name="snapshot">What it said of itself.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Null if no container is on an overlay network.</returns>
    public static async Task<SwarmDocuments?> ReadAsync(
        EngineClient client, EngineSnapshot snapshot, CancellationToken cancellationToken)
    {
        var overlays = snapshot.Networks.Where(IsUsedOverlay).ToArray();
        if (overlays.Length == 0)
            return null;
        var services = ServicesAsync(client, cancellationToken);
        var node = client.TryGetInformationAsync(cancellationToken);
        var bridges = snapshot.Networks.Where(n => n is { Name: SwarmState.OverlayBridge, Driver: "bridge" });
        var details = await Task.WhenAll(overlays.Concat(bridges).Select(n => client.TryInspectNetworkAsync(n.Id, cancellationToken)));
        var here = (await node)?.Swarm;
        var (all, stopping) = await services;
        return new SwarmDocuments(all, [.. details.OfType<NetworkDetails>()], here?.NodeAddr, here?.Nodes ?? 0, stopping)
        {
            Managers = here?.RemoteManagers ?? [],
            IsWorker = here?.IsWorker == true,
            NodeId = here?.NodeId,
            ClusterId = here?.Cluster?.Id,
        };
    }

    /// <summary>
    /// The same for an engine of several, which is to know the other nodes of its swarm also if no container is on an overlay network.
    /// </summary>
    /// <returns>Null if the engine is not in a swarm.</returns>
    public static async Task<SwarmDocuments?> ReadBesideOthersAsync(
        EngineClient client, EngineSnapshot snapshot, CancellationToken cancellationToken)
    {
        var known = await ReadAsync(client, snapshot, cancellationToken);
        if (known is null)
        {
            if ((await client.TryGetInformationAsync(cancellationToken))?.Swarm is not { LocalNodeState: "active" } here)
                return null;
            // A worker among the other engines does not know all services.
            var (services, stopping) = here.IsWorker ? (null, null) : await ServicesAsync(client, cancellationToken);
            known = new SwarmDocuments(services, [], here.NodeAddr, here.Nodes, stopping)
            {
                Managers = here.RemoteManagers ?? [],
                IsWorker = here.IsWorker,
                NodeId = here.NodeId,
                ClusterId = here.Cluster?.Id,
            };
        }

        return known.NodeCount > 0 ? known with { Nodes = await client.TryListNodesAsync(cancellationToken) ?? [] } : known;
    }

    private static async Task<(List<ServiceDocument>? Services, List<string>? Stopping)> ServicesAsync(
        EngineClient client, CancellationToken cancellationToken)
    {
        if (await client.ListServicesAsync(cancellationToken) is not { } services)
            return (null, null);
        var stopping = (await client.TryListEndedTasksAsync(cancellationToken) ?? [])
            .Where(task => task.Status?.State is "running" or "starting")
            .Select(task => task.Id)
            .OfType<string>()
            .ToList();
        return (services, stopping.Count > 0 ? stopping : null);
    }

    /// <summary>
    /// An overlay network that running containers of the engine are on: only of such a network it knows the containers of other nodes.
    /// </summary>
    internal static bool IsUsedOverlay(Network network) =>
        network is { Driver: "overlay", Ingress: false } && network.Endpoints.Any(e => e.EndpointId.Length > 0);
}
