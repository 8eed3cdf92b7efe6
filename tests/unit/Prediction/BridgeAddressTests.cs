using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>The host's address on a bridge, whether the engine lists it or not. Each case was seen on 20.10 and 28.5.</summary>
public class BridgeAddressTests
{
    private static Network Bridge(IpamConfig subnet, string? endpointGateway, string? option = null, string driver = "bridge")
    {
        var network = new NetworkResource
        {
            Name = "app",
            Id = TestEngine.Id("app"),
            Driver = driver,
            Ipam = new Ipam { Config = [subnet] },
            Options = option is null ? null : new Dictionary<string, string> { [$"com.docker.network.bridge.{option}"] = "true" },
        };
        var settings = new EndpointSettings { NetworkId = network.Id, IPAddress = "10.1.0.9", Gateway = endpointGateway ?? "" };
        var container = new ContainerSummary
        {
            Id = TestEngine.Id("web"),
            Names = ["/web"],
            State = "running",
            NetworkSettings = new NetworkSettings { Networks = new() { ["app"] = settings } },
        };
        return EngineSnapshot.Create([network], [container], TestEngine.Host).Networks.Single();
    }

    private static Dictionary<string, string>? Auxiliary(string? address) =>
        address is null ? null : new Dictionary<string, string> { ["DefaultGatewayIPv4"] = address };

    [Theory]
    [InlineData("10.1.0.5", null, null, null, "10.1.0.5")]
    [InlineData("10.1.0.5", null, "10.1.0.200", "10.1.0.200", "10.1.0.5")]
    [InlineData(null, null, null, "10.1.0.7", "10.1.0.7")]
    [InlineData(null, null, "10.1.0.200", "10.1.0.200", "10.1.0.1")]
    [InlineData(null, null, null, null, "10.1.0.1")]
    [InlineData(null, "10.1.0.0/25", null, null, "10.1.0.1")]
    [InlineData(null, "10.1.0.128/25", null, null, "10.1.0.128")]
    public void The_host_has_the_gateway(string? listed, string? range, string? auxiliary, string? ofEndpoint, string expected)
    {
        var subnet = new IpamConfig { Subnet = "10.1.0.0/24", Gateway = listed, IPRange = range, AuxAddress = Auxiliary(auxiliary) };

        Assert.Equal([IPAddress.Parse(expected)], BridgeAddresses.Of(Bridge(subnet, ofEndpoint)));
    }

    [Theory]
    [InlineData("bridge", "inhibit_ipv4")]
    [InlineData("macvlan", null)]
    public void It_has_no_address_where_it_takes_none(string driver, string? option) =>
        Assert.Empty(BridgeAddresses.Of(Bridge(new IpamConfig { Subnet = "10.1.0.0/24", Gateway = "10.1.0.1" }, null, option, driver)));

    [Theory]
    [InlineData(null, null, null, true)]
    [InlineData("10.1.0.7", null, null, true)]
    [InlineData("10.1.0.1", null, null, false)]
    [InlineData(null, "10.1.0.7", null, false)]
    [InlineData(null, null, "inhibit_ipv4", false)]
    public void A_gateway_of_an_endpoint_may_be_somebody_else(string? listed, string? auxiliary, string? option, bool host)
    {
        var subnet = new IpamConfig { Subnet = "10.1.0.0/24", Gateway = listed, AuxAddress = Auxiliary(auxiliary) };

        Assert.Equal(host, BridgeAddresses.IsHost(Bridge(subnet, "10.1.0.7", option), IPAddress.Parse("10.1.0.7")));
    }

    /// <summary>A network that was made with a subnet and without a gateway, which engines up to 28.5 list so.</summary>
    private static TestEngine Subnet(string? option = null) => new TestEngine { Version = new ApiVersion(1, 51) }
        .Network("app", "10.1.0.0/24")
        .Network("flat", "10.2.0.0/24", option: option)
        .Container("web", "app=10.1.0.2@10.1.0.1")
        .Container("job", "flat=10.2.0.2@10.2.0.1")
        .PublishingFrom("shop", ["app=10.1.0.3@10.1.0.1"], "0.0.0.0:8080->80/tcp")
        .OnHost("monitor");

    [Theory]
    [InlineData("web")]
    [InlineData("job")]
    [InlineData("monitor")]
    public void The_gateway_that_is_not_listed_is_the_host(string source)
    {
        var verdict = Subnet().PredictOther(source, "10.1.0.1");

        Assert.Equal((ReachabilityState.Reachable, ReasonCode.HostAddress), (verdict.State, verdict.Reasons[0].Code));
    }

    [Fact]
    public void A_port_published_there_is_redirected()
    {
        var engine = Subnet("com.docker.network.bridge.enable_ip_masquerade=false");
        var question = new DockerNetwork.Model.Prediction.Question(engine.Snapshot, engine["job"], null, "10.2.0.1") { Port = 8080 };

        var verdict = DockerNetwork.Model.Prediction.Predictor.Predict(question);

        Assert.Equal((ReachabilityState.Blocked, ReasonCode.PublishedPortRedirected), (verdict.State, verdict.Reasons[0].Code));
    }

    [Theory]
    [InlineData("web", "192.0.2.5", null, ReachabilityState.Reachable, ReasonCode.HostAddress)]
    [InlineData("web", "192.0.2.5", 8443, ReachabilityState.Reachable, ReasonCode.HostAddress)]
    [InlineData("job", "192.0.2.5", 8443, ReachabilityState.Blocked, ReasonCode.PublishedPortRedirected)]
    [InlineData("monitor", "192.0.2.5", null, ReachabilityState.Reachable, ReasonCode.HostAddress)]
    [InlineData("inner", "192.0.2.5", null, ReachabilityState.NoRoute, ReasonCode.InternalNetworkOnly)]
    [InlineData("web", "192.0.2.6", null, ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    public void An_address_that_a_port_is_published_at_is_the_hosts(
        string source, string address, int? port, ReachabilityState state, string code)
    {
        var engine = Subnet("com.docker.network.bridge.enable_ip_masquerade=false")
            .Network("inside", "10.3.0.0/24", isInternal: true)
            .Container("inner", "inside=10.3.0.2")
            .PublishingFrom("api", ["app=10.1.0.4@10.1.0.1"], "192.0.2.5:8443->443/tcp");
        var question = new DockerNetwork.Model.Prediction.Question(engine.Snapshot, engine[source], null, address) { Port = port };

        var verdict = DockerNetwork.Model.Prediction.Predictor.Predict(question);

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }

    [Theory]
    [InlineData(51, "routed", ReasonCode.NotMasqueraded)]
    [InlineData(46, "routed", ReasonCode.NotMasqueraded)]
    [InlineData(45, "routed", ReasonCode.NotPredicted)]
    [InlineData(51, "nat", ReasonCode.NotPredicted)]
    public void What_leaves_a_routed_network_is_not_masqueraded(int minor, string mode, string code)
    {
        var engine = new TestEngine { Version = new ApiVersion(1, minor) }
            .Network("app", "10.1.0.0/24", option: $"com.docker.network.bridge.gateway_mode_ipv4={mode}", gateway: "10.1.0.1")
            .Container("web", "app=10.1.0.2@10.1.0.1");

        Assert.Equal(code, engine.PredictOther("web", "192.0.2.1").Reasons[0].Code);
    }

    private const string Inhibit = "com.docker.network.bridge.inhibit_ipv4=true";

    [Theory]
    [InlineData("monitor", "10.2.0.2", ReachabilityState.Blocked, ReasonCode.HostNotOnNetwork)]
    [InlineData("web", "10.2.0.2", ReachabilityState.Blocked, ReasonCode.HostNotOnNetwork)]
    [InlineData("job", "10.2.0.1", ReachabilityState.Unknown, ReasonCode.UnusedAddress)]
    [InlineData("web", "10.2.0.1", ReachabilityState.Unknown, ReasonCode.UnusedAddress)]
    [InlineData("job", "10.1.0.2", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    public void With_inhibit_ipv4_the_host_is_not_there(string source, string address, ReachabilityState state, string code)
    {
        var verdict = Subnet(Inhibit).PredictOther(source, address);

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }

    [Fact]
    public void A_default_route_that_does_not_lead_to_the_host_decides_nothing()
    {
        var auxiliary = new IpamConfig { Subnet = "10.2.0.0/24", Gateway = "10.2.0.1", AuxAddress = Auxiliary("10.2.0.200") };
        var engine = new TestEngine()
            .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
            .Network("flat", new Ipam { Config = [auxiliary] })
            .Container("web", "app=10.1.0.2@10.1.0.1")
            .Container("job", "flat=10.2.0.2@10.2.0.200");

        var verdict = engine.PredictOther("job", "10.1.0.2");

        Assert.Equal(ReachabilityState.Unknown, verdict.State);
        Assert.Contains(
            "leads to 10.2.0.200, which is not an address of the engine's host", verdict.Reasons[0].Message, StringComparison.Ordinal);
        Assert.Equal(ReachabilityState.Blocked, engine.PredictOther("web", "10.2.0.2").State);
        Assert.Equal(ReachabilityState.Reachable, engine.PredictOther("job", "10.2.0.1").State);
    }

    /// <summary>Found by the agreement: the host has no route to who publishes, or the answers go to somebody else.</summary>
    [Theory]
    [InlineData("10.2.0.200", "", "monitor", "10.1.0.1", "router 10.2.0.200")]
    [InlineData("10.2.0.1", Inhibit, "monitor", "10.1.0.1", "no address on its network flat")]
    [InlineData("10.2.0.1", Inhibit, "web", "10.1.0.1", "no address on its network flat")]
    public void A_port_that_is_published_elsewhere_may_be_out_of_the_hosts_reach(
        string gateway, string option, string source, string address, string words)
    {
        var verdict = AtPort(Publisher(gateway, option), source, address);

        Assert.Equal((ReachabilityState.Unknown, ReasonCode.NotPredicted), (verdict.State, verdict.Reasons[0].Code));
        Assert.Contains(words, verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.2.0.1", "monitor", "10.1.0.1")]
    [InlineData("10.2.0.200", "monitor", "10.2.0.1")]
    [InlineData("10.2.0.200", "web", "10.1.0.1")]
    public void The_usual_one_is_not(string gateway, string source, string address) =>
        Assert.Equal(ReachabilityState.Reachable, AtPort(Publisher(gateway, ""), source, address).State);

    private static Verdict AtPort(TestEngine engine, string source, string address) =>
        Predictor.Predict(new Question(engine.Snapshot, engine[source], null, address) { Port = 8080 });

    private static TestEngine Publisher(string gateway, string option) => new TestEngine { Version = new ApiVersion(1, 41) }
        .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
        .Network(
            "flat",
            new Ipam { Config = [new IpamConfig { Subnet = "10.2.0.0/24", Gateway = "10.2.0.1", AuxAddress = Auxiliary("10.2.0.200") }] },
            options: option.Length > 0 ? new() { [option.Split('=')[0]] = option.Split('=')[1] } : null)
        .Container("web", "app=10.1.0.2@10.1.0.1")
        .PublishingFrom("job", [$"flat=10.2.0.2@{gateway}"], "0.0.0.0:8080->80/tcp")
        .OnHost("monitor");

    [Theory]
    [InlineData("web", "10.1.0.1", 8080, true)]
    [InlineData("web", "10.1.0.1", 9999, false)]
    [InlineData("monitor", "::1", 8080, true)]
    [InlineData("monitor", "::1", 9999, false)]
    [InlineData("monitor", "127.0.0.1", 9999, false)]
    [InlineData("monitor", "0.0.0.0", 8080, true)]
    [InlineData("web", "0.0.0.0", 8080, false)]
    public void The_port_proxy_may_listen_there_on_a_published_port(string source, string address, int port, bool proxied)
    {
        var engine = Subnet().Publishing("shop", "0.0.0.0:8080->80/tcp").OnHost("monitor");
        var target = new ReachabilityTarget(address, null);

        Assert.Equal(proxied, new HostPorts(engine.Snapshot).MayBeProxied(
            engine[source], target, TargetName.Of(address), new Service(ProbeProtocol.Tcp, port)));
    }

    /// <summary>Seen on 20.10 with --fixed-cidr, which lists no gateway: it is the first address of the range, not of the subnet.</summary>
    [Fact]
    public void The_gateway_of_the_default_bridge_is_in_the_range_of_its_addresses()
    {
        var network = new NetworkResource
        {
            Name = "bridge",
            Id = "default-id",
            Driver = "bridge",
            Scope = "local",
            Ipam = new Ipam { Config = [new IpamConfig { Subnet = "172.17.0.0/16", IPRange = "172.17.5.128/25" }] },
        };
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2");
        var snapshot = engine.Snapshot.With(
            [.. engine.Snapshot.Networks.Where(n => n.Name != "bridge"), WireMapping.ToNetwork(network, [], TestEngine.Host)],
            engine.Snapshot.Containers);
        var source = engine["web"] with { ExtraHost = ["host.docker.internal:host-gateway"] };

        var verdict = Predictor.Predict(new Question(snapshot, source, null, "host.docker.internal"));

        Assert.Equal(TestEngine.Address("172.17.5.128"), verdict.Address);
    }
}
