using DockerNetwork.Engine;

namespace DockerNetwork.UnitTests.Engine;

public class EngineVersionTests
{
    [Theory]
    [InlineData("29.7.2", 29, 7, 2)]
    [InlineData("20.10.24+dfsg1", 20, 10, 24)]
    [InlineData("27.0.0-rc.1", 27, 0, 0)]
    [InlineData("28.5.2 (linux)", 28, 5, 2)]
    [InlineData("23.0", 23, 0, 0)]
    public void TryParse_reads_the_numbers_and_leaves_the_rest(string text, int major, int minor, int patch)
    {
        Assert.True(EngineVersion.TryParse(text, out var version));
        Assert.Equal(new EngineVersion(major, minor, patch), version);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("dev")]
    [InlineData("0.0.0-20260101000000-abcdef")]
    [InlineData("28")]
    [InlineData("28.x.1")]
    [InlineData("28.-1.0")]
    [InlineData("28.5.2.1")]
    [InlineData("99999999999.0.0")]
    public void TryParse_refuses_anything_else(string? text) => Assert.False(EngineVersion.TryParse(text, out _));

    [Fact]
    public void Versions_are_ordered_by_number()
    {
        Assert.True(new EngineVersion(20, 10, 24) < new EngineVersion(23, 0));
        Assert.True(new EngineVersion(29, 10) > new EngineVersion(29, 9, 9));
        Assert.True(new EngineVersion(28, 5, 2) <= new EngineVersion(28, 5, 2));
        Assert.True(new EngineVersion(28, 5, 2) >= new EngineVersion(28, 5, 1));
    }

    [Theory]
    [InlineData("1.25", "19.3")]
    [InlineData("1.41", "20.10")]
    [InlineData("1.46", "27.0")]
    [InlineData("1.48", "28.0")]
    [InlineData("1.51", "28.3")]
    [InlineData("1.52", "29.0")]
    [InlineData("1.55", "29.7")]
    [InlineData("1.99", "29.7")]
    public void The_newest_API_version_tells_how_old_an_engine_is_at_least(string api, string version)
    {
        Assert.True(ApiVersion.TryParse(api, out var newest));
        Assert.Equal(version, EngineVersion.Speaking(newest).ToString());
    }
}
