using System.Net;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Questions for the next hop that rules drop: how far they came, and whose rules may have ended them.</summary>
public class QuestionsTests
{
    private static readonly Sighting[] Asked =
    [
        Question(Web, Eth0, true), Question(Host, WebEnd, false), Question(Host, FarEnd, true), Question(Host, AppBridge, false),
    ];

    private static readonly Sighting[] Arrived = [.. Asked, Question(Host, DbEnd, true), Question(Db, Eth0, false)];

    [Fact]
    public void A_question_that_the_bridge_drops_is_told_by_where_it_was_seen_last()
    {
        var finding = TraceRules.Of(To(Db, DbAddress).Saw(Asked), ReachabilityState.Blocked);

        Assert.Equal(ReasonCode.NoNeighbor, finding.Reason!.Code);
        Assert.Contains(
            "The ARP request entered the engine's host through veth-web and was not seen again. A rule for ARP", finding.Reason.Message,
            StringComparison.Ordinal);
        Assert.Empty(finding.Suspects);
        Assert.Equal(DbAddress, finding.Asked!.Value.Address.ToString());
        Assert.Equal([Web, Host, Db], finding.Asked.Value.Places);
    }

    [Fact]
    public void A_question_that_arrives_and_is_not_answered_is_told_apart()
    {
        Assert.Contains(
            "The ARP request reached db through eth0, and no answer left it.", Message(To(Db, DbAddress).Saw(Arrived)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_is_followed_back()
    {
        var left = To(Db, DbAddress).Saw([.. Arrived, Answered(Db, Eth0, true)]);
        Assert.Contains("The answer left db through eth0 and was not seen again.", Message(left), StringComparison.Ordinal);

        var passed = To(Db, DbAddress).Saw([.. Arrived, Answered(Db, Eth0, true), Answered(Host, DbEnd, false)]);
        Assert.Contains("The answer entered the engine's host through veth-db", Message(passed), StringComparison.Ordinal);
    }

    [Fact]
    public void The_rule_is_named()
    {
        var rule = Rule("@host", "gate", "ether type arp drop") with { Tool = "nft", Family = "bridge", Table = "corp" };

        var reason = TraceRules.Of(
            To(Db, DbAddress).Saw(Asked) with { Rules = [rule], Explained = true }, ReachabilityState.Blocked).Reason!;

        Assert.Equal((ReasonCode.DroppedByRule, "@host"), (reason.Code, reason.Component));
        Assert.Contains(
            "drops the ARP request or the answer: nft, table corp, chain gate, rule 1: ether type arp drop.", reason.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_are_not_suspected_if_nobody_here_has_the_address()
    {
        var evidence = To(Db, "10.1.0.77") with { Target = null, TargetAddress = null };

        var finding = TraceRules.Of(evidence.Saw(Question(Web, Eth0, true, "10.1.0.77")), ReachabilityState.Blocked);

        Assert.Equal(ReasonCode.NoNeighbor, finding.Reason!.Code);
        Assert.Null(finding.Asked);
        Assert.DoesNotContain("rule", finding.Reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.0.3", "ARP request")]
    [InlineData("fd00::3", "neighbor solicitation")]
    public void The_request_has_its_name(string asked, string name) => Assert.Equal(name, TraceReasons.Request(IPAddress.Parse(asked)));

    private static string Message(TraceEvidence evidence) => TraceRules.Of(evidence, ReachabilityState.Blocked).Reason!.Message;

    private static Sighting Question(TracePlace place, int link, bool leaves, string asked = DbAddress) =>
        Seen(place, link, leaves, SightingKind.WhoHas, WebAddress, asked, null, 0);

    private static Sighting Answered(TracePlace place, int link, bool leaves) =>
        Seen(place, link, leaves, SightingKind.IHave, DbAddress, WebAddress, null, 0);
}
