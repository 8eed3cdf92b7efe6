using System.Net;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Results;

/// <summary>The result of sending a probe.</summary>
public sealed record Observation
{
    /// <summary>Of a result that was only predicted, and what one that was read back is made from.</summary>
    internal static Observation None { get; } = new() { State = ReachabilityState.Unknown };

    /// <summary>What happened.</summary>
    public required ReachabilityState State { get; init; }

    /// <summary>The address that the name led to, if it is known.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>All addresses of the name, if they are known.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init => field = Listing.Of(value); } = Listing.Of<IPAddress>([]);

    /// <summary>Who resolved the name: "hosts", or the address of the name server that answered; null if that is not known.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>Packets or connections sent.</summary>
    public int Sent { get; init; }

    /// <summary>Answers received.</summary>
    public int Received { get; init; }

    /// <summary>Shortest round-trip time.</summary>
    public TimeSpan? Min { get; init; }

    /// <summary>Average round-trip time.</summary>
    public TimeSpan? Avg { get; init; }

    /// <summary>Longest round-trip time.</summary>
    public TimeSpan? Max { get; init; }

    /// <summary>HTTP status; null for none.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The packet was too large, and small ones arrive; null if nothing says so.</summary>
    internal TooLarge? TooLarge { get; init; }

    /// <summary>Why, if the observation alone shows it.</summary>
    public Reason? Reason { get; init; }
}
