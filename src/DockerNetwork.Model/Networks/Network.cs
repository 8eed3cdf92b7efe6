using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Networks;

/// <summary>One subnet of a network.</summary>
/// <param name="Subnet">The range.</param>
/// <param name="IPRange">The part of it that containers get addresses from; null for all of it.</param>
/// <param name="Gateway">The gateway; null if the driver has none or the engine does not report it.</param>
/// <param name="AuxAddress">Addresses that are reserved for other uses, by name.</param>
public sealed record NetworkSubnet(
    IPNetwork Subnet, IPNetwork? IPRange, IPAddress? Gateway, IReadOnlyDictionary<string, IPAddress> AuxAddress) : SubnetText
{
    internal new IPNetwork Subnet { get; init; } = Subnet;

    internal new IPNetwork? IPRange { get; init; } = IPRange;

    internal new IPAddress? Gateway { get; init; } = Gateway;

    /// <summary>Addresses that are reserved for other uses, by name.</summary>
    internal new IReadOnlyDictionary<string, IPAddress> AuxAddress { get; } = Listing.Of(AuxAddress);

    /// <summary>
    /// How many of its addresses are in use or reserved: by containers, the gateway, <see cref="AuxAddress"/> and, in IPv4, the network
    /// and broadcast addresses. At most 2^64 - 1. Null if the network was not inspected, and for engines before API 1.52 (Docker 29).
    /// </summary>
    public ulong? AddressesInUse { get; init; }

    /// <summary>
    /// How many addresses of <see cref="IPRange"/>, or of the subnet, containers can still get. At most 2^64 - 1. Null if <see
    /// cref="AddressesInUse"/> is null.
    /// </summary>
    public ulong? AddressesFree { get; init; }

    /// <summary>The subnet in CIDR notation.</summary>
    public override string ToString() => Subnet.ToString();
}

/// <summary>The ranges and addresses of a <see cref="NetworkSubnet"/> as text, for ConvertTo-Json.</summary>
public abstract record SubnetText : ModuleObject
{
    private protected SubnetText()
    {
    }

    /// <summary>The range.</summary>
    public string Subnet => Typed.Subnet.ToString();

    /// <summary>The part of it that containers get addresses from; null for all of it.</summary>
    public string? IPRange => Typed.IPRange?.ToString();

    /// <summary>The gateway; null if the driver has none or the engine does not report it.</summary>
    public string? Gateway => Typed.Gateway?.ToString();

    /// <inheritdoc cref="NetworkSubnet.AuxAddress"/>
    public IReadOnlyDictionary<string, string> AuxAddress => Listing.Texts(Typed.AuxAddress);

    private NetworkSubnet Typed => (NetworkSubnet)this;
}

/// <summary>A network of an engine, and the containers on it.</summary>
public sealed record Network : NetworkProperties
{
    internal new IReadOnlyList<IPNetwork> Subnets => Listing.Of(Ipam.Select(s => s.Subnet));

    internal new IReadOnlyList<IPAddress> Gateways => Listing.Of(Ipam.Select(s => s.Gateway).OfType<IPAddress>());

    internal new IReadOnlyList<NetworkEndpoint> Endpoints { get; init => field = Listing.Of(value); } = Listing.Of<NetworkEndpoint>([]);

    /// <summary>
    /// It can be removed, and no container, running or stopped, is on it. Configuration-only networks, the routing mesh and swarm networks
    /// (a service on another node may use them) do not count as unused.
    /// </summary>
    public bool IsUnused() => Endpoints.Count == 0 && !Predefined && !ConfigOnly && !Ingress && Scope == "local";

    /// <summary>
    /// How a bridge network is joined to others: nat, routed (27.0), nat-unprotected or isolated (28.0). Engines that do not support the
    /// option ignore it.
    /// </summary>
    internal string GatewayMode(AddressFamily family)
    {
        var option = family == AddressFamily.InterNetwork
            ? "com.docker.network.bridge.gateway_mode_ipv4"
            : "com.docker.network.bridge.gateway_mode_ipv6";
        return Option.GetValueOrDefault(option) is { Length: > 0 } mode ? mode : "nat";
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>
/// The properties of <see cref="Network"/>, in the order in which they are shown and exported. Addresses and
/// times are texts here, for ConvertTo-Json. PowerShell and the module itself read those of the class above.
/// </summary>
public abstract record NetworkProperties : ModuleObject
{
    private protected NetworkProperties()
    {
    }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The full id.</summary>
    public required string Id { get; init; }

    /// <summary>bridge, host, null (the network <c>none</c>), overlay, macvlan, ipvlan or a plugin.</summary>
    public required string Driver { get; init; }

    /// <summary>local, swarm or global.</summary>
    public required string Scope { get; init; }

    /// <summary>Isolated from the outside: containers on it reach each other and nothing else.</summary>
    public bool Internal { get; init; }

    /// <summary>Standalone containers can join this swarm network.</summary>
    public bool Attachable { get; init; }

    /// <summary>The swarm's routing mesh.</summary>
    public bool Ingress { get; init; }

    /// <summary>
    /// Whether the nodes of the swarm encrypt the traffic between containers on the network. IPsec needs ESP (IP protocol 50).
    /// </summary>
    public bool Encrypted => Driver == "overlay" && Option.ContainsKey("encrypted");

    /// <summary>Containers get IPv4 addresses. Always true before API 1.48.</summary>
    public bool EnableIPv4 { get; init; }

    /// <summary>Containers get IPv6 addresses.</summary>
    public bool EnableIPv6 { get; init; }

    /// <summary>Holds configuration for other networks and carries no traffic.</summary>
    public bool ConfigOnly { get; init; }

    /// <summary>The configuration-only network that this one was created from; null if there is none.</summary>
    public string? ConfigFrom { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>"default" or a plugin.</summary>
    public string IpamDriver { get; init; } = "default";

    /// <summary>Options of the IPAM driver.</summary>
    public IReadOnlyDictionary<string, string> IpamOption { get; init => field = Listing.Of(value); } =
        Listing.Of(new Dictionary<string, string>());

    /// <summary>Subnets with their gateways and ranges.</summary>
    public IReadOnlyList<NetworkSubnet> Ipam { get; init => field = Listing.Of(value); } = Listing.Of<NetworkSubnet>([]);

    /// <summary>The subnets alone.</summary>
    public IReadOnlyList<string> Subnets => Listing.Texts(Typed.Subnets);

    /// <summary>The gateways alone.</summary>
    public IReadOnlyList<string> Gateways => Listing.Texts(Typed.Gateways);

    /// <summary>
    /// How many addresses of each subnet are in use or reserved (<see cref="NetworkSubnet.AddressesInUse"/>). Null if that is not known.
    /// </summary>
    public IReadOnlyList<ulong>? AddressesInUse => Known(s => s.AddressesInUse);

    /// <summary>
    /// How many addresses of each subnet containers can still get (<see cref="NetworkSubnet.AddressesFree"/>). Null if that is not known.
    /// </summary>
    public IReadOnlyList<ulong>? AddressesFree => Known(s => s.AddressesFree);

    /// <summary>Driver options, such as <c>com.docker.network.bridge.name</c>.</summary>
    public IReadOnlyDictionary<string, string> Option { get; init => field = Listing.Of(value); } =
        Listing.Of(new Dictionary<string, string>());

    /// <summary>
    /// The largest packet that its containers send, in bytes, if the network has an option for it (com.docker.network.driver.mtu; Podman's
    /// is mtu). Null if it has none, so that the engine or the driver decides, and if the option is not a number from 68 to 65535.
    /// </summary>
    public int? Mtu => (Option.GetValueOrDefault("com.docker.network.driver.mtu") ?? Option.GetValueOrDefault("mtu")) is { } text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var mtu)
        && mtu is >= 68 and <= 65535
            ? mtu
            : null;

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Label { get; init => field = Listing.Of(value); } =
        Listing.Of(new Dictionary<string, string>());

    /// <summary>Containers on this network, including stopped ones.</summary>
    public IReadOnlyCollection<NetworkEndpoint> Endpoints => ListedEndpoint.Of(Typed.Endpoints);

    /// <summary>
    /// The swarm nodes that take part in an overlay network, as this engine sees them; empty for other networks, and while no
    /// container of this engine is on it. Null if the network was not inspected: a list does not have them.
    /// </summary>
    public IReadOnlyList<NetworkPeer>? Peers { get; init => field = value is null ? null : Listing.Of(value); }

    /// <summary>
    /// The swarm services on an overlay network, with their tasks on all nodes; empty for other networks. Null if the network was
    /// not inspected: a list does not have them.
    /// </summary>
    public IReadOnlyList<NetworkService>? Services { get; init => field = value is null ? null : Listing.Of(value); }

    /// <summary>
    /// The networks, and the interfaces of the host, whose subnets overlap one of its own, as "back 10.5.0.0/24" and "eth0 of the host,
    /// 10.0.0.0/8". Null unless -Overlapping asked for it.
    /// </summary>
    public IReadOnlyList<string>? Overlaps { get; init => field = value is null ? null : Listing.Of(value); }

    /// <summary>The engine it came from.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The engine created it, and it cannot be removed. On Linux: bridge, host and none. On Windows: nat and none.</summary>
    public bool Predefined =>
        Scope == "local" && (Name, Driver) is ("bridge", "bridge") or ("host", "host") or ("none", "null") or ("nat", "nat");

    /// <summary>
    /// The network that containers join if none is named. Names do not resolve on it. The engine knows it by its name, which no other
    /// network can have. The option com.docker.network.bridge.default_bridge gives another network nothing of that (moby's
    /// NetworkMode.IsUserDefined; seen on 20.10 and 28.5).
    /// </summary>
    public bool DefaultBridge => Name == "bridge" && Driver == "bridge";

    /// <summary>
    /// The option by which a network of Podman without DNS is known here (<c>podman network create --disable-dns</c>), if it is "false".
    /// </summary>
    internal const string DnsOption = "dns_enabled";

    /// <summary>
    /// The engine's DNS answers the names of the containers on it. It knows none on the routing mesh (libnetwork's addSvcRecords).
    /// </summary>
    internal bool ResolvesNames => !Traits.Mode && !DefaultBridge && !Ingress && Option.GetValueOrDefault(DnsOption) != "false";

    /// <summary>
    /// Containers can be connected to it one by one; not to host and none, nor to what only services or other networks use.
    /// </summary>
    internal bool CanConnect => !Traits.Mode && !ConfigOnly && !Ingress && (Scope != "swarm" || Attachable);

    /// <summary>A container on it can be on other networks too.</summary>
    internal bool Combines => !Traits.Mode;

    /// <summary>The engine publishes ports of its containers on the host.</summary>
    internal bool Publishes => !Traits.Mode && Uplink == Uplink.Host;

    /// <summary>What leads out of it.</summary>
    internal Uplink Uplink => Internal || ConfigOnly ? Uplink.None : Traits.Uplink;

    /// <summary>The driver is not one of the engine's own.</summary>
    internal bool ByPlugin => Traits.Plugin;

    private NetworkDriver Traits => NetworkDriver.Of(Driver);

    /// <summary>
    /// The Linux bridge on the engine's host: the name option, else <c>br-</c> and the first 12 digits of the id (the bridge driver's
    /// rule). Null for other drivers.
    /// </summary>
    public string? Bridge =>
        Driver != "bridge" || ConfigOnly ? null
        : Option.GetValueOrDefault("com.docker.network.bridge.name") is { Length: > 0 } name ? name
        : DefaultBridge || BridgeOptionOn("default_bridge") ? "docker0"
        : $"br-{ShortId.Of(Id)}";

    /// <summary>
    /// The interface of the engine's host that it uses: <see cref="Bridge"/>, or the parent interface of macvlan and ipvlan. Null for other
    /// drivers.
    /// </summary>
    internal string? HostInterface =>
        Bridge ?? (Driver is "macvlan" or "ipvlan" && Option.GetValueOrDefault("parent") is { Length: > 0 } parent ? parent : null);

    private IReadOnlyList<ulong>? Known(Func<NetworkSubnet, ulong?> number) =>
        Ipam.Select(number).OfType<ulong>().ToArray() is { Length: > 0 } known ? Listing.Of(known) : null;

    /// <summary>Whether an option of the bridge driver, as inhibit_ipv4, is true.</summary>
    internal bool BridgeOptionOn(string option) =>
        Option.TryGetValue("com.docker.network.bridge." + option, out var value)
        && value is ("true" or "True" or "TRUE" or "t" or "T" or "1");

    /// <summary>Whether an option of the bridge driver, as enable_icc, is false. The engine reads it with strconv.ParseBool.</summary>
    internal bool BridgeOptionOff(string option) =>
        Option.TryGetValue("com.docker.network.bridge." + option, out var value)
        && value is ("false" or "False" or "FALSE" or "f" or "F" or "0");

    private Network Typed => (Network)this;
}
