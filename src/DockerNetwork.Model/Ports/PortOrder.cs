using System.Net;

namespace DockerNetwork.Model.Ports;

/// <summary>
/// The order in which ports are shown, whatever that of the engine is: by container port, protocol, host port, IPv4 before IPv6.
/// </summary>
internal static class PortOrder
{
    public static IOrderedEnumerable<T> InPortOrder<T>(
        this IEnumerable<T> ports,
        Func<T, (int ContainerPort, string Protocol, int? HostPort, IPAddress? HostAddress)> of) => ports
        .OrderBy(p => of(p).ContainerPort).ThenBy(p => of(p).Protocol, StringComparer.Ordinal).ThenBy(p => of(p).HostPort)
        .ThenBy(p => of(p).HostAddress?.AddressFamily).ThenBy(p => of(p).HostAddress?.ToString(), StringComparer.Ordinal);
}
