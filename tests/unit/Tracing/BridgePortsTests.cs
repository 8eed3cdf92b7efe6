using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Ports of a bridge that do not pass packets because of how they are set.</summary>
public class BridgePortsTests
{
    private const string DbMac = "02:42:0a:01:00:03";

    [Theory]
    [InlineData(WebEnd, "veth-web", "blocking")]
    [InlineData(DbEnd, "veth-db", "disabled")]
    public void A_port_that_does_not_forward_is_named_with_its_state(int end, string name, string state)
    {
        var reason = Reason(Set(To(Db, DbAddress).Saw(ToDb(2)), end, port => port with { Port = state }));

        Assert.Equal(ReasonCode.BridgePortClosed, reason.Code);
        Assert.Contains($"is in the state {state}", reason.Message, StringComparison.Ordinal);
        Assert.EndsWith($"On the host: bridge link set dev {name} state 3", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_isolated_ports_pass_nothing_to_each_other()
    {
        var one = Set(To(Db, DbAddress).Saw(ToDb(2)), DbEnd, port => port with { Isolated = true });
        Assert.NotEqual(ReasonCode.BridgePortClosed, Reason(one).Code);

        var both = Reason(Set(one, WebEnd, port => port with { Isolated = true }));
        Assert.Equal((ReasonCode.BridgePortClosed, "db"), (both.Code, both.Component));
        Assert.EndsWith(
            "the ports veth-db (of db) and veth-web (of web) are both isolated. A bridge passes no packets between isolated ports. "
            + "On the host: bridge link set dev veth-db isolated off", both.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Isolated_ports_keep_a_question_from_its_answer()
    {
        var asked = To(Db, DbAddress).Saw(Seen(Web, Eth0, true, SightingKind.WhoHas, WebAddress, DbAddress, null, 0));
        var both = Set(Set(asked, WebEnd, port => port with { Isolated = true }), DbEnd, port => port with { Isolated = true });

        Assert.Equal(ReasonCode.BridgePortClosed, Reason(both).Code);
    }

    [Fact]
    public void A_port_without_broadcasts_keeps_a_question_away()
    {
        var asked = To(Db, DbAddress).Saw(Seen(Web, Eth0, true, SightingKind.WhoHas, WebAddress, DbAddress, null, 0));

        var reason = Reason(Set(asked, DbEnd, port => port with { PortOff = ["bcast_flood"] }));

        Assert.Equal(ReasonCode.BridgePortClosed, reason.Code);
        Assert.EndsWith("bridge link set dev veth-db bcast_flood on", reason.Message, StringComparison.Ordinal);
    }

    /// <summary>The bridge sends it to all others, which is no sign that somebody else has the address.</summary>
    [Fact]
    public void A_port_without_flooding_gets_nothing_for_an_address_that_is_not_learned()
    {
        var flooded = To(Db, DbAddress).Saw([.. ToDb(2), Out(Host, 14, WebAddress, DbAddress)])
            .Looks(Db, look => look with { Links = With(look.Links, Eth0, link => link with { Mac = DbMac }) })
            .Looks(Host, look => look with { Links = With(look.Links, 14, _ => look.Links[DbEnd] with { Index = 14, Name = "veth-x" }) });
        var off = Set(flooded, DbEnd, port => port with { PortOff = ["learning", "flood"] });

        var reason = Reason(off);
        Assert.Equal((ReasonCode.BridgePortClosed, "db"), (reason.Code, reason.Component));
        Assert.EndsWith("bridge link set dev veth-db learning on flood on", reason.Message, StringComparison.Ordinal);

        var learned = off.Looks(Host, look => look with
        {
            BridgeEntries = [new NamespaceItem { Kind = ItemKind.BridgeEntry, Index = DbEnd, Mac = DbMac }],
        });
        Assert.Equal(ReasonCode.DuplicateMacAddress, Reason(learned).Code);
    }

    private static Reason Reason(TraceEvidence evidence) => TraceRules.Of(evidence, ReachabilityState.Blocked).Reason!;

    private static TraceEvidence Set(TraceEvidence evidence, int port, Func<NamespaceItem, NamespaceItem> change) =>
        evidence.Looks(Host, look => look with { Links = With(look.Links, port, change) });

    private static Dictionary<int, NamespaceItem> With(
        IReadOnlyDictionary<int, NamespaceItem> links, int index, Func<NamespaceItem, NamespaceItem> change) =>
        new(links) { [index] = change(links.GetValueOrDefault(index)!) };
}
