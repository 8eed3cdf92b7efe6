using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Model.Prediction;

/// <summary>Who has an address, as seen from a source: networks that are apart may use the same addresses.</summary>
/// <param name="Name">As <see cref="Results.ResultProperties.Answered"/> shows it.</param>
/// <param name="Container">The container whose network namespace has it; null if it is not a container's.</param>
internal sealed record AddressHolder(string Name, Container? Container)
{
    private static readonly AddressHolder Host = new("@host", null);
    private static readonly AddressHolder Router = new("@gateway", null);

    /// <summary>The service of the swarm whose virtual address it is; null for none.</summary>
    public string? Service { get; private init; }

    /// <summary>It is the engine's host.</summary>
    public bool IsHost => this == Host;

    /// <summary>Who has the address; null if the snapshot does not show it.</summary>
    public static AddressHolder? Of(Question question, IPAddress address)
    {
        // Left in an old namespace, the source is alone there.
        var owner = StateRules.SourceLost(question) is null ? question.SourceOwner ?? question.Source : question.Source;
        if (IPAddress.IsLoopback(address))
            return owner.HostNetwork ? AtHost(question, address) : Is(owner);
        return owner.Endpoints.Any(e => e.Has(address))
            ? Is(owner)
            : Neighbour(question, address) ?? Elsewhere(question, address);
    }

    /// <summary>
    /// Whether the target has the address. Null if that cannot be known: without facts of the host, its addresses are not in the snapshot,
    /// and an address in a subnet of the target that no container has may have been the target's since it was started again. With them,
    /// what nobody has is nobody's, but for networks that the engine does not tell all addresses of: services have addresses on overlay
    /// networks, and machines outside on macvlan and ipvlan networks.
    /// </summary>
    public static bool? IsTargets(Question question, IPAddress address, AddressHolder? holder)
    {
        if (question.Elsewhere is not null)
            return OtherEngineRules.IsTargets(question, address, holder);
        if (question.TargetOwner is not { } owner)
            return null;
        if (holder?.Service is { } service)
            return owner.SwarmService == service ? null : false;
        if (holder is not null)
            return holder.Container is { } container ? container.Id == owner.Id : holder.IsHost && owner.HostNetwork;
        if (owner.Endpoints.Count > 0 && owner.Endpoints.All(e => e.Network == "none"))
            return false;
        if (question.Index.Host is not null)
        {
            // Link-local addresses are in no list.
            if (address.IsIPv6LinkLocal)
                return null;
            return !owner.HostNetwork
                && ((owner.Up && !owner.Endpoints.Any(e => e.Addresses().Any()))
                    || owner.Endpoints.Any(e => MayHide(question.NetworkOf(e), address)))
                    ? null
                    : false;
        }

        return owner.HostNetwork
            || (owner.Up && !owner.Endpoints.Any(e => e.Addresses().Any()))
            || owner.Ports.Any(p => p.HostPort is { } port && port == question.Port && p.Protocol == question.Protocol)
            || owner.Endpoints.Any(e => question.NetworkOf(e)?.Subnets.Any(subnet => subnet.Contains(address)) != false)
                ? null
                : false;
    }

    /// <summary>A name for a sentence.</summary>
    public override string ToString() => this switch
    {
        { Service: not null } => $"the service {Service}",
        { IsHost: true } => "the engine's host",
        _ when this == Router => "a router outside the engine",
        _ => Name,
    };

    /// <summary>The engine does not say who has which address of the network.</summary>
    private static bool MayHide(Network? network, IPAddress address) =>
        network is null
        || (network is not { Driver: "bridge", Name: not Route.OverlayBridge } && network.Subnets.Any(subnet => subnet.Contains(address)));

    private static AddressHolder Is(Container container) => new(container.Name, container);

    /// <summary>A container on a network of the source, or the gateway there.</summary>
    private static AddressHolder? Neighbour(Question question, IPAddress address)
    {
        var peers = question.Index.At(address);
        foreach (var endpoint in question.SourceEndpoints)
        {
            if (Array.Find(peers, p => p.NetworkId == endpoint.NetworkId) is { } peer)
                return At(question, peer);
            if (question.LinkLocalPeer(endpoint, address) is { } near)
                return At(question, near);
            if (question.NetworkOf(endpoint) is not { } network)
                continue;
            if (question.Index.WithGateway(address).Any(bridge => bridge.Id == network.Id) && question.Index.Host?.Has(address) != false)
                return AtHost(question, address);
            if (network.Gateways.Contains(address) || address.Equals(endpoint.Gateway) || address.Equals(endpoint.IPv6Gateway))
                return Router;
        }

        return null;
    }

    /// <summary>A container of the engine, a service, or a container on another node of the swarm.</summary>
    private static AddressHolder? At(Question question, NetworkEndpoint peer) => peer.ContainerId.Length > 0
        ? Named(question, peer.ContainerId)
        : new AddressHolder(peer.Container, null) { Service = peer.Service };

    private static AddressHolder? Elsewhere(Question question, IPAddress address)
    {
        var peers = question.Index.At(address);
        if (question.Index.Host is { } host
            && Array.Exists(peers, p => question.NetworkOf(p) is { Driver: "bridge" } bridge && host.LeadsElsewhere(address, bridge)))
        {
            return host.Has(address) ? AtHost(question, address) : null;
        }

        if (peers.Length > 0)
            return Array.TrueForAll(peers, p => p.ContainerId == peers[0].ContainerId) ? At(question, peers[0]) : null;
        return question.Index.Host?.Has(address)
            ?? (question.Index.WithGateway(address).Any()
                || (question.Index.PublishingAt(address) is not null && !question.Snapshot.Engine.Rootless)
                || address.Equals(question.Snapshot.Swarm.NodeAddress))
            ? AtHost(question, address)
            : null;
    }

    /// <summary>The container that publishes the port there, else the host itself.</summary>
    private static AddressHolder AtHost(Question question, IPAddress address) =>
        question.PublisherAt(address) is { } publisher && Named(question, publisher.Id) is { } named ? named : Host;

    private static AddressHolder? Named(Question question, string id) =>
        question.Snapshot.Container(id) is { } container && question.Snapshot.NamespaceOwner(container) is { } owner ? Is(owner) : null;
}
