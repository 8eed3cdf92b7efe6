using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Topology;

namespace DockerNetwork.UnitTests.Testing;

/// <summary>What Wait-ContainerReachability waits for.</summary>
public sealed class AwaitedPairTests
{
    [Theory]
    [InlineData("db=Reachable", true, false)]
    [InlineData("db=Unresolved 172.17.0.3=Reachable", true, false)] // One that works is enough.
    [InlineData("172.17.0.3=Blocked", false, true)]
    [InlineData("db=NotRunning", false, true)]
    [InlineData("db=Refused", false, true)]
    [InlineData("db=Unknown", false, false)]
    [InlineData("172.17.0.3=Blocked 172.18.0.3=Unknown", false, false)]
    [InlineData("db=Unresolved", false, false)] // No container has the name: it may be misspelled.
    public void Unknown_and_missing_are_neither(string probes, bool reachable, bool unreachable)
    {
        Assert.Equal(reachable, Assert.Single(Of(ExpectedReachability.Reachable, probes)).Ready);
        Assert.Equal(unreachable, Assert.Single(Of(ExpectedReachability.Unreachable, probes)).Ready);
    }

    [Fact]
    public void The_result_is_the_deciding_one_of_each_service()
    {
        var pairs = Of(ExpectedReachability.Reachable, "db=Unresolved 172.17.0.3=Reachable db:80=Refused 172.17.0.3:80=Refused").ToList();

        Assert.Equal(["web -> 172.17.0.3: Reachable", "web -> db:80/tcp: Refused"], pairs.Select(p => $"{p.Result}"));
        Assert.Equal([true, false], pairs.Select(p => p.Ready));
        Assert.Equal(
            "web -> 172.18.0.3: Unknown",
            $"{Assert.Single(Of(ExpectedReachability.Unreachable, "172.17.0.3=Blocked 172.18.0.3=Unknown")).Result}");
    }

    private static IEnumerable<AwaitedPair> Of(ExpectedReachability until, string probes) =>
        AwaitedPair.Of(probes.Split(' ').Select(probe => ReachabilityPairsTests.Result("web", "db", probe)), until);
}
