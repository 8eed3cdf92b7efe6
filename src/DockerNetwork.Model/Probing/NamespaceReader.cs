using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Listening;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// Interfaces, routes and listeners of containers' network namespaces and of the host's, by the agent or else by sidecars.
/// </summary>
/// <param name="client">The engine.</param>
/// <param name="say">Receives why the agent is not possible.</param>
/// <param name="agent">Whether the agent may be used; if not, sidecars alone.</param>
internal sealed class NamespaceReader(EngineClient client, Action<string> say, bool agent = true)
{
    private IReadOnlyList<NamespaceItem>? _links;
    private IReadOnlyList<Answer>? _host;

    /// <summary>Facts of the host, if something was asked of it; null otherwise.</summary>
    public HostFacts? Facts { get; private set; }

    /// <summary>Reads facts of the host by the agent that a test is about to use; no sidecar takes its place.</summary>
    /// <param name="mesh">As for <see cref="ProbeAgents.RentAsync"/>.</param>
    /// <param name="proxies">Look for port proxies among the processes too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProberUnavailableException">The engine does not allow the agent.</exception>
    /// <exception cref="EngineException">The agent ended, or does not answer.</exception>
    public async Task ReadFactsAsync(bool mesh, bool proxies, CancellationToken cancellationToken)
    {
        await using var lease = await ProbeAgents.RentAsync(client, mesh, cancellationToken);
        try
        {
            Keep(await RunAsync(lease.Process, null, OfHost with { Proxies = proxies }, cancellationToken), byAgent: true);
        }
        catch (ProberUnavailableException e)
        {
            // The agent is there, and can probe: a host with more routes than it reads, for example.
            EngineWatch.Trace($"Facts of the engine's host are not known: {e.Message}");
        }
    }

    /// <summary>The interfaces of a running container, with what is on the other side of each.</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.Unavailable"/>: neither the agent nor a sidecar is possible.</exception>
    public async Task<IReadOnlyList<ContainerInterface>> InterfacesAsync(
        EngineSnapshot snapshot, Container container, CancellationToken cancellationToken)
    {
        _links ??= Items(await ReadAsync(null, OfNamespace, cancellationToken));
        return Join(snapshot, container, _links, Items(await ReadAsync(container, OfNamespace, cancellationToken)));
    }

    /// <summary>Who listens in the network namespace of a running container, or of the host. A sidecar sees no processes.</summary>
    /// <param name="container">The container; null for the host.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="EngineException"><see cref="EngineFailure.Unavailable"/>: neither the agent nor a sidecar is possible.</exception>
    public async Task<IReadOnlyList<Listener>> ListenersAsync(Container? container, CancellationToken cancellationToken) =>
        Listener.All(await ReadAsync(container, OfListeners, cancellationToken))
            ?? throw new EngineException(EngineFailure.Protocol, "The probe did not list who listens.");

    /// <summary>The same by the agent alone; null if it does not know all. A container that was not inspected is.</summary>
    /// <exception cref="ProberUnavailableException">The engine does not allow the agent, or the agent cannot read them.</exception>
    /// <exception cref="EngineException">The container stopped, or the agent ended or does not answer.</exception>
    public async Task<IReadOnlyList<Listener>?> ListenersByAgentAsync(Container? container, CancellationToken cancellationToken) =>
        Listener.All(await ReadByAgentAsync(await InspectedAsync(container, cancellationToken), OfListeners, cancellationToken));

    /// <summary>The hardware addresses that the network namespace of a container, or of the host, has learnt, by the agent alone.</summary>
    /// <exception cref="ProberUnavailableException">As for <see cref="ListenersByAgentAsync"/>.</exception>
    /// <exception cref="EngineException">As there.</exception>
    public async Task<ILookup<IPAddress, string>> NeighboursByAgentAsync(Container? container, CancellationToken cancellationToken) =>
        Items(await ReadByAgentAsync(await InspectedAsync(container, cancellationToken), OfNamespace, cancellationToken))
            .Where(item => item is { Kind: ItemKind.Neighbour, Mac: not null })
            .Select(item => (Address: Addresses.ParseAddress(item.Address), item.Mac))
            .Where(item => item.Address is not null)
            .ToLookup(item => item.Address!, item => item.Mac!);

    /// <summary>What is said of the host and of a container, put together.</summary>
    internal static IReadOnlyList<ContainerInterface> Join(
        EngineSnapshot snapshot, Container container, IEnumerable<NamespaceItem> outside, IReadOnlyList<NamespaceItem> inside)
    {
        var owner = snapshot.NamespaceOwner(container);
        var host = Links(outside);
        var addresses = inside.Where(a => a.Kind == ItemKind.Address).ToLookup(a => a.Index);
        return [.. Links(inside).Values.OrderBy(a => a.Index).Select(link =>
        {
            // In the host's own namespace a veth's other end is in a container, which is not what is asked.
            var peer = !container.HostNetwork && link is { Type: "veth", Link: { } index } ? host.GetValueOrDefault(index) : null;
            var own = addresses[link.Index]
                .Select(a => (Address: Addresses.ParseAddress(a.Address), Prefix: a.Prefix ?? 0))
                .Where(a => a.Address is not null)
                .Select(a => new InterfaceAddress(a.Address!, a.Prefix))
                .ToArray();
            return new ContainerInterface
            {
                Container = container.Name,
                Name = link.Name ?? "",
                Index = link.Index,
                Addresses = own,
                MacAddress = link.Loopback == true ? "" : link.Mac ?? "",
                Mtu = link.Mtu ?? 0,
                State = link.State ?? "",
                Type = link.Type ?? "",
                HostInterface = peer?.Name,
                Bridge = peer?.Master is { } master ? host.GetValueOrDefault(master)?.Name : null,
                Network = (owner?.Endpoints ?? []).FirstOrDefault(e => e.Addresses().Any(a => own.Any(o => o.Address.Equals(a))))?.Network,
                SharedFrom = container.HostNetwork || owner is { HostNetwork: true } ? "host"
                    : owner is not null && owner.Id != container.Id ? owner.Name
                    : null,
                DockerHost = container.DockerHost,
            };
        })];
    }

    /// <summary>Addresses by which the host is known outside: not those of bridges and of what hangs on them.</summary>
    public async Task<IReadOnlyList<IPAddress>> HostAddressesAsync(CancellationToken cancellationToken) =>
        HostAddresses(await HostAsync(cancellationToken));

    /// <summary>The next hops of the host's default routes: the first outside host.</summary>
    public async Task<IReadOnlyList<IPAddress>> OutsideAsync(CancellationToken cancellationToken) =>
        NextHops(await HostAsync(cancellationToken));

    internal static IReadOnlyList<IPAddress> HostAddresses(IReadOnlyList<NamespaceItem> host)
    {
        var outward = host
            .Where(a => a is { Kind: ItemKind.Link, Loopback: not true, Type: not "bridge", Master: null })
            .Select(a => a.Index)
            .ToHashSet();
        return [.. host
            .Where(a => a.Kind == ItemKind.Address && a.Scope == "global" && outward.Contains(a.Index))
            .Select(a => Addresses.ParseAddress(a.Address))
            .OfType<IPAddress>()];
    }

    internal static IReadOnlyList<IPAddress> NextHops(IEnumerable<NamespaceItem> host) =>
        [.. host
            .Where(a => a is { Kind: ItemKind.Route, Prefix: 0, Gateway: not null })
            .Select(a => Addresses.ParseAddress(a.Gateway))
            .OfType<IPAddress>()
            .Distinct()];

    /// <summary>
    /// By index. A dump that was disturbed (links come and go on a busy host) names one twice: the last one is as it is now.
    /// </summary>
    private static Dictionary<int, NamespaceItem> Links(IEnumerable<NamespaceItem> answers)
    {
        var links = new Dictionary<int, NamespaceItem>();
        foreach (var link in answers.Where(a => a.Kind == ItemKind.Link))
            links[link.Index] = link;
        return links;
    }

    private static JobMessage OfNamespace { get; } = new() { Interfaces = true };

    private static JobMessage OfHost { get; } = new() { Host = true };

    private static JobMessage OfListeners { get; } = new() { Listeners = true };

    /// <summary>What is read, in a sentence.</summary>
    private static string What(JobMessage job) => job.Listeners ? "listeners" : "interfaces";

    /// <exception cref="EngineException">It does not run any more.</exception>
    private async Task<Container?> InspectedAsync(Container? container, CancellationToken cancellationToken) =>
        container is null or { ProcessId: > 0 } ? container
            : await ContainerRun.NowAsync(client, container, cancellationToken) is { ProcessId: > 0 } now ? now
            : throw new EngineException(EngineFailure.Unavailable, $"{container} stopped.");

    private static NamespaceItem[] Items(IEnumerable<Answer> answers) => [.. answers.OfType<NamespaceItem>()];

    private async Task<IReadOnlyList<NamespaceItem>> HostAsync(CancellationToken cancellationToken)
    {
        if (_host is null)
            Keep(await ReadAsync(null, OfHost, cancellationToken), byAgent: false);
        return Items(_host!);
    }

    /// <summary>A sidecar sees no processes of the host, so only the agent is believed about proxies.</summary>
    private void Keep(IReadOnlyList<Answer> answers, bool byAgent)
    {
        _host = answers;
        // A host without any address, not even 127.0.0.1, was not read.
        Facts = HostFactsReader.Read(answers, seesProcesses: byAgent) is { Addresses.Count: > 0 } facts ? facts : null;
    }

    private async Task<IReadOnlyList<Answer>> ReadAsync(Container? container, JobMessage job, CancellationToken cancellationToken)
    {
        // 0 would be the agent's own namespace, the host's.
        if (container is { ProcessId: null or 0 })
            throw new EngineException(EngineFailure.Unavailable, $"{container} is not running, so it has no {What(job)}.");
        try
        {
            try
            {
                if (agent)
                    return await ReadByAgentAsync(container, job, cancellationToken);
            }
            catch (ProberUnavailableException e)
            {
                say($"Agent is not possible: {e.Message} Using a sidecar instead.");
            }

            var beside = new HostConfig { NetworkMode = container is null ? "host" : $"container:{container.Id}" };
            await using var process = await ProbeProcess.StartAsync(client, ProbeContainers.Sidecar, beside, cancellationToken);
            return await RunAsync(process, null, job, cancellationToken);
        }
        catch (ProberUnavailableException e)
        {
            throw new EngineException(
                EngineFailure.Unavailable, $"The {What(job)} of {container?.Name ?? "the host"} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// What an agent says of a namespace that is certainly the container's: one that was started again meanwhile is looked at once more.
    /// </summary>
    private async Task<IReadOnlyList<Answer>> ReadByAgentAsync(
        Container? container, JobMessage job, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadOnceMoreAsync(container, job, cancellationToken);
        }
        catch (ProcessChangedException)
        {
            var now = await ContainerRun.NowAsync(client, container!, cancellationToken);
            try
            {
                if (now is { ProcessId: > 0 })
                    return await ReadOnceMoreAsync(now, job, cancellationToken);
            }
            catch (ProcessChangedException)
            {
                // As below: again something else.
            }

            throw new EngineException(
                EngineFailure.Unavailable,
                now is { ProcessId: > 0 }
                    ? $"The {What(job)} of {container} cannot be read: it keeps restarting, or its process cannot be identified."
                    : $"{container} stopped while its {What(job)} were being read.");
        }
    }

    /// <summary>Another job may make the shared agent die or hang; then a separate agent is asked.</summary>
    private async Task<IReadOnlyList<Answer>> ReadOnceMoreAsync(
        Container? container, JobMessage job, CancellationToken cancellationToken)
    {
        await using (var lease = await ProbeAgents.RentAsync(client, mesh: false, cancellationToken))
        {
            try
            {
                return await RunAsync(lease.Process, container, job, cancellationToken);
            }
            catch (EngineException e) when (!lease.Process.Alive)
            {
                EngineWatch.Trace($"{e.Message} {container?.Name ?? "The host"} is read again with a separate probe container.");
            }
        }

        await using var process = await ProbeAgents.StartOwnAsync(client, mesh: false, cancellationToken);
        return await RunAsync(process, container, job, cancellationToken);
    }

    private Task<IReadOnlyList<Answer>> RunAsync(
        ProbeProcess process, Container? container, JobMessage job, CancellationToken cancellationToken) =>
        NamespaceAnswers.ReadAsync(process, client, container, job, cancellationToken);
}
