namespace DockerNetwork.Model.Ports;

/// <summary>A port that a container was created with.</summary>
/// <param name="ContainerPort">0 to 65535.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="Bindings">The addresses and ports on which the host will listen; empty if the port is only exposed.</param>
internal sealed record ConfiguredPort(int ContainerPort, string Protocol, IReadOnlyList<ConfiguredBinding> Bindings);
