using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Snapshots;

/// <summary>
/// What the engine's API does not report about its host. The agent reads it in the host's network namespace when it runs for a test.
/// </summary>
public sealed record HostFacts
{
    /// <summary>All addresses of the host except link-local ones, including those of bridges and of the loopback interface.</summary>
    public IReadOnlyList<HostAddress> Addresses { get; init => field = Listing.Of(value); } = Listing.Of<HostAddress>([]);

    /// <summary>All interfaces of the host, including the ports of its bridges.</summary>
    public IReadOnlyList<HostLink> Links { get; init => field = Listing.Of(value); } = Listing.Of<HostLink>([]);

    /// <summary>The routes of the main table. <see cref="PolicyRules"/> may choose another table.</summary>
    public IReadOnlyList<HostRoute> Routes { get; init => field = Listing.Of(value); } = Listing.Of<HostRoute>([]);

    /// <summary>Rules of policy routing beside those that every host has (ip rule).</summary>
    public IReadOnlyList<HostPolicyRule> PolicyRules { get; init => field = Listing.Of(value); } = Listing.Of<HostPolicyRule>([]);

    /// <summary>Whether the host forwards IPv4 packets (net.ipv4.ip_forward); null if that is not known.</summary>
    public bool? ForwardsIPv4 { get; init; }

    /// <summary>Whether the host forwards IPv6 packets (net.ipv6.conf.all.forwarding); null if that is not known.</summary>
    public bool? ForwardsIPv6 { get; init; }

    /// <summary>
    /// Whether the host's kernel has IPVS, which virtual addresses of services and the routing mesh of a swarm need; null if that is not
    /// known.
    /// </summary>
    public bool? Ipvs { get; init; }

    /// <summary>The sockets in the host's network namespace that accept connections or datagrams; null if they are not known.</summary>
    public IReadOnlyList<HostListener>? Listeners { get; init; }

    /// <summary>The processes of the engine that serve published ports; null if they are not known.</summary>
    public IReadOnlyList<PortProxy>? Proxies { get; init; }

    /// <summary>Whether all of it can be, which a file need not respect.</summary>
    internal bool IsSound() =>
        Addresses.All(own => own is { Address: { } address, Interface: not null } && IsPrefix(own.PrefixLength, address))
        && Links.All(link => link is { Name: not null })
        && Routes.All(route => route is { Interface: not null })
        && PolicyRules.All(rule => rule is not null)
        && Listeners?.All(listener => listener is { Protocol: not null, Address: not null } && IsPort(listener.Port)) != false
        && Proxies?.All(proxy => proxy is { Protocol: not null, HostAddress: not null, ContainerAddress: not null }
            && IsPort(proxy.HostPort)
            && IsPort(proxy.ContainerPort)) != false;

    private static bool IsPort(int port) => port is > 0 and <= 65535;

    private static bool IsPrefix(int prefix, IPAddress address) =>
        prefix >= 0 && prefix <= (address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
}

/// <summary>An address of the host.</summary>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">0 to 32 for IPv4, 0 to 128 for IPv6.</param>
/// <param name="Interface">The interface that has it, such as eth0.</param>
public sealed record HostAddress(IPAddress Address, int PrefixLength, string Interface)
{
    /// <summary>Where the address is valid: global, host or other; null if that is not known.</summary>
    public string? Scope { get; init; }
}

/// <summary>An interface of the host.</summary>
/// <param name="Name">Such as eth0.</param>
/// <param name="Bridge">The bridge that it is a port of, such as docker0; null if it is not a port of a bridge.</param>
public sealed record HostLink(string Name, string? Bridge)
{
    /// <summary>What kind of interface it is, such as bridge, veth or vxlan; null for a physical one.</summary>
    public string? Type { get; init; }

    /// <summary>It is the loopback interface.</summary>
    public bool Loopback { get; init; }

    /// <summary>It is switched on; null if that is not known.</summary>
    public bool? Up { get; init; }

    /// <summary>The largest packet that it takes, in bytes; null if that is not known.</summary>
    public int? Mtu { get; init; }

    /// <summary>
    /// Whether the host forwards IPv4 packets that come in by this interface (net.ipv4.conf.NAME.forwarding); null if that is not known.
    /// </summary>
    public bool? ForwardsIPv4 { get; init; }
}

/// <summary>A route of the host.</summary>
/// <param name="Destination">The destination network; 0.0.0.0/0 or ::/0 for a default route.</param>
/// <param name="Gateway">The next hop; null if the host is on the network itself.</param>
/// <param name="Interface">The interface through which packets leave; empty if it is not known.</param>
public sealed record HostRoute(IPNetwork Destination, IPAddress? Gateway, string Interface);

/// <summary>A rule of policy routing of the host.</summary>
/// <param name="Family">4 or 6.</param>
/// <param name="Priority">Less comes first; the main table has 32,766.</param>
/// <param name="Table">The number of the routing table that it leads to.</param>
/// <param name="From">The network of senders that it is for, as 10.0.0.0/8; null for all.</param>
public sealed record HostPolicyRule(int Family, long Priority, long Table, string? From);

/// <summary>A socket of the host that accepts connections or datagrams.</summary>
/// <param name="Protocol">tcp or udp.</param>
/// <param name="Address">The address that it is bound to; 0.0.0.0 or :: for all.</param>
/// <param name="Port">1 to 65535.</param>
public sealed record HostListener(string Protocol, IPAddress Address, int Port);

/// <summary>A process of the engine that accepts connections to a published port and forwards them (docker-proxy).</summary>
/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="HostAddress">The address that it listens at; 0.0.0.0 or :: for all.</param>
/// <param name="HostPort">1 to 65535.</param>
/// <param name="ContainerAddress">The address of the container.</param>
/// <param name="ContainerPort">1 to 65535.</param>
public sealed record PortProxy(string Protocol, IPAddress HostAddress, int HostPort, IPAddress ContainerAddress, int ContainerPort);
