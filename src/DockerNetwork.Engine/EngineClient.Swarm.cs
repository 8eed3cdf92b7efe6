using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine;

/// <summary>What only a swarm has.</summary>
public sealed partial class EngineClient
{
    /// <summary>As <see cref="GetInformationAsync"/>, of which little depends. Null if the engine does not answer.</summary>
    public Task<SystemInformation?> TryGetInformationAsync(CancellationToken cancellationToken = default) =>
        TryAsync(RequestPath.Of("info"), EngineJson.Default.SystemInformation, cancellationToken);

    /// <summary>All services of the swarm. Null if the engine is not a manager of one.</summary>
    public Task<List<ServiceDocument>?> ListServicesAsync(CancellationToken cancellationToken = default) =>
        TryAsync(RequestPath.Of("services"), EngineJson.Default.ListServiceDocument, cancellationToken);

    /// <summary>All services of the swarm, with their numbers of tasks.</summary>
    /// <exception cref="EngineException">
    /// <see cref="EngineFailure.Unavailable"/>: the engine is not a manager of one. <see cref="EngineFailure.NotOffered"/>.
    /// </exception>
    public async Task<List<ServiceDocument>> GetServicesAsync(CancellationToken cancellationToken = default)
    {
        await RequireAsync([PodmanGap.Swarm], cancellationToken);
        return await GetAsync(RequestPath.Of("services").With("status", "true"), EngineJson.Default.ListServiceDocument, cancellationToken);
    }

    /// <summary>All tasks of the swarm, also those that have ended.</summary>
    /// <exception cref="EngineException">As for <see cref="GetServicesAsync"/>.</exception>
    public Task<List<TaskDocument>> GetTasksAsync(CancellationToken cancellationToken = default) =>
        GetAsync(RequestPath.Of("tasks"), EngineJson.Default.ListTaskDocument, cancellationToken);

    /// <summary>The tasks that the swarm has ended or is about to end. Null if the engine is not a manager.</summary>
    public Task<List<TaskDocument>?> TryListEndedTasksAsync(CancellationToken cancellationToken = default) => TryAsync(
        RequestPath.Of("tasks").With("filters", """{"desired-state":["shutdown","remove"]}"""),
        EngineJson.Default.ListTaskDocument,
        cancellationToken);

    /// <summary>All nodes of the swarm.</summary>
    /// <exception cref="EngineException">As for <see cref="GetServicesAsync"/>.</exception>
    public Task<List<NodeDocument>> GetNodesAsync(CancellationToken cancellationToken = default) =>
        GetAsync(RequestPath.Of("nodes"), EngineJson.Default.ListNodeDocument, cancellationToken);

    /// <summary>As <see cref="GetNodesAsync"/>. Null if the engine is not a manager.</summary>
    public Task<List<NodeDocument>?> TryListNodesAsync(CancellationToken cancellationToken = default) =>
        TryAsync(RequestPath.Of("nodes"), EngineJson.Default.ListNodeDocument, cancellationToken);

    /// <summary>
    /// Who is on a network, and for an overlay network the services there and the containers of other nodes. Null if the engine does not
    /// say.
    /// </summary>
    /// <param name="id">The network's id.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<NetworkDetails?> TryInspectNetworkAsync(string id, CancellationToken cancellationToken = default) =>
        TryAsync(RequestPath.Of("networks", id).With("verbose", "1"), EngineJson.Default.NetworkDetails, cancellationToken);
}
