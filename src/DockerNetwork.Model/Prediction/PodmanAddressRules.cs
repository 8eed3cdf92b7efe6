using System.Net.Sockets;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// Whether a packet to an address arrives on Podman with netavark. Each rule was seen on 4.3.1 with netavark 1.4; what was not seen is
/// Unknown.
/// </summary>
internal static class PodmanAddressRules
{
    private delegate Verdict? Rule(AddressQuestion asked);

    private static readonly Rule[] InOrder =
    [
        LoopbackRules.Broadcast,
        NeighbourRules.OwnAddress,
        NoNetwork,
        SharedNetwork,
        HostAddress,
        OtherAddress,
        FromHost,
        InternalNetworkOnly,
        NoRouteOfFamily,
        InternalNetwork,
        OtherNetwork,
    ];

    /// <summary>Predicts what becomes of a packet to an address.</summary>
    public static Verdict Predict(AddressQuestion asked)
    {
        foreach (var rule in InOrder)
        {
            if (rule(asked) is { } verdict)
                return verdict;
        }

        return Verdict.Unknown(asked.Address, Undecided(asked));
    }

    private static Reason Undecided(AddressQuestion asked) => !asked.FromContainer || asked.Peer is not null
        ? PodmanReasons.NoAddressRule(asked)
        : asked.Host?.Has(asked.Address) == true ? PodmanReasons.NoAddressRule(asked)
        : asked.Snapshot.Networks.FirstOrDefault(n => n.Driver == "bridge" && IsOnLink(n, asked)) is { } network
            ? PodmanReasons.UnusedAddress(asked, network)
            : AddressReasons.OutsideTheEngine(asked);

    /// <summary>Podman lists no network "none" for it.</summary>
    private static Verdict? NoNetwork(AddressQuestion asked) =>
        asked.SourceOwner is { NetworkMode: "none", Endpoints.Count: 0 }
            ? AddressRules.NoRoute(asked, AddressReasons.NoNetwork(asked))
            : null;

    private static Verdict? SharedNetwork(AddressQuestion asked)
    {
        foreach (var endpoint in asked.SourceEndpoints)
        {
            if (asked.PeerOn(endpoint.NetworkId) is { } peer && asked.Question.NetworkOf(endpoint) is { Driver: "bridge" } shared)
                return AddressRules.Reachable(asked, shared.Name, AddressReasons.SharedNetwork(asked, peer, shared));
        }

        return null;
    }

    /// <summary>
    /// The gateway is an address of the host while a container runs on the network; the bridge goes with the last one. A published port
    /// leads on to its container, and so to another network.
    /// </summary>
    private static Verdict? HostAddress(AddressQuestion asked)
    {
        if (asked.SourceOwner is not { } source
            || asked.Question.Index.WithGateway(asked.Address).FirstOrDefault(n => n.Driver == "bridge") is not { } bridge
            || !bridge.Endpoints.Any(IsUp)
            || IsWithoutHost(bridge))
        {
            return null;
        }

        var onLink = asked.SourceEndpoints.Any(e => e.NetworkId == bridge.Id);
        if (!asked.FromHostNetwork && !onLink && !LeavesByBridge(asked))
            return null;
        if (asked.FromContainer
            && asked.Question.PublisherAt(asked.Address) is { } publisher
            && (publisher.Id == source.Id || !AreOnOneNetwork(publisher, source)))
        {
            return Verdict.Unknown(asked.Address, PodmanReasons.NoAddressRule(asked));
        }

        return AddressRules.Reachable(asked, onLink ? bridge.Name : asked.Network, HostReasons.HostAddress(asked, bridge));
    }

    /// <summary>
    /// Another address of the host, which only its facts show. A published port leads on to its container, as at a gateway.
    /// </summary>
    private static Verdict? OtherAddress(AddressQuestion asked) =>
        asked.Peer is null
        && asked.Host?.Has(asked.Address) == true
        && !asked.Question.Index.WithGateway(asked.Address).Any()
        && (asked.FromHostNetwork || (asked.FromContainer && LeavesByBridge(asked)))
        && asked.Question.PublisherAt(asked.Address) is null
            ? AddressRules.Reachable(asked, asked.Network, HostReasons.OtherAddress(asked))
            : null;

    private static Verdict? FromHost(AddressQuestion asked) =>
        asked.FromHostNetwork && asked.TheirBridge is { } bridge && !IsWithoutHost(bridge)
            ? AddressRules.Reachable(asked, bridge.Name, HostReasons.HostReachesBridges(asked, bridge))
            : null;

    /// <summary>Podman reports the gateway of an internal network, and gives its containers no route to it.</summary>
    private static Verdict? InternalNetworkOnly(AddressQuestion asked) =>
        asked.FromContainer
        && asked.SourceEndpoints.Count > 0
        && asked.SourceEndpoints.All(e =>
            asked.Question.NetworkOf(e) is { Driver: "bridge", Internal: true } network
            && !network.Subnets.Any(subnet => subnet.Contains(asked.Address)))
            ? AddressRules.NoRoute(asked, AddressReasons.InternalNetworkOnly(asked))
            : null;

    /// <summary>Only a network of the source that has the family and is not internal has a default route.</summary>
    private static Verdict? NoRouteOfFamily(AddressQuestion asked)
    {
        var networks = asked.SourceEndpoints.Select(asked.Question.NetworkOf).OfType<Network>().ToList();
        return asked.FromContainer
            && networks.Count > 0
            && networks.TrueForAll(n => n.Driver == "bridge" && (n.Internal || !HasFamily(n, asked.Family)) && !IsOnLink(n, asked))
            ? AddressRules.NoRoute(
                asked,
                networks.Exists(n => HasFamily(n, asked.Family))
                    ? AddressReasons.NoDefaultRoute(asked)
                    : AddressReasons.NoAddressOfFamily(asked))
            : null;
    }

    /// <summary>
    /// netavark turns forwarding off on the bridge of an internal network. The kernel heeds that for the answers of IPv4 alone; of IPv6,
    /// networks were seen that can be reached and networks that cannot.
    /// </summary>
    private static Verdict? InternalNetwork(AddressQuestion asked)
    {
        if (!asked.FromContainer || asked.Peer is not { } peer || asked.TheirBridge is not { Internal: true } theirs)
            return null;
        return asked.Family == AddressFamily.InterNetwork
            ? AddressRules.Blocked(asked, PodmanReasons.Internal(asked, peer, theirs))
            : Verdict.Unknown(asked.Address, PodmanReasons.InternalOfIPv6(asked, peer, theirs));
    }

    /// <summary>
    /// Isolated networks are kept from each other, and from no others (netavark's chains NETAVARK_ISOLATION). Podman isolates each network
    /// that its Docker API makes, hides that, and forgets it when the networks are listed or inspected: containers that start after that
    /// are not isolated (up to 5.8 by the source of convertLibpodNetworktoDockerNetwork). Only of the default network is it certain.
    /// </summary>
    private static Verdict? OtherNetwork(AddressQuestion asked)
    {
        if (!asked.FromContainer || asked.Peer is not { } peer || asked.TheirBridge is not { } theirs)
            return null;
        return theirs.DefaultBridge || asked.SourceEndpoints is [{ Network: "bridge" }]
            ? AddressRules.Reachable(asked, null, PodmanReasons.NotIsolated(asked, peer, theirs))
            : Verdict.Unknown(asked.Address, PodmanReasons.IsolationNotKnown(asked, peer, theirs));
    }

    /// <summary>An internal network without DNS gets no gateway (networkCreate of netavark), so the host has no address there.</summary>
    private static bool IsWithoutHost(Network bridge) => bridge is { Internal: true, ResolvesNames: false };

    private static bool LeavesByBridge(AddressQuestion asked) => asked.SourceEndpoints.Any(e =>
        asked.Question.NetworkOf(e) is { Driver: "bridge", Internal: false } network && HasFamily(network, asked.Family));

    private static bool HasFamily(Network network, AddressFamily family) =>
        network.Subnets.Any(s => s.BaseAddress.AddressFamily == family);

    private static bool IsOnLink(Network network, AddressQuestion asked) => network.Subnets.Any(s => s.Contains(asked.Address));

    /// <summary>
    /// Each has one network, the same. A publisher with several is redirected to by any of them, and a source with several sends by any.
    /// </summary>
    private static bool AreOnOneNetwork(Container one, Container other) =>
        one.Endpoints is [var ours] && other.Endpoints is [var theirs] && ours.NetworkId == theirs.NetworkId;

    private static bool IsUp(NetworkEndpoint endpoint) => endpoint.State is ContainerState.Running or ContainerState.Paused;
}
