using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Who refuses: only who got the packet, and only by what a firewall can say.</summary>
public class RefusalsTests
{
    [Fact]
    public void A_reset_for_a_packet_that_nothing_saw_is_the_sources_own_firewall()
    {
        var evidence = To(Db, DbAddress).Saw(Answer(Web, 1, false, DbAddress, WebAddress).Reset());
        var finding = TraceRules.Of(evidence, ReachabilityState.Refused);

        Assert.Equal((ReasonCode.RefusedByRule, "web"), (finding.Reason!.Code, finding.Reason.Component));
        Assert.Equal(Web, Assert.Single(finding.Suspects));
    }

    [Fact]
    public void A_reset_between_the_source_and_the_host_is_not_the_targets()
    {
        var evidence = To(Db, DbAddress).Saw([.. ToDb(1), Answer(Web, Eth0, false, DbAddress, WebAddress).Reset()]);
        var finding = TraceRules.Of(evidence, ReachabilityState.Refused);

        Assert.Contains("something on the way answered", finding.Reason!.Message, StringComparison.Ordinal);
        Assert.Equal(Host, Assert.Single(finding.Suspects));
    }

    [Theory]
    [InlineData(11, 0, false, ReasonCode.PacketLost, "time to live ended")]
    [InlineData(12, 0, false, ReasonCode.PacketLost, "do not send this message")]
    [InlineData(3, 13, false, ReasonCode.RefusedByRule, "as a firewall rule with the target REJECT does")]
    [InlineData(3, 13, true, ReasonCode.RouteElsewhere, "A route of the engine's host prohibits packets for 10.1.0.3")]
    public void A_message_is_a_firewalls_only_if_a_firewall_makes_it(int type, int code, bool prohibited, string expected, string text)
    {
        var evidence = To(Db, DbAddress).Saw([.. ToDb(3), In(Web, Eth0, "10.1.0.1", WebAddress).Icmp(type, code)]);
        if (prohibited)
        {
            evidence = evidence.Looks(Host, look => look with
            {
                PacketRoutes = new Dictionary<int, RouteItem> { [RouteQuestions.HostRequest] = new() { Error = 13 } },
            });
        }

        var reason = TraceRules.Of(evidence, ReachabilityState.Blocked).Reason!;

        Assert.Equal(expected, reason.Code);
        Assert.Contains(text, reason.Message, StringComparison.Ordinal);
    }

    /// <summary>It comes in by the link of another container, or is made where the packet was not last.</summary>
    [Fact]
    public void A_message_that_does_not_come_from_where_the_packet_was_is_not_believed()
    {
        Sighting Message(Sighting seen) => seen.Icmp(3, 3);
        Sighting[] way = [Out(Host, WebEnd, DbAddress, WebAddress), In(Web, Eth0, DbAddress, WebAddress)];
        var arrived = To(Db, DbAddress, kind: ProbeKind.Udp);
        var forged = arrived.Saw([.. ToDb(5), Message(In(Host, FarEnd, DbAddress, WebAddress)), .. way.Select(Message)]);
        var ofHost = arrived.Saw([.. ToDb(5), .. way.Select(Message)]);
        way = [Out(Db, Eth0, DbAddress, WebAddress), In(Host, DbEnd, DbAddress, WebAddress), .. way];
        var genuine = arrived.Saw([.. ToDb(5), .. way.Select(Message)]);

        Assert.False(ClosedPort.IsSaid(forged));
        Assert.False(ClosedPort.IsSaid(ofHost));
        Assert.True(ClosedPort.IsSaid(genuine));
        Assert.Equal(ReasonCode.NoAnswer, TraceRules.Of(forged, ReachabilityState.Unknown).Reason?.Code);
    }

    [Theory]
    [InlineData("output", "drops the answers from db, TCP port 80, to web: ")]
    [InlineData("input", "drops the packets from web to db, TCP port 80: ")]
    public void A_rule_for_what_leaves_the_target_drops_the_answer(string hook, string text)
    {
        var evidence = To(Db, DbAddress).Saw([.. ToDb(5)]) with { Rules = [Rule("db", "mine", "drop") with { Hook = hook }] };

        Assert.Contains(text, TraceRules.Of(evidence, ReachabilityState.Blocked).Reason!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_route_through_another_container_names_it()
    {
        var evidence = To(Db, DbAddress).Looks(Host, look => look with
        {
            PacketRoutes = new Dictionary<int, RouteItem>
            {
                [RouteQuestions.HostRequest] = new() { Type = "unicast", Gateway = FarAddress, Link = "br-1" },
            },
        });

        var reason = RouteReasons.Elsewhere(evidence, evidence.To, null, evidence.Host!.PacketRoutes[RouteQuestions.HostRequest]);

        Assert.Contains("to 10.2.0.2 (far) through br-1", reason.Message, StringComparison.Ordinal);
    }

    /// <summary>The second connection is judged by itself: it was answered, and the proxy's socket did not get it.</summary>
    [Fact]
    public void An_answer_that_the_port_proxy_does_not_get_is_lost_in_the_host()
    {
        var first = To(Far, HostAddress, 8080).Saw(
            Out(Web, Eth0, WebAddress, HostAddress, 8080),
            In(Host, AppBridge, WebAddress, HostAddress, 8080),
            Answer(Web, Eth0, false, HostAddress, WebAddress, 8080));
        var second = ProxiedLeg.Of(first)!;
        second = second with
        {
            Spec = second.Spec with { FromPort = FromPort },
            Sightings =
            [
                Out(Host, OtherBridge, "10.2.0.1", FarAddress), In(Far, Eth0, "10.2.0.1", FarAddress),
                Answer(Far, Eth0, true, FarAddress, "10.2.0.1"),
                Answer(Host, OtherBridge, false, FarAddress, "10.2.0.1"),
            ],
            Rules = [Rule("@host", "INPUT", "-A INPUT -j DROP")],
        };

        Assert.Equal(TraceFinding.Nothing, TraceRules.Of(second, ReachabilityState.Reachable));
        var reason = TraceRules.Of(second, ReachabilityState.Blocked).Reason!;
        Assert.Equal((ReasonCode.DroppedByRule, "@host"), (reason.Code, reason.Component));
        Assert.Contains("answers from far, TCP port 80, to the port proxy (docker-proxy): ", reason.Message, StringComparison.Ordinal);
    }

    /// <summary>The whole is what became of the second connection, whatever the proxy accepted.</summary>
    [Theory]
    [InlineData(ReachabilityState.Refused, ReachabilityState.Refused, ReasonCode.PortRefused)]
    [InlineData(ReachabilityState.Reachable, ReachabilityState.Reachable, ReasonCode.NotIsolated)]
    public void What_the_port_proxy_accepted_is_only_reachable_if_the_container_is(
        ReachabilityState behind, ReachabilityState whole, string code)
    {
        var evidence = To(Far, HostAddress, 8080) with { Port = 80 };
        var traced = new Traced(evidence, TraceFinding.Nothing)
        {
            Behind = new Traced(evidence, TraceFinding.Nothing) { Observed = behind },
        };

        var result = TraceResults.With(Result, traced);

        Assert.Equal((whole, code), (result.Observed, result.Reasons[0].Code));
    }

    /// <summary>What a listener would explain, if nothing else had refused before.</summary>
    [Fact]
    public void Who_does_not_listen_is_not_said_beside_the_rule_that_refuses()
    {
        var evidence = To(Db, DbAddress).Saw([.. ToDb(3), In(Web, Eth0, "10.1.0.1", WebAddress).Icmp(3, 3)]);
        var asked = Result with
        {
            Observed = ReachabilityState.Refused,
            Reasons = [new Reason(ReasonCode.NobodyListens, "db", "Nobody."), .. Result.Reasons],
        };

        var result = TraceResults.With(asked, new Traced(evidence, TraceRules.Of(evidence, ReachabilityState.Refused)));

        Assert.Equal([ReasonCode.RefusedByRule, ReasonCode.NotIsolated], result.Reasons.Select(reason => reason.Code));
    }

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
}
