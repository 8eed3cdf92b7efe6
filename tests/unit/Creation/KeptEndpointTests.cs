using System.Diagnostics;
using System.Net;
using DockerNetwork.Creation;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Errors;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Creation;

public class KeptEndpointTests
{
    private const string Half = """{"IPAMConfig":{"IPv4Address":"10.1.0.9"},"EndpointID":"","NetworkID":""}""";

    /// <summary>As engines leave it if the interface could not be made: the id is of an endpoint that is gone.</summary>
    private const string WithId = """{"EndpointID":"65f450","NetworkID":"5565e7"}""";

    private static readonly TestEngine Scene = new TestEngine().Network("app", "10.1.0.0/24").Container("web", "app");

    private static readonly Container Web = Scene["web"];

    private static readonly Network App = Scene.Snapshot.Network(TestEngine.Id("app"))!;

    private static readonly string Inspect = $"GET /v1.51/containers/{Web.Id}/json";

    private static readonly string Connect = $"POST /v1.51/networks/{App.Id}/connect";

    private static readonly string Disconnect = $"POST /v1.51/networks/{App.Id}/disconnect";

    [Theory]
    [InlineData(Half)]
    [InlineData(WithId)]
    public async Task A_new_endpoint_is_connected_and_disconnected_whatever_the_refusal_was(string kept)
    {
        await using var engine = Engine(kept);
        using var client = engine.Client();

        Assert.True(await UndoAsync(client, refusal: Refusal(EngineFailure.EngineError, "invalid link local IP address: 10.1.0.2")));

        Assert.Equal(["GET /_ping", Inspect, Connect, Disconnect], engine.Requests);
    }

    [Fact]
    public async Task Nothing_is_done_if_nothing_is_left()
    {
        await using var engine = Engine(kept: null);
        using var client = engine.Client();

        Assert.False(await UndoAsync(client));

        Assert.Equal(["GET /_ping", Inspect], engine.Requests);
    }

    [Fact]
    public async Task An_endpoint_that_was_there_before_stays_and_is_reported()
    {
        await using var engine = Engine(Half);
        using var client = engine.Client();

        var error = await Assert.ThrowsAsync<EngineException>(() => UndoAsync(client, before: new EndpointSettings()));

        Assert.Equal("AddressInUse", ErrorRecords.IdOf(error));
        Assert.StartsWith("Address already in use. The engine kept the refused endpoint", error.Message, StringComparison.Ordinal);
        Assert.Contains("An endpoint was there before this command. To remove it, ", error.Message, StringComparison.Ordinal);
        Assert.Equal(["GET /_ping", Inspect], engine.Requests);
    }

    [Fact]
    public async Task A_whole_endpoint_that_was_there_before_is_not_reported()
    {
        await using var engine = Engine(WithId);
        using var client = engine.Client();

        Assert.False(await UndoAsync(client, before: new EndpointSettings { EndpointId = "65f450", NetworkId = "5565e7" }));

        Assert.Equal(["GET /_ping", Inspect], engine.Requests);
    }

    [Fact]
    public async Task An_endpoint_that_somebody_else_made_meanwhile_is_not_disconnected()
    {
        await using var engine = Engine(WithId, e => e.ErrorAsync(403, "endpoint with name web already exists in network app"));
        using var client = engine.Client();

        Assert.False(await UndoAsync(client));

        Assert.DoesNotContain(Disconnect, engine.Requests);
    }

    [Fact]
    public async Task What_cannot_be_removed_is_an_error_with_the_id_of_the_refusal()
    {
        await using var engine = Engine(Half, e => e.ErrorAsync(500, "no available IPv4 addresses"));
        using var client = engine.Client();

        var error = await Assert.ThrowsAsync<EngineException>(() => UndoAsync(
            client, refusal: Refusal(EngineFailure.EngineError, "no available IPv4 addresses on this network's address pools: app")));

        Assert.Equal("EngineError", ErrorRecords.IdOf(error));
        Assert.Contains("'web', which may fail to start again", error.Message, StringComparison.Ordinal);
        Assert.Contains("It could not be removed: no available IPv4 addresses. To remove it, ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/json")]
    [InlineData("/connect")]
    [InlineData("/disconnect")]
    public async Task All_of_it_together_is_over_in_time_if_the_engine_freezes(string at)
    {
        await using var engine = FakeEngine.OnSocket(exchange =>
            exchange.Path.EndsWith(at, StringComparison.Ordinal)
                ? Task.Delay(Timeout.Infinite, exchange.Stopped)
                : AnswerAsync(exchange, Half));
        using var client = engine.Client();
        var clock = Stopwatch.StartNew();

        var error = await Assert.ThrowsAsync<EngineException>(() => UndoAsync(client, limit: TimeSpan.FromSeconds(1)));

        Assert.InRange(clock.Elapsed, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(20));
        Assert.Equal("AddressInUse", ErrorRecords.IdOf(error));
        Assert.Contains("It could not be removed within 1 s, because unix://", error.Message, StringComparison.Ordinal);
        Assert.Contains("The container may now be on the network, ", error.Message, StringComparison.Ordinal);
    }

    private static Task<bool> UndoAsync(
        EngineClient client, EndpointSettings? before = null, EngineException? refusal = null, TimeSpan? limit = null) =>
        KeptEndpoint.UndoAsync(
            client,
            App,
            Web,
            before,
            refusal ?? Refusal(EngineFailure.Forbidden, "Address already in use"),
            limit ?? TimeSpan.FromSeconds(60));

    private static EngineException Refusal(EngineFailure failure, string words) => new(failure, words)
    {
        StatusCode = failure == EngineFailure.Forbidden ? HttpStatusCode.Forbidden : HttpStatusCode.InternalServerError,
    };

    private static FakeEngine Engine(string? kept, Func<FakeExchange, Task>? connect = null) => FakeEngine.OnSocket(exchange =>
        connect is not null && exchange.Path.EndsWith("/connect", StringComparison.Ordinal)
            ? connect(exchange)
            : AnswerAsync(exchange, kept));

    private static Task AnswerAsync(FakeExchange exchange, string? kept) => exchange.Method == "GET"
        ? exchange.JsonAsync($$$"""{"Id":"{{{Web.Id}}}","NetworkSettings":{"Networks":{{{Networks(kept)}}}}}""")
        : exchange.RawAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

    private static string Networks(string? kept) => kept is null ? "{}" : $$"""{"app":{{kept}}}""";
}
