using System.Text.Json.Serialization;

namespace DockerNetwork.Model.Probing;

/// <summary>A line of input of DockerNetwork.Probe (its Job.cs reads it).</summary>
internal sealed record ProbeJob
{
    public int Job { get; init; }

    public int Pid { get; init; }

    /// <summary>The full id of the container that the process must belong to; null for the host and in a sidecar.</summary>
    public string? Container { get; init; }

    public int? Count { get; init; }

    public int? Timeout { get; init; }

    public int? Interval { get; init; }

    public int? Family { get; init; }

    public bool? Interfaces { get; init; }

    public bool? Cancel { get; init; }

    public IReadOnlyList<ProbeJobItem>? Probes { get; init; }
}

/// <summary>One probe of a job.</summary>
internal sealed record ProbeJobItem(int I, string Kind, string Host, int Port, bool? Proxied, string? Path);

/// <summary>
/// A line of output of DockerNetwork.Probe (its Answers.cs and Interfaces.cs write it): the beginning of a job, an outcome, an item of a
/// namespace, or the end of a job.
/// </summary>
internal sealed record ProbeAnswer
{
    /// <summary>In the first line of all, and only there: the version of the protocol that the program speaks.</summary>
    public int? Protocol { get; init; }

    public int Job { get; init; }

    /// <summary>The first line about a job.</summary>
    public bool Begin { get; init; }

    /// <summary>
    /// With <see cref="Begin"/>: the process was seen to belong to the container, and its namespace is held. Absent or false: that could
    /// not be told.
    /// </summary>
    public bool Verified { get; init; }

    public bool End { get; init; }

    /// <summary>
    /// With <see cref="End"/>: "denied" (the namespace may not be entered), "other" (the process belongs to somebody else), or what is
    /// wrong with the job.
    /// </summary>
    public string? Error { get; init; }

    public int I { get; init; }

    public string? State { get; init; }

    public string? Address { get; init; }

    public IReadOnlyList<string>? Addresses { get; init; }

    public string? Via { get; init; }

    public int Sent { get; init; }

    public int Received { get; init; }

    /// <summary>Nanoseconds, as <see cref="Avg"/> and <see cref="Max"/>.</summary>
    public long? Min { get; init; }

    public long? Avg { get; init; }

    public long? Max { get; init; }

    public int? Status { get; init; }

    public string? Text { get; init; }

    /// <summary>link, address, route or neighbour.</summary>
    public string? Kind { get; init; }

    public int Index { get; init; }

    public string? Name { get; init; }

    public string? Mac { get; init; }

    public int Mtu { get; init; }

    public bool Up { get; init; }

    public bool Loopback { get; init; }

    /// <summary>The other end's index, for a veth.</summary>
    public int? Link { get; init; }

    public int? Master { get; init; }

    public string? Type { get; init; }

    public int Prefix { get; init; }

    public string? Scope { get; init; }

    public int Family { get; init; }

    public string? Destination { get; init; }

    public string? Gateway { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProbeJob))]
[JsonSerializable(typeof(ProbeAnswer))]
internal sealed partial class ProbeJson : JsonSerializerContext;
