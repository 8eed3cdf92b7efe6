namespace DockerNetwork.Model.Results;

/// <summary>Whether a target was reached, or is predicted to be reached.</summary>
public enum ReachabilityState : long
{
    /// <summary>Not known: it could not be probed, or no rule decides. Never means "blocked".</summary>
    Unknown,

    /// <summary>An answer arrived, or is predicted to arrive.</summary>
    Reachable,

    /// <summary>The network lets the connection through, but nothing listens on the port.</summary>
    Refused,

    /// <summary>No answer arrived in time. The packets were dropped, on the network or by the target.</summary>
    Blocked,

    /// <summary>The source has no route to the address, or nothing on the network answers for it.</summary>
    NoRoute,

    /// <summary>The name does not resolve in the source.</summary>
    Unresolved,

    /// <summary>The source or the target is not running (stopped, never started, paused).</summary>
    NotRunning,

    /// <summary>
    /// The name or address leads to something other than the target, and that answers: another container with the same name, the engine's
    /// host, or a machine outside. The target was not reached.
    /// </summary>
    Misdirected,
}
