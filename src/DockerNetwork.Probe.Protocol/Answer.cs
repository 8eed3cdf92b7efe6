using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>A line about a job.</summary>
internal abstract record Answer : ProbeLine
{
    /// <summary>The number that the caller gave.</summary>
    [JsonPropertyOrder(-1)]
    public int Job { get; init; }
}
