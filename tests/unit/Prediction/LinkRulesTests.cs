using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>What a network does to the frames between its own members.</summary>
public class LinkRulesTests
{
    private static TestEngine Engine(string driver, string option, int minor = 51) => new TestEngine { Version = new ApiVersion(1, minor) }
        .Network("lan", "10.1.0.0/24", driver: driver, option: option)
        .Container("web", "lan=10.1.0.2@10.1.0.1")
        .Container("db", "lan=10.1.0.3@10.1.0.1");

    [Theory]
    [InlineData("macvlan", "macvlan_mode=private", 41, ReachabilityState.Blocked, ReasonCode.MembersKeptApart)]
    [InlineData("macvlan", "macvlan_mode=vepa", 41, ReachabilityState.Unknown, ReasonCode.MembersKeptApart)]
    [InlineData("macvlan", "macvlan_mode=bridge", 41, ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    [InlineData("ipvlan", "ipvlan_flag=private", 51, ReachabilityState.Blocked, ReasonCode.MembersKeptApart)]
    [InlineData("ipvlan", "ipvlan_flag=private", 42, ReachabilityState.Blocked, ReasonCode.MembersKeptApart)]
    [InlineData("ipvlan", "ipvlan_flag=private", 41, ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    [InlineData("ipvlan", "ipvlan_flag=vepa", 51, ReachabilityState.Unknown, ReasonCode.MembersKeptApart)]
    [InlineData("ipvlan", "ipvlan_mode=l3", 51, ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    public void Some_modes_keep_members_apart(string driver, string option, int minor, ReachabilityState state, string code)
    {
        var verdict = Engine(driver, option, minor).Predict("web", "db", "10.1.0.3");

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }

    [Theory]
    [InlineData("macvlan", null, ReachabilityState.Unknown, ReasonCode.DifferentSubnets)]
    [InlineData("ipvlan", "l2", ReachabilityState.Unknown, ReasonCode.DifferentSubnets)]
    [InlineData("ipvlan", "l3", ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    public void Subnets_of_one_network_are_joined_by_a_router(string driver, string? mode, ReachabilityState state, string code)
    {
        var ipam = new Ipam { Config = [new IpamConfig { Subnet = "10.1.0.0/24" }, new IpamConfig { Subnet = "10.2.0.0/24" }] };
        var options = mode is null ? null : new Dictionary<string, string> { ["ipvlan_mode"] = mode };
        var engine = new TestEngine()
            .Network("lan", ipam, driver, options)
            .Container("web", "lan=10.1.0.2@10.1.0.1")
            .Container("db", "lan=10.2.0.3@10.2.0.1")
            .Container("cache", "lan=10.1.0.4@10.1.0.1");

        var verdict = engine.PredictOther("web", "10.2.0.3");

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
        Assert.Equal(ReachabilityState.Reachable, engine.PredictOther("web", "10.1.0.4").State);
    }

    [Theory]
    [InlineData("web", "10.1.0.3")]
    [InlineData("web", "10.1.0.4")]
    [InlineData("cache", "10.1.0.2")]
    public void One_MAC_address_of_several_containers_decides_nothing(string source, string address)
    {
        var engine = new TestEngine().Network("lan", "10.1.0.0/24").Container("web", "lan=10.1.0.2@10.1.0.1");
        foreach (var (name, own) in new[] { ("db", "10.1.0.3"), ("cache", "10.1.0.4") })
        {
            engine.Container(name, $"lan={own}@10.1.0.1")
                .Changed(name, "lan", settings => settings with { MacAddress = "02:42:0A:01:00:03" });
        }

        var verdict = engine.PredictOther(source, address);

        Assert.Equal((ReachabilityState.Unknown, ReasonCode.DuplicateMacAddress), (verdict.State, verdict.Reasons[0].Code));
        Assert.Contains("cache and db have the same MAC address 02:42:0a:01:00:03", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    /// <summary>Found by the agreement on 20.10 and 26.1 (seed 2011).</summary>
    [Theory]
    [InlineData("monitor", "10.1.0.3", null, ReachabilityState.Unknown)]
    [InlineData("monitor", "127.0.0.1", 8080, ReachabilityState.Unknown)]
    [InlineData("job", "198.51.100.2", 8080, ReachabilityState.Unknown)]
    [InlineData("db", "10.1.0.1", null, ReachabilityState.Unknown)]
    [InlineData("db", "10.1.0.3", null, ReachabilityState.Reachable)]
    [InlineData("db", "127.0.0.1", 80, ReachabilityState.Reachable)]
    [InlineData("db", "10.2.0.2", null, ReachabilityState.Blocked)]
    [InlineData("job", "10.2.0.1", null, ReachabilityState.Reachable)]
    [InlineData("web", "10.1.0.2", null, ReachabilityState.Reachable)]
    public void The_host_sends_to_one_of_them_too(string source, string address, int? port, ReachabilityState state)
    {
        var engine = new TestEngine()
            .Network("lan", "10.1.0.0/24", gateway: "10.1.0.1")
            .Network("back", "10.2.0.0/24", gateway: "10.2.0.1")
            .Container("web", "lan=10.1.0.2@10.1.0.1")
            .Container("job", "back=10.2.0.2@10.2.0.1")
            .PublishingFrom("db", ["lan=10.1.0.3@10.1.0.1"], "0.0.0.0:8080->80/tcp", "198.51.100.2:8080->80/tcp")
            .Container("cache", "lan=10.1.0.4@10.1.0.1")
            .OnHost("monitor");
        foreach (var name in new[] { "db", "cache" })
            engine.Changed(name, "lan", settings => settings with { MacAddress = "02:42:0A:01:00:03" });
        var question = new Question(engine.Snapshot, engine[source], null, address) { Port = port };

        Assert.Equal(state, Predictor.Predict(question).State);
    }
}
