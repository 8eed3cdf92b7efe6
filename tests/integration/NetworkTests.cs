using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using Xunit;

namespace DockerNetwork.IntegrationTests;

[Collection(EngineCollection.Name)]
public sealed class NetworkTests(EngineFixture engine)
{
    [Fact]
    public async Task A_fresh_engine_has_its_three_networks()
    {
        var snapshot = await SnapshotReader.ReadAsync(engine.Client);

        var predefined = snapshot.Networks
            .Where(n => n.Predefined)
            .OrderBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => (n.Name, n.Driver, n.Scope));
        Assert.Equal([("bridge", "bridge", "local"), ("host", "host", "local"), ("none", "null", "local")], predefined);
        var bridge = snapshot.Networks.Single(n => n.DefaultBridge);
        Assert.Equal("docker0", bridge.Bridge);
        Assert.NotEmpty(bridge.Subnets);
    }

    [Fact]
    public async Task A_network_comes_back_as_it_was_asked_for()
    {
        var created = await engine.Client.CreateNetworkAsync(new NetworkCreateRequest
        {
            Name = "asked",
            Driver = "bridge",
            Internal = true,
            Attachable = true,
            EnableIPv6 = true,
            Labels = new Dictionary<string, string> { ["team"] = "blue" },
            Options = new Dictionary<string, string> { ["com.docker.network.bridge.name"] = "br-asked" },
            Ipam = new Ipam
            {
                Driver = "default",
                Config =
                [
                    new IpamConfig
                    {
                        Subnet = "10.77.0.0/16",
                        IPRange = "10.77.5.0/24",
                        Gateway = "10.77.5.254",
                        AuxAddress = new() { ["router"] = "10.77.5.7" }
                    },
                    new IpamConfig { Subnet = "fd00:77::/64" },
                ],
            },
        });
        try
        {
            var network = (await SnapshotReader.ReadAsync(engine.Client)).Network(created.Id)!;

            Assert.Equal(["10.77.0.0/16", "fd00:77::/64"], network.Subnets.Select(s => s.ToString()));
            var first = network.Ipam[0];
            Assert.Equal(IPNetwork.Parse("10.77.5.0/24"), first.IPRange);
            Assert.Equal("10.77.5.254", first.Gateway?.ToString());
            Assert.Equal("10.77.5.7", first.AuxAddress["router"].ToString());
            Assert.True(network is { Internal: true, Attachable: true, EnableIPv6: true, Bridge: "br-asked" });
            Assert.Equal("blue", network.Label["team"]);
        }
        finally
        {
            await engine.Client.RemoveNetworkAsync(created.Id);
        }
    }

    [Fact]
    public async Task Stopped_containers_stand_on_their_networks()
    {
        var network = await engine.CreateNetworkAsync("with-stopped");
        var container = await engine.StartContainerAsync("stopped", "with-stopped");
        try
        {
            var running = Assert.Single((await SnapshotReader.ReadAsync(engine.Client)).Network(network)!.Endpoints);
            Assert.NotNull(running.IPAddress);

            await engine.Client.StopContainerAsync(container, TimeSpan.Zero);

            var stopped = Assert.Single((await SnapshotReader.ReadAsync(engine.Client)).Network(network)!.Endpoints);
            Assert.Equal(("stopped", ContainerState.Exited, null), (stopped.Container, stopped.State, stopped.IPAddress));
        }
        finally
        {
            await engine.Client.RemoveContainerAsync(container, force: true, volumes: true);
            await engine.Client.RemoveNetworkAsync(network);
        }
    }

    [Fact]
    public async Task A_container_that_was_never_started_stands_on_its_network()
    {
        var network = await engine.CreateNetworkAsync("with-created");
        var created = await engine.Client.CreateContainerAsync("never", new ContainerCreateRequest
        {
            Image = "dockernetwork/test",
            HostConfig = new HostConfig { NetworkMode = "with-created" },
        });
        try
        {
            var endpoint = Assert.Single((await SnapshotReader.ReadAsync(engine.Client)).Network(network)!.Endpoints);
            Assert.Equal(ContainerState.Created, endpoint.State);
        }
        finally
        {
            await engine.Client.RemoveContainerAsync(created.Id, force: true, volumes: true);
            await engine.Client.RemoveNetworkAsync(network);
        }
    }

    [Fact]
    public async Task Connect_and_disconnect_change_the_snapshot()
    {
        var network = await engine.CreateNetworkAsync("joined");
        var container = await engine.StartContainerAsync("joiner", "bridge");
        try
        {
            await engine.Client.ConnectNetworkAsync(network, new ConnectRequest(container, new EndpointSettings { Aliases = ["db"] }));
            var snapshot = await SnapshotReader.ReadAsync(engine.Client);
            snapshot = await snapshot.InspectAsync(engine.Client, [container]);
            Assert.Equal(["db"], Assert.Single(snapshot.Network(network)!.Endpoints).Alias);

            await engine.Client.DisconnectNetworkAsync(network, new DisconnectRequest(container, Force: false));
            Assert.Empty((await SnapshotReader.ReadAsync(engine.Client)).Network(network)!.Endpoints);
        }
        finally
        {
            await engine.Client.RemoveContainerAsync(container, force: true, volumes: true);
            await engine.Client.RemoveNetworkAsync(network);
        }
    }

    [Theory]
    [InlineData("no-such-network")]
    [InlineData("a/b %23#?..")]
    public async Task An_unknown_name_is_not_found_in_the_engines_words(string name)
    {
        var refusal = await Assert.ThrowsAsync<EngineException>(() => engine.Client.GetNetworkAsync(name));

        Assert.Equal(EngineFailure.NotFound, refusal.Failure);
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_that_overlaps_is_refused_in_the_engines_words()
    {
        NetworkCreateRequest Request(string name) =>
            new()
            {
                Name = name,
                Driver = "bridge",
                Ipam = new Ipam { Driver = "default", Config = [new IpamConfig { Subnet = "10.78.0.0/16" }] }
            };
        var first = await engine.Client.CreateNetworkAsync(Request("pool-1"));
        try
        {
            var refusal = await Assert.ThrowsAsync<EngineException>(() => engine.Client.CreateNetworkAsync(Request("pool-2")));

            Assert.Contains("Pool overlaps with other one on this address space", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            await engine.Client.RemoveNetworkAsync(first.Id);
        }
    }

    [Fact]
    public async Task What_the_engine_is_too_old_for_is_refused_and_nothing_is_made()
    {
        var request = new NetworkCreateRequest { Name = "no-ipv4", Driver = "bridge", EnableIPv4 = true };
        if (await engine.Client.GetApiVersionAsync() >= new ApiVersion(1, 48))
        {
            var created = await engine.Client.CreateNetworkAsync(request);
            await engine.Client.RemoveNetworkAsync(created.Id);
            return;
        }

        var refusal = await Assert.ThrowsAsync<EngineException>(() => engine.Client.CreateNetworkAsync(request));

        Assert.Equal(EngineFailure.UnsupportedVersion, refusal.Failure);
        Assert.DoesNotContain((await SnapshotReader.ReadAsync(engine.Client)).Networks, n => n.Name == "no-ipv4");
    }
}
