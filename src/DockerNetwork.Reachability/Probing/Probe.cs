using System.Net;
using System.Net.Sockets;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Reachability.Probing;

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

/// <summary>How to send it.</summary>
/// <param name="Count">Packets or connections a probe, 1 or more.</param>
/// <param name="Timeout">How long to wait for an answer, and as long for a name to resolve. Exec takes whole seconds only.</param>
public sealed record ProbeOptions(int Count, TimeSpan Timeout)
{
    /// <summary>Between two packets of a probe.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Only addresses of this family; null for IPv4 before IPv6.</summary>
    public AddressFamily? Family { get; init; }
}

/// <summary>What came of a probe.</summary>
public sealed record Observation
{
    /// <summary>The verdict.</summary>
    public required ReachabilityState State { get; init; }

    /// <summary>The address that the name led to, where it is known.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>All addresses of the name, where they are known.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>Who resolved the name: "hosts", or the address of the name server that answered; null where that is not known.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>Packets sent.</summary>
    public int Sent { get; init; }

    /// <summary>Answers received.</summary>
    public int Received { get; init; }

    /// <summary>Shortest round trip.</summary>
    public TimeSpan? Min { get; init; }

    /// <summary>Average round trip.</summary>
    public TimeSpan? Avg { get; init; }

    /// <summary>Longest round trip.</summary>
    public TimeSpan? Max { get; init; }

    /// <summary>HTTP status; null for none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Why, where the observation alone can say.</summary>
    public Reason? Reason { get; init; }
}
