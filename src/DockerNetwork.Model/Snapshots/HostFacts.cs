using System.Net;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Snapshots;

/// <summary>
/// What the engine's API does not say of its host, as the agent read it in the host's network namespace while it was at work anyway.
/// </summary>
public sealed record HostFacts
{
    /// <summary>All addresses of the host, those of bridges and of the loopback interface included; not the link-local ones.</summary>
    public IReadOnlyList<HostAddress> Addresses { get; init => field = Listing.Of(value); } = Listing.Of<HostAddress>([]);

    /// <summary>All interfaces of the host, the ports of its bridges included.</summary>
    public IReadOnlyList<HostLink> Links { get; init => field = Listing.Of(value); } = Listing.Of<HostLink>([]);

    /// <summary>The routes of the main table. Rules of policy routing may choose another table.</summary>
    public IReadOnlyList<HostRoute> Routes { get; init => field = Listing.Of(value); } = Listing.Of<HostRoute>([]);

    /// <summary>Whether the host forwards packets of IPv4 (net.ipv4.ip_forward); null if that is not known.</summary>
    public bool? ForwardsIPv4 { get; init; }

    /// <summary>Whether the host forwards packets of IPv6 (net.ipv6.conf.all.forwarding); null if that is not known.</summary>
    public bool? ForwardsIPv6 { get; init; }

    /// <summary>The sockets of the host's network namespace that take connections or datagrams; null if they are not known.</summary>
    public IReadOnlyList<HostListener>? Listeners { get; init; }

    /// <summary>The processes of the engine that serve published ports; null if they are not known.</summary>
    public IReadOnlyList<PortProxy>? Proxies { get; init; }
}

/// <summary>An address of the host.</summary>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">0 to 32, for IPv6 to 128.</param>
/// <param name="Interface">The interface that has it, as eth0.</param>
public sealed record HostAddress(IPAddress Address, int PrefixLength, string Interface);

/// <summary>An interface of the host.</summary>
/// <param name="Name">As eth0.</param>
/// <param name="Bridge">The bridge that it is a port of, as docker0; null if it is not a port of a bridge.</param>
public sealed record HostLink(string Name, string? Bridge);

/// <summary>A route of the host.</summary>
/// <param name="Destination">The network that it leads to; 0.0.0.0/0 or ::/0 for a default route.</param>
/// <param name="Gateway">The next hop; null for a network that the host is on.</param>
/// <param name="Interface">The interface that it leaves by; empty if it is not known.</param>
public sealed record HostRoute(IPNetwork Destination, IPAddress? Gateway, string Interface);

/// <summary>A socket of the host that takes connections or datagrams.</summary>
/// <param name="Protocol">tcp or udp.</param>
/// <param name="Address">The address that it is bound to; 0.0.0.0 or :: for all.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record HostListener(string Protocol, IPAddress Address, int Port);

/// <summary>A process of the engine that takes connections to a published port and passes them on (docker-proxy).</summary>
/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="HostAddress">The address that it listens at; 0.0.0.0 or :: for all.</param>
/// <param name="HostPort">1 to 65535.</param>
/// <param name="ContainerAddress">The address of the container.</param>
/// <param name="ContainerPort">1 to 65535.</param>
public sealed record PortProxy(string Protocol, IPAddress HostAddress, int HostPort, IPAddress ContainerAddress, int ContainerPort);
