using System.Net;

namespace DockerNetwork.Model.Ports;

/// <summary>A port, and where the host listens for it: the parts that matter for combining ports.</summary>
/// <param name="ContainerPort">The container's port.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="Published">False if it is only exposed.</param>
/// <param name="HostAddress">Null for all addresses.</param>
/// <param name="HostPort">Null if the engine chooses.</param>
/// <param name="HostPortEnd">If the engine chooses from a range, its last port.</param>
internal readonly record struct PortLine(
    int ContainerPort,
    string Protocol,
    bool Published,
    IPAddress? HostAddress,
    int? HostPort,
    int? HostPortEnd = null);
