using System.Diagnostics;
using System.Globalization;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>Builds topologies on an engine, and takes them away. What need not be in order is done at the same time.</summary>
/// <param name="client">The engine.</param>
/// <param name="engine">What it can do.</param>
/// <param name="docker">Runs the docker CLI, which knows services.</param>
internal sealed class TopologyBuilder(EngineClient client, AgreementEngine engine, Func<string[], Task> docker)
{
    /// <summary>25.0, which takes a MAC address for each endpoint. Older engines take one for the container.</summary>
    private static readonly EngineVersion MacOfEachEndpoint = new(25, 0);

    private bool _service;

    public async Task BuildAsync(Topology topology)
    {
        await Task.WhenAll(topology.Networks.Select(CreateAsync));
        if (topology.Service is { } service)
        {
            _service = true;
            await docker(service.Arguments);
        }

        // Owners first, and then who shares with them or links to them; links of the default bridge need their target up.
        var alone = topology.Containers.ToLookup(c => c.Shares is null && c.Links.Count == 0 && c.Endpoints.All(e => e.Links.Count == 0));
        await Task.WhenAll(alone[true].Select(c => CreateAsync(c, topology)));
        foreach (var container in alone[false])
            await CreateAsync(container, topology);
        var started = topology.Containers
            .Where(c => c.State != TopologyState.Created)
            .ToLookup(c => c.Shares is null && c.Links.Count == 0);
        await Task.WhenAll(started[true].Select(StartAsync));
        foreach (var container in started[false])
            await StartAsync(container);
        await Task.WhenAll(topology.Containers
            .SelectMany(c => c.Disconnected.Select(network => (c.Name, Network: network)))
            .Select(pair => client.DisconnectNetworkAsync(pair.Network, new DisconnectRequest(pair.Name, Force: false))));
        await Task.WhenAll(topology.Containers.Select(ChangeAsync));
        await WaitForStopAsync([.. topology.Containers.Where(c => c.State == TopologyState.Stopped).Select(c => $"/{c.Name}")]);
        if (topology.Service is { Replicas: var replicas })
            await WaitForTasksAsync(replicas);
    }

    public async Task RemoveAsync()
    {
        if (_service)
        {
            await docker(["service", "rm", TopologyService.Name]);
            await WaitForTasksAsync(0);
            _service = false;
        }

        // Who has a legacy link goes before its target: else the engine leaves the rules that opened the link to whoever gets the two
        // addresses next.
        var containers = (await client.ListContainersAsync()).Where(c =>
            c.Names?.Exists(n => n.StartsWith("/box", StringComparison.Ordinal)) == true).ToList();
        var linking = containers
            .SelectMany(c => c.Names!)
            .Select(n => n.Split('/'))
            .Where(parts => parts.Length == 3)
            .Select(parts => $"/{parts[1]}").ToHashSet();
        foreach (var group in containers.GroupBy(c => !c.Names!.Exists(linking.Contains)).OrderBy(g => g.Key))
            await Task.WhenAll(group.Select(c => client.RemoveContainerAsync(c.Id, force: true, volumes: true)));

        // The engine says that it removed an overlay network, or a container's endpoint, before it did.
        var since = Stopwatch.StartNew();
        while ((await client.ListNetworksAsync()).Where(n =>
            n.Name.StartsWith("net", StringComparison.Ordinal)).ToList() is { Count: > 0 } left)
        {
            if (since.Elapsed > TimeSpan.FromSeconds(30))
                throw new InvalidOperationException($"The networks {string.Join(", ", left.Select(n => n.Name))} do not go away.");
            await Task.WhenAll(left.Select(RemoveAsync));
        }
    }

    /// <summary>Engines answer that a container has stopped before their list says so.</summary>
    private async Task WaitForStopAsync(HashSet<string> names)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromSeconds(10); await Task.Delay(20))
        {
            if (!(await client.ListContainersAsync()).Exists(c => c.State == "running" && c.Names?.Exists(names.Contains) == true))
                return;
        }

        throw new InvalidOperationException($"The containers {string.Join(", ", names)} do not stop.");
    }

    /// <summary>Until so many tasks of the service run, and no others are there.</summary>
    private async Task WaitForTasksAsync(int count)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < TimeSpan.FromSeconds(30);)
        {
            var tasks = (await client.ListContainersAsync()).Where(c =>
                c.Names?.Exists(n => n.StartsWith($"/{TopologyService.Name}.", StringComparison.Ordinal)) == true).ToList();
            if (tasks.Count == count && tasks.TrueForAll(t => t.State == "running"))
                return;
            await Task.Delay(100);
        }

        throw new InvalidOperationException($"The service does not get {count} tasks.");
    }

    /// <summary>A swarm that is a few seconds old does not find all of its networks.</summary>
    private async Task StartAsync(TopologyContainer container)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await client.StartContainerAsync(container.Name);
                return;
            }
            catch (EngineException e) when (attempt < 20 && e.Failure == EngineFailure.NotFound)
            {
                await Task.Delay(250);
            }
        }
    }

    private async Task RemoveAsync(NetworkResource network)
    {
        try
        {
            await client.RemoveNetworkAsync(network.Id);
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            await Task.Delay(50);
        }
    }

    private Task CreateAsync(TopologyNetwork network) => client.CreateNetworkAsync(new NetworkCreateRequest
    {
        Name = network.Name,
        Driver = network.Driver,
        Internal = network.Internal,
        Attachable = network.Driver == "overlay",
        EnableIPv4 = network.IPv4 ? null : false,
        EnableIPv6 = network.IPv6,
        Options = network.Options,
        Ipam = new Ipam { Config = [.. SubnetsOf(network)] },
    });

    private static IEnumerable<IpamConfig> SubnetsOf(TopologyNetwork network)
    {
        if (network.IPv4)
        {
            yield return new IpamConfig
            {
                Subnet = network.Subnet,
                Gateway = network.Gateway is { } gateway ? network.Address(gateway) : null,
                IPRange = network.AddressRange ? $"{network.Address(64)}/26" : null,
                AuxAddress = network.OtherRouter ? new() { ["DefaultGatewayIPv4"] = network.Address(253) } : null,
            };
        }

        if (network.SecondSubnet)
            yield return new IpamConfig { Subnet = network.Subnet2 };
        if (network.IPv6)
            yield return new IpamConfig { Subnet = network.Subnet6 };
    }

    private async Task CreateAsync(TopologyContainer container, Topology topology)
    {
        var first = container.Endpoints.Count > 0 ? container.Endpoints[0] : null;
        var ports = container.Published.Select(p => p.ContainerPort);
        if (TopologyDraft.NumberOf(container) % 3 != 0)
            ports = ports.Append(AgreementServer.Port);
        var created = await client.CreateContainerAsync(container.Name, new ContainerCreateRequest
        {
            Image = "dockernetwork/test",
            Command = AgreementServer.CommandOf(container.Name, topology),
            Hostname = container.HostName,
            Domainname = container.DomainName,
            MacAddress = engine.Version < MacOfEachEndpoint ? first?.Mac : null,
            ExposedPorts = container.Shares is null ? ports.Distinct().ToDictionary(Tcp, _ => new EmptyObject()) : null,
            HostConfig = new HostConfig
            {
                NetworkMode = container.Shares is { } owner ? $"container:{owner}" : first!.Network,
                ExtraHosts = NoneIfEmpty(container.ExtraHosts),
                Links = NoneIfEmpty(container.Links),
                Dns = NoneIfEmpty(container.Dns),
                DnsSearch = NoneIfEmpty(container.DnsSearch),
                DnsOptions = NoneIfEmpty(container.DnsOptions),
                Binds = NoneIfEmpty([.. container.Mounts.Select(file => $"{engine.Folder}/{file}:/etc/{file}:ro")]),
                Sysctls = container.Sysctls.Count > 0 ? container.Sysctls : null,
                PortBindings = container.Published.Count > 0
                    ? container.Published
                        .GroupBy(p => p.ContainerPort)
                        .ToDictionary(g => Tcp(g.Key), g => (IReadOnlyList<PortBinding>?)[.. g.Select(Binding)])
                    : null,
            },
            NetworkingConfig = first is null || first.Network is "bridge" or "host" or "none"
                ? null
                : new NetworkingConfig(new Dictionary<string, EndpointSettings> { [first.Network] = Settings(first) }),
        });
        foreach (var endpoint in container.Endpoints.Skip(1))
            await client.ConnectNetworkAsync(endpoint.Network, new ConnectRequest(created.Id, Settings(endpoint)));
    }

    private async Task ChangeAsync(TopologyContainer container)
    {
        switch (container.State)
        {
            case TopologyState.Stopped:
                await client.StopContainerAsync(container.Name, TimeSpan.Zero);
                break;
            case TopologyState.Restarted:
                await client.StopContainerAsync(container.Name, TimeSpan.Zero);
                await client.StartContainerAsync(container.Name);
                break;
            case TopologyState.Paused:
                await client.PostAsync(
                    RequestPath.Of("containers", container.Name, "pause"),
                    TimeSpan.FromSeconds(30),
                    CancellationToken.None);
                break;
        }
    }

    private EndpointSettings Settings(TopologyEndpoint endpoint) => new()
    {
        Aliases = NoneIfEmpty(endpoint.Aliases),
        Links = NoneIfEmpty(endpoint.Links),
        MacAddress = engine.Version < MacOfEachEndpoint ? null : endpoint.Mac,
        GwPriority = endpoint.Priority == 0 ? null : endpoint.Priority,
        IpamConfig = (endpoint.Address ?? endpoint.Address6) is null
            ? null
            : new EndpointIpamConfig { IPv4Address = endpoint.Address, IPv6Address = endpoint.Address6 },
    };

    private static string Tcp(int port) => $"{port.ToString(CultureInfo.InvariantCulture)}/tcp";

    private static PortBinding Binding(TopologyPort port) =>
        new(port.HostAddress, port.HostPort.ToString(CultureInfo.InvariantCulture));

    private static IReadOnlyList<string>? NoneIfEmpty(IReadOnlyList<string> values) => values.Count > 0 ? values : null;
}
