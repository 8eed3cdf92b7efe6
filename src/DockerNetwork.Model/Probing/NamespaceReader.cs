using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Probing;

/// <summary>Interfaces and routes of containers' network namespaces and of the host's, by the agent or else by sidecars.</summary>
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
            throw new EngineException(EngineFailure.Unavailable, $"{container} is not running, so it has no interfaces.");
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
                EngineFailure.Unavailable, $"The interfaces of {container?.Name ?? "the host"} cannot be read: {e.Message}", e);
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
                    ? $"The interfaces of {container} cannot be read: it keeps restarting, or its process cannot be identified."
                    : $"{container} stopped while its interfaces were being read.");
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

    /// <param name="process">The program.</param>
    /// <param name="container">Whose process leads to the namespace; null for the program's own namespace.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private async Task<IReadOnlyList<Answer>> RunAsync(
        ProbeProcess process, Container? container, JobMessage asked, CancellationToken cancellationToken)
    {
        var items = new List<Answer>();
        var verified = container is null;
        var job = asked with { ProcessId = container?.ProcessId ?? 0, Container = container?.Id };
        await foreach (var answer in process.RunAsync(job, cancellationToken))
        {
            switch (answer)
            {
                case EndOfJob { Error: Refusal.Other }:
                    throw new ProcessChangedException();
                case EndOfJob { Error: Refusal.Denied }:
                    throw new ProberUnavailableException("the agent is not allowed to enter the network namespace");
                case EndOfJob { Error: not null } end:
                    throw new ProberUnavailableException(end.Text ?? "the probe refuses the job");
                case BeginOfJob { Verified: true }:
                    verified = true;
                    break;
                case NamespaceItem or HostItem:
                    items.Add(answer);
                    break;
            }
        }

        if (!verified && !await ContainerRun.LastsAsync(client, container!, cancellationToken))
            throw new ProcessChangedException();
        return items;
    }
}
