using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// A target on another engine. An overlay network of a swarm has the same id on each of its nodes, and leads there. Everything else is a
/// matter of what the other engine publishes, and of routes that neither engine knows. Two engines give their bridge networks the same
/// subnets, so an address of one may be another container's on the other.
/// </summary>
internal static class OtherEngineRules
{
    /// <summary>
    /// Source and target are on the same overlay network (seen on swarms of 28.5). A macvlan or ipvlan network of a swarm leads there only
    /// if the parents of both are in one LAN.
    /// </summary>
    public static Verdict? SharedOverlay(AddressQuestion asked) =>
        Shared(asked.Question, asked.Address) is not var (own, network) || !RouteRules.HasAddress(asked, own) ? null
        : network.Driver == "overlay"
            ? AddressRules.Reachable(asked, network.Name, OtherEngineReasons.SharedNetwork(asked, network))
            : Verdict.Unknown(asked.Address, OtherEngineReasons.OneLan(asked, network));

    /// <summary>
    /// An address of the target on a network that the source's engine does not have, or of the target's host. A bridge network ends at its
    /// host, unless its gateway mode lets others in and somebody made a route to it.
    /// </summary>
    public static Verdict? OfAnother(AddressQuestion asked)
    {
        if (asked.Question is not { Elsewhere: { } engine, TargetOwner: { } target } || asked.Peer is not null)
            return null;
        var own = asked.Snapshot.Networks.FirstOrDefault(network => network.Subnets.Any(subnet => subnet.Contains(asked.Address)));
        if (own is not null && !IsLan(own))
            return null;
        if (engine.HostAddresses(asked.Snapshot).Contains(asked.Address))
            return Verdict.Unknown(asked.Address, OtherEngineReasons.AtHost(asked, engine));
        if (target.Endpoints.FirstOrDefault(endpoint => endpoint.Has(asked.Address)) is not { } there)
            return null;
        if (own is not null)
            return Verdict.Unknown(asked.Address, OtherEngineReasons.OneLan(asked, own));
        var network = engine.Snapshot.Network(there.NetworkId);
        var reason = OtherEngineReasons.OnNetwork(asked, engine, there);
        return network is { Driver: "bridge" } && network.GatewayMode(asked.Family) is null or "nat" or "isolated"
            ? AddressRules.Blocked(asked, reason)
            : Verdict.Unknown(asked.Address, reason);
    }

    /// <summary>
    /// Whether an address that the source sends to is the target's. Null if nobody can know: another machine may have the address, too.
    /// What another engine says of itself is not enough if the source's engine knows better, or if two say the same.
    /// </summary>
    public static bool? IsTargets(Question question, IPAddress address, AddressHolder? holder)
    {
        if (question is not { Elsewhere: { } engine, TargetOwner: { } target } || holder is { Container: not null })
            return false;
        if (holder?.Service is { } service)
            return target.SwarmService == service ? null : false;
        if (OfSwarm(question, target, address) is { } there)
            return IsNamed(question, engine, target, there, address) ? true : null;
        if (engine.HostAddresses(question.Snapshot).Contains(address))
        {
            return OnHost(question, engine, target, address) switch
            {
                // Two engines may share a host, or have hosts with one private address.
                true when holder is { IsHost: true } || !engine.IsSure(address, question.Snapshot) => null,
                var hit => hit,
            };
        }

        if (holder is { IsHost: true })
            return false;
        return question.Snapshot.Networks.Any(network => !IsLan(network) && network.Subnets.Any(subnet => subnet.Contains(address)))
            ? false
            : null;
    }

    /// <summary>Whether what listens at the host of another engine is the target; null if that may be another container.</summary>
    private static bool? OnHost(Question question, OtherEngine engine, Container target, IPAddress address)
    {
        if (target.Publishes(question, address))
            return true;
        if (!target.HostNetwork)
            return false;
        var others = engine.Snapshot.Containers.Where(other => other.Up && other.Id != target.Id).ToList();
        return others.Exists(other => other.Publishes(question, address)) ? false
            // Who of them listens at the port, their engine does not say.
            : question.Port is not null && others.Exists(other => other.HostNetwork) ? null : true;
    }

    /// <summary>
    /// The swarm of the source's engine has the target at the address, on the node that the other engine is, or nobody; and no other engine
    /// says that the address or the node is its own.
    /// </summary>
    private static bool IsNamed(
        Question question, OtherEngine engine, Container target, NetworkEndpoint there, IPAddress address)
    {
        var (own, other) = (question.Snapshot.Swarm, engine.Snapshot.Swarm);
        if (engine.Contested.Contains((there.NetworkId, address))
            || engine.IsContestedNode
            || other.NodeId is null
            || own.Contradicts(other))
        {
            return false;
        }

        if (own.At(there.NetworkId, address) is not { Container: var name } known)
            return other.NodeAddress is { } claimed && own.Nodes.Contains(claimed);
        // Packets of overlay networks may have addresses of their own, which are not those of nodes (--data-path-addr).
        if (known.NodeAddress is { } node && own.Nodes.Contains(node) && !node.Equals(other.NodeAddress))
            return false;
        return name == target.Name || name == there.Container || there.Names().Contains(name, StringComparer.Ordinal);
    }

    /// <summary>The network on which the target has the address and the source is, too, and the source there.</summary>
    private static (NetworkEndpoint Own, Network Network)? Shared(Question question, IPAddress address)
    {
        if (question is not { Elsewhere: not null, TargetOwner: { Up: true } target })
            return null;
        if (OfSwarm(question, target, address) is not { } there)
            return null;
        var own = question.SourceEndpoints.FirstOrDefault(endpoint => endpoint.NetworkId == there.NetworkId);
        return own is not null && question.NetworkOf(own) is { } network ? (own, network) : null;
    }

    /// <summary>The target's endpoint that has the address, on a network that nodes of a swarm share.</summary>
    private static NetworkEndpoint? OfSwarm(Question question, Container target, IPAddress address) =>
        target.Endpoints.FirstOrDefault(endpoint =>
            endpoint.Has(address) && question.Snapshot.Network(endpoint.NetworkId) is { Scope: "swarm" });

    /// <summary>The network is a part of a LAN, in which other machines are, too.</summary>
    private static bool IsLan(Network network) => network.Driver is "macvlan" or "ipvlan";

    private static bool Publishes(this Container target, Question question, IPAddress address) => target.Ports.Any(port =>
        port.HostPort is { } published
        && published == question.Port
        && port.Protocol == question.Protocol
        && port.IsAt(address));
}
