using DockerNetwork.Engine.Connection;
using DockerNetwork.Formats;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Topology;

namespace DockerNetwork.UnitTests.Results;

/// <summary>What has changed between two tests.</summary>
public sealed class ReachabilityComparisonTests
{
    [Theory]
    [InlineData("Unresolved", "Reachable", ReachabilityChangeKind.Gained)]
    [InlineData("NotRunning", "Reachable", ReachabilityChangeKind.Gained)]
    [InlineData("Reachable", "Blocked", ReachabilityChangeKind.Lost)]
    [InlineData("Reachable", "Refused", ReachabilityChangeKind.Lost)]
    [InlineData("Blocked", "Refused", ReachabilityChangeKind.Changed)]
    [InlineData("Reachable", "Unknown", ReachabilityChangeKind.Changed)]
    [InlineData("Unknown", "Reachable", ReachabilityChangeKind.Changed)]
    [InlineData("Unknown", "Blocked", ReachabilityChangeKind.Changed)]
    [InlineData("Unknown", "Unknown", ReachabilityChangeKind.Equal)]
    [InlineData("Reachable", "Reachable", ReachabilityChangeKind.Equal)]
    public void Unknown_is_neither_lost_nor_gained(string before, string after, ReachabilityChangeKind expected)
    {
        var change = Assert.Single(Compare([Result($"db={before}")], [Result($"db={after}")], equal: true));

        Assert.Equal((expected, before, after), (change.Change, $"{change.Before}", $"{change.After}"));
        Assert.Equal("because", change.AfterReasons[0].Message);
    }

    [Fact]
    public void One_side_alone_is_new_or_vanished()
    {
        var changes = Compare([Result("db=Blocked"), Result("db:80=Reachable")], [Result("db=Blocked"), Result("db:443=Refused")]);

        Assert.Equal(
            ["web -> db tcp/80: Vanished (Reachable, none)", "web -> db tcp/443: New (none, Refused)"], changes.Select(c => $"{c}"));
    }

    [Theory]
    [InlineData(ReasonCode.IsolatedNetworks, ReasonCode.MembersKeptApart, ReachabilityChangeKind.Changed)]
    [InlineData(ReasonCode.IsolatedNetworks, ReasonCode.IsolatedNetworks, ReachabilityChangeKind.Equal)]
    [InlineData(ReasonCode.IsolatedNetworks, ReasonCode.NoAnswer, ReachabilityChangeKind.Equal)]
    [InlineData(ReasonCode.IsolatedNetworks, null, ReachabilityChangeKind.Equal)]
    public void Of_one_state_the_deciding_reasons_count_if_both_are_known(string before, string? after, ReachabilityChangeKind expected)
    {
        Reason[] was = [new Reason(ReasonCode.NoAnswer, "db", "No answer."), new Reason(before, "db", "x")];
        Reason[] now = after is null ? [] : [new Reason(after, "db", "y")];

        var change = Compare([Result("db=Blocked") with { Reasons = was }], [Result("db=Blocked") with { Reasons = now }], equal: true);

        Assert.Equal(expected, Assert.Single(change).Change);
    }

    [Fact]
    public void Containers_are_the_same_by_name_and_their_addresses_do_not_count()
    {
        var before = Result("172.17.0.3=Reachable") with { SourceId = "1", TargetId = "2" };
        var after = Result("172.17.0.9=Blocked") with { SourceId = "3", TargetId = "4" };
        var changes = Compare([before], [after]);

        Assert.Equal("web -> 172.17.0.9 icmp: Lost (Reachable, Blocked)", $"{Assert.Single(changes)}");
        Assert.Equal(2, Compare([Result("10.0.0.1=Reachable", "10.0.0.1")], [Result("10.0.0.2=Reachable", "10.0.0.2")]).Count());
    }

    [Theory]
    // A container that is stopped has no addresses.
    [InlineData("db=Reachable 172.17.0.3=Reachable", "db=NotRunning", "web -> db icmp: Lost (Reachable, NotRunning)")]
    [InlineData("db=NotRunning", "db=Reachable 172.17.0.3=Reachable", "web -> db icmp: Gained (NotRunning, Reachable)")]
    // The one of the two that changed.
    [InlineData(
        "db=Unresolved 172.17.0.3=Reachable", "db=Unresolved 172.17.0.3=Blocked", "web -> 172.17.0.3 icmp: Lost (Reachable, Blocked)")]
    [InlineData("db=Reachable 172.17.0.3=Reachable", "db=Unresolved 172.17.0.3=Reachable", "web -> db icmp: Lost (Reachable, Unresolved)")]
    [InlineData("db=Reachable 172.17.0.3=Reachable", "db=Unresolved 172.17.0.3=NoRoute", "web -> db icmp: Lost (Reachable, Unresolved)")]
    // Of several addresses, one that is reached.
    [InlineData("172.17.0.3=Reachable 10.0.0.3=Blocked", "10.0.0.3=Blocked 172.17.0.3=Reachable", null)]
    [InlineData("db=Reachable", "db=Reachable 172.17.0.3=Reachable", null)]
    public void A_name_and_its_addresses_are_one_row(string before, string after, string? expected) => Assert.Equal(
        expected is null ? [] : [expected], Compare(Results(before), Results(after)).Select(c => $"{c}"));

    [Fact]
    public void Aliases_are_rows_of_their_own()
    {
        var changes = Compare(Results("db=Reachable cache=Reachable"), Results("db=Reachable cache=Unresolved"));

        Assert.Equal("cache", Assert.Single(changes).TargetName);
    }

    [Fact]
    public void Engines_count_only_if_a_side_has_several()
    {
        var other = DockerHost.Parse("tcp://192.0.2.1");

        Assert.Empty(Compare([Result("db=Reachable")], [Result("db=Reachable") with { DockerHost = other }]));
        Assert.Equal(
            ReachabilityChangeKind.Lost,
            Assert.Single(Compare(
                [Result("db=Blocked"), Result("db=Reachable") with { DockerHost = other }],
                [Result("db=Blocked"), Result("db=Blocked") with { DockerHost = other }])).Change);
    }

    /// <summary>Two engines may have a target of one name, and what is lost on one is not made good on the other.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Targets_of_one_name_on_two_engines_are_two(bool firstIsLost)
    {
        var (one, two) = (DockerHost.Parse("tcp://192.0.2.1"), DockerHost.Parse("tcp://192.0.2.2"));
        ReachabilityResult[] before =
            [Result("db=Reachable") with { TargetDockerHost = one }, Result("db=Reachable") with { TargetDockerHost = two }];
        ReachabilityResult[] after =
            [before[0], Result("db=Blocked") with { TargetDockerHost = two }];
        if (firstIsLost)
            after = [Result("db=Blocked") with { TargetDockerHost = one }, before[1]];

        var change = Assert.Single(Compare(before, after));

        Assert.Equal(ReachabilityChangeKind.Lost, change.Change);
        Assert.Equal($"db on {(firstIsLost ? one : two)}", ReachabilityChangeView.Target(change));
        Assert.Null(Assert.Single(Compare([Result("db=Reachable")], [Result("db=Blocked")])).TargetDockerHost);
    }

    [Fact]
    public void The_order_is_that_of_names_and_ports()
    {
        ReachabilityResult[] now =
        [
            Result("db:443=Refused"), Result("db:80=Refused"),
            ReachabilityPairsTests.Result("api", "web", "web=Blocked"), Result("db=Blocked"),
        ];

        Assert.Equal(
            ["api web icmp", "web db icmp", "web db tcp/80", "web db tcp/443"],
            Compare([], now).Select(c => $"{c.Source} {c.Target} {new Service(c.Protocol, c.Port)}"));
    }

    /// <summary>A snapshot of a thousand containers has a million results.</summary>
    [Fact]
    public void Results_that_are_made_when_they_are_compared_are_made_source_by_source()
    {
        var made = new List<string>();
        var comparison = new ReachabilityComparison();
        foreach (var side in new[] { comparison.Reference, comparison.Difference })
        {
            foreach (var source in new[] { "web", "api" })
                side.Add(source, null, Enumerable.Repeat(ReachabilityPairsTests.Result(source, "db", "db=Reachable"), 1).Select(Make));
        }

        Assert.Equal(["api", "web"], comparison.Sources);
        Assert.Empty(made);
        Assert.Empty(comparison.Changes("api", includeEqual: false));
        Assert.Equal(["api", "api"], made);
        Assert.Single(comparison.Changes("web", includeEqual: true));

        ComparedProbe Make(ReachabilityResult result)
        {
            made.Add(result.Source);
            return ComparedProbe.From(result);
        }
    }

    private static ReachabilityResult Result(string probe, string target = "db") => ReachabilityPairsTests.Result("web", target, probe);

    private static IEnumerable<ReachabilityResult> Results(string probes) => probes.Split(' ').Select(probe => Result(probe));

    private static IEnumerable<ReachabilityChange> Compare(
        IEnumerable<ReachabilityResult> before, IEnumerable<ReachabilityResult> after, bool equal = false)
    {
        var comparison = new ReachabilityComparison();
        foreach (var result in before)
            comparison.Reference.Add(ComparedProbe.From(result));
        foreach (var result in after)
            comparison.Difference.Add(ComparedProbe.From(result));
        return comparison.Sources.SelectMany(source => comparison.Changes(source, equal));
    }
}
