using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>What looks like a VXLAN packet and is none of the network.</summary>
public class TunneledTests
{
    private const string Node = "203.0.113.2";
    private static readonly TracePlace Overlay = TracePlace.OfOverlay(
        TraceScene.Engine.NetworkNamed("other"), TraceScene.Engine["web"], "/run/docker/netns");

    [Fact]
    public void The_packets_between_the_nodes_are_believed()
    {
        Assert.Single(Believed(Tunnel(Uplink, true, HostAddress, Node)));
        Assert.Single(Believed(Tunnel(Uplink, false, Node, HostAddress)));
    }

    [Theory]
    [InlineData(WebEnd, false, WebAddress, Node, 4097)]
    [InlineData(AppBridge, false, WebAddress, Node, 4097)]
    [InlineData(Uplink, true, HostAddress, "203.0.113.9", 4097)]
    [InlineData(Uplink, true, HostAddress, Node, 7)]
    [InlineData(Uplink, true, WebAddress, Node, 4097)]
    [InlineData(Uplink, false, "203.0.113.9", HostAddress, 4097)]
    public void What_a_container_or_a_stranger_sends_is_not(int link, bool leaves, string from, string to, int number)
    {
        Assert.Empty(Believed(Tunnel(link, leaves, from, to, number)));
    }

    [Fact]
    public void Nothing_is_asked_for_that_no_look_shows()
    {
        var unknown = Evidence() with { Before = new Dictionary<TracePlace, NamespaceLook>(), After = Evidence().Before };

        Assert.Single(Tunneled.Believed(unknown with { After = new Dictionary<TracePlace, NamespaceLook>() },
            [Tunnel(Uplink, true, HostAddress, "203.0.113.9", 9)]));
        Assert.Single(Tunneled.Believed(unknown, [In(Host, WebEnd, WebAddress, DbAddress)]));
    }

    private static IEnumerable<Sighting> Believed(Sighting seen) => Tunneled.Believed(Evidence(), [seen]);

    private static TraceEvidence Evidence()
    {
        var evidence = To(Db, DbAddress);
        var overlay = NamespaceLook.Of(
        [
            new NamespaceItem { Kind = ItemKind.Link, Index = 4, Name = "vxlan0", Type = "vxlan", Vxlan = 4097 },
            new NamespaceItem { Kind = ItemKind.BridgeEntry, Index = 4, Mac = "02:42:0a:00:00:05", Address = Node },
        ]);
        return evidence with
        {
            Overlay = Overlay,
            Before = new Dictionary<TracePlace, NamespaceLook>(evidence.Before) { [Overlay] = overlay },
            After = new Dictionary<TracePlace, NamespaceLook>(),
        };
    }

    private static Sighting Tunnel(int link, bool leaves, string from, string to, int number = 4097)
    {
        var seen = leaves ? Out(Host, link, WebAddress, DbAddress) : In(Host, link, WebAddress, DbAddress);
        return seen with { Item = seen.Item with { TunnelFrom = from, TunnelTo = to, Tunnel = number } };
    }
}
