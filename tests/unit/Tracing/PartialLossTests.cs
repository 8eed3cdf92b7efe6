using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Some packets arrive, and others do not.</summary>
public class PartialLossTests
{
    private static readonly ReachabilityResult Result = new()
    {
        Source = "web",
        Target = "db",
        TargetName = "db",
        Protocol = ProbeProtocol.Tcp,
        Port = 80,
        Observed = ReachabilityState.Reachable,
        Reasons = [new Reason(ReasonCode.NotIsolated, "app", "They share a network.")],
        DockerHost = TestEngine.Host,
    };

    [Fact]
    public void Packets_that_others_overtook_were_lost_in_part()
    {
        var finding = Find(Packets(0, 5, 4), Packets(1, 3, 0), Packets(2, 3, 0));

        Assert.Equal((ReasonCode.SomePacketsLost, "@host"), (finding.Reason!.Code, finding.Reason.Component));
        Assert.StartsWith(
            "2 of 3 packets were lost after the request entered the engine's host", finding.Reason.Message, StringComparison.Ordinal);
        Assert.Equal((AppBridge, true), (finding.Last!.Item.Link, finding.Partial));
        Assert.Equal(Host, Assert.Single(finding.Suspects));
    }

    [Fact]
    public void Nobody_is_said_to_block_all_if_packets_were_lost_at_several_points()
    {
        var finding = Find(Packets(0, 5, 2), Packets(1, 3, 0), Packets(2, 3, 0));

        Assert.Equal(ReasonCode.SomePacketsLost, finding.Reason!.Code);
        Assert.StartsWith("3 of 3 packets were lost, 2 of them after", finding.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_is_lost_in_part_is_lost_on_its_way()
    {
        var finding = Find(Packets(0, 5, 2), Packets(1, 5, 4), Packets(2, 5, 4));

        Assert.Equal((true, DbEnd), (finding.Last!.IsAnswer, finding.Last.Item.Link));
        Assert.Contains("1 of 3 packets were lost after the answer entered", finding.Reason!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_rule_that_is_certain_is_named_and_it_does_not_drop_all()
    {
        var seen = new[] { Packets(0, 5, 4), Packets(1, 3, 0), Packets(2, 5, 4) };
        var rule = Rule("@host", "DOCKER-USER", "-A DOCKER-USER -m statistic -j DROP");
        var certain = Find([rule], seen);

        Assert.Equal(ReasonCode.DroppedByRule, certain.Reason!.Code);
        Assert.Contains("drops some of them: iptables, table filter", certain.Reason.Message, StringComparison.Ordinal);
        Assert.Equal(ReasonCode.SomePacketsLost, Find([rule with { Certain = false }], seen).Reason!.Code);
        Assert.Equal(ReasonCode.SomePacketsLost, Find([rule with { Place = "db" }], seen).Reason!.Code);
    }

    /// <summary>The second segment of one connection finds it half open.</summary>
    [Fact]
    public void A_server_that_answers_a_connection_once_loses_nothing()
    {
        Assert.False(Find(Packets(0, 5, 4), Packets(1, 5, 0), Packets(2, 5, 0)).Partial);
        Assert.True(Find(Packets(0, 5, 0), Packets(1, 5, 4), Packets(2, 5, 4)).Partial);
        Assert.True(Find(ProbeKind.Icmp, Packets(0, 5, 4), Packets(1, 5, 0), Packets(2, 5, 0)).Partial);
    }

    [Fact]
    public void What_was_not_all_seen_is_not_counted()
    {
        var evidence = To(Db, DbAddress).Saw([.. Packets(0, 5, 4), .. Packets(1, 3, 0), .. Packets(2, 3, 0)]);
        var missed = new Sighting(Host, new SightingItem { Sighting = SightingKind.Missed, Number = 1 });

        Assert.NotNull(PartialLoss.Of(evidence));
        Assert.Null(PartialLoss.Of(evidence with { Sightings = [.. evidence.Sightings, missed] }));
        Assert.Null(PartialLoss.Of(To(Db, DbAddress).Saw([.. Packets(0, 3, 0), .. Packets(1, 3, 0), .. Packets(2, 3, 0)])));
    }

    [Fact]
    public void Of_datagrams_only_the_way_there_counts()
    {
        Assert.True(Find(ProbeKind.Udp, Packets(0, 5, 0), Packets(1, 3, 0), Packets(2, 5, 0)).Partial);
        Assert.False(Find(ProbeKind.Udp, Packets(0, 5, 0), Packets(1, 5, 0), Packets(2, 5, 0)).Partial);
    }

    [Fact]
    public void A_probe_that_succeeded_says_what_was_lost()
    {
        var evidence = To(Db, DbAddress).Saw([.. Packets(0, 5, 4), .. Packets(1, 3, 0), .. Packets(2, 5, 4)]);
        var result = TraceResults.With(
            Result,
            new Traced(evidence, TraceRules.Of(evidence, ReachabilityState.Reachable)));

        Assert.Equal([ReasonCode.SomePacketsLost, ReasonCode.NotIsolated], result.Reasons.Select(reason => reason.Code));
        Assert.Equal(("@host", 3, 3), (result.Trace!.Lost!.Place, result.Trace.Lost.Seen, result.Trace.Lost.Number));
    }

    private static TraceFinding Find(params IEnumerable<Sighting>[] packets) => Find(ProbeKind.Tcp, packets);

    private static TraceFinding Find(ProbeKind kind, params IEnumerable<Sighting>[] packets) => TraceRules.Of(
        To(Db, DbAddress, kind == ProbeKind.Icmp ? null : 80, kind).Saw(packets.SelectMany(one => one)), ReachabilityState.Blocked);

    private static TraceFinding Find(FirewallRule[] rules, params IEnumerable<Sighting>[] packets) =>
        TraceRules.Of(To(Db, DbAddress).Saw(packets.SelectMany(one => one)) with { Rules = rules }, ReachabilityState.Blocked);

    /// <summary>One packet on its way, and its answer, up to a number of steps each.</summary>
    private static IEnumerable<Sighting> Packets(int number, int steps, int back) =>
        ToDb(steps).Concat(FromDb(back)).Select(seen => seen with { Item = seen.Item with { Number = number } });
}
