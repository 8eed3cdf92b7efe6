using DockerNetwork.Engine;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

public class NegotiationTests
{
    [Theory]
    [InlineData("1.25", "/v1.25/networks")]
    [InlineData("1.41", "/v1.41/networks")]
    [InlineData("1.51", "/v1.51/networks")]
    public async Task Requests_are_sent_in_the_version_of_an_older_engine(string engineVersion, string path)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"));
        engine.ApiVersion = engineVersion;
        using var client = engine.Client();

        await client.ListNetworksAsync();

        Assert.Equal(["GET /_ping", "GET " + path], engine.Requests);
    }

    [Theory]
    [InlineData("1.999")]
    [InlineData("2.0")]
    public async Task A_newer_engine_is_asked_in_the_newest_version_that_is_known(string engineVersion)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"));
        engine.ApiVersion = engineVersion;
        using var client = engine.Client();

        await client.ListNetworksAsync();

        Assert.Equal(["GET /_ping", $"GET /v{ApiVersion.Newest}/networks"], engine.Requests);
    }

    [Fact]
    public async Task An_engine_that_is_too_old_is_refused_with_its_version()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"));
        engine.ApiVersion = "1.24";
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.UnsupportedVersion, () => client.ListNetworksAsync());

        Assert.Contains("1.24", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["GET /_ping"], engine.Requests);
    }

    [Fact]
    public async Task A_pinned_version_is_used_without_a_ping()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"));
        using var client = engine.Client(environment: new FakeEnvironment().With("DOCKER_API_VERSION", "1.41"));

        await client.ListNetworksAsync();

        Assert.Equal(["GET /v1.41/networks"], engine.Requests);
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("v1.41")]
    public async Task A_pinned_version_that_is_none_is_refused_by_name(string pinned)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"));
        using var client = engine.Client(environment: new FakeEnvironment().With("DOCKER_API_VERSION", pinned));

        var failure = await Expect.FailureAsync(EngineFailure.InvalidConfiguration, () => client.ListNetworksAsync());

        Assert.Contains($"DOCKER_API_VERSION is '{pinned}'", failure.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task A_web_server_without_Api_Version_is_no_engine()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("{}"));
        engine.ApiVersion = null;
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.Protocol, () => client.ListNetworksAsync());

        Assert.Contains("is not a Docker engine", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrent_first_calls_ask_once()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"));
        using var client = engine.Client();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.ListNetworksAsync()));

        Assert.Single(engine.Requests, "GET /_ping");
        Assert.Equal(21, engine.Requests.Count);
    }

    [Fact]
    public async Task A_failed_ping_is_asked_again_the_next_time()
    {
        var pings = 0;
        await using var engine = FakeEngine.OnSocket(e => e.Path == "/_ping" && pings++ == 0
            ? e.ErrorAsync(500, "starting up")
            : e.RawAsync("HTTP/1.1 200 OK\r\nApi-Version: 1.44\r\nContent-Length: 2\r\n\r\n[]"));
        engine.ApiVersion = null;
        using var client = engine.Client();
        await Expect.FailureAsync(EngineFailure.EngineError, () => client.ListNetworksAsync());

        await client.ListNetworksAsync();

        Assert.Equal(["GET /_ping", "GET /_ping", "GET /v1.44/networks"], engine.Requests);
    }

    [Fact]
    public async Task A_caller_that_cancels_the_ping_does_not_spoil_it_for_the_next()
    {
        var pings = 0;
        using var impatience = new CancellationTokenSource();
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            if (e.Path != "/_ping" || pings++ > 0)
            {
                await e.RawAsync("HTTP/1.1 200 OK\r\nApi-Version: 1.44\r\nContent-Length: 2\r\n\r\n[]");
                return;
            }

            await impatience.CancelAsync();
            await e.ReadToEndAsync();
        });
        engine.ApiVersion = null;
        using var client = engine.Client();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ListNetworksAsync(impatience.Token));

        Assert.Empty(await Expect.SoonAsync(client.ListNetworksAsync()));
    }

    [Fact]
    public async Task An_engine_that_comes_back_as_another_version_is_asked_again()
    {
        using var folder = new TempFolder();
        var first = FakeEngine.OnSocket(e => e.JsonAsync("[]"), folder.File("engine.sock"));
        using var client = first.Client();
        await client.ListNetworksAsync();
        await first.DisposeAsync();
        await Expect.FailureAsync(EngineFailure.Unreachable, () => client.ListNetworksAsync());

        File.Delete(folder.File("engine.sock"));
        await using var second = FakeEngine.OnSocket(e => e.JsonAsync("[]"), folder.File("engine.sock"));
        second.ApiVersion = "1.41";
        await client.ListNetworksAsync();

        Assert.Equal(["GET /_ping", "GET /v1.41/networks"], second.Requests);
    }
}
