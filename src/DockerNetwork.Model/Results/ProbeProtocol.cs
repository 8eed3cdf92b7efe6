namespace DockerNetwork.Model.Results;

/// <summary>What is sent.</summary>
public enum ProbeProtocol : long
{
    /// <summary>ICMP echo, as ping does.</summary>
    Icmp,

    /// <summary>A TCP connection, closed at once.</summary>
    Tcp,

    /// <summary>A UDP datagram.</summary>
    Udp,

    /// <summary>A name lookup alone.</summary>
    Dns,

    /// <summary>An HTTP GET.</summary>
    Http,
}
