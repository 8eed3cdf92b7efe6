using System.Net;

namespace DockerNetwork.Model.Ports;

/// <summary>Where the host shall listen.</summary>
/// <param name="HostAddress">Null for the default of the network.</param>
/// <param name="HostPort">Null if the engine chooses from all.</param>
/// <param name="HostPortEnd">Where the engine chooses from a range: its last port.</param>
internal sealed record ConfiguredBinding(IPAddress? HostAddress, int? HostPort, int? HostPortEnd);
