using System.Net;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Ports;

namespace DockerNetwork.Model.Snapshots;

/// <summary>Which ports containers have, from the snapshot of an engine. Pure.</summary>
internal static class PortTable
{
    private const string HostBinding = "com.docker.network.bridge.host_binding_ipv4";

    /// <summary>
    /// Whose configuration is needed: the list of containers tells the ports of those that run on networks, and nothing of stopped ones, of
    /// those on the host's network and of those that only internal networks reach.
    /// </summary>
    public static IEnumerable<string> Inspected(EngineSnapshot snapshot, IEnumerable<Container> containers) => containers
        .SelectMany(container => new[] { container, snapshot.NamespaceOwner(container) })
        .OfType<Container>()
        .Where(container => container.Ports.Count == 0)
        .Select(container => container.Id);

    /// <summary>
    /// The ports of a container, by number; where it shares the namespace of another, that one's, and what its own image exposes besides.
    /// </summary>
    public static IReadOnlyList<PortMapping> Of(EngineSnapshot snapshot, Container container)
    {
        if (snapshot.NamespaceOwner(container) is not { } owner)
            return [];
        var ports = Ports(snapshot, owner).ToList();
        var known = ports.Select(p => (p.ContainerPort, p.Protocol)).ToHashSet();
        var ofItsImage = owner.Id == container.Id
            ? []
            : Configured(container).Where(own => !known.Contains((own.ContainerPort, own.Protocol))).Select(own => Exposed(owner, own));
        return ports.Concat(ofItsImage)
            .Distinct()
            .InPortOrder(p => (p.ContainerPort, p.Protocol, p.HostPort, p.HostAddress))
            .Select(p => new PortMapping
            {
                Container = container.Name,
                ContainerId = container.Id,
                Image = container.Image,
                State = container.State,
                Active = owner.Up,
                Protocol = p.Protocol,
                ContainerPort = p.ContainerPort,
                HostAddress = p.HostAddress,
                HostPort = p.HostPort,
                HostPortEnd = p.HostPortEnd,
                Exposure = p.Published ? Exposure(p.HostAddress) : PortExposure.None,
                HostNetwork = owner.HostNetwork,
                NamespaceOwner = owner.Id == container.Id ? null : owner.Name,
                Service = container.SwarmService,
                PublishMode = container.SwarmService is null || !p.Published ? null : "host",
                Networks = owner.Networks,
                DockerHost = container.DockerHost,
            })
            .ToArray();
    }

    /// <summary>Says of each mapping of one container what it is part of, and what all are together.</summary>
    public static IReadOnlyList<PortMapping> Merge(IReadOnlyList<PortMapping> mappings)
    {
        var ranges = PortRanges.Merge(mappings, ToLine);
        var summary = string.Join(", ", ranges.Select(r => r.Text));
        // By reference: comparing a hundred thousand mappings by content takes seconds.
        var texts = ranges
            .SelectMany(r => r.Members.Select(member => KeyValuePair.Create(member, r.Text)))
            .ToDictionary<PortMapping, string>(ReferenceEqualityComparer.Instance);
        return mappings.Select(m => m with { Published = texts[m], Summary = summary }).ToArray();
    }

    /// <summary>All addresses, a loopback address, or one of the host's others.</summary>
    public static PortExposure Exposure(IPAddress? address) => address switch
    {
        null => PortExposure.Open,
        _ when address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) => PortExposure.Open,
        _ when IPAddress.IsLoopback(address) => PortExposure.Loopback,
        _ => PortExposure.Address,
    };

    private static PortLine ToLine(PortMapping mapping) =>
        new(
            mapping.ContainerPort,
            mapping.Protocol,
            mapping.Exposure != PortExposure.None,
            mapping.HostAddress,
            mapping.HostPort,
            mapping.HostPortEnd);

    private static IReadOnlyList<ConfiguredPort> Configured(Container container) => container.PortConfiguration?.Ports ?? [];

    private static IEnumerable<PortLine> Ports(EngineSnapshot snapshot, Container owner)
    {
        if (owner.Up && owner.Ports.Count > 0)
            return owner.Ports.Select(p => new PortLine(p.ContainerPort, p.Protocol, p.HostPort is not null, p.HostAddress, p.HostPort));

        // While it runs, what the engine did not publish is not published, whatever was asked for.
        if (owner.HostNetwork || owner.Up || PublishingNetwork(snapshot, owner) is not { } network)
            return Configured(owner).Select(port => Exposed(owner, port));

        var binding = Addresses.ParseAddress(network.Option.GetValueOrDefault(HostBinding));
        var all = IPAddress.Any.Equals(binding) ? null : binding;
        return Configured(owner).SelectMany(port => port.Bindings.Count == 0
            ? [Exposed(owner, port)]
            : port.Bindings.Select(b =>
                new PortLine(port.ContainerPort, port.Protocol, true, b.HostAddress ?? all, b.HostPort, b.HostPortEnd)));
    }

    /// <summary>On the host's network the port is the host's.</summary>
    private static PortLine Exposed(Container owner, ConfiguredPort port) => owner.HostNetwork
        ? new PortLine(port.ContainerPort, port.Protocol, true, null, port.ContainerPort)
        : new PortLine(port.ContainerPort, port.Protocol, false, null, null);

    /// <summary>
    /// The network through which the engine will publish: the one of the default route, which is that of the highest priority, then the
    /// first by name, internal networks left out (seen on 20.10 and 28.5). Null if none publishes: none, internal, macvlan, ipvlan.
    /// </summary>
    private static Network? PublishingNetwork(EngineSnapshot snapshot, Container container) => container.Endpoints
        .OrderByDescending(e => e.GatewayPriority).ThenBy(e => e.Network, StringComparer.Ordinal)
        .Select(e => snapshot.Network(e.NetworkId))
        .FirstOrDefault(n => n is { Publishes: true });
}
