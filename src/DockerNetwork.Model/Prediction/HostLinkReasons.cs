using System.Net;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>The sentences of <see cref="HostLinkRules"/>, with what to do about it on the host.</summary>
internal static class HostLinkReasons
{
    public static Reason LinkDown(AddressQuestion asked, Network ours) => new(
        ReasonCode.LinkDown, ours.Name,
        $"Packets from {asked.Source} to {asked.Address} leave by the network {ours}, whose bridge {ours.Bridge} is down on the engine's "
        + $"host. Bring it up there: ip link set {ours.Bridge} up");

    public static Reason NotOnBridge(AddressQuestion asked, Network ours) => new(
        ReasonCode.NotOnBridge, ours.Name,
        $"Packets from {asked.Source} to {asked.Address} leave by the network {ours}, but no interface is on its bridge {ours.Bridge} on "
        + $"the engine's host. Disconnect {asked.Source} from {ours} and connect it again.");

    public static Reason BridgeWithoutAddress(AddressQuestion asked, Network ours, IPAddress gateway) => new(
        ReasonCode.BridgeWithoutAddress, ours.Name,
        $"Packets from {asked.Source} to {asked.Address} go to the gateway {gateway} of the network {ours}, but the engine's host has "
        + $"lost that address. Add it to the bridge {ours.Bridge} there, or restart the engine.");

    public static Reason NotForwarded(AddressQuestion asked, Network bridge) => new(
        ReasonCode.NotForwarded, "@host",
        $"Packets from {asked.Source} to {asked.Address} go through the engine's host, which does not forward IPv4 packets that come in by "
        + $"the bridge {bridge.Bridge} of the network {bridge} (the kernel parameter net.ipv4.conf.{bridge.Bridge}.forwarding is 0).");
}
