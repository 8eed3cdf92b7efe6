using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Engine;

public sealed partial class EngineClient
{
    /// <summary>All networks. No filter: the engine's match parts of names, so selecting is the caller's.</summary>
    public Task<List<NetworkResource>> ListNetworksAsync(CancellationToken cancellationToken = default) =>
        GetAsync(RequestPath.Of("networks"), ListReader.Networks, cancellationToken);

    /// <summary>One network.</summary>
    public Task<NetworkResource> GetNetworkAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync(RequestPath.Of("networks", id), EngineJson.Default.NetworkResource, cancellationToken);

    /// <summary>The active endpoints of one network, stale ones included.</summary>
    public Task<NetworkDetails> InspectNetworkAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync(RequestPath.Of("networks", id), EngineJson.Default.NetworkDetails, cancellationToken);

    /// <summary>
    /// The same, and with it the services and containers of all nodes of a swarm that are on it (API 1.28), its nodes, and how full its
    /// subnets are (API 1.52). An older engine leaves out what it does not know.
    /// </summary>
    public Task<NetworkDetails> InspectWholeNetworkAsync(string id, CancellationToken cancellationToken = default) =>
        GetAsync(RequestPath.Of("networks", id).With("verbose", "1"), EngineJson.Default.NetworkDetails, cancellationToken);

    /// <summary>Creates a network. Fields that the engine is too old for, or lacks, are refused before anything is sent.</summary>
    public async Task<CreateResponse> CreateNetworkAsync(NetworkCreateRequest request, CancellationToken cancellationToken = default)
    {
        if (request.EnableIPv4 is not null)
            await RequireAsync(EngineFeature.OptionalIPv4, cancellationToken);
        if (request.Ingress)
            await RequireAsync(EngineFeature.IngressNetwork, cancellationToken);
        if (request.Scope is not null)
            await RequireAsync(EngineFeature.NetworkScope, cancellationToken);
        if (request.ConfigOnly || request.ConfigFrom is not null)
            await RequireAsync(EngineFeature.ConfigurationOnlyNetwork, cancellationToken);
        await RequireAsync(PodmanGaps.Of(request), cancellationToken);

        return await PostAsync(
            RequestPath.Of("networks", "create"),
            request with { CheckDuplicate = true },
            EngineJson.Default.NetworkCreateRequest,
            EngineJson.Default.CreateResponse,
            cancellationToken);
    }

    /// <summary>Removes a network.</summary>
    /// <param name="id">The full id, so that a network named like another's id cannot be meant.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task RemoveNetworkAsync(string id, CancellationToken cancellationToken = default) =>
        DeleteAsync(RequestPath.Of("networks", id), cancellationToken);

    /// <summary>Connects a container, running or stopped.</summary>
    public async Task ConnectNetworkAsync(string networkId, ConnectRequest request, CancellationToken cancellationToken = default)
    {
        if (request.EndpointConfig.GwPriority is not null)
            await RequireAsync(EngineFeature.GatewayPriority, cancellationToken);
        if (request.EndpointConfig.MacAddress is not null)
            await RequireAsync(EngineFeature.MacAddressOnConnect, cancellationToken);
        await RequireAsync(PodmanGaps.Of(request.EndpointConfig), cancellationToken);

        await PostAsync(RequestPath.Of("networks", networkId, "connect"), request, EngineJson.Default.ConnectRequest, cancellationToken);
    }

    /// <summary>Disconnects a container.</summary>
    public Task DisconnectNetworkAsync(string networkId, DisconnectRequest request, CancellationToken cancellationToken = default) =>
        PostAsync(RequestPath.Of("networks", networkId, "disconnect"), request, EngineJson.Default.DisconnectRequest, cancellationToken);
}
