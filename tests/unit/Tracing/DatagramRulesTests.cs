using System.Net;
using DockerNetwork.Model.Listening;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Probe;
using DockerNetwork.Protocol;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>UDP ports that refuse, and services that answer from elsewhere.</summary>
public class DatagramRulesTests
{
    private const string Second = "10.1.0.77";
    private const int Proxy = 51000;

    private static readonly Listener Everywhere = new("udp", IPAddress.Any, 80);

    [Fact]
    public void Who_listens_decides_whether_a_port_is_closed_or_a_firewall_refuses()
    {
        var refused = Refused();

        Assert.Equal((null, null), Code(refused));
        Assert.Equal((ReasonCode.NobodyListens, "db"), Code(refused with { Listeners = [] }));
        Assert.Equal((ReasonCode.NobodyListens, "db"), Code(refused with { Listeners = [Everywhere with { Protocol = "tcp" }] }));
        Assert.Equal((ReasonCode.ListensElsewhere, "db"), Code(refused with { Listeners = [Everywhere with { Port = 81 }] }));
        Assert.Equal((ReasonCode.RefusedByRule, "db"), Code(refused with { Listeners = [Everywhere] }));

        // It may not take what comes by this interface.
        Assert.Equal((null, null), Code(refused with { Listeners = [Everywhere with { OfInterface = true }] }));
        Assert.Equal(Db, Assert.Single(TraceRules.Of(refused, ReachabilityState.Refused).Suspects));
    }

    [Fact]
    public void A_rule_that_rejects_is_named_whoever_listens()
    {
        var rule = Rule("db", "INPUT", "-A INPUT -p udp -j REJECT", "reject");
        var finding = TraceRules.Of(Refused() with { Listeners = [Everywhere], Rules = [rule] }, ReachabilityState.Refused);

        Assert.Equal(ReasonCode.RefusedByRule, finding.Reason!.Code);
        Assert.Contains("-A INPUT -p udp -j REJECT", finding.Reason.Message, StringComparison.Ordinal);
        Assert.Equal(
            (ReasonCode.NobodyListens, "db"), Code(Refused() with { Listeners = [], Rules = [rule with { Verdict = "drop" }] }));
    }

    /// <summary>The proxy sends the data on, and keeps to itself that it was refused.</summary>
    [Fact]
    public void A_port_that_refuses_a_proxy_is_closed_too()
    {
        var refusal = Out(Far, Eth0, FarAddress, "10.2.0.1").Icmp(3, 3, FarAddress);
        var evidence = To(Far, "10.1.0.1", 8080, ProbeKind.Udp).Saw(
            Out(Web, Eth0, WebAddress, "10.1.0.1", 8080),
            In(Host, AppBridge, WebAddress, "10.1.0.1", 8080),
            Proxied(Out(Host, OtherBridge, "10.2.0.1", FarAddress)),
            Proxied(In(Far, Eth0, "10.2.0.1", FarAddress)),
            refusal with { Item = refusal.Item with { Quoted = new QuotedPacket("10.2.0.1", Proxy, FarAddress, 80) } });

        Assert.True(ClosedPort.IsSaid(evidence));
        Assert.Equal((ReasonCode.NobodyListens, "far"), Code(evidence with { Listeners = [] }, ReachabilityState.Unknown));
        Assert.Equal((ReasonCode.RefusedByRule, "far"), Code(evidence with { Listeners = [Everywhere] }, ReachabilityState.Unknown));
    }

    /// <summary>A kernel says that a port is closed once a second, after the first six. Found when the bench asked three times.</summary>
    [Fact]
    public void A_closed_port_whose_kernel_says_nothing_is_closed_all_the_same()
    {
        var silent = To(Db, DbAddress, 80, ProbeKind.Udp).Saw([.. ToDb(5)]) with { Listeners = [] };
        var rule = Rule("db", "INPUT", "-A INPUT -p udp -j DROP", "drop");

        Assert.True(ClosedPort.IsAsked(silent));
        Assert.Equal((ReasonCode.NobodyListens, "db"), Code(silent, ReachabilityState.Unknown));
        Assert.Null(TraceRules.Of(silent, ReachabilityState.Unknown).Last);
        Assert.Equal((ReasonCode.ListensElsewhere, "db"), Code(silent with { Listeners = [Everywhere with { Port = 81 }] }));
        Assert.Equal((ReasonCode.NoAnswer, "db"), Code(silent with { Listeners = [Everywhere] }));
        Assert.Equal((ReasonCode.NoAnswer, "db"), Code(silent with { Listeners = null }));
        Assert.Equal((ReasonCode.DroppedByRule, "db"), Code(silent with { Listeners = [Everywhere], Rules = [rule] }));
    }

    [Fact]
    public void A_closed_UDP_port_of_the_host_is_not_a_firewall()
    {
        var evidence = To(Host, HostAddress, 80, ProbeKind.Udp).Saw(
            Out(Web, Eth0, WebAddress, HostAddress), In(Host, AppBridge, WebAddress, HostAddress),
            In(Web, Eth0, HostAddress, WebAddress).Icmp(3, 3, HostAddress)) with { Listeners = [] };

        Assert.Equal((ReasonCode.NobodyListens, "@host"), Code(evidence));
    }

    [Fact]
    public void An_answer_from_another_address_is_not_taken()
    {
        var finding = TraceRules.Of(Strayed(Stray(Db, true, Second)), ReachabilityState.Unknown);

        Assert.Equal((ReasonCode.AnswerLost, "db"), (finding.Reason!.Code, finding.Reason.Component));
        Assert.Contains($"answers from {Second}:80 instead of {DbAddress}:80, so", finding.Reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_others_send_is_no_answer_of_the_target()
    {
        Assert.Equal(ReasonCode.NoAnswer, Code(Strayed(Stray(Web, false, Second)), ReachabilityState.Unknown).Code);
        Assert.Equal(ReasonCode.NoAnswer, Code(Strayed(Stray(Db, true, "10.1.0.9")), ReachabilityState.Unknown).Code);
    }

    [Fact]
    public void A_datagram_is_told_apart_by_the_two_that_it_goes_between()
    {
        var datagrams = new Datagrams();
        var request = Out(Web, Eth0, WebAddress, DbAddress, 53).Item;
        var answer = Answer(Web, Eth0, false, DbAddress, WebAddress, 53).Item;

        Assert.Null(datagrams.Related(answer, true));
        Assert.Equal(SightingKind.Request, datagrams.Related(request, false)?.Sighting);
        Assert.Equal(SightingKind.Answer, datagrams.Related(answer, true)?.Sighting);
        Assert.Equal(SightingKind.Answer, datagrams.Related(answer with { Sighting = SightingKind.Request }, true)?.Sighting);

        // An echo carries the number of the trace. Each is told once, and only where it is made.
        var echo = answer with { Sighting = SightingKind.Request, From = Second };
        Assert.Equal(SightingKind.Stray, datagrams.Related(echo, true)?.Sighting);
        Assert.Null(datagrams.Related(echo, true));
        Assert.Equal(SightingKind.Stray, datagrams.Related(answer with { From = "10.1.0.78" }, true)?.Sighting);
        Assert.Null(datagrams.Related(answer with { From = "10.1.0.9" }, false));
        Assert.Null(datagrams.Related(answer with { From = "10.1.0.9" }, true));
        Assert.Null(datagrams.Related(answer with { FromPort = 98 }, true));
        Assert.Null(datagrams.Related(answer with { ToPort = 9 }, true));
    }

    private static (string? Code, string? Component) Code(TraceEvidence evidence, ReachabilityState observed = ReachabilityState.Refused)
    {
        var reason = TraceRules.Of(evidence, observed).Reason;
        return (reason?.Code, reason?.Component);
    }

    private static TraceEvidence Refused() =>
        To(Db, DbAddress, 80, ProbeKind.Udp).Saw([.. ToDb(5), In(Web, Eth0, DbAddress, WebAddress).Icmp(3, 3)]);

    private static TraceEvidence Strayed(params Sighting[] strays) =>
        To(Db, DbAddress, 80, ProbeKind.Udp).Saw([.. ToDb(5), .. strays]).Looks(Db, look => look with
        {
            Addresses = [.. look.Addresses, look.Addresses[0] with { Address = Second }],
        });

    private static Sighting Stray(TracePlace place, bool leaves, string from)
    {
        var seen = Answer(place, Eth0, leaves, from, WebAddress);
        return seen with { Item = seen.Item with { Sighting = SightingKind.Stray, Number = null } };
    }

    private static Sighting Proxied(Sighting seen) => seen with { Item = seen.Item with { FromPort = Proxy } };
}
