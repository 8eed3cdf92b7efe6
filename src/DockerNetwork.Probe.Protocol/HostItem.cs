namespace DockerNetwork.Protocol;

/// <summary>One fact of the engine's host beside its links, addresses and routes. What a kind does not have is null.</summary>
internal sealed record HostItem : Answer
{
    /// <summary>No more listeners or proxies are written. Of a kind with more, nothing says that all were.</summary>
    public const int MaxItems = 8192;

    /// <summary>What it is.</summary>
    public FactKind Fact { get; init; }

    /// <summary>tcp or udp, of a listener or a proxy; of a proxy sctp too.</summary>
    public string? Protocol { get; init; }

    /// <summary>The address that is listened on, as 0.0.0.0 or ::.</summary>
    public string? Address { get; init; }

    /// <summary>The port that is listened on, 1 to 65535.</summary>
    public int? Port { get; init; }

    /// <summary>The address that a proxy connects to.</summary>
    public string? ContainerAddress { get; init; }

    /// <summary>The port that a proxy connects to, 1 to 65535.</summary>
    public int? ContainerPort { get; init; }

    /// <summary>The family of forwarding: 4 or 6.</summary>
    public int? Family { get; init; }

    /// <summary>Whether the host forwards packets of a family.</summary>
    public bool? On { get; init; }
}
