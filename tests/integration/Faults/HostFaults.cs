using DockerNetwork.Model.Results;

namespace DockerNetwork.IntegrationTests.Faults;

/// <summary>Routes, settings, links and proxies of the engine's host.</summary>
internal static class HostFaults
{
    private static readonly FaultProbe Web = FaultProbe.Tcp("fa", "fb", 80);
    private static readonly FaultProbe Outside = FaultProbe.Tcp("fa", "@outside", 80);
    private static readonly FaultProbe FromHost = FaultProbe.Tcp("@host", "fb", 80);

    public static IEnumerable<Fault> All =>
    [
        new Fault("veth off its bridge", Web, ReasonCode.NotOnBridge)
            .Step("@host", "ip link set {fb.veth} nomaster", "ip link set {fb.veth} master {front}"),
        new Fault("veth of the source off its bridge", Web, ReasonCode.NotOnBridge)
            .Step("@host", "ip link set {fa.veth} nomaster", "ip link set {fa.veth} master {front}"),
        new Fault("veth on another bridge", Web, ReasonCode.NotOnBridge)
            .Step("@host", "ip link set {fb.veth} master {back}", "ip link set {fb.veth} master {front}"),
        new Fault("veth down", Web, ReasonCode.LinkDown).Step("@host", "ip link set {fb.veth} down", "ip link set {fb.veth} up"),
        new Fault("ports of a bridge isolated", Web, "BridgePortClosed")
            .Step(
                "@host",
                "for each in {fa.veth} {fb.veth}; do bridge link set dev $each isolated on; done",
                "for each in {fa.veth} {fb.veth}; do bridge link set dev $each isolated off; done"),
        new Fault("ports of a bridge isolated, next hop not known", Web, "BridgePortClosed")
            .Step(
                "@host",
                "for each in {fa.veth} {fb.veth}; do bridge link set dev $each isolated on; done",
                "for each in {fa.veth} {fb.veth}; do bridge link set dev $each isolated off; done")
            .Step("fa", "ip neigh flush dev eth0", "true"),
        new Fault("port of a bridge blocked", Web, "BridgePortClosed")
            .Step("@host", "bridge link set dev {fb.veth} state 0", "bridge link set dev {fb.veth} state 3"),
        new Fault("port of a bridge blocked, for the source", Web, "BridgePortClosed")
            .Step("@host", "bridge link set dev {fa.veth} state 0", "bridge link set dev {fa.veth} state 3"),
        new Fault("port of a bridge neither learns nor floods", Web, "BridgePortClosed")
            .Step(
                "@host",
                "bridge link set dev {fb.veth} learning off flood off; bridge fdb del {fb.mac} dev {fb.veth} master || true",
                "bridge link set dev {fb.veth} learning on flood on"),
        new Fault("narrow link of the bridge, without a word", FaultProbe.Echo("fa", "fb"), ReasonCode.PathMtu)
            { Size = 1400, Timeout = TimeSpan.FromSeconds(1) }
            .Step("@host", "ip link set {fb.veth} mtu 1000", "ip link set {fb.veth} mtu 1500; ip link set {front} mtu 1500"),
        new Fault("bridge down", Web, ReasonCode.LinkDown).Step("@host", "ip link set {front} down", "ip link set {front} up"),
        new Fault("bridge without address", Outside, ReasonCode.BridgeWithoutAddress)
            .Step("@host", "ip address del {front.gw}/24 dev {front}", "ip address add {front.gw}/24 brd + dev {front}"),
        new Fault("bridge without address, from the host", FromHost, ReasonCode.BridgeWithoutAddress)
            .Step("@host", "ip address del {front.gw}/24 dev {front}", "ip address add {front.gw}/24 brd + dev {front}"),
        new Fault("ip_forward is 0", Outside, ReasonCode.NotForwarded) { Lost = "@host {front}" }
            .Step("@host", "echo 0 >/proc/sys/net/ipv4/ip_forward", "echo 1 >/proc/sys/net/ipv4/ip_forward"),
        new Fault("forwarding of the bridge is 0", Outside, ReasonCode.NotForwarded) { Lost = "@host {front}" }
            .Step("@host", "echo 0 >/proc/sys/net/ipv4/conf/{front}/forwarding", "echo 1 >/proc/sys/net/ipv4/conf/{front}/forwarding"),
        Vpn(new Fault("VPN route over the target", FromHost, ReasonCode.RouteElsewhere))
            .Step("@host", "ip route add {fb}/32 dev vpn0", "ip route del {fb}/32 dev vpn0"),
        Vpn(new Fault("VPN by policy routing", FromHost, ReasonCode.RouteElsewhere))
            .Step(
                "@host",
                "ip route add default dev vpn0 table 100; ip rule add to {front.subnet} lookup 100 pref 100",
                "ip rule del pref 100; ip route flush table 100"),
        new Fault("blackhole route of the host", FromHost, ReasonCode.RouteElsewhere, ReasonCode.NoRouteFromSource)
            .Step("@host", "ip route add blackhole {fb}/32", "ip route del blackhole {fb}/32"),
        Vpn(new Fault("rp_filter", Outside, ReasonCode.ReversePathFilter))
            .Step("@host", "cat /proc/sys/net/ipv4/conf/{front}/rp_filter >{folder}/rp; echo 1 >/proc/sys/net/ipv4/conf/{front}/rp_filter",
                "cat {folder}/rp >/proc/sys/net/ipv4/conf/{front}/rp_filter")
            .Step("@host", "ip route add {fa}/32 dev vpn0", "ip route del {fa}/32 dev vpn0"),
        Loose(Vpn(new Fault("answer routed into a VPN", Outside, ReasonCode.ReplyMisrouted) { LosesAnswer = true, Lost = "@host eth0" }))
            .Step("@host", "ip route add {fa}/32 dev vpn0", "ip route del {fa}/32 dev vpn0"),
        Loose(Vpn(new Fault("answer misrouted by policy", Outside, ReasonCode.ReplyMisrouted) { LosesAnswer = true, Lost = "@host eth0" }))
            .Step(
                "@host",
                "ip route add default dev vpn0 table 101; ip rule add to {fa} lookup 101 pref 101",
                "ip rule del pref 101; ip route flush table 101"),
        Proxy(new Fault("nat table flushed, no proxy", FaultProbe.Tcp("@host", "{host}", 8082), ReasonCode.NotTranslated))
            .Step("@host", "iptables-save -t nat >{folder}/nat; iptables -t nat -F", "iptables-restore <{folder}/nat")
            with { NeedsIptables = true },
        new Fault("proxy killed, port of the loopback address", FaultProbe.Tcp("@host", "127.0.0.1", 8083), ReasonCode.ProxyNotRunning)
            .Step("@host", KillProxies, "true").Step("@docker", "version", "restart fp"),
        new Fault("hairpin without proxy", FaultProbe.Tcp("fa", "{front.gw}", 8082), ReasonCode.ProxyNotRunning)
            .Step("@host", KillProxies, "true").Step("@docker", "version", "restart fp"),
        new Fault("br_netfilter off", FaultProbe.Tcp("fa", "{front.gw}", 8089), ReasonCode.BridgeNetfilterOff)
            { NeedsIptables = true, LosesAnswer = true }
            .Step(
                "@host",
                "iptables -t nat -I PREROUTING -i {front} -d {front.gw} -p tcp --dport 8089 -j DNAT --to {fb}:80",
                "iptables -t nat -D PREROUTING -i {front} -d {front.gw} -p tcp --dport 8089 -j DNAT --to {fb}:80",
                before: true)
            .Step(
                "@host",
                "echo 0 >/proc/sys/net/bridge/bridge-nf-call-iptables",
                "echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables"),
        new Fault("connection table full", Outside, ReasonCode.ConnectionTableFull)
            .Step("@host", "perl {servers}/fill-connections.pl 270000", "perl {servers}/fill-connections.pl 0")
            .Step("@processes:@host", "exec perl {servers}/fill-connections.pl keep", "true"),
        new Fault("internal network", FaultProbe.Tcp("fi", "@outside", 80), ReasonCode.InternalNetworkOnly)
            { Sound = false, MayNameDocker = true },
    ];

    /// <summary>The proxies of the container fp: those for its ports, of this network namespace.</summary>
    private const string KillProxies =
        "for each in $(ip netns pids {namespace}); do"
        + " if tr '\\0' ' ' </proc/$each/cmdline | grep -qE 'docker-proxy .*-host-port 808[23] '; then kill $each; fi; done";

    /// <summary>An interface that leads nowhere.</summary>
    private static Fault Vpn(Fault fault) => fault.Step(
        "@host",
        "ip link add vpn0 type veth peer name vpn1; ip address add 10.99.0.1/24 dev vpn0; ip link set vpn0 up; ip link set vpn1 up",
        "ip link del vpn0",
        before: true);

    /// <summary>Without the reverse path filter, which would drop the request already.</summary>
    private static Fault Loose(Fault fault) => fault.Step(
        "@host",
        "for each in all {front} eth0 vpn0; do echo 0 >/proc/sys/net/ipv4/conf/$each/rp_filter; done",
        "true",
        before: true);

    private static Fault Proxy(Fault fault) =>
        fault.Step("@host", KillProxies, "true", before: true).Step("@docker", "version", "restart fp", before: true);
}
