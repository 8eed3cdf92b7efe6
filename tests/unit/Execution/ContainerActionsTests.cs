using DockerNetwork.Execution;

namespace DockerNetwork.UnitTests.Execution;

public class ContainerActionsTests
{
    [Fact]
    public async Task No_more_than_the_limit_go_on_at_once()
    {
        await using var actions = new ContainerActions(3, CancellationToken.None);
        var now = 0;
        var most = 0;

        var all = Enumerable.Range(0, 20).Select(i => actions.Begin($"c{i}", async token =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(5, token);
            Interlocked.Decrement(ref now);
        })).ToList();
        await Task.WhenAll(all);

        Assert.Equal(3, most);
    }

    [Fact]
    public async Task Two_on_the_same_container_are_one_after_the_other_also_where_the_first_fails()
    {
        await using var actions = new ContainerActions(8, CancellationToken.None);
        var go = new TaskCompletionSource();
        var second = false;

        var failing = actions.Begin("same", async _ =>
        {
            await go.Task;
            throw new InvalidOperationException("first");
        });
        var following = actions.Begin("same", _ =>
        {
            second = true;
            return Task.CompletedTask;
        });
        await actions.Begin("other", _ => Task.CompletedTask);

        Assert.False(second);
        go.SetResult();
        await following;
        Assert.True(second);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
    }

    [Fact]
    public async Task After_the_end_nothing_begins_and_what_is_under_way_is_waited_for()
    {
        using var stop = new CancellationTokenSource();
        var actions = new ContainerActions(1, stop.Token);
        var began = new TaskCompletionSource();
        var ended = false;
        var under = actions.Begin("a", async token =>
        {
            began.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                ended = true;
            }
        });
        var queued = actions.Begin("b", _ => throw new InvalidOperationException("never"));
        await began.Task;

        await stop.CancelAsync();
        await actions.DisposeAsync();

        Assert.True(ended);
        Assert.True(under.IsCanceled);
        Assert.True(queued.IsCanceled);
    }
}
