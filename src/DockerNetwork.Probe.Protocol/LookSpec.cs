using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>
/// What else is read in a network namespace beside its links, addresses, routes and neighbours: settings of its kernel, and which way
/// packets would take.
/// </summary>
internal sealed record LookSpec
{
    /// <summary>No more questions about routes in a job.</summary>
    public const int MaxRoutes = 64;

    /// <summary>Which way packets would take, as the kernel looks it up; at most <see cref="MaxRoutes"/>.</summary>
    public IReadOnlyList<RouteQuestion>? Routes { get; init; }
}

/// <summary>Which way would a packet take (RTM_GETROUTE; ip route get)?</summary>
internal sealed record RouteQuestion
{
    /// <summary>The receiver's address.</summary>
    public required string To { get; init; }

    /// <summary>The sender's address; null for one of the namespace's own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? From { get; init; }

    /// <summary>The name of the link that the packet came in by, for one that is forwarded; null for one that is sent here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Input { get; init; }

    /// <summary>The packet's mark.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public uint Mark { get; init; }
}
