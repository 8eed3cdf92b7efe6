using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Listening;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>The sentences of a trace: what decides, where, and what to do about it.</summary>
internal static class TraceReasons
{
    /// <summary>What a result says that was not traced.</summary>
    public const string Advice = "Trace-ContainerReachability shows where the packets are lost.";

    /// <summary>How to learn which rule it is; and if that was asked, that none was found.</summary>
    public static string Hint(TraceEvidence evidence) => evidence.Explained
        ? "-Explain found no rule that ends the packets."
        : "Trace-ContainerReachability -Explain names the firewall rule.";

    /// <summary>Who sends the packets.</summary>
    public static string Sender(TraceEvidence evidence) => evidence.Port is null ? Of(evidence.Source) : "the port proxy (docker-proxy)";

    /// <summary>The target as a probe names it: "db, TCP port 80"; behind a port proxy, the container.</summary>
    public static string Target(TraceEvidence evidence) =>
        evidence is { Port: { } behind, Target: { } container } ? $"{container.Name}, TCP port {behind}"
        : evidence.Question is { Port: { } port, Protocol: var protocol } question
        ? $"{Name(question)}, {protocol.ToUpperInvariant()} port {port}"
        : Name(evidence.Question);

    public static Reason NotSeen(TraceEvidence evidence) => new(
        ReasonCode.PacketLost, evidence.Source.Name,
        $"None of the packets that {Of(evidence.Source)} sent to {evidence.To} was seen on any of its interfaces. {Hint(evidence)}");

    public static Reason NotSent(TraceEvidence evidence, string? text) => new(
        ReasonCode.NoRouteFromSource, evidence.Source.Name,
        $"{The(evidence.Source)} cannot send packets to {evidence.To}: {Cause(text)}.");

    /// <summary>Without the words of the probe program that say the same.</summary>
    private static string Cause(string? text) => text?.Replace("The packets cannot be sent: ", "", StringComparison.Ordinal).TrimEnd('.')
        ?? "its kernel refuses them";

    public static Reason NoRoute(TraceEvidence evidence) => new(
        ReasonCode.NoRouteFromSource, evidence.Source.Name,
        $"{The(evidence.Source)} has no route to {evidence.To}, and no default route. "
        + (evidence.Source.IsHost
            ? $"On the host: ip route get {evidence.To}"
            : $"Connect {evidence.Source.Name} to a network that leads there. If it is on one, restart it."));

    public static Reason OwnFirewall(TraceEvidence evidence, string code = ReasonCode.DroppedByRule) => new(
        code, evidence.Source.Name,
        $"A firewall in the network namespace of {Of(evidence.Source)} does not let it send packets to {Target(evidence)}. "
        + Hint(evidence));

    public static Reason LostAfter(TraceEvidence evidence, Sighting last) => new(
        last.IsAnswer ? ReasonCode.AnswerLost : ReasonCode.PacketLost, last.Place.Name,
        $"{Packet(last)} {(last.Item.Out ? "left" : "entered")} {Of(last.Place)} through {Interface(evidence, last)} and was not seen "
        + "again.");

    public static Reason LostInHost(TraceEvidence evidence, Sighting last) => new(
        last.IsAnswer ? ReasonCode.AnswerLost : ReasonCode.PacketLost, "@host",
        $"{Packet(last)} entered the engine's host through {Interface(evidence, last)} and did not leave it. The host's routes and "
        + $"settings do not explain the loss. A firewall on the host may have dropped it. {Hint(evidence)}");

    public static Reason LostInTarget(TraceEvidence evidence, Sighting last) => new(
        ReasonCode.PacketLost, last.Place.Name,
        $"The request reached {Of(last.Place)} through {Interface(evidence, last)}, but no answer left it. A firewall in the network "
        + $"namespace of {Of(last.Place)} may drop the request or the answer. {Hint(evidence)}");

    public static Reason LostInSource(TraceEvidence evidence, Sighting answer) => new(
        ReasonCode.AnswerLost, answer.Place.Name,
        "The trace's packets were answered, but the probe's were not. A firewall in the network namespace of "
        + $"{answer.Place.Name} may drop the answers, or something on the way lets only some packets through. {Hint(evidence)}");

    /// <summary>How many packets were lost, and where most of them.</summary>
    public static string SomeLost(TraceEvidence evidence, Sighting? last, int here, int all, bool refused) =>
        $"{all} of {evidence.Sent} packets were {(refused ? "refused" : "lost")}"
        + (here == all ? "" : $", {here} of them")
        + (last is null ? $" before they left {Of(evidence.Source)}."
            : $" after {(last.IsAnswer ? "the answer" : "the request")} {(last.Item.Out ? "left" : "entered")} {Of(last.Place)} "
                + $"through {Interface(evidence, last)}.");

    public static string OfSomeCause(TraceEvidence evidence, TracePlace place) =>
        $"The others got further. A firewall rule of {Of(place)} that limits rates or drops at random may do that, or an overloaded or "
        + $"faulty link. {Hint(evidence)}";

    public static Reason LeftTheHost(Sighting last, NamespaceItem? link) => new(
        ReasonCode.PacketLost, "@host",
        $"The request left the engine's host through {link?.Name ?? "an interface"} for {last.To}, but no answer came back. The trace "
        + "cannot see beyond the host.");

    public static Reason DatagramArrived(TraceEvidence evidence, Sighting last) => new(
        ReasonCode.NoAnswer, last.Place.Name,
        $"The datagrams reached {Of(last.Place)} through {Interface(evidence, last)}, but nothing answered. Many UDP services answer only "
        + "requests that they understand.");

    public static Reason LinkDown(TracePlace place, string? link, string? network) => new(
        ReasonCode.LinkDown, place.Name,
        $"The interface {link} of {Of(place)}{(network is null ? "" : $", on the network {network},")} is down. "
        + (place.IsHost ? $"On the host: ip link set {link} up" : $"Connect {place.Name} to the network again, or restart it."));

    public static Reason NotOnBridge(TracePlace place, string? link, Network network, string? master) => new(
        ReasonCode.NotOnBridge, place.Name,
        $"{link}, the host's end of the link of {place.Name} on the network {network.Name}, is "
        + (master is null ? "not a port of a bridge" : $"a port of {master}")
        + $". It must be a port of {network.Bridge}. On the host: ip link set {link} master {network.Bridge}");

    public static Reason BridgeWithoutAddress(string bridge, Network network, IPAddress address) => new(
        ReasonCode.BridgeWithoutAddress, "@host",
        $"The bridge {bridge} of the network {network.Name} has lost its address {address}, so the host is not the gateway of its "
        + $"containers. On the host: ip address add {address}/{Prefix(network, address)} dev {bridge}");

    public static Reason AddressGone(TracePlace place, IPAddress address) => new(
        ReasonCode.NoNeighbor, place.Name,
        $"The engine assigned the address {address} to {place.Name}, but no interface of {place.Name} has it any more. Something in the "
        + $"container removed it, or the engine's state is stale. Restart {place.Name}.");

    /// <summary>What asks for the MAC address of the next hop.</summary>
    public static string Request(IPAddress asked) =>
        asked.AddressFamily == AddressFamily.InterNetwork ? "ARP request" : "neighbor solicitation";

    public static Reason NoNeighbor(TraceEvidence evidence, TracePlace asker, IPAddress asked) => new(
        ReasonCode.NoNeighbor, asker.Name,
        $"{The(asker)} asks who has {asked} "
        + $"({(asked.AddressFamily == AddressFamily.InterNetwork ? "ARP" : "neighbor discovery")}), "
        + $"but gets no answer, so it cannot send packets to {evidence.To}."
        + OverlayReasons.Unknown(evidence, asked));

    public static Reason NeighbourRefused(TracePlace asker, IPAddress asked, bool routed) => new(
        ReasonCode.ReversePathFilter, "@host",
        $"{asker.Name} asks who has {asked} (ARP), and the engine's host does not answer. The host "
        + (routed ? $"reaches {asker.Name} through another interface" : $"has no route back to {asker.Name}")
        + ", so its reverse path filter drops the ARP request (net.ipv4.conf.*.rp_filter).");

    public static Reason WrongMac(TracePlace target, TracePlace sender, IPAddress? to, string? mac) => new(
        ReasonCode.WrongMacAddress, sender.Name,
        $"The packets came to {target.Name} with "
        + (mac is null ? "another MAC address than its own" : $"the MAC address {mac}, not its own")
        + $", so it discards them. The neighbor table of {Of(sender)} has a wrong or outdated entry for {to}"
        + (sender.IsHost ? $". On the host: ip neigh flush to {to}" : $": restart {sender.Name}, or delete the entry there."));

    public static Reason NeighborTableFull(TracePlace place) => new(
        ReasonCode.NeighborTableFull, place.Name,
        $"The kernel's neighbor table is full, so {Of(place)} cannot find the MAC address of the next hop. Raise "
        + "net.ipv4.neigh.default.gc_thresh3 on the host.");

    public static Reason ConnectionTableFull(TracePlace place, long count, long most) => new(
        ReasonCode.ConnectionTableFull, place.Name,
        $"The connection tracking table of {Of(place)} is full ({count} of {most}), so the kernel drops the packets of new connections. "
        + "Raise net.netfilter.nf_conntrack_max.");

    public static Reason DuplicateAddress(TraceEvidence evidence, IPAddress address, IReadOnlyList<string> owners) => new(
        ReasonCode.DuplicateAddress, evidence.Target?.Name ?? address.ToString(),
        $"Several machines claim {address} (MAC addresses {string.Join(", ", owners.Take(4))}). The packets did not go to "
        + $"{Name(evidence.Question)}.");

    public static Reason Impersonated(TraceEvidence evidence, TracePlace target) => new(
        ReasonCode.DuplicateAddress, target.Name,
        $"{Of(evidence.Source)} got answers that {target.Name} did not send: another machine on the way answers for {evidence.To}.");

    public static Reason WrongPort(Sighting last, NamespaceItem link, TracePlace target) => new(
        ReasonCode.DuplicateMacAddress, target.Name,
        $"The bridge sent the request to {link.Name}, which is not the link of {target.Name}: something else on the network uses its "
        + "address or its MAC address.");

    public static Reason ReversePathFilter(TracePlace place, Sighting last, string link) => new(
        ReasonCode.ReversePathFilter, place.Name,
        $"{The(place)} drops the packet from {last.From} that arrives on {link}, because its route to {last.From} leads through "
        + "another interface (net.ipv4.conf.*.rp_filter).");

    public static Reason NotForwarded(string link, IPAddress to) => new(
        ReasonCode.NotForwarded, "@host",
        $"The engine's host does not forward packets that arrive on {link}. On the host: "
        + (to.AddressFamily == AddressFamily.InterNetwork
            ? $"sysctl -w net.ipv4.ip_forward=1; sysctl -w net.ipv4.conf.{link.Replace('.', '/')}.forwarding=1"
            : $"sysctl -w net.ipv6.conf.all.forwarding=1"));

    public static Reason ReplyMisrouted(TracePlace place, RouteItem route) => new(
        ReasonCode.ReplyMisrouted, place.Name,
        $"The request reached {Of(place)}, and its routes send the answer {RouteReasons.Through(route, null)}, which is not the interface "
        + "that the request came by.");

    public static Reason NoRouteBack(TracePlace place, Sighting last, RouteItem route) => new(
        ReasonCode.NoRouteBack, place.Name,
        $"The request reached {Of(place)}, which has no route to {last.From} for the answer"
        + $"{(route.Type is { } type and not "unicast" ? $" ({type})" : "")}.");

    public static Reason EchoIgnored(TracePlace place) => new(
        ReasonCode.EchoIgnored, place.Name,
        $"The request reached {Of(place)}, whose kernel ignores echo requests (icmp_echo_ignore_all). Test a port instead.");

    public static Reason QueueFull(TraceEvidence evidence, TracePlace place) => new(
        ReasonCode.QueueFull, place.Name,
        $"The request reached {Of(place)} but was not answered. At the same time, a queue of connections there overflowed. If it is the "
        + $"queue of {Target(evidence)}, the process is not accepting connections. Is it stopped, or too busy?");

    public static Reason Refused(TraceEvidence evidence, Sighting last, string by) => new(
        ReasonCode.RefusedByRule, last.Place.Name,
        $"{The(last.Place)} answers the packets to {Target(evidence)} with {by}, as a firewall rule with the target REJECT does. "
        + Hint(evidence));

    public static Reason RefusedForListener(TraceEvidence evidence, Sighting request, Listener listener) => new(
        ReasonCode.RefusedByRule, request.Place.Name,
        $"{The(request.Place)} listens on {listener.Described()} and answers what is sent there with ICMP port unreachable, which is "
        + $"what a firewall rule with the target REJECT does. {Hint(evidence)}");

    public static Reason NobodyListens(TracePlace place, int port) => new(
        ReasonCode.NobodyListens, place.Name,
        $"No process {(place.IsHost ? "on the engine's host" : $"in {place.Name}")} listens on {port}/udp.");

    public static Reason NotTranslated(TraceEvidence evidence, bool withoutProxy) => new(
        ReasonCode.NotTranslated, "@host",
        $"The host itself refuses port {evidence.Question.Port}{(withoutProxy ? ", and no port proxy serves it" : "")}: "
        + $"the rule that translates it to {Published(evidence)} is missing"
        + (evidence.Explained
            ? ". Something flushed the engine's rules. Restart the engine, or the container."
            : ", or a firewall rule with the target REJECT refuses it. If something flushed the engine's rules, restart the engine or "
                + $"the container. {Hint(evidence)}"));

    public static Reason ProxyNotRunning(TraceEvidence evidence) => new(
        ReasonCode.ProxyNotRunning, "@host",
        $"The engine serves port {evidence.Question.Port} at {evidence.To} with a port proxy (docker-proxy), but none is running for it. "
        + $"Restart {Published(evidence)}.");

    public static Reason BridgeNetfilterOff(TraceEvidence evidence, Sighting last, string name) => new(
        ReasonCode.BridgeNetfilterOff, "@host",
        $"The answer came from {last.From}, not from {evidence.To}: packets between ports of a bridge do not pass the host's firewall, so "
        + $"the host does not translate it back. On the host: modprobe br_netfilter; sysctl -w {name}=1");

    public static Reason NotTranslatedBack(TraceEvidence evidence, Sighting last) => new(
        ReasonCode.AnswerLost, evidence.Source.Name,
        $"The answer came from {last.From}, not from {evidence.To}, so {Of(evidence.Source)} does not accept it. "
        + "The host did not translate it back.");

    public static Reason AnswersFromElsewhere(TraceEvidence evidence, Sighting request, Sighting answer) => new(
        ReasonCode.AnswerLost, answer.Place.Name,
        $"{The(answer.Place)} answers from {answer.Ends.From} instead of {request.Ends.To}, so {Of(evidence.Source)} discards the "
        + "answer. A UDP service that listens on all addresses answers from the one that its route to the source prefers. Ask it at "
        + $"{answer.From}, or make it listen on {request.To}.");

    public static Reason TooBig(Sighting error) => new(
        ReasonCode.PathMtu, error.From?.ToString() ?? "@host",
        $"The packets are too large: according to {error.From}, the next link carries at most {error.Item.Mtu ?? 0} bytes.");

    /// <summary>"ICMP port unreachable".</summary>
    public static string Icmp(Sighting error) => IcmpText.Of(error.Item.Icmp ?? 0, error.To?.AddressFamily, error.Item.Mtu);

    private static string Name(Question question) => question.Target?.Name ?? question.Literal;

    public static string Published(TraceEvidence evidence) => evidence.Target?.Name ?? "the container";

    public static string Of(TracePlace place) =>
        place.IsHost ? "the engine's host" : place.Overlay is { } overlay ? $"the overlay network {overlay.Name}" : place.Name;

    /// <summary>The same at the beginning of a sentence.</summary>
    private static string The(TracePlace place) => place.IsHost ? "The engine's host" : place.Name;

    private static string Packet(Sighting seen) => seen.IsAnswer ? "The answer" : "The request";

    /// <summary>The name of the interface where a packet was seen.</summary>
    public static string Interface(TraceEvidence evidence, Sighting seen) =>
        evidence.Look(seen.Place)?.Links.GetValueOrDefault(seen.Item.Link ?? 0)?.Name ?? "an interface";

    /// <summary>" (NAME)" of the container that has an address; empty if there is none.</summary>
    public static string Owner(TraceEvidence? evidence, string address) =>
        IPAddress.TryParse(address, out var at) && evidence?.Question.Index.At(at).FirstOrDefault() is { } endpoint
            ? $" ({endpoint.Container})"
            : "";

    private static int Prefix(Network network, IPAddress address)
    {
        foreach (var subnet in network.Subnets)
        {
            if (subnet.Contains(address))
                return subnet.PrefixLength;
        }

        return address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
    }
}
