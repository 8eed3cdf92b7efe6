using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

public class StartOrderTests
{
    [Fact]
    public void Nothing_is_no_wave() => Assert.Empty(StartOrder.Waves(Array.Empty<Container>(), c => c));

    [Fact]
    public void What_needs_nobody_is_one_wave_in_its_order() =>
        Assert.Equal(["b a c"], Waves(new TestEngine().Container("a").Container("b").Container("c"), "b", "a", "c"));

    [Fact]
    public void Who_shares_a_namespace_comes_after_its_owner() =>
        Assert.Equal(["other owner", "first second"], Waves(
            new TestEngine().Container("owner").Sharing("first", "owner").Sharing("second", "owner").Container("other"),
            "first",
            "other",
            "second",
            "owner"));

    [Fact]
    public void Chains_take_a_wave_a_link() =>
        Assert.Equal(["a", "b", "c"], Waves(new TestEngine().Container("a").Sharing("b", "a").Sharing("c", "b"), "c", "b", "a"));

    [Fact]
    public void Who_is_not_among_the_items_is_not_waited_for() =>
        Assert.Equal(
            ["sharer lost"],
            Waves(new TestEngine().Container("owner").Sharing("sharer", "owner").Sharing("lost", "gone"), "sharer", "lost"));

    [Fact]
    public void The_same_container_twice_stays_twice() =>
        Assert.Equal(
            ["owner owner", "sharer sharer"],
            Waves(new TestEngine().Container("owner").Sharing("sharer", "owner"), "sharer", "owner", "sharer", "owner"));

    [Fact]
    public void A_circle_ends() =>
        Assert.Equal(["free", "a b"], Waves(new TestEngine().Sharing("a", "b").Sharing("b", "a").Container("free"), "a", "b", "free"));

    [Fact]
    public void A_legacy_link_comes_after_its_targets()
    {
        var snapshot = EngineSnapshot.Create(
            [],
            [
                new ContainerSummary { Id = "1", Names = ["/web"] },
                new ContainerSummary { Id = "2", Names = ["/web/store", "/db", "/batch/db"] },
                new ContainerSummary { Id = "3", Names = ["/cache", "/web/cache"] },
                new ContainerSummary { Id = "4", Names = ["/batch"] },
            ],
            TestEngine.Host);

        Assert.Equal(["2", "3"], snapshot.Container("1")!.StartsAfter);
        Assert.Equal(["2"], snapshot.Container("4")!.StartsAfter);
        Assert.Empty(snapshot.Container("2")!.StartsAfter);
        Assert.Equal(
            ["2 3", "1 4"], StartOrder.Waves(snapshot.Containers, c => c).Select(wave => string.Join(' ', wave.Select(c => c.Id))));
    }

    private static string[] Waves(TestEngine engine, params string[] names) =>
        [.. StartOrder.Waves(names.Select(name => engine[name]), c => c).Select(wave => string.Join(' ', wave.Select(c => c.Name)))];
}
