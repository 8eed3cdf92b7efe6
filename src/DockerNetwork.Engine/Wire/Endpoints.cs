using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>A container on a network: what is asked for and what the engine made of it.</summary>
public sealed record EndpointSettings
{
    /// <summary>Addresses the user asked for; null if the engine chose.</summary>
    [JsonPropertyName("IPAMConfig")]
    public EndpointIpamConfig? IpamConfig { get; init; }

    /// <summary>"container:alias" of legacy links.</summary>
    public IReadOnlyList<string>? Links { get; init; }

    /// <summary>Names on this network. Before API 1.45 the short id is among them. Null in lists of old engines.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>All names that resolve to this endpoint. API 1.44, inspect only.</summary>
    [JsonPropertyName("DNSNames")]
    public IReadOnlyList<string>? DnsNames { get; init; }

    /// <summary>Colon-separated; empty while the container is stopped.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Driver options of the endpoint.</summary>
    public IReadOnlyDictionary<string, string>? DriverOpts { get; init; }

    /// <summary>The highest wins the default route. API 1.48.</summary>
    public int? GwPriority { get; init; }

    /// <summary>The network's id; empty for a container that was never started.</summary>
    [JsonPropertyName("NetworkID")]
    public string? NetworkId { get; init; }

    /// <summary>Empty while the container is stopped.</summary>
    [JsonPropertyName("EndpointID")]
    public string? EndpointId { get; init; }

    /// <summary>IPv4 gateway.</summary>
    public string? Gateway { get; init; }

    /// <summary>IPv4 address; empty while the container is stopped.</summary>
    [JsonPropertyName("IPAddress")]
    public string? IPAddress { get; init; }

    /// <summary>Prefix length of <see cref="IPAddress"/>.</summary>
    [JsonPropertyName("IPPrefixLen")]
    public int? IPPrefixLength { get; init; }

    /// <summary>IPv6 gateway.</summary>
    [JsonPropertyName("IPv6Gateway")]
    public string? IPv6Gateway { get; init; }

    /// <summary>IPv6 address; empty while the container is stopped.</summary>
    public string? GlobalIPv6Address { get; init; }

    /// <summary>Prefix length of <see cref="GlobalIPv6Address"/>.</summary>
    [JsonPropertyName("GlobalIPv6PrefixLen")]
    public int? GlobalIPv6PrefixLength { get; init; }
}

/// <summary>Addresses that the user chose for an endpoint.</summary>
public sealed record EndpointIpamConfig
{
    /// <summary>--ip.</summary>
    [JsonPropertyName("IPv4Address")]
    public string? IPv4Address { get; init; }

    /// <summary>--ip6.</summary>
    [JsonPropertyName("IPv6Address")]
    public string? IPv6Address { get; init; }

    /// <summary>--link-local-ip.</summary>
    [JsonPropertyName("LinkLocalIPs")]
    public IReadOnlyList<string>? LinkLocalIPs { get; init; }
}
