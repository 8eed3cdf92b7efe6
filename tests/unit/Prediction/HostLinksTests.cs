using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>
/// What the state of the host's own interfaces decides, where it is known. HostSnapshot.Tests shows on an engine: a bridge that is down,
/// without ports, without its address, and one of the source that does not forward. The other cases follow from the kernel's code alone.
/// </summary>
public class HostLinksTests
{
    [Fact]
    public void An_undisturbed_host_decides_nothing_of_it()
    {
        Assert.Equal(ReachabilityState.Reachable, At(Facts(), "web", "10.1.0.3").State);
        Assert.Equal(ReasonCode.IsolatedNetworks, At(Facts(), "web", "10.2.0.2").Reasons[0].Code);
        Assert.Equal(ReachabilityState.Reachable, At(Facts(), "web", "192.0.2.5").State);
    }

    [Theory]
    [InlineData("web", "10.1.0.3", ReasonCode.LinkDown)]
    [InlineData("web", "192.0.2.5", ReasonCode.LinkDown)]
    [InlineData("web", "10.1.0.1", ReasonCode.LinkDown)]
    [InlineData("web", "10.2.0.2", ReasonCode.LinkDown)]
    [InlineData("web", "10.1.0.2", ReasonCode.SameNamespace)]
    [InlineData("job", "192.0.2.5", ReasonCode.HostAddress)]
    public void A_bridge_that_is_down_passes_nothing_on(string source, string address, string code)
    {
        var verdict = At(With("app", link => link with { Up = false }), source, address);

        Assert.Equal(code, verdict.Reasons[0].Code);
        Assert.Equal(code == ReasonCode.LinkDown ? ReachabilityState.Blocked : ReachabilityState.Reachable, verdict.State);
    }

    [Fact]
    public void A_bridge_without_ports_has_no_container()
    {
        var facts = Facts() with { Links = [.. Facts().Links.Where(link => link.Bridge != Bridge("app"))] };

        Assert.Equal(ReasonCode.NotOnBridge, At(facts, "web", "10.1.0.3").Reasons[0].Code);
        Assert.Equal(ReasonCode.NotOnBridge, At(facts, "web", "192.0.2.5").Reasons[0].Code);
        Assert.Equal(ReachabilityState.Reachable, At(facts, "job", "192.0.2.5").State);

        // One of two is missing, and which one is not known.
        var one = Facts() with { Links = [.. Facts().Links.Where(link => link.Name != "veth1")] };
        Assert.Equal(ReachabilityState.Reachable, At(one, "web", "10.1.0.3").State);
    }

    [Fact]
    public void A_gateway_that_the_host_has_lost_does_not_answer()
    {
        var facts = Facts() with { Addresses = [.. Facts().Addresses.Where(own => own.Interface != Bridge("app"))] };

        Assert.Equal(ReasonCode.BridgeWithoutAddress, At(facts, "web", "192.0.2.5").Reasons[0].Code);
        Assert.Equal(ReasonCode.BridgeWithoutAddress, At(facts, "web", "203.0.113.9").Reasons[0].Code);
        Assert.Equal(ReachabilityState.Reachable, At(facts, "web", "10.1.0.3").State);
        Assert.Equal(ReachabilityState.Reachable, At(facts, "job", "192.0.2.5").State);

        // Something that the engine does not know may have the address.
        var shared = facts with { Links = [.. facts.Links, new HostLink("else", Bridge("app"))] };
        Assert.Equal(ReachabilityState.Unknown, At(shared, "web", "192.0.2.5").State);
    }

    [Theory]
    [InlineData("app", "web", "203.0.113.9", true)]
    [InlineData("back", "web", "203.0.113.9", false)]
    [InlineData("app", "web", "10.2.0.2", true)]
    [InlineData("back", "web", "10.2.0.2", true)]
    [InlineData("app", "web", "10.1.0.3", false)]
    [InlineData("app", "web", "192.0.2.5", false)]
    public void The_setting_of_the_interface_decides_on_forwarding(string network, string source, string address, bool dropped)
    {
        var facts = With(network, link => link with { ForwardsIPv4 = false });

        var verdict = At(facts, source, address);

        Assert.Equal(dropped, verdict.Reasons[0].Code == ReasonCode.NotForwarded);
        if (dropped)
            Assert.Contains($"net.ipv4.conf.{Bridge(network)}.forwarding is 0", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    /// <summary>Writing ip_forward sets all interfaces; one that was set again afterwards forwards all the same.</summary>
    [Theory]
    [InlineData(true, ReasonCode.IsolatedNetworks)]
    [InlineData(false, ReasonCode.NotForwarded)]
    [InlineData(null, ReasonCode.NotForwarded)]
    public void Forwarding_in_general_does_not_decide_against_the_interfaces(bool? forwards, string code)
    {
        var facts = Facts() with { ForwardsIPv4 = false };
        facts = facts with { Links = [.. facts.Links.Select(link => link with { ForwardsIPv4 = forwards })] };

        Assert.Equal(code, At(facts, "web", "10.2.0.2").Reasons[0].Code);
    }

    private static string Bridge(string network) => $"br-{TestEngine.Id(network)[..12]}";

    private static HostFacts Facts() => new()
    {
        Addresses =
        [
            new HostAddress(IPAddress.Parse("192.0.2.5"), 24, "eth0"),
            new HostAddress(IPAddress.Parse("10.1.0.1"), 24, Bridge("app")),
            new HostAddress(IPAddress.Parse("10.2.0.1"), 24, Bridge("back")),
        ],
        Links =
        [
            new HostLink("eth0", null) { Up = true, ForwardsIPv4 = true },
            .. new[] { "app", "back" }
                .Select(name => new HostLink(Bridge(name), null) { Type = "bridge", Up = true, ForwardsIPv4 = true }),
            new HostLink("veth1", Bridge("app")),
            new HostLink("veth2", Bridge("app")),
            new HostLink("veth3", Bridge("back")),
        ],
        Routes = [new HostRoute(IPNetwork.Parse("0.0.0.0/0"), IPAddress.Parse("192.0.2.1"), "eth0")],
        ForwardsIPv4 = true,
    };

    private static HostFacts With(string network, Func<HostLink, HostLink> change) =>
        Facts() with { Links = [.. Facts().Links.Select(link => link.Name == Bridge(network) ? change(link) : link)] };

    private static Verdict At(HostFacts facts, string source, string address)
    {
        var engine = new TestEngine { Facts = facts, Engine = new EngineProduct(EngineKind.Docker, new EngineVersion(28, 5, 2)) }
            .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
            .Network("back", "10.2.0.0/24", gateway: "10.2.0.1")
            .Container("web", "app=10.1.0.2@10.1.0.1")
            .Container("db", "app=10.1.0.3@10.1.0.1")
            .Container("job", "back=10.2.0.2@10.2.0.1")
            .Inspected("web", new HostConfig())
            .Inspected("db", new HostConfig())
            .Inspected("job", new HostConfig());
        return Predictor.Predict(new Question(engine.Snapshot, engine[source], null, address));
    }
}
