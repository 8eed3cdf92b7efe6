using DockerNetwork.Engine;

namespace DockerNetwork.UnitTests.Engine;

public class LongIdsTests
{
    private static readonly string Id = new('a', 64);
    private static readonly string Other = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    [Fact]
    public void An_id_is_shortened() =>
        Assert.Equal(
            "container aaaaaaaaaaaa is not connected to network 0123456789ab",
            LongIds.Shorten($"container {Id} is not connected to network {Other}"));

    [Fact]
    public void What_is_not_an_id_stays()
    {
        foreach (var text in new[] { $"sha256:{Id}", Id + "a", "x" + Id, Id[1..], Id.ToUpperInvariant(), "" })
        {
            Assert.Equal(text, LongIds.Shorten(text));
            Assert.False(LongIds.IsFullId(text));
        }

        Assert.True(LongIds.IsFullId(Id));
    }
}
