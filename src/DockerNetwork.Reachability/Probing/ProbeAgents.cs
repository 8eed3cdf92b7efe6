using System.Collections.Concurrent;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Reachability.Probing;

/// <summary>
/// The agents of this session: at most one an engine, shared by all who probe at the same time, ended when nobody has for a while.
/// An agent uses the host's process ids and network, so that it can enter the network namespace of every container; of the capabilities it has
/// just those that this takes (setns(2), proc(5)) and raw sockets; for a mesh also NET_ADMIN, to take out of the kernel's neighbour table what the probes
/// add to it (see Neighbours.cs of the probe).
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
    /// <param name="mesh">So many probes are to come that the neighbour table matters. An agent that cannot help with that is replaced, unless it is at work.</param>
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
                slot.Process = await ProbeProcess.StartAsync(client, "agent", mesh ? MeshHost : Host, cancellationToken);
                slot.Mesh = mesh;
            }

            slot.Users++;
            slot.Rents++;
            return new Lease(slot, slot.Process);
        }
        finally
        {
            slot.Gate.Release();
        }
    }

    /// <summary>Ends the agent of an engine if nobody uses it.</summary>
    public static async Task EndIdleAsync(EngineClient client)
    {
        if (Slots.TryGetValue(client, out var slot))
            await slot.EndIfIdleAsync(slot.Rents);
    }

    /// <summary>Ends all agents that nobody uses; when the module is removed.</summary>
    public static Task EndIdleAsync() => Task.WhenAll(Slots.Keys.Select(EndIdleAsync));

    /// <summary>The right to use an agent.</summary>
    internal sealed class Lease(Slot slot, ProbeProcess process) : IAsyncDisposable
    {
        public ProbeProcess Process => process;

        /// <summary>Set where the user was interrupted: then the agent ends at once if nobody else uses it.</summary>
        public bool Interrupted { get; set; }

        public async ValueTask DisposeAsync()
        {
            await slot.Gate.WaitAsync();
            var rents = slot.Rents;
            slot.Users--;
            slot.Gate.Release();
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
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public ProbeProcess? Process { get; set; }

        /// <summary>It was started for a mesh.</summary>
        public bool Mesh { get; set; }

        public int Users { get; set; }

        /// <summary>Counts the rents, so that an end that was planned before the last one does nothing.</summary>
        public int Rents { get; set; }

        public async Task EndIfIdleAsync(int rents)
        {
            await Gate.WaitAsync();
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
