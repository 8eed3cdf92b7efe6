using System.Net.Sockets;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// What the host's own interfaces do to packets, which only its facts show. Each rule decides only what is certain; anything else is left
/// to the other rules, and to a trace.
/// </summary>
internal static class HostLinkRules
{
    /// <summary>
    /// The bridge that packets of the source leave by is switched off, or has no port at all, so that the source cannot be on it. Linux
    /// passes on no frames between the ports of a bridge that is down.
    /// </summary>
    public static Verdict? Severed(AddressQuestion asked)
    {
        if (!asked.FromContainer
            || asked.Host is not { } host
            || asked.Leaving is not { Driver: "bridge" } ours
            || asked.SourceEndpoints.All(endpoint => endpoint.NetworkId != ours.Id)
            || host.Link(ours.Bridge) is not { } bridge)
        {
            return null;
        }

        return bridge.Up == false ? AddressRules.Blocked(asked, HostLinkReasons.LinkDown(asked, ours), ours.Name)
            : !host.HasPorts(ours) ? AddressRules.Blocked(asked, HostLinkReasons.NotOnBridge(asked, ours), ours.Name)
            : null;
    }

    /// <summary>
    /// Packets to other networks go to the gateway of the source's network, which is not an address of the host any more. If it is known
    /// that only containers are on the bridge, nobody answers for it. Not for IPv6, whose gateway may be a link-local address, which facts
    /// do not have.
    /// </summary>
    public static Verdict? BridgeWithoutAddress(AddressQuestion asked) =>
        asked is { FromContainer: true, Family: AddressFamily.InterNetwork, LeavesByBridge: true, Host: { } host }
        && !asked.Routes.Any(route => route.Contains(asked.Address))
        && asked.Leaving is { Driver: "bridge" } ours
        && !asked.IsWithoutHost(ours)
        && host.Link(ours.Bridge) is not null
        && asked.SourceEndpoints.FirstOrDefault(endpoint => endpoint.NetworkId == ours.Id)?.Gateway is { } gateway
        && !host.Has(gateway)
        && asked.Question.Index.At(gateway).Length == 0
            ? host.HasOnlyContainers(ours)
                ? AddressRules.Blocked(asked, HostLinkReasons.BridgeWithoutAddress(asked, ours, gateway), ours.Name)
                : Verdict.Unknown(asked.Address, HostLinkReasons.BridgeWithoutAddress(asked, ours, gateway))
            : null;

    /// <summary>
    /// The bridge by which packets, or their answers, come to the host and that does not forward them; null if all do. For IPv4 the setting
    /// of the interface decides, and net.ipv4.ip_forward changes all of them at once. For IPv6 the setting of all interfaces decides
    /// (ip6_forward of the kernel).
    /// </summary>
    public static Network? NotForwarding(AddressQuestion asked)
    {
        if (asked.Family != AddressFamily.InterNetwork || asked.Host is not { } host)
            return null;
        return new[] { asked.Leaving, asked.TheirBridge }
            .FirstOrDefault(network => network is { Driver: "bridge" } && host.Link(network.Bridge)?.ForwardsIPv4 == false);
    }

    /// <summary>Whether all bridges on the way are known to forward, whatever the setting of all interfaces says.</summary>
    public static bool AllForward(AddressQuestion asked) =>
        asked is { Family: AddressFamily.InterNetwork, Host: { } host, Leaving: { } ours, TheirBridge: { } theirs }
        && host.Link(ours.Bridge)?.ForwardsIPv4 == true
        && host.Link(theirs.Bridge)?.ForwardsIPv4 == true;
}
