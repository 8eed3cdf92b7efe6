namespace DockerNetwork.Protocol;

/// <summary>The kernel's answer to a <see cref="RouteQuestion"/>. What a route does not have is null.</summary>
internal sealed record RouteItem : Answer
{
    /// <summary>The number of the question in its job, from 0.</summary>
    public int Route { get; init; }

    /// <summary>unicast, local, broadcast, multicast, blackhole, unreachable or prohibit; null if the kernel refused to answer.</summary>
    public string? Type { get; init; }

    /// <summary>The name of the link that the packet leaves by.</summary>
    public string? Link { get; init; }

    /// <summary>The next hop.</summary>
    public string? Gateway { get; init; }

    /// <summary>The sender's address that the kernel would choose.</summary>
    public string? Source { get; init; }

    /// <summary>The number of the routing table that decided; 254 for the main table.</summary>
    public long? Table { get; init; }

    /// <summary>The MTU of the route, in bytes, if it has one of its own.</summary>
    public int? Mtu { get; init; }

    /// <summary>
    /// Why there is no route: an error number of the kernel, such as 113 (EHOSTUNREACH), 101 (ENETUNREACH) or 18 (EXDEV: reverse path
    /// filter).
    /// </summary>
    public int? Error { get; init; }
}
