using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Topology;

namespace DockerNetwork.UnitTests.Results;

/// <summary>The one answer to whether one container reaches another.</summary>
public sealed class PairOutcomeTests
{
    [Theory]
    [InlineData(PairState.Reachable, "db=Reachable", "172.17.0.3=Reachable")]
    [InlineData(PairState.Reachable, "db=Reachable", "172.18.0.9=Blocked")]
    [InlineData(PairState.Reachable, "172.17.0.3=Reachable")]
    [InlineData(PairState.Partly, "db=Unresolved", "172.17.0.3=Reachable")]
    [InlineData(PairState.Partly, "db:80=Reachable", "db:5432=Refused")]
    [InlineData(PairState.Unreachable, "db=Unresolved", "172.17.0.3=Blocked")]
    [InlineData(PairState.Unreachable, "db=NotRunning")]
    [InlineData(PairState.Unreachable, "db=Unknown", "172.17.0.3=Blocked")]
    [InlineData(PairState.Unknown, "db=Unknown", "172.17.0.3=Unknown")]
    public void Probes_between_two_are_one_state(PairState expected, params string[] probes) =>
        Assert.Equal(expected, Of([.. probes.Select(p => Result("web", "db", p))]).State);

    [Fact]
    public void A_lookup_says_nothing_of_reaching_the_target()
    {
        var blocked = Of(Result("web", "db", "db=Blocked"), Lookup("db=Reachable"));
        var reached = Of(Lookup("db=Unresolved"), Result("web", "db", "172.17.0.3=Reachable"));

        Assert.Equal((PairState.Unreachable, false), (blocked.State, blocked.EveryServiceReached));
        Assert.Equal((PairState.Reachable, true), (reached.State, reached.EveryServiceReached));
    }

    [Theory]
    [InlineData("db=Reachable", PairState.Reachable)]
    [InlineData("db=Unresolved", PairState.Unreachable)]
    [InlineData("db=Unknown", PairState.Unknown)]
    public void Lookups_count_if_nothing_else_was_asked(string lookup, PairState expected) =>
        Assert.Equal(expected, Of(Lookup(lookup)).State);

    [Fact]
    public void Every_service_needs_one_name_or_address()
    {
        Assert.True(Of(Result("web", "db", "db=Unresolved"), Result("web", "db", "172.17.0.3=Reachable")).EveryServiceReached);
        Assert.False(Of(Result("web", "db", "db:80=Reachable"), Result("web", "db", "db:5432=Refused")).EveryServiceReached);
    }

    [Fact]
    public void Who_answers_at_another_address_is_not_the_target()
    {
        var elsewhere = Result("web", "db", "db=Misdirected");

        Assert.Equal(PairState.Unreachable, Of(elsewhere).State);
        Assert.Equal("misdirected", Of(elsewhere).Services[0].Decisive.Words);
        Assert.Equal(PairState.Partly, Of(elsewhere, Result("web", "db", "172.17.0.3=Reachable")).State);
    }

    [Theory]
    [InlineData(true, "a>b=Reachable", "a>c=Reachable", "b>a=Reachable")]
    [InlineData(false, "a>b=Reachable", "a>c=Blocked", "b>a=Reachable")]
    [InlineData(false, "a>b=Reachable", "b>a=Unknown")]
    [InlineData(true, "a>b=Unresolved", "a>10.0.0.2/b=Reachable")]
    [InlineData(null)]
    public void A_summary_is_of_every_pair(bool? expected, params string[] probes)
    {
        var summary = new ReachabilitySummary();
        foreach (var probe in probes)
        {
            var (source, rest) = (probe.Split('>')[0], probe.Split('>')[1]);
            var name = rest.Split('=')[0].Split('/');
            summary.Add(Result(source, name[^1], $"{name[0]}={rest.Split('=')[1]}"));
        }

        Assert.Equal(expected, summary.EveryPairReached());
    }

    private static ReachabilityResult Lookup(string probe) => Result("web", "db", probe) with { Protocol = ProbeProtocol.Dns };

    private static ReachabilityResult Result(string source, string target, string probe) =>
        ReachabilityPairsTests.Result(source, target, probe);

    private static PairOutcome Of(params ReachabilityResult[] results) => PairOutcome.Of([.. results.Select(ProbeOutcome.From)]);
}
