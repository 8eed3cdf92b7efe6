using DockerNetwork.Engine;

namespace DockerNetwork.Model.Probing;

/// <summary>The agent of one engine, if it runs, and how many use it.</summary>
/// <param name="start">Starts an agent, for a mesh or not.</param>
internal sealed class AgentSlot(Func<bool, CancellationToken, Task<ProbeProcess>> start)
{
    /// <summary>How long an agent that nobody uses is kept for the next user.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    private readonly object _counts = new();

    /// <summary>
    /// Held while an agent is started or ended. Not for the counts: who gives one back must not wait for an engine that somebody else
    /// waits for.
    /// </summary>
    private SemaphoreSlim Gate { get; } = new(1, 1);

    private ProbeProcess? _process;
    private bool _mesh;
    private int _users;

    /// <summary>Counts the rents, so that an end that was planned before the last one does nothing.</summary>
    private int _rents;

    /// <summary>The agent, started if need be; to be disposed.</summary>
    /// <param name="mesh">As for <see cref="ProbeAgents.RentAsync"/>.</param>
    /// <param name="cancellationToken">Gives up. If it is cancelled when the agent is given back, the agent is not kept.</param>
    public async Task<ProbePlace> RentAsync(bool mesh, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        try
        {
            if (_process is not { Alive: true } || (mesh && !_mesh && Counts().Users == 0))
            {
                await EndAsync();
                _process = await start(mesh, cancellationToken);
                _mesh = mesh;
            }

            lock (_counts)
            {
                _users++;
                _rents++;
            }

            return new Lease(this, _process, cancellationToken);
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Ends the agent unless somebody uses it, or has rented it since the call.</summary>
    public Task EndIfIdleAsync() => EndIfIdleAsync(Counts().Rents);

    private async Task ReturnAsync(bool interrupted)
    {
        int rents;
        lock (_counts)
        {
            _users--;
            rents = _rents;
        }

        if (interrupted)
            await EndIfIdleAsync(rents);
        else
            _ = EndLaterAsync(rents);
    }

    private async Task EndLaterAsync(int rents)
    {
        EngineWatch.End();
        await Task.Delay(Idle);
        await EndIfIdleAsync(rents);
    }

    private async Task EndIfIdleAsync(int rents)
    {
        // A caller that holds it for long is starting an agent, and will use it.
        if (!await Gate.WaitAsync(EngineClient.CleanupLimit))
            return;
        try
        {
            if (Counts() == (0, rents))
                await EndAsync();
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>With the gate held.</summary>
    private async Task EndAsync()
    {
        if (_process is { } process)
            await process.DisposeAsync();
        _process = null;
    }

    private (int Users, int Rents) Counts()
    {
        lock (_counts)
            return (_users, _rents);
    }

    /// <summary>The right to use the agent. If its user was interrupted, the agent ends at once unless somebody else uses it.</summary>
    private sealed class Lease(AgentSlot slot, ProbeProcess process, CancellationToken cancellationToken) : ProbePlace
    {
        public override ProbeProcess Process => process;

        // Asked for here and not in a callback, which may come too late or never.
        public override async ValueTask DisposeAsync() => await slot.ReturnAsync(interrupted: cancellationToken.IsCancellationRequested);
    }
}
