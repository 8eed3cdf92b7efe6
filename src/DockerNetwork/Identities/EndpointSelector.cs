using DockerNetwork.Engine.Connection;

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
        select new EndpointSelector(network, container);

    /// <summary>The networks of some selectors.</summary>
    internal static IEnumerable<NetworkIdentity> Networks(IEnumerable<EndpointSelector> selectors) =>
        selectors.Select(s => s.Network).OfType<NetworkIdentity>();

    /// <summary>The containers of some selectors.</summary>
    internal static IEnumerable<ContainerIdentity> Containers(IEnumerable<EndpointSelector> selectors) =>
        selectors.Select(s => s.Container).OfType<ContainerIdentity>();
}
