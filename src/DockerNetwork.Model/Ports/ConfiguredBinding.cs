using System.Net;

namespace DockerNetwork.Model.Ports;

/// <summary>The address and port on which the host will listen.</summary>
/// <param name="HostAddress">Null for the default of the network.</param>
/// <param name="HostPort">Null if the engine chooses from all.</param>
/// <param name="HostPortEnd">If the engine chooses from a range, its last port.</param>
internal sealed record ConfiguredBinding(IPAddress? HostAddress, int? HostPort, int? HostPortEnd);
