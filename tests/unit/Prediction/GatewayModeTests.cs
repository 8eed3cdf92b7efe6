using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Each verdict was seen on 28.5.</summary>
public class GatewayModeTests
{
    private const string Option = "com.docker.network.bridge.gateway_mode_ipv4";

    private static TestEngine Modes(
        string mode,
        string source = "",
        ApiVersion? version = null,
        bool isInternal = false,
        bool host = false) =>
        new TestEngine { Version = version ?? new ApiVersion(1, 51) }
        .Network("app", "10.1.0.0/24", option: $"{Option}={mode}", gateway: "10.1.0.1", isInternal: isInternal)
        .Network("back", "10.2.0.0/24", option: source.Length > 0 ? source : null)
        .Container("web", mode == "isolated" || isInternal ? "app=10.1.0.2" : "app=10.1.0.2@10.1.0.1")
        .Ports(
            "web",
            new PortSummary("0.0.0.0", 80, null, "tcp"),
            new PortSummary(null, 81, null, "tcp"),
            new PortSummary("::", 82, 32768, "tcp"))
        .Container("peer", "app=10.1.0.3@10.1.0.1")
        .Container("db", "back=10.2.0.2@10.2.0.1")
        .OnHost("monitor");

    private static Verdict Ask(TestEngine engine, string source, string address, int? port = null, string protocol = "tcp") =>
        Predictor.Predict(new Question(engine.Snapshot, engine[source], null, address) { Port = port, Protocol = protocol });

    [Theory]
    [InlineData(null, "tcp", ReachabilityState.Reachable, ReasonCode.RoutedNetwork)]
    [InlineData(80, "tcp", ReachabilityState.Reachable, ReasonCode.RoutedNetwork)]
    [InlineData(80, "udp", ReachabilityState.Blocked, ReasonCode.PortNotPublished)]
    [InlineData(81, "tcp", ReachabilityState.Blocked, ReasonCode.PortNotPublished)]
    [InlineData(82, "tcp", ReachabilityState.Blocked, ReasonCode.PortNotPublished)]
    [InlineData(83, "tcp", ReachabilityState.Blocked, ReasonCode.PortNotPublished)]
    public void Routed_lets_in_echo_requests_and_published_ports(int? port, string protocol, ReachabilityState state, string code)
    {
        var verdict = Ask(Modes("routed"), "db", "10.1.0.2", port, protocol);

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }

    [Theory]
    [InlineData("com.docker.network.bridge.enable_ip_masquerade=false", ReachabilityState.Blocked)]
    [InlineData("com.docker.network.bridge.enable_ip_masquerade=false;" + Option + "=routed", ReachabilityState.Reachable)]
    [InlineData("com.docker.network.bridge.enable_ip_masquerade=false;" + Option + "=nat-unprotected", ReachabilityState.Reachable)]
    [InlineData(Option + "=routed", ReachabilityState.Reachable)]
    [InlineData(Option + "=nat-unprotected", ReachabilityState.Reachable)]
    public void Routed_needs_a_source_that_is_routed_or_masqueraded(string source, ReachabilityState state) =>
        Assert.Equal(state, Ask(Modes("routed", source), "db", "10.1.0.2").State);

    /// <summary>The host has no route to a network that it has no address on. Found by the agreement.</summary>
    [Fact]
    public void Routed_needs_a_host_with_an_address_there()
    {
        var verdict = Ask(Modes("routed;com.docker.network.bridge.inhibit_ipv4=true"), "db", "10.1.0.2", 80);

        Assert.Equal((ReachabilityState.Blocked, ReasonCode.HostNotOnNetwork), (verdict.State, verdict.Reasons[0].Code));
    }

    [Fact]
    public void Without_masquerade_the_answer_needs_a_way_of_its_own()
    {
        var engine = Modes("routed", "com.docker.network.bridge.enable_ip_masquerade=false")
            .Container("both", "app=10.1.0.4@10.1.0.1", "back=10.2.0.4@10.2.0.1");

        Assert.Equal(ReachabilityState.Reachable, Ask(engine, "db", "10.1.0.4").State);
        Assert.Equal(ReachabilityState.Blocked, Ask(engine, "db", "10.1.0.2").State);
    }

    [Theory]
    [InlineData(45, ReachabilityState.Blocked)]
    [InlineData(46, ReachabilityState.Blocked)]
    [InlineData(47, ReachabilityState.Blocked)]
    [InlineData(48, ReachabilityState.Reachable)]
    public void Routed_is_what_the_engine_knows_of_it(int minor, ReachabilityState state) =>
        Assert.Equal(state, Ask(Modes("routed", version: new ApiVersion(1, minor)), "db", "10.1.0.2").State);

    [Fact]
    public void The_reason_names_the_versions_that_let_others_in()
    {
        var reason = Ask(Modes("routed", version: new ApiVersion(1, 47)), "db", "10.1.0.2", 80).Reasons[0];

        Assert.Equal((ReasonCode.IsolatedNetworks, "app"), (reason.Code, reason.Component));
        Assert.Contains("Engines from 28.0 on let other bridge networks into", reason.Message, StringComparison.Ordinal);
        Assert.Contains("Docker 27", reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nat", false, ReasonCode.IsolatedNetworks)]
    [InlineData("nat-unprotected", false, ReasonCode.IsolatedNetworks)]
    [InlineData("isolated", false, ReasonCode.HostNotOnNetwork)]
    [InlineData("routed", true, ReasonCode.IsolatedNetworks)]
    public void The_others_are_isolated(string mode, bool isInternal, string code) =>
        Verdicts.HasReason(
            Ask(Modes(mode, isInternal: isInternal), "db", "10.1.0.2", 80), code, "app",
            "Connect-DockerNetwork -Network app -Container db");

    [Theory]
    [InlineData("nat", ReachabilityState.Reachable, ReasonCode.HostReachesBridges)]
    [InlineData("routed", ReachabilityState.Reachable, ReasonCode.HostReachesBridges)]
    [InlineData("isolated", ReachabilityState.Blocked, ReasonCode.HostNotOnNetwork)]
    public void The_host_has_no_address_on_an_isolated_one(string mode, ReachabilityState state, string code)
    {
        var verdict = Ask(Modes(mode), "monitor", "10.1.0.2");

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }

    [Theory]
    [InlineData("routed")]
    [InlineData("isolated")]
    public void A_common_network_is_one_in_any_mode(string mode) =>
        Assert.Equal(ReachabilityState.Reachable, Ask(Modes(mode), "web", "10.1.0.3").State);

    [Theory]
    [InlineData(null, ReachabilityState.Reachable)]
    [InlineData(80, ReachabilityState.Blocked)]
    public void Routed_lets_echo_requests_through_where_communication_is_off(int? port, ReachabilityState state) =>
        Assert.Equal(state, Ask(Modes("routed;com.docker.network.bridge.enable_icc=false"), "peer", "10.1.0.2", port).State);
}
