using DockerNetwork.Engine;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Each verdict was seen on 20.10 and 28.5, in a swarm of one node.</summary>
public class OverlayTests
{
    private static readonly TestEngine Swarm = new TestEngine()
        .Network("docker_gwbridge", "172.18.0.0/16", gateway: "172.18.0.1", option: "com.docker.network.bridge.enable_icc=false")
        .Network("mesh", "10.0.1.0/24", "overlay", gateway: "10.0.1.1")
        .Network("other", "10.0.2.0/24", "overlay")
        .Network("closed", "10.0.3.0/24", "overlay", isInternal: true)
        .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
        .Network("bare", "10.2.0.0/24", option: "com.docker.network.bridge.enable_ip_masquerade=false")
        .Container("one", "mesh=10.0.1.2")
        .PublishingFrom("two", ["mesh=10.0.1.3"], "0.0.0.0:9001->80/tcp")
        .Container("third", "other=10.0.2.2")
        .Container("shut", "closed=10.0.3.2")
        .Container("both", "closed=10.0.3.3", "app=10.1.0.3@10.1.0.1")
        .Container("web", "app=10.1.0.2@10.1.0.1")
        .Container("raw", "bare=10.2.0.2@10.2.0.1")
        .OnHost("monitor");

    [Theory]
    [InlineData("one", "10.0.1.3", ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    [InlineData("one", "10.0.2.2", ReachabilityState.Blocked, ReasonCode.HostNotOnNetwork)]
    [InlineData("one", "10.0.3.2", ReachabilityState.Blocked, ReasonCode.HostNotOnNetwork)]
    [InlineData("one", "10.1.0.2", ReachabilityState.Blocked, ReasonCode.IsolatedNetworks)]
    [InlineData("one", "10.1.0.1", ReachabilityState.Reachable, ReasonCode.HostAddress)]
    [InlineData("one", "172.18.0.1", ReachabilityState.Reachable, ReasonCode.HostAddress)]
    [InlineData("web", "10.0.1.2", ReachabilityState.Blocked, ReasonCode.HostNotOnNetwork)]
    [InlineData("monitor", "10.0.1.2", ReachabilityState.Blocked, ReasonCode.HostNotOnNetwork)]
    [InlineData("both", "10.0.3.2", ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    [InlineData("both", "10.0.1.2", ReachabilityState.Blocked, ReasonCode.HostNotOnNetwork)]
    [InlineData("shut", "10.0.3.3", ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    [InlineData("shut", "10.1.0.2", ReachabilityState.NoRoute, ReasonCode.InternalNetworkOnly)]
    [InlineData("shut", "10.0.1.2", ReachabilityState.NoRoute, ReasonCode.InternalNetworkOnly)]
    [InlineData("shut", "10.1.0.1", ReachabilityState.NoRoute, ReasonCode.InternalNetworkOnly)]
    public void Only_its_own_containers_are_on_it(string source, string address, ReachabilityState state, string code)
    {
        var verdict = Swarm.PredictOther(source, address);

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }

    [Theory]
    [InlineData("one", ReachabilityState.Reachable)]
    [InlineData("web", ReachabilityState.Reachable)]
    [InlineData("raw", ReachabilityState.Unknown)]
    public void Its_published_ports_go_by_docker_gwbridge(string source, ReachabilityState state) =>
        Assert.Equal(state, Predictor.Predict(new Question(Swarm.Snapshot, Swarm[source], null, "10.1.0.1") { Port = 9001 }).State);

    /// <summary>Who has a gateway of IPv6 elsewhere gets no docker_gwbridge from 28.0 on. Found by the agreement.</summary>
    [Theory]
    [InlineData("28.5", ReachabilityState.NoRoute)]
    [InlineData("26.1", ReachabilityState.Reachable)]
    public void A_gateway_of_IPv6_is_enough_to_need_no_other(string version, ReachabilityState state)
    {
        var engine = new TestEngine { Engine = EngineProduct.Parse($"Docker/{version}") }
            .Network("docker_gwbridge", "172.18.0.0/16", gateway: "172.18.0.1")
            .Network("mesh", "10.0.1.0/24", "overlay")
            .Network("six", "fd00:6::/64")
            .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
            .Container("one", "mesh=10.0.1.2", "six=fd00:6::2@fd00:6::1");

        Assert.Equal(state, engine.PredictOther("one", "10.1.0.1").State);
    }

    [Fact]
    public void Its_names_are_asked_before_those_of_other_networks()
    {
        var engine = new TestEngine().Network("app").Network("mesh", driver: "overlay")
            .Container("web", "app=10.1.0.2@10.1.0.1", "mesh=10.0.1.2").Container("db", "app=10.1.0.3@10.1.0.1", "mesh=10.0.1.3");

        Assert.Equal("mesh", engine.Predict("web", "db").Network);
    }
}
