using System.Net;
using DockerNetwork.Model.Ports;

namespace DockerNetwork.UnitTests.Ports;

public class PortRangesTests
{
    [Fact]
    public void Nothing_is_nothing() => Assert.Empty(Merge());

    [Fact]
    public void Both_families_are_one() => Assert.Equal(["*:8080->80/tcp"], Merge(Any(8080, 80), Any6(8080, 80)));

    [Fact]
    public void One_family_alone_is_named() =>
        Assert.Equal(["0.0.0.0:8080->80/tcp", "[::]:8081->81/tcp"], Merge(Any(8080, 80), Any6(8081, 81)));

    [Fact]
    public void Families_at_different_ports_stay_apart() =>
        Assert.Equal(["0.0.0.0:32768->80/tcp", "[::]:32769->80/tcp"], Merge(Any(32768, 80), Any6(32769, 80)));

    [Fact]
    public void Ports_that_follow_each_other_on_both_sides_are_a_range_in_both_families()
    {
        var lines = Enumerable.Range(0, 11).SelectMany(i => new[] { Any(8000 + i, 80 + i), Any6(8000 + i, 80 + i) }).Reverse().ToArray();

        Assert.Equal(["*:8000-8010->80-90/tcp"], Merge(lines));
        Assert.Equal(22, Assert.Single(PortRanges.Merge(lines, l => l)).Members.Count);
    }

    [Fact]
    public void A_gap_on_either_side_ends_a_range() =>
        Assert.Equal(
            ["0.0.0.0:8000->80/tcp", "0.0.0.0:8002-8003->81-82/tcp", "0.0.0.0:8004->84/tcp"],
            Merge(Any(8000, 80), Any(8002, 81), Any(8003, 82), Any(8004, 84)));

    [Fact]
    public void One_port_at_several_host_ports_does_not_break_the_ranges() =>
        Assert.Equal(
            ["0.0.0.0:8000-8001->80-81/tcp", "0.0.0.0:9000-9001->80-81/tcp"],
            Merge(Any(8000, 80), Any(9000, 80), Any(8001, 81), Any(9001, 81)));

    [Fact]
    public void Protocols_and_addresses_stay_apart() => Assert.Equal(
        ["127.0.0.1:53->53/tcp", "127.0.0.1:53->53/udp", "[fd00::1]:54->54/udp", "192.0.2.1:55->55/udp"],
        Merge(
            At("127.0.0.1", 53, 53, "udp"), At("127.0.0.1", 53, 53, "tcp"), At("fd00::1", 54, 54, "udp"), At("192.0.2.1", 55, 55, "udp")));

    [Fact]
    public void Exposed_ports_come_last_as_ranges_without_a_host() =>
        Assert.Equal(["*:90->90/tcp", "80-81/tcp"], Merge(
            new PortLine(80, "tcp", false, null, null),
            new PortLine(81, "tcp", false, null, null),
            new PortLine(90, "tcp", true, null, 90)));

    [Fact]
    public void What_the_engine_will_choose_is_a_question_mark_or_the_range_it_chooses_from() => Assert.Equal(
        ["*:?->80-81/tcp", "*:9000-9010->82/tcp", "*:9011-9020->83/tcp"],
        Merge(
            new PortLine(80, "tcp", true, null, null), new PortLine(81, "tcp", true, null, null),
            new PortLine(82, "tcp", true, null, 9000, 9010), new PortLine(83, "tcp", true, null, 9011, 9020)));

    private static IEnumerable<string> Merge(params PortLine[] lines) => PortRanges.Merge(lines, l => l).Select(r => r.Text);

    private static PortLine Any(int host, int container) => At("0.0.0.0", host, container);

    private static PortLine Any6(int host, int container) => At("::", host, container);

    private static PortLine At(string address, int host, int container, string protocol = "tcp") =>
        new(container, protocol, true, IPAddress.Parse(address), host);
}
