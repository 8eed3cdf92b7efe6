using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>
/// What is decided when the host's addresses, routes, listeners and proxies are known, and what is left undecided without.
/// </summary>
public class HostFactsTests
{
    private static readonly EngineProduct Docker20 = new(EngineKind.Docker, new EngineVersion(20, 10, 24));
    private static readonly EngineProduct Docker28 = new(EngineKind.Docker, new EngineVersion(28, 5, 2));

    private static HostFacts Facts(bool proxies = true, params string[] without) => new()
    {
        Addresses = [.. new[] { "127.0.0.1", "::1", "192.0.2.5", "172.17.0.1", "10.1.0.1", "10.2.0.1", "10.9.0.1" }
            .Except(without)
            .Select(text => new HostAddress(IPAddress.Parse(text), 24, "eth0"))],
        Links = [.. new[] { "app", "app", "back", "inside" }.Select(Port)],
        Routes =
        [
            new HostRoute(IPNetwork.Parse("0.0.0.0/0"), IPAddress.Parse("192.0.2.1"), "eth0"),
            new HostRoute(IPNetwork.Parse("192.0.2.0/24"), null, "eth0"),
        ],
        ForwardsIPv4 = true,
        Listeners = [new HostListener("tcp", IPAddress.Any, 22), new HostListener("tcp", IPAddress.Loopback, 631)],
        Proxies = proxies
            ? [
                new PortProxy("tcp", IPAddress.Any, 8080, IPAddress.Parse("10.1.0.5"), 80),
                new PortProxy("tcp", IPAddress.IPv6Any, 8080, IPAddress.Parse("10.1.0.5"), 80),
                new PortProxy("tcp", IPAddress.Any, 9999, IPAddress.Parse("10.1.0.5"), 99),
            ]
            : [],
    };

    private static HostLink Port(string network) => new("veth", $"br-{TestEngine.Id(network)[..12]}");

    private static TestEngine Engine(HostFacts? facts, EngineProduct? product = null) =>
        new TestEngine { Facts = facts, Engine = product ?? Docker28 }
            .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
            .Network("back", "10.2.0.0/24", gateway: "10.2.0.1")
            .Network("inside", "10.9.0.0/24", gateway: "10.9.0.1", isInternal: true)
            .Network("vlan", "10.3.0.0/24", driver: "macvlan")
            .Container("web", "app=10.1.0.2@10.1.0.1")
            .Container("job", "back=10.2.0.2@10.2.0.1")
            .Container("kept", product == Docker20 ? "inside=10.9.0.2@10.9.0.1" : "inside=10.9.0.2")
            .Container("edge", "vlan=10.3.0.2@10.3.0.1")
            .PublishingFrom("open", ["app=10.1.0.5@10.1.0.1"], "0.0.0.0:8080->80/tcp", "[::]:8080->80/tcp")
            .OnHost("monitor")
            .Inspected("web", new HostConfig())
            .Inspected("job", new HostConfig())
            .Inspected("kept", new HostConfig())
            .Inspected("open", new HostConfig());

    private static Verdict At(TestEngine engine, string source, string address, int? port = null, string? target = null) =>
        Predictor.Predict(
            new Question(engine.Snapshot, engine[source], target is null ? null : engine[target], address) { Port = port });

    /// <summary>The best known fault of macvlan: a parent interface and its children do not see each other.</summary>
    [Theory]
    [InlineData("10.3.0.7", ReasonCode.HostNotOnNetwork, "The kernel separates the containers of macvlan networks from the host's own ")]
    [InlineData("10.3.0.8", ReasonCode.UnusedAddress, "no running container of this engine has it")]
    public void The_kernel_keeps_a_macvlan_from_its_host(string address, string code, string text)
    {
        var facts = Facts() with { Addresses = [.. Facts().Addresses, new HostAddress(IPAddress.Parse("10.3.0.7"), 24, "eth0")] };

        var verdict = At(Engine(facts), "edge", address);

        Assert.Equal((ReachabilityState.Unknown, code), (verdict.State, verdict.Reasons[0].Code));
        Assert.Contains(text, verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("monitor", "'localhost' means the host itself.")]
    [InlineData("web", "'localhost' means the container itself.")]
    public void Localhost_is_the_source(string source, string message) =>
        Assert.Contains(At(Engine(null), source, "localhost").AllReasons(), reason => reason.Message == message);

    /// <summary>Found by the agreement on 28.5 with userland-proxy=false.</summary>
    [Theory]
    [InlineData(true, "::1", ReachabilityState.Reachable)]
    [InlineData(false, "::1", ReachabilityState.Unknown)]
    [InlineData(false, "127.0.0.1", ReachabilityState.Reachable)]
    public void Without_a_proxy_nothing_redirects_the_IPv6_loopback_address(bool proxies, string address, ReachabilityState state) =>
        Assert.Equal(state, At(Engine(Facts(proxies)), "monitor", address, 8080).State);

    /// <summary>Found by the agreement on 20.10 and 26.1: without an address on its bridge the host is not answered.</summary>
    [Theory]
    [InlineData(true, ReachabilityState.Reachable)]
    [InlineData(false, ReachabilityState.Unknown)]
    public void Without_a_proxy_a_bridge_without_address_is_not_certain(bool proxies, ReachabilityState state)
    {
        var engine = new TestEngine { Facts = Facts(proxies), Engine = Docker28 }
            .Network("dark", "10.3.0.0/24", option: "com.docker.network.bridge.inhibit_ipv4=true", gateway: "10.3.0.1")
            .PublishingFrom("open", ["dark=10.3.0.5@10.3.0.1"], "0.0.0.0:8080->80/tcp")
            .OnHost("monitor");

        Assert.Equal(state, At(engine, "monitor", "127.0.0.1", 8080).State);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("monitor")]
    public void An_address_of_the_host_is_reached(string source)
    {
        var verdict = At(Engine(Facts()), source, "192.0.2.5");

        Assert.Equal((ReachabilityState.Reachable, "@host"), (verdict.State, verdict.Answered));
        Assert.Equal(ReasonCode.HostAddress, verdict.Reasons[0].Code);
        Assert.Equal(ReachabilityState.Unknown, At(Engine(null), source, "192.0.2.5").State);
    }

    [Fact]
    public void An_address_that_somebody_gave_a_bridge_is_reached_on_it()
    {
        var facts = Facts();
        var engine = Engine(facts with
        {
            Addresses = [.. facts.Addresses, .. new[] { "10.1.0.200", "10.9.0.200" }.Select(text =>
                new HostAddress(IPAddress.Parse(text), 24, "br"))],
        });

        Assert.Equal(ReachabilityState.Reachable, At(engine, "web", "10.1.0.200").State);
        Assert.Equal(ReachabilityState.Reachable, At(engine, "kept", "10.9.0.200").State);
        Assert.Equal(ReachabilityState.Reachable, At(engine, "job", "10.1.0.200").State);
    }

    [Fact]
    public void A_network_that_the_host_has_no_address_on_does_not_lead_to_it() => Assert.Equal(
        ReachabilityState.Unknown,
        At(Engine(Facts() with { Addresses = [new HostAddress(IPAddress.Parse("10.3.0.77"), 24, "eth1")] }), "edge", "10.3.0.77").State);

    [Fact]
    public void An_internal_network_has_no_route_to_it_on_newer_engines()
    {
        Assert.Equal(ReachabilityState.NoRoute, At(Engine(Facts()), "kept", "192.0.2.5").State);
        Assert.Equal(ReachabilityState.Reachable, At(Engine(Facts(), Docker20), "kept", "192.0.2.5").State);
    }

    [Fact]
    public void Old_engines_drop_what_leaves_an_internal_network()
    {
        Assert.Equal(ReachabilityState.Blocked, At(Engine(Facts(), Docker20), "kept", "203.0.113.9").State);
        Assert.Equal(ReachabilityState.Unknown, At(Engine(null, Docker20), "kept", "203.0.113.9").State);
    }

    [Theory]
    [InlineData("web", "192.0.2.5", 22, "Reachable", "HostAddress")]
    [InlineData("web", "192.0.2.5", 23, "Refused", "NobodyListens")]
    [InlineData("web", "10.1.0.1", 23, "Refused", "NobodyListens")]
    [InlineData("web", "192.0.2.5", 631, "Refused", "NobodyListens")]
    [InlineData("web", "192.0.2.5", 8080, "Reachable", "HostAddress")]
    [InlineData("job", "10.1.0.1", 8080, "Reachable", "HostAddress")]
    [InlineData("monitor", "127.0.0.1", 631, "Reachable", "SameNamespace")]
    [InlineData("monitor", "127.0.0.1", 23, "Refused", "NobodyListens")]
    [InlineData("monitor", "127.0.0.1", 8080, "Reachable", "SameNamespace")]
    [InlineData("web", "127.0.0.1", 23, "Reachable", "SameNamespace")]
    // Left behind by its container, or another engine's. (Found by the agreement on 20.10 and 26.1, seeds 2082 and 2100.)
    [InlineData("web", "192.0.2.5", 9999, "Unknown", "NotPredicted")]
    [InlineData("monitor", "127.0.0.1", 9999, "Unknown", "NotPredicted")]
    public void A_port_of_the_host_is_served_by_a_listener_or_a_publisher(
        string source, string address, int port, string state, string code)
    {
        var verdict = At(Engine(Facts()), source, address, port);

        Assert.Equal((state, code), (verdict.State.ToString(), verdict.Reasons[0].Code));
    }

    [Fact]
    public void The_reason_says_where_else_something_listens() => Assert.Contains(
        "No process listens on 631/tcp there, but one does at 127.0.0.1.",
        At(Engine(Facts()), "web", "192.0.2.5", 631).Reasons[0].Message,
        StringComparison.Ordinal);

    [Fact]
    public void Without_known_listeners_a_port_of_the_host_is_reached() =>
        Assert.Equal(ReachabilityState.Reachable, At(Engine(Facts() with { Listeners = null }), "web", "192.0.2.5", 23).State);

    [Fact]
    public void A_swarms_ports_are_not_listened_on() => Assert.Equal(
        ReachabilityState.Reachable,
        Predictor.Predict(
            new Question(
                EngineSnapshot.Create(
                    [new() { Name = "ingress", Id = "i", Driver = "overlay", Scope = "swarm", Ingress = true }], [], TestEngine.Host)
                    .With(Facts()),
                Engine(Facts())["monitor"],
                null,
                "127.0.0.1") { Port = 23 }).State);

    [Theory]
    [InlineData("web", 80, "Reachable")]
    [InlineData("job", 80, "Blocked")]
    [InlineData("monitor", 80, "Reachable")]
    public void Without_a_proxy_a_published_port_is_redirected_between_networks(string source, int unused, string state)
    {
        _ = unused;
        var verdict = At(Engine(Facts(proxies: false)), source, "192.0.2.5", 8080);

        Assert.Equal(state, verdict.State.ToString());
        if (verdict.State == ReachabilityState.Blocked)
            Assert.Contains("userland-proxy=false", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    /// <summary>Seen on 20.10 and 26.1 with userland-proxy=false: a handshake with a socket of dockerd.</summary>
    [Theory]
    [InlineData(false, false, ReachabilityState.Unknown)]
    [InlineData(true, false, ReachabilityState.Reachable)]
    [InlineData(false, true, ReachabilityState.Reachable)]
    public void Without_a_proxy_old_engines_only_hold_ports_of_IPv6(bool proxies, bool newer, ReachabilityState state)
    {
        var facts = Facts(proxies) with { Addresses = [.. Facts().Addresses, new HostAddress(IPAddress.Parse("2001:db8::5"), 64, "eth0")] };
        var verdict = At(Engine(facts, newer ? Docker28 : Docker20), "monitor", "2001:db8::5", 8080);

        Assert.Equal((state, state == ReachabilityState.Unknown), (verdict.State, verdict.HandshakeShowsNothing));
    }

    /// <summary>Found by the agreement with userland-proxy=false: docker_gwbridge has inter-container communication off.</summary>
    [Theory]
    [InlineData("false", false, ReachabilityState.Blocked)]
    [InlineData("false", true, ReachabilityState.Reachable)]
    [InlineData("true", false, ReachabilityState.Reachable)]
    public void Without_a_proxy_a_published_port_is_redirected_back_into_its_own_network(string icc, bool proxies, ReachabilityState state)
    {
        var facts = Facts() with { Proxies = proxies ? [new PortProxy("tcp", IPAddress.Any, 8081, IPAddress.Parse("10.4.0.5"), 80)] : [] };
        var engine = Engine(facts)
            .Network("apart", "10.4.0.0/24", option: $"com.docker.network.bridge.enable_icc={icc}", gateway: "10.4.0.1")
            .Container("other", "apart=10.4.0.2@10.4.0.1")
            .PublishingFrom("shut", ["apart=10.4.0.5@10.4.0.1"], "0.0.0.0:8081->80/tcp");

        Assert.Equal(state, At(engine, "other", "192.0.2.5", 8081).State);
        Assert.Equal(state, At(engine, "shut", "192.0.2.5", 8081).State);
    }

    /// <summary>Seen on 28.5 and 29.7 after <c>sysctl -w net.ipv4.ip_forward=0</c>: proxies still serve published ports on 28.5.</summary>
    [Theory]
    [InlineData("203.0.113.9", null, ReachabilityState.Blocked)]
    [InlineData("10.2.0.2", null, ReachabilityState.Blocked)]
    [InlineData("10.1.0.5", null, ReachabilityState.Reachable)]
    [InlineData("192.0.2.5", 8080, ReachabilityState.Reachable)]
    public void A_host_that_does_not_forward_keeps_networks_apart(string address, int? port, ReachabilityState state)
    {
        var verdict = At(Engine(Facts() with { ForwardsIPv4 = false }), "web", address, port);

        Assert.Equal(state, verdict.State);
        Assert.Equal(state == ReachabilityState.Blocked, verdict.Reasons[0].Code == ReasonCode.NotForwarded);
    }

    [Theory]
    [InlineData("web", "10.1.0.77")]
    [InlineData("job", "10.1.0.77")]
    [InlineData("monitor", "10.1.0.77")]
    public void An_address_of_a_bridge_network_that_nobody_has_is_not_reached(string source, string address)
    {
        var verdict = At(Engine(Facts()), source, address);

        Assert.Equal((ReachabilityState.Blocked, ReasonCode.UnusedAddress), (verdict.State, verdict.Reasons[0].Code));
        Assert.Contains("neither a running container nor the engine's host has it", verdict.Reasons[0].Message, StringComparison.Ordinal);
        Assert.Equal(ReachabilityState.Unknown, At(Engine(null), source, address).State);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("job")]
    [InlineData("monitor")]
    public void Something_else_on_the_bridge_may_have_the_address(string source) => Assert.Equal(
        ReachabilityState.Unknown,
        At(Engine(Facts() with { Links = [.. Facts().Links, Port("app")] }), source, "10.1.0.77").State);

    [Theory]
    [InlineData("NET_ADMIN", false, ReachabilityState.Unknown)]
    [InlineData("cap_net_admin", false, ReachabilityState.Unknown)]
    [InlineData("ALL", false, ReachabilityState.Unknown)]
    [InlineData("NET_RAW", true, ReachabilityState.Unknown)]
    [InlineData("NET_RAW", false, ReachabilityState.Blocked)]
    public void A_container_that_may_give_itself_addresses_may_have_it(string capability, bool privileged, ReachabilityState state)
    {
        var engine = Engine(Facts()).Inspected("web", new HostConfig { CapAdd = [capability], Privileged = privileged });

        Assert.Equal(state, At(engine, "open", "10.1.0.77").State);
        Assert.Equal(ReachabilityState.Blocked, At(engine, "open", "10.2.0.77").State);
    }

    [Fact]
    public void A_container_that_was_not_inspected_may_have_it() => Assert.Equal(
        ReachabilityState.Unknown,
        At(Engine(Facts() with { Links = [.. Facts().Links, Port("app")] }).Container("new", "app=10.1.0.9"), "web", "10.1.0.77").State);

    /// <summary>Found by an attacker: the host reached another machine at a container's address, which then counted as reached.</summary>
    [Theory]
    [InlineData("monitor", "10.1.0.2", ReachabilityState.Unknown)]
    [InlineData("job", "10.1.0.2", ReachabilityState.Unknown)]
    [InlineData("open", "10.1.0.2", ReachabilityState.Reachable)]
    [InlineData("monitor", "10.1.0.5", ReachabilityState.Reachable)]
    public void The_host_may_send_packets_for_a_container_elsewhere(string source, string address, ReachabilityState state)
    {
        var byRoute = Facts() with
        {
            Routes = [.. Facts().Routes, new HostRoute(IPNetwork.Parse("10.1.0.2/32"), IPAddress.Parse("192.0.2.9"), "eth0")],
        };
        var byAddress = Facts() with { Addresses = [.. Facts().Addresses, new HostAddress(IPAddress.Parse("10.1.0.2"), 32, "lo")] };

        foreach (var facts in new[] { byRoute, byAddress })
        {
            var engine = Engine(facts);
            var verdict = At(engine, source, address, target: address == "10.1.0.2" ? "web" : "open");
            var aim = Aim.Of(new Question(engine.Snapshot, engine[source], engine["web"], address), IPAddress.Parse(address));
            Assert.Equal(state, verdict.State);
            if (state == ReachabilityState.Unknown)
                Assert.NotEqual("web", aim.Answered(new Question(engine.Snapshot, engine[source], engine["web"], address)));
        }
    }

    [Theory]
    [InlineData("web", "10.1.0.255")]
    [InlineData("web", "10.1.0.0")]
    [InlineData("edge", "10.3.0.77")]
    public void Of_other_addresses_nothing_is_said(string source, string address) =>
        Assert.Equal(ReachabilityState.Unknown, At(Engine(Facts()), source, address).State);

    [Fact]
    public void A_bridge_that_lost_its_address_is_not_the_host()
    {
        var verdict = At(Engine(Facts(without: "10.1.0.1")), "web", "10.1.0.1");

        Assert.Equal((ReachabilityState.Blocked, ReasonCode.UnusedAddress), (verdict.State, verdict.Reasons[0].Code));
        Assert.Contains("the engine's host does not have the address", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("monitor", "192.0.2.5", true, "monitor")]
    [InlineData("monitor", "203.0.113.7", false, null)]
    [InlineData("monitor", "10.1.0.77", false, null)]
    [InlineData("open", "192.0.2.5", true, "open")]
    [InlineData("open", "203.0.113.7", false, null)]
    [InlineData("open", "10.1.0.77", false, null)]
    [InlineData("web", "192.0.2.5", false, "open")]
    [InlineData("edge", "10.3.0.77", null, null)]
    [InlineData("web", "fe80::9", null, null)]
    public void Whose_an_address_is_is_known(string target, string address, bool? hits, string? answered)
    {
        var engine = Engine(Facts());
        var port = target == "monitor" ? 22 : 8080;
        var question = new Question(engine.Snapshot, engine["job"], engine[target], "some.name") { Port = port };

        var aim = Aim.Of(question, IPAddress.Parse(address));

        Assert.Equal((hits, answered), (aim.Hits, aim.Answered(question)));
    }

    [Theory]
    [InlineData("monitor", "203.0.113.7")]
    [InlineData("open", "203.0.113.7")]
    [InlineData("open", "10.1.0.77")]
    public void Without_facts_it_may_be_the_targets(string target, string address)
    {
        var engine = Engine(null);
        var question = new Question(engine.Snapshot, engine["job"], engine[target], "some.name") { Port = 8080 };

        Assert.Null(Aim.Of(question, IPAddress.Parse(address)).Hits);
    }

    [Theory]
    [InlineData("web", "The engine's host sends to it through 192.0.2.1.", "through the network app, which is masqueraded.")]
    [InlineData("monitor", "The engine's host sends to it through 192.0.2.1.", "")]
    [InlineData("edge", "", "through the network vlan, over the parent interface.")]
    public void The_reason_says_how_packets_leave(string source, string host, string network)
    {
        var verdict = At(Engine(Facts()), source, "203.0.113.7");

        Assert.Equal(ReachabilityState.Unknown, verdict.State);
        Assert.Contains(host, verdict.Reasons[0].Message, StringComparison.Ordinal);
        Assert.Contains(network, verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_says_what_the_host_lacks()
    {
        var engine = Engine(Facts() with { Routes = [] });

        var message = At(engine, "web", "203.0.113.7").Reasons[0].Message;

        Assert.Contains("The main routing table of the engine's host has no route to it.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("forwards", At(engine, "monitor", "203.0.113.7").Reasons[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_neighbour_of_the_host_is_on_its_network() => Assert.Contains(
        "The engine's host is on the network of that address, through eth0.",
        At(Engine(Facts()), "web", "192.0.2.77").Reasons[0].Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("open", "some.name", 8080, true)]
    [InlineData("open", "some.name", 8081, false)]
    [InlineData(null, "192.0.2.5", 8080, true)]
    [InlineData(null, "192.0.2.6", 8080, false)]
    [InlineData(null, "127.0.0.1", 8080, false)]
    [InlineData(null, "192.0.2.5", 9999, false)]
    public void A_proxy_that_the_engine_does_not_know_is_not_believed(string? target, string name, int port, bool proxied)
    {
        var engine = Engine(Facts());
        var asked = new ReachabilityTarget(name, target is null ? null : engine[target]);

        Assert.Equal(proxied, new HostPorts(engine.Snapshot).MayBeProxied(
            engine["job"], asked, TargetName.Of(name), new Service(ProbeProtocol.Tcp, port)));
    }

    [Fact]
    public void Where_a_proxy_may_be_met_depends_on_the_source()
    {
        var engine = Engine(Facts());
        var ports = new HostPorts(engine.Snapshot);

        Assert.DoesNotContain("127.0.0.1", ports.Addresses(engine["web"])!);
        Assert.Contains("192.0.2.5", ports.Addresses(engine["web"])!);
        Assert.Contains("127.0.0.1", ports.Addresses(engine["monitor"])!);
        Assert.Null(new HostPorts(Engine(null).Snapshot).Addresses(engine["web"]));
    }

    [Fact]
    public void Inspecting_keeps_the_facts() => Assert.NotNull(Engine(Facts()).Snapshot.With([]).HostFacts);

    [Fact]
    public void The_last_address_of_a_subnet_is_its_broadcast_address() => Assert.Equal(
        ("10.1.0.255", "10.1.0.3"),
        (FreeAddresses.Last(IPNetwork.Parse("10.1.0.0/24")).ToString(), FreeAddresses.Last(IPNetwork.Parse("10.1.0.0/30")).ToString()));
}
