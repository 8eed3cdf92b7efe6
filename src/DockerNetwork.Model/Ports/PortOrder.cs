using System.Net;

namespace DockerNetwork.Model.Ports;

/// <summary>
/// The order in which ports are shown, whatever that of the engine is: by container port, protocol, host port, IPv4 before IPv6.
/// </summary>
internal static class PortOrder
{
    public static IOrderedEnumerable<T> InPortOrder<T>(
        this IEnumerable<T> ports,
        Func<T, (int ContainerPort, string Protocol, int? HostPort, IPAddress? HostAddress)> of) =>
        ports.Order(Comparer<T>.Create((left, right) => Compare(of(left), of(right))));

    private static int Compare(
        (int ContainerPort, string Protocol, int? HostPort, IPAddress? HostAddress) left,
        (int ContainerPort, string Protocol, int? HostPort, IPAddress? HostAddress) right) =>
        left.ContainerPort != right.ContainerPort ? left.ContainerPort.CompareTo(right.ContainerPort)
        : left.Protocol != right.Protocol ? string.CompareOrdinal(left.Protocol, right.Protocol)
        : left.HostPort != right.HostPort ? Nullable.Compare(left.HostPort, right.HostPort)
        : Family(left.HostAddress) != Family(right.HostAddress) ? Family(left.HostAddress).CompareTo(Family(right.HostAddress))
        : string.CompareOrdinal(left.HostAddress?.ToString(), right.HostAddress?.ToString());

    private static int Family(IPAddress? address) => address is null ? -1 : (int)address.AddressFamily;
}
