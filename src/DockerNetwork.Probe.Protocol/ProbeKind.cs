using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>What a probe sends.</summary>
[JsonConverter(typeof(CamelCaseWords<ProbeKind>))]
internal enum ProbeKind
{
    /// <summary>ICMP echo.</summary>
    Icmp,

    /// <summary>A TCP connection.</summary>
    Tcp,

    /// <summary>A UDP datagram.</summary>
    Udp,

    /// <summary>A name lookup.</summary>
    Dns,

    /// <summary>An HTTP GET.</summary>
    Http,
}
