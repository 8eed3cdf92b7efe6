using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Requests that a rule which is not the engine's sends to another destination.</summary>
public class TranslationsTests
{
    /// <summary>The host sends what is for db to far.</summary>
    private static IEnumerable<Sighting> ToFar =>
    [
        .. ToDb(2), Out(Host, OtherBridge, WebAddress, FarAddress), Out(Host, FarEnd, WebAddress, FarAddress),
    ];

    [Theory]
    [InlineData(false, "web to db, TCP port 80, did not get there: the engine's host sent them to 10.2.0.2:80 (far). A rule ")]
    [InlineData(true, "not Docker's sends the packets from web to db, TCP port 80, to 10.2.0.2:80 (far) instead: iptables, table nat, ")]
    public void Where_they_went_is_said_and_by_which_rule_if_it_is_known(bool named, string text)
    {
        var evidence = To(Db, DbAddress).Saw(
        [
            .. ToFar, Answer(Host, FarEnd, false, FarAddress, WebAddress).Reset(), Answer(Web, Eth0, false, DbAddress, WebAddress).Reset(),
        ]);
        evidence = named ? evidence with { Rules = [Dnat("@host", "PREROUTING")] } : evidence;

        var finding = TraceRules.Of(evidence, ReachabilityState.Refused);

        Assert.Equal((ReasonCode.TranslatedByRule, "@host"), (finding.Reason!.Code, finding.Reason.Component));
        Assert.Contains(text, finding.Reason.Message, StringComparison.Ordinal);
        Assert.Equal(Host, Assert.Single(finding.Suspects));
    }

    [Fact]
    public void A_source_that_translates_itself_is_named_and_its_first_hop_shows_it()
    {
        var evidence = To(Db, DbAddress).Saw(
            Out(Web, Eth0, WebAddress, FarAddress),
            In(Host, WebEnd, WebAddress, FarAddress),
            Answer(Web, Eth0, false, FarAddress, WebAddress));

        Assert.Equal("web", TraceRules.Of(evidence, ReachabilityState.Blocked).Reason?.Component);
        Assert.Equal(AddressTranslation.Destination, TraceHops.Of(evidence)[0].Translated);
        Assert.Equal(AddressTranslation.None, TraceHops.Of(To(Db, DbAddress).Saw([.. ToDb(5)]))[0].Translated);
    }

    [Fact]
    public void Who_answers_in_the_place_of_the_target_is_another()
    {
        var evidence = To(Db, DbAddress).Saw([.. ToFar, Answer(Web, Eth0, false, DbAddress, WebAddress)]);

        Assert.True(Translations.IsAnsweredElsewhere(evidence));
        Assert.False(Translations.IsAnsweredElsewhere(To(Db, DbAddress).Saw([.. ToDb(5), .. FromDb(4)])));
    }

    /// <summary>A proxy in the source, such as a service mesh has, takes what is for others. Every namespace has 127.0.0.1.</summary>
    [Fact]
    public void A_loopback_address_of_the_source_is_not_the_targets()
    {
        var taken = To(Db, DbAddress).Looks(Db, look => look with
        {
            Addresses = [.. look.Addresses, look.Addresses[0] with { Address = "127.0.0.1" }],
        });

        Assert.True(Translations.IsAnsweredElsewhere(taken.Saw(Out(Web, 1, WebAddress, "127.0.0.1", 15001))));
        Assert.False(Translations.IsAnsweredElsewhere(taken.Saw([.. ToDb(5), In(Db, 1, WebAddress, DbAddress)])));
    }

    [Fact]
    public void What_the_engine_translates_is_not_anothers()
    {
        var published = To(Far, HostAddress, 8080).Saw(
            Out(Web, Eth0, WebAddress, HostAddress, 8080), Out(Host, FarEnd, WebAddress, FarAddress));
        var elsewhere = To(Far, HostAddress, 8080).Saw(
            Out(Web, Eth0, WebAddress, HostAddress, 8080), Out(Host, DbEnd, WebAddress, DbAddress));
        var port = To(Far, HostAddress, 8080).Saw(
            Out(Web, Eth0, WebAddress, HostAddress, 8080), Out(Host, FarEnd, WebAddress, FarAddress, 81));

        Assert.Null(Translations.Foreign(published));
        Assert.NotNull(Translations.Foreign(elsewhere));
        Assert.NotNull(Translations.Foreign(port));
    }

    /// <summary>A port of the host that somebody forwards on purpose.</summary>
    [Fact]
    public void Behind_a_forwarded_port_of_the_host_it_is_named_only_if_it_is_refused_there()
    {
        var forwarded = To(Host, HostAddress, 9000).Saw(
            Out(Web, Eth0, WebAddress, HostAddress, 9000), In(Host, AppBridge, WebAddress, FarAddress));
        var refused = forwarded with
        {
            Sightings = [.. forwarded.Sightings, Answer(Web, Eth0, false, HostAddress, WebAddress, 9000).Reset()],
        };

        Assert.NotEqual(ReasonCode.TranslatedByRule, TraceRules.Of(forwarded, ReachabilityState.Blocked).Reason?.Code);
        Assert.Equal(ReasonCode.TranslatedByRule, TraceRules.Of(refused, ReachabilityState.Refused).Reason?.Code);
    }

    [Fact]
    public void A_rule_that_was_met_names_itself_where_nothing_else_ends_the_packets()
    {
        var lost = To(Db, DbAddress).Saw([.. ToDb(2)]) with { Rules = [Dnat("@host", "PREROUTING")] };
        var docker = lost with { Rules = [Dnat("@host", "DOCKER") with { Owner = RuleOwner.Docker }] };
        var dropped = lost with { Rules = [.. lost.Rules, Rule("@host", "FORWARD", "-A FORWARD -j DROP")] };

        var text = TraceRules.Of(lost, ReachabilityState.Blocked).Reason!.Message;
        Assert.Contains("to another destination: iptables", text, StringComparison.Ordinal);
        Assert.Equal(ReasonCode.PacketLost, TraceRules.Of(docker, ReachabilityState.Blocked).Reason!.Code);
        Assert.Equal(ReasonCode.DroppedByRule, TraceRules.Of(dropped, ReachabilityState.Blocked).Reason!.Code);
    }

    [Fact]
    public void A_redirection_in_the_target_refuses_in_its_place()
    {
        var evidence = To(Db, DbAddress).Saw([.. ToDb(5), .. FromDb(4).Select(seen => seen.Reset())]) with
        {
            Rules = [Dnat("db", "PREROUTING") with { Owner = RuleOwner.Container }],
        };

        var reason = TraceRules.Of(evidence, ReachabilityState.Refused).Reason!;

        Assert.Equal((ReasonCode.TranslatedByRule, "db"), (reason.Code, reason.Component));
        Assert.StartsWith("A rule of db sends", reason.Message, StringComparison.Ordinal);
    }

    private static FirewallRule Dnat(string place, string chain) =>
        Rule(place, chain, $"-A {chain} -j DNAT --to-destination {FarAddress}:80", "translate") with { Table = "nat" };
}
