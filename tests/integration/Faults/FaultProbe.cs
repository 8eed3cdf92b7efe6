using DockerNetwork.Model.Results;

namespace DockerNetwork.IntegrationTests.Faults;

/// <summary>What is sent while a fault is there.</summary>
/// <param name="Source">A container, or @host.</param>
/// <param name="Target">A container, @host, @outside; another text is tried as it is, with {…} for values of the site.</param>
/// <param name="Protocol">What is sent.</param>
/// <param name="Port">Null for an echo request.</param>
internal sealed record FaultProbe(string Source, string Target, ProbeProtocol Protocol, int? Port)
{
    public static FaultProbe Echo(string source, string target) => new(source, target, ProbeProtocol.Icmp, null);

    public static FaultProbe Tcp(string source, string target, int port) => new(source, target, ProbeProtocol.Tcp, port);

    public static FaultProbe Udp(string source, string target, int port) => new(source, target, ProbeProtocol.Udp, port);
}
