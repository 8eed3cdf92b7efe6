using DockerNetwork.Engine;

namespace DockerNetwork.UnitTests.Engine;

public class ApiVersionTests
{
    [Theory]
    [InlineData("1.41", 1, 41)]
    [InlineData("1.9", 1, 9)]
    [InlineData("2.0", 2, 0)]
    public void TryParse_reads_major_and_minor(string text, int major, int minor)
    {
        Assert.True(ApiVersion.TryParse(text, out var version));
        Assert.Equal(new ApiVersion(major, minor), version);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("v1.41")]
    [InlineData("1.41.0")]
    [InlineData("1.-1")]
    [InlineData("1. 41")]
    [InlineData("1.x")]
    [InlineData("1.99999999999")]
    public void TryParse_refuses_anything_else(string? text) => Assert.False(ApiVersion.TryParse(text, out _));

    [Fact]
    public void Versions_are_compared_by_number_and_not_as_text()
    {
        Assert.True(new ApiVersion(1, 9) < new ApiVersion(1, 41));
        Assert.True(new ApiVersion(2, 0) > new ApiVersion(1, 99));
        Assert.True(new ApiVersion(1, 41) <= new ApiVersion(1, 41));
        Assert.True(new ApiVersion(1, 41) >= new ApiVersion(1, 40));
    }

    [Fact]
    public void ToString_gives_what_stands_in_a_path() => Assert.Equal("1.41", new ApiVersion(1, 41).ToString());
}
