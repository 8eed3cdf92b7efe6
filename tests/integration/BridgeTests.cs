using System.Globalization;
using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using Xunit;

namespace DockerNetwork.IntegrationTests;

/// <summary>
/// From one bridge network to another, in each gateway mode and with each option that lets packets through on some version, and to ports
/// that are published elsewhere: what is predicted is observed, on whichever engine this is.
/// </summary>
[Collection(EngineCollection.Name)]
public sealed class BridgeTests(EngineFixture engine) : IAsyncLifetime
{
    private const string Bridge = "com.docker.network.bridge.";
    private static readonly string[] NoMasquerade = [Bridge + "enable_ip_masquerade=false"];
    private readonly List<string> _networks = [];
    private readonly List<string> _containers = [];

    public async Task InitializeAsync()
    {
        await AddNetworkAsync("aa", 1, []);
        await AddNetworkAsync("am", 2, NoMasquerade);
        await AddNetworkAsync("np", 3, Mode("nat-unprotected"));
        await AddNetworkAsync("npm", 4, [.. Mode("nat-unprotected"), .. NoMasquerade]);
        await AddNetworkAsync("rt", 5, Mode("routed"));
        await AddNetworkAsync("tr", 6, [Bridge + "trusted_host_interfaces=bb-aa:bb-am"]);
        await AddNetworkAsync("tm", 7, [.. NoMasquerade, Bridge + "trusted_host_interfaces=bb-tr"]);
        await AddNetworkAsync("inside", 8, [], isInternal: true);
        foreach (var network in new[] { "aa", "am", "np", "npm", "rt", "tr", "tm" })
            await AddContainerAsync($"{network}-box", [network], 8100 + _containers.Count);
        await AddContainerAsync("inside-box", ["inside"], null);
        await AddContainerAsync("aa-rt-box", ["aa", "rt"], 8120);
        await AddContainerAsync("am-np-box", ["am", "np"], 8121);
        await AddContainerAsync("am-rt-box", ["am", "rt"], 8122);
    }

    public async Task DisposeAsync()
    {
        foreach (var container in _containers)
            await engine.Client.RemoveContainerAsync(container, force: true, volumes: true);
        foreach (var network in _networks)
            await engine.Client.RemoveNetworkAsync(network);
    }

    [Fact]
    public async Task What_is_predicted_is_observed()
    {
        var snapshot = await SnapshotReader.ReadAsync(engine.Client);
        var addresses = snapshot.Containers.SelectMany(c => c.Endpoints).SelectMany(e => e.Addresses()).ToList();
        var gateways = snapshot.Networks.SelectMany(n => n.Gateways).ToList();
        var published = snapshot.Containers.SelectMany(c => c.Ports).Select(p => p.HostPort).OfType<int>().Distinct().ToList();

        var results = await AllAsync(TimeSpan.FromSeconds(1));
        // What was silent under load, or while the kernel checked new addresses of IPv6, may speak when asked again.
        if (results.Exists(r => r.Agrees == false))
            results = await AllAsync(TimeSpan.FromSeconds(3));

        Assert.Empty(results.Where(r => r.Agrees == false).Select(r => $"{r}, expected {r.Predicted}: {r.Reasons[^1].Message}"));
        Assert.True(results.Count(r => r.Agrees is not null || IsForFlag(r)) > results.Count * 0.9, "Hardly anything was predicted.");

        async Task<List<ReachabilityResult>> AllAsync(TimeSpan timeout) =>
        [
            .. await TestAsync(snapshot, addresses.Concat(gateways), [], timeout),
            .. await TestAsync(snapshot, addresses, [80, 81], timeout),
            .. await TestAsync(snapshot, gateways, published, timeout),
        ];
    }

    /// <summary>What the engine does depends on a flag that it does not report.</summary>
    private static bool IsForFlag(ReachabilityResult result) =>
        result.Reasons.Any(reason => reason.Message.Contains("--allow-direct-routing", StringComparison.Ordinal));

    [Fact]
    public async Task The_API_version_that_is_asked_in_changes_no_prediction()
    {
        var before = await SnapshotReader.ReadAsync(engine.Client);
        Environment.SetEnvironmentVariable("DOCKER_API_VERSION", "1.41");
        try
        {
            using var pinned = EngineFixture.NewClient(engine.Client.DockerHost);
            var after = await SnapshotReader.ReadAsync(pinned);

            Assert.Equal(new ApiVersion(1, 41), after.ApiVersion);
            Assert.Equal(before.Engine, after.Engine);
        }
        finally
        {
            Environment.SetEnvironmentVariable("DOCKER_API_VERSION", null);
        }
    }

    private async Task<List<ReachabilityResult>> TestAsync(
        EngineSnapshot snapshot, IEnumerable<IPAddress> addresses, IReadOnlyList<int> ports, TimeSpan timeout)
    {
        var targets = addresses.Distinct().Select(a => new ReachabilityTarget(a.ToString(), null)).ToList();
        var options = new TestOptions
        {
            TcpPorts = ports,
            Method = ProbeMethod.Agent,
            Probe = new ProbeOptions(1, timeout),
        };
        var results = new List<ReachabilityResult>();
        var scope = new TestScope(snapshot, [.. snapshot.Containers], targets);
        await foreach (var result in TestRun.ResultsAsync(engine.Client, scope, options))
            results.Add(result);
        return results;
    }

    private static string[] Mode(string mode) => [$"{Bridge}gateway_mode_ipv4={mode}", $"{Bridge}gateway_mode_ipv6={mode}"];

    /// <summary>Engines that do not know an option ignore it, but refuse a gateway mode that they do not know.</summary>
    private async Task AddNetworkAsync(string name, int number, string[] options, bool isInternal = false)
    {
        var old = (await engine.Client.GetProductAsync()).Version < new EngineVersion(28, 0);
        var text = number.ToString(CultureInfo.InvariantCulture);
        var created = await engine.Client.CreateNetworkAsync(new NetworkCreateRequest
        {
            Name = name,
            Driver = "bridge",
            Internal = isInternal,
            EnableIPv6 = true,
            Ipam = new Ipam
            {
                Config =
                [
                    new IpamConfig { Subnet = $"10.97.{text}.0/24", Gateway = $"10.97.{text}.1" },
                    new IpamConfig { Subnet = $"fd00:97:{text}::/64", Gateway = $"fd00:97:{text}::1" },
                ],
            },
            Options = options.Where(o => !old || !o.Contains("gateway_mode", StringComparison.Ordinal))
                .Append($"{Bridge}name=bb-{name}")
                .ToDictionary(o => o.Split('=')[0], o => o.Split('=')[1]),
        });
        _networks.Add(created.Id);
    }

    private async Task AddContainerAsync(string name, string[] networks, int? published)
    {
        var created = await engine.Client.CreateContainerAsync(name, new ContainerCreateRequest
        {
            Image = "dockernetwork/test",
            Command = ["sh", "-c", "httpd -p 80 -h /www; httpd -p 81 -h /www; exec sleep infinity"],
            ExposedPorts = published is null ? null : new Dictionary<string, EmptyObject> { ["80/tcp"] = new() },
            HostConfig = new HostConfig
            {
                NetworkMode = networks[0],
                PortBindings = published is null
                    ? null
                    : new Dictionary<string, IReadOnlyList<PortBinding>?> { ["80/tcp"] = [new PortBinding("", $"{published}")] },
            },
        });
        _containers.Add(created.Id);
        foreach (var network in networks.Skip(1))
            await engine.Client.ConnectNetworkAsync(network, new ConnectRequest(created.Id, new EndpointSettings()));
        await engine.Client.StartContainerAsync(created.Id);
    }
}
