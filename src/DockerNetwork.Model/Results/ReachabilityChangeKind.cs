namespace DockerNetwork.Model.Results;

/// <summary>How the second result of a pair differs from the first. A change from or to Unknown is never a loss or a gain.</summary>
public enum ReachabilityChangeKind : long
{
    /// <summary>Both results are the same.</summary>
    Equal,

    /// <summary>It was not reachable, and is.</summary>
    Gained,

    /// <summary>It was reachable, and is not.</summary>
    Lost,

    /// <summary>
    /// The state or its deciding reason is another, but neither a gain nor a loss: not reachable for another reason, reachable on another
    /// way, or not known on one of the two sides.
    /// </summary>
    Changed,

    /// <summary>There is no second result.</summary>
    Vanished,

    /// <summary>There was no first result.</summary>
    New,
}
