using System.Diagnostics;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

public class CancellationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[")]
    public async Task A_cancelled_request_ends_at_once_and_closes_its_connection(string beginning)
    {
        var waits = new TaskCompletionSource();
        var closed = new TaskCompletionSource();
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.RawAsync(beginning);
            waits.SetResult();
            await e.ReadToEndAsync();
            closed.SetResult();
        });
        using var client = engine.Client();
        using var stop = new CancellationTokenSource();
        var request = client.ListNetworksAsync(stop.Token);
        await waits.Task.WaitAsync(TimeSpan.FromSeconds(20));

        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);

        // Generous, for busy machines; a request that is not cancelled takes a hundred seconds.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_sends_nothing()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("[]"));
        using var client = engine.Client();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ListNetworksAsync(new CancellationToken(canceled: true)));

        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task One_cancelled_request_does_not_disturb_another()
    {
        var go = new TaskCompletionSource();
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            if (e.Path.EndsWith("/networks", StringComparison.Ordinal))
            {
                await e.ReadToEndAsync();
                return;
            }

            await go.Task;
            await e.JsonAsync("[]");
        });
        using var client = engine.Client();
        using var stop = new CancellationTokenSource();
        var cancelled = client.ListNetworksAsync(stop.Token);
        var other = client.ListContainersAsync();

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        go.SetResult();

        Assert.Empty(await Expect.SoonAsync(other));
    }
}
