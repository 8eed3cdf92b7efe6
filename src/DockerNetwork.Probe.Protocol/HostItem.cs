namespace DockerNetwork.Protocol;

/// <summary>
/// One fact of the engine's host beside its links, addresses and routes, or a listener of a container. What a kind does not have is null.
/// </summary>
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

    /// <summary>A listener at :: that takes nothing over IPv4.</summary>
    public bool? IPv6Only { get; init; }

    /// <summary>The process of a listener, as the host numbers it.</summary>
    public int? ProcessId { get; init; }

    /// <summary>What the kernel calls the process of a listener.</summary>
    public string? Program { get; init; }

    /// <summary>The index of the interface that a listener is bound to (SO_BINDTODEVICE); null for none.</summary>
    public int? Interface { get; init; }

    /// <summary>The number of a listener's socket. No other socket has it as long as this one exists.</summary>
    public long? Socket { get; init; }

    /// <summary>The address that a proxy connects to.</summary>
    public string? ContainerAddress { get; init; }

    /// <summary>The port that a proxy connects to, 1 to 65535.</summary>
    public int? ContainerPort { get; init; }

    /// <summary>The family of forwarding: 4 or 6.</summary>
    public int? Family { get; init; }

    /// <summary>Whether the host forwards packets of a family.</summary>
    public bool? On { get; init; }
}
