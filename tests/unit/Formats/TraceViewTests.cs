using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Formats;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Formats;

/// <summary>What a trace looks like. On a console it is seen in tests/pester/View.Tests.ps1.</summary>
public class TraceViewTests
{
    private const string Evil = "a\u001b]52;c;eA==\a\u009b2J\r\n\tb\u202ec\u2028d\u200be";

    private static readonly TraceHop[] Hops =
    [
        Hop(1, "web", "eth0"),
        Hop(2, "@host", "br-0123456789ab") with { Translated = AddressTranslation.Destination, To = "172.18.0.3:80" },
        Hop(3, "db", "eth0") with { To = "172.18.0.3:80", Seen = 2, Offset = TimeSpan.FromMicroseconds(1230) },
    ];

    private static readonly ReachabilityResult Result = new()
    {
        Source = "web",
        Target = "db",
        TargetName = "db",
        Protocol = ProbeProtocol.Tcp,
        Port = 5432,
        Predicted = ReachabilityState.Reachable,
        Observed = ReachabilityState.Blocked,
        Reasons = [new Reason(ReasonCode.PacketLost, "db", "The packet was lost.", "Do-This")],
        DockerHost = TestEngine.Host,
    };

    [Theory]
    [InlineData("db", "web -> db:5432/tcp: Blocked (predicted Reachable)")]
    [InlineData("172.18.0.3", "web -> 172.18.0.3:5432/tcp (db): Blocked (predicted Reachable)")]
    [InlineData("fd00::2", "web -> [fd00::2]:5432/tcp (db): Blocked (predicted Reachable)")]
    public void Headline_says_what_was_tried_and_what_came_of_it(string name, string text) =>
        Assert.Equal(text, TraceView.Headline(Result with { TargetName = name }));

    [Fact]
    public void Headline_counts_the_answers_if_some_packets_were_lost()
    {
        var answer = Hop(4, "web", "eth0") with { Leg = TraceLeg.Answer, Seen = 4, Sent = 10 };
        var result = Result with
        {
            Observed = ReachabilityState.Reachable,
            Reasons = [new Reason(ReasonCode.SomePacketsLost, "db", "Some were lost.")],
            Trace = new PacketTrace { Hops = [.. Hops, answer] },
        };

        Assert.EndsWith(": Reachable, 4 of 10", TraceView.Headline(result), StringComparison.Ordinal);
        Assert.EndsWith(": Reachable", TraceView.Headline(result with { Reasons = [] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_redirects_does_not_stop()
    {
        var rule = Rule() with { Certain = true, Verdict = "translate", Packets = 7, Sent = 7 };

        var report = View(160).Report(Trace(Hops, null, rule));

        Assert.Contains("\n\nThe rule that redirected the packets:\n", report, StringComparison.Ordinal);
        Assert.Contains(": redirected 7 of 7 packets sent to find it", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_does_not_resolve_is_sent_nothing() => Assert.Contains(
        "\n\nNot traced: no packet was sent.\n\n",
        View(80).Report(new ReachabilityTrace { Result = Result with { Observed = ReachabilityState.Unresolved } }),
        StringComparison.Ordinal);

    [Fact]
    public void A_hop_is_a_line_and_the_packet_is_shown_where_it_changes() => Assert.Equal(
        """
        web -> db:5432/tcp: Blocked (predicted Reachable)

         1 → web    eth0 in             3/3  0.00 ms  172.18.0.2:40001 -> 192.0.2.1:8080
         2 → @host  br-0123456789ab in  3/3  0.00 ms  172.18.0.2:40001 -> 172.18.0.3:80 (destination translated)
         3 → db     eth0 in             2/3  1.23 ms  ✗ lost here

        PacketLost: The packet was lost.
          Fix: Do-This
        """.ReplaceLineEndings("\n"),
        View(120).Report(Trace(Hops, Hops[2])));

    [Fact]
    public void On_a_narrow_console_the_packet_is_under_the_hop() => Assert.Equal(
        """
         1 → web    eth0 in             3/3  0.00 ms
             172.18.0.2:40001 -> 192.0.2.1:8080
         2 → @host  br-0123456789ab in  3/3  0.00 ms  ✗ lost here
             172.18.0.2:40001 -> 172.18.0.3:80 (destination translated)
        """.ReplaceLineEndings("\n"),
        View(72).Hops(Hops[..2], Hops[1]));

    [Fact]
    public void A_console_without_the_characters_gets_others() => Assert.Equal(
        """
         1 > web  eth0 in  3/3  0.00 ms  x lost here  172.18.0.2:40001 -> 192.0.2.1:8080
         2 < web  eth0 in  3/3  0.00 ms  172.18.0.2:40001 -> 192.0.2.1:8080
        """.ReplaceLineEndings("\n"),
        new TraceView(120, Encoding.Latin1, default).Hops([Hops[0], Hop(2, "web", "eth0") with { Leg = TraceLeg.Answer }], Hops[0]));

    [Fact]
    public void Nothing_seen_is_said() => Assert.Equal("No packet was seen.", View(80).Hops([], null));

    /// <summary>A rule that only counted may be somebody else's.</summary>
    [Fact]
    public void A_rule_that_is_not_certain_is_not_called_the_culprit()
    {
        var rule = Rule() with { Certain = true };
        Assert.Contains("\n\nThe rule that stopped the packets:\n@host, filter DOCKER-USER rule 3 (iptables), by the administrator "
            + "(DOCKER-USER): stopped 3 packets\n  -j DROP", View(120).Report(Trace(Hops, null, rule)), StringComparison.Ordinal);
        Assert.Contains("\n\nA rule that may have stopped the packets:\n@host, policy of filter DOCKER-USER (iptables): "
            + "its counter grew by 3 packets\n",
            View(120).Report(Trace(Hops, null, Rule() with { Position = 0, Owner = RuleOwner.Unknown })), StringComparison.Ordinal);
        Assert.Contains(
            "\n\nOne of these rules stopped the packets:\n", View(120).Report(Trace(Hops, null, rule, rule)), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_line_of_the_loss_is_in_the_style_of_warnings()
    {
        var lines = new TraceView(120, Encoding.UTF8, new TextStyle("<", ">", false)).Hops(Hops, Hops[2]).Split('\n');

        Assert.Equal("< 3 → db     eth0 in             2/3  1.23 ms  ✗ lost here>", lines[2]);
        Assert.DoesNotContain(lines[..2], line => line.StartsWith('<'));
        var plain = new TraceView(120, Encoding.UTF8, new TextStyle("<", ">", true)).Hops(Hops, Hops[2]);
        Assert.StartsWith(" 3", plain.Split('\n')[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void No_line_is_wider_than_the_console_or_acts_on_it(int console)
    {
        var evil = Evil + new string('x', 300);
        var hop = Hop(1, evil, evil) with { Network = evil, From = evil, To = evil, Note = evil, Namespace = evil };
        var rule = Rule() with { Place = evil, Text = evil, Chain = evil, Table = evil, Tool = evil };
        var trace = new ReachabilityTrace
        {
            Result = Result with
            {
                Source = evil,
                TargetName = evil,
                Reasons = [new Reason(evil, evil, evil, evil)],
                Trace = new PacketTrace { Hops = [hop, hop with { Number = 2 }], Lost = hop, Rules = [rule] },
            },
        };

        var lines = View(console).Report(trace).Split('\n');

        Assert.All(lines, line => Assert.True(VisibleText.IsPlain(line), line));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, Math.Max(console, 60)));
    }

    [Fact]
    public void What_was_not_traced_is_not_called_unseen()
    {
        var reason = new Reason(ReasonCode.NotTraced, "web", "The packets were not traced: no agent.");
        var result = Result with { Reasons = [reason], Trace = null };
        var report = View(80).Report(new ReachabilityTrace { Result = result });

        Assert.Contains("\n\nNot traced.\n\nNotTraced: The packets were not traced: no agent.", report, StringComparison.Ordinal);
        Assert.Contains("No packet was seen.", View(80).Report(Trace([], null)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 7, "stopped 7 of 7 packets sent to find it")]
    [InlineData(true, 0, "stopped 7 packets")]
    [InlineData(false, 7, "its counter grew by 7 packets")]
    public void A_rule_ends_packets_of_a_second_run(bool certain, int sent, string expected) =>
        Assert.EndsWith(
            $": {expected}", TraceView.Heading(Rule() with { Certain = certain, Packets = 7, Sent = sent }), StringComparison.Ordinal);

    private static TraceView View(int console) => new(console, Encoding.UTF8, default);

    private static ReachabilityTrace Trace(TraceHop[] hops, TraceHop? lost, params FirewallRule[] rules) =>
        new() { Result = Result with { Trace = new PacketTrace { Hops = hops, Lost = lost, Rules = rules } } };

    private static TraceHop Hop(int number, string place, string link) => new()
    {
        Number = number, Place = place, Namespace = place, Interface = link, From = "172.18.0.2:40001", To = "192.0.2.1:8080",
        Seen = 3, Sent = 3,
    };

    private static FirewallRule Rule() => new()
    {
        Place = "@host", Tool = "iptables", Family = "ip", Table = "filter", Chain = "DOCKER-USER", Position = 3, Text = "-j DROP",
        Verdict = "drop", Owner = RuleOwner.DockerUser, Packets = 3,
    };
}
