using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Reachability.Probing;

/// <summary>Interfaces and routes of containers' network namespaces and of the host's, by the agent or else by sidecars.</summary>
internal sealed class NamespaceReader(EngineClient client, Action<string> say)
{
    private IReadOnlyList<ProbeAnswer>? _host;

    /// <summary>The interfaces of a running container, with what is on the other side of each.</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.Unavailable"/>: neither the agent nor a sidecar is possible.</exception>
    public async Task<IReadOnlyList<ContainerInterface>> InterfacesAsync(EngineSnapshot snapshot, Container container, CancellationToken cancellationToken)
    {
        var owner = snapshot.NamespaceOwner(container);
        var host = (await HostAsync(cancellationToken)).Where(a => a.Kind == "link").ToDictionary(a => a.Index);
        var inside = await ReadAsync(container, cancellationToken);
        var addresses = inside.Where(a => a.Kind == "address").ToLookup(a => a.Index);
        return [.. inside.Where(a => a.Kind == "link").OrderBy(a => a.Index).Select(link =>
        {
            // In the host's own namespace a veth's other end is in a container, which is not what is asked.
            var peer = !container.HostNetwork && link is { Type: "veth", Link: { } index } ? host.GetValueOrDefault(index) : null;
            var own = addresses[link.Index].Select(a => new InterfaceAddress(Addresses.ParseAddress(a.Address)!, a.Prefix)).ToArray();
            return new ContainerInterface
            {
                Container = container.Name,
                Name = link.Name ?? "",
                Index = link.Index,
                Addresses = own,
                MacAddress = link.Loopback ? "" : link.Mac ?? "",
                Mtu = link.Mtu,
                State = link.State ?? "",
                Type = link.Type ?? "",
                HostInterface = peer?.Name,
                Bridge = peer?.Master is { } master ? host.GetValueOrDefault(master)?.Name : null,
                Network = (owner?.Endpoints ?? []).FirstOrDefault(e => e.Addresses().Any(a => own.Any(o => o.Address.Equals(a))))?.Network,
                SharedFrom = container.HostNetwork || owner is { HostNetwork: true } ? "host" : owner is not null && owner.Id != container.Id ? owner.Name : null,
                DockerHost = container.DockerHost,
            };
        })];
    }

    /// <summary>Addresses by which the host is known outside: not those of bridges and of what hangs on them.</summary>
    public async Task<IReadOnlyList<IPAddress>> HostAddressesAsync(CancellationToken cancellationToken)
    {
        var host = await HostAsync(cancellationToken);
        var outward = host.Where(a => a.Kind == "link" && !a.Loopback && a.Type is not "bridge" && a.Master is null).Select(a => a.Index).ToHashSet();
        return [.. host.Where(a => a.Kind == "address" && a.Scope == "global" && outward.Contains(a.Index)).Select(a => IPAddress.Parse(a.Address!))];
    }

    /// <summary>The next hops of the host's default routes: the first outside host.</summary>
    public async Task<IReadOnlyList<IPAddress>> OutsideAsync(CancellationToken cancellationToken) =>
        [.. (await HostAsync(cancellationToken)).Where(a => a is { Kind: "route", Prefix: 0, Gateway: not null }).Select(a => IPAddress.Parse(a.Gateway!)).Distinct()];

    private async Task<IReadOnlyList<ProbeAnswer>> HostAsync(CancellationToken cancellationToken) => _host ??= await ReadAsync(null, cancellationToken);

    private async Task<IReadOnlyList<ProbeAnswer>> ReadAsync(Container? container, CancellationToken cancellationToken)
    {
        // 0 would be the agent's own namespace, the host's.
        if (container is { ProcessId: 0 })
            throw new EngineException(EngineFailure.Unavailable, $"{container} does not run, so it has no interfaces.");
        try
        {
            try
            {
                await using var lease = await ProbeAgents.RentAsync(client, mesh: false, cancellationToken);
                return await RunAsync(lease.Process, container?.ProcessId ?? 0, cancellationToken);
            }
            catch (ProberUnavailableException e)
            {
                say($"Agent is not possible: {e.Message} Using a sidecar instead.");
                var beside = new HostConfig { NetworkMode = container is null ? "host" : $"container:{container.Id}" };
                await using var process = await ProbeProcess.StartAsync(client, "sidecar", beside, cancellationToken);
                return await RunAsync(process, 0, cancellationToken);
            }
        }
        catch (ProberUnavailableException e)
        {
            throw new EngineException(EngineFailure.Unavailable, $"The interfaces of {container?.Name ?? "the host"} cannot be read: {e.Message}", e);
        }
    }

    private static async Task<IReadOnlyList<ProbeAnswer>> RunAsync(ProbeProcess process, int processId, CancellationToken cancellationToken)
    {
        var answers = new List<ProbeAnswer>();
        await foreach (var answer in process.RunAsync(new ProbeJob { Pid = processId, Interfaces = true }, cancellationToken))
        {
            if (answer.Error is { } error)
                throw new ProberUnavailableException(error == "denied" ? "the agent may not enter the network namespace" : error);
            if (!answer.End)
                answers.Add(answer);
        }

        return answers;
    }
}
