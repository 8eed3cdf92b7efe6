namespace DockerNetwork.Model.Results;

/// <summary>What a test is expected to find, on every probe.</summary>
public enum ExpectedReachability
{
    /// <summary>Every probe gets an answer of its target.</summary>
    Reachable,

    /// <summary>No probe gets an answer of its target, although both are running.</summary>
    Unreachable,
}
