using DockerNetwork.Engine;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

public class RequestPathTests
{
    [Theory]
    [InlineData("web", "/networks/web")]
    [InlineData("a/b", "/networks/a%2Fb")]
    [InlineData("../containers", "/networks/..%2Fcontainers")]
    [InlineData("50%", "/networks/50%25")]
    [InlineData("%2e%2e", "/networks/%252e%252e")]
    [InlineData("a#b", "/networks/a%23b")]
    [InlineData("a?b=c&d", "/networks/a%3Fb%3Dc%26d")]
    [InlineData("my net", "/networks/my%20net")]
    [InlineData("netz-ä", "/networks/netz-%C3%A4")]
    [InlineData("a\r\nHost: x", "/networks/a%0D%0AHost%3A%20x")]
    [InlineData("...", "/networks/...")]
    public void A_name_stays_one_segment(string name, string path) => Assert.Equal(path, RequestPath.Of("networks", name).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public void A_segment_that_a_router_would_clean_away_is_refused(string name)
    {
        var failure = Expect.Failure(EngineFailure.NotFound, () => RequestPath.Of("networks", name));
        Assert.Contains($"'{name}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_escapes_values_and_joins_them() =>
        Assert.Equal(
            "/containers/create?name=a%26b&platform=x%3Dy",
            RequestPath.Of("containers", "create").With("name", "a&b").With("platform", "x=y").ToString());

    [Fact]
    public void With_leaves_a_null_value_out() => Assert.Equal("/networks", RequestPath.Of("networks").With("filters", null).ToString());

    [Fact]
    public void Versioned_puts_the_version_first() =>
        Assert.Equal("/v1.41/networks", RequestPath.Of("networks").Versioned(new ApiVersion(1, 41)).ToString());

    [Fact]
    public void For_eyes_only_values_are_left_that_say_how()
    {
        Assert.Equal("/networks/web", RequestPath.Of("networks", "web").Shown);
        Assert.Equal("/containers/json?all=1", RequestPath.Of("containers", "json").With("all", "1").Shown);
        Assert.Equal(
            "/images/create?fromImage=…&tag=…",
            RequestPath.Of("images", "create").With("fromImage", "user:secret@registry/x").With("tag", "secret").Shown);
    }
}
