using DockerNetwork.Engine;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Names that resolve, and who answers.</summary>
public class NameRulesTests
{
    [Theory]
    [InlineData("db")]
    [InlineData("DB")]
    [InlineData("postgres")]
    [InlineData("Postgres")]
    [InlineData("db.app")]
    public void The_engine_answers_names_and_aliases_on_a_shared_network(string literal)
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3+postgres");

        var verdict = engine.Predict("web", "db", literal);

        Assert.Equal(ReachabilityState.Reachable, verdict.State);
        Assert.Equal(TestEngine.Address("10.1.0.3"), verdict.Address);
        Assert.Equal("app", verdict.Network);
        Assert.Equal([ReasonCode.SharedNetwork, ReasonCode.ResolvedByEngine], verdict.Reasons.Select(r => r.Code));
    }

    [Fact]
    public void The_engine_answers_the_short_id()
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3");

        Assert.Equal(TestEngine.Address("10.1.0.3"), engine.Predict("web", "db", TestEngine.Id("db")[..12]).Address);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(64)]
    public void The_engine_answers_no_other_part_of_the_id(int length)
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3");

        Assert.Equal(ReachabilityState.Unresolved, engine.Predict("web", "db", TestEngine.Id("db")[..length]).State);
    }

    [Fact]
    public void An_alias_holds_on_its_own_network_only()
    {
        var engine = new TestEngine()
            .Network("app")
            .Network("back")
            .Container("web", "app=10.1.0.2")
            .Container("db", "app=10.1.0.3", "back=10.2.0.3+secret");

        Assert.Equal(ReachabilityState.Unresolved, engine.Predict("web", "db", "secret").State);
    }

    [Fact]
    public void An_alias_of_several_containers_leads_to_the_one_that_is_meant()
    {
        var engine = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .Container("db1", "app=10.1.0.3+db")
            .Container("db2", "app=10.1.0.4+db");

        Assert.Equal(TestEngine.Address("10.1.0.4"), engine.Predict("web", "db2", "db").Address);
        Assert.Equal(TestEngine.Address("10.1.0.3"), engine.PredictOther("web", "db").Address);
    }

    [Fact]
    public void A_stopped_namesake_does_not_answer()
    {
        var engine = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .InState("db1", "exited", "", "app=10.1.0.3+db")
            .Container("db2", "app=10.1.0.4+db");

        Assert.Equal(TestEngine.Address("10.1.0.4"), engine.PredictOther("web", "db").Address);
    }

    [Fact]
    public void A_name_leads_to_IPv6_where_that_is_all_there_is()
    {
        var engine = new TestEngine().Network("six").Container("web", "six=fd00::2").Container("db", "six=fd00::3");

        Assert.Equal(TestEngine.Address("fd00::3"), engine.Predict("web", "db").Address);
    }

    [Fact]
    public void A_container_resolves_its_own_name_on_its_network()
    {
        var verdict = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Predict("web", "web");

        Assert.Equal([ReasonCode.SameNamespace, ReasonCode.ResolvedByEngine], verdict.Reasons.Select(r => r.Code));
    }

    [Fact]
    public void A_sharer_resolves_what_the_owner_does()
    {
        var engine = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .Sharing("sidecar", "web")
            .Container("db", "app=10.1.0.3");

        Assert.Equal(ReachabilityState.Reachable, engine.Predict("sidecar", "db").State);
    }

    [Fact]
    public void Localhost_is_the_container_itself()
    {
        var verdict = new TestEngine().Container("web", "bridge=172.17.0.2").PredictOther("web", "localhost");

        Assert.Equal(ReachabilityState.Reachable, verdict.State);
        Assert.Equal([ReasonCode.SameNamespace, ReasonCode.ResolvedByHostsFile], verdict.Reasons.Select(r => r.Code));
    }

    [Theory]
    [InlineData("extra:10.1.0.3", "10.1.0.3")]
    [InlineData("extra:fd00:1::3", "fd00:1::3")]
    [InlineData("extra:[fd00:1::3]", "fd00:1::3")]
    public void The_hosts_file_comes_first(string entry, string address)
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Container("extra", "app=10.1.0.9");
        var source = engine["web"] with { ExtraHost = ["other:1.1.1.1", entry] };

        var verdict = Predictor.Predict(new Question(engine.Snapshot, source, null, "extra"));

        Assert.Equal(TestEngine.Address(address), verdict.Address);
        Assert.Equal(ReasonCode.ResolvedByHostsFile, verdict.Reasons[^1].Code);
    }

    [Fact]
    public void An_entry_may_mean_the_gateway_of_the_default_bridge()
    {
        var engine = new TestEngine().Container("web", "bridge=172.17.0.2");
        var source = engine["web"] with { ExtraHost = ["host.docker.internal:host-gateway"] };

        var verdict = Predictor.Predict(new Question(engine.Snapshot, source, null, "host.docker.internal"));

        Assert.Equal(TestEngine.Address("172.17.0.1"), verdict.Address);
    }

    [Fact]
    public void A_legacy_link_writes_the_name_that_its_target_had_when_the_source_was_started()
    {
        var engine = new TestEngine().Container("web", "bridge=172.17.0.2").Container("db", "bridge=172.17.0.3");
        var source = engine["web"] with { Link = ["/db:/web/database"] };

        var verdict = Predictor.Predict(new Question(engine.Snapshot, source, engine["db"], "db"));

        Assert.Equal(ReachabilityState.Unknown, verdict.State);
        Assert.Contains("renamed", Assert.Single(verdict.Reasons).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/db:/web/database", "database")]
    [InlineData("/db:/web/database", "Database")]
    [InlineData("/db:/web/db", "db")]
    public void A_legacy_link_writes_its_alias_into_the_hosts_file(string link, string literal)
    {
        var engine = new TestEngine().Container("web", "bridge=172.17.0.2").Container("db", "bridge=172.17.0.3");
        var source = engine["web"] with { Link = [link] };

        var verdict = Predictor.Predict(new Question(engine.Snapshot, source, engine["db"], literal));

        Assert.Equal(ReachabilityState.Reachable, verdict.State);
        Assert.Equal("bridge", verdict.Network);
        Assert.Contains("legacy link", verdict.Reasons[^1].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web", ReachabilityState.Reachable)]
    [InlineData("other", ReachabilityState.Unknown)]
    public void A_link_on_a_user_defined_network_is_known_to_its_container_alone(string name, ReachabilityState state)
    {
        var engine = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .Container("other", "app=10.1.0.4")
            .Container("db", "app=10.1.0.3");
        var source = engine["web"] with { Endpoints = [engine["web"].Endpoints[0] with { Link = ["db:database"] }] };

        Assert.Equal(
            state,
            Predictor.Predict(new Question(engine.Snapshot, name == "web" ? source : engine[name], null, "database")).State);
    }

    [Fact]
    public void A_host_name_on_the_default_bridge_alone_may_have_left_the_hosts_file()
    {
        var engine = new TestEngine { Version = new ApiVersion(1, 45) }.Container("web", "bridge=172.17.0.2");
        var source = engine["web"] with { HostName = "web.local" };

        var verdict = Predictor.Predict(new Question(engine.Snapshot, source, null, "web.local"));

        Assert.Equal(ReachabilityState.Unknown, verdict.State);
        Assert.Equal(ReasonCode.NotPredicted, Assert.Single(verdict.Reasons).Code);
    }

    [Fact]
    public void A_name_of_no_container_is_left_to_upstream_servers()
    {
        var verdict = new TestEngine().Network("app").Container("web", "app=10.1.0.2").PredictOther("web", "example.com");

        Assert.Equal(ReachabilityState.Unknown, verdict.State);
        Assert.Null(verdict.Address);
        Verdicts.HasReason(verdict, ReasonCode.NotPredicted, "prediction", null);
    }

    [Fact]
    public void A_name_that_resolves_may_still_be_blocked()
    {
        var engine = new TestEngine()
            .Network("app", option: "com.docker.network.bridge.enable_icc=false")
            .Container("web", "app=10.1.0.2")
            .Container("db", "app=10.1.0.3");

        var verdict = engine.Predict("web", "db");

        Assert.Equal(ReachabilityState.Blocked, verdict.State);
        Assert.Equal([ReasonCode.InterContainerCommunicationOff, ReasonCode.ResolvedByEngine], verdict.Reasons.Select(r => r.Code));
    }

    [Theory]
    [InlineData("postgres.app")]
    [InlineData("POSTGRES.app")]
    public void An_alias_may_have_the_networks_name_behind_it(string literal)
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3+postgres");

        Assert.Equal(TestEngine.Address("10.1.0.3"), engine.PredictOther("web", literal).Address);
    }

    [Fact]
    public void The_name_of_another_network_behind_it_is_another_name()
    {
        var engine = new TestEngine()
            .Network("app")
            .Network("back")
            .Container("web", "app=10.1.0.2")
            .Container("db", "app=10.1.0.3", "back=10.2.0.3");

        Assert.Equal(ReachabilityState.Unknown, engine.PredictOther("web", "db.back").State);
    }

    [Theory]
    [InlineData("true", ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    [InlineData("false", ReachabilityState.Unknown, ReasonCode.AmbiguousName)]
    public void A_name_of_several_is_ambiguous_where_some_are_not_reached(string icc, ReachabilityState state, string code)
    {
        // Without inter-container communication a container of the pool reaches itself alone.
        var engine = new TestEngine()
            .Network("app", option: $"com.docker.network.bridge.enable_icc={icc}")
            .Container("web", "app=10.1.0.2+pool")
            .Container("db", "app=10.1.0.3+pool");

        var verdict = engine.PredictOther("web", "pool");

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }

    [Fact]
    public void The_name_of_a_container_that_is_an_alias_of_another_stands_for_both()
    {
        var engine = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .Container("db", "app=10.1.0.3")
            .Container("other", "app=10.1.0.4+db");

        var verdict = engine.Predict("web", "db");

        Assert.Equal((ReachabilityState.Reachable, TestEngine.Address("10.1.0.3")), (verdict.State, verdict.Address));
    }

    [Fact]
    public void A_name_that_the_target_does_not_have_is_not_explained_by_networks()
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Container("shop-db-1", "app=10.1.0.3");

        var verdict = Predictor.Predict(new Question(engine.Snapshot, engine["web"], engine["shop-db-1"], "db"));

        Assert.Equal(ReachabilityState.Unresolved, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.NameNotFound, "web", null);
    }
}
