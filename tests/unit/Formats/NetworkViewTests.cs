using System.Net;
using DockerNetwork.Formats;
using DockerNetwork.Model.Networks;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Formats;

public class NetworkViewTests
{
    [Fact]
    public void Flags_of_an_ordinary_network_are_none() => Assert.Equal("", NetworkView.Flags(Ordinary()));

    [Fact]
    public void Flags_name_what_is_out_of_the_ordinary()
    {
        var network = Ordinary() with
        {
            Internal = true,
            Attachable = true,
            Ingress = true,
            EnableIPv6 = true,
            EnableIPv4 = false,
            ConfigOnly = true,
            ConfigFrom = "base",
        };

        Assert.Equal("internal, attachable, ingress, ipv6, no ipv4, config-only, config from base", NetworkView.Flags(network));
    }

    [Fact]
    public void The_range_of_a_single_subnet_is_shown()
    {
        var subnet = new NetworkSubnet(
            IPNetwork.Parse("10.9.0.0/16"), IPNetwork.Parse("10.9.1.0/24"), null, new Dictionary<string, IPAddress>());

        Assert.Equal("10.9.1.0/24", new NetworkCells(Ordinary() with { Ipam = [subnet] }).IPRanges);
    }

    [Fact]
    public void Containers_counts_those_that_run()
    {
        var engine = new TestEngine().Network("app").Container("a", "app=10.1.0.2").Paused("b", "app=10.1.0.3");

        Assert.Equal("2", NetworkView.Containers(engine.NetworkNamed("app")));
    }

    [Fact]
    public void Containers_tells_of_stopped_ones()
    {
        var engine = new TestEngine().Network("app").Container("a", "app=10.1.0.2").Stopped("b", "app").Stopped("c", "app");

        Assert.Equal("1 of 3 up", NetworkView.Containers(engine.NetworkNamed("app")));
    }

    [Theory]
    [InlineData("10.0.0.0/24", "253")]
    [InlineData("fd00:1::/64", "very many")]
    public void A_free_subnet_shows_how_many_containers_it_is_for(string subnet, string containers) =>
        Assert.Equal(containers, NetworkView.Containers(FreeSubnet.Of(IPNetwork.Parse(subnet), IPNetwork.Parse(subnet), TestEngine.Host)));

    private static Network Ordinary() => new()
    {
        Name = "app",
        Id = "1",
        Driver = "bridge",
        Scope = "local",
        EnableIPv4 = true,
        DockerHost = TestEngine.Host,
    };
}
