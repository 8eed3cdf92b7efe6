using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Who answers: the target is reached only if it is the target that answers.</summary>
public class AnsweredTests
{
    /// <summary>Two Compose projects with the same aliases, each on a network of its own; a third network joins all.</summary>
    private static readonly TestEngine Projects = new TestEngine()
        .Network("shop", "10.1.0.0/24", gateway: "10.1.0.1").Network("blog", "10.2.0.0/24", gateway: "10.2.0.1")
        .Container("shop-web", "shop=10.1.0.2+web").Container("shop-db", "shop=10.1.0.3+db")
        .Container("blog-web", "blog=10.2.0.2+web").Container("blog-db", "blog=10.2.0.3+db")
        .Container("web1", "shop=10.1.0.11+both").Container("web2", "shop=10.1.0.12+both")
        .Stopped("old-db", "shop").Sharing("mate", "shop-db").OnHost("monitor")
        .InState("ended", "exited", "container:" + TestEngine.Id("shop-db"))
        .PublishingFrom("open", ["blog=10.2.0.9"], "0.0.0.0:8080->80/tcp");

    [Theory]
    [InlineData("shop-web", "shop-db", "db", "Reachable", "shop-db")]
    [InlineData("shop-web", "blog-db", "db", "Misdirected", "shop-db")]
    [InlineData("blog-web", "shop-db", "db", "Misdirected", "blog-db")]
    [InlineData("shop-web", "web2", "both", "Reachable", "web2")]
    [InlineData("shop-web", "web1", "both", "Reachable", "web1")]
    [InlineData("shop-web", "old-db", "db", "NotRunning", null)]
    [InlineData("shop-web", "mate", "shop-db", "Reachable", "mate")]
    [InlineData("shop-web", "mate", "10.1.0.3", "Reachable", "mate")]
    [InlineData("shop-web", "ended", "10.1.0.3", "NotRunning", null)]
    [InlineData("shop-web", "web1", "localhost", "Misdirected", "shop-web")]
    [InlineData("shop-web", "blog-db", "10.2.0.3", "NoRoute", null)]
    [InlineData("monitor", "blog-db", "10.2.0.2", "Misdirected", "blog-web")]
    [InlineData("shop-web", "monitor", "10.1.0.1", "Reachable", "monitor")]
    [InlineData("shop-web", "shop-db", "10.1.0.1", "Misdirected", "@host")]
    public void Only_the_target_counts(string source, string target, string literal, string state, string? answered)
    {
        var verdict = Predictor.Predict(new Question(Projects.Snapshot, Projects[source], Projects[target], literal));

        Assert.Equal((state, answered), ($"{verdict.State}", verdict.Answered));
    }

    /// <summary>A lookup of the name says the same as a probe.</summary>
    [Theory]
    [InlineData("shop-db", "Reachable")]
    [InlineData("blog-db", "Misdirected")]
    public void A_lookup_that_leads_to_another_is_misdirected(string target, string state) =>
        Assert.Equal(
            state,
            $"{Predictor.PredictName(new Question(Projects.Snapshot, Projects["shop-web"], Projects[target], "db")).State}");

    [Theory]
    [InlineData("open", "Reachable", "open")]
    [InlineData("shop-db", "Misdirected", "open")]
    public void A_published_port_of_the_host_is_its_publishers(string target, string state, string answered)
    {
        var verdict = Predictor.Predict(
            new Question(Projects.Snapshot, Projects["monitor"], Projects[target], "10.2.0.1") { Port = 8080 });

        Assert.Equal((state, answered), ($"{verdict.State}", verdict.Answered));
    }

    /// <summary>
    /// Several others have the name, and the source reaches only one of them, which is itself. Which one it tries is not known. Found by
    /// the agreement.
    /// </summary>
    [Fact]
    public void A_name_of_several_others_that_are_not_all_reached_is_not_decided()
    {
        var engine = new TestEngine()
            .Network("app", "10.1.0.0/24", option: "com.docker.network.bridge.enable_icc=false")
            .Container("one", "app=10.1.0.2+both").Container("two", "app=10.1.0.3+both").Container("target", "app=10.1.0.4");

        var verdict = Predictor.Predict(new Question(engine.Snapshot, engine["one"], engine["target"], "both"));

        Assert.Equal((ReachabilityState.Unknown, ReasonCode.AmbiguousName), (verdict.State, verdict.Reasons[0].Code));
    }

    /// <summary>An address without a target is whoever has it.</summary>
    [Theory]
    [InlineData("10.1.0.3", "shop-db")]
    [InlineData("10.1.0.1", "@host")]
    [InlineData("127.0.0.1", "shop-web")]
    [InlineData("192.0.2.7", null)]
    public void An_address_says_who_has_it(string literal, string? answered) =>
        Assert.Equal(answered, Projects.PredictOther("shop-web", literal).Answered);

    [Fact]
    public void The_reason_names_who_answers_instead()
    {
        var verdict = Predictor.Predict(new Question(Projects.Snapshot, Projects["shop-web"], Projects["blog-db"], "db"));

        Assert.Equal(ReasonCode.AnotherContainer, verdict.Reasons[0].Code);
        Assert.Equal("In shop-web, 'db' leads to shop-db (10.1.0.3), not to blog-db.", verdict.Reasons[0].Message);
    }
}
