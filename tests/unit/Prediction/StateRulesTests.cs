using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Who runs and who does not.</summary>
public class StateRulesTests
{
    [Theory]
    [InlineData("exited", "Start-DockerContainer -Container web")]
    [InlineData("created", "Start-DockerContainer -Container web")]
    [InlineData("paused", "Resume-DockerContainer -Container web")]
    [InlineData("restarting", null)]
    [InlineData("dead", null)]
    public void A_source_that_does_not_run_sends_nothing(string state, string? fix)
    {
        var engine = new TestEngine().Network("app").InState("web", state, "", "app").Container("db", "app=10.1.0.3");

        var verdict = engine.Predict("web", "db");

        Assert.Equal(ReachabilityState.NotRunning, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.SourceNotRunning, "web", fix);
        Assert.Contains(state == "exited" ? "web has exited" : $"web is {state}", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("db")]
    [InlineData("db.app")]
    public void A_target_that_does_not_run_has_no_name(string literal)
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Stopped("db", "app");

        var verdict = engine.Predict("web", "db", literal);

        Assert.Equal(ReachabilityState.NotRunning, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.TargetNotRunning, "db", "Start-DockerContainer -Container db");
    }

    [Fact]
    public void Both_down_is_the_sources_fault()
    {
        var engine = new TestEngine().Network("app").Stopped("web", "app").Stopped("db", "app");

        Verdicts.HasReason(engine.Predict("web", "db"), ReasonCode.SourceNotRunning, "web", "Start-DockerContainer -Container web");
    }

    [Theory]
    [InlineData("db", ReachabilityState.Unresolved)]
    [InlineData("10.1.0.3", ReachabilityState.NoRoute)]
    public void A_shared_namespace_whose_owner_is_down_has_neither_names_nor_routes(string literal, ReachabilityState state)
    {
        var engine = new TestEngine().Network("app").Stopped("web", "app").Sharing("sidecar", "web").Container("db", "app=10.1.0.3");

        var verdict = engine.Predict("sidecar", "db", literal);

        Assert.Equal(state, verdict.State);
        Verdicts.HasReason(
            verdict, ReasonCode.NamespaceOwnerNotRunning, "web",
            "Start-DockerContainer -Container web; Restart-DockerContainer -Container sidecar");
    }

    [Theory]
    [InlineData("exited", "Start-DockerContainer -Container web; Restart-DockerContainer -Container sidecar")]
    [InlineData("created", "Start-DockerContainer -Container web; Restart-DockerContainer -Container sidecar")]
    [InlineData("restarting", null)]
    [InlineData("dead", null)]
    public void A_shared_namespace_is_repaired_where_its_owner_can_be_started(string state, string? fix)
    {
        var engine = new TestEngine()
            .Network("app")
            .InState("web", state, "", "app")
            .Sharing("sidecar", "web")
            .Container("db", "app=10.1.0.3");

        Verdicts.HasReason(engine.Predict("sidecar", "db"), ReasonCode.NamespaceOwnerNotRunning, "web", fix);
    }

    [Fact]
    public void A_stopped_sharer_is_started_with_the_owner_of_the_namespace()
    {
        var engine = new TestEngine()
            .Network("app")
            .Stopped("web", "app")
            .InState("sidecar", "exited", "container:" + TestEngine.Id("web"))
            .Container("db", "app=10.1.0.3");

        Verdicts.HasReason(
            engine.Predict("sidecar", "db"),
            ReasonCode.SourceNotRunning,
            "sidecar",
            "Start-DockerContainer -Container web, sidecar");
    }

    [Fact]
    public void A_name_that_is_a_number_to_PowerShell_is_quoted()
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Stopped("1e3", "app");

        Verdicts.HasReason(engine.Predict("web", "1e3"), ReasonCode.TargetNotRunning, "1e3", "Start-DockerContainer -Container '1e3'");
    }

    [Fact]
    public void A_shared_namespace_whose_owner_is_gone_has_no_fix()
    {
        var engine = new TestEngine().Network("app").Sharing("sidecar", "gone").Container("db", "app=10.1.0.3");

        var verdict = engine.Predict("sidecar", "db", "10.1.0.3");

        Assert.Equal(ReachabilityState.NoRoute, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.NamespaceOwnerNotRunning, TestEngine.Id("gone"), null);
        Assert.Contains("a container that no longer exists", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_namespace_whose_owner_is_down_still_has_its_loopback_interface()
    {
        var engine = new TestEngine().Network("app").Stopped("web", "app").Sharing("sidecar", "web");

        Assert.Equal(ReachabilityState.Reachable, engine.PredictOther("sidecar", "127.0.0.1").State);
    }

    [Fact]
    public void A_paused_target_is_answered_for_by_its_kernel()
    {
        // Pausing freezes processes; the network namespace stays, and the kernel answers echo requests in it.
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Paused("db", "app=10.1.0.3");

        Assert.Equal(ReachabilityState.Reachable, engine.Predict("web", "db", "10.1.0.3").State);
    }

    [Fact]
    public void A_port_of_a_paused_target_is_served_again_when_it_is_resumed()
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Paused("db", "app=10.1.0.3");
        var question = new Question(engine.Snapshot, engine["web"], engine["db"], "10.1.0.3") { Port = 80 };

        Verdicts.HasReason(Predictor.Predict(question), ReasonCode.TargetPaused, "db", "Resume-DockerContainer -Container db");
    }

    private static TestEngine Pod(string owner, string sidecar) => new TestEngine()
        .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
        .Container("web", "app=10.1.0.2@10.1.0.1")
        .InState("db", owner, "", "app=10.1.0.3@10.1.0.1")
        .InState("sidecar", sidecar, "container:" + TestEngine.Id("db"))
        .Ports("db", new DockerNetwork.Engine.Wire.PortSummary("0.0.0.0", 80, 8080, "tcp"))
        .OnHost("monitor");

    /// <summary>Seen on 20.10 and 28.5: whoever listens decides.</summary>
    [Theory]
    [InlineData("paused", "running", "web", "10.1.0.3", 80, ReachabilityState.Unknown, ReasonCode.TargetPaused)]
    [InlineData("running", "paused", "web", "10.1.0.3", 80, ReachabilityState.Unknown, ReasonCode.TargetPaused)]
    [InlineData("paused", "paused", "web", "10.1.0.3", 80, ReachabilityState.NotRunning, ReasonCode.TargetPaused)]
    [InlineData("running", "running", "web", "10.1.0.3", 80, ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    [InlineData("paused", "exited", "web", "10.1.0.3", 80, ReachabilityState.NotRunning, ReasonCode.TargetPaused)]
    [InlineData("running", "paused", "web", "10.1.0.3", null, ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    [InlineData("running", "paused", "db", "127.0.0.1", 80, ReachabilityState.Unknown, ReasonCode.TargetPaused)]
    [InlineData("running", "paused", "db", "0.0.0.0", 80, ReachabilityState.Unknown, ReasonCode.TargetPaused)]
    [InlineData("running", "running", "db", "127.0.0.1", 80, ReachabilityState.Reachable, ReasonCode.SameNamespace)]
    [InlineData("paused", "running", "web", "10.1.0.1", 8080, ReachabilityState.Unknown, ReasonCode.TargetPaused)]
    [InlineData("paused", "paused", "monitor", "127.0.0.1", 8080, ReachabilityState.NotRunning, ReasonCode.TargetPaused)]
    public void Of_several_in_a_namespace_the_one_that_listens_decides(
        string owner, string sidecar, string source, string address, int? port, ReachabilityState state, string code)
    {
        var engine = Pod(owner, sidecar);

        var verdict = Predictor.Predict(new Question(engine.Snapshot, engine[source], null, address) { Port = port });

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }

    [Theory]
    [InlineData(9999, ReachabilityState.Unknown)]
    [InlineData(null, ReachabilityState.Reachable)]
    public void A_paused_container_in_the_network_of_the_host_may_be_who_listens(int? port, ReachabilityState state)
    {
        var engine = Pod("running", "running").InState("idle", "paused", "host", "host");

        Assert.Equal(
            state, Predictor.Predict(new Question(engine.Snapshot, engine["web"], null, "10.1.0.1") { Port = port }).State);
    }

    [Fact]
    public void Nobody_answers_a_datagram_to_a_paused_target()
    {
        var engine = Pod("paused", "exited");
        var question = new Question(engine.Snapshot, engine["web"], null, "10.1.0.3") { Port = 53, Protocol = "udp" };

        Assert.Contains("takes datagrams", Predictor.Predict(question).Reasons[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shared_namespace_whose_owner_is_paused_keeps_its_networks()
    {
        var engine = new TestEngine()
            .Network("app")
            .Paused("web", "app=10.1.0.2")
            .Sharing("sidecar", "web")
            .Container("db", "app=10.1.0.3");

        Assert.Equal(ReachabilityState.Reachable, engine.Predict("sidecar", "db").State);
    }

    [Theory]
    [InlineData("web", "10.1.0.1", 8080, ReachabilityState.NotRunning)]
    [InlineData("monitor", "10.1.0.1", 8080, ReachabilityState.NotRunning)]
    [InlineData("monitor", "127.0.0.1", 8080, ReachabilityState.NotRunning)]
    [InlineData("web", "127.0.0.1", 8080, ReachabilityState.Reachable)]
    [InlineData("web", "10.1.0.1", 8081, ReachabilityState.Reachable)]
    [InlineData("web", "10.1.0.1", null, ReachabilityState.Reachable)]
    public void A_published_port_of_a_paused_container_is_not_served(string source, string address, int? port, ReachabilityState state)
    {
        var engine = new TestEngine()
            .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
            .Container("web", "app=10.1.0.2@10.1.0.1")
            .OnHost("monitor")
            .Paused("asleep", "app=10.1.0.3@10.1.0.1").Ports("asleep", new PortSummary("0.0.0.0", 80, 8080, "tcp"));

        Assert.Equal(state, Predictor.Predict(new Question(engine.Snapshot, engine[source], null, address) { Port = port }).State);
    }
}
