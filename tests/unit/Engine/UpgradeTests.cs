using System.Globalization;
using DockerNetwork.Engine;
using DockerNetwork.Model.Probing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

/// <summary>An engine that becomes another one while a session knows it; the words are those of moby's version check.</summary>
public sealed class UpgradeTests : IAsyncDisposable
{
    private readonly FakeEngine _engine;
    private int _minimum = 12;
    private int _newest = 41;

    public UpgradeTests()
    {
        _engine = FakeEngine.OnSocket(AnswerAsync);
        Become(12, 41);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [InlineData(44, 52, 52)]
    [InlineData(40, 55, 54)]
    [InlineData(12, 30, 30)]
    public async Task The_session_goes_on_in_a_version_of_the_new_engine(int minimum, int newest, int expected)
    {
        using var client = _engine.Client();
        await SnapshotReader.ReadAsync(client);
        // 1.41 is refused by both: too old, or too new.
        Become(minimum == 40 ? 42 : minimum, newest);

        var snapshot = await SnapshotReader.ReadAsync(client);

        Assert.Equal(new ApiVersion(1, expected), snapshot.ApiVersion);
        Assert.Equal(2, _engine.Requests.Count(r => r == "GET /_ping"));
    }

    [Fact]
    public async Task Many_refusals_at_once_are_one_negotiation()
    {
        using var client = _engine.Client();
        await client.ListNetworksAsync();
        Become(44, 51);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.ListNetworksAsync()));

        Assert.Equal(2, _engine.Requests.Count(r => r == "GET /_ping"));
    }

    [Fact]
    public async Task A_changing_request_without_a_body_is_repeated_as_nothing_was_done()
    {
        using var client = _engine.Client();
        await client.ListNetworksAsync();
        Become(44, 51);

        await client.StartContainerAsync("web");

        Assert.Equal(["POST /v1.41/containers/web/start", "GET /_ping", "POST /v1.51/containers/web/start"], _engine.Requests.TakeLast(3));
    }

    [Fact]
    public async Task A_changing_request_made_for_the_old_version_is_not_sent_in_the_new_one()
    {
        using var client = _engine.Client();
        await client.ListNetworksAsync();
        Become(44, 51);

        var failure = await Expect.FailureAsync(EngineFailure.BadRequest, () => client.CreateNetworkAsync(new() { Name = "app" }));

        Assert.Contains("Nothing was changed: run the command again.", failure.Message, StringComparison.Ordinal);
        Assert.Single(_engine.Requests, r => r.EndsWith("/networks/create", StringComparison.Ordinal));
        Assert.Equal(new ApiVersion(1, 51), await client.GetApiVersionAsync());
    }

    [Fact]
    public async Task A_stream_is_opened_in_the_new_version()
    {
        using var client = _engine.Client();
        await client.ListNetworksAsync();
        Become(44, 51);

        await using var stream = await client.StartExecAsync("e1");

        Assert.Equal("POST /v1.51/exec/e1/start", _engine.Requests.Last());
    }

    [Fact]
    public async Task A_pull_is_started_in_the_new_version()
    {
        using var client = _engine.Client();
        await client.ListNetworksAsync();
        Become(44, 51);

        await foreach (var progress in client.PullImageAsync("busybox"))
            Assert.NotNull(progress);

        Assert.StartsWith("POST /v1.51/images/create?", _engine.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_old_engine_was_too_old_for_is_asked_of_the_new_one()
    {
        using var client = _engine.Client();
        await client.ListNetworksAsync();
        Become(24, 51);

        await client.RequireAsync(EngineFeature.OptionalIPv4);

        Assert.Equal(new ApiVersion(1, 51), await client.GetApiVersionAsync());
    }

    [Fact]
    public async Task An_engine_that_speaks_only_newer_versions_needs_a_newer_module()
    {
        Become(99, 120);
        using var client = _engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.TooNew, () => client.ListNetworksAsync());

        Assert.Contains("Update the module.", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Minimum supported API version is 1.99", failure.Message, StringComparison.Ordinal);
        Assert.InRange(_engine.Requests.Count, 3, 4);
    }

    [Theory]
    [InlineData("1.24", 44, 51)]
    [InlineData("1.53", 24, 51)]
    public async Task A_pinned_version_that_the_engine_does_not_speak_is_named(string pinned, int minimum, int newest)
    {
        Become(minimum, newest);
        using var client = _engine.Client(environment: new FakeEnvironment().With("DOCKER_API_VERSION", pinned));

        var failure = await Expect.FailureAsync(EngineFailure.BadRequest, () => client.ListNetworksAsync());

        Assert.Contains($"DOCKER_API_VERSION pins API {pinned}: unset it", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("GET /_ping", _engine.Requests);
    }

    [Fact]
    public async Task A_pinned_version_is_named_by_a_gate()
    {
        using var client = _engine.Client(environment: new FakeEnvironment().With("DOCKER_API_VERSION", "1.41"));

        var failure = await Expect.FailureAsync(EngineFailure.UnsupportedVersion, () => client.RequireAsync(EngineFeature.OptionalIPv4));

        Assert.Contains("because DOCKER_API_VERSION pins it", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_whose_connection_broke_is_asked_again_in_a_version_agreed_on_anew()
    {
        var cut = false;
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            if (cut && e.Path.StartsWith("/v1.41/", StringComparison.Ordinal))
            {
                e.Hangup();
                return;
            }

            await e.JsonAsync("[]");
        });
        engine.ApiVersion = "1.41";
        using var client = engine.Client();
        await client.ListNetworksAsync();
        (cut, engine.ApiVersion) = (true, "1.51");

        Assert.Empty(await client.ListNetworksAsync());
        Assert.Equal("GET /v1.51/networks", engine.Requests.Last());
    }

    /// <summary>From here on the engine is one of these API versions.</summary>
    private void Become(int minimum, int newest)
    {
        (_minimum, _newest) = (minimum, newest);
        _engine.ApiVersion = $"1.{newest}";
    }

    private Task AnswerAsync(FakeExchange e)
    {
        var version = e.Path.Split('/')[1][1..];
        var minor = int.Parse(version.Split('.')[1], CultureInfo.InvariantCulture);
        if (minor < _minimum)
            return e.ErrorAsync(
                400,
                $"client version {version} is too old. Minimum supported API version is 1.{_minimum}, " +
            "please upgrade your client to a newer version");
        if (minor > _newest)
            return e.ErrorAsync(400, $"client version {version} is too new. Maximum supported API version is 1.{_newest}");
        return e.Path.Contains("/exec/", StringComparison.Ordinal)
            ? e.UpgradeAsync()
            : e.JsonAsync(e.Path.Contains("/images/", StringComparison.Ordinal) ? "{}" : "[]");
    }
}
