using DockerNetwork.Model.Results;

namespace DockerNetwork.IntegrationTests.Faults;

/// <summary>Rules of firewalls: of the administrator, of other programs, of containers, and the engine's own that are gone.</summary>
internal static class FirewallFaults
{
    private static readonly FaultProbe Web = FaultProbe.Tcp("fa", "fb", 80);
    private static readonly FaultProbe HostWeb = FaultProbe.Tcp("fa", "{front.gw}", 8090);

    public static IEnumerable<Fault> All =>
    [
        new Fault("drop in DOCKER-USER", Web, ReasonCode.DroppedByRule) { Lost = "@host {fa.veth}", NeedsIptables = true }
            .With("@host", "iptables", "-I DOCKER-USER -s {fa} -d {fb} -m comment --comment 'no web to db' -j DROP")
            .Names("@host", "DOCKER-USER", RuleOwner.DockerUser, "no web to db"),
        new Fault("reject in DOCKER-USER", Web, ReasonCode.RefusedByRule) { Lost = "@host {fa.veth}", NeedsIptables = true }
            .With("@host", "iptables", "-I DOCKER-USER -s {fa} -p tcp --dport 80 -j REJECT --reject-with icmp-host-prohibited")
            .Names("@host", "DOCKER-USER", RuleOwner.DockerUser, "REJECT"),
        new Fault("reject with a reset in DOCKER-USER", Web, ReasonCode.RefusedByRule) { Lost = "@host {fa.veth}", NeedsIptables = true }
            .With("@host", "iptables", "-I DOCKER-USER -s {fa} -p tcp --dport 80 -j REJECT --reject-with tcp-reset")
            .Names("@host", "DOCKER-USER", RuleOwner.DockerUser, "tcp-reset"),
        new Fault("FORWARD flushed, policy DROP", Web, ReasonCode.DroppedByRule) { Lost = "@host {fa.veth}", NeedsIptables = true }
            .Step(
                "@host",
                "iptables-save -t filter >{folder}/filter; iptables -F FORWARD; iptables -P FORWARD DROP",
                "iptables-restore <{folder}/filter")
            .Names("@host", "FORWARD", RuleOwner.Unknown, "policy"),
        new Fault("drop of a TCP option from usual ports", Web, ReasonCode.DroppedByRule) { Lost = "@host {fa.veth}", NeedsIptables = true }
            .With("@host", "iptables", "-I DOCKER-USER -s {fa} -p tcp --sport 32768:60999 --syn --tcp-option 8 -j DROP")
            .Names("@host", "DOCKER-USER", RuleOwner.DockerUser, "--tcp-option 8"),
        new Fault("every second packet dropped in DOCKER-USER", Web, ReasonCode.DroppedByRule)
            { Lost = "@host {fa.veth}", NeedsIptables = true, Answered = true, Count = 6 }
            .With("@host", "iptables", "-I DOCKER-USER -s {fa} -d {fb} -p tcp --syn -m statistic --mode nth --every 2 --packet 0 -j DROP")
            .Names("@host", "DOCKER-USER", RuleOwner.DockerUser, "statistic"),
        new Fault("every second answer dropped in DOCKER-USER", FaultProbe.Echo("fa", "fb"), ReasonCode.DroppedByRule)
            { Lost = "@host {fb.veth}", LosesAnswer = true, NeedsIptables = true, Answered = true, Count = 6 }
            .With(
                "@host", "iptables",
                "-I DOCKER-USER -s {fb} -p icmp --icmp-type echo-reply -m statistic --mode nth --every 2 --packet 0 -j DROP")
            .Names("@host", "DOCKER-USER", RuleOwner.DockerUser, "statistic"),
        new Fault("every second request dropped in the target", FaultProbe.Echo("fa", "fb"), ReasonCode.DroppedByRule)
            { Lost = "fb eth0", Answered = true, Count = 6 }
            .With("fb", "iptables", "-A INPUT -p icmp --icmp-type echo-request -m statistic --mode nth --every 2 --packet 0 -j DROP")
            .Names("fb", "INPUT", RuleOwner.Container, "statistic"),
        new Fault("published port rejected behind its translation", FaultProbe.Tcp("@host", "{host}", 8080), ReasonCode.RefusedByRule)
            { Lost = "fb eth0", NeedsIptables = true }
            .With("fb", "iptables", "-A INPUT -p tcp --dport 80 -j REJECT --reject-with icmp-host-prohibited")
            .Names("fb", "INPUT", RuleOwner.Container, "REJECT"),
        new Fault("drop of an address outside in DOCKER-USER", FaultProbe.Tcp("fa", "@outside", 80), ReasonCode.DroppedByRule)
            { Lost = "@host {front}", NeedsIptables = true }
            .With("@host", "iptables", "-I DOCKER-USER -s {fa} -d {outside} -j DROP")
            .Names("@host", "DOCKER-USER", RuleOwner.DockerUser, "{outside}"),
        new Fault("answers from outside dropped", FaultProbe.Tcp("fa", "@outside", 80), ReasonCode.DroppedByRule)
            { Lost = "@host eth0", LosesAnswer = true, NeedsIptables = true }
            .With("@host", "iptables", "-I DOCKER-USER -s {outside} -p tcp --sport 80 -j DROP")
            .Names("@host", "DOCKER-USER", RuleOwner.DockerUser, "--sport 80"),
        new Fault("firewall in the target", Web, ReasonCode.DroppedByRule) { Lost = "fb eth0" }
            .With("fb", "iptables", "-A INPUT -p tcp --dport 80 -j DROP")
            .Names("fb", "INPUT", RuleOwner.Container, "--dport 80"),
        new Fault("firewall in the target, for answers", Web, ReasonCode.DroppedByRule) { Lost = "fb eth0" }
            .With("fb", "iptables", "-A OUTPUT -p tcp --sport 80 -j DROP")
            .Names("fb", "OUTPUT", RuleOwner.Container, "--sport 80"),
        new Fault("reject with a reset in the target", Web, ReasonCode.RefusedByRule)
            .With("fb", "iptables", "-A INPUT -p tcp --dport 80 -j REJECT --reject-with tcp-reset")
            .Names("fb", "INPUT", RuleOwner.Container, "tcp-reset"),
        new Fault("firewall in the source, for requests", Web, ReasonCode.DroppedByRule)
            .With("fa", "iptables", "-A OUTPUT -p tcp --dport 80 -j DROP")
            .Names("fa", "OUTPUT", RuleOwner.Container, "--dport 80"),
        new Fault("firewall in the source, for answers", Web, ReasonCode.DroppedByRule) { Lost = "fa eth0", LosesAnswer = true }
            .With("fa", "iptables", "-A INPUT -p tcp --sport 80 -j DROP")
            .Names("fa", "INPUT", RuleOwner.Container, "--sport 80"),
        new Fault("legacy iptables", Web, ReasonCode.DroppedByRule) { Lost = "@host {fa.veth}" }
            .With("@host", "iptables-legacy", "-I FORWARD -s {fa} -d {fb} -j DROP")
            .Names("@host", "FORWARD", RuleOwner.Unknown, "{fb}"),
        new Fault("nft table with a set", Web, ReasonCode.DroppedByRule) { Lost = "@host {fa.veth}" }
            .Step(
                "@host",
                "nft -f - <<'END'\ntable inet corp {\n set closed { type ipv4_addr; elements = { {fb} } }\n"
                    + " chain gate {\n type filter hook forward priority -10\n ip daddr @closed drop comment \"corp policy 7\"\n }\n}\nEND",
                "nft delete table inet corp")
            .Names("@host", "gate", RuleOwner.Unknown, "corp policy 7"),
        new Fault("nft table of the bridge", Web, ReasonCode.DroppedByRule) { Lost = "@host {fa.veth}" }
            .Step(
                "@host",
                "nft add table bridge corp; nft 'add chain bridge corp gate { type filter hook forward priority 0; }';"
                    + " nft add rule bridge corp gate ip daddr {fb} drop",
                "nft delete table bridge corp")
            .Names("@host", "gate", RuleOwner.Unknown, "{fb}"),
        new Fault("nft rule at the ingress of a link, without a counter", Web, ReasonCode.DroppedByRule) { Lost = "@host {fa.veth}" }
            .Step(
                "@host",
                "nft add table netdev corp;"
                    + " nft 'add chain netdev corp gate { type filter hook ingress device \"{fa.veth}\" priority 0; }';"
                    + " nft add rule netdev corp gate ip daddr {fb} drop",
                "nft delete table netdev corp")
            .Names("@host", "gate", RuleOwner.Unknown, "{fb}"),
        new Fault("questions for the next hop dropped by a table of the bridge", Web, ReasonCode.DroppedByRule)
            .Step(
                "@host",
                "nft add table bridge corp; nft 'add chain bridge corp gate { type filter hook forward priority 0; }';"
                    + " nft add rule bridge corp gate ether type arp drop",
                "nft delete table bridge corp")
            .Step("fa", "ip neigh flush dev eth0", "true")
            .Names("@host", "gate", RuleOwner.Unknown, "drop"),
        new Fault("questions for the next hop dropped in the target", Web, ReasonCode.DroppedByRule)
            .Step(
                "fb",
                "nft add table arp corp; nft 'add chain arp corp gate { type filter hook input priority 0; }';"
                    + " nft add rule arp corp gate arp operation request drop",
                "nft delete table arp corp")
            .Step("fa", "ip neigh flush dev eth0", "true")
            .Names("fb", "gate", RuleOwner.Container, "drop"),
        new Fault("firewalld rejects", Web, ReasonCode.RefusedByRule) { Lost = "@host {fa.veth}" }
            .Step(
                "@host",
                "nft add table inet firewalld; nft 'add chain inet firewalld filter_FORWARD { type filter hook forward priority 10; }';"
                    + " nft add rule inet firewalld filter_FORWARD ip daddr {fb} reject with icmpx admin-prohibited",
                "nft delete table inet firewalld")
            .Names("@host", "filter_FORWARD", RuleOwner.Firewalld, "reject"),
        new Fault("ufw for a service of the host", HostWeb, ReasonCode.DroppedByRule) { Lost = "@host {front}" }
            .Step(
                "@host",
                "iptables -N ufw-user-input; iptables -A ufw-user-input -p tcp --dport 8090 -j DROP; iptables -I INPUT -j ufw-user-input",
                "iptables -D INPUT -j ufw-user-input; iptables -F ufw-user-input; iptables -X ufw-user-input")
            .Names("@host", "ufw-user-input", RuleOwner.Ufw, "--dport 8090"),
        new Fault("service of the host refused", HostWeb, ReasonCode.RefusedByRule) { Lost = "@host {front}" }
            .With("@host", "iptables", "-I INPUT -i {front} -p tcp --dport 8090 -j REJECT")
            .Names("@host", "INPUT", RuleOwner.Unknown, "REJECT"),
        new Fault("published port, drop before its proxy", FaultProbe.Tcp("fa", "{front.gw}", 8082), ReasonCode.DroppedByRule)
            { Lost = "@host {front}" }
            .With("@host", "iptables", "-I INPUT -i {front} -p tcp --dport 8082 -j DROP")
            .Names("@host", "INPUT", RuleOwner.Unknown, "--dport 8082"),
        new Fault("published port, drop behind its proxy", FaultProbe.Tcp("fa", "{front.gw}", 8082), ReasonCode.DroppedByRule)
            { Answered = true }
            .With("@host", "iptables", "-I OUTPUT -d {fp} -p tcp --dport 80 -j DROP")
            .Names("@host", "OUTPUT", RuleOwner.Unknown, "--dport 80"),
        new Fault("datagrams dropped", FaultProbe.Udp("fa", "fb", 99), ReasonCode.DroppedByRule, ReasonCode.PacketLost)
            { Lost = "@host {fa.veth}", NeedsIptables = true, Sound = false }
            .With("@host", "iptables", "-I DOCKER-USER -s {fa} -p udp --dport 99 -j DROP")
            .Names("@host", "DOCKER-USER", RuleOwner.DockerUser, "--dport 99"),
        new Fault(
            "another network, dropped by the engine", FaultProbe.Tcp("fc", "fb", 80), ReasonCode.IsolatedNetworks, ReasonCode.DroppedByRule)
            { Sound = false, NeedsDirectDrop = true, Lost = "@host {fc.veth}" }
            .Names("@host", "PREROUTING", RuleOwner.Docker, "{fb}"),
    ];
}
