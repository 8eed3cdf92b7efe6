using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Formats;

/// <summary>The tone of what a cell says.</summary>
internal static class Tones
{
    /// <summary>Of a mark.</summary>
    public static Tone Of(ReachabilityState state) => state switch
    {
        ReachabilityState.Reachable => Tone.Good,
        ReachabilityState.Unknown => Tone.Doubtful,
        _ => Tone.Bad,
    };

    /// <summary>Of a change.</summary>
    public static Tone Of(ReachabilityChangeKind change) => change switch
    {
        ReachabilityChangeKind.Gained => Tone.Good,
        ReachabilityChangeKind.Lost => Tone.Bad,
        ReachabilityChangeKind.Equal => Tone.None,
        _ => Tone.Doubtful,
    };

    /// <summary>Of a container.</summary>
    public static Tone Of(ContainerState state, ContainerHealth health = ContainerHealth.None) => (state, health) switch
    {
        (ContainerState.Running, ContainerHealth.Unhealthy) or (ContainerState.Exited or ContainerState.Dead, _) => Tone.Bad,
        (ContainerState.Running, ContainerHealth.None or ContainerHealth.Healthy) => Tone.Good,
        _ => Tone.Doubtful,
    };

    /// <summary>Of a port: a warning if it is open to the world.</summary>
    public static Tone Of(PortExposure exposure) => exposure == PortExposure.Open ? Tone.Doubtful : Tone.None;
}
