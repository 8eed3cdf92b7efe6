using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

public class NetworkTests
{
    private const string NameOption = "com.docker.network.bridge.name";
    private const string DefaultOption = "com.docker.network.bridge.default_bridge";

    [Fact]
    public void Bridge_is_br_and_the_short_id() => Assert.Equal("br-0123456789ab", Bridge().Bridge);

    [Fact]
    public void Bridge_is_what_the_name_option_says() => Assert.Equal("mybridge", With(NameOption, "mybridge").Bridge);

    [Fact]
    public void Bridge_passes_over_an_empty_name_option() => Assert.Equal("br-0123456789ab", With(NameOption, "").Bridge);

    [Fact]
    public void Bridge_of_the_default_network_is_docker0()
    {
        Assert.Equal("docker0", (Bridge() with { Name = "bridge" }).Bridge);
        Assert.Equal("docker0", With(DefaultOption, "true").Bridge);
    }

    [Fact]
    public void Bridge_of_a_short_id_takes_all_of_it() => Assert.Equal("br-abc", (Bridge() with { Id = "abc" }).Bridge);

    [Theory]
    [InlineData("macvlan")]
    [InlineData("overlay")]
    [InlineData("host")]
    [InlineData("null")]
    public void Bridge_is_null_for_other_drivers(string driver) => Assert.Null((Bridge() with { Driver = driver }).Bridge);

    [Fact]
    public void Bridge_is_null_where_there_is_only_configuration() => Assert.Null((Bridge() with { ConfigOnly = true }).Bridge);

    [Theory]
    [InlineData("bridge", "bridge", "local", true)]
    [InlineData("host", "host", "local", true)]
    [InlineData("none", "null", "local", true)]
    [InlineData("nat", "nat", "local", true)]
    [InlineData("app", "bridge", "local", false)]
    [InlineData("bridge", "overlay", "swarm", false)]
    [InlineData("none", "macvlan", "local", false)]
    [InlineData("nat", "bridge", "local", false)]
    [InlineData("bridge", "nat", "local", false)]
    public void Predefined_is_what_the_engine_made(string name, string driver, string scope, bool predefined) =>
        Assert.Equal(predefined, (Bridge() with { Name = name, Driver = driver, Scope = scope }).Predefined);

    /// <summary>Seen on 20.10 and 28.5: the engine's DNS answers on a network of one's own with the option.</summary>
    [Theory]
    [InlineData("true")]
    [InlineData("1")]
    public void DefaultBridge_is_not_another_network_with_its_option(string value)
    {
        Assert.False(With(DefaultOption, value).DefaultBridge);
        Assert.True(With(DefaultOption, value).ResolvesNames);
    }

    [Fact]
    public void DefaultBridge_goes_by_the_name()
    {
        Assert.True((Bridge() with { Name = "bridge" }).DefaultBridge);
        Assert.False((Bridge() with { Name = "bridge", Driver = "overlay" }).DefaultBridge);
        Assert.False(Bridge().DefaultBridge);
    }

    [Fact]
    public void IsUnused_where_no_container_is_on_it() => Assert.True(Bridge().IsUnused());

    [Fact]
    public void IsUnused_counts_stopped_containers_as_users() =>
        Assert.False(new TestEngine().Network("app").Stopped("web", "app").NetworkNamed("app").IsUnused());

    [Fact]
    public void IsUnused_spares_what_others_may_need()
    {
        Assert.False((Bridge() with { Name = "bridge" }).IsUnused());
        Assert.False((Bridge() with { ConfigOnly = true }).IsUnused());
        Assert.False((Bridge() with { Ingress = true }).IsUnused());
        Assert.False((Bridge() with { Scope = "swarm" }).IsUnused());
    }

    /// <summary>The routing mesh and the containers of overlay networks are on docker_gwbridge, which no list shows.</summary>
    [Theory]
    [InlineData("", true)]
    [InlineData("web", false)]
    public void Docker_gwbridge_is_in_use_in_a_swarm(string container, bool unused)
    {
        var engine = new TestEngine().Network("docker_gwbridge").Network("mesh", driver: "overlay").Network("idle");
        if (container.Length > 0)
            engine.Container(container, "mesh=10.0.1.2");
        var snapshot = engine.Snapshot;

        Assert.Equal(unused, snapshot.IsUnused(engine.NetworkNamed("docker_gwbridge")));
        Assert.True(snapshot.IsUnused(engine.NetworkNamed("idle")));
    }

    private static Network With(string option, string value) =>
        Bridge() with { Option = new Dictionary<string, string> { [option] = value } };

    private static Network Bridge() => new()
    {
        Name = "app",
        Id = "0123456789abcdef",
        Driver = "bridge",
        Scope = "local",
        EnableIPv4 = true,
        DockerHost = TestEngine.Host,
    };
}
