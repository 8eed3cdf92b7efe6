using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>A packet that does not fit through the next link.</summary>
public class NarrowLinkTests
{
    [Theory]
    [InlineData(1, WebEnd, "veth-web of @host (network app)")]
    [InlineData(2, DbEnd, "veth-db of @host (network app)")]
    [InlineData(4, Eth0, "eth0 of db (network app)")]
    public void The_next_link_of_the_network_is_named(int steps, int narrow, string named)
    {
        var reason = Reason(Lost(steps, 1428, narrow == Eth0 ? Db : Host, narrow, 600));

        Assert.Equal(ReasonCode.PathMtu, reason.Code);
        Assert.Contains($"MTU of the next link: {named} carries 600 bytes.", reason.Message, StringComparison.Ordinal);
        Assert.Contains($"ip link set {named.Split(' ')[0]} mtu 1500. ", reason.Message, StringComparison.Ordinal);
        Assert.EndsWith("Data of 572 bytes fits (-Size).", reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(604, 600)]
    [InlineData(44, 600)]
    [InlineData(1428, 1500)]
    public void What_fits_is_lost_for_another_reason(int length, int mtu) =>
        Assert.Equal(ReasonCode.PacketLost, Reason(Lost(2, length, Host, DbEnd, mtu)).Code);

    [Fact]
    public void A_router_may_cut_a_packet_into_fragments()
    {
        var evidence = Routed(dontFragment: false);

        Assert.Equal(ReasonCode.PacketLost, Reason(evidence).Code);
        Assert.Equal(
            (ReasonCode.PathMtu, "eth0 of @host"),
            (Reason(Routed(dontFragment: true)).Code, Reason(Routed(dontFragment: true)).Component));
        Assert.DoesNotContain("ip link set", Reason(Routed(dontFragment: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_is_known_comes_first()
    {
        var evidence = Lost(2, 1428, Host, DbEnd, 600) with { Explained = true, Rules = [Rule("@host", "DOCKER-USER", "-j DROP")] };

        Assert.Equal(ReasonCode.DroppedByRule, Reason(evidence).Code);
    }

    private static Reason Reason(TraceEvidence evidence) => TraceRules.Of(evidence, ReachabilityState.Blocked).Reason!;

    private static TraceEvidence Routed(bool dontFragment)
    {
        var evidence = To(Db, "198.51.100.7", null, ProbeKind.Icmp) with { Target = null, TargetAddress = null };
        evidence = evidence with { Spec = evidence.Spec with { DontFragment = dontFragment } };
        return Wide(evidence
            .Saw(new[]
            {
                Out(Web, Eth0, WebAddress, "198.51.100.7", null), In(Host, AppBridge, WebAddress, "198.51.100.7", null),
            }.Select(seen => seen with { Item = seen.Item with { Length = 1428 } })), Host, Uplink, 1300)
            .Looks(Host, look => look with
            {
                PacketRoutes = new Dictionary<int, RouteItem> { [RouteQuestions.HostRequest] = new() { Type = "unicast", Link = "eth0" } },
            });
    }

    private static TraceEvidence Lost(int steps, int length, TracePlace place, int narrow, int mtu)
    {
        var evidence = To(Db, DbAddress, null, ProbeKind.Icmp);
        var seen = ToDb(steps).Select(seen => seen with { Item = seen.Item with { Length = length, FromPort = null, ToPort = null } });
        return Wide(evidence.Saw(seen), place, narrow, mtu);
    }

    private static TraceEvidence Wide(TraceEvidence evidence, TracePlace place, int narrow, int mtu)
    {
        foreach (var one in new[] { Web, Db, Host })
        {
            evidence = evidence.Looks(one, look => look with
            {
                Links = look.Links.ToDictionary(
                    pair => pair.Key, pair => pair.Value with { Mtu = one == place && pair.Key == narrow ? mtu : 1500 }),
            });
        }

        return evidence;
    }
}
