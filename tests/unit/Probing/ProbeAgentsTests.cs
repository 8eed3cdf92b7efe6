using DockerNetwork.Engine;
using DockerNetwork.Model.Probing;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>One agent an engine, for all who probe at the same time.</summary>
public class ProbeAgentsTests
{
    [Fact]
    public async Task All_who_come_at_once_share_one()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);

        var leases = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ProbeAgents.RentAsync(engine.Client, mesh: false, default)));

        Assert.Single(engine.Created);
        Assert.Single(leases.Select(l => l.Process).Distinct());
        foreach (var lease in leases)
            await lease.DisposeAsync();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void In_a_rootless_engine_it_gets_the_proc_that_is_there(bool rootless, bool mesh)
    {
        var engine = new EngineProduct(EngineKind.Docker, new EngineVersion(20, 10, 24)) { Rootless = rootless };

        var host = ProbeAgents.Config(engine, mesh);

        Assert.Equal(rootless ? ["/proc:/proc"] : null, host.Binds);
        Assert.Equal(("host", "host", "host"), (host.NetworkMode, host.PidMode, host.UsernsMode));
        Assert.Equal(mesh, host.CapAdd!.Contains("NET_ADMIN"));
    }

    [Fact]
    public async Task One_that_is_given_back_is_used_again()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);
        for (var i = 0; i < 3; i++)
            await (await ProbeAgents.RentAsync(engine.Client, mesh: false, default)).DisposeAsync();

        Assert.Single(engine.Created);
        await ProbeAgents.EndIdleAsync(engine.Client);
        await FakeProbeEngine.UntilAsync(() => engine.InputsOpen == 0);
    }

    [Fact]
    public async Task One_in_use_does_not_end()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);
        await using var lease = await ProbeAgents.RentAsync(engine.Client, mesh: false, default);

        await ProbeAgents.EndIdleAsync(engine.Client);

        Assert.True(lease.Process.Alive);
    }

    [Fact]
    public async Task An_interruption_ends_it_at_once()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);
        using var stop = new CancellationTokenSource();
        var lease = await ProbeAgents.RentAsync(engine.Client, mesh: false, stop.Token);
        await stop.CancelAsync();
        await lease.DisposeAsync();

        Assert.False(lease.Process.Alive);
    }

    [Fact]
    public async Task An_interruption_of_one_leaves_it_to_the_others()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);
        using var stop = new CancellationTokenSource();
        var first = await ProbeAgents.RentAsync(engine.Client, mesh: false, stop.Token);
        await using var second = await ProbeAgents.RentAsync(engine.Client, mesh: false, default);
        await stop.CancelAsync();
        await first.DisposeAsync();

        Assert.True(second.Process.Alive);
    }

    [Fact]
    public async Task One_that_died_is_replaced()
    {
        await using var engine = new FakeProbeEngine((exchange, _) =>
        {
            exchange.Hangup();
            return Task.CompletedTask;
        });
        await using (var lease = await ProbeAgents.RentAsync(engine.Client, mesh: false, default))
        {
            await Assert.ThrowsAsync<DockerNetwork.Engine.EngineException>(async () =>
                await lease.Process.RunAsync(new JobMessage(), default).GetAsyncEnumerator().MoveNextAsync());
            await FakeProbeEngine.UntilAsync(() => !lease.Process.Alive);
        }

        await using var other = await ProbeAgents.RentAsync(engine.Client, mesh: false, default);

        Assert.True(other.Process.Alive);
        Assert.Equal(2, engine.Created.Count);
    }

    [Fact]
    public async Task One_that_was_refused_can_be_asked_for_again()
    {
        var refuse = true;
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            Refuse = (at, _) => refuse && at == "create" ? (403, "no") : null
        };

        await Assert.ThrowsAsync<ProberUnavailableException>(() => ProbeAgents.RentAsync(engine.Client, mesh: false, default));
        refuse = false;
        await using var lease = await ProbeAgents.RentAsync(engine.Client, mesh: false, default);

        Assert.True(lease.Process.Alive);
    }

    [Theory]
    [InlineData(false, true, 2)]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 1)]
    [InlineData(false, false, 1)]
    public async Task One_that_cannot_do_a_mesh_is_replaced_by_one_that_can(bool first, bool second, int started)
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);
        await (await ProbeAgents.RentAsync(engine.Client, first, default)).DisposeAsync();
        await using var lease = await ProbeAgents.RentAsync(engine.Client, second, default);

        Assert.Equal(started, engine.Created.Count);
        Assert.Equal(first || second, engine.Created[^1].Contains("NET_ADMIN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_at_work_is_not_replaced_for_a_mesh()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);
        await using var small = await ProbeAgents.RentAsync(engine.Client, mesh: false, default);
        await using var mesh = await ProbeAgents.RentAsync(engine.Client, mesh: true, default);

        Assert.Same(small.Process, mesh.Process);
    }

    [Fact]
    public async Task What_waits_for_it_can_be_cancelled()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ProbeAgents.RentAsync(engine.Client, mesh: false, new CancellationToken(true)));
        await using var lease = await ProbeAgents.RentAsync(engine.Client, mesh: false, default);
    }

    [Fact]
    public async Task Its_strays_are_removed_before_it_starts()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            Containers =
                """[{"Id":"old","State":"created","Created":1"""
                    + ""","ImageID":"sha256:made","Command":"/dockernetwork-probe 86400","Labels":{"dockernetwork.probe":"agent"}}]""",
        };
        await using var lease = await ProbeAgents.RentAsync(engine.Client, mesh: false, default);

        Assert.Equal(1, engine.Count("DELETE /v1.51/containers/old"));
    }
}
