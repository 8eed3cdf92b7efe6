using System.Net;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>The sentences about packets on overlay networks. Swarm's ports: docs.docker.com, "Open protocols and ports".</summary>
internal static class OverlayReasons
{
    private const string DataPort = "UDP port 4789, unless the swarm has another --data-path-port";

    public static Reason LeftTheHost(TraceEvidence evidence, Sighting last) => new(
        ReasonCode.PacketLost, "@host",
        $"The request left the engine's host through {TraceReasons.Interface(evidence, last)}, in a VXLAN packet to the node "
        + $"{last.Item.TunnelTo}, and no answer came back. Check that the node is up, and that no firewall between the nodes blocks VXLAN "
        + $"({DataPort}). The trace cannot see beyond the host.");

    public static Reason NotTunneled(TraceEvidence evidence, Sighting last)
    {
        var left = $"The request left the overlay network {Name(evidence)} through {TraceReasons.Interface(evidence, last)}";
        return new(
            ReasonCode.PacketLost, "@host",
            evidence.Overlay?.Overlay?.Option.ContainsKey("encrypted") == true
                ? $"{left} for another node, and no answer came back. The network is encrypted (IPsec), so the packets cannot be followed "
                    + "any further."
                : $"{left}, and no VXLAN packet carrying it left the engine's host. A firewall on the host may have dropped it "
                    + $"({DataPort}), or the host has no route to the other node.");
    }

    public static Reason NotTakenOut(TraceEvidence evidence, Sighting last) => new(
        ReasonCode.AnswerLost, "@host",
        $"The answer came back to the engine's host through {TraceReasons.Interface(evidence, last)}, in a VXLAN packet from the node "
        + $"{last.Item.TunnelFrom}, and did not get into the overlay network {Name(evidence)}. A firewall on the host may have dropped it "
        + $"({DataPort}).");

    public static Reason NotOnBridge(TracePlace place, string? link, string network) => new(
        ReasonCode.NotOnBridge, place.Name,
        $"{link}, the other end of the link of {place.Name} on the overlay network {network}, is not a port of the network's bridge. "
        + $"Connect {place.Name} to the network again, or restart it.");

    public static Reason LinkDown(TracePlace place, string? link, string network) => new(
        ReasonCode.LinkDown, place.Name,
        $"The interface {link} in the namespace of the overlay network {network} is down, so {place.Name} is cut off. Connect "
        + $"{place.Name} to the network again, or restart it.");

    public static Reason BridgeDown(string? bridge, string network) => new(
        ReasonCode.LinkDown, network,
        $"The bridge {bridge} in the namespace of the overlay network {network} is down, so no container of this node reaches "
        + "another on the network. Disconnect all containers of this node from it, and connect them again.");

    /// <summary>What else is to be said if nothing answers for an address that is not on this node.</summary>
    public static string Unknown(TraceEvidence evidence, IPAddress asked)
    {
        if (evidence is not { Overlay: { } overlay, Target: null } || evidence.Look(overlay) is not { } look)
            return "";
        if (look.Links.Values.FirstOrDefault(link => link is { Type: "vxlan", Up: false }) is { } tunnel)
        {
            return $" The interface {tunnel.Name} of the overlay network {Name(evidence)}, which leads to the other nodes, is switched "
                + "off.";
        }

        return look.Neighbours.Any(item => item.Address == asked.ToString())
            ? ""
            : " The nodes of a swarm tell each other which node has an address, and this node was not told. Check that TCP and UDP port "
                + "7946 are open between the nodes.";
    }

    private static string Name(TraceEvidence evidence) => evidence.Overlay?.Overlay?.Name ?? "";
}
