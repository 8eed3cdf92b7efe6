using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// Whether a packet to an address arrives. The rules follow it: the source's own addresses, its links, its routes, the host's firewall.
/// They are asked in order and the first that has a verdict decides. If a rule describes what an engine does, all of 20.10, 26.1, 28.5 and
/// 29.7 were seen to do it (tests/integration/Agreement), unless it says otherwise. Podman has <see cref="PodmanAddressRules"/>.
/// </summary>
internal static class AddressRules
{
    private delegate Verdict? Rule(AddressQuestion asked);

    private static readonly Rule[] InOrder =
    [
        LoopbackRules.Broadcast,
        IPv6Switch.Undecided,
        LoopbackRules.IPv6Off,
        LoopbackRules.OwnIPv6Address,
        NeighbourRules.OwnAddress,
        NeighbourRules.NoNetwork,
        HostLinkRules.Severed,
        RoutingMeshRules.OnMesh,
        OtherEngineRules.SharedOverlay,
        NeighbourRules.SharedNetwork,
        RouteRules.NoAddressOfFamily,
        HostLinkRules.BridgeWithoutAddress,
        HostRules.LedElsewhere,
        HostRules.HostAddress,
        HostRules.PublishedAddress,
        HostRules.NodeAddress,
        HostRules.OtherAddress,
        RoutingMeshRules.InItsSubnet,
        GroupRules.OfNoMachine,
        NeighbourRules.IPv6DisabledInTarget,
        HostRules.FromHost,
        RouteRules.ForwardedIPv6,
        RouteRules.InternalNetworkOnly,
        RouteRules.NoDefaultRoute,
        RouteRules.NotForwarded,
        DirectAccessRules.Forwarded,
        BridgeRules.RoutedNetwork,
        BridgeRules.IsolatedBridges,
        HostRules.NotOfTheHost,
        OtherEngineRules.OfAnother,
        RouteRules.OutsideTheEngine,
    ];

    /// <summary>Predicts what becomes of a packet to an address.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="address">The address.</param>
    /// <param name="network">The network whose DNS gave it; null if none did.</param>
    public static Verdict Predict(Question question, IPAddress address, string? network)
    {
        var asked = new AddressQuestion(question, address, network);
        if (asked.Snapshot.Engine.Kind == EngineKind.Podman)
            return LinkRules.WithSharedMac(asked, PodmanAddressRules.Predict(asked));
        foreach (var rule in InOrder)
        {
            if (rule(asked) is { } verdict)
                return LinkRules.WithSharedMac(asked, WithFurther(asked, verdict));
        }

        return Verdict.Unknown(address, AddressReasons.NoRule(asked));
    }

    /// <summary>A verdict of <see cref="ReachabilityState.Reachable"/>.</summary>
    public static Verdict Reachable(AddressQuestion asked, string? network, Reason reason) =>
        new(ReachabilityState.Reachable, asked.Address, network, [reason]);

    /// <summary>A verdict of <see cref="ReachabilityState.Blocked"/>.</summary>
    public static Verdict Blocked(AddressQuestion asked, Reason reason, string? network = null) =>
        new(ReachabilityState.Blocked, asked.Address, network, [reason]);

    /// <summary>A verdict of <see cref="ReachabilityState.NoRoute"/>.</summary>
    public static Verdict NoRoute(AddressQuestion asked, Reason reason) => new(ReachabilityState.NoRoute, asked.Address, null, [reason]);

    /// <summary>If the source has no route out, what would stop the packet after that.</summary>
    private static Verdict WithFurther(AddressQuestion asked, Verdict verdict) =>
        verdict.Reasons[0].Code is ReasonCode.NoAddressOfFamily or ReasonCode.InternalNetworkOnly or ReasonCode.NoDefaultRoute
        && asked.SourceEndpoints.All(endpoint => endpoint.NetworkId != asked.Theirs?.Id)
        && BridgeRules.Isolation(asked) is { } further
            ? verdict with { Reasons = [.. verdict.Reasons, further] }
            : verdict;
}
