using System.Collections.Concurrent;
using DockerNetwork.Engine;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

public class WatchTests
{
    [Fact]
    public async Task Who_watches_sees_each_request_of_his_own_and_what_came_of_it()
    {
        await using var engine = FakeEngine.OnSocket(e => e.Path.Contains("missing", StringComparison.Ordinal)
            ? e.RawAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            : e.JsonAsync("[]"));
        using var client = engine.Client();
        var seen = new ConcurrentQueue<WireEvent>();

        var watched = Task.Run(async () =>
        {
            EngineWatch.Begin(seen.Enqueue, null);
            await client.ListNetworksAsync();
            await Assert.ThrowsAsync<EngineException>(() => client.InspectContainerAsync("missing"));
            EngineWatch.End();
            await client.ListContainersAsync();
        });
        await watched;
        await client.ListNetworksAsync();

        Assert.Equal(
            ["GET /_ping 200", "GET /v1.51/networks 200", "GET /v1.51/containers/missing/json 404"],
            seen.Select(e => $"{e.Method} {e.Path} {(int?)e.Status}"));
        Assert.All(seen, e => Assert.InRange(e.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.Matches("^GET /_ping 200 [0-9.]+ ms$", seen.First().ToString());
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_seen_too()
    {
        using var client = new EngineClient(DockerNetwork.Engine.Connection.DockerHost.Parse("unix:///nowhere/docker.sock"));
        var seen = new ConcurrentQueue<WireEvent>();

        await Task.Run(async () =>
        {
            EngineWatch.Begin(seen.Enqueue, null);
            await Assert.ThrowsAsync<EngineException>(() => client.ListNetworksAsync());
        });

        Assert.Matches("^GET /_ping no answer, [0-9.]+ ms$", Assert.Single(seen).ToString());
    }

    [Fact]
    public async Task Steps_are_told_to_who_watches()
    {
        var steps = new ConcurrentQueue<string>();
        await Task.Run(() =>
        {
            EngineWatch.Begin(null, steps.Enqueue);
            EngineWatch.Trace($"Read {1.5} things.");
        });
        EngineWatch.Trace($"Nobody hears this.");

        Assert.Equal(["Read 1.5 things."], steps);
    }

    [Fact]
    public async Task A_pull_that_cannot_connect_is_seen_too()
    {
        var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"));
        using var client = engine.Client();
        await client.ListNetworksAsync();
        await engine.DisposeAsync();
        var seen = new ConcurrentQueue<WireEvent>();

        await Task.Run(async () =>
        {
            EngineWatch.Begin(seen.Enqueue, null);
            await Assert.ThrowsAsync<EngineException>(
                async () => await client.PullImageAsync("busybox").GetAsyncEnumerator().MoveNextAsync());
        });

        Assert.Equal(["POST /v1.51/images/create?fromImage=…&tag=… "], seen.Select(e => $"{e.Method} {e.Path} {(int?)e.Status}"));
    }

    [Fact]
    public async Task A_warning_goes_to_who_wants_warnings_and_else_among_the_steps()
    {
        var (steps, warnings) = (new ConcurrentQueue<string>(), new ConcurrentQueue<string>());
        await Task.Run(() =>
        {
            EngineWatch.Begin(null, steps.Enqueue, warnings.Enqueue);
            EngineWatch.Warn($"{1} of them");
            EngineWatch.Begin(null, steps.Enqueue);
            EngineWatch.Warn($"{2} of them");
        });

        Assert.Equal(["1 of them"], warnings);
        Assert.Equal(["2 of them"], steps);
    }
}
