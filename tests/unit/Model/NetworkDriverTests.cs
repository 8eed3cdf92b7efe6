using DockerNetwork.Model.Networks;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

/// <summary>What a network is like follows from its driver and options.</summary>
public class NetworkDriverTests
{
    [Theory]
    //                     names  connect combines publishes uplink          plugin
    [InlineData("bridge", true, true, true, true, "Host", false)]
    [InlineData("overlay", true, true, true, true, "Host", false)]
    [InlineData("macvlan", true, true, true, false, "Parent", false)]
    [InlineData("ipvlan", true, true, true, false, "Parent", false)]
    [InlineData("host", false, false, false, false, "Host", false)]
    [InlineData("null", false, false, false, false, "None", false)]
    [InlineData("weave", true, true, true, true, "Host", true)]
    public void A_driver_gives_its_networks_their_traits(
        string driver, bool names, bool connect, bool combines, bool publishes, string uplink, bool plugin)
    {
        var network = new TestEngine().Network("app", driver: driver).NetworkNamed("app") with { Scope = "local" };

        Assert.Equal(
            (names, connect, combines, publishes, uplink, plugin),
            (network.ResolvesNames, network.CanConnect, network.Combines, network.Publishes, network.Uplink.ToString(), network.ByPlugin));
    }

    [Fact]
    public void An_option_or_scope_changes_them()
    {
        var engine = new TestEngine().Network("app");
        var app = engine.NetworkNamed("app");

        Assert.False(engine.NetworkNamed("bridge").ResolvesNames);
        Assert.False((app with { Internal = true }).Publishes);
        Assert.Equal(Uplink.None, (app with { Internal = true }).Uplink);
        Assert.Equal(Uplink.None, (app with { ConfigOnly = true }).Uplink);
        Assert.False((app with { ConfigOnly = true }).CanConnect);
        Assert.False((app with { Ingress = true }).CanConnect);
        Assert.False((app with { Scope = "swarm" }).CanConnect);
        Assert.True((app with { Scope = "swarm", Attachable = true }).CanConnect);
    }
}
