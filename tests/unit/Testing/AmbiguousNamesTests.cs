using DockerNetwork.Model.Testing;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Testing;

/// <summary>What -Quiet warns about.</summary>
public class AmbiguousNamesTests
{
    private static readonly TestEngine Engine = new TestEngine().Network("app").Network("dark", "10.2.0.0/24", isInternal: true)
        .Container("web", "app=10.1.0.2")
        .Container("db", "app=10.1.0.3").Container("other", "app=10.1.0.4+db")
        .Container("one", "app=10.1.0.5+api").Container("two", "app=10.1.0.6+api")
        .Container("awake", "app=10.1.0.7+job").Paused("asleep", "app=10.1.0.8+job");

    [Theory]
    [InlineData("db", "db", true)] // other answers to it too.
    [InlineData("db", "10.1.0.3", false)]
    [InlineData("other", "other", false)]
    [InlineData("one", "one", false)]
    [InlineData("one", "api", false)] // Several containers share an alias on purpose.
    [InlineData(null, "api", false)]
    [InlineData(null, "job", true)] // Only one of them answers.
    public void A_name_that_leads_to_the_target_only_sometimes_is_a_doubt(string? target, string name, bool doubt)
    {
        var (source, container) = (Engine["web"], target is null ? null : Engine[target]);
        var probe = new PlannedProbe(source, target ?? name, TargetName.Of(name), new Service(ProbeProtocol.Tcp, 80))
        {
            Container = container,
        };
        var question = new Question(Engine.Snapshot, source, container, name) { Port = 80 };

        var reason = AmbiguousNames.Of(new ReachabilityResult(probe, Predictor.Predict(question)));

        Assert.Equal(doubt ? ReasonCode.AmbiguousName : null, reason?.Code);
    }
}
