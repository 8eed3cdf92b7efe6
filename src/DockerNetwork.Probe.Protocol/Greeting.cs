namespace DockerNetwork.Protocol;

/// <summary>The first line of all.</summary>
/// <param name="Protocol">The version of the protocol that the program speaks.</param>
internal sealed record Greeting(int Protocol) : ProbeLine
{
    /// <summary>The version that these types are. Raised with each change that the other side would misunderstand.</summary>
    public const int Version = 2;
}
