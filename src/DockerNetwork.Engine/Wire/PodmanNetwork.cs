using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>A network as Podman's own <c>GET /libpod/networks/json</c> sends it: what its <c>GET /networks</c> leaves out.</summary>
/// <param name="Id">The id, the same in both.</param>
/// <param name="DnsEnabled">A name server answers on it; null if it does not say.</param>
/// <param name="Options">As isolate, mtu. Null for none.</param>
public sealed record PodmanNetwork(
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("dns_enabled")] bool? DnsEnabled,
    [property: JsonPropertyName("options")] Dictionary<string, string>? Options);
