using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;

namespace DockerNetwork.Model.Testing;

/// <summary>
/// Tells when something has changed on an engine that can change who reaches whom. Of an engine without events, and of what makes none
/// (a program that begins to listen), it knows nothing: whoever waits also needs a time limit.
/// </summary>
internal sealed class EngineChanges : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _changed = new(0, 1);
    private readonly Task _reading;

    /// <param name="client">The engine.</param>
    /// <param name="say">Receives why there are no events.</param>
    public EngineChanges(EngineClient client, Action<string> say) => _reading = Task.Run(() => ReadAsync(client, say));

    /// <summary>Waits for a change since the last call, and no longer than a time. True if there was one.</summary>
    public Task<bool> WaitAsync(TimeSpan limit, CancellationToken cancellationToken) => _changed.WaitAsync(limit, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _changed.Dispose();
        _stop.Dispose();
    }

    /// <summary>The module's own probes come and go with every test, and change nothing.</summary>
    internal static bool Matters(EngineEvent happened) => happened.Actor?.Attributes is not { } attributes
        || !(attributes.ContainsKey(ProbeImage.Label) || (happened.Type == "network" && attributes.GetValueOrDefault("name") == "host"));

    private async Task ReadAsync(EngineClient client, Action<string> say)
    {
        try
        {
            await foreach (var happened in client.ReadEventsAsync(_stop.Token))
            {
                if (Matters(happened) && _changed.CurrentCount == 0)
                    _changed.Release();
            }
        }
        catch (EngineException e)
        {
            say($"The engine's events cannot be read, so only the interval decides when to test again: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }
}
