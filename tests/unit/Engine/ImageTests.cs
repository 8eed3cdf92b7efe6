using System.Diagnostics;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

public class ImageTests
{
    [Theory]
    [InlineData("alpine", "alpine", "latest")]
    [InlineData("alpine:3.20", "alpine", "3.20")]
    [InlineData("lib/alpine", "lib/alpine", "latest")]
    [InlineData("registry:5000/alpine", "registry:5000/alpine", "latest")]
    [InlineData("registry:5000/lib/alpine:3", "registry:5000/lib/alpine", "3")]
    [InlineData("[::1]:5000/alpine", "[::1]:5000/alpine", "latest")]
    [InlineData("alpine@sha256:0a", "alpine", "sha256:0a")]
    [InlineData("registry:5000/alpine:3@sha256:0a", "registry:5000/alpine:3", "sha256:0a")]
    public void A_name_has_a_tag(string image, string name, string tag) => Assert.Equal((name, tag), ImageName.Split(image));

    [Fact]
    public async Task A_pull_asks_for_one_tag_and_tells_what_comes()
    {
        await using var engine = FakeEngine.OnSocket(e => e.ChunkedAsync(
            """{"status":"Pulling from tiny","id":"latest"}""" + "\r\n" +
            """{"status":"Downloading","progressDetail":{"current":10,"total":30},"progress":"[=> ]","id":"0a"}""" + "\r\n\r\n" +
            """{"status":"Extracting","progressDetail":{},"id":"0a"}""" + "\r\n" +
            """{"status":"Status: Downloaded newer image"}""" + "\r\n",
            size: 7));
        using var client = engine.Client();

        var steps = await Expect.SoonAsync(PullAsync(client, "127.0.0.1:5000/tiny"));

        Assert.Equal("POST /v1.51/images/create?fromImage=127.0.0.1%3A5000%2Ftiny&tag=latest", engine.Requests.Last());
        Assert.Equal(["Pulling from tiny", "Downloading", "Extracting", "Status: Downloaded newer image"], steps.Select(s => s.Status));
        Assert.Equal(new ProgressDetail(10, 30), steps[1].ProgressDetail);
        Assert.Equal("0a", steps[1].Id);
    }

    [Fact]
    public async Task What_is_known_is_told_before_the_rest_comes()
    {
        var seen = new TaskCompletionSource();
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.RawAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            await e.RawAsync("11\r\n{\"status\":\"one\"}\n\r\n");
            await seen.Task;
            await e.RawAsync("11\r\n{\"status\":\"two\"}\n\r\n0\r\n\r\n");
        });
        using var client = engine.Client();

        var statuses = new List<string?>();
        await foreach (var step in client.PullImageAsync("tiny"))
        {
            statuses.Add(step.Status);
            seen.TrySetResult();
        }

        Assert.Equal(["one", "two"], statuses);
    }

    [Fact]
    public async Task An_error_among_the_lines_ends_it()
    {
        await using var engine = FakeEngine.OnSocket(e => e.ChunkedAsync(
            "{\"status\":\"Pulling\"}\n" +
            """{"errorDetail":{"message":"manifest unknown"},"error":"manifest unknown"}""" + "\n", size: 1000));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.NotFound, () => PullAsync(client, "tiny"));

        Assert.Equal("manifest unknown", failure.Message);
        Assert.Null(failure.StatusCode);
    }

    [Fact]
    public async Task A_refusal_is_in_the_engine_s_words()
    {
        await using var engine = FakeEngine.OnSocket(e => e.ErrorAsync(404, "manifest for tiny:latest not found"));
        using var client = engine.Client();

        Assert.Equal(
            "manifest for tiny:latest not found",
            (await Expect.FailureAsync(EngineFailure.NotFound, () => PullAsync(client, "tiny"))).Message);
    }

    [Theory]
    [InlineData("<html>\n")]
    [InlineData("{\"status\":\n")]
    [InlineData("[1]\n")]
    public async Task A_line_that_is_no_progress_is_an_error_of_the_protocol(string line)
    {
        await using var engine = FakeEngine.OnSocket(e => e.ChunkedAsync(line, size: 1000));
        using var client = engine.Client();

        await Expect.FailureAsync(EngineFailure.Protocol, () => PullAsync(client, "tiny"));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_no_end()
    {
        await using var engine = FakeEngine.OnSocket(e => e.CutAsync("{\"status\":\"Pulling\"}\n"));
        using var client = engine.Client();

        await Expect.FailureAsync(EngineFailure.ConnectionLost, () => PullAsync(client, "tiny"));
    }

    [Fact]
    public async Task A_cancelled_pull_ends_at_once_and_closes_its_connection()
    {
        var closed = new TaskCompletionSource();
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.RawAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n11\r\n{\"status\":\"one\"}\n\r\n");
            await e.ReadToEndAsync();
            closed.SetResult();
        });
        using var client = engine.Client();
        using var stop = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var step in client.PullImageAsync("tiny", stop.Token))
                await stop.CancelAsync();
        });

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static async Task<List<PullProgress>> PullAsync(EngineClient client, string image)
    {
        var steps = new List<PullProgress>();
        await foreach (var step in client.PullImageAsync(image))
            steps.Add(step);
        return steps;
    }
}
