using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Snapshots;

/// <summary>
/// From the engine's documents to the public objects. Null and missing fields end here, and so do numbers that cannot be true: a port
/// beyond 65535, a time outside the calendar, a prefix longer than the address. They count as missing.
/// </summary>
internal static class WireMapping
{
    public static Network ToNetwork(NetworkResource wire, IReadOnlyList<NetworkEndpoint> endpoints, DockerHost host) => new()
    {
        Name = wire.Name,
        Id = wire.Id,
        Driver = wire.Driver,
        Scope = wire.Scope,
        Internal = wire.Internal,
        Attachable = wire.Attachable,
        Ingress = wire.Ingress,
        EnableIPv4 = wire.EnableIPv4 ?? true,
        EnableIPv6 = wire.EnableIPv6,
        ConfigOnly = wire.ConfigOnly,
        ConfigFrom = wire.ConfigFrom?.Network is { Length: > 0 } from ? from : null,
        Created = wire.Created,
        IpamDriver = wire.Ipam?.Driver is { Length: > 0 } driver ? driver : "default",
        IpamOption = wire.Ipam?.Options ?? [],
        Ipam = (wire.Ipam?.Config ?? []).Select(ToSubnet).OfType<NetworkSubnet>().ToArray(),
        Option = wire.Options ?? [],
        Label = wire.Labels ?? [],
        Endpoints = endpoints,
        DockerHost = host,
    };

    public static Container ToContainer(ContainerSummary wire, IReadOnlyDictionary<string, NetworkResource> networksByName, DockerHost host)
    {
        // A legacy link adds names such as "/web/db"; the container's own has one slash.
        var names = (wire.Names ?? []).ConvertAll(n => n.TrimStart('/'));
        var name = names.FirstOrDefault(n => !n.Contains('/', StringComparison.Ordinal)) ?? wire.Id;
        var state = ToState(wire.State);
        var settings = wire.NetworkSettings?.Networks ?? [];
        return new Container
        {
            Name = name,
            Id = wire.Id,
            Image = wire.Image ?? "",
            Command = wire.Command ?? "",
            State = state,
            Status = wire.Status ?? "",
            Created = ToTime(wire.Created),
            NetworkMode = wire.HostConfig?.NetworkMode ?? "",
            Endpoints = settings.Keys
                .Where(key => settings[key] is not null)
                .Order(StringComparer.Ordinal)
                .DistinctBy(NetworkName, StringComparer.Ordinal)
                .Select(key => ToEndpoint(
                    NetworkName(key),
                    settings[key]!,
                    wire.Id,
                    name,
                    state,
                    networksByName.GetValueOrDefault(NetworkName(key))?.Id ?? "",
                    host))
                .ToArray(),
            // The engine lists them in another order each time.
            Ports = (wire.Ports ?? [])
                .Select(ToPort).OfType<PublishedPort>()
                .InPortOrder(p => (p.ContainerPort, p.Protocol, p.HostPort, p.HostAddress))
                .ToArray(),
            Label = wire.Labels ?? [],
            LinkedAs = [.. names.Where(n => n.Count(c => c == '/') == 1)],
            DockerHost = host,
        };
    }

    /// <summary>Adds what only inspect tells: aliases, links, hosts entries, configured ports.</summary>
    public static Container WithDetails(Container container, ContainerDetails details, IReadOnlyDictionary<string, Network> networksById)
    {
        var networks = (details.NetworkSettings?.Networks ?? []).DistinctBy(pair => NetworkName(pair.Key), StringComparer.Ordinal)
            .ToDictionary(pair => NetworkName(pair.Key), pair => pair.Value, StringComparer.Ordinal);
        // The list of some engines (26.1) says "running" for a moment longer than inspect.
        var state = details.State?.Status is { } status ? ToState(status) : container.State;
        // Podman's list has no mode, and shows the networks of the owner for a container that shares a network namespace.
        var mode = container.NetworkMode.Length > 0 ? container.NetworkMode : details.HostConfig?.NetworkMode ?? "";
        var shares = mode.StartsWith("container:", StringComparison.Ordinal);
        return container with
        {
            State = state,
            NetworkMode = mode,
            ExtraHost = details.HostConfig?.ExtraHosts ?? [],
            Link = details.HostConfig?.Links ?? [],
            HostName = details.Config?.Hostname ?? "",
            DomainName = details.Config?.Domainname ?? "",
            MountPoints = [.. (details.Mounts ?? []).Select(mount => mount?.Destination).OfType<string>()],
            NameServers = [.. (details.HostConfig?.Dns ?? []).Select(Addresses.ParseAddress).OfType<IPAddress>()],
            SearchDomains = [.. (details.HostConfig?.DnsSearch ?? []).Where(domain => domain is { Length: > 0 } and not ".")],
            MinDots = MinDots(details.HostConfig?.DnsOptions),
            Sysctl = details.HostConfig?.Sysctls ?? container.Sysctl,
            SetsAddresses = details.HostConfig is { } host ? host.Privileged || host.CapAdd?.Any(IsNetAdmin) == true : null,
            ProcessId = details.State?.Pid is > 0 and < int.MaxValue and var pid ? pid : 0,
            // The engine writes the year 1 for a container that was never started.
            StartedAt = details.State?.StartedAt is { Year: > 1 } started ? started : null,
            RestartPolicy = ToText(details.HostConfig?.RestartPolicy),
            PortConfiguration = PortConfiguration.From(details),
            Endpoints = shares ? [] : container.Endpoints.Select(endpoint =>
                networks.GetValueOrDefault(endpoint.Network) is { } settings
                    ? Inspected(ToEndpoint(
                        endpoint.Network, settings, container.Id, container.Name, state, endpoint.NetworkId, container.DockerHost)) with
                    {
                        DnsName = DnsNames(settings, container, details, networksById.GetValueOrDefault(endpoint.NetworkId)),
                    }
                    : endpoint).ToArray(),
        };
    }

    /// <summary>The last one counts (resolv.conf(5)); the engine itself writes ndots:0.</summary>
    private static int MinDots(IReadOnlyList<string>? options) => (options ?? [])
        .Where(option => option?.StartsWith("ndots:", StringComparison.Ordinal) == true)
        .Select(option => int.TryParse(option["ndots:".Length..], CultureInfo.InvariantCulture, out var dots) ? dots : 0)
        .LastOrDefault();

    private static bool IsNetAdmin(string capability) => capability.ToUpperInvariant() is "NET_ADMIN" or "CAP_NET_ADMIN" or "ALL";

    /// <summary>"on-failure:5" as the docker CLI takes it. An engine leaves the name of the policy empty where it is "no".</summary>
    private static string ToText(RestartPolicy? policy) => policy switch
    {
        null or { Name: null or "" } => "no",
        { MaximumRetryCount: > 0 and var most } => string.Create(CultureInfo.InvariantCulture, $"{policy.Name}:{most}"),
        _ => policy.Name,
    };

    /// <summary>Before its first start a container's "bridge" goes by the mode's name.</summary>
    private static string NetworkName(string key) => key == "default" ? "bridge" : key;

    private static NetworkEndpoint ToEndpoint(
        string network,
        EndpointSettings wire,
        string containerId,
        string container,
        ContainerState state,
        string networkId,
        DockerHost host) => new()
    {
        Network = network,
        // Empty before the first start.
        NetworkId = wire.NetworkId is { Length: > 0 } id ? id : networkId,
        Container = container,
        ContainerId = containerId,
        State = state,
        IPAddress = Addresses.ParseAddress(wire.IPAddress),
        PrefixLength = ToPrefix(wire.IPPrefixLength, AddressFamily.InterNetwork),
        IPv6Address = Addresses.ParseAddress(wire.GlobalIPv6Address),
        IPv6PrefixLength = ToPrefix(wire.GlobalIPv6PrefixLength, AddressFamily.InterNetworkV6),
        Gateway = Addresses.ParseAddress(wire.Gateway),
        IPv6Gateway = Addresses.ParseAddress(wire.IPv6Gateway),
        MacAddress = wire.MacAddress?.ToLowerInvariant() ?? "",
        Alias = Aliases(wire, containerId),
        StaticIPAddress = Addresses.ParseAddress(wire.IpamConfig?.IPv4Address),
        StaticIPv6Address = Addresses.ParseAddress(wire.IpamConfig?.IPv6Address),
        LinkLocalIPAddress = wire.IpamConfig?.LinkLocalIPs?.Select(Addresses.ParseAddress).OfType<IPAddress>().ToArray(),
        Link = wire.Links,
        DriverOption = wire.DriverOpts,
        GatewayPriority = wire.GwPriority ?? 0,
        EndpointId = wire.EndpointId ?? "",
        DockerHost = host,
    };

    /// <summary>What inspect leaves out is not there; what a list leaves out is not known.</summary>
    private static NetworkEndpoint Inspected(NetworkEndpoint endpoint) => endpoint with
    {
        Alias = endpoint.Alias ?? [],
        LinkLocalIPAddress = endpoint.LinkLocalIPAddress ?? [],
        Link = endpoint.Link ?? [],
        DriverOption = endpoint.DriverOption ?? new Dictionary<string, string>(),
    };

    private static string[]? Aliases(EndpointSettings wire, string containerId) => wire.Aliases?
        .Where(alias => alias.Length < 12 || !containerId.StartsWith(alias, StringComparison.Ordinal))
        .Distinct(StringComparer.Ordinal)
        .ToArray();

    private static string[] DnsNames(EndpointSettings wire, Container container, ContainerDetails details, Network? network) =>
        network is not ({ ResolvesNames: true } or { DefaultBridge: true }) || (!network.ResolvesNames && wire.DnsNames is null)
            ? []
            : [
                .. (wire.DnsNames is { } listed
                    ? listed.Where(name => !IsOldName(name, wire, container, details))
                    : [container.Name, .. Aliases(wire, container.Id) ?? [], ShortId.Of(container.Id)]).Distinct(StringComparer.Ordinal),
            ];

    /// <summary>
    /// The name comes first in the engine's list. After a rename and a restart of the engine with --live-restore the list has the name
    /// from before the rename, which the engine's DNS no longer knows (seen on 26.1 and 28.5).
    /// </summary>
    private static bool IsOldName(string name, EndpointSettings wire, Container container, ContainerDetails details) =>
        name == wire.DnsNames![0]
        && !wire.DnsNames.Contains(container.Name, StringComparer.Ordinal)
        && wire.Aliases?.Contains(name, StringComparer.Ordinal) != true
        && name != details.Config?.Hostname
        && !container.Id.StartsWith(name, StringComparison.Ordinal);

    private static NetworkSubnet? ToSubnet(IpamConfig wire) => Addresses.ParseSubnet(wire.Subnet) is { } subnet
        ? new NetworkSubnet(
            subnet,
            Addresses.ParseSubnet(wire.IPRange),
            Addresses.ParseAddress(wire.Gateway),
            ToAddresses(wire.AuxAddress ?? []))
        : null;

    private static Dictionary<string, IPAddress> ToAddresses(Dictionary<string, string> texts) =>
        texts.Keys.ToDictionary(name => name, name => Addresses.ParseAddress(texts[name]) ?? IPAddress.None);

    private static PublishedPort? ToPort(PortSummary wire) => IsPort(wire.PrivatePort) && (wire.PublicPort is not { } host || IsPort(host))
        ? new(wire.PrivatePort, wire.Type ?? "tcp", Addresses.ParseAddress(wire.IP), wire.PublicPort)
        : null;

    private static bool IsPort(int port) => port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort;

    private static int ToPrefix(int? length, AddressFamily family) =>
        length is { } bits && bits >= 0 && bits <= Addresses.Bits(family) ? bits : 0;

    private static DateTimeOffset ToTime(long seconds) =>
        seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : default;

    /// <summary>Words only: digits and signs would be parsed as the number of a state.</summary>
    private static ContainerState ToState(string? state) =>
        state is not null && state.All(char.IsAsciiLetter) && Enum.TryParse<ContainerState>(state, ignoreCase: true, out var known)
            ? known
            : ContainerState.Unknown;
}
