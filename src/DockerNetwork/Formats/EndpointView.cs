using System.Globalization;
using System.Net;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Formats;

/// <summary>What the views show of an endpoint.</summary>
internal static class EndpointView
{
    /// <summary>"172.18.0.2/16, fd00::2/64"; empty while the container is stopped.</summary>
    public static string Address(NetworkEndpoint endpoint) => CellText.Join(
        WithPrefix(endpoint.IPAddress, endpoint.PrefixLength),
        WithPrefix(endpoint.IPv6Address, endpoint.IPv6PrefixLength));

    /// <summary>"172.18.0.1, fd00::1".</summary>
    public static string Gateway(NetworkEndpoint endpoint) =>
        CellText.Join(endpoint.Gateway?.ToString(), endpoint.IPv6Gateway?.ToString());

    /// <summary>The addresses that the user asked for, link-local ones included.</summary>
    public static string StaticAddress(NetworkEndpoint endpoint) =>
        CellText.List(new[] { endpoint.StaticIPAddress, endpoint.StaticIPv6Address }.Concat(endpoint.LinkLocalIPAddress ?? []));

    /// <summary>
    /// "web"; if it shares the namespace of another container "sidecar (container:web)", with "lost" if it was left behind in an old
    /// namespace.
    /// </summary>
    public static string Container(NetworkEndpoint endpoint) =>
        endpoint.NamespaceOwner is { } owner
            ? $"{endpoint.Container} (container:{owner}{(endpoint.NamespaceLost == true ? ", lost" : "")})"
            : endpoint.Container;

    /// <summary>"node2 (203.0.113.2)"; the address alone if the name is not known.</summary>
    public static string? Node(NetworkEndpoint endpoint) =>
        endpoint.Node is { } node && node != endpoint.NodeAddress?.ToString() ? $"{node} ({endpoint.NodeAddress})" : endpoint.Node;

    private static string? WithPrefix(IPAddress? address, int prefix) =>
        address is null ? null : string.Create(CultureInfo.InvariantCulture, $"{address}/{prefix}");
}
