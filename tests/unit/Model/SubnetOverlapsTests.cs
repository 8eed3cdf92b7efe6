using System.Net;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Networks;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

public class SubnetOverlapsTests
{
    [Theory]
    [InlineData("10.1.0.0/16", "tun0", "app: tun0 of the host, 10.1.0.0/16")]
    [InlineData("10.1.2.0/24", "br-own", "")]
    [InlineData("10.9.0.0/16", "eth0", "")]
    [InlineData("10.3.0.0/24", "eth1", "")]
    [InlineData("10.3.0.0/24", "eth2", "lan: eth2 of the host, 10.3.0.0/24")]
    public void A_network_overlaps_the_host_unless_the_interface_is_its_own(string range, string link, string expected)
    {
        var engine = new TestEngine()
            .Network("app", "10.1.2.0/24", option: "com.docker.network.bridge.name=br-own")
            .Network("lan", "10.3.0.0/24", driver: "macvlan", option: "parent=eth1")
            .Network("free", "10.4.0.0/24");

        Assert.Equal(expected, Overlaps(engine, new HostNetworks([], [(link, IPNetwork.Parse(range)), (link, IPNetwork.Parse(range))])));
    }

    [Fact]
    public void Networks_overlap_each_other_and_not_themselves()
    {
        var engine = new TestEngine()
            .Network("one", "10.1.0.0/16").Network("two", "10.1.2.0/24", driver: "macvlan").Network("six", "fd00::/64");

        Assert.Equal("one: two 10.1.2.0/24; two: one 10.1.0.0/16", Overlaps(engine, HostNetworks.Unknown));
    }

    private static string Overlaps(TestEngine engine, HostNetworks host) => string.Join("; ", SubnetOverlaps
        .Among(engine.Snapshot.Networks, engine.Snapshot.Networks, host)
        .Select(network => $"{network}: {network.Overlaps}"));
}
