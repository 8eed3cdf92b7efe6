using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Identities;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Identities;

/// <summary>An object means what has its id.</summary>
public class ObjectSelectionTests
{
    private static readonly TestEngine Then = new TestEngine()
        .Network("app")
        .Container("web", "app=172.18.0.2")
        .Publishing("db", "0.0.0.0:80->80/tcp");

    [Fact]
    public void An_object_is_found_by_its_id_and_not_by_its_name()
    {
        var (network, container) = (Then.Snapshot.Network(TestEngine.Id("app"))!, Then["web"]);
        var renamed = container with { Name = "db" };

        Assert.Equal("app", Assert.Single(Selection.Networks(Then.Snapshot, new NetworkIdentity(network with { Name = "bridge" }))).Name);
        Assert.Equal("web", Assert.Single(Selection.Containers(Then.Snapshot, new ContainerIdentity(renamed))).Name);
        var endpoint = Assert.Single(container.Endpoints) with { Network = "bridge", Container = "db" };
        Assert.Equal("app", Assert.Single(Selection.Networks(Then.Snapshot, new NetworkIdentity(endpoint))).Name);
        Assert.Equal("web", Assert.Single(Selection.Containers(Then.Snapshot, new ContainerIdentity(endpoint))).Name);
    }

    [Fact]
    public void The_other_half_of_an_endpoint_that_is_piped_is_its_own_too()
    {
        var endpoint = Assert.Single(Then["web"].Endpoints);
        NetworkIdentity[] networks = [new(endpoint)];

        var own = Assert.Single(EndpointSelector.Of(networks, [new ContainerIdentity("web")]));
        Assert.Equal(endpoint.ContainerId, own.Container!.Id);
        var other = Assert.Single(EndpointSelector.Of(networks, [new ContainerIdentity("db")]));
        Assert.Null(other.Container!.Id);
    }

    [Fact]
    public void An_endpoint_is_on_a_network_object_by_its_id_and_on_a_text_by_its_name()
    {
        var app = Then.Snapshot.Network(TestEngine.Id("app"))!;
        var endpoint = Assert.Single(Then["web"].Endpoints);

        Assert.True(Selection.IsOn([new NetworkIdentity(app with { Name = "old" })], endpoint));
        Assert.False(Selection.IsOn([new NetworkIdentity(app with { Id = new string('9', 64) })], endpoint));
        Assert.False(Selection.IsOn([new NetworkIdentity(app with { Id = "" })], endpoint with { NetworkId = "" }));
        Assert.True(Selection.IsOn([new NetworkIdentity("none"), new NetworkIdentity("app")], endpoint));
        Assert.True(Selection.IsOn([new NetworkIdentity("App")], endpoint));
        Assert.False(Selection.IsOn([new NetworkIdentity("ap")], endpoint));
    }

    [Theory]
    [InlineData("@gateway")]
    [InlineData("@Outside")]
    public void A_word_for_targets_is_no_source(string text)
    {
        var refusal = Assert.Throws<CommandException>(() => Selection.ContainersOrHost(Then.Snapshot, new ContainerIdentity(text)));

        Assert.Equal($"'{text}' can only be a target. Use a container, or '@host' for the engine's host.", refusal.Message);
        Assert.True(Assert.Single(Selection.ContainersOrHost(Then.Snapshot, new ContainerIdentity("@Host"))).IsHost);
    }

    /// <summary>Bound like any other value: if the conversion failed, PowerShell would say something else.</summary>
    [Fact]
    public void The_variable_host_is_no_container_but_a_name_without_quotes()
    {
        var identity = new ContainerIdentity((System.Management.Automation.Host.PSHost)null!);

        foreach (var select in new Func<object>[]
        {
            () => Selection.Containers(Then.Snapshot, identity),
            () => Selection.ContainersOrHost(Then.Snapshot, identity),
            () => TargetSelection.Select(Then.Snapshot, identity),
        })
        {
            var refusal = Assert.Throws<CommandException>(select);
            Assert.Equal("UnquotedHost", refusal.ErrorId);
            Assert.Equal("Quote @host: '@host'. Without quotes, PowerShell reads @host as a splatted variable.", refusal.Message);
        }
    }

    [Fact]
    public void An_address_is_no_container_but_leads_to_one()
    {
        var refusal = Assert.Throws<CommandException>(() => Selection.Containers(Then.Snapshot, "172.18.0.2"));

        Assert.Equal("ContainerNotFound", refusal.ErrorId);
        Assert.Equal("'172.18.0.2' is an address of web, not a container. Use the name of the container, "
            + "or Get-DockerContainer -IPAddress 172.18.0.2.", refusal.Message);
        Assert.StartsWith(
            "There is no container '172.18.0.9'",
            Assert.Throws<CommandException>(() => Selection.Containers(Then.Snapshot, "172.18.0.9")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app", "'app' is a network, not a container. Get-DockerContainer -Network lists the containers on a network.")]
    [InlineData("80", "'80' is a port that db publishes, not a container. "
        + "Use the name of the container, or Get-DockerContainer -PublishedPort 80.")]
    [InlineData("veth12ab3cd", "'veth12ab3cd' is the name of an interface, not of a container. "
        + "Get-DockerContainerInterface -HostInterface veth12ab3cd shows the container that it leads to.")]
    public void What_is_in_the_place_of_a_container_is_named(string text, string words)
    {
        var refusal = Assert.Throws<CommandException>(() => Selection.Containers(Then.Snapshot, text));

        Assert.Equal(("ContainerNotFound", words), (refusal.ErrorId, refusal.Message));
    }

    [Theory]
    [InlineData("web", "'web' is a container, not a network. Get-DockerNetworkEndpoint -Container lists the networks of a container.")]
    [InlineData("/WEB", "'web' is a container, not a network. Get-DockerNetworkEndpoint -Container lists the networks of a container.")]
    [InlineData("docker0", "'docker0' is the interface of the network 'bridge'. Use the name of the network.")]
    public void What_is_in_the_place_of_a_network_is_named(string text, string words)
    {
        var refusal = Assert.Throws<CommandException>(() => Selection.Networks(Then.Snapshot, text));

        Assert.Equal(("NetworkNotFound", words), (refusal.ErrorId, refusal.Message));
    }

    [Fact]
    public void Errors_do_not_repeat_what_is_long()
    {
        var engine = new TestEngine().Network("app");
        for (var i = 0; i < 300; i++)
            engine.InState($"same{i}", "running", "", "app");
        var twins = engine.Snapshot.Containers.Select(c => c with { Name = "same" }).ToArray();
        var snapshot = engine.Snapshot.With(engine.Snapshot.Networks, twins);

        var refusal = Assert.Throws<CommandException>(() => Selection.Containers(snapshot, "same"));
        Assert.Contains(" and 290 more. Use the name or the id", refusal.Message, StringComparison.Ordinal);
        refusal = Assert.Throws<CommandException>(() => Selection.Containers(snapshot, new string('x', 1_000_000)));
        Assert.StartsWith($"There is no container '{new string('x', 100)}…' on ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_of_another_engine_is_not_found()
    {
        var far = DockerHost.Parse("tcp://far:2375");
        var elsewhere = new ContainerIdentity(Then["web"] with { Id = new string('9', 64), DockerHost = far });

        var refusal = Assert.Throws<CommandException>(() => Selection.Containers(Then.Snapshot, elsewhere));

        Assert.Equal("ContainerNotFound", refusal.ErrorId);
        Assert.StartsWith(
            $"There is no container 'web' with the id '{new string('9', 12)}', which was read from tcp://far:2375, "
                + "on unix:///var/run/docker.sock.",
            refusal.Message,
            StringComparison.Ordinal);
    }
}
