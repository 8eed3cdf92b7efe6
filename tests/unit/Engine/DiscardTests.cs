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
        await using var engine = FakeEngine.OnSocket(e => left-- > 0 ? e.ErrorAsync(409, "removal of container 0a is already in progress") : e.ErrorAsync(404, "No such container: 0a"));
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
}
