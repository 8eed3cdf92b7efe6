using System.Collections;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Pipeline;

namespace DockerNetwork.Creation;

/// <summary>
/// A network for a new container, with its settings: the type of -Network of New-DockerContainer. A name is enough. A hashtable with these
/// properties gives more settings, such as <c>@{ Name = 'app'; Alias = 'db'; IPAddress = '172.18.0.9' }</c>.
/// </summary>
public sealed partial record NetworkAttachment
{
    /// <summary>For a hashtable.</summary>
    public NetworkAttachment()
    {
    }

    /// <summary>A network's name or id, or a mode: bridge, default, host, none, container:NAME.</summary>
    public NetworkAttachment(string name) => Name = name;

    /// <summary>A network that Get-DockerNetwork returns.</summary>
    public NetworkAttachment(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        // A network named "container:web" is not the mode of that name.
        Name = network.Name.StartsWith(ContainerMode, StringComparison.Ordinal) ? network.Id : network.Name;
        Network = new NetworkIdentity(network);
    }

    /// <summary>The container whose network namespace is to be shared.</summary>
    public NetworkAttachment(Container container)
    {
        ArgumentNullException.ThrowIfNull(container);
        Name = $"{ContainerMode}{container.Id}";
        Owner = new ContainerIdentity(container);
    }

    /// <summary>A network's name or id, or a mode: bridge, default, host, none, container:NAME.</summary>
    public string Name { get; init; } = "";

    /// <summary>Additional names for the container on this network. User-defined networks only.</summary>
    public string[]? Alias { get; init; }

    /// <summary>The IPv4 address. Only for networks that were created with a subnet.</summary>
    public IPAddress? IPAddress { get; init; }

    /// <summary>The IPv6 address.</summary>
    public IPAddress? IPv6Address { get; init; }

    /// <summary>Link-local addresses to add.</summary>
    public IPAddress[]? LinkLocalIPAddress { get; init; }

    /// <summary>Legacy links, as container or container:alias.</summary>
    public string[]? Link { get; init; }

    /// <summary>The interface's MAC address, as 02:42:ac:11:00:02.</summary>
    public string? MacAddress { get; init; }

    /// <summary>Driver options of the endpoint.</summary>
    public Hashtable? DriverOption { get; init; }

    /// <summary>The network with the highest priority provides the default route. API 1.48.</summary>
    public int? GatewayPriority { get; init; }

    /// <summary>The network that was given as an object, which means what has its id; null for a name.</summary>
    internal NetworkIdentity? Network { get; init; }

    /// <summary>The container that was given as an object; null for anything else.</summary>
    internal ContainerIdentity? Owner { get; init; }

    /// <summary>The id of <see cref="Network"/>, when it has been found on the engine: an engine prefers it to the name.</summary>
    internal string? NetworkId { get; init; }

    /// <summary>The engine that an object came from; null for a name.</summary>
    internal DockerHost? DockerHost => Network?.DockerHost ?? Owner?.DockerHost;

    internal const string ContainerMode = "container:";

    /// <summary>host, none and container: are modes, which allow no other network beside them.</summary>
    internal bool IsMode => Name is "host" or "none" || SharedWith is not null;

    /// <summary>The container whose network namespace is shared, by name or id; null in every other mode.</summary>
    internal string? SharedWith => Name.StartsWith(ContainerMode, StringComparison.Ordinal) ? Name[ContainerMode.Length..] : null;

    /// <summary>The network that every engine has, by either of its names.</summary>
    internal bool IsDefaultBridge => Name is "bridge" or "default";

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>The networks of New-DockerContainer. The settings of its parameters for one network are added to the first.</summary>
    /// <param name="networks">Those of -Network.</param>
    /// <param name="parameters">The settings. Its name does not matter.</param>
    /// <exception cref="CommandException">InvalidNetwork: one has no name. ConflictingParameters: a setting is in both.</exception>
    internal static List<NetworkAttachment> Combine(IReadOnlyList<NetworkAttachment> networks, NetworkAttachment parameters)
    {
        if (networks.Any(n => n.Name.Length == 0))
            throw CommandErrors.UnnamedNetwork();
        if (parameters == new NetworkAttachment())
            return [.. networks];
        var first = networks.Count > 0 ? networks[0] : new NetworkAttachment("bridge");
        return [first.CombinedWith(parameters), .. networks.Skip(1)];
    }

    /// <summary>This network, with the settings of the parameters for one network added.</summary>
    /// <param name="parameters">Those settings. Its name does not matter.</param>
    /// <exception cref="CommandException">ConflictingParameters: a setting is in both.</exception>
    internal NetworkAttachment CombinedWith(NetworkAttachment parameters)
    {
        return this with
        {
            Alias = One(Alias, parameters.Alias, "NetworkAlias"),
            IPAddress = One(IPAddress, parameters.IPAddress, nameof(IPAddress)),
            IPv6Address = One(IPv6Address, parameters.IPv6Address, nameof(IPv6Address)),
            LinkLocalIPAddress = One(LinkLocalIPAddress, parameters.LinkLocalIPAddress, nameof(LinkLocalIPAddress)),
            Link = One(Link, parameters.Link, nameof(Link)),
            MacAddress = One(MacAddress, parameters.MacAddress, nameof(MacAddress)),
            DriverOption = One(DriverOption, parameters.DriverOption, nameof(DriverOption)),
            GatewayPriority = One(GatewayPriority, parameters.GatewayPriority, nameof(GatewayPriority)),
        };

        static T One<T>(T mine, T given, string parameter)
        {
            if (mine is null || given is null)
                return mine is null ? given : mine;
            throw CommandErrors.GivenTwice(parameter);
        }
    }

    /// <summary>How a container was connected, as far as somebody asked for it: not what the engine chose itself.</summary>
    internal static NetworkAttachment Of(NetworkEndpoint endpoint) => new(endpoint.Network)
    {
        Alias = endpoint.Alias is { Count: > 0 } names ? [.. names] : null,
        IPAddress = endpoint.StaticIPAddress,
        IPv6Address = endpoint.StaticIPv6Address,
        LinkLocalIPAddress = endpoint.LinkLocalIPAddress is { Count: > 0 } local ? [.. local] : null,
        Link = endpoint.Link is { Count: > 0 } links ? [.. links] : null,
        DriverOption = endpoint.DriverOption is { Count: > 0 } options
            ? new Hashtable(options.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal))
            : null,
        GatewayPriority = endpoint.GatewayPriority != 0 ? endpoint.GatewayPriority : null,
    };

    /// <summary>
    /// The same for another network: names, links and options are kept, and the static addresses that one of its subnets contains.
    /// </summary>
    internal static NetworkAttachment Of(NetworkEndpoint endpoint, Network network)
    {
        var before = Of(endpoint);
        return endpoint.NetworkId == network.Id
            ? before
            : before with { IPAddress = Fitting(before.IPAddress), IPv6Address = Fitting(before.IPv6Address) };

        IPAddress? Fitting(IPAddress? address) => address is not null && network.Subnets.Any(s => s.Contains(address)) ? address : null;
    }

    /// <summary>These settings, and those of another for what is not set.</summary>
    internal NetworkAttachment Or(NetworkAttachment other) => this with
    {
        Alias = Alias ?? other.Alias,
        IPAddress = IPAddress ?? other.IPAddress,
        IPv6Address = IPv6Address ?? other.IPv6Address,
        LinkLocalIPAddress = LinkLocalIPAddress ?? other.LinkLocalIPAddress,
        Link = Link ?? other.Link,
        MacAddress = MacAddress ?? other.MacAddress,
        DriverOption = DriverOption ?? other.DriverOption,
        GatewayPriority = GatewayPriority ?? other.GatewayPriority,
    };

    /// <summary>As the engine takes it.</summary>
    /// <exception cref="CommandException">InvalidIPAddress, InvalidIPv6Address, InvalidMacAddress, InvalidDriverOption.</exception>
    internal EndpointSettings ToSettings()
    {
        Require(IPAddress, AddressFamily.InterNetwork, nameof(IPAddress), "an IPv4 address");
        Require(IPv6Address, AddressFamily.InterNetworkV6, nameof(IPv6Address), "an IPv6 address");
        if (MacAddress is not null && !Mac().IsMatch(MacAddress))
            throw CommandErrors.InvalidMacAddress(MacAddress);

        return new EndpointSettings
        {
            NetworkId = NetworkId,
            Aliases = Alias,
            Links = Link?.Select(CreationOptions.Link).ToList(),
            MacAddress = MacAddress?.Replace('-', ':').ToLowerInvariant(),
            DriverOpts = Arguments.ToDictionaryOrNull(DriverOption, nameof(DriverOption)),
            GwPriority = GatewayPriority,
            IpamConfig = IPAddress is null && IPv6Address is null && LinkLocalIPAddress is null
                ? null
                : new EndpointIpamConfig
                {
                    IPv4Address = IPAddress?.ToString(),
                    IPv6Address = IPv6Address?.ToString(),
                    LinkLocalIPs = LinkLocalIPAddress is null ? null : [.. LinkLocalIPAddress.Select(a => a.ToString())],
                },
        };
    }

    private static void Require(IPAddress? address, AddressFamily family, string parameter, string what)
    {
        if (address is not null && address.AddressFamily != family)
            throw CommandErrors.InvalidParameter(parameter, $"-{parameter} is {address}, which is not {what}.");
    }

    [GeneratedRegex("^[0-9a-f]{2}([:-][0-9a-f]{2}){5}\\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Mac();
}
