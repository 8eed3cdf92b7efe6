using System.Net;

namespace DockerNetwork.Model.Results;

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
