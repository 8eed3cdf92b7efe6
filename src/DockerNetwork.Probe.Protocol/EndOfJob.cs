namespace DockerNetwork.Protocol;

/// <summary>The last line about a job.</summary>
internal sealed record EndOfJob : Answer
{
    /// <summary>Always true: the mark of this line.</summary>
    public bool End { get; init; } = true;

    /// <summary>Why there are no answers; null if there are.</summary>
    public Refusal? Error { get; init; }

    /// <summary>The same for people; null if <see cref="Error"/> says all.</summary>
    public string? Text { get; init; }
}
