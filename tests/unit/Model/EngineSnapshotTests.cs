using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

public class EngineSnapshotTests
{
    [Fact]
    public async Task ReadAsync_sends_two_requests_whatever_their_number()
    {
        var each = Enumerable.Range(0, 100).Select(i => $$"""{"Name":"n{{i}}","Id":"{{i}}","Driver":"bridge","Scope":"local"}""");
        var networks = "[" + string.Join(',', each) + "]";
        var containers = "[" + string.Join(',', Enumerable.Range(0, 200).Select(i =>
            $$"""
            {"Id":"c{{i}}","Names":["/c{{i}}"],"State":"running",
             "NetworkSettings":{"Networks":{"n{{i % 100}}":{"NetworkID":"{{i % 100}}"} } } }
            """)) + "]";
        await using var engine = FakeEngine.OnSocket(
            e => e.JsonAsync(e.Path.Contains("containers", StringComparison.Ordinal) ? containers : networks));
        using var client = engine.Client();

        var snapshot = await SnapshotReader.ReadAsync(client);

        Assert.Equal(100, snapshot.Networks.Count);
        Assert.Equal(200, snapshot.Containers.Count);
        Assert.All(snapshot.Networks, n => Assert.Equal(2, n.Endpoints.Count));
        Assert.Equal(
            ["GET /_ping", "GET /v1.51/containers/json?all=1", "GET /v1.51/networks"], engine.Requests.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task InspectAsync_asks_for_each_container_once_and_passes_over_one_that_has_gone()
    {
        await using var engine = FakeEngine.OnSocket(e => e.Path.Contains(TestEngine.Id("web"), StringComparison.Ordinal)
            ? e.JsonAsync($$"""{"Id":"{{TestEngine.Id("web")}}","HostConfig":{"ExtraHosts":["a:1.2.3.4"]} }""")
            : e.ErrorAsync(404, "No such container"));
        using var client = engine.Client();
        var snapshot = new TestEngine().Container("web", "bridge=172.17.0.2").Container("db", "bridge=172.17.0.3").Snapshot;

        var inspected = await snapshot.InspectAsync(client, [TestEngine.Id("web"), TestEngine.Id("db"), TestEngine.Id("web")]);

        Assert.Equal(["a:1.2.3.4"], inspected.Container(TestEngine.Id("web"))!.ExtraHost);
        Assert.Null(inspected.Container(TestEngine.Id("db"))!.ExtraHost);
        Assert.Null(inspected.Container(TestEngine.Id("db"))!.Link);
        Assert.Null(inspected.Container(TestEngine.Id("db"))!.HostName);
        Assert.Equal(3, engine.Requests.Count);
    }

    [Fact]
    public async Task InspectAsync_does_not_hide_another_failure()
    {
        await using var engine = FakeEngine.OnSocket(e => e.ErrorAsync(500, "disk full"));
        using var client = engine.Client();
        var snapshot = new TestEngine().Container("web").Snapshot;

        await Expect.FailureAsync(EngineFailure.EngineError, () => snapshot.InspectAsync(client, [TestEngine.Id("web")]));
    }

    [Fact]
    public async Task InspectAsync_puts_aliases_on_the_networks_too()
    {
        await using var engine = FakeEngine.OnSocket(e =>
            e.JsonAsync($$"""{"Id":"{{TestEngine.Id("web")}}","NetworkSettings":{"Networks":{"app":{"Aliases":["www"]} } } }"""));
        using var client = engine.Client();
        var snapshot = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Snapshot;

        var inspected = await snapshot.InspectAsync(client, [TestEngine.Id("web")]);

        Assert.Equal(["www"], Assert.Single(inspected.Network(TestEngine.Id("app"))!.Endpoints).Alias);
    }

    [Fact]
    public void Stopped_containers_stand_on_their_networks()
    {
        var network = new TestEngine().Network("app").Stopped("old", "app").Container("new", "app=10.1.0.2").NetworkNamed("app");

        Assert.Equal(["new", "old"], network.Endpoints.Select(e => e.Container));
    }

    [Fact]
    public void A_container_that_was_never_started_is_on_bridge_where_its_endpoint_says_default()
    {
        var created = new ContainerSummary
        {
            Id = "1",
            Names = ["/new"],
            State = "created",
            NetworkSettings = new() { Networks = new() { ["default"] = new EndpointSettings { NetworkId = "" } } },
        };

        var snapshot = EngineSnapshot.Create([new NetworkResource { Name = "bridge", Id = "b" }], [created], TestEngine.Host);

        Assert.Equal("new", Assert.Single(snapshot.Network("b")!.Endpoints).Container);
    }

    [Fact]
    public void An_endpoint_without_a_network_id_is_found_by_name()
    {
        var created = new ContainerSummary { Id = "1", NetworkSettings = new() { Networks = new() { ["app"] = new EndpointSettings() } } };

        var snapshot = EngineSnapshot.Create([new NetworkResource { Name = "app", Id = "a" }], [created], TestEngine.Host);

        Assert.Single(snapshot.Network("a")!.Endpoints);
    }

    [Fact]
    public void An_endpoint_on_a_network_that_is_gone_is_kept_with_its_dead_id()
    {
        var stale = new ContainerSummary
        {
            Id = "1",
            NetworkSettings = new() { Networks = new() { ["app"] = new EndpointSettings { NetworkId = "dead" } } },
        };

        var snapshot = EngineSnapshot.Create([new NetworkResource { Name = "app", Id = "alive" }], [stale], TestEngine.Host);

        Assert.Empty(snapshot.Network("alive")!.Endpoints);
        Assert.Equal("dead", Assert.Single(snapshot.Container("1")!.Endpoints).NetworkId);
    }

    [Fact]
    public void Two_networks_of_one_name_are_told_apart_by_id()
    {
        var container = new ContainerSummary
        {
            Id = "1",
            NetworkSettings = new() { Networks = new() { ["app"] = new EndpointSettings { NetworkId = "second" } } },
        };

        var snapshot = EngineSnapshot.Create(
            [new NetworkResource { Name = "app", Id = "first" }, new NetworkResource { Name = "app", Id = "second" }],
            [container],
            TestEngine.Host);

        Assert.Empty(snapshot.Network("first")!.Endpoints);
        Assert.Single(snapshot.Network("second")!.Endpoints);
    }

    [Fact]
    public void NamespaceOwner_is_the_container_itself_where_it_shares_nothing()
    {
        var engine = new TestEngine().Container("web");

        Assert.Same(engine["web"], engine.Snapshot.NamespaceOwner(engine["web"]));
    }

    [Fact]
    public void NamespaceOwner_follows_a_chain()
    {
        var engine = new TestEngine().Container("web", "bridge=172.17.0.2").Sharing("sidecar", "web").Sharing("debugger", "sidecar");

        Assert.Equal("web", engine.Snapshot.NamespaceOwner(engine["debugger"])?.Name);
    }

    [Fact]
    public void NamespaceOwner_is_found_by_name_too()
    {
        var engine = new TestEngine().Container("web").InState("sidecar", "running", "container:web");

        Assert.Equal("web", engine.Snapshot.NamespaceOwner(engine["sidecar"])?.Name);
    }

    [Fact]
    public void NamespaceOwner_is_null_where_it_is_gone()
    {
        var engine = new TestEngine().Sharing("sidecar", "gone").Sharing("debugger", "sidecar");

        Assert.Null(engine.Snapshot.NamespaceOwner(engine["sidecar"]));
        Assert.Null(engine.Snapshot.NamespaceOwner(engine["debugger"]));
    }

    [Fact]
    public void NamespaceOwner_does_not_run_in_circles()
    {
        var engine = new TestEngine().Sharing("a", "b").Sharing("b", "a");

        Assert.Null(engine.Snapshot.NamespaceOwner(engine["a"]));
    }

    [Fact]
    public void A_container_tells_whose_namespace_it_shares_and_how_that_one_is()
    {
        var engine = new TestEngine().Stopped("web", "bridge").Sharing("sidecar", "web").Sharing("debugger", "sidecar").Container("alone");

        Assert.Equal(("web", ContainerState.Exited, false), Owner(engine["sidecar"]));
        Assert.Equal(("web", ContainerState.Exited, false), Owner(engine["debugger"]));
        Assert.Equal((null, null, false), Owner(engine["alone"]));
    }

    [Fact]
    public void A_container_whose_owner_is_gone_tells_the_id_that_leads_nowhere()
    {
        var engine = new TestEngine().Sharing("sidecar", "gone").Sharing("debugger", "sidecar");

        Assert.Equal((TestEngine.Id("gone"), null, true), Owner(engine["sidecar"]));
        Assert.Equal((TestEngine.Id("gone"), null, true), Owner(engine["debugger"]));
    }

    [Fact]
    public void EndpointsOf_a_sharer_are_the_owners_under_its_name()
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Sharing("sidecar", "web");

        var endpoint = Assert.Single(engine.Snapshot.EndpointsOf(engine["sidecar"]));

        Assert.Equal(
            ("app", "sidecar", "web", null), (endpoint.Network, endpoint.Container, endpoint.NamespaceOwner, endpoint.NamespaceLost));
        Assert.Equal(TestEngine.Id("sidecar"), endpoint.ContainerId);
        Assert.Equal(TestEngine.Address("10.1.0.2"), endpoint.IPAddress);
        Assert.Null(Assert.Single(engine.Snapshot.EndpointsOf(engine["web"])).NamespaceOwner);
    }

    [Fact]
    public void EndpointsOf_a_sharer_that_is_stopped_have_no_address_and_are_not_lost()
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").InState("sidecar", "exited", "container:web");

        var endpoint = Assert.Single(engine.Snapshot.EndpointsOf(engine["sidecar"]));

        Assert.Equal((ContainerState.Exited, false), (endpoint.State, endpoint.NamespaceLost));
        Assert.Null(endpoint.IPAddress);
    }

    [Fact]
    public void EndpointsOf_a_sharer_whose_owner_stopped_are_lost()
    {
        var engine = new TestEngine().Network("app").Stopped("web", "app").Sharing("sidecar", "web");

        Assert.True(Assert.Single(engine.Snapshot.EndpointsOf(engine["sidecar"])).NamespaceLost);
    }

    [Theory]
    [InlineData("2026-01-01T00:00:02Z", true)]
    [InlineData("2026-01-01T00:00:00Z", false)]
    public async Task EndpointsOf_a_sharer_whose_owner_started_after_it_are_lost(string ownerStarted, bool lost)
    {
        await using var engine = FakeEngine.OnSocket(e => e.Path.Contains(TestEngine.Id("web"), StringComparison.Ordinal)
            ? e.JsonAsync($$"""{"Id":"{{TestEngine.Id("web")}}","State":{"StartedAt":"{{ownerStarted}}"} }""")
            : e.JsonAsync($$"""{"Id":"{{TestEngine.Id("sidecar")}}","State":{"StartedAt":"2026-01-01T00:00:01Z"} }"""));
        using var client = engine.Client();
        var snapshot = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Sharing("sidecar", "web").Snapshot;

        snapshot = await snapshot.InspectAsync(client, [TestEngine.Id("web"), TestEngine.Id("sidecar")]);

        var endpoint = Assert.Single(snapshot.EndpointsOf(snapshot.Container(TestEngine.Id("sidecar"))!));
        Assert.Equal(lost, endpoint.NamespaceLost);
        Assert.Equal(lost, endpoint.IPAddress is null);
    }

    [Fact]
    public void EndpointsOf_a_sharer_whose_owner_is_gone_are_none()
    {
        var engine = new TestEngine().Sharing("sidecar", "gone");

        Assert.Empty(engine.Snapshot.EndpointsOf(engine["sidecar"]));
    }

    private static (string? Owner, ContainerState? State, bool Gone) Owner(Container container) =>
        (container.NamespaceOwner, container.NamespaceOwnerState, container.NamespaceOwnerGone);
}
