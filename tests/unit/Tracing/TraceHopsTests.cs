using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>From sightings to the hops that are shown.</summary>
public class TraceHopsTests
{
    [Fact]
    public void The_request_comes_before_its_answer_and_each_hop_has_its_network()
    {
        var hops = TraceHops.Of(To(Db, DbAddress).Saw([.. ToDb(5), .. FromDb(4)]));

        Assert.Equal(Enumerable.Range(1, 9), hops.Select(hop => hop.Number));
        Assert.Equal([5, 4], hops.GroupBy(hop => hop.Leg).Select(leg => leg.Count()));
        Assert.Equal(("web", "eth0", "app", HopDirection.Out), (hops[0].Place, hops[0].Interface, hops[0].Network, hops[0].Direction));
        Assert.Equal(("@host", "veth-web", "app"), (hops[1].Place, hops[1].Interface, hops[1].Network));
        Assert.Equal(("10.1.0.2:40001", "10.1.0.3:80"), (hops[0].From, hops[0].To));
        Assert.Equal(("10.1.0.3:80", "10.1.0.2:40001"), (hops[^1].From, hops[^1].To));
        Assert.All(hops, hop => Assert.Equal(AddressTranslation.None, hop.Translated));
        Assert.Equal(hops.Take(5).Select(hop => hop.Offset).Order(), hops.Take(5).Select(hop => hop.Offset));
    }

    [Fact]
    public void Packets_are_counted_once_each()
    {
        var first = Out(Web, Eth0, WebAddress, DbAddress);
        var again = first with { Item = first.Item with { Number = 2 } };
        var hop = Assert.Single(TraceHops.Of(To(Db, DbAddress).Saw(first, first, again)));

        Assert.Equal((2, 3), (hop.Seen, hop.Sent));
    }

    [Fact]
    public void What_hostile_messages_repeat_is_not_more_than_was_sent()
    {
        var error = In(Web, Eth0, "10.1.0.1", WebAddress).Icmp(3, 1);
        var endless = Enumerable.Repeat(error with { Item = error.Item with { Number = null } }, 50);
        var hops = TraceHops.Of(To(Db, DbAddress).Saw([.. ToDb(1), .. endless]));

        Assert.Equal((3, "ICMP host unreachable"), (hops[^1].Seen, hops[^1].Note));
    }

    [Fact]
    public void A_published_port_becomes_that_of_the_container()
    {
        var hops = TraceHops.Of(To(Far, HostAddress, 8080).Saw(
            Out(Web, Eth0, WebAddress, HostAddress, 8080),
            In(Host, AppBridge, WebAddress, HostAddress, 8080),
            Out(Host, OtherBridge, WebAddress, FarAddress),
            In(Far, Eth0, WebAddress, FarAddress)));

        Assert.Equal(
            [AddressTranslation.None, AddressTranslation.None, AddressTranslation.Destination, AddressTranslation.None],
            hops.Select(hop => hop.Translated));
        Assert.Equal(("10.1.0.2:40001", "10.2.0.2:80"), (hops[^1].From, hops[^1].To));
    }

    [Fact]
    public void Masquerade_translates_the_source_and_its_answer_is_translated_back()
    {
        var hops = TraceHops.Of((To(Db, "198.51.100.7") with { Target = null }).Saw(
            Out(Web, Eth0, WebAddress, "198.51.100.7"),
            Out(Host, Uplink, HostAddress, "198.51.100.7"),
            Answer(Host, Uplink, false, "198.51.100.7", HostAddress),
            Answer(Web, Eth0, false, "198.51.100.7", WebAddress)));

        Assert.Equal(
            [AddressTranslation.None, AddressTranslation.Source, AddressTranslation.None, AddressTranslation.Destination],
            hops.Select(hop => hop.Translated));
    }

    [Fact]
    public void An_answer_goes_back_between_the_two()
    {
        Sighting[] seen =
        [
            Out(Web, Eth0, WebAddress, DbAddress, 53),
            In(Db, Eth0, WebAddress, DbAddress, 53),
            Answer(Db, Eth0, true, DbAddress, WebAddress, 53),
            Answer(Db, Eth0, true, DbAddress, WebAddress, 5353),
            Answer(Web, Eth0, false, "10.1.0.9", WebAddress, 53),
        ];

        var answers = TraceHops.Of(To(Db, DbAddress, 53, ProbeKind.Udp).Saw(seen)).Where(hop => hop.Leg == TraceLeg.Answer);

        Assert.Equal("10.1.0.3:53", Assert.Single(answers).From);
        Assert.Equal(seen[2].Ends, Assert.Single(TraceHops.Packets(To(Db, DbAddress, 53).Saw(seen)), one => one.IsAnswer).Ends);
    }

    [Fact]
    public void Without_a_request_the_question_for_the_next_hop_is_shown()
    {
        var hops = TraceHops.Of(To(Db, DbAddress).Saw(
            Out(Web, Eth0, WebAddress, DbAddress, null, SightingKind.WhoHas),
            Out(Host, FarEnd, WebAddress, DbAddress, null, SightingKind.WhoHas),
            Out(Host, DbEnd, WebAddress, DbAddress, null, SightingKind.WhoHas)));

        // Not the port of the bridge that leads to somebody else.
        Assert.Equal(["eth0", "veth-db"], hops.Select(hop => hop.Interface));
        Assert.All(hops, hop => Assert.Equal("asks who has the address", hop.Note));
    }

    [Fact]
    public void With_a_request_the_questions_are_left_out() =>
        Assert.Equal("10.1.0.3:80", Assert.Single(TraceHops.Of(To(Db, DbAddress).Saw(
            Out(Web, Eth0, WebAddress, DbAddress, null, SightingKind.WhoHas), Out(Web, Eth0, WebAddress, DbAddress)))).To);

    [Fact]
    public void Only_an_answer_from_whom_was_asked_arrives()
    {
        var evidence = To(Far, HostAddress, 8080);

        Assert.True(TraceHops.Arrives(evidence, Answer(Web, Eth0, false, HostAddress, WebAddress, 8080)));
        Assert.False(TraceHops.Arrives(evidence, Answer(Web, Eth0, false, FarAddress, WebAddress)));
        Assert.False(TraceHops.Arrives(evidence, Answer(Web, Eth0, true, HostAddress, WebAddress, 8080)));
        Assert.False(TraceHops.Arrives(evidence, Answer(Host, WebEnd, false, HostAddress, WebAddress, 8080)));
    }
}
