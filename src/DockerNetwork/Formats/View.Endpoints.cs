using System.Globalization;
using System.Net;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Formats;

public static partial class View
{
    /// <summary>"172.18.0.2/16, fd00::2/64"; empty while the container is stopped.</summary>
    public static string Address(NetworkEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return Join(
            WithPrefix(endpoint.IPAddress, endpoint.PrefixLength),
            WithPrefix(endpoint.IPv6Address, endpoint.IPv6PrefixLength));

        static string? WithPrefix(IPAddress? address, int prefix) =>
            address is null ? null : $"{address}/{prefix.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>"172.18.0.1, fd00::1".</summary>
    public static string Gateway(NetworkEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return Join(endpoint.Gateway?.ToString(), endpoint.IPv6Gateway?.ToString());
    }

    /// <summary>The addresses that the user asked for, link-local ones included.</summary>
    public static string StaticAddress(NetworkEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return Join(
            [
                endpoint.StaticIPAddress?.ToString(),
                endpoint.StaticIPv6Address?.ToString(),
                .. endpoint.LinkLocalIPAddress.Select(a => a.ToString()),
            ]);
    }

    /// <summary>
    /// "web"; where it shares the namespace of another "sidecar (container:web)", and "lost" where it was left behind in an old one.
    /// </summary>
    public static string Container(NetworkEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return endpoint.NamespaceOwner is { } owner
            ? $"{endpoint.Container} (container:{owner}{(endpoint.NamespaceLost ? ", lost" : "")})"
            : endpoint.Container;
    }

    /// <summary>The names that lead to the endpoint beside the container's own and its id.</summary>
    public static string Aliases(NetworkEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return Join([.. endpoint.Alias]);
    }

    /// <summary>The bridge an interface hangs on; macvlan or ipvlan where there is none; of a shared namespace whose it is.</summary>
    public static string Bridge(ContainerInterface link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return link switch
        {
            { Bridge: { } bridge } => bridge,
            { Type: "macvlan" or "ipvlan" } => link.Type,
            _ => "",
        };
    }

    /// <summary>"web"; in a shared namespace "sidecar (container:web)", "agent (host)".</summary>
    public static string Container(ContainerInterface link)
    {
        ArgumentNullException.ThrowIfNull(link);
        return link.SharedFrom switch
        {
            null => link.Container,
            "host" => $"{link.Container} (host)",
            var owner => $"{link.Container} (container:{owner})",
        };
    }
}
