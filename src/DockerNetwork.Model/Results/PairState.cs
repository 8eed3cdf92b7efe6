namespace DockerNetwork.Model.Results;

/// <summary>What a test found between two, over all names, addresses and ports that were tried.</summary>
public enum PairState : long
{
    /// <summary>Not known. Never means "blocked".</summary>
    Unknown,

    /// <summary>Each port that was tried was reached, by a name if names were tried.</summary>
    Reachable,

    /// <summary>Some of the ports only, or by address and not by name.</summary>
    Partly,

    /// <summary>By none of the names and addresses: blocked, refused, no route, not resolved, not running.</summary>
    Unreachable,
}
