namespace DockerNetwork.Model.Containers;

/// <summary>State of a container, in the engine's words.</summary>
public enum ContainerState : long
{
    /// <summary>A state that this version does not know, or that the engine does not report.</summary>
    Unknown,

    /// <summary>Never started.</summary>
    Created,

    /// <summary>Running.</summary>
    Running,

    /// <summary>Frozen: it keeps its addresses, and its kernel answers ping, but no process runs.</summary>
    Paused,

    /// <summary>Between two runs, because of its restart policy.</summary>
    Restarting,

    /// <summary>Being removed.</summary>
    Removing,

    /// <summary>Stopped.</summary>
    Exited,

    /// <summary>Could not be removed; only removing it again helps.</summary>
    Dead,
}
