using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Probing;

/// <summary>What to send from one source.</summary>
/// <param name="Literal">Name or address, as typed in the source.</param>
/// <param name="Protocol">What is sent.</param>
/// <param name="Port">Of TCP, UDP and HTTP.</param>
public sealed record Probe(string Literal, ProbeProtocol Protocol, int? Port)
{
    /// <summary>The address is the host's: the engine's port proxy may accept and drop a connection that nobody serves.</summary>
    public bool Proxied { get; init; }

    /// <summary>Path and query of an HTTP request.</summary>
    public string Path { get; init; } = "/";
}
