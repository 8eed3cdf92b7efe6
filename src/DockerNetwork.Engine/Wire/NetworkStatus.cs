using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>What an engine says of a network at the moment. API 1.52.</summary>
/// <param name="Ipam">Its addresses.</param>
public sealed record NetworkStatus([property: JsonPropertyName("IPAM")] IpamStatus? Ipam);

/// <summary>The addresses of a network.</summary>
/// <param name="Subnets">By subnet in CIDR notation; null for networks without.</param>
public sealed record IpamStatus(Dictionary<string, SubnetStatus?>? Subnets);

/// <summary>The addresses of a subnet. Both numbers stop at 2^64 - 1.</summary>
/// <param name="InUse">In use or reserved, as for the gateway, and in IPv4 for the network and the broadcast.</param>
/// <param name="Available">In the range that containers get addresses from, and free.</param>
public sealed record SubnetStatus(
    [property: JsonPropertyName("IPsInUse")] ulong? InUse,
    [property: JsonPropertyName("DynamicIPsAvailable")] ulong? Available);
