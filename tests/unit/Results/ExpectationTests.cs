using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Topology;

namespace DockerNetwork.UnitTests.Results;

/// <summary>What meets an expectation, and what shows nothing.</summary>
public sealed class ExpectationTests
{
    [Theory]
    [InlineData("db=Reachable", Fulfilment.Met, Fulfilment.NotMet)]
    [InlineData("db=Refused", Fulfilment.NotMet, Fulfilment.Met)]
    [InlineData("172.17.0.3=Blocked", Fulfilment.NotMet, Fulfilment.Met)]
    [InlineData("db=Misdirected", Fulfilment.NotMet, Fulfilment.Met)]
    [InlineData("alias=Unresolved", Fulfilment.NotMet, Fulfilment.Met)]
    [InlineData("db=NotRunning", Fulfilment.NotTested, Fulfilment.NotTested)]
    [InlineData("db=Unknown", Fulfilment.NotTested, Fulfilment.NotTested)]
    public void What_was_not_tested_meets_nothing(string probe, object reachable, object unreachable)
    {
        var result = ReachabilityPairsTests.Result("web", "db", probe);

        Assert.Equal(reachable, Expectation.Of(ExpectedReachability.Reachable, result));
        Assert.Equal(unreachable, Expectation.Of(ExpectedReachability.Unreachable, result));
    }

    [Fact]
    public void A_probe_that_showed_nothing_is_not_replaced_by_its_prediction()
    {
        var result = ReachabilityPairsTests.Result("web", "db", "db=Unknown") with { Predicted = ReachabilityState.Blocked };

        Assert.Equal(ReachabilityState.Blocked, result.Effective);
        Assert.Equal(Fulfilment.NotTested, Expectation.Of(ExpectedReachability.Unreachable, result));
    }

    [Theory]
    [InlineData(ReasonCode.TargetNotRunning)]
    [InlineData(ReasonCode.NamespaceOwnerRestarted)]
    [InlineData(ReasonCode.UnusedAddress)]
    public void Blocked_because_nobody_is_there_shows_nothing(string code)
    {
        var reasons = new[] { new Reason(code, "db", "It is down.") };
        var result = ReachabilityPairsTests.Result("web", "db", "172.17.0.3=Blocked") with { Reasons = reasons };

        Assert.Equal(Fulfilment.NotTested, Expectation.Of(ExpectedReachability.Unreachable, result));
    }

    [Fact]
    public void A_name_that_no_container_has_is_missing()
    {
        var result = ReachabilityPairsTests.Result("web", "bd", "bd=Unresolved");

        Assert.Equal(Fulfilment.NotTested, Expectation.Of(ExpectedReachability.Unreachable, result));
        Assert.Equal(Fulfilment.Met, Expectation.Of(ExpectedReachability.Unreachable, result with { TargetId = "1d" }));
    }

    [Fact]
    public void Lookups_do_not_count_and_a_container_is_not_kept_from_itself()
    {
        var lookup = ReachabilityPairsTests.Result("web", "db", "db=Reachable") with { Protocol = ProbeProtocol.Dns };
        var self = ReachabilityPairsTests.Result("web", "web", "web=Reachable") with { SourceId = "1d", TargetId = "1d" };

        Assert.False(Expectation.Concerns(ExpectedReachability.Unreachable, lookup));
        Assert.False(Expectation.Concerns(ExpectedReachability.Unreachable, self));
        Assert.True(Expectation.Concerns(ExpectedReachability.Reachable, self));
    }
}
