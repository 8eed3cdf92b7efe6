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
    /// <summary>Source and target are on the same overlay network (seen on swarms of 28.5).</summary>
    public static Verdict? SharedOverlay(AddressQuestion asked) =>
        Shared(asked.Question, asked.Address) is var (own, network) && RouteRules.HasAddress(asked, own)
            ? AddressRules.Reachable(asked, network.Name, OtherEngineReasons.SharedNetwork(asked, network))
            : null;

    /// <summary>
    /// An address of the target on a network that the source's engine does not have, or of the target's host. A bridge network ends at its
    /// host, unless its gateway mode lets others in and somebody made a route to it.
    /// </summary>
    public static Verdict? OfAnother(AddressQuestion asked)
    {
        if (asked.Question is not { Elsewhere: { } engine, TargetOwner: { } target } || asked.Peer is not null || IsHere(asked))
            return null;
        if (engine.HostAddresses.Contains(asked.Address))
            return Verdict.Unknown(asked.Address, OtherEngineReasons.AtHost(asked, engine));
        if (target.Endpoints.FirstOrDefault(endpoint => endpoint.Has(asked.Address)) is not { } there)
            return null;
        var network = engine.Snapshot.Network(there.NetworkId);
        var reason = OtherEngineReasons.OnNetwork(asked, engine, there);
        return network is { Driver: "bridge" } && network.GatewayMode(asked.Family) is null or "nat" or "isolated"
            ? AddressRules.Blocked(asked, reason)
            : Verdict.Unknown(asked.Address, reason);
    }

    /// <summary>
    /// Whether an address that the source sends to is the target's. Null if nobody can know: a machine that neither engine knows may have
    /// the address, too.
    /// </summary>
    public static bool? IsTargets(Question question, IPAddress address, AddressHolder? holder)
    {
        if (question is not { Elsewhere: { } engine, TargetOwner: { } target } || holder is { Container: not null } or { IsHost: true })
            return false;
        if (holder?.Service is { } service)
            return target.SwarmService == service ? null : false;
        if (Shared(question, address) is not null)
            return true;
        if (engine.HostAddresses.Contains(address))
            return target.HostNetwork || target.Publishes(question, address);
        return question.Snapshot.Networks.Any(network => network.Subnets.Any(subnet => subnet.Contains(address))) ? false : null;
    }

    /// <summary>The network on which the target has the address and the source is, too, and the source there.</summary>
    private static (NetworkEndpoint Own, Network Network)? Shared(Question question, IPAddress address)
    {
        if (question is not { Elsewhere: not null, TargetOwner: { Up: true } target })
            return null;
        foreach (var own in question.SourceEndpoints)
        {
            if (question.NetworkOf(own) is { Driver: "overlay" } network
                && target.Endpoints.Any(theirs => theirs.NetworkId == own.NetworkId && theirs.Has(address)))
            {
                return (own, network);
            }
        }

        return null;
    }

    private static bool IsHere(AddressQuestion asked) =>
        asked.Snapshot.Networks.Any(network => network.Subnets.Any(subnet => subnet.Contains(asked.Address)));

    private static bool Publishes(this Container target, Question question, IPAddress address) => target.Ports.Any(port =>
        port.HostPort is { } published
        && published == question.Port
        && port.Protocol == question.Protocol
        && (port.HostAddress is not { } at || at.Equals(address) || at.Equals(IPAddress.Any) || at.Equals(IPAddress.IPv6Any)));
}
