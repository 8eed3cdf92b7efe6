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
    private static readonly HostConfig Host = new()
    {
        NetworkMode = "host",
        PidMode = "host",
        // An engine with --userns-remap refuses the host's namespaces to containers whose user ids are remapped.
        UsernsMode = "host",
        CapAdd = ["SYS_ADMIN", "SYS_PTRACE", "NET_RAW"],
    };

    private static readonly string[] MeshCapabilities = [.. Host.CapAdd!, "NET_ADMIN"];

    private static readonly ConcurrentDictionary<EngineClient, AgentSlot> Slots = new();

    /// <summary>The agent of an engine, started if need be; to be disposed, which gives it back.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="mesh">
    /// So many probes are to come that the neighbour table matters. An agent that cannot help with that is replaced, unless it is at work.
    /// </param>
    /// <param name="cancellationToken">Gives up. If it is cancelled when the agent is given back, the agent is not kept for later.</param>
    /// <exception cref="ProberUnavailableException">The engine does not allow it.</exception>
    public static Task<ProbePlace> RentAsync(EngineClient client, bool mesh, CancellationToken cancellationToken) =>
        Slots.GetOrAdd(client, static c => new AgentSlot((mesh, token) => StartSharedAsync(c, mesh, token)))
            .RentAsync(mesh, cancellationToken);

    /// <summary>An agent that is not shared; to be disposed.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="mesh">As for <see cref="RentAsync"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProberUnavailableException">The engine does not allow it.</exception>
    public static async Task<ProbeProcess> StartOwnAsync(EngineClient client, bool mesh, CancellationToken cancellationToken)
    {
        var engine = await client.GetWholeProductAsync(cancellationToken);
        return await ProbeProcess.StartAsync(client, ProbeContainers.Agent, Config(engine, mesh), cancellationToken);
    }

    /// <summary>
    /// What the agent's container may do. In a rootless engine the kernel refuses a new mount of proc to a container that uses the
    /// machine's process ids: 20.10 fails ("mounting "proc" to rootfs"), and newer engines put the proc of the machine in its place
    /// (moby's rootless/specconv, seen on 28.5). The same mount by name works on both. The agent sees no more than with --pid host.
    /// </summary>
    internal static HostConfig Config(EngineProduct engine, bool mesh) => Host with
    {
        CapAdd = mesh ? MeshCapabilities : Host.CapAdd,
        Binds = engine.Rootless ? ["/proc:/proc"] : null,
    };

    /// <summary>Ends the agent of an engine if nobody uses it.</summary>
    public static async Task EndIdleAsync(EngineClient client)
    {
        if (Slots.TryGetValue(client, out var slot))
            await slot.EndIfIdleAsync();
    }

    /// <summary>
    /// Ends all agents that nobody uses; when the module is removed. Waits for an engine that does not answer no longer than
    /// <see cref="EngineClient.CleanupLimit"/>: an agent ends by itself as soon as its input is closed, and that is done first.
    /// </summary>
    public static Task EndIdleAsync() =>
        Task.WhenAny(
            Task.WhenAll(Slots.Keys.Select(client => Task.Run(() => EndIdleAsync(client)))),
            Task.Delay(EngineClient.CleanupLimit));

    private static async Task<ProbeProcess> StartSharedAsync(EngineClient client, bool mesh, CancellationToken cancellationToken)
    {
        await ProbeStrays.RemoveAsync(client, cancellationToken);
        return await StartOwnAsync(client, mesh, cancellationToken);
    }
}
