namespace DockerNetwork.Execution;

/// <summary>
/// Actions on containers that go on at once, a few at a time, on the thread pool. Two on the same container never overlap: the second
/// begins when the first has ended, so that <c>Remove-DockerContainer a, a</c> does the same each time.
/// </summary>
/// <param name="atOnce">How many.</param>
/// <param name="cancellationToken">Ends what is under way; nothing more begins.</param>
internal sealed class ContainerActions(int atOnce, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly SemaphoreSlim _slots = new(atOnce);
    private readonly Dictionary<string, Task> _lastOfContainer = new(StringComparer.Ordinal);

    /// <summary>Begins an action, or queues it behind those before. The task ends as the action did.</summary>
    public Task Begin(string containerId, Func<CancellationToken, Task> action)
    {
        var before = _lastOfContainer.GetValueOrDefault(containerId) ?? Task.CompletedTask;
        return _lastOfContainer[containerId] = RunAsync(before, action);
    }

    /// <summary>Waits until all that was begun has ended, well or not.</summary>
    public async Task IdleAsync() => await Task.WhenAll(_lastOfContainer.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Waits until all has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await IdleAsync();
        _slots.Dispose();
    }

    private async Task RunAsync(Task before, Func<CancellationToken, Task> action)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _slots.WaitAsync(cancellationToken);
        try
        {
            // The slot may have come free by the very cancellation.
            cancellationToken.ThrowIfCancellationRequested();
            await action(cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }
}
