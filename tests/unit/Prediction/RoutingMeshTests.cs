using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>The network ingress, on which tasks of services that publish ports have an address.</summary>
public class RoutingMeshTests
{
    private static readonly TestEngine Engine = new TestEngine()
        .Network("ingress", "10.0.0.0/24", "overlay").Network("app", "172.18.0.0/16", gateway: "172.18.0.1")
        .Container("job", "ingress=10.0.0.5", "app=172.18.0.2@172.18.0.1").Task("job", "jobs")
        .Container("alone", "ingress=10.0.0.6").Container("web", "app=172.18.0.3@172.18.0.1")
        .Swarm(null);

    [Fact]
    public void Its_addresses_are_tried_only_if_they_are_asked_for()
    {
        Assert.Equal(["job", "172.18.0.2"], Tried(new TestOptions()));
        Assert.Equal(["job", "10.0.0.5"], Tried(new TestOptions { Networks = [TestEngine.Id("ingress")] }));
    }

    [Fact]
    public void It_makes_nobody_a_neighbour()
    {
        var scope = new TestScope(Engine.Snapshot, [Engine["job"]], null);

        Assert.Equal(["web"], scope.TargetsOf(Engine["job"], new TestOptions()).Select(target => target.Text));
    }

    [Theory]
    [InlineData("web", "10.0.0.5", "Blocked", ReasonCode.HostNotOnNetwork, "an address of job on the network ingress")]
    [InlineData("job", "10.0.0.6", "Unknown", ReasonCode.NotPredicted, "an address of alone on the network ingress")]
    [InlineData("web", "10.0.0.77", "Unknown", ReasonCode.NotPredicted, "in the subnet of the network ingress")]
    public void An_address_that_is_typed_is_said_to_be_there(string source, string address, string state, string code, string where)
    {
        var verdict = Engine.PredictOther(source, address);

        Assert.Equal((state, code, null), ($"{verdict.State}", verdict.Reasons[0].Code, verdict.Reasons[0].Fix));
        Assert.StartsWith($"{address} is {where}, the routing mesh of the swarm, ", verdict.Reasons[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("docker service update", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    /// <summary>The usual subnet of ingress may be that of the LAN, too.</summary>
    [Fact]
    public void The_node_may_have_an_address_in_its_subnet() => Assert.Equal(
        "Reachable",
        $"{new TestEngine { NodeAddress = "10.0.0.77" }
            .Network("ingress", "10.0.0.0/24", "overlay").Network("app", "172.18.0.0/16", gateway: "172.18.0.1")
            .Container("web", "app=172.18.0.3@172.18.0.1").Swarm(null).PredictOther("web", "10.0.0.77").State}");

    private static IEnumerable<string> Tried(TestOptions options)
    {
        var scope = new TestScope(Engine.Snapshot, [Engine["web"]], [new("job", Engine["job"])]);
        return TestPlan.Create(scope, options).Sources[0].Probes.Select(probe => probe.Literal);
    }
}
