using System.Net.Http.Json;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;

namespace DockerNetwork.IntegrationTests.Podman;

/// <summary>Builds topologies on Podman, and takes them away.</summary>
internal sealed class PodmanBuilder(EngineClient client)
{
    public async Task BuildAsync(PodmanTopology topology)
    {
        foreach (var network in topology.Networks)
            await (network.ByDockerApi ? CreateAsync(network) : CreateByOwnApiAsync(network));
        foreach (var container in topology.Containers)
            await CreateAsync(container);
        // Owners before those who share with them.
        foreach (var container in topology.Containers.Where(c => c.State != PodmanState.Created))
            await client.StartContainerAsync(container.Name);
        foreach (var container in topology.Containers)
            await ChangeAsync(container);
    }

    public async Task RemoveAsync()
    {
        // Podman refuses to remove a container while others share its network namespace.
        for (var attempt = 0; attempt < 3; attempt++)
        {
            foreach (var container in (await client.ListContainersAsync()).Where(c => IsOurs(c.Names?[0])).Reverse())
            {
                try
                {
                    await client.RemoveContainerAsync(container.Id, force: true, volumes: true);
                }
                catch (EngineException e) when (e.StatusCode is not null && attempt < 2)
                {
                    // In the next round.
                }
            }
        }

        foreach (var network in (await client.ListNetworksAsync()).Where(n => n.Name.StartsWith("net", StringComparison.Ordinal)))
            await client.RemoveNetworkAsync(network.Id);
    }

    private static bool IsOurs(string? name) => name?.StartsWith("/box", StringComparison.Ordinal) == true;

    private Task CreateAsync(PodmanNetworkPlan network) => client.CreateNetworkAsync(new NetworkCreateRequest
    {
        Name = network.Name,
        Driver = "bridge",
        Internal = network.Internal,
        EnableIPv6 = network.IPv6,
        Ipam = new Ipam
        {
            Config =
            [
                new IpamConfig { Subnet = network.Subnet },
                .. network.IPv6 ? new[] { new IpamConfig { Subnet = network.Subnet6 } } : [],
            ],
        },
    });

    /// <summary>As <c>podman network create --disable-dns --opt isolate=true</c>, which the Docker API cannot ask for.</summary>
    private async Task CreateByOwnApiAsync(PodmanNetworkPlan network)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, stop) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(client.DockerHost.Uri.AbsolutePath), stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        var subnets = new List<object> { new { subnet = network.Subnet } };
        if (network.IPv6)
            subnets.Add(new { subnet = network.Subnet6 });
        var path = $"http://podman/v{(await client.GetProductAsync()).Version}/libpod/networks/create";
        using var answer = await http.PostAsJsonAsync(path, new
        {
            name = network.Name,
            driver = "bridge",
            @internal = network.Internal,
            ipv6_enabled = network.IPv6,
            dns_enabled = network.Dns,
            subnets,
            options = network.Isolated ? new Dictionary<string, string> { ["isolate"] = "true" } : [],
        });
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{network} cannot be made: {await answer.Content.ReadAsStringAsync()}");
    }

    private Task CreateAsync(PodmanContainerPlan container) => client.CreateContainerAsync(container.Name, new ContainerCreateRequest
    {
        Image = "dockernetwork/test",
        // Everybody listens on port 80, if nobody of the same namespace does already.
        Command = ["sh", "-c", "httpd -p 80 -h /www; exec sleep infinity"],
        Hostname = container.HostName,
        ExposedPorts = container.Published is null ? null : new Dictionary<string, EmptyObject> { ["80/tcp"] = new() },
        HostConfig = new HostConfig
        {
            NetworkMode = container.Mode ?? container.Endpoints[0].Network,
            ExtraHosts = container.ExtraHost is { } host ? [host] : null,
            PortBindings = container.Published is { } port
                ? new Dictionary<string, IReadOnlyList<PortBinding>?> { ["80/tcp"] = [new PortBinding("", $"{port}")] }
                : null,
        },
        NetworkingConfig = container.Mode is not null
            ? null
            : new NetworkingConfig(container.Endpoints.ToDictionary(e => e.Network, e => new EndpointSettings
            {
                Aliases = e.Alias is { } alias ? [alias] : null,
                IpamConfig = e.Address is { } address ? new EndpointIpamConfig { IPv4Address = address } : null,
            })),
    });

    private async Task ChangeAsync(PodmanContainerPlan container)
    {
        switch (container.State)
        {
            case PodmanState.Stopped:
                await client.StopContainerAsync(container.Name, TimeSpan.Zero);
                break;
            case PodmanState.Restarted:
                await client.StopContainerAsync(container.Name, TimeSpan.Zero);
                await client.StartContainerAsync(container.Name);
                break;
            case PodmanState.Paused:
                await client.PostAsync(
                    RequestPath.Of("containers", container.Name, "pause"), TimeSpan.FromSeconds(30), CancellationToken.None);
                break;
        }
    }
}
