using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Testing;

public class PlannedFixTests
{
    private static readonly EngineSnapshot Now = new TestEngine()
        .Network("app", "172.18.0.0/16")
        .Container("web", "bridge=172.17.0.2")
        .Container("db", "app=172.18.0.2")
        .Snapshot;

    [Fact]
    public void A_container_that_joins_a_network_has_a_free_address_and_its_name_there()
    {
        var after = PlannedFix.After(Now, [new FixCommand(FixRules.Connect) { Network = "app", Container = ["web"] }])!;

        var endpoint = Assert.Single(after.ContainerNamed("web")!.Endpoints, e => e.Network == "app");
        Assert.NotNull(endpoint.IPAddress);
        Assert.NotEqual(TestEngine.Address("172.18.0.2"), endpoint.IPAddress);
        Assert.Contains("web", endpoint.Names());
        Assert.Equal(["db", "web"], after.Network(TestEngine.Id("app"))!.Endpoints.Select(e => e.Container));
        Assert.Single(Now.ContainerNamed("web")!.Endpoints);
    }

    [Fact]
    public void A_new_network_is_joined_by_those_that_it_is_for()
    {
        var after = PlannedFix.After(
            Now, [new FixCommand(FixRules.Create) { Name = "new" }, new FixCommand(FixRules.Connect) { Container = ["web", "db"] }])!;

        var network = Assert.Single(after.Networks, n => n.Name == "new");
        Assert.Equal(2, network.Endpoints.Select(e => e.IPAddress).Distinct().Count());
        Assert.All(
            Now.Networks.SelectMany(n => n.Subnets),
            used => Assert.DoesNotContain(network.Subnets, s => s.Contains(used.BaseAddress)));
    }

    [Theory]
    [InlineData(FixRules.Start, ContainerState.Exited)]
    [InlineData(FixRules.Restart, ContainerState.Running)]
    [InlineData(FixRules.Resume, ContainerState.Paused)]
    public void A_container_that_is_started_or_resumed_runs(string cmdlet, ContainerState state)
    {
        var containers = Now.Containers.Select(c => c.Name == "db" ? c with { State = state } : c);

        var after = PlannedFix.After(Now.With(Now.Networks, containers), [new FixCommand(cmdlet) { Container = ["db"] }])!;

        Assert.Equal(ContainerState.Running, after.ContainerNamed("db")!.State);
        Assert.All(after.ContainerNamed("db")!.Endpoints, e => Assert.Equal(ContainerState.Running, e.State));
    }

    [Fact]
    public void A_container_that_leaves_none_is_on_the_other_network_alone()
    {
        var now = new TestEngine().Network("app", "172.18.0.0/16").Container("lonely", "none").Snapshot;

        var after = PlannedFix.After(
            now,
            [
                new FixCommand(FixRules.Disconnect) { Network = "none", Container = ["lonely"] },
                new FixCommand(FixRules.Connect) { Network = "app", Container = ["lonely"] },
            ])!;

        Assert.Equal(["app"], after.ContainerNamed("lonely")!.Endpoints.Select(e => e.Network));
    }

    [Fact]
    public void What_is_not_there_cannot_be_planned()
    {
        Assert.Null(PlannedFix.After(Now, [new FixCommand(FixRules.Start) { Container = ["nobody"] }]));
        Assert.Null(PlannedFix.After(Now, [new FixCommand(FixRules.Connect) { Network = "nowhere", Container = ["web"] }]));
    }
}
