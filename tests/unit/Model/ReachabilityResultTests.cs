using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

public class ReachabilityResultTests
{
    private const ReachabilityState Reachable = ReachabilityState.Reachable;
    private const ReachabilityState Refused = ReachabilityState.Refused;
    private const ReachabilityState Blocked = ReachabilityState.Blocked;
    private const ReachabilityState Unknown = ReachabilityState.Unknown;

    [Theory]
    [InlineData(Reachable, Reachable, true)]
    [InlineData(Reachable, Refused, true)]
    [InlineData(Refused, Reachable, false)]
    [InlineData(Reachable, Blocked, false)]
    [InlineData(Blocked, Reachable, false)]
    [InlineData(Blocked, Blocked, true)]
    [InlineData(Blocked, Refused, false)]
    [InlineData(Blocked, ReachabilityState.NoRoute, false)]
    [InlineData(ReachabilityState.Unresolved, ReachabilityState.Unresolved, true)]
    [InlineData(Reachable, Unknown, null)]
    [InlineData(Unknown, Reachable, null)]
    [InlineData(Unknown, Unknown, null)]
    [InlineData(Reachable, null, null)]
    [InlineData(null, Reachable, null)]
    [InlineData(null, null, null)]
    public void Agrees_only_where_both_are_known(ReachabilityState? predicted, ReachabilityState? observed, bool? agrees) =>
        Assert.Equal(agrees, Result(predicted, observed).Agrees);

    [Theory]
    [InlineData(Reachable, Blocked, Blocked)]
    [InlineData(Blocked, Reachable, Reachable)]
    [InlineData(Reachable, Unknown, Unknown)]
    [InlineData(Blocked, Unknown, Blocked)]
    [InlineData(Reachable, null, Reachable)]
    [InlineData(null, Refused, Refused)]
    [InlineData(null, Unknown, Unknown)]
    [InlineData(Unknown, null, Unknown)]
    [InlineData(null, null, Unknown)]
    public void Effective_is_observed_before_predicted(
        ReachabilityState? predicted, ReachabilityState? observed, ReachabilityState effective) =>
        Assert.Equal(effective, Result(predicted, observed).Effective);

    [Theory]
    [InlineData(Blocked, Reachable, true)]
    [InlineData(Reachable, null, true)]
    [InlineData(Reachable, Unknown, false)]
    [InlineData(Reachable, Refused, false)]
    [InlineData(Reachable, Blocked, false)]
    [InlineData(Unknown, null, false)]
    [InlineData(null, null, false)]
    public void Reachable_is_what_is_effective(ReachabilityState? predicted, ReachabilityState? observed, bool reachable) =>
        Assert.Equal(reachable, Result(predicted, observed).Reachable);

    [Fact]
    public void ToString_reads_as_a_sentence()
    {
        Assert.Equal("web -> db: Reachable", Result(Reachable, null).ToString());
        Assert.Equal(
            "web -> db:5432/tcp: Refused", (Result(Reachable, Refused) with { Protocol = ProbeProtocol.Tcp, Port = 5432 }).ToString());
    }

    private static ReachabilityResult Result(ReachabilityState? predicted, ReachabilityState? observed) => new()
    {
        Source = "web",
        Target = "db",
        TargetName = "db",
        Predicted = predicted,
        Observed = observed,
        DockerHost = TestEngine.Host,
    };

    [Fact]
    public void The_sentence_of_a_reason_is_safe_to_show_and_its_component_a_name()
    {
        var reason = new Reason("A", "net\u001b[2J", "web is not on net\u001b[2J.");

        Assert.Equal(("net\u001b[2J", "web is not on net\\x1b[2J."), (reason.Component, reason.Message));
        Assert.Equal("a\\nb", (reason with { Message = "a\nb" }).Message);
    }
}
