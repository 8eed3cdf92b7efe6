using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Whether a name resolves, apart from whether a packet gets there.</summary>
public class NamePredictionTests
{
    [Theory]
    [InlineData("db", ReachabilityState.Reachable, ReasonCode.ResolvedByEngine)]
    [InlineData("DB", ReachabilityState.Reachable, ReasonCode.ResolvedByEngine)]
    [InlineData("db.app", ReachabilityState.Reachable, ReasonCode.ResolvedByEngine)]
    [InlineData("localhost", ReachabilityState.Reachable, ReasonCode.ResolvedByHostsFile)]
    [InlineData("example.com", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    public void A_name(string literal, ReachabilityState state, string code)
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3");

        var verdict = Predictor.PredictName(new Question(engine.Snapshot, engine["web"], null, literal));

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }

    [Fact]
    public void An_address_needs_no_name()
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2");

        var verdict = Predictor.PredictName(new Question(engine.Snapshot, engine["web"], null, "10.9.9.9"));

        Assert.Equal((ReachabilityState.Reachable, "10.9.9.9", 0), (verdict.State, verdict.Address!.ToString(), verdict.Reasons.Count));
    }

    [Fact]
    public void A_name_resolves_though_the_network_drops_the_packets()
    {
        var engine = new TestEngine()
            .Network("app", option: "com.docker.network.bridge.enable_icc=false")
            .Container("web", "app=10.1.0.2")
            .Container("db", "app=10.1.0.3");
        var question = new Question(engine.Snapshot, engine["web"], engine["db"], "db");

        Assert.Equal(
            (ReachabilityState.Reachable, ReachabilityState.Blocked),
            (Predictor.PredictName(question).State, Predictor.Predict(question).State));
    }

    [Fact]
    public void The_name_of_a_paused_container_resolves_and_that_of_a_stopped_one_does_not()
    {
        var engine = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .Paused("frozen", "app=10.1.0.3")
            .Stopped("old", "app");

        Assert.Equal(
            ReachabilityState.Reachable,
            Predictor.PredictName(new Question(engine.Snapshot, engine["web"], engine["frozen"], "frozen")).State);
        Assert.Equal(
            ReachabilityState.NotRunning,
            Predictor.PredictName(new Question(engine.Snapshot, engine["web"], engine["old"], "old")).State);
    }

    [Fact]
    public void A_container_on_the_default_bridge_does_not_know_its_own_name()
    {
        var engine = new TestEngine().Container("web", "bridge=172.17.0.2");

        var verdict = engine.Predict("web", "web");

        Assert.Equal(ReachabilityState.Unresolved, verdict.State);
        Verdicts.HasReason(
            verdict,
            ReasonCode.NamesNeedUserDefinedNetwork,
            "bridge",
            "New-DockerNetwork -Name app | Connect-DockerNetwork -Container web");
    }

    [Theory]
    [InlineData("app")]
    [InlineData("app2", "app")]
    [InlineData("app4", "app", "app2", "app3")]
    [InlineData("app", "app2")]
    public void The_network_that_is_proposed_has_a_name_that_is_free(string proposed, params string[] taken)
    {
        var engine = new TestEngine().Container("web", "bridge=172.17.0.2").Container("db", "bridge=172.17.0.3");
        foreach (var name in taken)
            engine.Network(name);

        Verdicts.HasReason(
            engine.Predict("web", "db"),
            ReasonCode.NamesNeedUserDefinedNetwork,
            "bridge",
            $"New-DockerNetwork -Name {proposed} | Connect-DockerNetwork -Container web, db");
    }

    [Theory]
    [InlineData("store", ReachabilityState.Reachable)]
    [InlineData("STORE", ReachabilityState.Unresolved)]
    [InlineData("shop", ReachabilityState.Unresolved)]
    public async Task A_link_on_a_user_defined_network_is_an_alias_for_one(string literal, ReachabilityState state)
    {
        var listed = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .Container("db", "app=10.1.0.3")
            .Container("other", "app=10.1.0.4");
        await using var engine = FakeEngine.OnSocket(e =>
            e.JsonAsync(("""{"Id":"WEB","NetworkSettings":{"Networks":{"app":"""
                + """{"IPAddress":"10.1.0.2","Links":["db:store","gone:shop"]}}}}""").Replace(
                "WEB",
                TestEngine.Id("web"),
                StringComparison.Ordinal)));
        using var client = engine.Client();
        var snapshot = await listed.Snapshot.InspectAsync(client, [TestEngine.Id("web")]);
        var db = snapshot.Container(TestEngine.Id("db"))!;

        Assert.Equal(state, Predict("web").State);
        Assert.NotEqual(ReachabilityState.Reachable, Predict("other").State);

        Verdict Predict(string source) =>
            Predictor.Predict(new Question(
                snapshot,
                snapshot.Container(TestEngine.Id(source))!,
                literal == "shop" ? snapshot.Container(TestEngine.Id("other")) : db,
                literal));
    }

    [Theory]
    [InlineData("inner=10.5.0.2", "1.1.1.1", ReachabilityState.NoRoute)]
    [InlineData("inner=10.5.0.2@10.5.0.1", "1.1.1.1", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    [InlineData("inner=10.5.0.2@10.5.0.1", "10.9.0.2", ReachabilityState.Blocked)]
    [InlineData("inner=10.5.0.2@10.5.0.1", "2606:4700::1111", ReachabilityState.NoRoute, ReasonCode.NoAddressOfFamily)]
    [InlineData("inner=10.5.0.2", "10.9.0.2", ReachabilityState.NoRoute)]
    [InlineData("inner=10.5.0.2", "10.5.0.9", ReachabilityState.Unknown, ReasonCode.UnusedAddress)]
    public void From_internal_networks_there_is_no_way_out(
        string endpoint,
        string literal,
        ReachabilityState state,
        string code = ReasonCode.InternalNetworkOnly)
    {
        var engine = new TestEngine()
            .Network("inner", "10.5.0.0/24", isInternal: true)
            .Network("far", "10.9.0.0/24")
            .Container("web", endpoint)
            .Container("db", "far=10.9.0.2");

        var verdict = engine.PredictOther("web", literal);

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }
}
