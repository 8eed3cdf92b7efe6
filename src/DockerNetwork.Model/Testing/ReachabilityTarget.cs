using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Testing;

/// <summary>The target of a probe.</summary>
/// <param name="Text">As the user gave it, without scheme and port.</param>
/// <param name="Container">The container that it names; null for an address or host name.</param>
/// <param name="Port">From "host:port" or a URL; null if none was given.</param>
public sealed record ReachabilityTarget(string Text, Container? Container, int? Port = null)
{
    /// <summary>@host, @gateway or @outside.</summary>
    public SpecialTarget Special { get; init; }

    /// <summary>
    /// The text is the Compose service of <see cref="Container"/>. It is tried too, as it is a name in the source's DNS as a rule.
    /// </summary>
    public bool Service { get; init; }

    /// <summary>Only the text itself is tried, not the other names and addresses of its container.</summary>
    public bool NameOnly { get; init; }

    /// <summary>What is sent to <see cref="Port"/>: TCP, or HTTP for a URL.</summary>
    public ProbeProtocol Protocol { get; init; } = ProbeProtocol.Tcp;

    /// <summary>Path and query of a URL.</summary>
    public string Path { get; init; } = "/";
}
