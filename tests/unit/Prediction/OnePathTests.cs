using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>The name is decided once: a lookup and a probe of the same name agree on what becomes of it.</summary>
public class OnePathTests
{
    private static readonly TestEngine Engine = new TestEngine { Version = new ApiVersion(1, 41) }
        .Network("app", "10.1.0.0/24").Network("back", "10.2.0.0/24")
        .Container("web", "app=10.1.0.2+front").Container("db", "back=10.2.0.2").Stopped("down", "app").OnHost("monitor")
        .Sharing("sidecar", "web").Sharing("left", "down").Container("lonely", "none").Container("plain", "bridge=172.17.0.2");

    public static TheoryData<string, string, string> Questions
    {
        get
        {
            string[] names = ["web", "db", "down", "monitor", "sidecar", "left", "lonely", "plain"];
            var data = new TheoryData<string, string, string>();
            foreach (var source in names)
            {
                foreach (var target in names)
                {
                    foreach (var literal in new[] { target, "front", "a..b", "added", "localhost", "10.1.0.2", "web.local" })
                        data.Add(source, target, literal);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void A_probe_of_a_name_that_does_not_resolve_says_what_its_lookup_says(string source, string target, string literal)
    {
        var container = Engine[source] with { HostName = "web.local", ExtraHost = ["added:10.2.0.2"] };
        var question = new Question(Engine.Snapshot, container, Engine[target], literal);

        var (lookup, probe) = (Predictor.PredictName(question), Predictor.Predict(question));

        if (lookup.State is ReachabilityState.Reachable or ReachabilityState.Misdirected)
        {
            Assert.NotEqual(ReachabilityState.Unresolved, probe.State);
            return;
        }

        Assert.Equal((lookup.State, lookup.Address), (probe.State, probe.Address));
        Assert.Equal(lookup.Reasons, probe.Reasons);
    }

    /// <summary>
    /// An engine of 20.10 may have left the source's own host name in its hosts file. A stopped target does not change that.
    /// </summary>
    [Fact]
    public void What_cannot_be_decided_comes_before_a_stopped_target()
    {
        var question = new Question(Engine.Snapshot, Engine["web"] with { HostName = "down" }, Engine["down"], "down");

        Assert.Equal(ReachabilityState.Unknown, Predictor.PredictName(question).State);
        Assert.Equal(ReachabilityState.Unknown, Predictor.Predict(question).State);
    }

    [Fact]
    public void The_hosts_file_still_answers_without_a_network_namespace()
    {
        var source = Engine["left"];
        var snapshot = Engine.Snapshot.With([new ContainerDetails
        {
            Id = TestEngine.Id("down"), HostConfig = new HostConfig { ExtraHosts = ["added:10.2.0.2"] },
        }]);
        var question = new Question(snapshot, source, snapshot.Container(TestEngine.Id("db")), "added");

        Assert.Equal(ReachabilityState.Reachable, Predictor.PredictName(question).State);
        Assert.Equal(
            (ReachabilityState.NoRoute, TestEngine.Address("10.2.0.2"), ReasonCode.NamespaceOwnerNotRunning),
            (Predictor.Predict(question).State, Predictor.Predict(question).Address, Predictor.Predict(question).Reasons[0].Code));
    }

    [Fact]
    public void What_else_stands_in_the_way_is_looked_for_when_it_is_read()
    {
        var looked = 0;
        var verdict = new Verdict(ReachabilityState.Blocked, null, null, [new Reason("A", "a", "a.")])
        {
            Further = () =>
            {
                looked++;
                return [new Reason("A", "a", "a."), new Reason("B", "b", "b.")];
            },
        };
        var result = new ReachabilityResult
        {
            Source = "web",
            Target = "db",
            TargetName = "db",
            DockerHost = TestEngine.Host,
            Verdict = verdict
        };

        Assert.Equal(0, looked);
        Assert.Equal(["A", "B"], result.Reasons.Select(r => r.Code));
        Assert.Equal(["A", "B"], result.Reasons.Select(r => r.Code));
        Assert.Equal(1, looked);
    }
}
