using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Where only counters tell which rule it was, a rule that cannot match the packets is not named.</summary>
public class RuleMatchesTests
{
    /// <summary>From web (10.1.0.2) to the port 80 of db (10.1.0.3), lost in the host behind the bridge of both.</summary>
    private static readonly TraceEvidence ToPort = To(Db, DbAddress).Saw([.. ToDb(3)]);

    private static readonly string Bridge = TraceScene.Engine.NetworkNamed("app").Bridge!;

    [Theory]
    [InlineData(true, "-A FORWARD -j DROP")]
    [InlineData(true, "-A FORWARD -p tcp -m tcp --dport 80 -j DROP")]
    [InlineData(true, "-A FORWARD -p tcp -m multiport --dports 22,79:81 -j DROP")]
    [InlineData(true, "-A FORWARD -s 10.1.0.0/16 -d 10.1.0.3/32 -j DROP")]
    [InlineData(true, "-A FORWARD ! -s 10.9.0.0/16 -j DROP")]
    [InlineData(true, "-A FORWARD -i BRIDGE -j DROP")]
    [InlineData(true, "-A FORWARD ! -i docker0 -j DROP")]
    [InlineData(true, "-A FORWARD -m set --match-set -p src -j DROP")]
    [InlineData(true, "-A FORWARD -p tcp -m comment --comment \"-p udp \\\" --dport 81\" -j DROP")]
    [InlineData(true, "-A FORWARD -m comment --comment -p -j REJECT --reject-with icmp-port-unreachable")]
    [InlineData(true, "-A FORWARD -p tcp -m tcp --sport 1024:65535 -j DROP")]
    [InlineData(false, "-A FORWARD -p udp -j DROP")]
    [InlineData(false, "-A FORWARD ! -p tcp -j DROP")]
    [InlineData(false, "-A FORWARD -p tcp -m tcp --dport 81 -j DROP")]
    [InlineData(false, "-A FORWARD -p tcp -m tcp --sport 80 -j DROP")]
    [InlineData(false, "-A FORWARD -p tcp -m multiport --dports 22,443 -j DROP")]
    [InlineData(false, "-A FORWARD -s 10.2.0.0/16 -j DROP")]
    [InlineData(false, "-A FORWARD -d 10.1.0.4/32 -j DROP")]
    [InlineData(false, "-A FORWARD ! -s 10.1.0.0/16 -j DROP")]
    [InlineData(false, "-A FORWARD -i docker0 -j DROP")]
    [InlineData(false, "-A FORWARD -i veth-+ -j DROP")]
    [InlineData(false, "-A PREROUTING -d 10.1.0.3/32 ! -i BRIDGE -j DROP")]
    public void Words_of_iptables(bool may, string text) => Expect(may, Rule("@host", "FORWARD", text, certain: false));

    [Theory]
    [InlineData(true, "drop")]
    [InlineData(true, "tcp dport 80 drop")]
    [InlineData(true, "tcp dport { 22, 80-90 } drop")]
    [InlineData(true, "ip saddr 10.1.0.0/16 ip daddr != 10.9.0.1 drop")]
    [InlineData(true, "ip saddr @bad drop")]
    [InlineData(true, "ip saddr . tcp dport { 10.1.0.2 . 80 } drop")]
    [InlineData(true, "tcp dport vmap { 81 : drop }")]
    [InlineData(true, "ct original ip saddr 10.9.9.9 drop")]
    [InlineData(true, "meta l4proto tcp ct original proto-dst 81 drop")]
    [InlineData(true, "fib saddr . iif oif missing drop")]
    [InlineData(true, "iifname \"BRIDGE\" drop")]
    [InlineData(true, "log prefix \"udp dport 81\" drop comment \"ip saddr 10.9.9.9\"")]
    [InlineData(true, "reject with icmp type host-unreachable")]
    [InlineData(true, "tcp dport >= 1024 drop")]
    [InlineData(false, "udp dport 80 drop")]
    [InlineData(false, "tcp dport { 22, 443 } drop")]
    [InlineData(false, "th dport 81 drop")]
    [InlineData(false, "meta l4proto { udp, icmp } drop")]
    [InlineData(false, "meta l4proto != tcp drop")]
    [InlineData(false, "icmp type echo-request drop")]
    [InlineData(false, "ip6 saddr fd00::/8 drop")]
    [InlineData(false, "ip saddr 10.9.0.0/16 drop")]
    [InlineData(false, "ip daddr { 10.1.0.4, 10.1.0.5 } drop")]
    [InlineData(false, "iifname \"docker*\" drop")]
    [InlineData(false, "iifname != \"BRIDGE\" drop")]
    public void Words_of_nft(bool may, string text) =>
        Expect(may, Rule("@host", "forward", text, certain: false) with { Tool = "nft", Family = "inet" });

    [Fact]
    public void A_policy_has_no_words_and_a_certain_rule_needs_none()
    {
        Expect(true, Rule("@host", "FORWARD", "DROP", certain: false) with { Position = 0 });
        Expect(true, Rule("@host", "FORWARD", "-A FORWARD -p udp -j DROP"));
    }

    [Fact]
    public void A_published_port_is_the_one_of_the_host_before_it_is_translated_and_the_containers_after_it()
    {
        var published = To(Far, HostAddress, 8080).Saw(
            Out(Web, Eth0, WebAddress, HostAddress, 8080), In(Host, AppBridge, WebAddress, HostAddress, 8080));

        Assert.Equal(
            ["8080", "80"],
            Likely(published, new[] { "8080", "80", "8081" }.Select(port =>
                Rule("@host", "X", $"-A X -p tcp -m tcp --dport {port} -j DROP", certain: false) with { Comment = port })));
    }

    [Fact]
    public void An_answer_comes_from_the_port_and_goes_to_any()
    {
        var answered = To(Db, DbAddress).Saw([.. ToDb(5), .. FromDb(2)]);

        Assert.Equal(
            ["answer", "error"],
            Likely(
                answered,
                [
                    Rule("@host", "FORWARD", "-A FORWARD -p tcp -m tcp --sport 80 -j DROP", certain: false) with { Comment = "answer" },
                    Rule("@host", "FORWARD", "-A FORWARD -p tcp -m tcp --sport 81 -j DROP", certain: false) with { Comment = "other" },
                    Rule("@host", "FORWARD", "-A FORWARD -p icmp -j DROP", certain: false) with { Comment = "error" },
                ]));
    }

    [Fact]
    public void Counters_that_grew_by_the_number_of_packets_come_alone_unless_their_rules_cannot_match()
    {
        var exact = Rule("@host", "FORWARD", "-A FORWARD -j DROP", certain: false) with { Comment = "exact" };
        var more = exact with { Packets = 5, Comment = "more" };

        Assert.Equal(["exact"], Likely(ToPort, [exact, more]));
        Assert.Equal(["more"], Likely(ToPort, [exact with { Text = "-A FORWARD -p udp -j DROP" }, more]));
    }

    [Fact]
    public void A_rule_ends_no_more_packets_than_were_sent()
    {
        var certain = Rule("@host", "FORWARD", "-A FORWARD -j DROP") with { Packets = 9 };

        Assert.Equal((7, 7), (ExplainRun.Counted(certain, 7).Packets, ExplainRun.Counted(certain, 7).Sent));
        Assert.Equal(9, ExplainRun.Counted(certain with { Certain = false }, 7).Packets);
    }

    private static IEnumerable<string?> Likely(TraceEvidence evidence, IEnumerable<FirewallRule> rules) =>
        RuleMatches.Likely(evidence, Host, [.. rules], 3).Select(rule => rule.Comment);

    private static void Expect(bool may, FirewallRule rule)
    {
        rule = rule with { Text = rule.Text.Replace("BRIDGE", Bridge, StringComparison.Ordinal) };
        Assert.Equal(may, RuleMatches.Likely(ToPort, Host, [rule], 3).Any());
    }
}
