using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// Packets from one bridge network to another, before Docker 29.0; <see cref="DirectAccessRules"/> are those of newer engines.
/// </summary>
internal static class BridgeRules
{
    /// <summary>
    /// Into a network of gateway mode routed other bridge networks may send echo requests, and connections to published ports: to the
    /// container's own port, on the network of its default route. A network that translates addresses (nat) and does not masquerade may
    /// not, because the answer is dropped on its way in, unless that network trusts the bridge it comes from, or the target is on it too.
    /// Seen on 28.5. 27 isolates such a network as any other: DOCKER-ISOLATION-STAGE-2 has a rule that drops what goes to it, and no rule
    /// before it lets anything pass (libnetwork/drivers/bridge/setup_ip_tables_linux.go of v27.0.1 and v27.5.1; moby#48596 changed it in
    /// 28.0).
    /// </summary>
    public static Verdict? RoutedNetwork(AddressQuestion asked)
    {
        if (DirectAccessRules.Apply(asked)
            || asked.Peer is not { } peer
            || asked.TheirBridge is not { Internal: false } theirs
            || !asked.IsRouted(theirs)
            || asked.IsWithoutHost(theirs)
            || !asked.FromContainer
            || !asked.LeavesByBridge)
        {
            return null;
        }

        var target = asked.Snapshot.Container(peer.ContainerId);
        if (asked.Leaving is not { } ours || !DirectAccessRules.AnswerReturns(asked, target, ours))
            return null;
        if (DirectAccessRules.RouterOfAnswer(asked, target, ours) is { } router)
            return Verdict.Unknown(asked.Address, BridgeReasons.AnswerByRouter(asked, target!, router));

        if (asked.Question.Port is not { } port)
            return AddressRules.Reachable(asked, null, AddressReasons.EchoToRoutedNetwork(asked, peer, theirs));
        return target is not null
            && asked.DefaultRouteOf(target)?.Id == theirs.Id
            && target.Ports.Any(p =>
                p.ContainerPort == port && p.Protocol == asked.Question.Protocol && p.HostAddress?.AddressFamily == asked.Family)
            ? AddressRules.Reachable(asked, null, AddressReasons.PublishedInRoutedNetwork(port, peer, theirs))
            : AddressRules.Blocked(asked, AddressReasons.PortNotPublished(asked, port, peer, theirs));
    }

    /// <summary>The engine drops packets from one bridge network to another.</summary>
    public static Verdict? IsolatedBridges(AddressQuestion asked) =>
        asked.LeavesByBridge && Isolation(asked) is { } isolation ? AddressRules.Blocked(asked, isolation) : null;

    /// <summary>Why the engine would drop the packet; null if it would not.</summary>
    public static Reason? Isolation(AddressQuestion asked) =>
        !asked.FromContainer || asked.Peer is not { } peer || asked.TheirBridge is not { } theirs || asked.IsWithoutHost(theirs) ? null
        : DirectAccessRules.Apply(asked) ? DirectAccessRules.Isolation(asked, peer, theirs)
        : asked.KnowsRoutedMode(theirs) && !asked.IsRouted(theirs) ? AddressReasons.RoutedIsolated(asked, peer, theirs)
        : AddressReasons.IsolatedNetworks(asked, peer, theirs);
}
