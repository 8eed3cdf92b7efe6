using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>A container as <c>GET /containers/json</c> sends it.</summary>
public sealed record ContainerSummary
{
    /// <summary>64 hexadecimal digits.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Names with a leading slash; legacy links add more, as "/other/alias".</summary>
    public List<string>? Names { get; init; }

    /// <summary>The image as it was named at creation.</summary>
    public string? Image { get; init; }

    /// <summary>The image's id, "sha256:…": unlike its name, it stands for exactly one content.</summary>
    [JsonPropertyName("ImageID")]
    public string? ImageId { get; init; }

    /// <summary>The command as one line.</summary>
    public string? Command { get; init; }

    /// <summary>Unix time in seconds.</summary>
    public long Created { get; init; }

    /// <summary>created, running, paused, restarting, removing, exited or dead.</summary>
    public string? State { get; init; }

    /// <summary>"Up 5 minutes", for people.</summary>
    public string? Status { get; init; }

    /// <summary>Labels.</summary>
    public Dictionary<string, string>? Labels { get; init; }

    /// <summary>Exposed and published ports; only while it runs.</summary>
    public List<PortSummary>? Ports { get; init; }

    /// <summary>Only the network mode.</summary>
    public HostConfigSummary? HostConfig { get; init; }

    /// <summary>Networks by name.</summary>
    public NetworkSettings? NetworkSettings { get; init; }

    /// <summary>Folders and volumes that are mounted; only their number counts here.</summary>
    public List<EmptyObject?>? Mounts { get; init; }
}

/// <summary>A port in the container list.</summary>
/// <param name="IP">The host's address, where published.</param>
/// <param name="PrivatePort">In the container.</param>
/// <param name="PublicPort">On the host, where published.</param>
/// <param name="Type">tcp, udp or sctp.</param>
public sealed record PortSummary([property: JsonPropertyName("IP")] string? IP, int PrivatePort, int? PublicPort, string? Type);

/// <summary>The part of the host configuration that the container list carries.</summary>
/// <param name="NetworkMode">default, bridge, host, none, container:ID or a network's name or id.</param>
public sealed record HostConfigSummary(string? NetworkMode);

/// <summary>Networks of a container.</summary>
public sealed record NetworkSettings
{
    /// <summary>By network name.</summary>
    public Dictionary<string, EndpointSettings?>? Networks { get; init; }
}

/// <summary>A container as <c>GET /containers/{id}/json</c> sends it: the parts that networking needs.</summary>
public sealed record ContainerDetails
{
    /// <summary>64 hexadecimal digits.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>With a leading slash.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>State and process id.</summary>
    public StateDocument? State { get; init; }

    /// <summary>Host name and the like.</summary>
    public ContainerConfig? Config { get; init; }

    /// <summary>Network mode, links, hosts entries.</summary>
    public HostConfig? HostConfig { get; init; }

    /// <summary>Networks by name, with aliases and DNS names.</summary>
    public NetworkSettings? NetworkSettings { get; init; }
}

/// <summary>Container side of a container's configuration.</summary>
/// <param name="Hostname">The host name inside.</param>
/// <param name="ExposedPorts">By port as "80/tcp", those of the image among them. Bindings of other ports have no effect.</param>
public sealed record ContainerConfig(string? Hostname, IReadOnlyDictionary<string, EmptyObject?>? ExposedPorts = null);

/// <summary>State of a container.</summary>
/// <param name="Status">As <see cref="ContainerSummary.State"/>.</param>
/// <param name="Pid">Process id on the engine's host; 0 while stopped.</param>
/// <param name="ExitCode">Of the last run. Windows has codes of 32 bits without a sign, such as 3221225786.</param>
/// <param name="Error">Why the last start failed; empty otherwise.</param>
/// <param name="StartedAt">Of the last run; year 1 for none.</param>
public sealed record StateDocument(string? Status, int Pid, long ExitCode, string? Error, DateTimeOffset? StartedAt);

/// <summary>Body of <c>POST /containers/create</c>.</summary>
public sealed record ContainerCreateRequest
{
    /// <summary>The image.</summary>
    public required string Image { get; init; }

    /// <summary>Command and arguments; the image's when null.</summary>
    [JsonPropertyName("Cmd")]
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>The program; the image's when null.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>The host name inside; the short id when null.</summary>
    public string? Hostname { get; init; }

    /// <summary>The domain name inside.</summary>
    public string? Domainname { get; init; }

    /// <summary>User, "name" or "uid:gid"; the image's when null.</summary>
    public string? User { get; init; }

    /// <summary>Environment as NAME=value, on top of the image's.</summary>
    public IReadOnlyList<string>? Env { get; init; }

    /// <summary>Working directory; the image's when null.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>Paths of anonymous volumes.</summary>
    public IReadOnlyDictionary<string, EmptyObject>? Volumes { get; init; }

    /// <summary>MAC address of the first network's interface. Deprecated by API 1.44, ignored from 1.52: there each endpoint has its own.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Allocate a terminal.</summary>
    public bool Tty { get; init; }

    /// <summary>Keep standard input open, so that a shell does not end at once.</summary>
    public bool OpenStdin { get; init; }

    /// <summary>Close standard input when the first client that attached to it goes away.</summary>
    public bool StdinOnce { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Ports it listens on, as "80/tcp"; the published ones among them.</summary>
    public IReadOnlyDictionary<string, EmptyObject>? ExposedPorts { get; init; }

    /// <summary>Host side.</summary>
    public HostConfig? HostConfig { get; init; }

    /// <summary>Endpoint settings of the network that <see cref="HostConfig.NetworkMode"/> names.</summary>
    public NetworkingConfig? NetworkingConfig { get; init; }
}

/// <summary>Host side of a container's configuration.</summary>
public sealed record HostConfig
{
    /// <summary>bridge, host, none, container:ID or a network's name.</summary>
    public string? NetworkMode { get; init; }

    /// <summary>"host", or "container:ID".</summary>
    public string? PidMode { get; init; }

    /// <summary>"host" leaves the ids of users as they are, on an engine that runs with <c>--userns-remap</c>; the engine's default when null.</summary>
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

    /// <summary>"no-new-privileges" and the like.</summary>
    public IReadOnlyList<string>? SecurityOpt { get; init; }

    /// <summary>How many processes and threads it may have.</summary>
    public long? PidsLimit { get; init; }

    /// <summary>How many bytes of memory it may use.</summary>
    public long? Memory { get; init; }

    /// <summary>Limits of its processes; the engine's own when null.</summary>
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

/// <summary>Networks of a new container.</summary>
/// <param name="EndpointsConfig">By network name. Before API 1.44 at most one.</param>
public sealed record NetworkingConfig(IReadOnlyDictionary<string, EndpointSettings> EndpointsConfig);

/// <summary>Body of <c>POST /containers/{id}/exec</c>.</summary>
public sealed record ExecCreateRequest
{
    /// <summary>Program and arguments; no shell is involved.</summary>
    [JsonPropertyName("Cmd")]
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Send standard input.</summary>
    public bool AttachStdin { get; init; }

    /// <summary>Receive standard output.</summary>
    public bool AttachStdout { get; init; } = true;

    /// <summary>Receive standard error.</summary>
    public bool AttachStderr { get; init; } = true;

    /// <summary>Allocate a terminal.</summary>
    public bool Tty { get; init; }

    /// <summary>User, "name" or "uid:gid"; the container's when null.</summary>
    public string? User { get; init; }

    /// <summary>Working directory; the container's when null. API 1.35.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>Environment as NAME=value, on top of the container's.</summary>
    public IReadOnlyList<string>? Env { get; init; }
}

/// <summary>Body of <c>POST /exec/{id}/start</c>.</summary>
/// <param name="Detach">Do not attach.</param>
/// <param name="Tty">Raw stream instead of frames.</param>
public sealed record ExecStartRequest(bool Detach, bool Tty);

/// <summary>Answer of <c>GET /exec/{id}/json</c>.</summary>
/// <param name="Running">Still running.</param>
/// <param name="ExitCode">Null while running. As in <see cref="StateDocument"/>.</param>
public sealed record ExecDetails(bool Running, long? ExitCode);
