using System.Diagnostics;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.IntegrationTests.Agreement;

/// <summary>Builds topologies on an engine, and takes them away.</summary>
internal sealed class TopologyBuilder(EngineClient client)
{
    public async Task BuildAsync(Topology topology)
    {
        foreach (var network in topology.Networks)
            await CreateAsync(network);

        // Owners first, then those who share with them; links need their target up.
        foreach (var container in topology.Containers)
            await CreateAsync(container);
        var started = topology.Containers
            .Where(c => c.State != TopologyState.Created)
            .ToLookup(c => c.Shares is null && c.Links.Count == 0);
        await Task.WhenAll(started[true].Select(StartAsync));
        foreach (var container in started[false])
            await StartAsync(container);
        foreach (var (container, network) in topology.Containers.SelectMany(c => c.Disconnected.Select(network => (c, network))))
            await client.DisconnectNetworkAsync(network, new DisconnectRequest(container.Name, Force: false));
        foreach (var container in topology.Containers)
            await ChangeAsync(container);
    }

    public async Task RemoveAsync()
    {
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
            foreach (var network in left)
                await RemoveAsync(network);
        }
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
        EnableIPv6 = network.IPv6,
        Options = network.Options,
        Ipam = new Ipam
        {
            Config =
            [
                new IpamConfig { Subnet = network.Subnet },
                .. network.IPv6 ? new[] { new IpamConfig { Subnet = network.Subnet6 } } : []
            ]
        },
    });

    private async Task CreateAsync(TopologyContainer container)
    {
        var first = container.Endpoints.FirstOrDefault();
        var created = await client.CreateContainerAsync(container.Name, new ContainerCreateRequest
        {
            Image = "dockernetwork/test",
            // Everybody listens on port 80, where nobody of the same namespace does already.
            Command = ["sh", "-c", "httpd -p 80 -h /www; exec sleep infinity"],
            Hostname = container.HostName,
            ExposedPorts = container.Published.Count > 0 ? new Dictionary<string, EmptyObject> { ["80/tcp"] = new() } : null,
            HostConfig = new HostConfig
            {
                NetworkMode = container.Shares is { } owner ? $"container:{owner}" : first!.Network,
                ExtraHosts = container.ExtraHosts.Count > 0 ? container.ExtraHosts : null,
                Links = container.Links.Count > 0 ? container.Links : null,
                PortBindings = container.Published.Count > 0
                    ? new Dictionary<string, IReadOnlyList<PortBinding>?> { ["80/tcp"] = [.. container.Published.Select(p =>
                        new PortBinding(p.Address, $"{p.HostPort}"))] }
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

    private static EndpointSettings Settings(TopologyEndpoint endpoint) => new()
    {
        Aliases = endpoint.Aliases.Count > 0 ? endpoint.Aliases : null,
        IpamConfig = endpoint.Address is { } address ? new EndpointIpamConfig { IPv4Address = address } : null,
    };
}
