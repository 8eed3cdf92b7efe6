using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Probing;

/// <summary>Reads the snapshot of an engine. The module's own probe containers are instruments, so no snapshot holds them.</summary>
public static class SnapshotReader
{
    private const int AllocationSteps = 30;
    private static readonly TimeSpan AllocationStep = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads the networks and containers of an engine with two requests, at the same time.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<EngineSnapshot> ReadAsync(EngineClient client, CancellationToken cancellationToken = default)
    {
        var (networks, containers, probes) = await ListsAsync(client, cancellationToken);
        EngineWatch.Trace($"Read {Counted.Of(networks.Count, "network")} and {Counted.Of(containers.Count, "container")}.");
        var version = await client.GetApiVersionAsync(cancellationToken);
        var engine = await client.GetProductAsync(cancellationToken);
        return EngineSnapshot.Sound(
            client.DockerHost.ToString(),
            () => EngineSnapshot.Create(networks, containers, client.DockerHost, version, c => !probes.Contains(c.Id), engine));
    }

    /// <summary>Reads a network that was just created, so no container is on it.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="id">The network.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    internal static async Task<Network> ReadNewNetworkAsync(EngineClient client, string id, CancellationToken cancellationToken)
    {
        var network = await client.GetNetworkAsync(id, cancellationToken);
        // A swarm gives out subnets after it has answered.
        for (var left = AllocationSteps; left > 0 && network is { Scope: "swarm", ConfigOnly: false, Ipam.Config: null or [] }; left--)
        {
            await Task.Delay(AllocationStep, cancellationToken);
            network = await client.GetNetworkAsync(id, cancellationToken);
        }

        return WireMapping.ToNetwork((await JoinAsync(client, [network], cancellationToken))[0], [], client.DockerHost);
    }

    /// <summary>Reads an engine to be kept: two requests for the lists, and one for each container, at the same time.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="includeHost">Read facts of the engine's host too, by the agent.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="EngineException"><see cref="EngineFailure.Unavailable"/>: the host cannot be read.</exception>
    public static async Task<SavedSnapshot> SaveAsync(
        EngineClient client, bool includeHost = false, CancellationToken cancellationToken = default)
    {
        // First, as it may not be possible. What the agent's own container is, the lists leave out.
        var host = includeHost ? await HostAsync(client, cancellationToken) : null;
        var (networks, all, probes) = await ListsAsync(client, cancellationToken);
        // Left out here, while the engine can still be asked what they are. A reader of the text shows everything in it.
        var containers = all.FindAll(c => !probes.Contains(c.Id));
        var details = await EngineSnapshot.DetailsAsync(
            client,
            containers.Select(c => c.Id),
            cancellationToken,
            id => containers.Find(c => c.Id == id)?.Names?.FirstOrDefault()?.TrimStart('/'));
        var engine = await client.GetWholeProductAsync(cancellationToken);
        var lists = EngineSnapshot.Sound(
            client.DockerHost.ToString(), () => EngineSnapshot.Create(networks, containers, client.DockerHost, engine: engine));
        var swarm = await SwarmDocuments.ReadAsync(client, lists, cancellationToken);
        var document = new SnapshotDocument
        {
            DockerHost = client.DockerHost.ToString(),
            ApiVersion = (await client.GetApiVersionAsync(cancellationToken)).ToString(),
            Engine = engine.ToHeader(),
            FirewallBackend = engine.FirewallBackend,
            Time = DateTimeOffset.Now,
            Networks = networks,
            Containers = containers,
            Details = [.. details],
            SwarmServices = swarm?.Services,
            SwarmNetworks = swarm?.Networks,
            SwarmNodeAddress = swarm?.NodeAddress,
            SwarmNodeCount = swarm is { NodeCount: > 0 and var nodes } ? nodes : null,
            SwarmStopping = swarm?.Stopping,
            UserlandProxy = engine.UserlandProxy,
            Experimental = engine.Experimental ? true : null,
            Rootless = engine.Rootless ? true : null,
            Host = host,
        };
        // A snapshot that cannot be read again is not worth keeping.
        _ = EngineSnapshot.Sound(document.DockerHost, () => SavedSnapshot.Restore(document));
        return SavedSnapshot.Of(document);
    }

    private static async Task<HostFacts> HostAsync(EngineClient client, CancellationToken cancellationToken)
    {
        const string Advice = "Omit -IncludeHost to take a snapshot without facts of the host.";
        var reader = new NamespaceReader(client, _ => { });
        try
        {
            await reader.ReadFactsAsync(mesh: false, proxies: true, cancellationToken);
        }
        catch (ProberUnavailableException e)
        {
            throw new EngineException(
                EngineFailure.Unavailable, $"The engine's host cannot be read, because the agent is not possible: {e.Message} {Advice}", e);
        }

        return reader.Facts
            ?? throw new EngineException(
                EngineFailure.Unavailable, $"The engine's host cannot be read: it has no addresses, or more than can be read. {Advice}");
    }

    private static async Task<EngineLists> ListsAsync(EngineClient client, CancellationToken cancellationToken)
    {
        var reading = (Networks: client.ListNetworksAsync(cancellationToken), Containers: client.ListContainersAsync(cancellationToken));
        await Task.WhenAll(reading.Networks, reading.Containers);
        var (networks, containers) = (await reading.Networks, await reading.Containers);
        networks = await JoinAsync(client, networks, cancellationToken);
        if (containers.Exists(c => c.Ports is { Count: > 0 })
            && await client.GetProductAsync(cancellationToken) is { Kind: EngineKind.Podman } podman
            && await client.ListPodmanContainersAsync(podman, cancellationToken) is { } own)
        {
            containers = PodmanDocuments.Join(containers, own);
        }

        return new(networks, containers, await ProbeContainers.OwnAsync(client, containers, cancellationToken));
    }

    /// <summary>Of Podman, with what its own API says of the networks.</summary>
    private static async Task<List<NetworkResource>> JoinAsync(
        EngineClient client, List<NetworkResource> networks, CancellationToken cancellationToken) =>
        await client.GetProductAsync(cancellationToken) is { Kind: EngineKind.Podman } podman
        && await client.ListPodmanNetworksAsync(podman, cancellationToken) is { } own
            ? PodmanDocuments.Join(networks, own)
            : networks;

    /// <summary>What the two lists say. A class: a task of a struct would be compiled for the first command.</summary>
    private sealed record EngineLists(
        List<NetworkResource> Networks, List<ContainerSummary> Containers, IReadOnlySet<string> Probes);
}
