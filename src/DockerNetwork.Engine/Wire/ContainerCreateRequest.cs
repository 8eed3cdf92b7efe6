using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>Body of <c>POST /containers/create</c>.</summary>
public sealed record ContainerCreateRequest
{
    /// <summary>The image.</summary>
    public required string Image { get; init; }

    /// <summary>Command and arguments; the image's if null.</summary>
    [JsonPropertyName("Cmd")]
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>The program; the image's if null.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>The host name inside; the short id if null.</summary>
    public string? Hostname { get; init; }

    /// <summary>The domain name inside.</summary>
    public string? Domainname { get; init; }

    /// <summary>User, "name" or "uid:gid"; the image's if null.</summary>
    public string? User { get; init; }

    /// <summary>Environment as NAME=value, on top of the image's.</summary>
    public IReadOnlyList<string>? Env { get; init; }

    /// <summary>Working directory; the image's if null.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>Paths of anonymous volumes.</summary>
    public IReadOnlyDictionary<string, EmptyObject>? Volumes { get; init; }

    /// <summary>
    /// MAC address of the first network's interface. Deprecated by API 1.44, ignored from 1.52: there each endpoint has its own.
    /// </summary>
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

/// <summary>Networks of a new container.</summary>
/// <param name="EndpointsConfig">By network name. Before API 1.44 at most one.</param>
public sealed record NetworkingConfig(IReadOnlyDictionary<string, EndpointSettings> EndpointsConfig);
