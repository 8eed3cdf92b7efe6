namespace DockerNetwork.Model.Results;

/// <summary>Which way a packet passes an interface, as its network namespace sees it.</summary>
public enum HopDirection : long
{
    /// <summary>It enters the namespace, or was sent to a process in it.</summary>
    In,

    /// <summary>It leaves the namespace.</summary>
    Out,
}
