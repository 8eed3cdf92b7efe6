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

/// <summary>A service, as an overlay network knows it.</summary>
/// <param name="Vip">Its virtual address there; empty or "&lt;nil&gt;" if it has none (the mode dnsrr).</param>
/// <param name="Tasks">Its tasks that DNS answers with, whatever their node.</param>
public sealed record ServiceOnNetwork([property: JsonPropertyName("VIP")] string? Vip, List<TaskOnNetwork>? Tasks);

/// <summary>A container on an overlay network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="EndpointId">Its endpoint.</param>
/// <param name="EndpointIP">Its address.</param>
/// <param name="Info">What the driver adds: "Host IP" is the address of its node.</param>
public sealed record TaskOnNetwork(
    string? Name,
    [property: JsonPropertyName("EndpointID")] string? EndpointId,
    [property: JsonPropertyName("EndpointIP")] string? EndpointIP,
    Dictionary<string, string>? Info = null);

/// <summary>A node that takes part in an overlay network.</summary>
/// <param name="Name">Made of the node's id.</param>
/// <param name="IP">Its address in the network below.</param>
public sealed record NetworkPeer(string? Name, [property: JsonPropertyName("IP")] string? IP);
