using DockerNetwork.Engine;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

public class DiscardTests
{
    private const string Removal = "DELETE /v1.51/containers/0a?force=1&v=1";

    [Fact]
    public async Task A_container_goes_with_its_volumes_whatever_it_does()
    {
        await using var engine = FakeEngine.OnSocket(e => e.RawAsync("HTTP/1.1 204 No Content\r\n\r\n"));
        using var client = engine.Client();

        await client.DiscardContainerAsync("0a");

        Assert.Equal(["GET /_ping", Removal], engine.Requests);
    }

    [Fact]
    public async Task One_that_has_gone_is_gone()
    {
        await using var engine = FakeEngine.OnSocket(e => e.ErrorAsync(404, "No such container: 0a"));
        using var client = engine.Client();

        await client.DiscardContainerAsync("0a");
    }

    [Fact]
    public async Task One_that_removes_itself_is_waited_for()
    {
        var left = 3;
        await using var engine = FakeEngine.OnSocket(e => left-- > 0
            ? e.ErrorAsync(409, "removal of container 0a is already in progress")
            : e.ErrorAsync(404, "No such container: 0a"));
        using var client = engine.Client();

        await client.DiscardContainerAsync("0a");

        Assert.Equal([Removal, Removal, Removal, Removal], engine.Requests.Skip(1));
    }

    [Fact]
    public async Task What_the_engine_cannot_do_is_said()
    {
        await using var engine = FakeEngine.OnSocket(e => e.ErrorAsync(500, "driver failed to remove root filesystem"));
        using var client = engine.Client();

        await Expect.FailureAsync(EngineFailure.EngineError, () => client.DiscardContainerAsync("0a"));
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.ErrorAsync(409, "removal of container 0a is already in progress");
            await stop.CancelAsync();
        });
        using var client = engine.Client();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.DiscardContainerAsync("0a", stop.Token));
    }

    [Fact]
    public async Task An_engine_that_is_frozen_is_given_up_and_the_container_named()
    {
        await using var engine = FakeEngine.OnSocket(e => Task.Delay(Timeout.Infinite, e.Stopped));
        using var client = engine.Client();

        var why = await Expect.FailureAsync(
            EngineFailure.Timeout,
            () => client.DiscardContainerAsync("0a", TimeSpan.FromMilliseconds(100), default).WaitAsync(TimeSpan.FromSeconds(5)));

        Assert.Contains("container 0a", why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_removal_that_never_ends_is_given_up_too()
    {
        await using var engine = FakeEngine.OnSocket(e => e.ErrorAsync(409, "removal of container 0a is already in progress"));
        using var client = engine.Client();

        await Expect.FailureAsync(EngineFailure.Timeout, () => client.DiscardContainerAsync("0a", TimeSpan.FromMilliseconds(200), default));
    }

    [Fact]
    public void Clean_up_leaves_room_within_five_seconds() =>
        Assert.InRange(EngineClient.CleanupLimit, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4.5));
}
