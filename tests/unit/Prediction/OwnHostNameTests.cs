using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>
/// A container's own host name in its hosts file. Seen on 20.10, 26.1 and 28.5: a container that was on two networks is disconnected from
/// the first. The older two keep the lines of that network if the name has a dot, and drop all lines if it has none.
/// </summary>
public class OwnHostNameTests
{
    private static Verdict Ask(string name, int minor, AddressFamily? family = null)
    {
        var engine = new TestEngine { Version = new ApiVersion(1, minor) }.Network("app").Container("web", "app=10.1.0.2");
        return Ask(engine, name, family);
    }

    private static Verdict Ask(TestEngine engine, string name, AddressFamily? family = null)
    {
        var id = engine["web"].Id;
        var snapshot = engine.Snapshot.With([new ContainerDetails { Id = id, Config = new ContainerConfig(name) }]);
        return Predictor.Predict(new Question(snapshot, snapshot.Container(id)!, null, name) { Family = family });
    }

    [Theory]
    [InlineData("front", 41, ReachabilityState.Unknown)]
    [InlineData("front", 45, ReachabilityState.Reachable)]
    [InlineData("front", 51, ReachabilityState.Reachable)]
    [InlineData("front.corp.example", 41, ReachabilityState.Unknown)]
    [InlineData("front.corp.example", 45, ReachabilityState.Unknown)]
    [InlineData("front.corp.example", 51, ReachabilityState.Reachable)]
    public void A_line_of_a_network_that_it_left_may_come_first(string name, int minor, ReachabilityState state) =>
        Assert.Equal(state, Ask(name, minor).State);

    [Theory]
    [InlineData("front", 45, ReachabilityState.Unresolved)]
    [InlineData("front.corp.example", 41, ReachabilityState.Unknown)]
    [InlineData("front.corp.example", 45, ReachabilityState.Unknown)]
    [InlineData("front.corp.example", 51, ReachabilityState.Unresolved)]
    public void It_may_have_the_only_address_of_a_family(string name, int minor, ReachabilityState state)
    {
        var verdict = Ask(name, minor, AddressFamily.InterNetworkV6);

        Assert.Equal(state, verdict.State);
        if (state == ReachabilityState.Unknown)
            Assert.Contains("still contains its address there", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app=10.1.0.2", 45, ReachabilityState.Unknown)]
    [InlineData("app=10.1.0.2 mesh=10.0.1.2", 45, ReachabilityState.Reachable)]
    [InlineData("app=10.1.0.2", 51, ReachabilityState.Reachable)]
    public void Lines_of_an_overlay_network_stay_whatever_the_name_is(string networks, int minor, ReachabilityState state)
    {
        var engine = new TestEngine { Version = new ApiVersion(1, minor) }
            .Network("app")
            .Network("mesh", driver: "overlay")
            .Container("web", networks.Split(' '));

        Assert.Equal(state, Ask(engine, "front").State);
    }
}
