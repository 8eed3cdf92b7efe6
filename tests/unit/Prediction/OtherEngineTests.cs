using System.Net;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Targets on another engine of one swarm. Each was seen on three nodes of 28.5 (tests/engine/agreement-swarm.ps1).</summary>
public class OtherEngineTests
{
    private const string Name = "name";

    private static TestEngine Near() => new TestEngine { NodeAddress = "198.51.100.1", Nodes = ["198.51.100.1", "198.51.100.2"] }
        .Network("mesh", "10.0.1.0/24", "overlay", gateway: "10.0.1.1")
        .Network("app", "172.18.0.0/16", gateway: "172.18.0.1")
        .Container("near", "mesh=10.0.1.2").Container("local", "app=172.18.0.2@172.18.0.1")
        .Container("both", "app=172.18.0.3", "mesh=10.0.1.9")
        .Network("lab", "172.19.0.0/16", gateway: "172.19.0.1").Container("apart", "lab=172.19.0.2@172.19.0.1")
        .OnHost("agent").Stopped("idle", "mesh")
        .Swarm(null);

    private static TestEngine Far() => new TestEngine()
        .Network("mesh", "10.0.1.0/24", "overlay", gateway: "10.0.1.1")
        .Network("app", "172.18.0.0/16", gateway: "172.18.0.1").Network("own", "172.30.0.0/16", gateway: "172.30.0.1")
        .Network("routed", "172.31.0.0/16", gateway: "172.31.0.1", option: "com.docker.network.bridge.gateway_mode_ipv4=routed")
        .Container("far", "mesh=10.0.1.3+remote").PublishingFrom("web", ["own=172.30.0.2"], "0.0.0.0:8080->80/tcp")
        .Container("twin", "app=172.18.0.2").Container("open", "routed=172.31.0.2").Container("absent", "app=172.18.0.77")
        .OnHost("hosted").Sharing("side", "far").Stopped("ended", "mesh")
        .Swarm(null);

    [Theory]
    // On the overlay network of both.
    [InlineData("near", "far", "10.0.1.3", "Reachable", ReasonCode.SharedNetwork)]
    [InlineData("both", "far", "10.0.1.3", "Reachable", ReasonCode.SharedNetwork)]
    [InlineData("near", "side", "10.0.1.3", "Reachable", ReasonCode.SharedNetwork)]
    [InlineData("local", "far", Name, "Unresolved", ReasonCode.OnAnotherEngine)]
    [InlineData("agent", "far", Name, "Unresolved", ReasonCode.OnAnotherEngine)]
    [InlineData("near", "ended", Name, "NotRunning", ReasonCode.TargetNotRunning)]
    [InlineData("idle", "far", Name, "NotRunning", ReasonCode.SourceNotRunning)]
    // On a network that only the other engine has.
    [InlineData("local", "web", Name, "Unresolved", ReasonCode.OnAnotherEngine)]
    [InlineData("local", "web", "172.30.0.2", "Blocked", ReasonCode.OnAnotherEngine)]
    [InlineData("local", "open", "172.31.0.2", "Unknown", ReasonCode.OnAnotherEngine)]
    // Both engines have the subnet, and here the address is somebody else's, or nobody's.
    [InlineData("local", "twin", "172.18.0.2", "Misdirected", ReasonCode.AnotherContainer)]
    [InlineData("both", "twin", "172.18.0.2", "Misdirected", ReasonCode.AnotherContainer)]
    [InlineData("local", "absent", "172.18.0.77", "Unknown", ReasonCode.UnusedAddress)]
    // At the other host.
    [InlineData("local", "hosted", Name, "Unresolved", ReasonCode.TargetHasNoAddress)]
    [InlineData("local", "hosted", "198.51.100.2", "Unknown", ReasonCode.OnAnotherEngine)]
    public void Is_predicted(string source, string target, string literal, string state, string code)
    {
        var results = Results(source, target).ToList();

        var result = Assert.Single(results, r => r.TargetName == (literal == Name ? target : literal));
        Assert.Equal((state, code), ($"{result.Predicted}", result.Reasons[0].Code));
    }

    /// <summary>The address of the host is the target's at the published port alone.</summary>
    [Fact]
    public void A_published_port_is_asked_at_the_host()
    {
        var results = Results("local", "web", new TestOptions { TcpPorts = [80] }).Select(r => (r.TargetName, r.Port)).ToList();

        Assert.Equal([("web", 80), ("172.30.0.2", 80), ("198.51.100.2", 8080)], results);
    }

    /// <summary>An address of the target is on this engine another container's, which stands in nobody's way.</summary>
    [Fact]
    public void A_name_is_not_explained_by_the_network_of_somebody_else() => Assert.Equal(
        [ReasonCode.OnAnotherEngine],
        Results("apart", "twin").Single(result => result.TargetName == "twin").Reasons.Select(reason => reason.Code));

    /// <summary>Who publishes the port is not told to publish it.</summary>
    [Theory]
    [InlineData("198.51.100.2", "0.0.0.0:8080->80/tcp", 80, "web publishes 80/tcp at 198.51.100.2:8080. Use that, or connect both")]
    [InlineData("198.51.100.2", "0.0.0.0:8080->80/tcp", 8080, "web publishes 80/tcp at 198.51.100.2:8080. Use that, ")]
    [InlineData("198.51.100.2", "0.0.0.0:8080->80/tcp", null, "web publishes 80/tcp at 198.51.100.2:8080. Use that, ")]
    [InlineData("198.51.100.9", "0.0.0.0:8080->80/tcp", 80, "web publishes 80/tcp at port 8080 of its host. Use that, ")]
    [InlineData("198.51.100.2", "192.0.2.7:8080->80/tcp", 80, "web publishes 80/tcp at 192.0.2.7:8080. Use that, ")]
    [InlineData("198.51.100.2", "127.0.0.1:8080->80/tcp", 80, "web publishes 80/tcp at 127.0.0.1:8080 only. Other machines cannot ")]
    [InlineData("198.51.100.2", "0.0.0.0:8080->80/tcp", 443, "Connect both containers to an attachable overlay network of a swarm that ")]
    public void The_advice_says_where_the_port_is_published(string node, string publishes, int? port, string advice)
    {
        var far = new TestEngine { NodeAddress = node }.Network("own", "172.30.0.0/16", gateway: "172.30.0.1")
            .PublishingFrom("web", ["own=172.30.0.2"], publishes).Swarm(null).Snapshot;
        var near = Near().Snapshot;
        var targets = OtherTargets.Of(far, [new ReachabilityTarget("web", far.Container(TestEngine.Id("web")))]);
        var scope = new TestScope(near, [near.Container(TestEngine.Id("local"))!], []).Beside([targets]);
        var results = new PredictedRun(TestPlan.Create(scope, new TestOptions { TcpPorts = port is { } asked ? [asked] : [] })).Results();

        foreach (var name in new[] { "web", "172.30.0.2" })
            Assert.Contains($" {advice}", results.Single(r => r.TargetName == name).Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("near", "far", "10.0.1.3", "Reachable", "far")]
    [InlineData("local", "twin", "172.18.0.2", "Misdirected", "local")]
    [InlineData("local", "hosted", "198.51.100.2", "Reachable", "hosted")]
    // A machine that neither engine knows may have the address.
    [InlineData("local", "web", "172.30.0.2", "Unknown", null)]
    // Whatever it is, it is on this engine's network.
    [InlineData("local", "absent", "172.18.0.77", "Misdirected", null)]
    public void An_answer_is_credited_only_to_the_target(string source, string target, string address, string state, string? answered)
    {
        var (plan, probe) = Probe(source, target, address);
        var predicted = new PredictedRun(plan);
        var result = Comparison.Of(
            predicted.Question(probe),
            probe,
            predicted.Verdict(probe),
            new Observation { State = ReachabilityState.Reachable, Address = IPAddress.Parse(address), Sent = 1, Received = 1 });

        Assert.Equal((state, answered), ($"{result.Observed}", result.Answered));
    }

    /// <summary>A fix is run on the engine of the source.</summary>
    [Theory]
    [InlineData("near", "ended")]
    [InlineData("local", "far")]
    [InlineData("local", "twin")]
    public void What_would_change_the_other_engine_is_no_fix(string source, string target) =>
        Assert.All(Results(source, target).SelectMany(result => result.Reasons), reason => Assert.Null(reason.Fix));

    [Fact]
    public void Without_targets_those_on_the_sources_networks_are_meant()
    {
        var scope = Scope("near", targets: null, "far", "web", "twin");

        Assert.Equal(["both", "idle", "far"], scope.TargetsOf(scope.Sources[0], new TestOptions()).Select(t => t.Text));
    }

    /// <summary>The source's engine answers the aliases of other nodes' containers, and lists none of them.</summary>
    [Theory]
    [InlineData("remote", "Reachable")]
    [InlineData("far", "Reachable")]
    [InlineData("nobody", "Unresolved")]
    public void Aliases_of_other_nodes_are_known(string name, string state)
    {
        var far = Far().Snapshot;
        var snapshot = Near().Snapshot.Beside([far]);
        var question = new Question(
            snapshot, snapshot.Container(TestEngine.Id("near"))!, far.Container(TestEngine.Id("far")), name)
        {
            Elsewhere = new OtherEngine(far),
        };

        Assert.Equal(state, $"{Predictor.Predict(question).State}");
    }

    /// <summary>One engine that is asked by two addresses has no pairs that cross.</summary>
    [Fact]
    public void What_this_engine_has_itself_is_not_elsewhere()
    {
        var here = Near().Snapshot;
        var scope = new TestScope(here, [here.Container(TestEngine.Id("near"))!], [new("local", here.Container(TestEngine.Id("local")))]);

        var beside = scope.Beside([OtherTargets.Of(Near().Snapshot, scope.Targets!)]);

        Assert.Empty(beside.Others);
        Assert.Single(beside.Targets!);
    }

    private static IEnumerable<ReachabilityResult> Results(string source, string target, TestOptions? options = null) =>
        new PredictedRun(TestPlan.Create(Scope(source, [], target), options ?? new TestOptions())).Results();

    private static (TestPlan Plan, PlannedProbe Probe) Probe(string source, string target, string address)
    {
        var plan = TestPlan.Create(Scope(source, [], target), new TestOptions());
        return (plan, plan.Sources.SelectMany(s => s.Probes).First(p => p.Literal == address));
    }

    private static TestScope Scope(string source, IReadOnlyList<ReachabilityTarget>? targets, params string[] others)
    {
        var (near, far) = (Near().Snapshot, Far().Snapshot);
        var there = others.Select(name => new ReachabilityTarget(name, far.Container(TestEngine.Id(name)))).ToList();
        return new TestScope(near, [near.Container(TestEngine.Id(source))!], targets).Beside([OtherTargets.Of(far, there)]);
    }
}
