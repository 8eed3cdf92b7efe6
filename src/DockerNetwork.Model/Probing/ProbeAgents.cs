using System.Collections.Concurrent;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// The agents of this session: at most one an engine, shared by all who probe at the same time, ended when nobody has for a while.
/// An agent uses the host's process ids and network, so that it can enter the network namespace of every container; of the capabilities it
/// has just those that this takes (setns(2), proc(5)) and raw sockets; for a mesh also NET_ADMIN, to take out of the kernel's neighbour
/// table what the probes add to it (see Neighbours.cs of the probe).
/// </summary>
internal static class ProbeAgents
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    private static readonly HostConfig Host = new()
    {
        NetworkMode = "host",
        PidMode = "host",
        // An engine with --userns-remap refuses the host's namespaces to containers whose user ids are remapped.
        UsernsMode = "host",
        CapAdd = ["SYS_ADMIN", "SYS_PTRACE", "NET_RAW"],
    };

    private static readonly HostConfig MeshHost = Host with { CapAdd = [.. Host.CapAdd!, "NET_ADMIN"] };

    private static readonly ConcurrentDictionary<EngineClient, Slot> Slots = new();

    /// <summary>The agent of an engine, started if need be; to be given back.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="mesh">
    /// So many probes are to come that the neighbour table matters. An agent that cannot help with that is replaced, unless it is at work.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProberUnavailableException">The engine does not allow it.</exception>
    public static async Task<Lease> RentAsync(EngineClient client, bool mesh, CancellationToken cancellationToken)
    {
        var slot = Slots.GetOrAdd(client, static _ => new Slot());
        await slot.Gate.WaitAsync(cancellationToken);
        try
        {
            if (slot.Process is not { Alive: true } || (mesh && !slot.Mesh && slot.Users == 0))
            {
                await slot.EndAsync();
                await ProbeStrays.RemoveAsync(client, cancellationToken);
                slot.Process = await StartOwnAsync(client, mesh, cancellationToken);
                slot.Mesh = mesh;
            }

            return slot.Lend(slot.Process);
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>An agent that is not shared; to be disposed.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="mesh">As for <see cref="RentAsync"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProberUnavailableException">The engine does not allow it.</exception>
    public static Task<ProbeProcess> StartOwnAsync(EngineClient client, bool mesh, CancellationToken cancellationToken) =>
        ProbeProcess.StartAsync(client, ProbeContainers.Agent, mesh ? MeshHost : Host, cancellationToken);

    /// <summary>Ends the agent of an engine if nobody uses it.</summary>
    public static async Task EndIdleAsync(EngineClient client)
    {
        if (Slots.TryGetValue(client, out var slot))
            await slot.EndIfIdleAsync(slot.Rents);
    }

    /// <summary>
    /// Ends all agents that nobody uses; when the module is removed. Waits for an engine that does not answer no longer than
    /// <see cref="EngineClient.CleanupLimit"/>: an agent ends by itself as soon as its input is closed, and that is done first.
    /// </summary>
    public static Task EndIdleAsync() =>
        Task.WhenAny(
            Task.WhenAll(Slots.Keys.Select(client => Task.Run(() => EndIdleAsync(client)))),
            Task.Delay(EngineClient.CleanupLimit));

    /// <summary>The right to use an agent. If its user was interrupted, the agent ends at once unless somebody else uses it.</summary>
    internal sealed class Lease(Slot slot, ProbeProcess process) : ProbePlace
    {
        public override ProbeProcess Process => process;

        public override async ValueTask DisposeAsync()
        {
            var rents = slot.TakeBack();
            if (Interrupted)
                await slot.EndIfIdleAsync(rents);
            else
                _ = EndLaterAsync(slot, rents);
        }

        private static async Task EndLaterAsync(Slot slot, int rents)
        {
            EngineWatch.End();
            await Task.Delay(Idle);
            await slot.EndIfIdleAsync(rents);
        }
    }

    internal sealed class Slot
    {
        private readonly object _counts = new();
        private int _users;
        private int _rents;

        /// <summary>
        /// Held while an agent is started or ended. Not for the counts: who gives one back must not wait for an engine that somebody else
        /// waits for.
        /// </summary>
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public ProbeProcess? Process { get; set; }

        /// <summary>It was started for a mesh.</summary>
        public bool Mesh { get; set; }

        public int Users
        {
            get
            {
                lock (_counts)
                    return _users;
            }
        }

        /// <summary>Counts the rents, so that an end that was planned before the last one does nothing.</summary>
        public int Rents
        {
            get
            {
                lock (_counts)
                    return _rents;
            }
        }

        /// <summary>With the gate held.</summary>
        public Lease Lend(ProbeProcess process)
        {
            lock (_counts)
            {
                _users++;
                _rents++;
            }

            return new Lease(this, process);
        }

        /// <summary>How many rents there were by then.</summary>
        public int TakeBack()
        {
            lock (_counts)
            {
                _users--;
                return _rents;
            }
        }

        public async Task EndIfIdleAsync(int rents)
        {
            // A caller that holds it for long is starting an agent, and will use it.
            if (!await Gate.WaitAsync(EngineClient.CleanupLimit))
                return;
            try
            {
                if (Users == 0 && Rents == rents)
                    await EndAsync();
            }
            finally
            {
                Gate.Release();
            }
        }

        public async Task EndAsync()
        {
            if (Process is { } process)
                await process.DisposeAsync();
            Process = null;
        }
    }
}
