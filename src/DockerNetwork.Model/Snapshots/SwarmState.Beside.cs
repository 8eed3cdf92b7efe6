using System.Net;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Snapshots;

/// <content>What an engine does not know of its swarm, and other nodes do.</content>
internal sealed partial record SwarmState
{
    /// <summary>
    /// The same with the names that inspected containers of other nodes have on overlay networks: their own engines list the aliases, and
    /// this one does not, although its DNS answers them.
    /// </summary>
    /// <param name="nodes">Other engines.</param>
    /// <param name="networks">The networks of this engine, by id.</param>
    /// <param name="host">This engine.</param>
    public SwarmState Beside(IEnumerable<EngineSnapshot> nodes, IReadOnlyDictionary<string, Network> networks, DockerHost host)
    {
        var endpoints = new Dictionary<(string NetworkId, IPAddress? Address), NetworkEndpoint>();
        foreach (var endpoint in Endpoints)
            endpoints.TryAdd((endpoint.NetworkId, endpoint.IPAddress), endpoint);
        var (added, names) = (new List<NetworkEndpoint>(), Names.ToList());
        var known = Names.Select(named => (named.Name.ToLowerInvariant(), named.Endpoint)).ToHashSet();
        foreach (var (container, remote) in nodes
            .SelectMany(node => node.Containers)
            .Where(c => c.Up)
            .SelectMany(c => c.Endpoints.Select(endpoint => (c, endpoint))))
        {
            if (remote.IPAddress is not { } address || networks.GetValueOrDefault(remote.NetworkId) is not { Scope: "swarm" } network)
                continue;
            if (!endpoints.TryGetValue((network.Id, address), out var endpoint))
            {
                endpoint = endpoints[(network.Id, address)] = Endpoint(network, remote.Container, address, host);
                added.Add(endpoint);
            }

            if (NamelessBecause(container) is not null)
                continue;
            foreach (var name in remote.Names().Append(remote.Container).Append(ShortId.Of(remote.ContainerId)))
            {
                if (known.Add((name.ToLowerInvariant(), endpoint)))
                    names.Add((name, endpoint));
            }
        }

        return this with { Endpoints = [.. Endpoints, .. added], Names = names };
    }

    /// <summary>
    /// The same with the services of the swarm, as a manager of it knows them: a worker does not know those without tasks, and no aliases.
    /// </summary>
    /// <param name="others">Engines that are asked, too.</param>
    public SwarmState With(IEnumerable<SwarmState> others)
    {
        if (Services.Count > 0 || others.FirstOrDefault(IsManager) is not { } manager)
            return this;
        var called = manager.Services
            .SelectMany(service => service.Networks.Select(on => (service.Service, on)))
            .SelectMany(pair => pair.on.Called.Skip(1).SelectMany(alias => new[]
            {
                (pair.on.NetworkId, Name: pair.Service, Alias: alias),
                (pair.on.NetworkId, Name: $"tasks.{pair.Service}", Alias: $"tasks.{alias}"),
            }))
            .ToLookup(alias => (alias.NetworkId, alias.Name), alias => alias.Alias);
        return this with
        {
            Services = manager.Services,
            Names =
            [
                .. Names,
                .. from named in Names
                   from alias in called[(named.Endpoint.NetworkId, named.Name)]
                   select (alias, named.Endpoint),
            ],
        };
    }

    /// <summary>
    /// Whether another engine is the node of this swarm that it says it is, as far as this engine can tell: the address is one of a node,
    /// and its id is neither this engine's own nor one that the swarm knows at another address.
    /// </summary>
    /// <param name="other">What the other engine said.</param>
    public bool Vouches(SwarmState other) =>
        other is { NodeId: not null, NodeAddress: { } address } && Nodes.Contains(address) && IsOneWith(other) && !Contradicts(other);

    /// <summary>Whether an engine says that it is a node which this one knows to be another.</summary>
    /// <param name="other">What the engine said.</param>
    public bool Contradicts(SwarmState other)
    {
        if (other.NodeId is not { } id || id == NodeId)
            return other.NodeId is not null;
        if (other.NodeAddress is not { } address || KnownNodes.Contains((id, address)))
            return false;
        // A manager lists the address that a node's connection came from, which may be another one than the node advertises.
        return KnownNodes.Any(known => known.Address.Equals(address) || (known.Id == id && !Nodes.Contains(address)));
    }

    /// <summary>Whether it knows services, and is a manager of this swarm by its id.</summary>
    private bool IsManager(SwarmState other) =>
        other is { Services.Count: > 0, NodeId: { } id } && Managers.Contains(id) && IsOneWith(other) && !Contradicts(other);

    /// <summary>Both say that they are in one swarm: they know one of its managers, and not two swarms.</summary>
    public bool IsOneWith(SwarmState other) =>
        Managers.Overlaps(other.Managers) && (ClusterId is null || other.ClusterId is null || ClusterId == other.ClusterId);
}

/// <summary>A service of the swarm, and what it is called.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Networks">The overlay networks that it is on.</param>
internal sealed record NamedService(string Service, IReadOnlyList<NamedService.Names> Networks)
{
    /// <summary>Its names on a network.</summary>
    /// <param name="NetworkId">The network's id.</param>
    /// <param name="Network">The network's name.</param>
    /// <param name="Called">The service's name and its aliases.</param>
    public sealed record Names(string NetworkId, string Network, IReadOnlyList<string> Called);
}
