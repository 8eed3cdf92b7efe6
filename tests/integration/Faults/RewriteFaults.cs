using DockerNetwork.Model.Results;

namespace DockerNetwork.IntegrationTests.Faults;

/// <summary>Packets that rules of others translate or refuse on the way, and connections of the port proxy that are cut.</summary>
internal static class RewriteFaults
{
    private static readonly FaultProbe Web = FaultProbe.Tcp("fa", "fb", 80);
    private static readonly FaultProbe FromHost = FaultProbe.Tcp("@host", "fb", 80);
    private static readonly FaultProbe Outside = FaultProbe.Tcp("fa", "@outside", 80);
    private static readonly FaultProbe Proxied = FaultProbe.Tcp("fa", "{front.gw}", 8082);

    public static IEnumerable<Fault> All =>
    [
        new Fault("answers to the port proxy dropped", Proxied, ReasonCode.DroppedByRule) { Answered = true, LosesAnswer = true }
            .With("@host", "iptables", "-I INPUT -s {fp} -p tcp --sport 80 -j DROP")
            .Names("@host", "INPUT", RuleOwner.Unknown, "--sport 80"),
        new Fault("port proxy rejected with a message", Proxied, ReasonCode.RefusedByRule) { Answered = true }
            .With("@host", "iptables", "-I OUTPUT -d {fp} -p tcp --dport 80 -j REJECT")
            .Names("@host", "OUTPUT", RuleOwner.Unknown, "--dport 80"),
        new Fault("port proxy rejected with a reset", Proxied, ReasonCode.RefusedByRule) { Answered = true }
            .With("@host", "iptables", "-I OUTPUT -d {fp} -p tcp --dport 80 -j REJECT --reject-with tcp-reset")
            .Names("@host", "OUTPUT", RuleOwner.Unknown, "--dport 80"),
        new Fault("port proxy dropped in the container", Proxied, ReasonCode.DroppedByRule) { Answered = true }
            .With("fp", "iptables", "-A INPUT -s {front.gw} -p tcp --dport 80 -j DROP")
            .Names("fp", "INPUT", RuleOwner.Container, "--dport 80"),
        new Fault("port proxy refused in the container", Proxied, ReasonCode.RefusedByRule) { Answered = true }
            .With("fp", "iptables", "-A INPUT -s {front.gw} -p tcp --dport 80 -j REJECT --reject-with tcp-reset")
            .Names("fp", "INPUT", RuleOwner.Container, "--dport 80"),
        new Fault("reset by the host's own output", FromHost, ReasonCode.RefusedByRule)
            .With("@host", "iptables", "-A OUTPUT -d {fb} -p tcp --dport 80 -j REJECT --reject-with tcp-reset")
            .Names("@host", "OUTPUT", RuleOwner.Unknown, "tcp-reset"),
        new Fault("reset by the source's own output", Web, ReasonCode.RefusedByRule)
            .With("fa", "iptables", "-A OUTPUT -d {fb} -p tcp --dport 80 -j REJECT --reject-with tcp-reset")
            .Names("fa", "OUTPUT", RuleOwner.Container, "tcp-reset"),
        new Fault("redirected in the source", Web, ReasonCode.TranslatedByRule)
            .With("fa", "iptables -t nat", "-A OUTPUT -p tcp --dport 80 -j REDIRECT --to-ports 9999")
            .Names("fa", "OUTPUT", RuleOwner.Container, "REDIRECT"),
        new Fault("redirected in the target", Web, ReasonCode.TranslatedByRule)
            .With("fb", "iptables -t nat", "-A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 9999")
            .Names("fb", "PREROUTING", RuleOwner.Container, "REDIRECT"),
        new Fault("translated in the source", Web, ReasonCode.TranslatedByRule)
            .With("fa", "iptables -t nat", "-A OUTPUT -d {fb} -p tcp --dport 80 -j DNAT --to {fd}:80")
            .Names("fa", "OUTPUT", RuleOwner.Container, "DNAT"),
        new Fault("translated by the host to another container", Web, ReasonCode.TranslatedByRule)
            .With("@host", "iptables -t nat", "-I PREROUTING -s {fa} -d {fb} -p tcp --dport 80 -j DNAT --to {fd}:80")
            .Names("@host", "PREROUTING", RuleOwner.Unknown, "DNAT"),
        new Fault("redirected by the host", Outside, ReasonCode.TranslatedByRule)
            .With("@host", "iptables -t nat", "-I PREROUTING -s {fa} -p tcp --dport 80 -j REDIRECT --to-ports 9999")
            .Names("@host", "PREROUTING", RuleOwner.Unknown, "REDIRECT"),
        new Fault("translated by the host to nobody", Web, ReasonCode.TranslatedByRule)
            .With("@host", "iptables -t nat", "-I PREROUTING -s {fa} -d {fb} -p tcp --dport 80 -j DNAT --to {nobody}:80")
            .Names("@host", "PREROUTING", RuleOwner.Unknown, "DNAT"),
        new Fault("translated by the host, from outside to another", Outside, ReasonCode.TranslatedByRule)
            .With("@host", "iptables -t nat", "-I PREROUTING -s {fa} -d {outside} -p tcp --dport 80 -j DNAT --to {fd}:80")
            .Names("@host", "PREROUTING", RuleOwner.Unknown, "DNAT"),
        new Fault("published port translated elsewhere", FaultProbe.Tcp("fc", "{host}", 8080), ReasonCode.TranslatedByRule)
            .With("@host", "iptables -t nat", "-I PREROUTING -p tcp --dport 8080 -j DNAT --to {fd}:80")
            .Names("@host", "PREROUTING", RuleOwner.Unknown, "DNAT"),
        new Fault("published port redirected", FaultProbe.Tcp("fc", "{host}", 8080), ReasonCode.TranslatedByRule)
            .With("@host", "iptables -t nat", "-I PREROUTING -p tcp --dport 8080 -j REDIRECT --to-ports 9999")
            .Names("@host", "PREROUTING", RuleOwner.Unknown, "REDIRECT"),
        new Fault("datagrams rejected before a closed port", FaultProbe.Udp("fa", "fb", 99), ReasonCode.RefusedByRule)
            { Sound = false, NeedsIptables = true }
            .With("@host", "iptables", "-I DOCKER-USER -s {fa} -p udp --dport 99 -j REJECT")
            .Names("@host", "DOCKER-USER", RuleOwner.DockerUser, "--dport 99"),
        new Fault("drop in a chain of Docker", Outside, ReasonCode.DroppedByRule) { NeedsChain = "DOCKER-FORWARD" }
            .With("@host", "iptables", "-I DOCKER-FORWARD -s {fa} -m comment --comment mine -j DROP")
            .Names("@host", "DOCKER-FORWARD", RuleOwner.Unknown, "mine"),
        new Fault("drop in the chain DOCKER", Web, ReasonCode.DroppedByRule) { NeedsIptables = true }
            .With("@host", "iptables", "-I DOCKER -s {fa} -d {fb} -j DROP")
            .Names("@host", "DOCKER", RuleOwner.Unknown, "{fb}"),
        new Fault("prohibit route of the host", Outside, ReasonCode.RouteElsewhere)
            .Step("@host", "ip route add prohibit {outside}/32", "ip route del prohibit {outside}/32"),
        new Fault("time to live ends at the host", Outside, ReasonCode.PacketLost)
            .With("@host", "iptables -t mangle", "-I PREROUTING -s {fa} -p tcp --dport 80 -j TTL --ttl-set 1"),
        new Fault("answer dropped in the target's output", Web, ReasonCode.DroppedByRule) { Lost = "fb eth0" }
            .With("fb", "iptables", "-A OUTPUT -d {fa} -p tcp --sport 80 -j DROP")
            .Names("fb", "OUTPUT", RuleOwner.Container, "--sport 80"),
        new Fault("route to the target through another container", FromHost, ReasonCode.RouteElsewhere)
            .Step("@host", "ip route add {fb}/32 via {fc}", "ip route del {fb}/32"),
    ];
}
