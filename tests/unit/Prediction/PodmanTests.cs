using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Podman's own documents and rules. Each verdict was seen on 4.3.1 with netavark and aardvark-dns.</summary>
public class PodmanTests
{
    private const string NoDns = "dns_enabled=false";
    private static readonly EngineSnapshot Snapshot = Build();

    private static EngineSnapshot Build()
    {
        NetworkResource[] networks =
        [
            Network("bridge", "10.88.0", NoDns),
            Network("aa", "10.1.0", "isolate=true"),
            Network("bb", "10.2.0", "isolate=true"),
            Network("cc", "10.3.0"),
            Network("empty", "10.4.0"),
            Network("inside", "10.5.0") with { Internal = true },
            Network("mute", "10.6.0", NoDns),
            Network("cut", "10.9.0", NoDns) with { Internal = true },
            WithIPv6(Network("dual", "10.7.0"), "fd00:7::"),
            WithIPv6(Network("hidden", "10.8.0") with { Internal = true }, "fd00:8::"),
        ];
        (ContainerSummary Listed, ContainerDetails Inspected)[] containers =
        [
            Container("web", "bridge", ("aa", "10.1.0.2")),
            Container("db", "bridge", ("aa", "10.1.0.3")),
            Container("two", "bridge", ("aa", "10.1.0.4"), ("cc", "10.3.0.4")),
            Container("far", "bridge", ("bb", "10.2.0.2")),
            Container("free", "bridge", ("cc", "10.3.0.2")),
            Container("boxed", "bridge", ("inside", "10.5.0.2")),
            Container("old", "bridge", ("podman", "10.88.0.2")),
            Container("older", "bridge", ("podman", "10.88.0.3")),
            WithIPv6(Container("six", "bridge", ("dual", "10.7.0.2")), "fd00:7::2"),
            WithIPv6(Container("seven", "bridge", ("dual", "10.7.0.3")), "fd00:7::3"),
            WithIPv6(Container("cellar", "bridge", ("hidden", "10.8.0.2")), "fd00:8::2"),
            Container("loose", "bridge", ("cut", "10.9.0.2")),
            Container("quiet", "bridge", ("mute", "10.6.0.2")),
            Container("still", "bridge", ("mute", "10.6.0.3")),
            Container("sidecar", "container:" + TestEngine.Id("web"), ("aa", "10.1.0.2")),
            Container("monitor", "host"),
            Container("lonely", "none"),
        ];
        containers[1].Listed.Ports!.Add(new PortSummary("", 80, 8080, "tcp"));
        var podman = new EngineProduct(EngineKind.Podman, new(4, 3, 1));
        return EngineSnapshot.Create(networks, [.. containers.Select(c => c.Listed)], TestEngine.Host, new(1, 41), engine: podman)
            .With(containers.Select(c => c.Inspected));
    }

    private static NetworkResource Network(string name, string prefix, string? option = null) => new()
    {
        Name = name,
        Id = TestEngine.Id(name),
        Driver = "bridge",
        Scope = "local",
        Ipam = new Ipam { Config = [new IpamConfig { Subnet = prefix + ".0/24", Gateway = prefix + ".1" }] },
        Options = option is null ? [] : new() { [option.Split('=')[0]] = option.Split('=')[1] },
    };

    private static NetworkResource WithIPv6(NetworkResource network, string prefix) => network with
    {
        EnableIPv6 = true,
        Ipam = new Ipam { Config = [.. network.Ipam!.Config!, new IpamConfig { Subnet = prefix + "/64", Gateway = prefix + "1" }] },
    };

    private static (ContainerSummary Listed, ContainerDetails Inspected) WithIPv6(
        (ContainerSummary Listed, ContainerDetails Inspected) container, string address)
    {
        foreach (var (network, endpoint) in container.Listed.NetworkSettings!.Networks!.ToArray())
            container.Listed.NetworkSettings.Networks![network] = endpoint! with { GlobalIPv6Address = address };
        return container;
    }

    /// <summary>As the list has it, without a mode, and as inspecting it does.</summary>
    private static (ContainerSummary Listed, ContainerDetails Inspected) Container(
        string name, string mode, params (string Network, string Address)[] endpoints)
    {
        var settings = new NetworkSettings
        {
            Networks = endpoints.ToDictionary(e => e.Network, EndpointSettings? (e) => new EndpointSettings
            {
                NetworkId = e.Network,
                IPAddress = e.Address,
                Gateway = e.Address[..e.Address.LastIndexOf('.')] + ".1",
                Aliases = [TestEngine.Id(name)[..12]],
            }),
        };
        return (
            new ContainerSummary
            {
                Id = TestEngine.Id(name), Names = ["/" + name], State = "running", NetworkSettings = settings, Ports = [],
            },
            new ContainerDetails
            {
                Id = TestEngine.Id(name),
                Config = new ContainerConfig(name + "-host"),
                HostConfig = new HostConfig { NetworkMode = mode },
                NetworkSettings = settings,
            });
    }

    private static Verdict Ask(string source, string literal, string? target = null, int? port = null) => Predictor.Predict(
        new Question(Snapshot, Named(source), target is null ? null : Named(target), literal) { Port = port });

    private static Container Named(string name) => Snapshot.Containers.Single(c => c.Name == name);

    [Fact]
    public void Endpoints_find_their_networks_by_name()
    {
        Assert.Equal([TestEngine.Id("aa"), TestEngine.Id("cc")], Named("two").Endpoints.Select(e => e.NetworkId));
        Assert.Equal(["old", "older"], Snapshot.Network(TestEngine.Id("bridge"))!.Endpoints.Select(e => e.Container));
    }

    [Fact]
    public void A_shared_namespace_and_that_of_the_host_show_when_inspected()
    {
        Assert.Equal("web", Named("sidecar").NamespaceOwner);
        Assert.Empty(Named("sidecar").Endpoints);
        Assert.True(Named("monitor").HostNetwork);
    }

    [Theory]
    [InlineData("web", "10.1.0.3", ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    [InlineData("sidecar", "10.1.0.3", ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    [InlineData("web", "10.2.0.2", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    [InlineData("web", "10.5.0.2", ReachabilityState.Blocked, ReasonCode.IsolatedNetworks)]
    [InlineData("web", "10.3.0.2", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    [InlineData("free", "10.1.0.3", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    [InlineData("web", "10.88.0.2", ReachabilityState.Reachable, ReasonCode.NotIsolated)]
    [InlineData("old", "10.1.0.3", ReachabilityState.Reachable, ReasonCode.NotIsolated)]
    [InlineData("old", "10.5.0.2", ReachabilityState.Blocked, ReasonCode.IsolatedNetworks)]
    [InlineData("boxed", "10.1.0.3", ReachabilityState.NoRoute, ReasonCode.InternalNetworkOnly)]
    [InlineData("boxed", "10.5.0.1", ReachabilityState.Reachable, ReasonCode.HostAddress)]
    [InlineData("web", "10.1.0.1", ReachabilityState.Reachable, ReasonCode.HostAddress)]
    [InlineData("web", "10.2.0.1", ReachabilityState.Reachable, ReasonCode.HostAddress)]
    [InlineData("web", "10.4.0.1", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    [InlineData("web", "198.51.100.1", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    [InlineData("web", "127.255.255.255", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    [InlineData("web", "0.0.0.0", ReachabilityState.Reachable, ReasonCode.SameNamespace)]
    [InlineData("monitor", "10.5.0.2", ReachabilityState.Reachable, ReasonCode.HostReachesBridges)]
    [InlineData("lonely", "10.1.0.2", ReachabilityState.NoRoute, ReasonCode.NoNetwork)]
    [InlineData("six", "fd00:7::3", ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    [InlineData("six", "fd00:7::1", ReachabilityState.Reachable, ReasonCode.HostAddress)]
    [InlineData("six", "10.8.0.2", ReachabilityState.Blocked, ReasonCode.IsolatedNetworks)]
    [InlineData("six", "fd00:8::2", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    [InlineData("web", "10.9.0.1", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    [InlineData("monitor", "10.9.0.2", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    [InlineData("cellar", "fd00:7::2", ReachabilityState.NoRoute, ReasonCode.InternalNetworkOnly)]
    [InlineData("web", "fd00:7::2", ReachabilityState.NoRoute, ReasonCode.NoAddressOfFamily)]
    [InlineData("web", "fd00:8::2", ReachabilityState.NoRoute, ReasonCode.NoAddressOfFamily)]
    public void Addresses(string source, string address, ReachabilityState state, string code)
    {
        var verdict = Ask(source, address);

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }

    [Fact]
    public void An_address_in_a_subnet_is_not_outside_the_engine()
    {
        var message = Ask("web", "10.1.0.99").Reasons[0].Message;

        Assert.Contains("in a subnet of the network", message, StringComparison.Ordinal);
        Assert.Contains("Podman", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web", ReachabilityState.Reachable)]
    [InlineData("db", ReachabilityState.Unknown)]
    [InlineData("far", ReachabilityState.Unknown)]
    [InlineData("two", ReachabilityState.Unknown)]
    public void A_published_port_leads_to_its_own_network(string source, ReachabilityState state) =>
        Assert.Equal(state, Ask(source, "10.1.0.1", port: 8080).State);

    [Theory]
    [InlineData("web", "db", "db", "10.1.0.3")]
    [InlineData("web", "DB", "db", "10.1.0.3")]
    [InlineData("web", "db.dns.podman", "db", "10.1.0.3")]
    [InlineData("web", "DB.DNS.podman", "db", "10.1.0.3")]
    [InlineData("web", "web-host", null, "10.1.0.2")]
    [InlineData("old", "old", "old", "10.88.0.2")]
    [InlineData("sidecar", "sidecar", "sidecar", "127.0.0.1")]
    [InlineData("web", "sidecar", "sidecar", "127.0.0.1")]
    [InlineData("lonely", "lonely", "lonely", "127.0.0.1")]
    [InlineData("lonely", "lonely-host", null, "127.0.0.1")]
    [InlineData("web", "host.containers.internal", null, "10.1.0.1")]
    [InlineData("web", "localhost", null, "127.0.0.1")]
    public void Names_that_resolve(string source, string name, string? target, string address)
    {
        var verdict = Ask(source, name, target);

        Assert.Equal((ReachabilityState.Reachable, TestEngine.Address(address)), (verdict.State, verdict.Address));
    }

    [Theory]
    [InlineData("web", "far", ReachabilityState.Unresolved, ReasonCode.NoSharedNetwork)]
    [InlineData("old", "older", ReachabilityState.Unresolved, ReasonCode.NamesNeedUserDefinedNetwork)]
    [InlineData("db", "sidecar", ReachabilityState.Unresolved, ReasonCode.NameOfNamespaceOwner)]
    [InlineData("web", "monitor", ReachabilityState.Unresolved, ReasonCode.TargetHasNoAddress)]
    [InlineData("two", "db", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    [InlineData("quiet", "still", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    public void Names_that_do_not_or_may_not(string source, string target, ReachabilityState state, string code)
    {
        var verdict = Ask(source, target, target);

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }

    [Theory]
    [InlineData("six", "seven", null, "10.7.0.3 fd00:7::3")]
    [InlineData("six", "seven", System.Net.Sockets.AddressFamily.InterNetworkV6, "fd00:7::3")]
    [InlineData("six", "six", System.Net.Sockets.AddressFamily.InterNetworkV6, "fd00:7::2")]
    public void A_name_has_the_addresses_of_both_families(
        string source, string name, System.Net.Sockets.AddressFamily? family, string addresses)
    {
        var answer = PodmanNameRules.Resolve(new Question(Snapshot, Named(source), Named(name), name) { Family = family });

        Assert.Equal(addresses, string.Join(' ', Assert.IsType<NameAnswer.Resolved>(answer).Candidates));
    }

    [Fact]
    public void A_container_that_was_stopped_is_exited()
    {
        var stopped = PodmanDocuments.Read(new ContainerSummary { Id = "1", State = "stopped" }, new Dictionary<string, string>());

        Assert.Equal("exited", stopped.State);
    }

    [Fact]
    public void What_is_not_known_says_that_it_is_Podman() =>
        Assert.Contains("Podman", Ask("web", "10.3.0.2").Reasons[0].Message, StringComparison.Ordinal);

    [Fact]
    public async Task The_options_come_from_Podmans_own_list()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(e.Path switch
        {
            "/v1.41/networks" => """[{"Id":"1","Name":"aa","Driver":"bridge","Options":{}},{"Id":"2","Name":"mute","Driver":"bridge"}]""",
            "/v4.3.1/libpod/networks/json" => """
                [{"id":"1","dns_enabled":true,"options":{"isolate":"true"}},null,{"id":"2","dns_enabled":false},{"name":"no id"}]
                """,
            _ => "[]",
        }));
        (engine.ApiVersion, engine.Server) = ("1.41", "Libpod/4.3.1 (linux)");
        using var client = engine.Client();

        var snapshot = await SnapshotReader.ReadAsync(client);

        Assert.Equal("true", snapshot.Network("1")!.Option["isolate"]);
        Assert.True(snapshot.Network("1")!.ResolvesNames);
        Assert.False(snapshot.Network("2")!.ResolvesNames);
        Assert.Equal(4, engine.Requests.Count);
    }

    /// <summary>Up to 4.3 they stand in place of Podman's own (generateResolvConf of libpod).</summary>
    [Theory]
    [InlineData(4, 3, ReachabilityState.Unknown)]
    [InlineData(4, 4, ReachabilityState.Reachable)]
    public void Name_servers_of_its_own(int major, int minor, ReachabilityState state)
    {
        var (web, db) = (Container("web", "bridge", ("aa", "10.1.0.2")), Container("db", "bridge", ("aa", "10.1.0.3")));
        var inspected = web.Inspected with { HostConfig = new HostConfig { NetworkMode = "bridge", Dns = ["198.51.100.1"] } };
        var snapshot = EngineSnapshot.Create(
            [Network("aa", "10.1.0")], [web.Listed, db.Listed], TestEngine.Host, new(1, 41),
            engine: new EngineProduct(EngineKind.Podman, new(major, minor))).With([inspected, db.Inspected]);
        var (source, target) = (snapshot.Containers.Single(c => c.Name == "web"), snapshot.Containers.Single(c => c.Name == "db"));

        Assert.Equal(state, Predictor.Predict(new Question(snapshot, source, target, "db")).State);
        Assert.Equal(ReachabilityState.Reachable, Predictor.Predict(new Question(snapshot, source, target, "10.1.0.3")).State);
    }

    [Fact]
    public async Task Interfaces_ranges_and_further_ports_come_from_its_own_lists()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(e.Path switch
        {
            "/v1.41/networks" => """
                [{"Id":"1","Name":"aa","Driver":"bridge",
                  "IPAM":{"Config":[{"Subnet":"10.1.0.0/24"},{"Subnet":"fd00::/64"},{"Subnet":"x"}]}},
                 {"Id":"2","Name":"lan","Driver":"macvlan"}]
                """,
            "/v4.3.1/libpod/networks/json" => """
                [{"id":"1","network_interface":"podman1","subnets":[null,
                  {"subnet":"10.1.0.0/24","lease_range":{"start_ip":"10.1.0.129","end_ip":"10.1.0.255"}},
                  {"subnet":"fd00::/64","lease_range":{"start_ip":"fd00::5","end_ip":"fd00::6"}},
                  {"subnet":"x","lease_range":{"start_ip":"y"}}]},
                 {"id":"2","network_interface":"eth0"}]
                """,
            "/v1.41/containers/json?all=1" => """
                [{"Id":"c","Names":["/web"],"State":"running","Ports":[{"PrivatePort":80,"PublicPort":8080,"Type":"tcp"}]}]
                """,
            "/v4.3.1/libpod/containers/json?all=true" => """
                [null,{"Id":"c","Ports":[{"host_ip":"","container_port":80,"host_port":8080,"range":3,"protocol":"tcp"}]},
                 {"Id":"gone","Ports":[{"range":99999999,"host_port":1}]},{"Ports":null}]
                """,
            _ => "[]",
        }));
        (engine.ApiVersion, engine.Server) = ("1.41", "Libpod/4.3.1 (linux)");
        using var client = engine.Client();

        var snapshot = await SnapshotReader.ReadAsync(client);

        Assert.Equal("podman1", snapshot.Network("1")!.Bridge);
        Assert.Equal("eth0", snapshot.Network("2")!.Option["parent"]);
        Assert.Equal(["10.1.0.128/25", null], snapshot.Network("1")!.Ipam.Take(2).Select(s => s.IPRange?.ToString()));
        Assert.Equal([8080, 8081, 8082], snapshot.Container("c")!.Ports.Select(p => p.HostPort));
    }

    /// <summary>Its list gives names in place of ids, and asked by id it would remove a network in use.</summary>
    [Fact]
    public async Task Who_uses_a_network_is_known_and_it_is_removed_by_its_name()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("""
            [{"Id":"c","Names":["/web"],"State":"running","NetworkSettings":{"Networks":{"aa":{"NetworkID":"aa"}}}}]
            """));
        (engine.ApiVersion, engine.Server) = ("1.41", "Libpod/4.3.1 (linux)");
        using var client = engine.Client();
        var network = Snapshot.Network(TestEngine.Id("aa"))!;

        Assert.Equal(["web"], (await NetworkUsers.ReadAsync(client, network, CancellationToken.None)).Select(e => e.Container));
        await NetworkUsers.RemoveAsync(client, network, CancellationToken.None);

        Assert.Contains("DELETE /v1.41/networks/aa", engine.Requests);
    }
}
