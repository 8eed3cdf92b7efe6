using System.Net;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Where packets were lost, and why, from what was seen and read.</summary>
public class TraceRulesTests
{
    [Fact]
    public void What_is_answered_was_not_lost() =>
        Assert.Equal(
            TraceFinding.Nothing,
            TraceRules.Of(To(Db, DbAddress).Saw([.. ToDb(5), .. FromDb(4)]), ReachabilityState.Reachable));

    [Theory]
    [InlineData(1, "web", "@host")]
    [InlineData(2, "@host", "@host")]
    [InlineData(3, "@host", "@host")]
    [InlineData(5, "db", "db")]
    public void A_firewall_is_suspected_behind_the_last_sighting_and_named_only_by_its_rule(int steps, string last, string suspect)
    {
        var evidence = To(Db, DbAddress).Saw([.. ToDb(steps)]);
        var finding = Find(evidence);

        Assert.Equal((last, ReasonCode.PacketLost), (finding.Last!.Place.Name, finding.Reason!.Code));
        Assert.Equal(suspect, Assert.Single(finding.Suspects).Name);
        if (steps == 1)
            return;
        var named = Find(evidence with { Rules = [Rule(suspect, "DOCKER-USER", "-A DOCKER-USER -j DROP")] });
        Assert.Equal((ReasonCode.DroppedByRule, suspect), (named.Reason!.Code, named.Reason.Component));
        Assert.Contains("-A DOCKER-USER -j DROP", named.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_of_another_namespace_is_not_the_culprit() =>
        Expect(
            ReasonCode.PacketLost, "@host",
            To(Db, DbAddress).Saw([.. ToDb(3)]) with { Rules = [Rule("db", "INPUT", "-A INPUT -j DROP")] });

    [Fact]
    public void Of_several_rules_none_is_certain()
    {
        var evidence = To(Db, DbAddress).Saw([.. ToDb(3)]) with
        {
            Rules =
            [
                Rule("@host", "DOCKER-USER", "-A DOCKER-USER -j DROP", certain: false),
                Rule("@host", "FORWARD", "-A FORWARD -j REJECT", "reject", certain: false),
            ],
        };

        var text = Expect(ReasonCode.DroppedByRule, "@host", evidence).Reason!.Message;
        Assert.StartsWith("One of these rules of the engine's host refuses or drops", text, StringComparison.Ordinal);
        Assert.Contains("it is not certain which", text, StringComparison.Ordinal);
        Assert.DoesNotContain("leaves to the administrator", text, StringComparison.Ordinal);

        var certain = evidence with { Rules = [.. evidence.Rules, Rule("@host", "INPUT", "-A INPUT -j DROP")] };
        Assert.DoesNotContain("One of", Expect(ReasonCode.DroppedByRule, "@host", certain).Reason!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "reaches web through another interface", true)]
    [InlineData(22, "has no route back to web", true)]
    [InlineData(null, "reaches web through another interface", false)]
    public void The_host_does_not_answer_a_question_that_its_reverse_path_filter_drops(int? noRouteBack, string why, bool seen)
    {
        var bridge = TraceScene.Engine.NetworkNamed("app").Bridge!;
        var evidence = To(Host, "10.1.0.1", null, ProbeKind.Icmp);
        evidence = seen
            ? evidence.Saw(
                Seen(Web, Eth0, true, SightingKind.WhoHas, WebAddress, "10.1.0.1", null, 0),
                Seen(Host, AppBridge, false, SightingKind.WhoHas, WebAddress, "10.1.0.1", null, 0))
            : evidence.Saw(Seen(Web, 1, false, SightingKind.Error, WebAddress, WebAddress, null, 0).Icmp(3, 1));
        evidence = evidence
            .Looks(Web, look => look with
            {
                PacketRoutes = new Dictionary<int, RouteItem> { [RouteQuestions.Own] = new() { Type = "unicast", Link = "eth0" } },
                Neighbours = [new NamespaceItem { Kind = ItemKind.Neighbour, Index = Eth0, Address = "10.1.0.1", State = "failed" }],
            })
            .Looks(Host, look => look.With(($"net.ipv4.conf.{bridge}.rp_filter", 1)) with
            {
                PacketRoutes = new Dictionary<int, RouteItem>
                {
                    [RouteQuestions.HostRequest] = new() { Error = 22 },
                    [RouteQuestions.HostAnswer] = new() { Link = noRouteBack is null ? "eth0" : null, Error = noRouteBack },
                },
            });

        Assert.Contains(why, Expect(ReasonCode.ReversePathFilter, "@host", evidence).Reason!.Message, StringComparison.Ordinal);
        Assert.Equal(bridge, RouteQuestions.In(evidence, answers: false));
    }

    [Fact]
    public void A_link_that_is_not_on_its_bridge_is_named_before_a_firewall() =>
        Expect(
            ReasonCode.NotOnBridge, "web",
            To(Db, DbAddress).Saw([.. ToDb(2)]).Looks(Host, look => Changed(look, WebEnd, link => link with { Master = null })));

    [Fact]
    public void A_link_that_is_switched_off_is_named_before_a_firewall() =>
        Expect(
            ReasonCode.LinkDown, "@host",
            To(Db, DbAddress).Saw([.. ToDb(1)]).Looks(Host, look => Changed(look, WebEnd, link => link with { Up = false })));

    [Fact]
    public void A_host_that_does_not_forward_is_named_before_a_firewall()
    {
        var evidence = To(Far, FarAddress).Saw(
            Out(Web, Eth0, WebAddress, FarAddress), In(Host, WebEnd, WebAddress, FarAddress), In(Host, AppBridge, WebAddress, FarAddress));

        Expect(ReasonCode.PacketLost, "@host", evidence);
        Expect(
            ReasonCode.NotForwarded, "@host",
            evidence.Looks(Host, look => look with { Sysctls = new Dictionary<string, long> { ["net.ipv4.ip_forward"] = 0 } }));
    }

    [Fact]
    public void The_source_asks_and_nobody_answers()
    {
        var question = Out(Web, Eth0, WebAddress, DbAddress, null, SightingKind.WhoHas);
        var answer = In(Web, Eth0, DbAddress, WebAddress, null, SightingKind.IHave);

        Expect(ReasonCode.NoNeighbor, "web", To(Db, DbAddress).Saw(question));
        Expect(ReasonCode.PacketLost, "web", To(Db, DbAddress).Saw(question, answer));
    }

    [Fact]
    public void The_host_asks_and_nobody_answers()
    {
        Sighting[] request =
        [
            Out(Web, Eth0, WebAddress, FarAddress), In(Host, AppBridge, WebAddress, FarAddress),
            Out(Host, OtherBridge, WebAddress, FarAddress),
        ];

        Expect(
            ReasonCode.NoNeighbor, "@host",
            To(Far, FarAddress).Saw([.. request, Out(Host, OtherBridge, "10.2.0.1", FarAddress, null, SightingKind.WhoHas)]));
        // A bridge passes on the questions of others; they are not the host's own.
        Expect(
            ReasonCode.PacketLost, "@host",
            To(Far, FarAddress).Saw([.. request, Out(Host, OtherBridge, "10.2.0.9", FarAddress, null, SightingKind.WhoHas)]));
    }

    [Fact]
    public void The_target_asks_and_nobody_answers() =>
        Expect(
            ReasonCode.NoNeighbor, "db",
            To(Db, DbAddress).Saw([.. ToDb(5), Out(Db, Eth0, DbAddress, WebAddress, null, SightingKind.WhoHas)]));

    [Fact]
    public void Two_machines_with_one_address_are_named()
    {
        var claims = new[] { "02:00:00:00:00:01", "02:00:00:00:00:02" }.Select(mac =>
        {
            var seen = In(Web, Eth0, DbAddress, WebAddress, null, SightingKind.IHave);
            return seen with { Item = seen.Item with { Mac = mac } };
        });

        Expect(
            ReasonCode.DuplicateAddress, "db",
            To(Db, DbAddress).Saw([.. claims, .. ToDb(3), Out(Host, FarEnd, WebAddress, DbAddress)]));
    }

    [Fact]
    public void An_answer_that_is_not_translated_back_does_not_arrive()
    {
        var evidence = To(Far, HostAddress, 8080).Saw(
            Out(Web, Eth0, WebAddress, HostAddress, 8080),
            In(Far, Eth0, WebAddress, FarAddress),
            Answer(Far, Eth0, true, FarAddress, WebAddress),
            Answer(Web, Eth0, false, FarAddress, WebAddress));

        Expect(ReasonCode.BridgeNetfilterOff, "@host", evidence);
        Expect(
            ReasonCode.AnswerLost, "web",
            evidence.Looks(Host, look => look.With(("net.bridge.bridge-nf-call-iptables", 1))));
    }

    [Fact]
    public void An_answer_that_arrives_and_is_not_taken_was_dropped_in_the_source()
    {
        var evidence = To(Db, DbAddress).Saw([.. ToDb(5), .. FromDb(4)]);

        Expect(ReasonCode.AnswerLost, "web", evidence);
        Expect(ReasonCode.DroppedByRule, "web", evidence with { Rules = [Rule("web", "INPUT", "-A INPUT -j DROP")] });
    }

    [Fact]
    public void An_answer_that_the_host_keeps_is_lost_there() =>
        Expect(ReasonCode.AnswerLost, "@host", To(Db, DbAddress).Saw([.. ToDb(5), .. FromDb(2)]));

    [Theory]
    [InlineData(3, 0, "drops the packets from web to db, TCP port 80: ")]
    [InlineData(5, 2, "drops the answers from db, TCP port 80, to web: ")]
    public void A_rule_drops_what_was_seen_last(int there, int back, string text)
    {
        var evidence = To(Db, DbAddress).Saw([.. ToDb(there), .. FromDb(back)]) with
        {
            Rules = [Rule("@host", "DOCKER-USER", "-A DOCKER-USER -j DROP")],
        };

        Assert.Contains(text, Expect(ReasonCode.DroppedByRule, "@host", evidence).Reason!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_host_refuses_a_port_that_nobody_translates() =>
        Expect(
            ReasonCode.NotTranslated, "@host",
            To(Far, HostAddress, 8080).Saw(
                Out(Web, Eth0, WebAddress, HostAddress, 8080),
                In(Host, AppBridge, WebAddress, HostAddress, 8080),
                Answer(Web, Eth0, false, HostAddress, WebAddress, 8080).Reset()),
            ReachabilityState.Refused);

    [Fact]
    public void A_reset_before_the_target_is_a_rule_of_the_host() =>
        Expect(
            ReasonCode.RefusedByRule, "@host",
            To(Db, DbAddress).Saw([.. ToDb(3), Answer(Web, Eth0, false, DbAddress, WebAddress).Reset()]),
            ReachabilityState.Refused);

    [Fact]
    public void A_reset_of_the_target_is_a_closed_port_unless_a_rule_of_it_is_known()
    {
        var evidence = To(Db, DbAddress).Saw([.. ToDb(5), .. FromDb(4).Select(seen => seen.Reset())]);
        var finding = TraceRules.Of(evidence, ReachabilityState.Refused);

        Assert.Null(finding.Reason);
        Assert.Equal(Db, Assert.Single(finding.Suspects));
        Expect(
            ReasonCode.RefusedByRule, "db",
            evidence with { Rules = [Rule("db", "INPUT", "-A INPUT -j REJECT", "reject")] }, ReachabilityState.Refused);
    }

    [Fact]
    public void A_message_of_the_host_is_a_rule_of_the_host()
    {
        var evidence = To(Db, DbAddress).Saw([.. ToDb(3), In(Web, Eth0, "10.1.0.1", WebAddress).Icmp(3, 13)]);
        var finding = Expect(ReasonCode.RefusedByRule, "@host", evidence, ReachabilityState.Refused);

        Assert.Contains("administratively prohibited", finding.Reason!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_the_packets_are_too_large_is_about_the_path() =>
        Expect(
            ReasonCode.PathMtu, "10.1.0.1",
            To(Db, DbAddress).Saw([.. ToDb(3), In(Web, Eth0, "10.1.0.1", WebAddress).Icmp(3, 4)]));

    /// <summary>Anybody can send it; what nobody else knows is what it has to quote.</summary>
    [Theory]
    [InlineData(DbAddress, 81)]
    [InlineData(FarAddress, 80)]
    [InlineData(null, 0)]
    public void A_message_about_a_packet_that_was_not_there_is_not_believed(string? to, int port)
    {
        foreach (var (type, code) in new[] { (3, 13), (3, 4) })
        {
            var forged = In(Web, Eth0, "10.1.0.9", WebAddress).Icmp(type, code, to ?? DbAddress, port);
            forged = to is null ? forged with { Item = forged.Item with { Quoted = null } } : forged;

            Assert.Equal(TraceFinding.Nothing, TraceRules.Of(To(Db, DbAddress).Saw([.. ToDb(5), forged, .. FromDb(4)]), null));
            Expect(ReasonCode.PacketLost, "@host", To(Db, DbAddress).Saw([.. ToDb(3), forged]));
        }
    }

    [Fact]
    public void A_message_is_believed_at_each_end_of_a_translation_with_the_packet_that_was_there()
    {
        Sighting[] request =
        [
            Out(Web, Eth0, WebAddress, HostAddress, 8080), In(Host, AppBridge, WebAddress, HostAddress, 8080),
            Out(Host, OtherBridge, WebAddress, FarAddress), In(Far, Eth0, WebAddress, FarAddress),
        ];
        Sighting[] message =
        [
            Out(Far, Eth0, FarAddress, WebAddress).Icmp(3, 10, FarAddress),
            In(Host, OtherBridge, FarAddress, WebAddress).Icmp(3, 10, FarAddress),
            Out(Host, AppBridge, HostAddress, WebAddress).Icmp(3, 10, HostAddress, 8080),
            In(Web, Eth0, HostAddress, WebAddress).Icmp(3, 10, HostAddress, 8080),
        ];
        var evidence = To(Far, HostAddress, 8080).Saw([.. request, .. message]);

        Assert.Equal(4, TraceHops.Of(evidence).Count(hop => hop.Leg == TraceLeg.Answer));
        Expect(ReasonCode.RefusedByRule, "far", evidence, ReachabilityState.Refused);

        // What the source never sent.
        var untranslated = In(Web, Eth0, FarAddress, WebAddress).Icmp(3, 10, FarAddress);
        Expect(ReasonCode.PacketLost, "far", To(Far, HostAddress, 8080).Saw([.. request, untranslated]));
    }

    [Fact]
    public void A_message_about_what_was_sent_and_not_seen_is_believed() =>
        Expect(
            ReasonCode.RefusedByRule, "web",
            To(Db, DbAddress).Saw(In(Web, 1, WebAddress, WebAddress).Icmp(3, 3)), ReachabilityState.Refused);

    [Fact]
    public void A_datagram_that_arrived_was_not_lost()
    {
        var finding = TraceRules.Of(To(Db, DbAddress, 80, ProbeKind.Udp).Saw([.. ToDb(5)]), ReachabilityState.Unknown);

        Assert.Equal((null, ReasonCode.NoAnswer), (finding.Last, finding.Reason!.Code));
    }

    [Theory]
    [InlineData(1, ReasonCode.DroppedByRule)]
    [InlineData(101, ReasonCode.NoRouteFromSource)]
    public void What_the_source_may_not_send_was_dropped_there(int error, string code)
    {
        var refused = Out(Web, Eth0, WebAddress, DbAddress, 80, SightingKind.NotSent);

        Expect(code, "web", To(Db, DbAddress).Saw(refused with { Item = refused.Item with { Errno = error, Link = null } }));
    }

    [Theory]
    [InlineData(3, ReasonCode.QueueFull)]
    [InlineData(2, ReasonCode.PacketLost)]
    [InlineData(0, ReasonCode.PacketLost)]
    public void A_counter_counts_if_it_grew_by_the_packets_that_were_sent(int grown, string code)
    {
        var evidence = To(Db, DbAddress).Saw([.. ToDb(5)]);
        evidence = evidence with
        {
            Before = evidence.Before.ToDictionary(
                pair => pair.Key, pair => pair.Value.With(("netstat.TcpExt.ListenOverflows", 100))),
        };

        Expect(code, "db", evidence.Looks(Db, look => look.With(("netstat.TcpExt.ListenOverflows", 100 + grown))));
    }

    [Fact]
    public void A_kernel_that_ignores_echo_requests_is_named() =>
        Expect(
            ReasonCode.EchoIgnored, "db",
            To(Db, DbAddress, null, ProbeKind.Icmp).Saw([.. ToDb(5)]).Looks(Db, look => look.With(("net.ipv4.icmp_echo_ignore_all", 1))));

    [Fact]
    public void A_target_without_a_route_back_is_named() =>
        Expect(
            ReasonCode.NoRouteBack, "db",
            To(Db, DbAddress).Saw([.. ToDb(5)]).Looks(Db, look => look with
            {
                PacketRoutes = new Dictionary<int, RouteItem> { [RouteQuestions.Own] = new() { Type = "blackhole" } },
            }));

    /// <summary>The proxy answers for the container, and makes a connection of its own.</summary>
    [Fact]
    public void Behind_a_port_proxy_is_a_second_connection()
    {
        var evidence = To(Far, HostAddress, 8080).Saw(
            Out(Web, Eth0, WebAddress, HostAddress, 8080),
            In(Host, AppBridge, WebAddress, HostAddress, 8080),
            Answer(Web, Eth0, false, HostAddress, WebAddress, 8080));
        var second = ProxiedLeg.Of(evidence)!;

        Assert.Equal((Host, Far, IPAddress.Parse(FarAddress), 80), (second.Source, second.Target, second.To, second.Port));
        Assert.Empty(second.Sightings);
        Assert.NotEqual((evidence.Spec.Token, evidence.Spec.FromPort), (second.Spec.Token, second.Spec.FromPort));
        // A container at its own published port: its requests leave it, and do not come back.
        var sightings = evidence.Sightings.Select(seen => seen.Place == Web ? seen with { Place = Far } : seen);
        var own = evidence with { Source = Far, Sightings = [.. sightings] };
        Assert.Equal(FarAddress, ProxiedLeg.Of(own)!.To.ToString());
        Assert.Null(ProxiedLeg.Of(own with { Sightings = [.. own.Sightings, In(Far, Eth0, FarAddress, FarAddress)] }));
        Assert.Null(ProxiedLeg.Of(evidence with { Sightings = [.. evidence.Sightings.SkipLast(1)] }));
        Assert.Null(ProxiedLeg.Of(evidence with { Sightings = [.. evidence.Sightings, In(Far, Eth0, WebAddress, FarAddress)] }));
        Assert.Null(ProxiedLeg.Of(To(Db, DbAddress).Saw([.. ToDb(5), .. FromDb(4)])));

        // Somebody else's rule sent the connection to db, so no proxy took it.
        Assert.Null(ProxiedLeg.Of(evidence with { Sightings = [.. evidence.Sightings, Out(Host, DbEnd, WebAddress, DbAddress)] }));

        // It was asked at an IPv6 address of the host, and the container has none.
        Assert.Equal(FarAddress, ProxiedLeg.Of(evidence with { TargetAddress = null })!.To.ToString());
    }

    private static TraceFinding Find(TraceEvidence evidence) => TraceRules.Of(evidence, ReachabilityState.Blocked);

    private static TraceFinding Expect(
        string code, string component, TraceEvidence evidence, ReachabilityState observed = ReachabilityState.Blocked)
    {
        var finding = TraceRules.Of(evidence, observed);
        Assert.Equal((code, component), (finding.Reason?.Code, finding.Reason?.Component));
        return finding;
    }

    private static NamespaceLook Changed(NamespaceLook look, int index, Func<NamespaceItem, NamespaceItem> change) =>
        look with { Links = look.Links.ToDictionary(pair => pair.Key, pair => pair.Key == index ? change(pair.Value) : pair.Value) };
}
