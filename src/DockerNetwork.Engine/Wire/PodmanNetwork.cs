using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>A network as Podman's own <c>GET /libpod/networks/json</c> sends it: what its <c>GET /networks</c> leaves out.</summary>
/// <param name="Id">The id, the same in both.</param>
/// <param name="DnsEnabled">A name server answers on it; null if it does not say.</param>
/// <param name="Options">As isolate, mtu. Null for none.</param>
/// <param name="NetworkInterface">The bridge on the host, or the parent interface of macvlan and ipvlan.</param>
/// <param name="Subnets">With the ranges that containers get addresses from.</param>
public sealed record PodmanNetwork(
    [property: JsonPropertyName("id")] string? Id,
    [property: JsonPropertyName("dns_enabled")] bool? DnsEnabled,
    [property: JsonPropertyName("options")] Dictionary<string, string>? Options,
    [property: JsonPropertyName("network_interface")] string? NetworkInterface = null,
    [property: JsonPropertyName("subnets")] List<PodmanSubnet>? Subnets = null);

/// <summary>A subnet of a network of Podman.</summary>
/// <param name="Subnet">CIDR.</param>
/// <param name="LeaseRange">Null if containers may get any of its addresses.</param>
public sealed record PodmanSubnet(
    [property: JsonPropertyName("subnet")] string? Subnet,
    [property: JsonPropertyName("lease_range")] PodmanLeaseRange? LeaseRange);

/// <summary>The addresses that containers get.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">The last.</param>
public sealed record PodmanLeaseRange(
    [property: JsonPropertyName("start_ip")] string? Start,
    [property: JsonPropertyName("end_ip")] string? End);
