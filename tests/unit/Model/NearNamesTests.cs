using System.Diagnostics;
using DockerNetwork.Model.Text;

namespace DockerNetwork.UnitTests.Model;

public class NearNamesTests
{
    private static readonly string[] Names = ["web", "web-2", "shop-web-1", "db", "cache", "Alpine1", "alpine2", "x"];

    [Theory]
    [InlineData("wbe", "web")]
    [InlineData("wweb", "web")]
    [InlineData("WEB-3", "web-2", "web")]
    [InlineData("we", "web", "web-2")]
    [InlineData("shop", "shop-web-1")]
    [InlineData("shop-web-11", "shop-web-1", "web")]
    [InlineData("cahce", "cache")]
    [InlineData("alpine", "Alpine1", "alpine2")]
    [InlineData("bd")]
    [InlineData("ca", "cache")]
    [InlineData("xy")]
    [InlineData("zzzz")]
    [InlineData("")]
    public void Names_are_near_by_letters_then_by_parts(string text, params string[] near) => Assert.Equal(near, NearNames.Of(text, Names));

    [Fact]
    public void There_are_three_at_most() =>
        Assert.Equal(["web1", "web2", "web3"], NearNames.Of("web", ["web4", "web3", "web2", "web1", "web1"]));

    [Fact]
    public void Long_texts_and_many_names_cost_little()
    {
        var names = Enumerable.Range(0, 100_000).Select(i => $"some-project-with-a-long-name-{i}-{new string('x', i % 300)}").ToList();
        var clock = Stopwatch.StartNew();

        Assert.Empty(NearNames.Of(new string('x', 100_000), names));
        Assert.NotEmpty(NearNames.Of("some-project-with-a-long-nmae-7-", names));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed}.");
    }
}
