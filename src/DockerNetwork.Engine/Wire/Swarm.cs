using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>A service as <c>GET /services</c> sends it; only managers of a swarm do.</summary>
/// <param name="Spec">What was asked for.</param>
/// <param name="Endpoint">What the swarm made of it.</param>
public sealed record ServiceDocument(ServiceSpec? Spec, ServiceEndpoint? Endpoint);

/// <summary>What was asked for when a service was made.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="TaskTemplate">What each task is like.</param>
public sealed record ServiceSpec(string? Name, ServiceTaskTemplate? TaskTemplate);

/// <summary>What each task of a service is like.</summary>
/// <param name="Networks">The networks of a task.</param>
public sealed record ServiceTaskTemplate(List<ServiceNetwork>? Networks);

/// <summary>A network of a service.</summary>
/// <param name="Target">The network's id.</param>
/// <param name="Aliases">Further names of the service there.</param>
public sealed record ServiceNetwork(string? Target, IReadOnlyList<string>? Aliases);

/// <summary>What the swarm made of a service.</summary>
/// <param name="VirtualIPs">One for each network; null or empty for the mode dnsrr.</param>
public sealed record ServiceEndpoint(
    [property: JsonPropertyName("VirtualIPs")] List<ServiceAddress>? VirtualIPs);

/// <summary>The virtual address of a service on one network.</summary>
/// <param name="NetworkId">The network.</param>
/// <param name="Addr">With a prefix length.</param>
public sealed record ServiceAddress([property: JsonPropertyName("NetworkID")] string? NetworkId, string? Addr);
