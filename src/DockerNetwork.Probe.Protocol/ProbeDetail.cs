using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>What a state alone does not tell, where the reader words it differently.</summary>
[JsonConverter(typeof(CamelCaseWords<ProbeDetail>))]
internal enum ProbeDetail
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>With <see cref="ProbeState.Refused"/>: the engine's port proxy accepted the connection and dropped it.</summary>
    ProxyDropped,

    /// <summary>With <see cref="ProbeState.Unknown"/>: a UDP datagram was not answered.</summary>
    UdpSilence,

    /// <summary>
    /// With <see cref="ProbeState.Blocked"/>: a firewall or a router refused the packet; see <see cref="OutcomeMessage.Sender"/>.
    /// </summary>
    FirewallRefused,

    /// <summary>
    /// With <see cref="ProbeState.Refused"/> and <see cref="ProbeState.Unknown"/>: the port accepted the connection of an HTTP probe, and
    /// what it answered is not HTTP, or it answered nothing.
    /// </summary>
    NotHttp,

    /// <summary>
    /// With <see cref="ProbeState.Blocked"/>: the packet does not fit through a link, as <see cref="OutcomeMessage.Sender"/> says, or if
    /// that is null, the source's own kernel. <see cref="OutcomeMessage.Mtu"/> is that of the link.
    /// </summary>
    TooLarge,

    /// <summary>With <see cref="ProbeState.Blocked"/>: a small echo request was answered, and twice none of the size asked for.</summary>
    LargeLost,

    /// <summary>
    /// With <see cref="ProbeState.Unknown"/>: the engine's DNS gave no answer, and the name servers that it asks did not answer the source
    /// either. <see cref="OutcomeMessage.Text"/> has their addresses.
    /// </summary>
    UpstreamSilent,
}
