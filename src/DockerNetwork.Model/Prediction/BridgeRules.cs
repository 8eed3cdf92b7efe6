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
    /// Seen on 28.5; 27 is not predicted.
    /// </summary>
    public static Verdict? RoutedNetwork(AddressQuestion asked)
    {
        if (DirectAccessRules.Apply(asked)
            || asked.Peer is not { } peer
            || asked.TheirBridge is not { Internal: false } theirs
            || theirs.GatewayMode(asked.Family) != "routed"
            || asked.IsWithoutHost(theirs)
            || asked.Version < AddressQuestion.Ip6Tables
            || !asked.FromContainer
            || !asked.LeavesByBridge)
        {
            return null;
        }

        if (!asked.IsRouted(theirs))
            return Verdict.Unknown(asked.Address, AddressReasons.RoutedModeNotPredicted(asked, theirs));
        var target = asked.Snapshot.Container(peer.ContainerId);
        if (asked.Leaving is not { } ours || !DirectAccessRules.AnswerReturns(asked, target, ours))
            return null;

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
        : AddressReasons.IsolatedNetworks(asked, peer, theirs);
}
