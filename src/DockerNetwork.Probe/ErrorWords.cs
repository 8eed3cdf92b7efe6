using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>What an error of the system means for a probe.</summary>
internal static class ErrorWords
{
    public static (ProbeState State, string Text) Of(int error) => error switch
    {
        Native.ConnectionRefused => (ProbeState.Refused, "Connection refused"),
        Native.ConnectionReset or Native.BrokenPipe => (ProbeState.Refused, "Connection reset"),
        Native.NetworkUnreachable => (ProbeState.NoRoute, "Network is unreachable"),
        Native.HostUnreachable => (ProbeState.NoRoute, "No route to host"),
        Native.InvalidArgument => (ProbeState.NoRoute, "Invalid argument: refused by the kernel, as with a route of the type blackhole"),
        Native.AddressNotAvailable => (ProbeState.NoRoute, "No address to send from"),
        Native.TimedOut => (ProbeState.Blocked, "Timed out"),
        Native.NotPermitted or Native.AccessDenied => (ProbeState.Blocked, "Not permitted: a firewall rule of the source"),
        _ => (ProbeState.Unknown, $"System error {error.ToString(System.Globalization.CultureInfo.InvariantCulture)}"),
    };
}
