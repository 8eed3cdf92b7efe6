using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Identities;

/// <summary>Which endpoints a record asks for: those of a network, of a container, or of one on the other.</summary>
/// <param name="Network">The network; null for all.</param>
/// <param name="Container">The container; null for all.</param>
public readonly record struct EndpointSelector(NetworkIdentity? Network, ContainerIdentity? Container)
{
    /// <summary>The engine that one of them came from; null for names and ids.</summary>
    internal DockerHost? DockerHost => Network?.DockerHost ?? Container?.DockerHost;

    /// <summary>Each network with each container. Null, for a parameter that is not given, is all.</summary>
    internal static IEnumerable<EndpointSelector> Of(NetworkIdentity?[]? networks, ContainerIdentity?[]? containers) =>
        from network in networks ?? [null]
        from container in containers ?? [null]
        select new EndpointSelector(network, ContainerOf(network?.Endpoint, container));

    /// <summary>
    /// Of an endpoint that was piped only one half binds as the object that it is; the other half binds as the property with its name.
    /// </summary>
    private static ContainerIdentity? ContainerOf(NetworkEndpoint? endpoint, ContainerIdentity? container) =>
        endpoint is not null && container is { Id: null } && container.Text == endpoint.Container
            ? new ContainerIdentity(endpoint)
            : container;

    /// <summary>The networks of some selectors.</summary>
    internal static IEnumerable<NetworkIdentity> Networks(IEnumerable<EndpointSelector> selectors) =>
        selectors.Select(s => s.Network).OfType<NetworkIdentity>();

    /// <summary>
    /// Ids of the endpoints on networks of a swarm that an engine lists for selectors without containers: to the other nodes they are
    /// remote ones.
    /// </summary>
    internal static IReadOnlyList<string> Listed(IEnumerable<EndpointSelector> selectors, EngineSnapshot snapshot)
    {
        var networks = selectors
            .Where(selector => selector.Container is null)
            .SelectMany(selector => selector.Network is { } network ? Known(network) : snapshot.Networks)
            .Where(network => network.Scope == "swarm")
            .Distinct();
        return [.. networks.SelectMany(network => network.Endpoints).Select(endpoint => endpoint.EndpointId).Where(id => id.Length > 0)];

        IEnumerable<Network> Known(NetworkIdentity network)
        {
            try
            {
                return Selection.Networks(snapshot, network);
            }
            catch (CommandException)
            {
                // The work on the engine tells that.
                return [];
            }
        }
    }

    /// <summary>The containers of some selectors.</summary>
    internal static IEnumerable<ContainerIdentity> Containers(IEnumerable<EndpointSelector> selectors) =>
        selectors.Select(s => s.Container).OfType<ContainerIdentity>();
}
