using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Reachability.Probing;

/// <summary>By what a container is called.</summary>
[Flags]
public enum TargetLiterals
{
    /// <summary>Its name.</summary>
    Name = 1,

    /// <summary>Its aliases.</summary>
    Alias = 2,

    /// <summary>Its addresses, on all its networks.</summary>
    Address = 4,
}

/// <summary>Targets that are addresses, but which ones depends on the engine or the source.</summary>
public enum SpecialTarget
{
    /// <summary>A container, a name or an address.</summary>
    None,

    /// <summary>@host: the addresses by which the engine's host is known outside.</summary>
    Host,

    /// <summary>@gateway: the gateways of the source's networks.</summary>
    Gateway,

    /// <summary>@outside: the next hop of the host's default route, the first host outside.</summary>
    Outside,
}

/// <summary>What a probe is aimed at.</summary>
/// <param name="Text">As the user gave it, without scheme and port.</param>
/// <param name="Container">The container that it names; null for an address or host name.</param>
/// <param name="Port">From "host:port" or a URL; null where none was given.</param>
public sealed record ReachabilityTarget(string Text, Container? Container, int? Port = null)
{
    /// <summary>@host, @gateway or @outside.</summary>
    public SpecialTarget Special { get; init; }

    /// <summary>The text as it stands is meant, not the other names and the addresses of the container that has it.</summary>
    public bool NameOnly { get; init; }

    /// <summary>What is sent to <see cref="Port"/>: TCP, or HTTP for a URL.</summary>
    public ProbeProtocol Protocol { get; init; } = ProbeProtocol.Tcp;

    /// <summary>Path and query of a URL.</summary>
    public string Path { get; init; } = "/";
}
