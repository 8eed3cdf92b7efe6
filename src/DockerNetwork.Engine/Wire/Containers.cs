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

    /// <summary>The file that leads to the network namespace, on the engine's host; empty in the list of containers.</summary>
    public string? SandboxKey { get; init; }
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

    /// <summary>Files, folders and volumes that are mounted.</summary>
    public List<MountPoint?>? Mounts { get; init; }
}

/// <summary>A file, folder or volume that is mounted in a container.</summary>
/// <param name="Destination">Where, in the container.</param>
public sealed record MountPoint(string? Destination);

/// <summary>Container side of a container's configuration.</summary>
/// <param name="Hostname">The host name inside.</param>
/// <param name="ExposedPorts">By port as "80/tcp", those of the image among them. Bindings of other ports have no effect.</param>
/// <param name="Domainname">The domain name inside; empty for none.</param>
public sealed record ContainerConfig(
    string? Hostname,
    IReadOnlyDictionary<string, EmptyObject?>? ExposedPorts = null,
    string? Domainname = null);

/// <summary>State of a container.</summary>
/// <param name="Status">As <see cref="ContainerSummary.State"/>.</param>
/// <param name="Pid">Process id on the engine's host; 0 while stopped.</param>
/// <param name="ExitCode">Of the last run. Windows has codes of 32 bits without a sign, such as 3221225786.</param>
/// <param name="Error">Why the last start failed; empty otherwise.</param>
/// <param name="StartedAt">Of the last run; year 1 for none.</param>
public sealed record StateDocument(string? Status, int Pid, long ExitCode, string? Error, DateTimeOffset? StartedAt);
