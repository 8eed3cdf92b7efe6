using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>Settings of the ports of a bridge (bridge(8)) that keep packets from passing.</summary>
internal static class BridgePorts
{
    /// <summary>The port takes no packets and sends none.</summary>
    /// <param name="evidence">What is known.</param>
    /// <param name="place">The container behind the port.</param>
    /// <param name="end">The port. Its links and its bridge are known to be up.</param>
    public static Reason? Blocked(TraceEvidence evidence, TracePlace place, (TracePlace Place, NamespaceItem Link) end) =>
        end.Link.Port is { } state and not "forwarding"
            ? Closed(evidence, place, end, $"is in the state {state}, so the bridge passes nothing through it", "state 3")
            : null;

    /// <summary>
    /// The bridge passes nothing between source and target, or not what it has to; null if it does, or if that is not known.
    /// </summary>
    public static Reason? Between(TraceEvidence evidence, bool answers) =>
        evidence.Target is not { IsHost: false } target || evidence.Source.IsHost || target == evidence.Source ? null
        : Isolated(evidence, target) ?? NotFlooded(evidence, answers ? evidence.Source : target);

    /// <summary>
    /// The bridge sends packets for a MAC address that it has not learned to all ports but this one, and it has not learned that of the
    /// container.
    /// </summary>
    public static Reason? NotFlooded(TraceEvidence evidence, TracePlace receiver)
    {
        foreach (var (own, end) in Links.Ends(evidence, receiver))
        {
            if (own.Mac is { } mac
                && Off(end.Link, "flood")
                && evidence.Look(end.Place)?.BridgeEntries.Any(entry => entry.Index == end.Link.Index
                    && string.Equals(entry.Mac, mac, StringComparison.OrdinalIgnoreCase)) == false)
            {
                var learns = !Off(end.Link, "learning");
                return Closed(
                    evidence, receiver, end,
                    "gets no packets for MAC addresses that the bridge has not learned "
                    + $"(flood off{(learns ? "" : ", learning off")}), and it has not learned {mac}",
                    learns ? "flood on" : "learning on flood on");
            }
        }

        return null;
    }

    /// <summary>The question for the next hop does not get to who has to answer.</summary>
    public static Reason? NotAsked(TraceEvidence evidence, TracePlace owner, IPAddress asked)
    {
        var name = asked.AddressFamily == AddressFamily.InterNetwork ? "bcast_flood" : "mcast_flood";
        if (evidence.Sightings.Any(seen => seen.Kind == SightingKind.WhoHas && seen.Place == owner && Equals(seen.To, asked)))
            return null;
        return Links.Ends(evidence, owner).Where(pair => Off(pair.End.Link, name))
            .Select(pair => Closed(
                evidence, owner, pair.End, $"gets no {(name[0] == 'b' ? "broadcasts" : "multicasts")} ({name} off), so the "
                    + $"{TraceReasons.Request(asked)} for {asked} does not reach {owner.Name}",
                $"{name} on"))
            .FirstOrDefault();
    }

    /// <summary>Without a port proxy, a container reaches its own published port through its own port of the bridge and back.</summary>
    public static Reason? Hairpin(TraceEvidence evidence)
    {
        var question = evidence.Question;
        if (evidence.Source.IsHost
            || evidence.Target != evidence.Source
            || evidence.Host is not { } host
            || !host.Has(evidence.To)
            || question.Port is not { } port
            || question.Index.Host?.IsProxied(evidence.To, port, question.Protocol) != false
            || host.Sysctl($"net.bridge.bridge-nf-call-{(evidence.Spec.Family == 6 ? "ip6tables" : "iptables")}") is null or 0)
            return null;
        return Links.Ends(evidence, evidence.Source).Where(pair => pair.End.Link.Hairpin == false)
            .Select(pair => Closed(
                evidence, evidence.Source, pair.End, "sends nothing back out of itself (hairpin off), which a container without a port "
                    + "proxy needs to reach its own published port",
                "hairpin on"))
            .FirstOrDefault();
    }

    private static Reason? Isolated(TraceEvidence evidence, TracePlace target)
    {
        foreach (var (_, end) in Links.Ends(evidence, evidence.Source).Where(pair => pair.End.Link is { Master: not null, Isolated: true }))
        {
            foreach (var (_, other) in Links.Ends(evidence, target))
            {
                if (other.Place == end.Place && other.Link.Master == end.Link.Master && other.Link.Isolated == true)
                {
                    return new Reason(
                        ReasonCode.BridgePortClosed, target.Name,
                        $"On the bridge {Links.Master(evidence, other)?.Name}, the ports {other.Link.Name} (of {target.Name}) and "
                        + $"{end.Link.Name} (of {evidence.Source.Name}) are both isolated. A bridge passes no packets between isolated "
                        + $"ports. {Mend(target, other, "isolated off")}");
                }
            }
        }

        return null;
    }

    private static bool Off(NamespaceItem port, string name) => port.PortOff?.Contains(name, StringComparer.Ordinal) == true;

    private static Reason Closed(
        TraceEvidence evidence, TracePlace place, (TracePlace Place, NamespaceItem Link) end, string what, string mend) => new(
        ReasonCode.BridgePortClosed, place.Name,
        $"The port {end.Link.Name} of the bridge {Links.Master(evidence, end)?.Name}, which leads to {place.Name}, {what}. "
        + Mend(place, end, mend));

    private static string Mend(TracePlace place, (TracePlace Place, NamespaceItem Link) end, string mend) => end.Place.IsHost
        ? $"On the host: bridge link set dev {end.Link.Name} {mend}"
        : $"Connect {place.Name} to the network again, or restart it.";
}
