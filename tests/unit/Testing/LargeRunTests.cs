using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Testing;

/// <summary>What a test keeps of its pairs, of which there may be millions.</summary>
public class LargeRunTests
{
    private const int AtOnce = 20_000;

    [Fact]
    public async Task Sources_begin_as_their_results_are_read()
    {
        const int Sources = 40, Targets = 1000;
        var model = Enumerable.Range(0, Sources).Aggregate(
            new TestEngine().Network("app", "10.1.0.0/16"), (engine, i) => engine.Container($"source{i}", $"app=10.1.0.{i + 2}"));
        var test = TestPlanTests.Test(
            model,
            [.. model.Snapshot.Containers],
            [.. Enumerable.Range(0, Targets).Select(i => new ReachabilityTarget($"192.0.2.{i % 250}", null, 1 + i))])
            .With(o => o with { Method = ProbeMethod.Agent });
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Reachable\"");
        foreach (var source in test.Scope.Sources)
            engine.Inspected(source.Id, $$$"""{"Id":"{{{source.Id}}}","Name":"/{{{source.Name}}}","State":{"Pid":4321}}""");

        var read = 0;
        await foreach (var _ in TestRun.ResultsAsync(engine.Client, test.Scope, test.Options))
        {
            if (read++ % Targets != 0)
                continue;
            var begun = engine.Lines.Count(line => line.Contains("\"probes\"", StringComparison.Ordinal));
            Assert.InRange(begun, 1, (read + AtOnce) / Targets);
        }

        Assert.Equal(Sources * Targets, read);
    }

    [Fact]
    public void What_has_no_result_is_known_by_pair()
    {
        var model = new TestEngine().Network("app", "10.1.0.0/24").Network("other", "10.2.0.0/24")
            .Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3", "other=10.2.0.3").Container("far", "other=10.2.0.2");
        var scope = new TestScope(model.Snapshot, [model["web"], model["db"], model["far"]], null);
        var untested = new UntestedPairs(scope, new TestOptions(), ExpectedReachability.Reachable);
        Assert.Equal([("web", "db"), ("db", "web"), ("db", "far"), ("far", "db")], untested.Left);

        untested.Remove(Result("db", "web"));
        untested.Remove(Result("web", "far"));
        untested.Remove(Result("nobody", "db"));
        Assert.Equal([("web", "db"), ("db", "far"), ("far", "db")], untested.Left);

        ReachabilityResult Result(string source, string target) => new()
        {
            Source = source,
            SourceId = TestEngine.Id(source),
            Target = target,
            TargetId = TestEngine.Id(target),
            TargetName = target,
            Reasons = [],
            DockerHost = TestEngine.Host,
        };
    }
}
