using DockerNetwork.Engine;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Which of several fixes is proposed.</summary>
public class FixesTests
{
    /// <summary>web would find a second 'db' on back, and store one on app. On own there is none.</summary>
    private static TestEngine OneDirection => new TestEngine().Network("app").Network("back").Network("own")
        .Container("web", "app=10.1.0.2", "own=10.3.0.2").Container("data", "app=10.1.0.3+db")
        .Container("db", "back=10.2.0.3").Container("store", "back=10.2.0.4");

    [Fact]
    public void The_direction_that_moves_no_name_is_preferred()
    {
        Assert.NotEmpty(MovedNames.Of(OneDirection.Snapshot, [Connect("back", "web")]));

        Assert.Equal("Connect-DockerNetwork -Network own -Container store", Fix(OneDirection, "web", "store"));
    }

    [Fact]
    public void If_no_direction_is_safe_the_first_stays() => Assert.Equal(
        "Connect-DockerNetwork -Network blog -Container shop-web-1",
        Fix(
            new TestEngine().Network("shop").Network("blog")
                .Container("shop-web-1", "shop=10.1.0.2+web").Container("shop-db-1", "shop=10.1.0.3+db")
                .Container("blog-web-1", "blog=10.2.0.2+web").Container("blog-db-1", "blog=10.2.0.3+db"),
            "shop-web-1",
            "blog-db-1"));

    [Fact]
    public void If_both_are_safe_the_source_joins() => Assert.Equal(
        "Connect-DockerNetwork -Network back -Container web",
        Fix(
            new TestEngine().Network("app").Network("back").Container("web", "app=10.1.0.2").Container("db", "back=10.2.0.2"),
            "web",
            "db"));

    /// <summary>An alias is a name on one network; on another the target would not be found by it.</summary>
    [Fact]
    public void An_alias_is_joined_where_it_is()
    {
        var engine = new TestEngine().Network("app").Network("back").Network("later")
            .Container("web", "app=10.1.0.2")
            .Container("db", "back=10.2.0.3", "later=10.3.0.3+data");

        Assert.Equal("Connect-DockerNetwork -Network back -Container web", Fix(engine, "web", "db"));
        Assert.Equal("Connect-DockerNetwork -Network later -Container web", engine.Predict("web", "db", "data").Reasons[0].Fix);
    }

    [Fact]
    public void A_container_of_Podman_without_a_network_is_not_connected()
    {
        var engine = new TestEngine { Engine = new EngineProduct(EngineKind.Podman, new(4, 3, 1)) }
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .Container("lost")
            .Container("lonely", "none");

        Assert.Null(Fix(engine, "web", "lost"));
        Assert.Null(Fix(engine, "web", "lonely"));
    }

    /// <summary>A container on internal networks alone gets no default route if the other can join instead. Found by an attacker.</summary>
    [Fact]
    public void An_internal_container_stays_internal()
    {
        var engine = new TestEngine().Network("front", gateway: "10.1.0.1").Network("inside", isInternal: true)
            .Container("web", "front=10.1.0.2@10.1.0.1")
            .Container("vault", "inside=10.2.0.2");

        Assert.Equal("Connect-DockerNetwork -Network inside -Container web", Fix(engine, "vault", "web"));
        Assert.Equal("Connect-DockerNetwork -Network inside -Container web", Fix(engine, "web", "vault"));
    }

    /// <summary>By name "aaa" comes first, so the default route of who joins it moves there. Found by an attacker and an admin.</summary>
    [Theory]
    [InlineData("com.docker.network.bridge.gateway_mode_ipv4=routed", "Connect-DockerNetwork -Network back -Container db")]
    [InlineData("com.docker.network.bridge.enable_ip_masquerade=false", "Connect-DockerNetwork -Network back -Container db")]
    [InlineData("", "Connect-DockerNetwork -Network aaa -Container web")]
    public void A_default_route_does_not_move_to_a_network_without_masquerade(string option, string fix)
    {
        var engine = new TestEngine { Engine = new EngineProduct(EngineKind.Docker, new(28, 5, 2)) }
            .Network("aaa", "10.1.0.0/24", option: option.Length > 0 ? option : null, gateway: "10.1.0.1")
            .Network("back", "10.2.0.0/24", gateway: "10.2.0.1")
            .Container("web", "back=10.2.0.2@10.2.0.1")
            .Container("db", "aaa=10.1.0.2@10.1.0.1");

        Assert.Equal(fix, Fix(engine, "web", "db"));
    }

    [Fact]
    public void A_network_without_a_free_address_is_not_joined()
    {
        var engine = new TestEngine().Network("full", "10.1.0.0/30", gateway: "10.1.0.1").Network("wide", "10.2.0.0/24")
            .Container("web", "full=10.1.0.2", "wide=10.2.0.2")
            .Container("lost");

        Assert.Equal("Connect-DockerNetwork -Network wide -Container lost", Fix(engine, "web", "lost"));
    }

    /// <summary>A task that is connected by hand has no name there, and the next task of the service is not connected.</summary>
    [Theory]
    [InlineData("front", "na.1.abc", "Connect-DockerNetwork -Network other -Container front")]
    [InlineData("na.1.abc", "front", "Connect-DockerNetwork -Network other -Container front")]
    [InlineData("na.1.abc", "10.0.1.2", null)]
    [InlineData("na.1.abc", "rr.1.def", null)]
    public void A_task_of_a_service_is_never_connected_and_its_service_is_named(string source, string target, string? fix)
    {
        var engine = new TestEngine().Network("mesh", "10.0.1.0/24", "overlay").Network("other", "10.0.2.0/24", "overlay")
            .Container("front", "mesh=10.0.1.2")
            .Container("na.1.abc", "other=10.0.2.2").Task("na.1.abc", "na")
            .Container("rr.1.def", "mesh=10.0.1.3").Task("rr.1.def", "rr");

        var reason = char.IsDigit(target[0]) ? engine.PredictOther(source, target).Reasons[0] : engine.Predict(source, target).Reasons[0];

        Assert.Equal(fix, reason.Fix);
        Assert.Equal(
            fix is null,
            reason.Message.EndsWith(
                "na.1.abc gets its networks from the service na. Add the network mesh there: docker service update --network-add mesh na",
                StringComparison.Ordinal));
    }

    [Fact]
    public void A_task_and_a_container_on_a_bridge_network_need_an_overlay_network()
    {
        var engine = new TestEngine().Network("other", "10.0.2.0/24", "overlay").Network("app", "10.1.0.0/24")
            .Container("web", "app=10.1.0.2")
            .Container("na.1.abc", "other=10.0.2.2").Task("na.1.abc", "na");

        var reason = engine.PredictOther("na.1.abc", "10.1.0.2").Reasons[0];

        Assert.Null(reason.Fix);
        Assert.EndsWith("docker service update --network-add NETWORK na", reason.Message, StringComparison.Ordinal);
    }

    /// <summary>Rows of a mesh, and of containers that share a namespace.</summary>
    [Fact]
    public void One_container_is_not_connected_to_itself()
    {
        var engine = new TestEngine().Network("app").Container("alone", "none")
            .InState("guest", "running", "container:" + TestEngine.Id("alone"));

        Assert.Null(engine.Predict("alone", "alone").Reasons[0].Fix);
        Assert.Null(engine.Predict("guest", "alone").Reasons[0].Fix);
        Assert.NotNull(FixRules.Refusal([new(FixRules.Connect) { Network = "app", Container = ["alone", "alone"] }]));
    }

    private static string? Fix(TestEngine engine, string source, string target) => engine.Predict(source, target).Reasons[0].Fix;

    private static FixCommand Connect(string network, string container) =>
        new(FixRules.Connect) { Network = network, Container = [container] };
}
