using DockerNetwork.Engine;

namespace DockerNetwork.UnitTests.Engine;

public class LongIdsTests
{
    private static readonly string Id = new('a', 64);
    private static readonly string Other = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    [Fact]
    public void An_id_is_replaced_by_the_name_of_what_has_it_or_by_its_first_digits() =>
        Assert.Equal(
            "container web is not connected to network 0123456789ab",
            LongIds.Replace($"container {Id} is not connected to network {Other}", id => id == Id ? "web" : null));

    [Fact]
    public void Without_names_it_is_shortened() =>
        Assert.Equal("No such container: aaaaaaaaaaaa", LongIds.Replace($"No such container: {Id}"));

    [Fact]
    public void What_is_not_an_id_stays()
    {
        foreach (var text in new[] { $"sha256:{Id}", Id + "a", "x" + Id, Id[1..], Id.ToUpperInvariant(), "" })
            Assert.Equal(text, LongIds.Replace(text, _ => "web"));
    }
}
