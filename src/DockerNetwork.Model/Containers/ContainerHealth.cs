namespace DockerNetwork.Model.Containers;

/// <summary>What a container's health check says.</summary>
public enum ContainerHealth : long
{
    /// <summary>There is no health check, or the container is not running.</summary>
    None,

    /// <summary>Not known yet: the first checks are under way.</summary>
    Starting,

    /// <summary>The last check passed.</summary>
    Healthy,

    /// <summary>Several checks in a row failed.</summary>
    Unhealthy,
}

/// <summary>Health as it stands in the container list, which saves an inspect for each container.</summary>
internal static class ContainerHealthText
{
    /// <summary>
    /// The end of the status text: "Up 5 minutes (healthy)", "(unhealthy)", "(health: starting)"; Podman writes "(starting)". Other things
    /// stand in brackets too: "Exited (0) 2 hours ago", "Up 5 minutes (Paused)".
    /// </summary>
    public static ContainerHealth Parse(string status) => status switch
    {
        _ when status.EndsWith("(healthy)", StringComparison.Ordinal) => ContainerHealth.Healthy,
        _ when status.EndsWith("(unhealthy)", StringComparison.Ordinal) => ContainerHealth.Unhealthy,
        _ when status.EndsWith("(health: starting)", StringComparison.Ordinal) => ContainerHealth.Starting,
        _ when status.EndsWith("(starting)", StringComparison.Ordinal) => ContainerHealth.Starting,
        _ => ContainerHealth.None,
    };
}
