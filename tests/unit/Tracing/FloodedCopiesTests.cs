using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Copies of a packet that a bridge sends to containers that it is not for.</summary>
public class FloodedCopiesTests
{
    private const string DbMac = "02:00:00:00:00:03", OtherMac = "02:00:00:00:00:77";
    private const int OtherEnd = 14;

    [Fact]
    public void The_packet_was_not_lost_at_somebody_else()
    {
        var evidence = Flooded(Known(OtherMac)).Looks(Host, look => look with
        {
            Links = look.Links.ToDictionary(pair => pair.Key, pair => pair.Key == DbEnd ? pair.Value with { Up = false } : pair.Value),
        });
        var finding = TraceRules.Of(evidence, ReachabilityState.Blocked);

        Assert.Equal(ReasonCode.LinkDown, finding.Reason!.Code);
        Assert.Equal(["eth0", "veth-web"], TraceHops.Of(evidence).Select(hop => hop.Interface));
        Assert.Equal("veth-web", TraceHops.At(TraceHops.Of(evidence), finding.Last)?.Interface);
    }

    [Fact]
    public void The_port_that_has_learned_the_address_stays() =>
        Assert.Equal("veth-x", TraceHops.Of(Flooded(Known(DbMac)))[^1].Interface);

    [Fact]
    public void The_next_hop_stays()
    {
        var routed = Flooded(Known(OtherMac)).Looks(Web, look => look with
        {
            Routes = [new NamespaceItem { Kind = ItemKind.Route, Index = Eth0, Gateway = "10.1.0.9" }],
            Neighbours = [new NamespaceItem { Kind = ItemKind.Neighbour, Address = "10.1.0.9", Mac = OtherMac }],
        });

        Assert.Equal("veth-x", TraceHops.Of(routed)[^1].Interface);
    }

    [Fact]
    public void A_container_that_sends_it_back_stays()
    {
        var flooded = Flooded(Known(OtherMac));
        var back = flooded with
        {
            Sightings = [.. flooded.Sightings, Late(In(Host, OtherEnd, WebAddress, DbAddress))],
        };

        Assert.Contains("veth-x", TraceHops.Of(back).Where(hop => hop.Direction == HopDirection.Out).Select(hop => hop.Interface));
    }

    [Fact]
    public void If_it_is_not_known_what_the_bridge_learned_one_port_stays_and_one_of_several_does_not()
    {
        var one = Flooded([]);

        Assert.Equal("veth-x", TraceHops.Of(one)[^1].Interface);
        Assert.Equal(
            ["eth0", "veth-web", "veth-db"],
            TraceHops.Of(one with { Sightings = [.. one.Sightings, Late(Out(Host, DbEnd, WebAddress, DbAddress))] })
                .Select(hop => hop.Interface));
    }

    private static Sighting Late(Sighting seen) => seen with { Item = seen.Item with { At = 1_000_000 } };

    private static NamespaceItem[] Known(string mac) => [new() { Kind = ItemKind.BridgeEntry, Index = OtherEnd, Mac = mac }];

    private static TraceEvidence Flooded(NamespaceItem[] entries) => To(Db, DbAddress)
        .Saw([.. ToDb(2), Out(Host, OtherEnd, WebAddress, DbAddress)])
        .Looks(Db, look => look with
        {
            Links = look.Links.ToDictionary(pair => pair.Key, pair => pair.Key == Eth0 ? pair.Value with { Mac = DbMac } : pair.Value),
        })
        .Looks(Host, look => look with
        {
            Links = new Dictionary<int, NamespaceItem>(look.Links)
            {
                [OtherEnd] = look.Links[DbEnd] with { Index = OtherEnd, Name = "veth-x" },
            },
            BridgeEntries = entries,
        });
}
