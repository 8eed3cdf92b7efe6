using System.Net;
using DockerNetwork.Creation;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Networks;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Creation;

public class UnusableAddressesTests
{
    private const string Two = "10.1.0.0/24 fd00:1::/64";

    [Theory]
    [InlineData("10.1.0.0", "AddressInUse", "The address 10.1.0.0 is the network address of the subnet 10.1.0.0/24, which no container")]
    [InlineData("10.1.0.255", "AddressInUse", "The address 10.1.0.255 is the broadcast address of the subnet 10.1.0.0/24")]
    [InlineData("fd00:1::", "AddressInUse", "The address fd00:1:: is the router anycast address of the subnet fd00:1::/64")]
    [InlineData("10.1.0.1", "AddressInUse", "The address 10.1.0.1 is the gateway of the network 'app'.")]
    [InlineData("fd00:1::1", "AddressInUse", "The address fd00:1::1 is the gateway of the network 'app'.")]
    [InlineData("10.2.0.9", "AddressOutsideSubnet", "The address 10.2.0.9 is not in a subnet of the network 'app' (10.1.0.0/24).")]
    [InlineData("fd00:2::9", "AddressOutsideSubnet", "The address fd00:2::9 is not in a subnet of the network 'app' (fd00:1::/64).")]
    public void An_address_that_no_container_can_have_is_refused(string address, string id, string words)
    {
        var refusal = UnusableAddresses.Refusal(App(Two), null, IPAddress.Parse(address))!;

        Assert.Equal(id, refusal.ErrorId);
        Assert.StartsWith(words, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Two, "10.1.0.2")]
    [InlineData(Two, "10.1.0.254")]
    [InlineData(Two, "fd00:1::ffff:ffff:ffff:ffff")]
    // RFC 3021; 20.10 gives out none of them, newer engines both.
    [InlineData("10.1.0.0/31", "10.1.0.1")]
    // The engine's words for it are better, and it writes nothing.
    [InlineData("10.1.0.0/24", "fd00:1::9")]
    public void Others_are_left_to_the_engine(string subnets, string address) =>
        Assert.Null(UnusableAddresses.Refusal(App(subnets, gateway: "10.1.0.128"), IPAddress.Parse(address), null));

    [Fact]
    public void The_gateway_of_an_endpoint_is_taken_if_the_engine_lists_none()
    {
        var engine = new TestEngine().Network("app", "10.1.0.0/24").Container("web", "app=10.1.0.2");
        var listed = engine.Snapshot.Network(TestEngine.Id("app"))!;
        var app = listed with { Endpoints = [listed.Endpoints.Single() with { Gateway = IPAddress.Parse("10.1.0.77") }] };

        Assert.NotNull(UnusableAddresses.Refusal(app, IPAddress.Parse("10.1.0.77")));
        Assert.Null(UnusableAddresses.Refusal(app, IPAddress.Parse("10.1.0.1")));
    }

    [Theory]
    [InlineData("macvlan", "default", null)]
    [InlineData("bridge", "my-plugin", null)]
    [InlineData("bridge", "default", "com.docker.network.bridge.gateway_mode_ipv4=isolated")]
    public void Only_a_bridge_is_known_to_have_a_gateway_that_is_not_listed(string driver, string ipam, string? option)
    {
        var app = App("10.1.0.0/24", driver, option) with { IpamDriver = ipam };

        Assert.Null(UnusableAddresses.Refusal(app, IPAddress.Parse("10.1.0.1")));
    }

    [Fact]
    public void On_the_default_bridge_the_engine_says_that_no_address_can_be_chosen() =>
        Assert.Null(UnusableAddresses.Refusal(new TestEngine().Snapshot.Network(TestEngine.Id("bridge"))!, IPAddress.Parse("10.2.0.9")));

    private static Network App(string subnets, string driver = "bridge", string? option = null, string? gateway = null) =>
        new TestEngine()
            .Network(
                "app",
                new Ipam
                {
                    Driver = "default",
                    Config = [.. subnets.Split(' ').Select((s, i) => new IpamConfig { Subnet = s, Gateway = i == 0 ? gateway : null })],
                },
                driver,
                option?.Split(';').Select(o => o.Split('=')).ToDictionary(o => o[0], o => o[1]))
            .Snapshot.Network(TestEngine.Id("app"))!;
}
