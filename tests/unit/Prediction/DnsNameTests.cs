using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>What the engine's DNS knows a container by, and what it cannot be asked for.</summary>
public class DnsNameTests
{
    public static TheoryData<string> Invalid =>
    [
        new string('a', 64), string.Join('.', Enumerable.Repeat("a234567", 32)), "dot.", ".lead", ".", "..", "a..b", "a..", "it's", "a b",
        "a\0b", "a\tb", "a\u007fb",
        "a@b", "a;b", "(a)", "a\"b", "a\\b", "größe",
    ];

    [Theory]
    [MemberData(nameof(Invalid))]
    public void A_name_that_cannot_be_asked_for_does_not_resolve(string alias)
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3");
        var snapshot = WithNames(engine, ("db", "10.1.0.3", ["db", alias], [alias]));
        var question = new Question(snapshot, Of(snapshot, "web"), Of(snapshot, "db"), alias);

        var verdict = Predictor.Predict(question);

        Assert.Equal((ReachabilityState.Unresolved, null), (verdict.State, verdict.Address));
        Verdicts.HasReason(verdict, ReasonCode.InvalidDnsName, "db", null);
        Assert.Equal(ReachabilityState.Unresolved, Predictor.PredictName(question).State);
        Assert.NotEqual(ReachabilityState.Reachable, Predictor.Predict(question with { Target = null }).State);
    }

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("under_score")]
    [InlineData("a.b.c")]
    [InlineData("db.")]
    [InlineData("db.app.")]
    public void A_name_that_can_be_asked_for_resolves(string name)
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3+" + name);

        Assert.Equal(TestEngine.Address("10.1.0.3"), engine.Predict("web", "db", name).Address);
    }

    [Theory]
    [InlineData(41, ReachabilityState.Reachable)]
    [InlineData(45, ReachabilityState.Unresolved)]
    public void An_apostrophe_is_escaped_by_newer_engines_only(int minor, ReachabilityState state)
    {
        var engine = new TestEngine { Version = new ApiVersion(1, minor) }
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .Container("db", "app=10.1.0.3+it's");

        Assert.Equal(state, engine.Predict("web", "db", "it's").State);
    }

    [Theory]
    [InlineData("größe.example")]
    [InlineData("dot.")]
    public void A_name_of_no_container_that_an_upstream_server_may_know_is_left_to_it(string name) => Assert.Equal(
        ReasonCode.NotPredicted,
        new TestEngine().Network("app").Container("web", "app=10.1.0.2").PredictOther("web", name).Reasons[0].Code);

    [Theory]
    [InlineData("it's")]
    [InlineData("a..b")]
    public void The_hosts_file_may_hold_any_name(string name)
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3", "bridge=172.17.0.3");

        Assert.Equal(ReachabilityState.Reachable, Predictor.Predict(new Question(
            engine.Snapshot, engine["web"] with { ExtraHost = [$"{name}:10.1.0.3"] }, engine["db"], name)).State);
        Assert.Equal(TestEngine.Address("172.17.0.3"), Predictor.PredictName(new Question(
            engine.Snapshot, engine["web"] with { Link = [$"/db:/web/{name}"] }, engine["db"], name)).Address);
    }

    [Theory]
    [InlineData("localhost", "127.0.0.1")]
    [InlineData("ip6-localhost", "::1")]
    [InlineData("ip6-loopback", "::1")]
    public void The_names_of_the_loopback_interface_are_the_container_itself(string name, string address)
    {
        // The hosts file comes first: an alias does not change it.
        var verdict = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .Container("db", "app=10.1.0.3+" + name)
            .PredictOther("web", name);

        Assert.Equal((ReachabilityState.Reachable, TestEngine.Address(address)), (verdict.State, verdict.Address));
        Assert.Equal([ReasonCode.SameNamespace, ReasonCode.ResolvedByHostsFile], verdict.Reasons.Select(r => r.Code));
    }

    /// <summary>Seen on engine 29: hx --hostname shared, hy --network-alias shared.</summary>
    [Theory]
    [InlineData("running", "running", "hx", "10.1.0.3")]
    [InlineData("running", "running", "hy", "10.1.0.4")]
    [InlineData("running", "exited", "hx", "10.1.0.3")]
    [InlineData("exited", "running", "hy", "10.1.0.4")]
    public void A_host_name_is_a_name_like_any_other(string hx, string hy, string target, string address)
    {
        var engine = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .InState("hx", hx, "", "app")
            .InState("hy", hy, "", "app");
        var snapshot = WithNames(
            engine,
            ("hx", hx == "running" ? "10.1.0.3" : "", ["hx", "shared"], []),
            ("hy", hy == "running" ? "10.1.0.4" : "", ["hy", "shared"], ["shared"]));

        var verdict = Predictor.Predict(new Question(snapshot, Of(snapshot, "web"), Of(snapshot, target), "shared"));

        Assert.Equal((ReachabilityState.Reachable, TestEngine.Address(address)), (verdict.State, verdict.Address));
    }

    [Fact]
    public void The_reason_names_all_who_answer()
    {
        var engine = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .Container("hx", "app=10.1.0.3")
            .Container("hy", "app=10.1.0.4");
        var snapshot = WithNames(engine, ("hx", "10.1.0.3", ["hx", "shared"], []), ("hy", "10.1.0.4", ["hy", "shared"], ["shared"]));

        var message = Predictor.PredictName(new Question(snapshot, Of(snapshot, "web"), Of(snapshot, "hy"), "shared")).Reasons[0].Message;

        Assert.Contains("10.1.0.4 (hy)", message, StringComparison.Ordinal);
        Assert.Contains("10.1.0.3 (hx)", message, StringComparison.Ordinal);
    }

    private static Container Of(EngineSnapshot snapshot, string name) => snapshot.Container(TestEngine.Id(name))!;

    private static EngineSnapshot WithNames(
        TestEngine engine,
        params (string Container, string Address, string[] Names, string[] Aliases)[] details) =>
        engine.Snapshot.With(details.Select(d => new ContainerDetails
        {
            Id = TestEngine.Id(d.Container),
            NetworkSettings = new NetworkSettings
            {
                Networks = new()
                {
                    ["app"] = new EndpointSettings
                    {
                        NetworkId = TestEngine.Id("app"), IPAddress = d.Address, DnsNames = d.Names, Aliases = d.Aliases,
                    },
                },
            },
        }));
}
