namespace DockerNetwork.Model.Results;

/// <summary>Whether something was reached, or would be.</summary>
public enum ReachabilityState
{
    /// <summary>Not known: it could not be probed, or no rule decides. Never means "blocked".</summary>
    Unknown,

    /// <summary>An answer came.</summary>
    Reachable,

    /// <summary>The target's own network stack said no: nothing listens on the port. The network lets it through.</summary>
    Refused,

    /// <summary>No answer in time: dropped between the two, or by the target.</summary>
    Blocked,

    /// <summary>The source has no route to the address, so nothing was sent.</summary>
    NoRoute,

    /// <summary>The name does not resolve in the source.</summary>
    Unresolved,

    /// <summary>Source or target does not run (stopped, never started, paused).</summary>
    NotRunning,
}
