using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>From a container to an address.</summary>
public class AddressRulesTests
{
    private const string IccOption = "com.docker.network.bridge.enable_icc";

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3")]
    [InlineData("::1")]
    [InlineData("10.1.0.2")]
    [InlineData("fd00:2::2")]
    public void Loopback_reaches_the_container_itself(string address)
    {
        var engine = new TestEngine().Network("app").Network("back").Container("web", "app=10.1.0.2", "back=fd00:2::2");

        var verdict = engine.PredictOther("web", address);

        Assert.Equal(ReachabilityState.Reachable, verdict.State);
        Assert.Equal(TestEngine.Address(address), verdict.Address);
        Verdicts.HasReason(verdict, ReasonCode.SameNamespace, "web", null);
    }

    [Fact]
    public void Loopback_covers_a_shared_namespace()
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Sharing("sidecar", "web");

        Verdicts.HasReason(engine.Predict("sidecar", "web", "10.1.0.2"), ReasonCode.SameNamespace, "sidecar", null);
    }

    [Fact]
    public void NoNetwork_has_no_route()
    {
        var engine = new TestEngine().Network("app").Container("lonely", "none").Container("db", "app=10.1.0.3");

        var verdict = engine.Predict("lonely", "db", "10.1.0.3");

        Assert.Equal(ReachabilityState.NoRoute, verdict.State);
        Verdicts.HasReason(
            verdict,
            ReasonCode.NoNetwork,
            "lonely",
            "Disconnect-DockerNetwork -Network none -Container lonely; Connect-DockerNetwork -Network app -Container lonely");
    }

    [Fact]
    public void NoNetwork_counts_a_container_that_was_taken_off_all()
    {
        var engine = new TestEngine().Container("lonely");

        Verdicts.HasReason(engine.PredictOther("lonely", "10.9.9.9"), ReasonCode.NoNetwork, "lonely", null);
    }

    [Theory]
    [InlineData("10.1.0.2", "10.1.0.3")]
    [InlineData("fd00:1::2", "fd00:1::3")]
    public void SharedNetwork_reaches(string own, string address)
    {
        var engine = new TestEngine().Network("app").Container("web", $"app={own}").Container("db", $"app={address}");

        var verdict = engine.Predict("web", "db", address);

        Assert.Equal(ReachabilityState.Reachable, verdict.State);
        Assert.Equal("app", verdict.Network);
        Assert.Equal(TestEngine.Address(address), verdict.Address);
        Verdicts.HasReason(verdict, ReasonCode.SharedNetwork, "app", null);
    }

    [Fact]
    public void SharedNetwork_reaches_where_the_address_is_given_without_the_container()
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3");

        Assert.Equal(ReachabilityState.Reachable, engine.PredictOther("web", "10.1.0.3").State);
    }

    [Theory]
    [InlineData("bridge")]
    [InlineData("inside")]
    public void SharedNetwork_reaches_on_the_default_and_on_internal_networks(string network)
    {
        var engine = new TestEngine()
            .Network("inside", isInternal: true)
            .Container("web", $"{network}=10.1.0.2")
            .Container("db", $"{network}=10.1.0.3");

        Assert.Equal(ReachabilityState.Reachable, engine.Predict("web", "db", "10.1.0.3").State);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("False")]
    [InlineData("FALSE")]
    [InlineData("f")]
    [InlineData("F")]
    [InlineData("0")]
    public void InterContainerCommunication_off_blocks(string off)
    {
        // The engine reads the option with strconv.ParseBool.
        var engine = new TestEngine()
            .Network("app", option: $"{IccOption}={off}")
            .Container("web", "app=10.1.0.2")
            .Container("db", "app=10.1.0.3");

        var verdict = engine.Predict("web", "db", "10.1.0.3");

        Assert.Equal(ReachabilityState.Blocked, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.InterContainerCommunicationOff, "app", null);
    }

    [Fact]
    public void InterContainerCommunication_on_does_not()
    {
        var engine = new TestEngine()
            .Network("app", option: $"{IccOption}=true")
            .Container("web", "app=10.1.0.2")
            .Container("db", "app=10.1.0.3");

        Assert.Equal(ReachabilityState.Reachable, engine.Predict("web", "db", "10.1.0.3").State);
    }

    [Fact]
    public void The_host_reaches_every_bridge()
    {
        var engine = new TestEngine().Network("app", isInternal: true).OnHost("monitor").Container("db", "app=10.1.0.3");

        var verdict = engine.Predict("monitor", "db", "10.1.0.3");

        Assert.Equal(ReachabilityState.Reachable, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.HostReachesBridges, "app", null);
    }

    [Theory]
    [InlineData("macvlan", null, ReachabilityState.Blocked)]
    [InlineData("macvlan", "parent=eth0", ReachabilityState.Blocked)]
    [InlineData("macvlan", "parent=eth0.50", ReachabilityState.Unknown)]
    [InlineData("ipvlan", "parent=eth0", ReachabilityState.Blocked)]
    [InlineData("overlay", null, ReachabilityState.Blocked)]
    [InlineData("weave", null, ReachabilityState.Unknown)]
    public void The_host_is_not_on_networks_of_other_drivers(string driver, string? option, ReachabilityState state)
    {
        var engine = new TestEngine().Network("lan", driver: driver, option: option).OnHost("monitor").Container("db", "lan=192.168.1.3");

        var verdict = engine.Predict("monitor", "db", "192.168.1.3");

        Assert.Equal(state, verdict.State);
        Assert.Equal(state == ReachabilityState.Blocked ? ReasonCode.HostNotOnNetwork : ReasonCode.NotPredicted, verdict.Reasons[0].Code);
    }

    [Theory]
    [InlineData(ReachabilityState.Blocked, ReasonCode.HostNotOnNetwork)]
    [InlineData(ReachabilityState.NoRoute, ReasonCode.HostNotOnNetwork)]
    [InlineData(ReachabilityState.NoRoute, ReasonCode.InterContainerCommunicationOff)]
    public void What_ends_at_the_host_or_before_a_neighbour_may_be_lost_or_refused(ReachabilityState observed, string code)
    {
        var ends = new Reason(code, "lan", "There.");
        var result = new ReachabilityResult
        {
            DockerHost = TestEngine.Host,
            Source = "monitor",
            Target = "db",
            TargetName = "10.1.0.2",
            Predicted = ReachabilityState.Blocked,
            Observed = observed,
            Reasons = [ends]
        };

        Assert.True(result.Agrees);
        Assert.Equal(
            observed == ReachabilityState.Blocked,
            (result with { Reasons = [ends with { Code = ReasonCode.IsolatedNetworks }] }).Agrees);
    }

    [Theory]
    [InlineData("true", ReasonCode.NotPredicted)]
    [InlineData("false", ReasonCode.NotMasqueraded)]
    public void Outside_the_engine_only_a_probe_tells(string masquerade, string code)
    {
        var engine = new TestEngine()
            .Network("app", "10.1.0.0/24", option: $"com.docker.network.bridge.enable_ip_masquerade={masquerade}")
            .Container("web", "app=10.1.0.2@10.1.0.1");

        var verdict = engine.PredictOther("web", "198.51.100.1");

        Assert.Equal(ReachabilityState.Unknown, verdict.State);
        Assert.Equal(code, verdict.Reasons[0].Code);
    }

    [Fact]
    public void Isolation_is_named_besides_the_missing_way_out()
    {
        var engine = new TestEngine()
            .Network("inside", "10.5.0.0/24", isInternal: true).Network("app", "10.1.0.0/24")
            .Container("web", "inside=10.5.0.2").Container("db", "app=10.1.0.3@10.1.0.1");

        var verdict = engine.Predict("web", "db", "10.1.0.3");

        Assert.Equal([ReasonCode.InternalNetworkOnly, ReasonCode.IsolatedNetworks], verdict.Reasons.Select(r => r.Code));
    }

    [Fact]
    public void No_fix_joins_a_network_that_the_source_is_on()
    {
        // On one network, but the source has no IPv6 address there (sysctl disable_ipv6): joining it again changes nothing.
        var engine = new TestEngine()
            .Network("both", "fd00:1::/64")
            .Container("web", "both=10.1.0.2").Container("db", "both=fd00:1::3@fd00:1::1");

        var verdict = engine.Predict("web", "db", "fd00:1::3");

        Assert.Equal([ReasonCode.NoAddressOfFamily], verdict.Reasons.Select(r => r.Code));
        Assert.All(verdict.Reasons, reason => Assert.Empty(reason.FixCommands));
    }

    [Fact]
    public void InternalNetworkOnly_has_no_route_out()
    {
        var engine = new TestEngine().Network("inside", "10.5.0.0/24", isInternal: true).Container("web", "inside=10.5.0.2");

        var verdict = engine.PredictOther("web", "192.0.2.1");

        Assert.Equal(ReachabilityState.NoRoute, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.InternalNetworkOnly, "inside", null);
    }

    [Fact]
    public void InternalNetworkOnly_does_not_decide_where_an_old_engine_gave_a_default_route_as_the_address_may_be_the_hosts()
    {
        var engine = new TestEngine().Network("inside", "10.5.0.0/24", isInternal: true).Container("web", "inside=10.5.0.2@10.5.0.1");

        Assert.Equal(ReachabilityState.Unknown, engine.PredictOther("web", "192.0.2.1").State);
        Assert.Equal(ReachabilityState.NoRoute, engine.PredictOther("web", "2001:db8::1").State);
    }

    [Fact]
    public void InternalNetworkOnly_does_not_decide_where_the_source_has_another_network()
    {
        var engine = new TestEngine()
            .Network("inside", "10.5.0.0/24", isInternal: true)
            .Container("web", "inside=10.5.0.2", "bridge=172.17.0.2@172.17.0.1");

        Assert.Equal(ReachabilityState.Unknown, engine.PredictOther("web", "192.0.2.1").State);
    }

    [Fact]
    public void InternalNetworkOnly_does_not_decide_about_its_own_subnet()
    {
        var engine = new TestEngine().Network("inside", "10.5.0.0/24", isInternal: true).Container("web", "inside=10.5.0.2");

        Assert.Equal(ReachabilityState.Unknown, engine.PredictOther("web", "10.5.0.99").State);
    }

    [Theory]
    [InlineData("app=10.1.0.2@10.1.0.1", "back=10.2.0.3", "back", "Connect-DockerNetwork -Network back -Container web")]
    [InlineData("bridge=172.17.0.2@172.17.0.1", "back=10.2.0.3", "back", "Connect-DockerNetwork -Network back -Container web")]
    [InlineData("app=10.1.0.2@10.1.0.1", "bridge=172.17.0.3", "bridge", "Connect-DockerNetwork -Network bridge -Container web")]
    public void Bridges_are_isolated_and_the_fix_joins_the_network_of_the_address(string source, string target, string network, string fix)
    {
        var engine = new TestEngine().Network("app").Network("back").Container("web", source).Container("db", target);

        var verdict = engine.Predict("web", "db", target.Split('=')[1]);

        Assert.Equal(ReachabilityState.Blocked, verdict.State);
        Assert.Null(verdict.Network);
        Verdicts.HasReason(verdict, ReasonCode.IsolatedNetworks, network, fix);
    }

    [Fact]
    public void Bridges_are_isolated_where_the_address_is_given_without_the_container()
    {
        var engine = new TestEngine()
            .Network("app")
            .Network("back")
            .Container("web", "app=10.1.0.2@10.1.0.1")
            .Container("db", "back=10.2.0.3");

        Verdicts.HasReason(
            engine.PredictOther("web", "10.2.0.3"),
            ReasonCode.IsolatedNetworks,
            "back",
            "Connect-DockerNetwork -Network back -Container web");
    }

    [Fact]
    public void One_shared_network_of_several_is_enough_for_its_address_only()
    {
        var engine = new TestEngine()
            .Network("app")
            .Network("back")
            .Container("web", "app=10.1.0.2@10.1.0.1")
            .Container("db", "app=10.1.0.3", "back=10.2.0.3");

        Assert.Equal(ReachabilityState.Reachable, engine.Predict("web", "db", "10.1.0.3").State);
        Assert.Equal(ReachabilityState.Blocked, engine.Predict("web", "db", "10.2.0.3").State);
    }

    [Theory]
    [InlineData("lan=192.168.1.2@192.168.1.1", "app=10.1.0.3")]
    [InlineData("app=10.1.0.2@10.1.0.1", "lan=192.168.1.3")]
    public void Other_drivers_are_not_predicted(string source, string target)
    {
        var engine = new TestEngine().Network("app").Network("lan", driver: "macvlan").Container("web", source).Container("db", target);

        Assert.Equal(ReachabilityState.Unknown, engine.Predict("web", "db", target.Split('=')[1]).State);
    }

    [Fact]
    public void An_address_outside_is_not_predicted()
    {
        var verdict = new TestEngine().Container("web", "bridge=172.17.0.2@172.17.0.1").PredictOther("web", "192.0.2.1");

        Assert.Equal(ReachabilityState.Unknown, verdict.State);
        Assert.Equal(TestEngine.Address("192.0.2.1"), verdict.Address);
        Verdicts.HasReason(verdict, ReasonCode.NotPredicted, "prediction", null);
    }

    [Theory]
    [InlineData(45, "fd00:1::3", ReachabilityState.Reachable)]
    [InlineData(46, "fd00:1::3", ReachabilityState.Blocked)]
    [InlineData(41, "10.1.0.3", ReachabilityState.Blocked)]
    public void InterContainerCommunication_off_holds_for_IPv6_since_ip6tables_came(int minor, string address, ReachabilityState state)
    {
        var engine = new TestEngine { Version = new ApiVersion(1, minor) }
            .Network("app", option: $"{IccOption}=false")
            .Container("web", address.Replace("3", "2", StringComparison.Ordinal).Insert(0, "app="))
            .Container("db", $"app={address}");

        Assert.Equal(state, engine.Predict("web", "db", address).State);
    }

    [Theory]
    [InlineData("app=10.1.0.2@10.1.0.1", "10.1.0.1", "app")]
    [InlineData("back=10.2.0.2@10.2.0.1", "10.1.0.1", null)]
    public void HostAddress_is_not_isolated(string endpoint, string address, string? network)
    {
        var verdict = Gateways().Container("web", endpoint).PredictOther("web", address);

        Assert.Equal((ReachabilityState.Reachable, network), (verdict.State, verdict.Network));
        Verdicts.HasReason(verdict, ReasonCode.HostAddress, "app", null);
    }

    [Fact]
    public void HostAddress_is_the_hosts_own()
    {
        Verdicts.HasReason(Gateways().OnHost("monitor").PredictOther("monitor", "10.1.0.1"), ReasonCode.HostAddress, "app", null);
    }

    [Fact]
    public void HostAddress_is_not_reached_without_a_way_to_the_host()
    {
        var engine = Gateways().Container("web", "inner=10.5.0.2");

        Verdicts.HasReason(engine.PredictOther("web", "10.1.0.1"), ReasonCode.InternalNetworkOnly, "inner", null);
    }

    [Theory]
    [InlineData("app=10.1.0.2@10.1.0.1", "fd00:6::3")]
    [InlineData("six=fd00:6::2@fd00:6::1", "10.1.0.3")]
    public void NoAddressOfFamily_has_nothing_to_send_from(string endpoint, string address)
    {
        var engine = new TestEngine()
            .Network("app")
            .Network("six")
            .Container("web", endpoint)
            .Container("db", address.Contains(':', StringComparison.Ordinal) ? $"six={address}" : $"app={address}");
        var network = endpoint.StartsWith("app", StringComparison.Ordinal) ? "six" : "app";

        var verdict = engine.Predict("web", "db", address);

        Assert.Equal(ReachabilityState.NoRoute, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.NoAddressOfFamily, "web", $"Connect-DockerNetwork -Network {network} -Container web");
    }

    [Fact]
    public void NoAddressOfFamily_has_no_fix_for_an_address_of_nobody() =>
        Verdicts.HasReason(
            new TestEngine().Network("app").Container("web", "app=10.1.0.2@10.1.0.1").PredictOther("web", "2001:db8::1"),
            ReasonCode.NoAddressOfFamily,
            "web",
            null);

    [Theory]
    [InlineData("192.0.2.1", null)]
    [InlineData("10.2.0.3", "Connect-DockerNetwork -Network back -Container web")]
    public void NoDefaultRoute_has_no_way(string address, string? fix)
    {
        var engine = new TestEngine()
            .Network("lan", "192.168.1.0/24", driver: "macvlan")
            .Network("back")
            .Container("web", "lan=192.168.1.2")
            .Container("db", "back=10.2.0.3");

        var verdict = engine.PredictOther("web", address);

        Assert.Equal(ReachabilityState.NoRoute, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.NoDefaultRoute, "web", fix);
    }

    [Fact]
    public void NoDefaultRoute_does_not_decide_about_the_networks_own_subnet()
    {
        var engine = new TestEngine().Network("lan", "192.168.1.0/24", driver: "macvlan").Container("web", "lan=192.168.1.2");

        Assert.Equal(ReachabilityState.Unknown, engine.PredictOther("web", "192.168.1.9").State);
    }

    [Fact]
    public void InternalNetworkOnly_is_left_by_joining_the_network_of_the_address()
    {
        var engine = Gateways().Container("web", "inner=10.5.0.2").Container("db", "back=10.2.0.3");

        Verdicts.HasReason(
            engine.Predict("web", "db", "10.2.0.3"),
            ReasonCode.InternalNetworkOnly,
            "inner",
            "Connect-DockerNetwork -Network back -Container web");
    }

    [Theory]
    [InlineData("bare=10.7.0.2@10.7.0.1", "10.7.0.1", true)]
    [InlineData("bare=10.7.0.2@10.7.0.1", "172.17.0.1", true)]
    [InlineData("inner=10.5.0.2@10.5.0.1", "10.5.0.1", true)]
    [InlineData("app=10.1.0.2@10.1.0.1", "10.1.0.1", false)]
    public void PublishedPortRedirected_from_networks_that_are_not_masqueraded(string source, string address, bool redirected)
    {
        var engine = Gateways(new ApiVersion(1, 51))
            .Container("web", source)
            .PublishingFrom("shop", ["back=10.2.0.3@10.2.0.1"], "0.0.0.0:8080->80/tcp");

        var verdict = Predict(engine, address, 8080);

        Assert.Equal(redirected ? ReachabilityState.Blocked : ReachabilityState.Reachable, verdict.State);
        Assert.Equal(redirected ? ReasonCode.PublishedPortRedirected : ReasonCode.HostAddress, verdict.Reasons[0].Code);
        Assert.Null(verdict.Reasons[0].Fix);
    }

    [Theory]
    [InlineData(41, ReachabilityState.Reachable)]
    [InlineData(45, ReachabilityState.Reachable)]
    [InlineData(51, ReachabilityState.Blocked)]
    public void PublishedPortRedirected_for_IPv6_since_ip6tables_is_on(int minor, ReachabilityState state)
    {
        var engine = new TestEngine { Version = new ApiVersion(1, minor) }
            .Network("bare", "fd00:7::/64", option: "com.docker.network.bridge.enable_ip_masquerade=false", gateway: "fd00:7::1")
            .Network("back", "fd00:2::/64", gateway: "fd00:2::1")
            .Container("web", "bare=fd00:7::2@fd00:7::1")
            .Container("shop", "back=fd00:2::3@fd00:2::1")
            .Ports("shop", new PortSummary("::", 80, 8080, "tcp"));

        Assert.Equal(state, Predict(engine, "fd00:7::1", 8080).State);
    }

    [Theory]
    [InlineData(8081, "tcp")]
    [InlineData(8080, "udp")]
    [InlineData(80, "tcp")]
    public void PublishedPortRedirected_is_about_that_port_alone(int port, string protocol)
    {
        var engine = Gateways()
            .Container("web", "bare=10.7.0.2@10.7.0.1")
            .PublishingFrom("shop", ["back=10.2.0.3@10.2.0.1"], "0.0.0.0:8080->80/tcp");

        Assert.Equal(ReasonCode.HostAddress, Predict(engine, "10.7.0.1", port, protocol).Reasons[0].Code);
    }

    [Fact]
    public void PublishedPortRedirected_does_not_concern_the_publishers_neighbours()
    {
        var engine = Gateways()
            .Container("web", "bare=10.7.0.2@10.7.0.1")
            .PublishingFrom("shop", ["bare=10.7.0.3@10.7.0.1"], "0.0.0.0:8080->80/tcp");

        Assert.Equal(ReasonCode.HostAddress, Predict(engine, "10.7.0.1", 8080).Reasons[0].Code);
    }

    [Fact]
    public void The_fix_of_a_sharer_connects_the_owner_of_the_namespace()
    {
        var engine = new TestEngine()
            .Network("app")
            .Network("back")
            .Container("web", "app=10.1.0.2@10.1.0.1")
            .Sharing("sidecar", "web")
            .Container("db", "back=10.2.0.3");

        Verdicts.HasReason(
            engine.Predict("sidecar", "db", "10.2.0.3"),
            ReasonCode.IsolatedNetworks,
            "back",
            "Connect-DockerNetwork -Network back -Container web");
    }

    [Theory]
    [InlineData("enable_icc=false")]
    [InlineData("enable_icc=0")]
    public void A_network_that_drops_everything_is_no_fix(string option)
    {
        var engine = new TestEngine()
            .Network("app")
            .Network("back", option: "com.docker.network.bridge." + option)
            .Container("web", "app=10.1.0.2@10.1.0.1")
            .Container("db", "back=10.2.0.3");

        Verdicts.HasReason(engine.Predict("web", "db", "10.2.0.3"), ReasonCode.IsolatedNetworks, "back", null);
    }

    private static TestEngine Gateways(ApiVersion? version = null) => new TestEngine { Version = version }
        .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
        .Network("back", "10.2.0.0/24", gateway: "10.2.0.1")
        .Network("inner", "10.5.0.0/24", isInternal: true, gateway: "10.5.0.1")
        .Network("bare", "10.7.0.0/24", option: "com.docker.network.bridge.enable_ip_masquerade=false", gateway: "10.7.0.1")
        .Network("outer", "172.17.0.0/24", gateway: "172.17.0.1");

    private static Verdict Predict(TestEngine engine, string address, int port, string protocol = "tcp") =>
        Predictor.Predict(new Question(engine.Snapshot, engine["web"], null, address) { Port = port, Protocol = protocol });
}
