using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Prediction;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>By which networks packets leave a container.</summary>
public class RouteTests
{
    /// <summary>On a plain network, and on an internal one that has IPv6 too.</summary>
    private static Route[] Of(int minor, params string[] endpoints)
    {
        var engine = new TestEngine { Version = new ApiVersion(1, minor) }
            .Network("app")
            .Network("inside", isInternal: true)
            .Network("mesh", driver: "overlay")
            .Network("docker_gwbridge")
            .Container("web", endpoints);
        return Route.Of(SnapshotIndex.Of(engine.Snapshot), engine["web"]);
    }

    [Theory]
    [InlineData(41, false)]
    [InlineData(45, false)]
    [InlineData(51, true)]
    public void Before_28_one_network_leads_out_for_both_families(int minor, bool leadsOut)
    {
        var routes = Of(minor, "app=10.1.0.2@10.1.0.1", "inside=fd00:2::2@fd00:2::1");

        Assert.Equal(["app", "inside"], routes.Select(w => w.Network.Name));
        Assert.True(routes[0].LeadsOut(AddressFamily.InterNetwork));
        Assert.Equal(leadsOut, routes[1].LeadsOut(AddressFamily.InterNetworkV6));
    }

    [Fact]
    public void A_container_of_an_overlay_network_alone_leaves_by_docker_gwbridge()
    {
        var routes = Of(51, "mesh=10.0.1.2");

        Assert.Equal(["mesh", "docker_gwbridge"], routes.Select(w => w.Network.Name));
        Assert.Equal([false, true], routes.Select(w => w.LeadsOut(AddressFamily.InterNetwork)));
    }

    [Fact]
    public void The_gateway_of_an_internal_network_leads_nowhere_but_comes_first()
    {
        var routes = Of(41, "mesh=10.0.1.2", "inside=10.2.0.2@10.2.0.1");

        Assert.Equal(["mesh", "inside", "docker_gwbridge"], routes.Select(w => w.Network.Name));
        Assert.Equal([false, true, true], routes.Select(w => w.LeadsOut(AddressFamily.InterNetwork)));
    }

    /// <summary>
    /// docker_gwbridge has the priority 0. From 29.0 on a macvlan network without a gateway has the default route unless its priority is
    /// lower. Found by the agreement on 29.7, seed 14097.
    /// </summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(-1, true)]
    public void It_comes_before_networks_of_a_lower_priority(int priority, bool leadsOut)
    {
        var engine = new TestEngine { Engine = new EngineProduct(EngineKind.Docker, new(29, 7, 2)) }
            .Network("lan", driver: "macvlan")
            .Network("mesh", driver: "overlay")
            .Network("docker_gwbridge")
            .Container("web", "lan=10.4.0.2", "mesh=10.0.1.2");
        var web = engine["web"];
        web = web with { Endpoints = [.. web.Endpoints.Select(e => e.Network == "lan" ? e with { GatewayPriority = priority } : e)] };

        Assert.Equal(leadsOut, Route.Of(SnapshotIndex.Of(engine.Snapshot), web)[^1].LeadsOut(AddressFamily.InterNetwork));
    }

    [Fact]
    public void With_another_gateway_it_does_not() =>
        Assert.Equal(["app", "mesh"], Of(51, "mesh=10.0.1.2", "app=10.1.0.2@10.1.0.1").Select(w => w.Network.Name));

    /// <summary>Seen on 28.5 and 29.7, but for ipvlan (libnetwork's ipvlan_joinleave.go).</summary>
    [Theory]
    [InlineData(51, "lan=10.4.0.2", "tail=10.1.0.2@10.1.0.1", true)]
    [InlineData(52, "lan=10.4.0.2", "tail=10.1.0.2@10.1.0.1", false)]
    [InlineData(52, "lan=10.4.0.2@10.4.0.1", "tail=10.1.0.2@10.1.0.1", true)]
    [InlineData(52, "lan=10.4.0.2", "app=10.1.0.2@10.1.0.1", true)]
    [InlineData(52, "aside=10.4.0.2", "tail=10.1.0.2@10.1.0.1", true)]
    [InlineData(52, "routing=10.4.0.2", "tail=10.1.0.2@10.1.0.1", true)]
    public void From_29_on_a_macvlan_network_without_a_gateway_keeps_the_default_route(int minor, string one, string other, bool leadsOut)
    {
        var engine = new TestEngine { Version = new ApiVersion(1, minor) }
            .Network("app")
            .Network("tail")
            .Network("lan", driver: "macvlan")
            .Network("aside", driver: "macvlan", isInternal: true)
            .Network("routing", driver: "ipvlan", option: "ipvlan_mode=l3")
            .Container("web", one, other);

        var routes = Route.Of(SnapshotIndex.Of(engine.Snapshot), engine["web"]);

        Assert.Equal(leadsOut, routes.Any(route => route.LeadsOut(AddressFamily.InterNetwork)));
    }

    [Fact]
    public void One_that_was_disconnected_from_all_has_none() => Assert.Empty(Of(51));
}
