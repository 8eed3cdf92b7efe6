using System.Net;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.UnitTests.Model;

public class FreeAddressesTests
{
    [Theory]
    [InlineData("10.0.0.0/8", 24, "", "10.0.0.0/24 10.0.1.0/24 10.0.2.0/24")]
    [InlineData("10.0.0.0/8", 24, "10.0.0.0/24 10.0.2.0/28", "10.0.1.0/24 10.0.3.0/24 10.0.4.0/24")]
    // What is taken is larger than what is looked for, or contains it all.
    [InlineData("10.0.0.0/8", 24, "10.0.0.0/9", "10.128.0.0/24 10.128.1.0/24 10.128.2.0/24")]
    [InlineData("10.0.0.0/24", 26, "0.0.0.0/0", "")]
    // A long range reaches over a short one that begins later.
    [InlineData("10.0.0.0/16", 24, "10.0.0.0/22 10.0.1.0/28", "10.0.4.0/24 10.0.5.0/24 10.0.6.0/24")]
    [InlineData("10.0.0.0/24", 25, "10.0.0.200/32", "10.0.0.0/25")]
    [InlineData("10.0.0.0/24", 24, "", "10.0.0.0/24")]
    [InlineData("10.0.0.0/24", 16, "", "")]
    [InlineData("10.0.0.0/24", 33, "", "")]
    [InlineData("255.255.255.0/24", 25, "", "255.255.255.0/25 255.255.255.128/25")]
    [InlineData("fd00:1::/48", 64, "fd00:1::/64 10.0.0.0/8", "fd00:1:0:1::/64 fd00:1:0:2::/64 fd00:1:0:3::/64")]
    [InlineData("10.0.0.0/23", 24, "fd00::/8", "10.0.0.0/24 10.0.1.0/24")]
    public void Subnets_share_no_address_with_what_is_taken(string within, int prefix, string taken, string free)
    {
        var found = FreeAddresses.Subnets(IPNetwork.Parse(within), prefix, Networks(taken)).Take(3);

        Assert.Equal(free, string.Join(' ', found));
    }

    [Fact]
    public void Subnets_begin_where_they_are_asked_to() =>
        Assert.Equal(
            "10.5.1.0/24", FreeAddresses.Subnets(IPNetwork.Parse("10.0.0.0/8"), 24, [], IPAddress.Parse("10.5.0.7")).First().ToString());

    [Fact]
    public void Subnets_are_free_in_any_arrangement()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var taken = Enumerable.Range(0, random.Next(12))
                .Select(_ => Addresses.ParseSubnet($"10.0.{random.Next(256)}.{random.Next(256)}/{random.Next(18, 31)}")!.Value)
                .ToArray();
            var prefix = random.Next(20, 28);
            var within = IPNetwork.Parse("10.0.0.0/16");

            var found = FreeAddresses.Subnets(within, prefix, taken).ToArray();

            var expected = Enumerable.Range(0, 1 << (prefix - 16))
                .Select(i => i << (32 - prefix))
                .Select(offset => new IPNetwork(new IPAddress([10, 0, (byte)(offset >> 8), (byte)offset]), prefix))
                .Where(candidate => !Array.Exists(taken, t => Addresses.Overlap(t, candidate)));
            Assert.Equal(expected, found);
        }
    }

    [Theory]
    [InlineData("10.5.0.0/24", null, "10.5.0.1", "", "10.5.0.2 10.5.0.3 10.5.0.4")]
    // The engine names no gateway where the user gave a subnet alone; the first address is it all the same.
    [InlineData("10.5.0.0/24", null, null, "", "10.5.0.2 10.5.0.3 10.5.0.4")]
    [InlineData("10.5.0.0/24", null, "10.5.0.254", "10.5.0.1 10.5.0.3", "10.5.0.2 10.5.0.4 10.5.0.5")]
    // Outside the range that the engine gives out first.
    [InlineData("10.5.0.0/29", "10.5.0.0/30", "10.5.0.1", "", "10.5.0.4 10.5.0.5 10.5.0.6")]
    [InlineData("10.5.0.0/30", null, null, "", "10.5.0.2")]
    [InlineData("10.5.0.0/31", null, "10.5.0.0", "", "10.5.0.1")]
    [InlineData("10.5.0.0/31", null, null, "", "10.5.0.1")]
    [InlineData("10.5.0.0/30", null, null, "10.5.0.2", "")]
    [InlineData("fd00:1::/64", null, "fd00:1::1", "fd00:1::2", "fd00:1::3 fd00:1::4 fd00:1::5")]
    public void Addresses_are_those_that_nobody_has(string subnet, string? range, string? gateway, string taken, string free)
    {
        var of = new NetworkSubnet(IPNetwork.Parse(subnet), range is null
            ? null
            : IPNetwork.Parse(range), gateway is null ? null : IPAddress.Parse(gateway), new Dictionary<string, IPAddress>());

        var found = FreeAddresses.In(of, taken.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)).Take(3);

        Assert.Equal(free, string.Join(' ', found));
    }

    [Fact]
    public void Auxiliary_addresses_are_taken()
    {
        var subnet = new NetworkSubnet(
            IPNetwork.Parse("10.5.0.0/24"), null, null, new Dictionary<string, IPAddress> { ["router"] = IPAddress.Parse("10.5.0.2") });

        Assert.Equal("10.5.0.3", FreeAddresses.In(subnet, []).First().ToString());
    }

    [Fact]
    public void The_engines_pools_are_those_of_its_documentation()
    {
        Assert.Equal(16, FreeAddresses.DefaultPools.Count);
        Assert.Equal("172.17.0.0/16 in /16", FreeAddresses.DefaultPools[0].ToString());
        Assert.Equal("172.31.0.0/16 in /16", FreeAddresses.DefaultPools[14].ToString());
        Assert.Equal("192.168.0.0/16 in /20", FreeAddresses.DefaultPools[15].ToString());
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:2375")]
    [InlineData("ssh://localhost")]
    public void Only_an_engine_behind_a_socket_or_a_pipe_is_on_this_machine(string host) =>
        Assert.Same(HostNetworks.Unknown, HostNetworks.Of(DockerHost.Parse(host)));

    [Fact]
    public void Routes_are_read_as_the_kernel_writes_them()
    {
        string[] lines =
        [
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
            "eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0",
            "tun0\t0008080A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
            "eth0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0",
        ];

        Assert.Equal("(tun0, 10.8.8.0/24) (eth0, 172.17.0.0/16)", string.Join(' ', HostNetworks.ParseRoutes(lines)));
    }

    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.1", 253)]
    [InlineData("10.0.0.0/30", "10.0.0.1", 1)]
    [InlineData("10.0.0.4/32", "10.0.0.4", 0)]
    [InlineData("fd00:1::/120", "fd00:1::1", 254)]
    [InlineData("fd00:1::/64", "fd00:1::1", long.MaxValue)]
    public void A_free_subnet_says_what_the_engine_would_make_of_it(string subnet, string gateway, long containers)
    {
        var free = FreeSubnet.Of(IPNetwork.Parse(subnet), IPNetwork.Parse(subnet), Fakes.TestEngine.Host);

        Assert.Equal((gateway, containers), (free.Gateway.ToString(), free.ContainerCount));
    }

    [Fact]
    public void Unique_local_ranges_are_of_one_site()
    {
        Assert.Equal("fd12:3456:789a::/48", UniqueLocalRange.Of(Networks("10.0.0.0/8 fd12:3456:789a:1::/64")).ToString());
        var drawn = UniqueLocalRange.Of([]);
        Assert.True(drawn.BaseAddress.IsIPv6UniqueLocal && drawn.PrefixLength == 48);
        Assert.Equal(drawn, UniqueLocalRange.Of([]));
    }

    private static IEnumerable<IPNetwork> Networks(string texts) =>
        texts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPNetwork.Parse);
}
