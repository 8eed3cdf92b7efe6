using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>
/// The host of a rootless engine is RootlessKit's network namespace. Published ports are the machine's; in the namespace, the port driver
/// builtin leads to them by loopback alone. Seen on 20.10, 26.1 and 28.5 with slirp4netns.
/// </summary>
public class RootlessTests
{
    private const string Machine = "192.0.2.5";

    private static readonly HostFacts Namespace = new()
    {
        Addresses = [.. new[] { "127.0.0.1", "10.0.2.100", "10.1.0.1", "10.2.0.1", "10.4.0.1" }
            .Select(text => new HostAddress(IPAddress.Parse(text), 24, "tap0"))],
        Links = [.. new[] { "app", "app", "back", "plain" }.Select(n => new HostLink("veth", $"br-{TestEngine.Id(n)[..12]}"))],
        Routes = [new HostRoute(IPNetwork.Parse("0.0.0.0/0"), IPAddress.Parse("10.0.2.2"), "tap0")],
        ForwardsIPv4 = true,
        Listeners = [new HostListener("tcp", IPAddress.Loopback, 8080), new HostListener("tcp", IPAddress.IPv6Any, 81)],
        Proxies = [new PortProxy("tcp", IPAddress.Loopback, 8080, IPAddress.Parse("10.1.0.5"), 80)],
    };

    private static TestEngine Engine(int major, int minor, HostFacts? facts, bool rootless = true) =>
        new TestEngine
        {
            Facts = facts,
            Engine = new EngineProduct(EngineKind.Docker, new EngineVersion(major, minor, 0)) { Rootless = rootless },
        }
            .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
            .Network("back", "10.2.0.0/24", gateway: "10.2.0.1")
            .Network(
                "plain",
                new Ipam { Config = [new IpamConfig { Subnet = "10.4.0.0/24", Gateway = "10.4.0.1" }] },
                options: new() { ["com.docker.network.bridge.enable_ip_masquerade"] = "false" })
            .Container("web", "app=10.1.0.2@10.1.0.1")
            .Container("job", "back=10.2.0.2@10.2.0.1")
            .Container("own", "plain=10.4.0.2@10.4.0.1")
            .PublishingFrom("open", ["app=10.1.0.5@10.1.0.1"], "0.0.0.0:8080->80/tcp")
            .PublishingFrom("bound", ["app=10.1.0.6@10.1.0.1"], $"{Machine}:8082->80/tcp")
            .OnHost("monitor");

    [Theory]
    [InlineData(28, 5, "job", "10.2.0.1", 8080, "Refused", ReasonCode.NobodyListens)]
    [InlineData(28, 5, "web", "10.0.2.100", 8080, "Refused", ReasonCode.NobodyListens)]
    [InlineData(28, 5, "own", "10.4.0.1", 8080, "Refused", ReasonCode.NobodyListens)]
    [InlineData(28, 5, "monitor", "10.1.0.1", 8080, "Refused", ReasonCode.NobodyListens)]
    [InlineData(28, 5, "monitor", "127.0.0.1", 8080, "Reachable", ReasonCode.SameNamespace)]
    [InlineData(28, 5, "job", "10.0.2.100", 81, "Reachable", ReasonCode.HostAddress)]
    [InlineData(20, 10, "job", "10.2.0.1", 8080, "Refused", ReasonCode.NobodyListens)]
    [InlineData(20, 10, "own", "10.4.0.1", 8080, "Blocked", ReasonCode.PublishedPortRedirected)]
    [InlineData(20, 10, "monitor", "10.1.0.1", 8080, "Reachable", ReasonCode.HostAddress)]
    [InlineData(26, 1, "monitor", "10.0.2.100", 8080, "Reachable", ReasonCode.HostAddress)]
    [InlineData(27, 5, "job", "10.2.0.1", 8080, "Unknown", ReasonCode.NotPredicted)]
    public void A_published_port_is_served_where_the_port_driver_leads(
        int major, int minor, string source, string address, int port, string state, string code)
    {
        var verdict = At(Engine(major, minor, Namespace), source, address, port);

        Assert.Equal((state, code), ($"{verdict.State}", verdict.Reasons[0].Code));
    }

    [Fact]
    public void Without_facts_the_port_driver_is_not_known()
    {
        var verdict = At(Engine(28, 5, null), "job", "10.2.0.1", 8080);

        Assert.Equal(ReachabilityState.Unknown, verdict.State);
        Assert.Contains("open publishes port 8080, but the engine is rootless", verdict.Reasons[0].Message, StringComparison.Ordinal);
        Assert.Contains("its port driver decides", verdict.Reasons[0].Message, StringComparison.Ordinal);
        Assert.Equal(ReachabilityState.Reachable, At(Engine(28, 5, null, rootless: false), "job", "10.2.0.1", 8080).State);
    }

    [Fact]
    public void A_refusal_says_where_the_port_is_published()
    {
        var message = At(Engine(28, 5, Namespace), "job", "10.2.0.1", 8080).Reasons[0].Message;

        Assert.Equal(
            "10.2.0.1 is an address of the engine's host (RootlessKit's network namespace, not the machine). No process listens on "
            + "8080/tcp there, but one does at 127.0.0.1. open publishes port 8080, but the engine is rootless: RootlessKit listens at "
            + "the addresses of the machine.",
            message);
    }

    /// <summary>An engine that is not rootless listens at such an address itself.</summary>
    [Theory]
    [InlineData(true, "Unknown", "The engine is rootless, so addresses of the machine are outside of its host too")]
    [InlineData(false, "Reachable", "192.0.2.5 is an address of the engine's host: bound publishes a port there.")]
    public void Addresses_of_the_machine_are_outside(bool rootless, string state, string text)
    {
        var verdict = At(Engine(28, 5, null, rootless), "job", Machine, 8082);

        Assert.Equal(state, $"{verdict.State}");
        Assert.Contains(text, verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bridges_are_in_the_namespace()
    {
        var engine = Engine(28, 5, null);

        Assert.Equal(ReachabilityState.Reachable, At(engine, "monitor", "10.1.0.2", null).State);
        Assert.Contains("RootlessKit", At(engine, "job", "10.2.0.1", null).Reasons[0].Message, StringComparison.Ordinal);
    }

    private static Verdict At(TestEngine engine, string source, string address, int? port) =>
        Predictor.Predict(new Question(engine.Snapshot, engine[source], null, address) { Port = port });
}
