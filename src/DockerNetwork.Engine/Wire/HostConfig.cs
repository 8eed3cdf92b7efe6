using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>Host side of a container's configuration.</summary>
public sealed record HostConfig
{
    /// <summary>bridge, host, none, container:ID or a network's name.</summary>
    public string? NetworkMode { get; init; }

    /// <summary>"host", or "container:ID".</summary>
    public string? PidMode { get; init; }

    /// <summary>
    /// "host" leaves the ids of users as they are, on an engine that runs with <c>--userns-remap</c>; the engine's default if null.
    /// </summary>
    public string? UsernsMode { get; init; }

    /// <summary>Remove the container when it ends.</summary>
    public bool AutoRemove { get; init; }

    /// <summary>The file that a client writes the new id to. The engine stores the path and does nothing with it.</summary>
    [JsonPropertyName("ContainerIDFile")]
    public string? ContainerIdFile { get; init; }

    /// <summary>Nothing can be written in the image's files.</summary>
    public bool ReadonlyRootfs { get; init; }

    /// <summary>Capabilities that are taken away; "ALL".</summary>
    public IReadOnlyList<string>? CapDrop { get; init; }

    /// <summary>Capabilities that are given, without CAP_.</summary>
    public IReadOnlyList<string>? CapAdd { get; init; }

    /// <summary>All capabilities, all devices of the host, and no confinement.</summary>
    public bool Privileged { get; init; }

    /// <summary>"no-new-privileges" and the like.</summary>
    public IReadOnlyList<string>? SecurityOpt { get; init; }

    /// <summary>How many processes and threads it may have.</summary>
    public long? PidsLimit { get; init; }

    /// <summary>How many bytes of memory it may use.</summary>
    public long? Memory { get; init; }

    /// <summary>Limits of its processes; the engine's own if null.</summary>
    public IReadOnlyList<Ulimit>? Ulimits { get; init; }

    /// <summary>Where its output is kept.</summary>
    public LogConfig? LogConfig { get; init; }

    /// <summary>Where the host listens for the container's ports, by port as "80/tcp".</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PortBinding>?>? PortBindings { get; init; }

    /// <summary>Publish every exposed port at a host port that the engine chooses.</summary>
    public bool PublishAllPorts { get; init; }

    /// <summary>--add-host, as "name:address".</summary>
    public IReadOnlyList<string>? ExtraHosts { get; init; }

    /// <summary>Legacy links: asked for as "target:alias", told as "/target:/this/alias".</summary>
    public IReadOnlyList<string>? Links { get; init; }

    /// <summary>Name servers.</summary>
    public IReadOnlyList<string>? Dns { get; init; }

    /// <summary>Search domains.</summary>
    public IReadOnlyList<string>? DnsSearch { get; init; }

    /// <summary>Options of resolv.conf.</summary>
    public IReadOnlyList<string>? DnsOptions { get; init; }

    /// <summary>Kernel parameters of the namespaces.</summary>
    public IReadOnlyDictionary<string, string>? Sysctls { get; init; }

    /// <summary>Folders of the host and named volumes, as "source:/path" or "source:/path:ro".</summary>
    public IReadOnlyList<string>? Binds { get; init; }

    /// <summary>Folders in memory, by their path in the container.</summary>
    public IReadOnlyDictionary<string, string>? Tmpfs { get; init; }

    /// <summary>When it is started again by itself.</summary>
    public RestartPolicy? RestartPolicy { get; init; }
}

/// <summary>Where the host listens for a container's port.</summary>
/// <param name="HostIp">The host's address; empty for all.</param>
/// <param name="HostPort">A port, or a range as "8000-9000" to choose one from; empty or "0" where the engine chooses.</param>
public sealed record PortBinding(string? HostIp, string? HostPort);

/// <summary>The document <c>{}</c>, which the API has for values where only the key counts.</summary>
public sealed record EmptyObject;

/// <summary>When a container is started again by itself.</summary>
/// <param name="Name">no, always, unless-stopped or on-failure.</param>
/// <param name="MaximumRetryCount">How often, for on-failure; 0 for no limit.</param>
public sealed record RestartPolicy(string Name, long MaximumRetryCount);

/// <summary>A limit of processes, as setrlimit(2) has it.</summary>
/// <param name="Name">Without RLIMIT_, in small letters: nofile.</param>
/// <param name="Soft">What holds at the start.</param>
/// <param name="Hard">How far a process may raise it.</param>
public sealed record Ulimit(string Name, long Soft, long Hard);

/// <summary>Where output is kept.</summary>
/// <param name="Type">The log driver; "none" keeps nothing.</param>
public sealed record LogConfig(string Type);
