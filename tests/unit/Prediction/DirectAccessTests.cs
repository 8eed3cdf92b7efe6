using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Each verdict was seen on 29.7.2, with both firewall backends unless one is named; those of 28.5 on 28.5.2.</summary>
public class DirectAccessTests
{
    private const string Bridge = "com.docker.network.bridge.";
    private const string Mode = Bridge + "gateway_mode_ipv4=";
    private const string NoMasquerade = Bridge + "enable_ip_masquerade=false";
    private static readonly EngineProduct Newest = new(EngineKind.Docker, new(29, 7, 2), "iptables");
    private static readonly EngineProduct Older = new(EngineKind.Docker, new(28, 5, 2));

    /// <summary>db on app is asked for, by web on back; app's bridge is called b-app, and so on.</summary>
    private static TestEngine Engine(string app = "", string back = "", EngineProduct? engine = null) =>
        new TestEngine { Engine = engine ?? Newest }
        .Network("app", "10.1.0.0/24", option: Option("b-app", app), gateway: "10.1.0.1")
        .Network("back", "10.2.0.0/24", option: Option("b-back", back), gateway: "10.2.0.1")
        .Container("db", "app=10.1.0.2@10.1.0.1")
        .Ports("db", new PortSummary("0.0.0.0", 80, 8080, "tcp"), new PortSummary(null, 81, null, "tcp"))
        .Inspected("db", ("80/tcp", ""), ("82/tcp", "::"), ("83/tcp", "0.0.0.0"))
        .Container("web", "back=10.2.0.2@10.2.0.1");

    private static string Option(string bridge, string more) => $"{Bridge}name={bridge}{(more.Length > 0 ? ";" : "")}{more}";

    private static Verdict Ask(TestEngine engine, string address, int? port = null, string protocol = "tcp", string source = "web") =>
        Predictor.Predict(new Question(engine.Snapshot, engine[source], null, address) { Port = port, Protocol = protocol });

    [Theory]
    [InlineData("", null, ReasonCode.IsolatedNetworks)]
    [InlineData("", 81, ReasonCode.IsolatedNetworks)]
    [InlineData(Bridge + "trusted_host_interfaces=eth0:b-back", null, ReasonCode.PortNotPublished)]
    [InlineData(Bridge + "trusted_host_interfaces=eth0:b-back", 81, ReasonCode.PortNotPublished)]
    [InlineData(Mode + "routed", 81, ReasonCode.PortNotPublished)]
    public void What_does_not_come_in_by_its_own_bridge_is_dropped(string app, int? port, string code)
    {
        var verdict = Ask(Engine(app), "10.1.0.2", port);

        Assert.Equal((ReachabilityState.Blocked, code), (verdict.State, verdict.Reasons[0].Code));
        Assert.Equal("Connect-DockerNetwork -Network app -Container web", verdict.Reasons[0].Fix);
    }

    /// <summary>E4: dockerd --allow-direct-routing opens published ports, and the API does not report it. Seen on 29.7.2.</summary>
    [Theory]
    [InlineData("")]
    [InlineData(Bridge + "trusted_host_interfaces=b-other")]
    public void A_published_port_is_open_if_the_engine_allows_direct_routing(string app)
    {
        var verdict = Ask(Engine(app), "10.1.0.2", 80);

        Assert.Equal((ReachabilityState.Unknown, ReasonCode.IsolatedNetworks), (verdict.State, verdict.Reasons[0].Code));
        Assert.Contains("--allow-direct-routing", verdict.Reasons[0].Message, StringComparison.Ordinal);
        Assert.Equal("Connect-DockerNetwork -Network app -Container web", verdict.Reasons[0].Fix);
    }

    [Theory]
    [InlineData(Mode + "nat-unprotected", null, ReasonCode.UnprotectedNetwork)]
    [InlineData(Mode + "nat-unprotected", 4711, ReasonCode.UnprotectedNetwork)]
    [InlineData(Bridge + "trusted_host_interfaces=eth0:b-back", 80, ReasonCode.TrustedInterface)]
    [InlineData(Mode + "routed", null, ReasonCode.RoutedNetwork)]
    [InlineData(Mode + "routed", 80, ReasonCode.RoutedNetwork)]
    public void What_the_network_lets_in_arrives(string app, int? port, string code)
    {
        var verdict = Ask(Engine(app), "10.1.0.2", port);

        Assert.Equal((ReachabilityState.Reachable, code), (verdict.State, verdict.Reasons[0].Code));
    }

    /// <summary>Seen on 29.7.2: a binding of [::] is made to the IPv4 address, and opens the port there. Found by the agreement.</summary>
    [Theory]
    [InlineData(";" + Bridge + "gateway_mode_ipv6=routed", 82, ReachabilityState.Unknown)]
    [InlineData(";" + Bridge + "gateway_mode_ipv6=routed", 83, ReachabilityState.Reachable)]
    [InlineData("", 82, ReachabilityState.Blocked)]
    public void A_port_published_for_IPv6_may_be_open_for_IPv4(string more, int port, ReachabilityState state) =>
        Assert.Equal(state, Ask(Engine(Mode + "routed" + more), "10.1.0.2", port).State);

    /// <summary>Seen on 29.7.2 with --allow-direct-routing, which the engine does not report. Found by the agreement.</summary>
    [Theory]
    [InlineData("nftables", "", ReachabilityState.Unknown)]
    [InlineData("nftables+firewalld", Mode + "routed", ReachabilityState.Reachable)]
    [InlineData("iptables", "", ReachabilityState.Blocked)]
    [InlineData("iptables", Mode + "routed", ReachabilityState.Blocked)]
    [InlineData("iptables", Bridge + "gateway_mode_ipv6=routed", ReachabilityState.Unknown)]
    public void A_port_proxied_from_IPv6_is_open_with_nftables(string backend, string app, ReachabilityState state)
    {
        var engine = Engine(app, engine: Newest with { FirewallBackend = backend })
            .Ports("db", new PortSummary("::", 82, 8082, "tcp"));

        Assert.Equal(state, Ask(engine, "10.1.0.2", 82).State);
    }

    [Theory]
    [InlineData(Mode + "nat-unprotected", 80)]
    [InlineData(Bridge + "trusted_host_interfaces=b-back", 80)]
    public void Engines_before_29_isolate_bridges(string app, int port) =>
        Assert.Equal(ReasonCode.IsolatedNetworks, Ask(Engine(app, engine: Older), "10.1.0.2", port).Reasons[0].Code);

    /// <summary>Seen on 26.1: the option is taken and ignored.</summary>
    [Theory]
    [InlineData(26, 1, "the network back, which is masqueraded.")]
    [InlineData(27, 0, "the network back, which is not masqueraded.")]
    public void Gateway_modes_came_with_27(int major, int minor, string way)
    {
        var engine = Engine(back: Mode + "routed", engine: new EngineProduct(EngineKind.Docker, new(major, minor)));

        Assert.Contains(way, Ask(engine, "203.0.113.7").Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NoMasquerade, ReachabilityState.Unknown)]
    [InlineData(NoMasquerade + ";" + Mode + "nat-unprotected", ReachabilityState.Reachable)]
    [InlineData(NoMasquerade + ";" + Bridge + "trusted_host_interfaces=b-app", ReachabilityState.Reachable)]
    [InlineData(Mode + "routed", ReachabilityState.Reachable)]
    public void The_answer_must_get_in_too(string back, ReachabilityState state) =>
        Assert.Equal(state, Ask(Engine(Mode + "nat-unprotected", back), "10.1.0.2", 80).State);

    [Fact]
    public void The_answer_leaves_by_the_default_route_of_the_target()
    {
        var engine = Engine(Mode + "nat-unprotected", $"{NoMasquerade};{Bridge}trusted_host_interfaces=b-aa")
            .Network("aa", "10.0.0.0/24", option: Option("b-aa", ""), gateway: "10.0.0.1")
            .Container("both", "aa=10.0.0.3@10.0.0.1", "app=10.1.0.3@10.1.0.1");

        Assert.Equal(ReachabilityState.Reachable, Ask(engine, "10.1.0.3").State);
        Assert.Equal(ReachabilityState.Unknown, Ask(engine, "10.1.0.2").State);
    }

    [Theory]
    [InlineData("", ReachabilityState.Reachable)]
    [InlineData("127.0.0.1", ReachabilityState.Reachable)]
    [InlineData("::", ReachabilityState.Blocked)]
    public void A_routed_network_opens_what_is_published_without_being_the_default_route(string binding, ReachabilityState state)
    {
        var engine = Engine(Mode + "routed")
            .Network("aa", "10.0.0.0/24", gateway: "10.0.0.1")
            .Container("both", "aa=10.0.0.3@10.0.0.1", "app=10.1.0.3@10.1.0.1").Inspected("both", ("80/tcp", binding));

        Assert.Equal(state, Ask(engine, "10.1.0.3", 80).State);
    }

    [Fact]
    public void The_list_leaves_out_what_a_routed_network_publishes()
    {
        var verdict = Ask(Engine(Mode + "routed").Container("new", "app=10.1.0.4@10.1.0.1"), "10.1.0.4", 80);

        Assert.Equal((ReachabilityState.Unknown, ReasonCode.NotPredicted), (verdict.State, verdict.Reasons[0].Code));
    }

    [Theory]
    [InlineData(Mode + "nat-unprotected", "fd00:1::2", ReachabilityState.Blocked)]
    [InlineData(Bridge + "gateway_mode_ipv6=nat-unprotected", "fd00:1::2", ReachabilityState.Reachable)]
    public void Each_family_has_a_mode_of_its_own(string app, string address, ReachabilityState state)
    {
        var engine = new TestEngine { Engine = Newest }
            .Network("app", "fd00:1::/64", option: app, gateway: "fd00:1::1")
            .Network("back", "fd00:2::/64", gateway: "fd00:2::1")
            .Container("db", "app=fd00:1::2@fd00:1::1")
            .Container("web", "back=fd00:2::2@fd00:2::1");

        Assert.Equal(state, Ask(engine, address).State);
    }

    [Theory]
    [InlineData("iptables", ReachabilityState.Blocked, ReasonCode.PublishedPortRedirected)]
    [InlineData("iptables+firewalld", ReachabilityState.Blocked, ReasonCode.PublishedPortRedirected)]
    [InlineData("nftables", ReachabilityState.Reachable, ReasonCode.HostAddress)]
    [InlineData(null, ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    public void From_an_internal_network_the_backend_decides_on_published_ports(string? backend, ReachabilityState state, string code)
    {
        var engine = Engine(engine: Newest with { FirewallBackend = backend })
            .Network("inside", "10.3.0.0/24", isInternal: true, gateway: "10.3.0.1")
            .Container("box", "inside=10.3.0.2");

        var verdict = Ask(engine, "10.3.0.1", 8080, source: "box");

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
        Assert.Equal(ReachabilityState.Reachable, Ask(engine, "10.3.0.1", 9, source: "box").State);
    }

    [Theory]
    [InlineData("", ReachabilityState.Reachable)]
    [InlineData(Mode + "routed", ReachabilityState.Reachable)]
    [InlineData(NoMasquerade, ReachabilityState.Unknown)]
    [InlineData(NoMasquerade + ";" + Bridge + "trusted_host_interfaces=b-app", ReachabilityState.Reachable)]
    public void A_published_port_of_the_host_is_redirected_and_its_answer_must_get_in(string back, ReachabilityState state) =>
        Assert.Equal(state, Ask(Engine(back: back), "10.2.0.1", 8080).State);

    [Theory]
    [InlineData("", ReachabilityState.Reachable)]
    [InlineData(Mode + "routed", ReachabilityState.Blocked)]
    public void A_port_of_its_own_is_not_reached_from_its_own_address(string back, ReachabilityState state)
    {
        var engine = Engine(back: back)
            .Container("both", "app=10.1.0.5@10.1.0.1", "back=10.2.0.5@10.2.0.1")
            .Ports("both", new PortSummary("0.0.0.0", 80, 8005, "tcp"));

        Assert.Equal(state, Ask(engine, "10.2.0.1", 8005, source: "both").State);
    }

    [Theory]
    [InlineData("10.2.0.1", 8080, Mode + "routed")]
    [InlineData("10.1.0.2", 80, Mode + "routed")]
    [InlineData("10.3.0.1", 8080, "")]
    public void Another_router_may_get_the_answer(string address, int port, string back)
    {
        var engine = new TestEngine { Engine = Newest with { FirewallBackend = "nftables" } }
            .Network("app", "10.1.0.0/24", option: Option("b-app", Mode + "nat-unprotected"), gateway: "10.1.0.1")
            .Network("back", "10.2.0.0/24", option: Option("b-back", back), gateway: "10.2.0.1")
            .Network("inside", "10.3.0.0/24", isInternal: true, gateway: "10.3.0.1")
            .Container("db", "app=10.1.0.2@10.1.0.77")
            .Ports("db", new PortSummary("0.0.0.0", 80, 8080, "tcp"))
            .Container("web", "back=10.2.0.2@10.2.0.1")
            .Container("box", "inside=10.3.0.2");

        var verdict = Ask(engine, address, port, source: back.Length == 0 ? "box" : "web");

        Assert.Equal((ReachabilityState.Unknown, ReasonCode.NotPredicted), (verdict.State, verdict.Reasons[0].Code));
        Assert.Contains("10.1.0.77", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_may_pass_the_host_by_is_not_predicted()
    {
        var engine = Engine(back: Mode + "routed")
            .Container("both", "app=10.1.0.5@10.1.0.1", "back=10.2.0.5@10.2.0.1")
            .Ports("both", new PortSummary("0.0.0.0", 80, 8005, "tcp"));

        Assert.Equal(ReachabilityState.Unknown, Ask(engine, "10.2.0.1", 8005).State);
    }

    [Fact]
    public void Reasons_name_the_engine() =>
        Assert.Contains("(Docker 29.7.2)", Ask(Engine(), "10.1.0.2").Reasons[0].Message, StringComparison.Ordinal);
}
