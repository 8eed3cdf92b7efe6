using System.Net;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Containers;

/// <summary>A container on a network: one row of the join table.</summary>
public sealed record NetworkEndpoint
{
    /// <summary>The network's name.</summary>
    public required string Network { get; init; }

    /// <summary>The network's id.</summary>
    public required string NetworkId { get; init; }

    /// <summary>The container's name.</summary>
    public required string Container { get; init; }

    /// <summary>The container's id.</summary>
    public required string ContainerId { get; init; }

    /// <summary>The container's state; addresses are there only while it runs.</summary>
    public ContainerState State { get; init; }

    /// <summary>IPv4 address; null while stopped and on networks without addresses (host, none).</summary>
    public IPAddress? IPAddress { get; init; }

    /// <summary>Prefix length of <see cref="IPAddress"/>, 0 to 32.</summary>
    public int PrefixLength { get; init; }

    /// <summary>IPv6 address.</summary>
    public IPAddress? IPv6Address { get; init; }

    /// <summary>Prefix length of <see cref="IPv6Address"/>, 0 to 128.</summary>
    public int IPv6PrefixLength { get; init; }

    /// <summary>IPv4 gateway.</summary>
    public IPAddress? Gateway { get; init; }

    /// <summary>IPv6 gateway.</summary>
    public IPAddress? IPv6Gateway { get; init; }

    /// <summary>Colon-separated, lower case; empty while stopped.</summary>
    public string MacAddress { get; init; } = "";

    /// <summary>Names given with -Alias, the short id that old engines add not counted. Filled where the container was inspected.</summary>
    public IReadOnlyList<string> Alias { get; init => field = Listing.Of(value); } = Listing.Of<string>([]);

    /// <summary>
    /// Names that the engine's DNS answers with this endpoint; none on the default bridge, host and none. The engine's own list from API
    /// 1.44 on; of older engines what they answer to: the container's name, its aliases and its short id. Filled where the container was
    /// inspected.
    /// </summary>
    public IReadOnlyList<string> DnsName { get; init => field = Listing.Of(value); } = Listing.Of<string>([]);

    /// <summary>The IPv4 address that the user asked for, kept while stopped; null where the engine chooses.</summary>
    public IPAddress? StaticIPAddress { get; init; }

    /// <summary>The IPv6 address that the user asked for.</summary>
    public IPAddress? StaticIPv6Address { get; init; }

    /// <summary>Link-local addresses that the user asked for.</summary>
    public IReadOnlyList<IPAddress> LinkLocalIPAddress { get; init => field = Listing.Of(value); } = Listing.Of<IPAddress>([]);

    /// <summary>Legacy links, as "container:alias".</summary>
    public IReadOnlyList<string> Link { get; init => field = Listing.Of(value); } = Listing.Of<string>([]);

    /// <summary>Driver options of the endpoint.</summary>
    public IReadOnlyDictionary<string, string> DriverOption { get; init => field = Listing.Of(value); } =
        Listing.Of(new Dictionary<string, string>());

    /// <summary>The network of the highest priority provides the default route. 0 before API 1.48.</summary>
    public int GatewayPriority { get; init; }

    /// <summary>The endpoint's id; empty while stopped.</summary>
    public string EndpointId { get; init; } = "";

    /// <summary>
    /// The container that the endpoint belongs to, where this one shares its network namespace (<c>container:</c>): what stands here is
    /// that one's. Null for the container's own endpoint.
    /// </summary>
    public string? NamespaceOwner { get; init; }

    /// <summary>
    /// The owner of the namespace stopped, or started again, while this container ran: it is left in the old namespace, with the loopback
    /// interface alone, until it is itself started again (moby#50326). The addresses are then null. Known where both containers were
    /// inspected.
    /// </summary>
    public bool NamespaceLost { get; init; }

    /// <summary>The engine it came from.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The IPv4 and IPv6 address, those that there are.</summary>
    public IEnumerable<IPAddress> Addresses()
    {
        if (IPAddress is not null)
            yield return IPAddress;
        if (IPv6Address is not null)
            yield return IPv6Address;
    }

    /// <summary>Whether an address is one of its own.</summary>
    internal bool Has(IPAddress address) => address.Equals(IPAddress) || address.Equals(IPv6Address);

    /// <summary>"web on app".</summary>
    public override string ToString() => $"{Container} on {Network}";
}
