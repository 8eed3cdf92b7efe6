using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>All that stands in the way is named, what decides first.</summary>
public class FurtherReasonsTests
{
    private static readonly TestEngine Apart = new TestEngine()
        .Network("app", "10.1.0.0/24")
        .Network("back", "10.2.0.0/24")
        .Network("quiet", "10.3.0.0/24", option: "com.docker.network.bridge.enable_icc=false")
        .Container("web", "app=10.1.0.2@10.1.0.1")
        .Container("db", "back=10.2.0.2@10.2.0.1")
        .Container("one", "quiet=10.3.0.2@10.3.0.1").Container("two", "quiet=10.3.0.3@10.3.0.1")
        .Stopped("down", "back").Stopped("beside", "app").Stopped("off", "app")
        .Container("left", "bridge=172.17.0.2@172.17.0.1").Container("right", "bridge=172.17.0.3@172.17.0.1");

    [Theory]
    [InlineData("web", "db", ReasonCode.NoSharedNetwork, ReasonCode.IsolatedNetworks)]
    [InlineData("web", "down", ReasonCode.TargetNotRunning, ReasonCode.NoSharedNetwork)]
    [InlineData("web", "beside", ReasonCode.TargetNotRunning)]
    [InlineData("off", "beside", ReasonCode.SourceNotRunning, ReasonCode.TargetNotRunning)]
    [InlineData("off", "down", ReasonCode.SourceNotRunning, ReasonCode.TargetNotRunning, ReasonCode.NoSharedNetwork)]
    [InlineData("off", "web", ReasonCode.SourceNotRunning)]
    [InlineData("off", "db", ReasonCode.SourceNotRunning, ReasonCode.NoSharedNetwork)]
    [InlineData("left", "right", ReasonCode.NamesNeedUserDefinedNetwork)]
    [InlineData("left", "db", ReasonCode.NoSharedNetwork, ReasonCode.IsolatedNetworks)]
    [InlineData("one", "two", ReasonCode.InterContainerCommunicationOff, ReasonCode.ResolvedByEngine)]
    public void By_name(string source, string target, params string[] codes) =>
        Assert.Equal(codes, Apart.Predict(source, target).AllReasons().Select(r => r.Code));

    [Fact]
    public void Each_has_its_own_fix() => Assert.Equal(
        ["Start-DockerContainer -Container down", "Connect-DockerNetwork -Network back -Container web"],
        Apart.Predict("web", "down").AllReasons().Select(r => r.Fix));

    [Theory]
    [InlineData(80, ReachabilityState.Reachable)]
    [InlineData(81, ReachabilityState.Blocked)]
    [InlineData(null, ReachabilityState.Blocked)]
    public void A_legacy_link_opens_what_its_target_exposes(int? port, ReachabilityState state)
    {
        var engine = new TestEngine(bridgeOption: ";com.docker.network.bridge.enable_icc=false")
            .Network("app", "10.1.0.0/24")
            .Container("web", "bridge=172.17.0.2@172.17.0.1")
            .PublishingFrom("db", ["bridge=172.17.0.3"], "80/tcp")
            .Container("wide", "app=10.1.0.2@10.1.0.1", "bridge=172.17.0.4@172.17.0.1");
        var linked = engine["web"] with { Link = ["/db:/web/store"] };

        Assert.Equal(state, Predictor.Predict(new Question(engine.Snapshot, linked, engine["db"], "172.17.0.3") { Port = port }).State);
        // Its default route is by the network app.
        Assert.Equal(
            state == ReachabilityState.Reachable ? ReachabilityState.Unknown : ReachabilityState.Blocked,
            Predictor.Predict(new Question(
                engine.Snapshot,
                engine["wide"] with { Link = ["/db:/wide/store"] },
                engine["db"],
                "172.17.0.3") { Port = port }).State);
        Assert.Equal(
            ReachabilityState.Blocked,
            Predictor.Predict(new Question(engine.Snapshot, engine["db"], linked, "172.17.0.2") { Port = port }).State);
    }

    /// <summary>
    /// The list of containers does not show a port that a routed network opens. Found by the agreement on 29.7, seed 14011.
    /// </summary>
    [Fact]
    public void A_legacy_link_opens_a_port_that_only_inspect_shows()
    {
        var engine = new TestEngine(bridgeOption: ";com.docker.network.bridge.enable_icc=false")
            .Container("web", "bridge=172.17.0.2@172.17.0.1")
            .Container("db", "bridge=172.17.0.3")
            .Inspected("db", ("80/tcp", ""));
        var linked = engine["web"] with { Link = ["/db:/web/store"] };

        Assert.Equal(
            ReachabilityState.Reachable,
            Predictor.Predict(new Question(engine.Snapshot, linked, engine["db"], "172.17.0.3") { Port = 80 }).State);
    }
}
