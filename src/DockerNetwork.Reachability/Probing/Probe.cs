using System.Net;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Reachability.Probing;

/// <summary>What to send from one source.</summary>
/// <param name="Literal">Name or address, as typed in the source.</param>
/// <param name="Protocol">ICMP or TCP.</param>
/// <param name="Port">The TCP port.</param>
public sealed record Probe(string Literal, ProbeProtocol Protocol, int? Port);

/// <summary>How to send it.</summary>
/// <param name="Count">Packets or connections a probe, 1 or more.</param>
/// <param name="Timeout">How long to wait for an answer, whole seconds, 1 or more: the tools take no less.</param>
public sealed record ProbeOptions(int Count, TimeSpan Timeout);

/// <summary>What came of a probe.</summary>
public sealed record Observation
{
    /// <summary>The verdict.</summary>
    public required ReachabilityState State { get; init; }

    /// <summary>The address that the name led to, where the tool told.</summary>
    public IPAddress? Address { get; init; }

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

    /// <summary>Why, where the observation alone can say.</summary>
    public Reason? Reason { get; init; }
}
