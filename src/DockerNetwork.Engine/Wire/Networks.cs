using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>
/// A network as <c>GET /networks</c> sends it. <c>Containers</c> is left out on purpose: since API 1.28 the list does not carry it, and it
/// never held stopped containers.
/// </summary>
public sealed record NetworkResource
{
    /// <summary>The name. Not unique before API 1.44.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>64 hexadecimal digits (swarm networks: 25 letters and digits).</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>When it was made, with nanoseconds and the engine's offset.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>local, swarm or global.</summary>
    public string Scope { get; init => field = value ?? ""; } = "";

    /// <summary>bridge, host, null, overlay, macvlan, ipvlan or a plugin.</summary>
    public string Driver { get; init => field = value ?? ""; } = "";

    /// <summary>API 1.48; null from older engines, where IPv4 is always on.</summary>
    public bool? EnableIPv4 { get; init; }

    /// <summary>Addresses of IPv6 are given out.</summary>
    public bool EnableIPv6 { get; init; }

    /// <summary>Address management.</summary>
    [JsonPropertyName("IPAM")]
    public Ipam? Ipam { get; init; }

    /// <summary>No way out of the network.</summary>
    public bool Internal { get; init; }

    /// <summary>Stand-alone containers may join a swarm network.</summary>
    public bool Attachable { get; init; }

    /// <summary>The swarm's routing mesh.</summary>
    public bool Ingress { get; init; }

    /// <summary>Holds configuration for others and carries no traffic.</summary>
    public bool ConfigOnly { get; init; }

    /// <summary>The network whose configuration this one uses.</summary>
    public ConfigReference? ConfigFrom { get; init; }

    /// <summary>Driver options. Null from some engines.</summary>
    public Dictionary<string, string>? Options { get; init; }

    /// <summary>Labels. Null from some engines.</summary>
    public Dictionary<string, string>? Labels { get; init; }
}

/// <summary>What only <c>GET /networks/{id}</c> has.</summary>
/// <param name="Containers">Active endpoints, by container id; a stale one stands there as "ep-" and the endpoint's id.</param>
/// <param name="Services">
/// Services and containers of all nodes of the swarm, by the service's name; "" for containers that are not of a service. Only of overlay
/// networks, with <c>verbose=1</c>.
/// </param>
/// <param name="Peers">The nodes that take part in an overlay network.</param>
public sealed record NetworkDetails(
    Dictionary<string, AttachedContainer?>? Containers,
    Dictionary<string, ServiceOnNetwork?>? Services = null,
    List<NetworkPeer>? Peers = null)
{
    /// <summary>The network's id.</summary>
    public string? Id { get; init; }

    /// <summary>How full its subnets are. API 1.52; null from older engines.</summary>
    public NetworkStatus? Status { get; init; }
}

/// <summary>An active endpoint of a network.</summary>
/// <param name="Name">The container's name, or that of the stale endpoint.</param>
/// <param name="IPv4Address">With a prefix length; empty for none.</param>
public sealed record AttachedContainer(string? Name, [property: JsonPropertyName("IPv4Address")] string? IPv4Address = null);

/// <summary>Names a configuration-only network.</summary>
/// <param name="Network">Its name; empty if there is none.</param>
public sealed record ConfigReference(string? Network);

/// <summary>IP address management of a network.</summary>
public sealed record Ipam
{
    /// <summary>"default" or a plugin.</summary>
    public string? Driver { get; init; }

    /// <summary>Options of the IPAM driver.</summary>
    public Dictionary<string, string>? Options { get; init; }

    /// <summary>One entry for each subnet.</summary>
    public List<IpamConfig>? Config { get; init; }
}

/// <summary>One subnet.</summary>
public sealed record IpamConfig
{
    /// <summary>CIDR.</summary>
    public string? Subnet { get; init; }

    /// <summary>CIDR of the part that containers get addresses from.</summary>
    [JsonPropertyName("IPRange")]
    public string? IPRange { get; init; }

    /// <summary>An address; some engines add a prefix length.</summary>
    public string? Gateway { get; init; }

    /// <summary>Addresses kept for other uses, by name.</summary>
    [JsonPropertyName("AuxiliaryAddresses")]
    public Dictionary<string, string>? AuxAddress { get; init; }
}

/// <summary>Body of <c>POST /networks/create</c>.</summary>
public sealed record NetworkCreateRequest
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Asks engines before API 1.44 to refuse a second network of this name; newer ones always do.</summary>
    public bool? CheckDuplicate { get; init; }

    /// <summary>The driver; the engine takes bridge if null.</summary>
    public string? Driver { get; init; }

    /// <summary>local or swarm. API 1.30.</summary>
    public string? Scope { get; init; }

    /// <summary>API 1.48.</summary>
    public bool? EnableIPv4 { get; init; }

    /// <summary>Give out IPv6 addresses.</summary>
    public bool? EnableIPv6 { get; init; }

    /// <summary>Subnets and their driver.</summary>
    [JsonPropertyName("IPAM")]
    public Ipam? Ipam { get; init; }

    /// <summary>No way out of the network.</summary>
    public bool Internal { get; init; }

    /// <summary>API 1.25.</summary>
    public bool Attachable { get; init; }

    /// <summary>API 1.29.</summary>
    public bool Ingress { get; init; }

    /// <summary>API 1.30.</summary>
    public bool ConfigOnly { get; init; }

    /// <summary>API 1.30.</summary>
    public ConfigReference? ConfigFrom { get; init; }

    /// <summary>Driver options.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>Body of <c>POST /networks/{id}/connect</c>.</summary>
/// <param name="Container">Id or name.</param>
/// <param name="EndpointConfig">How the container stands on the network.</param>
public sealed record ConnectRequest(string Container, EndpointSettings EndpointConfig);

/// <summary>Body of <c>POST /networks/{id}/disconnect</c>.</summary>
/// <param name="Container">Id or name; for a stale endpoint its name.</param>
/// <param name="Force">Also where the container is gone or does not answer.</param>
public sealed record DisconnectRequest(string Container, bool Force);
