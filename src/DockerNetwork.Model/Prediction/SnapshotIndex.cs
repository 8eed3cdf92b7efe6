using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// What the rules look up in a snapshot, each table made when it is first asked for. Can be used from any thread. Whoever asks many
/// questions keeps one index for all of them.
/// </summary>
public sealed class SnapshotIndex
{
    private static readonly ConditionalWeakTable<EngineSnapshot, SnapshotIndex> Known = [];

    private readonly ConcurrentDictionary<Container, (NetworkEndpoint Endpoint, Network Network)[]> _inOrder =
        new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<Container, HostsLine[]> _hosts = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<Container, Route[]> _routes = new(ReferenceEqualityComparer.Instance);
    private readonly ILookup<string, NetworkEndpoint> _unlisted;
    private readonly Lazy<Dictionary<IPAddress, NetworkEndpoint[]>> _byAddress;
    private readonly Lazy<ILookup<IPAddress, Network>> _byGateway;
    private readonly Lazy<Dictionary<(string NetworkId, string Mac), NetworkEndpoint[]>> _byMac;
    private readonly Lazy<Dictionary<string, ILookup<string, NetworkEndpoint>>> _byName;
    private readonly Lazy<HashSet<string>> _shared;
    private readonly Lazy<ILookup<(int? Port, string Protocol), (Container Container, IPAddress? Address)>> _published;
    private readonly Lazy<Dictionary<IPAddress, Container>> _publishedAt;
    private readonly Lazy<HostIndex?> _host;
    private readonly Lazy<ILookup<string, Container>> _members;

    /// <summary>The routing mesh, if the engine is in a swarm.</summary>
    internal Network[] Ingress { get; }

    private SnapshotIndex(EngineSnapshot snapshot)
    {
        Snapshot = snapshot;
        Ingress = [.. snapshot.Networks.Where(network => network.Ingress)];
        _unlisted = snapshot.Swarm.Endpoints.ToLookup(endpoint => endpoint.ContainerId, StringComparer.Ordinal);
        _byAddress = new(() => snapshot.Networks
            .SelectMany(network => network.Endpoints)
            .Concat(snapshot.Swarm.Endpoints)
            .SelectMany(endpoint => endpoint.Addresses().Select(address => (address, endpoint)))
            .GroupBy(pair => pair.address, pair => pair.endpoint)
            .ToDictionary(group => group.Key, group => group.ToArray()));
        _byGateway = new(() => snapshot.Networks
            .SelectMany(network => BridgeAddresses.Of(network).Select(gateway => (gateway, network)))
            .ToLookup(pair => pair.gateway, pair => pair.network));
        _byMac = new(() => snapshot.Networks
            .SelectMany(network => network.Endpoints)
            .Where(endpoint => endpoint.MacAddress.Length > 0)
            .GroupBy(endpoint => (endpoint.NetworkId, endpoint.MacAddress))
            .Where(group => group.Skip(1).Any())
            .ToDictionary(group => group.Key, group => group.ToArray()));
        _byName = new(() => snapshot.Networks.ToDictionary(
            network => network.Id, network => ByName(network, snapshot), StringComparer.Ordinal));
        _shared = new(() => snapshot.Networks
            .SelectMany(network => network.Endpoints)
            .SelectMany(endpoint => NamesOf(endpoint).Select(name => (name, endpoint.ContainerId)))
            .Distinct()
            .GroupBy(pair => pair.name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Skip(1).Any())
            .Select(group => group.Key)
            .ToHashSet(StringComparer.OrdinalIgnoreCase));
        _members = new(() => snapshot.Containers
            .Where(container => container.Up && (container.NamespaceOwnerId is not null || container.HostNetwork))
            .ToLookup(container => container.HostNetwork ? "" : snapshot.NamespaceOwner(container)?.Id ?? "gone"));
        _host = new(() => snapshot.HostFacts is { } facts ? new HostIndex(this, facts) : null);
        // 26.1 was seen to list the ports of a container of an overlay network after it has stopped.
        _publishedAt = new(() => snapshot.Containers
            .Where(container => container.Up)
            .SelectMany(container => container.Ports.Select(port => (port.HostAddress, Container: container)))
            .Where(pair => pair.HostAddress is { } address && !IPAddress.IsLoopback(address) && !IsAny(address))
            .DistinctBy(pair => pair.HostAddress)
            .ToDictionary(pair => pair.HostAddress!, pair => pair.Container));
        _published = new(() => snapshot.Containers
            .Where(container => container.Up)
            .SelectMany(container => container.Ports.Where(port => port.HostPort is not null).Select(port => (container, port)))
            .ToLookup(pair => (pair.port.HostPort, pair.port.Protocol), pair => (pair.container, pair.port.HostAddress)));
    }

    /// <summary>The snapshot.</summary>
    public EngineSnapshot Snapshot { get; }

    /// <summary>The index of a snapshot: one for each, as long as the snapshot lives.</summary>
    public static SnapshotIndex Of(EngineSnapshot snapshot) => Known.GetValue(snapshot, static key => new SnapshotIndex(key));

    /// <summary>Facts of the host; null if they are not known.</summary>
    internal HostIndex? Host => _host.Value;

    /// <summary>Who has an address.</summary>
    internal NetworkEndpoint[] At(IPAddress address) => _byAddress.Value.GetValueOrDefault(address) ?? [];

    /// <summary>The bridge networks on which an address is the host's; see <see cref="BridgeAddresses"/>.</summary>
    internal IEnumerable<Network> WithGateway(IPAddress address) => _byGateway.Value[address];

    /// <summary>Whether any two endpoints of a network have the same MAC address.</summary>
    internal bool HasSharedMacs => _byMac.Value.Count > 0;

    /// <summary>Which endpoints of a network share a MAC address; none if only one has it, or if the engine does not report it.</summary>
    internal IReadOnlyList<NetworkEndpoint> SharingMac(string networkId, string mac) =>
        _byMac.Value.GetValueOrDefault((networkId, mac)) ?? [];

    /// <summary>Which endpoints have a name on a network. Names of DNS are compared without case (RFC 4343).</summary>
    internal IEnumerable<NetworkEndpoint> Named(string networkId, string name) =>
        _byName.Value.TryGetValue(networkId, out var names) ? names[name] : [];

    /// <summary>Several containers have the name, on one network or on several.</summary>
    internal bool IsShared(string name) => _shared.Value.Contains(name);

    /// <summary>Which endpoints have a name, on whatever network.</summary>
    internal IEnumerable<NetworkEndpoint> Named(string name) => _byName.Value.Values.SelectMany(names => names[name]);

    /// <summary>What the engine writes into the hosts file of a container; see <see cref="HostsFileRules"/>.</summary>
    internal IReadOnlyList<HostsLine> HostsOf(Container container) =>
        _hosts.GetOrAdd(container, static (key, index) => HostsFileRules.Of(index, key), this);

    /// <summary>A container that publishes a port at one address of the host (<c>-p ADDRESS:PORT:PORT</c>); null if none does.</summary>
    internal Container? PublishingAt(IPAddress address) => _publishedAt.Value.GetValueOrDefault(address);

    /// <summary>The container that publishes a port at an address of the host; null if none does.</summary>
    internal Container? PublisherOf(IPAddress address, int port, string protocol)
    {
        foreach (var (container, listening) in _published.Value[(port, protocol)])
        {
            if (PublishedPort.IsAt(listening, address))
                return container;
        }

        return null;
    }

    /// <summary>
    /// Who has processes in the network namespace of a container: itself, and those that share it and did not lose it since.
    /// </summary>
    internal List<Container> MembersOf(Container owner) => owner.HostNetwork
        ? MembersOfHost()
        : [owner, .. _members.Value[owner.Id].Where(member => !StateRules.IsLost(member, owner))];

    /// <summary>The containers in the network namespace of the host, among its other processes.</summary>
    internal List<Container> MembersOfHost() => [Snapshot.HostAsSource, .. _members.Value[""]];

    /// <summary>The endpoints of a container with their networks, in the engine's order; see <see cref="EndpointOrder"/>.</summary>
    internal IReadOnlyList<(NetworkEndpoint Endpoint, Network Network)> InOrder(Container container) =>
        _inOrder.GetOrAdd(container, static (key, snapshot) => EndpointOrder.Of(snapshot, key.Endpoints), Snapshot);

    /// <summary>The endpoints of a container, with that on docker_gwbridge, which the engine does not list.</summary>
    internal IReadOnlyList<NetworkEndpoint> EndpointsOf(Container container) =>
        _unlisted.Count > 0 && _unlisted.Contains(container.Id)
            ? [.. container.Endpoints, .. _unlisted[container.Id]]
            : container.Endpoints;

    /// <summary>By which networks packets leave a container, in the engine's order; see <see cref="Route"/>.</summary>
    internal IReadOnlyList<Route> RoutesOf(Container container) =>
        _routes.GetOrAdd(container, static (key, index) => Route.Of(index, key), this);

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static ILookup<string, NetworkEndpoint> ByName(Network network, EngineSnapshot snapshot) => network.Endpoints
        .Where(endpoint => network.Driver != "overlay"
            || snapshot.Container(endpoint.ContainerId) is not { } container
            || snapshot.Swarm.NamelessBecause(container) is null)
        .SelectMany(endpoint => (network.DefaultBridge && !network.ResolvesNames ? endpoint.DnsName ?? [] : NamesOf(endpoint))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => (Name: name, Endpoint: endpoint)))
        .Concat(snapshot.Swarm.Names.Where(named => named.Endpoint.NetworkId == network.Id))
        .ToLookup(pair => pair.Name, pair => pair.Endpoint, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What an endpoint is called: if it was inspected, the engine's own list, which from API 1.44 on contains the host name too (moby's
    /// buildEndpointDNSNames).
    /// </summary>
    internal static IEnumerable<string> NamesOf(NetworkEndpoint endpoint) => endpoint.DnsName is { Count: > 0 } names
        ? names
        : (endpoint.Alias ?? []).Append(endpoint.Container).Append(ShortId.Of(endpoint.ContainerId));
}
