using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>What the rules look up in the facts of the engine's host.</summary>
internal sealed class HostIndex
{
    private readonly HostFacts _facts;
    private readonly HashSet<IPAddress> _addresses;
    private readonly ILookup<string?, HostLink> _ports;
    private readonly Dictionary<string, HostLink> _links = new(StringComparer.Ordinal);
    private readonly Lazy<ILookup<string, Container>> _members;
    private readonly ILookup<(string Protocol, int Port), IPAddress>? _listeners;
    private readonly HashSet<(string Protocol, int Port)>? _proxied;
    private readonly ILookup<(string Protocol, int Port), PortProxy> _strayProxies;

    public HostIndex(SnapshotIndex index, HostFacts facts)
    {
        _facts = facts;
        _addresses = [.. facts.Addresses.Select(own => own.Address)];
        _ports = facts.Links.ToLookup(link => link.Bridge);
        foreach (var link in facts.Links)
            _links[link.Name] = link;
        _members = new(() => index.Snapshot.Containers
            .SelectMany(
                container => container.Up ? (index.Snapshot.NamespaceOwner(container) ?? container).Endpoints : [],
                (container, endpoint) => (Container: container, Network: endpoint.NetworkId))
            .ToLookup(pair => pair.Network, pair => pair.Container));
        _listeners = facts.Listeners?.ToLookup(listener => (listener.Protocol, listener.Port), listener => listener.Address);
        // A program of anybody's may be called docker-proxy, so it is believed only if the engine publishes that port. Podman has others.
        var proxies = index.Snapshot.Engine.Kind == EngineKind.Podman ? null : facts.Proxies;
        _strayProxies = (proxies ?? [])
            .Where(proxy => index.PublisherOf(proxy.HostAddress, proxy.HostPort, proxy.Protocol) is null)
            .ToLookup(proxy => (proxy.Protocol, proxy.HostPort));
        _proxied = proxies?
            .Where(proxy => index.PublisherOf(proxy.HostAddress, proxy.HostPort, proxy.Protocol) is { } publisher
                && publisher.Ports.Any(port =>
                    port.HostPort == proxy.HostPort && port.ContainerPort == proxy.ContainerPort && port.Protocol == proxy.Protocol))
            .Select(proxy => (proxy.Protocol, proxy.HostPort))
            .ToHashSet();
    }

    /// <summary>All addresses of the host.</summary>
    public IReadOnlyCollection<IPAddress> Addresses => _addresses;

    /// <summary>Whether an address is the host's; link-local addresses are not known.</summary>
    public bool Has(IPAddress address) => _addresses.Contains(address);

    /// <summary>
    /// Whether the host sends packets for a container's address elsewhere than to the bridge of its network: the host has the address too,
    /// or a more specific route to it by another interface.
    /// </summary>
    public bool LeadsElsewhere(IPAddress address, Network network) =>
        Has(address)
        || (RouteTo(address) is { Interface.Length: > 0 } route
            && network.Bridge is { } bridge
            && route.Interface != bridge
            && network.Subnets.All(subnet => !subnet.Contains(address) || route.Destination.PrefixLength > subnet.PrefixLength));

    /// <summary>
    /// Whether all that is on a bridge network are its containers, with the addresses that the engine gave them: nobody attached anything
    /// else to the bridge, and no container may give itself an address.
    /// </summary>
    public bool HasOnlyContainers(Network network) =>
        _ports[network.Bridge].Count() == _members.Value[network.Id].Count(container => container.NamespaceOwnerId is null)
        && !_members.Value[network.Id].Any(container => container.SetsAddresses != false);

    /// <summary>Whether a process of the engine serves a published port; null if that is not known.</summary>
    public bool? IsProxied(int port, string protocol) => _proxied?.Contains((protocol, port));

    /// <summary>Whether one serves it at an address; null if that is not known.</summary>
    public bool? IsProxied(IPAddress address, int port, string protocol) => _proxied is null ? null : _facts.Proxies?.Any(proxy =>
        proxy.HostPort == port
        && proxy.Protocol == protocol
        && (proxy.HostAddress.Equals(address)
            || (proxy.HostAddress.AddressFamily == address.AddressFamily
                && (proxy.HostAddress.Equals(IPAddress.Any) || proxy.HostAddress.Equals(IPAddress.IPv6Any)))));

    /// <summary>
    /// The port proxy that listens at a port though no container of the engine publishes it there; null if none does. Engines were seen to
    /// leave one behind when its container was removed (20.10 and 26.1), and another engine of the host may have one.
    /// </summary>
    public PortProxy? StrayProxy(IPAddress address, int port, string protocol) => _strayProxies[(protocol, port)].FirstOrDefault(proxy =>
        proxy.HostAddress.Equals(address) || proxy.HostAddress.Equals(IPAddress.Any) || proxy.HostAddress.Equals(IPAddress.IPv6Any));

    /// <summary>
    /// Whether a socket of the host takes connections or datagrams to a port of one of its addresses; null if that is not known. One that
    /// is bound to :: may take those of IPv4 too.
    /// </summary>
    public bool? Listens(IPAddress address, int port, string protocol) => _listeners?[(protocol, port)].Any(bound =>
        bound.Equals(address)
        || bound.Equals(IPAddress.IPv6Any)
        || (bound.Equals(IPAddress.Any) && address.AddressFamily == AddressFamily.InterNetwork));

    /// <summary>Where else than at an address of the host something listens on a port.</summary>
    public IEnumerable<IPAddress> ListensElsewhere(int port, string protocol) => _listeners is null ? [] : _listeners[(protocol, port)];

    /// <summary>An interface of the host by its name; null if it has none.</summary>
    public HostLink? Link(string? name) => name is null ? null : _links.GetValueOrDefault(name);

    /// <summary>Whether anything is on the bridge of a network.</summary>
    public bool HasPorts(Network network) => _ports.Contains(network.Bridge);

    /// <summary>Whether packets of a family are forwarded; null if that is not known.</summary>
    public bool? Forwards(AddressFamily family) => family == AddressFamily.InterNetwork ? _facts.ForwardsIPv4 : _facts.ForwardsIPv6;

    /// <summary>The route of the main table to an address; null if there is none.</summary>
    public HostRoute? RouteTo(IPAddress address)
    {
        HostRoute? best = null;
        foreach (var route in _facts.Routes)
        {
            if (route.Destination.Contains(address) && !(best?.Destination.PrefixLength >= route.Destination.PrefixLength))
                best = route;
        }

        return best;
    }
}
