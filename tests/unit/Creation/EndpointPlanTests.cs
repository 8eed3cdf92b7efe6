using System.Net;
using DockerNetwork.Creation;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.UnitTests.Creation;

public class EndpointPlanTests
{
    private static readonly ContainerCreateRequest Request = new() { Image = "web", HostConfig = new HostConfig { AutoRemove = true } };
    private static readonly ApiVersion Old = new(1, 41);
    private static readonly ApiVersion New = new(1, 44);

    private static readonly NetworkAttachment[] Several =
    [
        new("app") { Alias = ["db"], MacAddress = "02:42:ac:11:00:02", IPAddress = IPAddress.Parse("10.1.0.9") },
        new("back") { GatewayPriority = 3 },
        new("default"),
    ];

    [Fact]
    public void Without_networks_the_engine_chooses() => Assert.Same(Request, EndpointPlan.Create(Request, [], New).Request);

    [Theory]
    [InlineData("host")]
    [InlineData("none")]
    [InlineData("container:web")]
    public void A_mode_has_no_endpoints(string mode)
    {
        var plan = EndpointPlan.Create(Request, [new(mode)], New);

        Assert.Equal(mode, plan.Request.HostConfig!.NetworkMode);
        Assert.True(plan.Request.HostConfig.AutoRemove);
        Assert.Null(plan.Request.NetworkingConfig);
        Assert.Empty(plan.Later);
    }

    [Fact]
    public void A_newer_engine_takes_all_at_creation()
    {
        var plan = EndpointPlan.Create(Request, Several, New);

        Assert.Equal("app", plan.Request.HostConfig!.NetworkMode);
        Assert.Null(plan.Request.MacAddress);
        var endpoints = plan.Request.NetworkingConfig!.EndpointsConfig;
        Assert.Equal(["app", "back", "bridge"], endpoints.Keys);
        Assert.Equal("02:42:ac:11:00:02", endpoints["app"].MacAddress);
        Assert.Equal("10.1.0.9", endpoints["app"].IpamConfig!.IPv4Address);
        Assert.Equal(3, endpoints["back"].GwPriority);
        Assert.Empty(plan.Later);
    }

    [Fact]
    public void An_older_engine_takes_one_and_the_others_later()
    {
        var plan = EndpointPlan.Create(Request, Several, Old);

        Assert.Equal("app", plan.Request.HostConfig!.NetworkMode);
        Assert.Equal("02:42:ac:11:00:02", plan.Request.MacAddress);
        var (network, settings) = Assert.Single(plan.Request.NetworkingConfig!.EndpointsConfig);
        Assert.Equal("app", network);
        Assert.Null(settings.MacAddress);
        Assert.Equal(["db"], settings.Aliases!);
        Assert.Equal(["back", "bridge"], plan.Later.Select(l => l.Network));
    }

    /// <summary>Podman ignores the MAC address beside the endpoints, and takes no "bridge" there (4.3.1).</summary>
    [Fact]
    public void Podman_takes_the_MAC_address_with_its_endpoint_and_the_default_bridge_by_its_id()
    {
        var plan = EndpointPlan.Create(Request, Several, Old, podmanBridge: "2f25");

        Assert.Null(plan.Request.MacAddress);
        var (network, settings) = Assert.Single(plan.Request.NetworkingConfig!.EndpointsConfig);
        Assert.Equal(("app", "02:42:ac:11:00:02"), (network, settings.MacAddress));
        Assert.Equal(["back", "bridge"], plan.Later.Select(l => l.Network));

        var alone = EndpointPlan.Create(Request, [new("default")], Old, podmanBridge: "2f25");
        Assert.Equal(["2f25"], alone.Request.NetworkingConfig!.EndpointsConfig.Keys);
        Assert.Equal("default", alone.Request.HostConfig!.NetworkMode);
    }

    [Fact]
    public void A_network_that_was_given_as_an_object_is_named_by_its_id_too()
    {
        NetworkAttachment[] networks = [new("app") { NetworkId = "a1" }, new("back") { NetworkId = "b2" }];

        var now = EndpointPlan.Create(Request, networks, New).Request;
        Assert.Equal("app", now.HostConfig!.NetworkMode);
        Assert.Equal(["a1", "b2"], now.NetworkingConfig!.EndpointsConfig.Values.Select(e => e.NetworkId));

        var later = EndpointPlan.Create(Request, networks, Old);
        Assert.Equal("a1", later.Request.NetworkingConfig!.EndpointsConfig["app"].NetworkId);
        Assert.Equal(["b2"], later.Later.Select(l => l.Network));
    }

    [Theory]
    [InlineData("bridge")]
    [InlineData("default")]
    public void Links_on_the_default_bridge_are_the_host_s(string bridge)
    {
        var plan = EndpointPlan.Create(Request, [new(bridge) { Link = ["db:data"] }], New);

        Assert.Equal(bridge, plan.Request.HostConfig!.NetworkMode);
        Assert.Equal(["db:data"], plan.Request.HostConfig.Links!);
    }

    [Fact]
    public void Links_on_another_network_are_its_endpoint_s()
    {
        foreach (var version in new[] { Old, New })
        {
            var plan = EndpointPlan.Create(Request, [new("app") { Link = ["db:data"] }], version);

            Assert.Null(plan.Request.HostConfig!.Links);
            Assert.Equal(["db:data"], plan.Request.NetworkingConfig!.EndpointsConfig["app"].Links!);
        }
    }
}
