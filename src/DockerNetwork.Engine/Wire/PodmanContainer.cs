using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>
/// A container as Podman's own <c>GET /libpod/containers/json</c> sends it: what its <c>GET /containers/json</c> leaves out.
/// </summary>
/// <param name="Id">The id, the same in both.</param>
/// <param name="Ports">Published ports. Null for none.</param>
public sealed record PodmanContainer(
    [property: JsonPropertyName("Id")] string? Id,
    [property: JsonPropertyName("Ports")] List<PodmanPort>? Ports);

/// <summary>Published ports that follow each other.</summary>
/// <param name="HostIP">The host's address; empty for all.</param>
/// <param name="ContainerPort">The first port in the container.</param>
/// <param name="HostPort">The first port on the host.</param>
/// <param name="Range">How many there are.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
public sealed record PodmanPort(
    [property: JsonPropertyName("host_ip")] string? HostIP,
    [property: JsonPropertyName("container_port")] int ContainerPort,
    [property: JsonPropertyName("host_port")] int HostPort,
    [property: JsonPropertyName("range")] int Range,
    [property: JsonPropertyName("protocol")] string? Protocol);
