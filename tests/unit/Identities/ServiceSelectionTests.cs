using DockerNetwork.Engine;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Identities;

public class ServiceSelectionTests
{
    private static readonly TestEngine Engine = new TestEngine().Network("app", "172.18.0.0/16").Network("back", "172.19.0.0/16")
        .Service("shop-front-1", "front", "app")
        .Service("shop-front-run-1", "front", "app", ("com.docker.compose.oneoff", "True"))
        .Service("shop-pool-1", "pool", "app").Service("shop-pool-2", "pool", "app")
        .Service("shop-plain-1", "plain", "app").Container("plain", "app=172.18.0.99")
        .Service("shop-shared-1", "shared", "app").Container("other", "back=172.19.0.9+shared")
        .Service($"shop-{TestEngine.Id("plain")[..4]}-1", TestEngine.Id("plain")[..4], "app").Service("shop-only-1", "only", "app");

    [Theory]
    [InlineData("front", "shop-front-1", "'front' is the Compose service of the container shop-front-1.")]
    [InlineData("/FRONT", "shop-front-1", "'/FRONT' is the Compose service of the container shop-front-1.")]
    [InlineData("plain", "plain")]
    [InlineData("shop-front-1", "shop-front-1")]
    public void A_service_of_one_container_is_found_and_told(string text, string names, params string[] warnings)
    {
        var said = new List<string>();
        EngineWatch.Begin(null, null, said.Add);

        Assert.Equal(names, string.Join(' ', Selection.Containers(Engine.Snapshot, text)));
        Assert.Equal(warnings, said);
    }

    [Fact]
    public void A_service_of_several_is_an_error_that_lists_them()
    {
        var error = Assert.Throws<CommandException>(() => Selection.Containers(Engine.Snapshot, "pool"));

        Assert.Equal("AmbiguousContainer", error.ErrorId);
        Assert.Contains("shop-pool-1", error.Message, StringComparison.Ordinal);
        Assert.Contains("shop-pool-2", error.Message, StringComparison.Ordinal);
    }

    /// <summary>"db" and "cafe" are names that people give, and every 256th or 65536th id begins so.</summary>
    [Fact]
    public void A_service_that_also_begins_an_id_is_an_error()
    {
        var text = TestEngine.Id("plain")[..4];

        Assert.Equal("AmbiguousContainer", Assert.Throws<CommandException>(() => Selection.Containers(Engine.Snapshot, text)).ErrorId);
        Assert.Equal(
            "AmbiguousContainer",
            Assert.Throws<CommandException>(() => TargetSelection.Select(Engine.Snapshot, new ContainerIdentity(text))).ErrorId);
    }

    /// <summary>An image brings its labels along, and nobody asked for the name in them.</summary>
    [Theory]
    [InlineData("thief", false)]
    [InlineData("shop-web", false)]
    [InlineData("shop-web-1a", false)]
    [InlineData("other-web-1", false)]
    [InlineData("shop-web-1", true)]
    [InlineData("shop_web_12", true)]
    public void A_label_alone_makes_no_name(string name, bool found)
    {
        var engine = new TestEngine().Network("app", "172.18.0.0/16")
            .Service(name, "web", "app", ("com.docker.compose.project", "shop"));

        if (found)
            Assert.Equal(name, Assert.Single(Selection.Containers(engine.Snapshot, "web")).Name);
        else
            Assert.Equal("ContainerNotFound", Assert.Throws<CommandException>(() => Selection.Containers(engine.Snapshot, "web")).ErrorId);
        Assert.Equal(found, TargetSelection.Select(engine.Snapshot, new ContainerIdentity("web"))[0].Service);
    }

    [Fact]
    public void What_is_near_is_in_the_error() => Assert.Contains(
        "Did you mean shop-front-1? ",
        Assert.Throws<CommandException>(() => Selection.Containers(Engine.Snapshot, "shop-frnt-1")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("front", "shop-front-1")]
    [InlineData("front:80", "shop-front-1")]
    [InlineData("http://front/x", "shop-front-1")]
    [InlineData("pool", null)]
    [InlineData("pool:80", null)]
    [InlineData("nowhere", null)]
    public void As_a_target_it_is_the_container_of_one_and_a_name_of_several(string text, string? container)
    {
        var target = Assert.Single(TargetSelection.Select(Engine.Snapshot, new ContainerIdentity(text)));

        Assert.Equal((container, container is not null), (target.Container?.Name, target.Service));
    }

    [Theory]
    [InlineData("only", "only, shop-only-1, 172.18.0.11")]
    // Another container has this alias, so only the source's DNS tells who is meant.
    [InlineData("shared", "shared")]
    public void The_name_itself_is_tried_too_and_belongs_to_nobody_if_others_have_it(string text, string names)
    {
        var targets = TargetSelection.Select(Engine.Snapshot, new ContainerIdentity(text));
        var scope = new TestScope(Engine.Snapshot, [Engine["plain"]], targets).Settled();
        var options = new TestOptions();

        var probes = TestPlan.Create(scope, options).Sources[0].Probes.ToList();
        Assert.Equal(names, string.Join(", ", probes.Select(probe => probe.Name.Text)));
        Assert.All(probes, probe => Assert.Equal(text == "only" ? "shop-only-1" : null, probe.Container?.Name));
    }

    /// <summary>The source may have the name in its hosts file, or its DNS may know it.</summary>
    [Fact]
    public void A_service_that_shares_no_network_with_the_source_is_a_host_name()
    {
        var engine = new TestEngine().Network("app", "172.18.0.0/16").Network("far", "172.19.0.0/16")
            .Container("web", "app=172.18.0.2").Service("shop-cache-1", "cache", "far");
        var targets = TargetSelection.Select(engine.Snapshot, new ContainerIdentity("cache"));
        var said = new List<string>();
        EngineWatch.Begin(null, null, said.Add);

        var scope = new TestScope(engine.Snapshot, [engine["web"]], targets).Settled();

        Assert.Equal((null, false), (scope.Targets![0].Container, scope.Targets[0].Service));
        Assert.Contains("shares no network with shop-cache-1", Assert.Single(said), StringComparison.Ordinal);
    }

    /// <summary>The name is then that of the other container, and its result counts for the pair that was asked for.</summary>
    [Fact]
    public void A_service_whose_name_is_an_alias_of_another_container_is_tested()
    {
        var targets = TargetSelection.Select(Engine.Snapshot, new ContainerIdentity("shared"));
        var scope = new TestScope(Engine.Snapshot, [Engine["plain"]], targets);
        var untested = new UntestedPairs(scope, new TestOptions(), ExpectedReachability.Reachable);

        untested.Remove(new ReachabilityResult
        {
            Source = "plain",
            SourceId = Engine["plain"].Id,
            Target = "shared",
            TargetName = "shared",
            Reasons = [],
            DockerHost = TestEngine.Host,
        });

        Assert.Empty(untested.Left);
    }
}
