namespace DockerNetwork.Protocol;

/// <summary>The first line about a job that names its container.</summary>
internal sealed record BeginOfJob : Answer
{
    /// <summary>Always true: the mark of this line.</summary>
    public bool Begin { get; init; } = true;

    /// <summary>
    /// The process was seen to belong to the container, and its namespace is held. False if the program could not find out.
    /// </summary>
    public bool Verified { get; init; }
}
