using System.Diagnostics.CodeAnalysis;
using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Containers;

/// <summary>A container on a network.</summary>
public record NetworkEndpoint : EndpointProperties
{
    internal new IPAddress? IPAddress { get; init; }

    internal new IPAddress? IPv6Address { get; init; }

    internal new IPAddress? Gateway { get; init; }

    internal new IPAddress? IPv6Gateway { get; init; }

    internal new IPAddress? StaticIPAddress { get; init; }

    internal new IPAddress? StaticIPv6Address { get; init; }

    internal new IPAddress? NodeAddress { get; init; }

    internal new IReadOnlyList<IPAddress>? LinkLocalIPAddress { get; init => field = Listing.OrNull(value); }

    /// <summary>The IPv4 and IPv6 address, if it has them.</summary>
    public IEnumerable<IPAddress> Addresses()
    {
        if (IPAddress is not null)
            yield return IPAddress;
        if (IPv6Address is not null)
            yield return IPv6Address;
    }

    /// <summary>Its aliases and what the engine's DNS calls it, as far as that is known.</summary>
    internal IEnumerable<string> Names() => (Alias ?? []).Concat(DnsName ?? []);

    /// <summary>Whether an address is one of its own.</summary>
    internal bool Has(IPAddress address) => address.Equals(IPAddress) || address.Equals(IPv6Address) || HasLinkLocal(address);

    /// <summary>Whether an address is one of its link-local addresses, which it has only while it is up.</summary>
    internal bool HasLinkLocal(IPAddress address) =>
        EndpointId.Length > 0 && LinkLocalIPAddress?.Contains(address) == true;

    /// <summary>As it is while the container does not run.</summary>
    internal NetworkEndpoint WithoutAddresses() => this with
    {
        IPAddress = null,
        PrefixLength = 0,
        Gateway = null,
        IPv6Address = null,
        IPv6PrefixLength = 0,
        IPv6Gateway = null,
        MacAddress = "",
        EndpointId = "",
    };

    /// <summary>"web on app".</summary>
    public override string ToString() => $"{Container} on {Network}";
}

/// <summary>
/// The properties of <see cref="NetworkEndpoint"/>, in the order in which they are shown and exported. Addresses and
/// times are texts here, for ConvertTo-Json. PowerShell and the module itself read those of the class above.
/// </summary>
public abstract record EndpointProperties : ModuleObject
{
    private protected EndpointProperties()
    {
    }

    /// <summary>The network's name.</summary>
    public required string Network { get; init; }

    /// <summary>The network's id.</summary>
    public required string NetworkId { get; init; }

    /// <summary>The container's name.</summary>
    public required string Container { get; init; }

    /// <summary>The container's id.</summary>
    public required string ContainerId { get; init; }

    /// <summary>The container's state. It has addresses only while it runs.</summary>
    public ContainerState State { get; init; }

    /// <summary>IPv4 address; null if the container is stopped, and on networks without addresses (host, none).</summary>
    public string? IPAddress => Typed.IPAddress?.ToString();

    /// <summary>Prefix length of <see cref="IPAddress"/>, 0 to 32.</summary>
    public int PrefixLength { get; init; }

    /// <summary>IPv6 address.</summary>
    public string? IPv6Address => Typed.IPv6Address?.ToString();

    /// <summary>Prefix length of <see cref="IPv6Address"/>, 0 to 128.</summary>
    public int IPv6PrefixLength { get; init; }

    /// <summary>IPv4 gateway.</summary>
    public string? Gateway => Typed.Gateway?.ToString();

    /// <summary>IPv6 gateway.</summary>
    public string? IPv6Gateway => Typed.IPv6Gateway?.ToString();

    /// <summary>Colon-separated, lower case; empty while stopped.</summary>
    public string MacAddress { get; init; } = "";

    /// <summary>
    /// Names that were given with -Alias, without the short id that old engines add. Null if the container was not inspected: a list does
    /// not have them.
    /// </summary>
    public IReadOnlyList<string>? Alias { get; init => field = Listing.OrNull(value); }

    /// <summary>
    /// Names that the engine's DNS resolves to this endpoint; none on host and none, and on the default bridge only those of a container
    /// that was renamed while it ran. Engines with API 1.44 or newer report the list. For older engines, it is the names that they resolve:
    /// the container's name, its aliases and its short id. Null if the container was not inspected.
    /// </summary>
    public IReadOnlyList<string>? DnsName { get; init => field = Listing.OrNull(value); }

    /// <summary>The IPv4 address that the user asked for, even while the container is stopped; null if the engine chooses.</summary>
    public string? StaticIPAddress => Typed.StaticIPAddress?.ToString();

    /// <summary>The IPv6 address that the user asked for.</summary>
    public string? StaticIPv6Address => Typed.StaticIPv6Address?.ToString();

    /// <summary>Link-local addresses that the user asked for. Null if the container was not inspected.</summary>
    public IReadOnlyList<string>? LinkLocalIPAddress => Typed.LinkLocalIPAddress is { } addresses ? Listing.Texts(addresses) : null;

    /// <summary>Legacy links, as "container:alias". Null if the container was not inspected.</summary>
    public IReadOnlyList<string>? Link { get; init => field = Listing.OrNull(value); }

    /// <summary>Driver options of the endpoint. Null if the container was not inspected.</summary>
    public IReadOnlyDictionary<string, string>? DriverOption { get; init => field = value is null ? null : Listing.Of(value); }

    /// <summary>The network with the highest priority provides the default route. 0 before API 1.48.</summary>
    public int GatewayPriority { get; init; }

    /// <summary>The endpoint's id; empty while stopped.</summary>
    public string EndpointId { get; init; } = "";

    /// <summary>
    /// The container that the endpoint belongs to, if this container shares its network namespace (<c>container:</c>). The other properties
    /// are then those of the owner's endpoint. Null for the container's own endpoint.
    /// </summary>
    public string? NamespaceOwner { get; init; }

    /// <summary>
    /// The owner of the namespace stopped, or started again, while this container ran: it is still in the old namespace, which has only the
    /// loopback interface, until it is itself started again (moby#50326). The addresses are then null. Null if it takes an inspection of
    /// both containers to tell, and they were not inspected.
    /// </summary>
    public bool? NamespaceLost { get; init; } = false;

    /// <summary>
    /// The node of the swarm that the container is on: its host name, or its address if the engine is not a manager. The container is then
    /// called NAME@NODE and has no id, so that it is never mistaken for a container of this engine. Null for containers of this engine.
    /// </summary>
    public string? Node { get; init; }

    /// <summary>The address of <see cref="Node"/>, by which other nodes reach it.</summary>
    public string? NodeAddress => Typed.NodeAddress?.ToString();

    /// <summary>The swarm service whose virtual address this is; null for the endpoint of a container.</summary>
    internal string? Service { get; init; }

    /// <summary>
    /// The engine does not list it among the endpoints of a container: it is on docker_gwbridge, on another swarm node, or belongs to a
    /// load balancer. Its only names are those of <see cref="Snapshots.SwarmState.Names"/>.
    /// </summary>
    internal bool Unlisted { get; init; }

    /// <summary>The engine it came from.</summary>
    public required DockerHost DockerHost { get; init; }

    private NetworkEndpoint Typed => (NetworkEndpoint)this;
}

/// <summary>An endpoint in a list. If ConvertTo-Json has no depth left for it, it writes this text.</summary>
internal sealed record ListedEndpoint : NetworkEndpoint
{
    [SetsRequiredMembers]
    public ListedEndpoint(NetworkEndpoint endpoint)
        : base(endpoint)
    {
    }

    /// <summary>"web on app 10.5.0.2".</summary>
    public override string ToString() => string.Join(' ', [base.ToString(), .. Addresses()]);

    public static IReadOnlyCollection<NetworkEndpoint> Of(IReadOnlyList<NetworkEndpoint> endpoints) =>
        Listing.Of(endpoints.Select(NetworkEndpoint (endpoint) => new ListedEndpoint(endpoint)));
}
