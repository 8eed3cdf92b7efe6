using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>What is cleaned up while the user waits is given up in time if the engine does nothing.</summary>
public class FrozenEngineTests
{
    [Fact]
    public async Task Its_end_does_not_wait_for_an_engine_that_is_frozen()
    {
        await using var engine = FakeProbeEngine.Answering("""{"job":JOB,"end":true}""");
        var process = await StartAsync(engine);
        engine.Frozen = true;
        var said = new List<string>();
        EngineWatch.Begin(null, said.Add);

        await process.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));
        await process.DisposeAsync();

        Assert.Contains("probe1", Assert.Single(said), StringComparison.Ordinal);
        await FakeProbeEngine.UntilAsync(() => engine.InputsOpen == 0);
    }

    [Fact]
    public async Task A_start_that_is_given_up_does_not_wait_for_an_engine_that_is_frozen()
    {
        await using var engine = FakeProbeEngine.Answering("""{"job":JOB,"end":true}""");
        await (await StartAsync(engine)).DisposeAsync();
        engine.Frozen = true;
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ProbeProcess.StartAsync(engine.Client, "sidecar", new HostConfig(), stop.Token).WaitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_start_that_is_given_up_leaves_no_container()
    {
        using var stop = new CancellationTokenSource();
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            Refuse = (at, _) =>
            {
                if (at == "create")
                    stop.Cancel();
                return null;
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ProbeProcess.StartAsync(engine.Client, "sidecar", new HostConfig(), stop.Token));

        await FakeProbeEngine.UntilAsync(() => engine.Count("DELETE ") == 1);
    }

    [Fact]
    public async Task An_interruption_does_not_wait_for_an_engine_that_is_frozen()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);
        using var stop = new CancellationTokenSource();
        var lease = await ProbeAgents.RentAsync(engine.Client, mesh: false, stop.Token);
        await stop.CancelAsync();
        engine.Frozen = true;

        await lease.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));

        Assert.False(lease.Process.Alive);
    }

    private static Task<ProbeProcess> StartAsync(FakeProbeEngine engine) =>
        ProbeProcess.StartAsync(engine.Client, "sidecar", new HostConfig(), default);
}
