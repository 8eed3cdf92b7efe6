using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Addresses in a subnet of the engine that no running container has: a stale address, or one that a network hides.</summary>
public class UnusedAddressTests
{
    private static TestEngine Engine() => new TestEngine()
        .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
        .Network("back", "10.2.0.0/24", gateway: "10.2.0.1")
        .Network("vlan", "10.3.0.0/24", driver: "macvlan")
        .Container("web", "app=10.1.0.2@10.1.0.1")
        .Container("job", "back=10.2.0.2@10.2.0.1")
        .Container("edge", "vlan=10.3.0.2@10.3.0.1")
        .Stopped("db", "app")
        .OnHost("monitor");

    [Theory]
    [InlineData("web", "10.1.0.9", "app", "10.1.0.0/24")]
    [InlineData("job", "10.1.0.9", "app", "The network hides any machine outside that has this address")]
    [InlineData("monitor", "10.1.0.9", "app", "no running container has it")]
    [InlineData("edge", "10.3.0.9", "vlan", "no running container of this engine has it")]
    public void The_reason_names_the_network(string source, string address, string network, string text)
    {
        var verdict = Engine().PredictOther(source, address);

        Assert.Equal(ReachabilityState.Unknown, verdict.State);
        Assert.Equal((ReasonCode.UnusedAddress, network), (verdict.Reasons[0].Code, verdict.Reasons[0].Component));
        Assert.Contains(text, verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web", "192.0.2.1")]
    [InlineData("edge", "10.1.0.9")]
    public void Elsewhere_it_is_outside_the_engine(string source, string address) =>
        Assert.Equal(ReasonCode.NotPredicted, Engine().PredictOther(source, address).Reasons[0].Code);

    [Fact]
    public void Who_is_on_the_bridge_of_overlay_networks_is_not_listed() => Assert.Equal(
        ReasonCode.NotPredicted,
        Engine().Network("docker_gwbridge", "10.5.0.0/24", gateway: "10.5.0.1").PredictOther("monitor", "10.5.0.3").Reasons[0].Code);

    [Fact]
    public void The_reason_names_the_stopped_container_that_asks_for_it()
    {
        var engine = Engine().Pinned("db", "app", "10.1.0.9");

        var reason = engine.PredictOther("web", "10.1.0.9").Reasons[0];

        Assert.Contains("db asks for it, but has exited.", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_names_the_auxiliary_address()
    {
        var ipam = new Ipam
        {
            Config = [new IpamConfig { Subnet = "10.4.0.0/24", AuxAddress = new() { ["printer"] = "10.4.0.9" } }],
        };
        var engine = Engine().Network("aux", ipam).Container("cli", "aux=10.4.0.2@10.4.0.1");

        Assert.Contains(
            "It is the auxiliary address 'printer' of the network aux.", engine.PredictOther("cli", "10.4.0.9").Reasons[0].Message,
            StringComparison.Ordinal);
    }
}
