using DockerNetwork.Model.Results;

namespace DockerNetwork.IntegrationTests.Faults;

/// <summary>What is wrong in a container: its routes, its listeners, its names, and others that pass for it.</summary>
internal static class TargetFaults
{
    private static readonly FaultProbe Web = FaultProbe.Tcp("fa", "fb", 80);
    private static readonly FaultProbe Outside = FaultProbe.Tcp("fa", "@outside", 80);

    private const string EchoServer = "exec perl -MIO::Socket::INET -e '"
        + "my $s = IO::Socket::INET->new(LocalPort => 97, Proto => \"udp\"); "
        + "while (my $p = $s->recv(my $d, 2000)) { $s->send($d, 0, $p) }'";

    public static IEnumerable<Fault> All =>
    [
        new Fault("blackhole route in the target", Web, ReasonCode.NoRouteBack) { Lost = "fb eth0" }
            .Step("fb", "ip route add blackhole {fa}", "ip route del blackhole {fa}"),
        new Fault("no default route in the target", FaultProbe.Tcp("@host", "fb", 80), ReasonCode.NoRouteBack) { Lost = "fb eth0" }
            .Step(
                "@host",
                "ip route change {front.subnet} dev {front} proto kernel scope link src {host}",
                "ip route change {front.subnet} dev {front} proto kernel scope link src {front.gw}",
                before: true)
            .Step("fb", "ip route del default", "ip route add default via {front.gw}"),
        new Fault("policy routing in the target", Web, ReasonCode.NoRouteBack, ReasonCode.ReplyMisrouted)
            .Step("fb", "ip rule add to {fa} prohibit pref 100", "ip rule del pref 100"),
        new Fault("address lost in the target", Web, ReasonCode.NoNeighbor)
            .Step("fb", "ip address del {fb}/24 dev eth0", "ip address add {fb}/24 brd + dev eth0; ip route add default via {front.gw}"),
        new Fault("link down in the target", Web, ReasonCode.LinkDown)
            .Step("fb", "ip link set eth0 down", "ip link set eth0 up; ip route add default via {front.gw}"),
        new Fault("route of its own in the source", Web, ReasonCode.NoNeighbor, ReasonCode.RouteElsewhere)
            .Step("fa", "ip route add {fb}/32 via {nobody}", "ip route del {fb}/32"),
        new Fault("unreachable route in the source", Web, ReasonCode.NoRouteFromSource)
            .Step("fa", "ip route add unreachable {fb}/32", "ip route del unreachable {fb}/32"),
        new Fault("source without default route", Outside, ReasonCode.NoRouteFromSource)
            .Step("fa", "ip route del default", "ip route add default via {front.gw}"),
        new Fault("link down in the source", Web, ReasonCode.NoRouteFromSource, ReasonCode.LinkDown)
            .Step("fa", "ip link set eth0 down", "ip link set eth0 up; ip route add default via {front.gw}"),
        new Fault("service at the loopback address", FaultProbe.Tcp("fa", "fb", 81), ReasonCode.ListensOnLoopbackOnly) { Sound = false },
        new Fault("service on another port", FaultProbe.Tcp("fa", "fb", 8000), ReasonCode.ListensElsewhere) { Sound = false },
        new Fault("service for IPv6 only", FaultProbe.Tcp("fa", "fb", 83), ReasonCode.ListensElsewhere) { Sound = false }
            .Step("fb", "cat /proc/sys/net/ipv6/bindv6only >{folder}/v6only; echo 1 >/proc/sys/net/ipv6/bindv6only",
                "cat {folder}/v6only >/proc/sys/net/ipv6/bindv6only")
            .Step("@processes:fb", "exec busybox httpd -f -p [::]:83 -h /", "true"),
        new Fault("published port instead of the container's", FaultProbe.Tcp("fa", "fb", 8080), ReasonCode.PublishedPortNotContainerPort)
            { Sound = false },
        new Fault("localhost instead of the container", FaultProbe.Tcp("fa", "127.0.0.1", 80), ReasonCode.LocalhostIsTheContainer)
            { Sound = false },
        new Fault("nobody listens", FaultProbe.Tcp("fa", "fd", 80), ReasonCode.NobodyListens, ReasonCode.PortRefused) { Sound = false },
        new Fault("UDP port that is closed", FaultProbe.Udp("fa", "fb", 99), ReasonCode.NobodyListens) { Sound = false },
        new Fault("UDP port that is closed behind its proxy", FaultProbe.Udp("fa", "{front.gw}", 8084), ReasonCode.NobodyListens)
            { Sound = false },
        new Fault("UDP port that is closed in the host", FaultProbe.Udp("fa", "{front.gw}", 99), ReasonCode.NobodyListens)
            { Sound = false },
        new Fault("UDP service that a firewall refuses", FaultProbe.Udp("fa", "fd", 97), ReasonCode.RefusedByRule) { Sound = false }
            .Step("@processes:fd", EchoServer, "true")
            .With("fd", "iptables", "-A INPUT -p udp --dport 97 -j REJECT")
            .Names("fd", "INPUT", RuleOwner.Container, "--dport 97"),
        new Fault("UDP service that answers from another address", FaultProbe.Udp("fa", "fd", 97), ReasonCode.AnswerLost)
            { Sound = false, Lost = "fd eth0" }
            .Step("@processes:fd", EchoServer, "true")
            .Step("fd", "ip address add {nobody}/24 dev eth0", "ip address del {nobody}/24 dev eth0")
            .Step("fd", "ip route add {fa}/32 dev eth0 src {nobody}", "ip route del {fa}/32 dev eth0"),
        new Fault("stale MAC address in the source", Web, ReasonCode.WrongMacAddress)
            .Step("fa", "ip neigh replace {fb} lladdr 02:00:00:00:00:77 dev eth0 nud permanent", "ip neigh del {fb} dev eth0"),
        new Fault("stale MAC address in the host", FaultProbe.Tcp("fc", "{host}", 8080), ReasonCode.WrongMacAddress)
            .Step(
                "@host",
                "ip neigh replace {fb} lladdr 02:00:00:00:00:77 dev {front} nud permanent",
                "ip neigh del {fb} dev {front}"),
        new Fault("stopped process with a full queue", FaultProbe.Tcp("fa", "fq", 80), ReasonCode.QueueFull) { Lost = "fq eth0" }
            .Step("@host", "kill -STOP {fq.pid}", "kill -CONT {fq.pid}")
            .Step("@processes:fd", "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do sleep 60 | busybox nc {fq} 80 & done; wait", "true"),
        new Fault("paused target", FaultProbe.Tcp("fa", "fb", 80), ReasonCode.TargetPaused) { Answered = true }
            .Step("@docker", "pause fb", "unpause fb"),
        new Fault("duplicate address", Web, ReasonCode.DuplicateAddress)
            .Step(
                "fd",
                "ip address add {fb}/32 dev eth0",
                "ip address del {fb}/32 dev eth0")
            .Step("fa", "ip neigh replace {fb} lladdr {fd.mac} dev eth0 nud permanent", "ip neigh del {fb} dev eth0"),
        new Fault("duplicate MAC address", Web, ReasonCode.DuplicateMacAddress)
            .Step("fa", "ip neigh replace {fb} lladdr {fb.mac} dev eth0 nud permanent", "ip neigh del {fb} dev eth0", before: true)
            .Step("fd", "ip link set eth0 address {fb.mac}", "ip link set eth0 address {fd.mac}")
            .Step("@processes:fd", "exec busybox ping -i 0.05 {front.gw}", "true")
            .Step("fb", "true", "busybox ping -c 3 -i 0.2 -W 1 {front.gw} || true"),
        new Fault("name server outside is silent", FaultProbe.Tcp("fa", "outside.example", 80), ReasonCode.UpstreamDnsSilent)
            { Timeout = TimeSpan.FromSeconds(1), NeedsUpstreamText = true }
            .With("@outside", "iptables", "-I INPUT -p udp --dport 53 -j DROP"),
        new Fault("name server answers another address", FaultProbe.Tcp("fa", "name:fb", 80), ReasonCode.AnotherAddress)
            { Answered = true }
            .Step("@outside", "ip address add 198.51.100.3/32 dev eth0", "ip address del 198.51.100.3/32 dev eth0")
            .Step("@processes:@outside", "exec perl {servers}/name-server.pl 198.51.100.3 fb", "true")
            .Step(
                "@docker",
                "exec fa sh -c 'cp /etc/resolv.conf /tmp/resolv; echo nameserver 198.51.100.3 >/etc/resolv.conf'",
                "exec fa sh -c 'cat /tmp/resolv >/etc/resolv.conf'"),
        new Fault("hosts file with another address", FaultProbe.Tcp("fa", "name:fb", 80), ReasonCode.AnotherAddress)
            { Answered = true }
            .Step(
                "@docker",
                "exec fa sh -c 'cp /etc/hosts /tmp/hosts; echo {fd} fb >>/etc/hosts'",
                "exec fa sh -c 'cat /tmp/hosts >/etc/hosts'"),
    ];
}
