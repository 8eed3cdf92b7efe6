using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;

namespace DockerNetwork.UnitTests.Tracing;

public class MtuRulesTests
{
    private static readonly MtuFound BlackHole =
        new() { Mtu = 1300, Certain = true, OwnMtu = 1500, Refusal = new TooLarge(null, null, true) };

    private static readonly MtuLink[] Links =
    [
        new("web", "eth0", "app", 1500), new("@host", "veth1", "app", 1500), new("@host", "veth2", "app", 1300),
        new("db", "eth0", "app", 1500),
    ];

    private static Reason? Reason(MtuFound found, params MtuLink[] links) =>
        MtuRules.For("web", "db", AddressFamily.InterNetwork, found, links);

    [Fact]
    public void A_black_hole_names_the_narrow_link_and_the_option_that_mends_it()
    {
        var reason = Reason(BlackHole, Links)!;

        Assert.Equal((ReasonCode.PathMtu, "veth2 of @host", null), (reason.Code, reason.Component, reason.Fix));
        Assert.StartsWith(
            "Packets of at most 1300 bytes get from web to db, but the MTU of the interface of web is 1500 bytes. The narrow link is veth2 "
            + "of @host (network app), with an MTU of 1300 bytes. Larger ones are lost without a message (a black hole), so a TCP "
            + "connection stalls",
            reason.Message, StringComparison.Ordinal);
        Assert.Contains(
            "On the host: ip link set veth2 mtu 1500. Or remove the network app and create it again with that MTU: New-DockerNetwork app ",
            reason.Message, StringComparison.Ordinal);
        Assert.Contains(
            "New-DockerNetwork app -Option @{ 'com.docker.network.driver.mtu' = '1300' }", reason.Message, StringComparison.Ordinal);
        Assert.Contains("to 1260 (TCPMSS)", reason.Message, StringComparison.Ordinal);
        Assert.Contains(
            "to 1240 (TCPMSS)",
            MtuRules.For("web", "db", AddressFamily.InterNetworkV6, BlackHole, Links)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_router_that_says_so_makes_no_black_hole()
    {
        var told = BlackHole with { Refusal = new TooLarge(IPAddress.Parse("10.1.0.1"), 1300, false) };
        var reason = Reason(told, Links[0], Links[1])!;

        Assert.Equal("10.1.0.1", reason.Component);
        Assert.Contains("beyond 10.1.0.1, which reported it. A message tells the sender", reason.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("New-DockerNetwork", reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1299)]
    [InlineData(1301)]
    [InlineData(1500)]
    public void A_link_of_another_MTU_is_not_the_culprit(int mtu)
    {
        var reason = Reason(BlackHole, Links[0], new MtuLink("@host", "veth2", "app", mtu))!;

        Assert.Equal("web", reason.Component);
        Assert.DoesNotContain("veth2", reason.Message, StringComparison.Ordinal);
        Assert.Contains("or a firewall drops large packets", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_as_wide_as_the_source_has_no_fault()
    {
        Assert.Null(Reason(BlackHole with { Mtu = 1500, Refusal = new TooLarge(null, 1500, false) }, Links));
        Assert.Null(Reason(BlackHole with { Mtu = 65535, OwnMtu = null, Refusal = null }, Links));
    }

    [Fact]
    public void What_is_not_certain_is_not_said()
    {
        Assert.Null(Reason(BlackHole with { Certain = false }, Links));
        Assert.Null(Reason(BlackHole with { Mtu = null }, Links));
        Assert.Null(Reason(BlackHole with { OwnMtu = null }));
    }

    [Fact]
    public void The_links_are_those_that_the_request_passed()
    {
        var look = NamespaceLook.Of(
        [
            new NamespaceItem { Kind = ItemKind.Link, Index = 2, Name = "eth0", Mtu = 1500 },
            new NamespaceItem { Kind = ItemKind.Link, Index = 3, Name = "veth1", Mtu = 1400 },
        ]);
        TraceHop[] hops =
        [
            Hop("web", "eth0"), Hop("web", "eth0"), Hop("@host", "veth1"), Hop("@host", "gone"), Hop("@host", null), Hop("db", "eth0"),
            Hop("@host", "eth0") with { Leg = TraceLeg.Answer },
        ];

        Assert.Equal(
            [new("web", "eth0", "app", 1500), new MtuLink("@host", "veth1", "app", 1400)],
            MtuLink.Of(hops, name => name == "db" ? null : look));
    }

    private static TraceHop Hop(string place, string? link) => new()
    {
        Place = place,
        Namespace = place,
        Interface = link,
        Network = "app",
        From = "10.1.0.2",
        To = "10.1.0.3",
    };
}
