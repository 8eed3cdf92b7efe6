namespace DockerNetwork.Probe;

/// <summary>What an error of the system means for a probe.</summary>
internal static class ErrorWords
{
    public static (string State, string Text) Of(int error) => error switch
    {
        Native.ConnectionRefused => ("Refused", "Connection refused"),
        Native.ConnectionReset or Native.BrokenPipe => ("Refused", "Connection reset"),
        Native.NetworkUnreachable => ("NoRoute", "Network is unreachable"),
        Native.HostUnreachable => ("NoRoute", "No route to host"),
        Native.AddressNotAvailable => ("NoRoute", "No address to send from"),
        Native.TimedOut => ("Blocked", "Timed out"),
        Native.NotPermitted or Native.AccessDenied => ("Blocked", "Not permitted: a firewall rule of the source"),
        _ => ("Unknown", $"System error {error.ToString(System.Globalization.CultureInfo.InvariantCulture)}"),
    };
}
