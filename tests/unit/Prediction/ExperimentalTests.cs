using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>
/// Engines before 27.0 filter IPv6 only with --ip6tables, which needs --experimental. Seen on 20.10 and 26.1 with both options: networks
/// are kept apart, and enable_icc=false counts.
/// </summary>
public class ExperimentalTests
{
    private static TestEngine Engine(bool experimental, int major = 26)
    {
        var product = new EngineProduct(EngineKind.Docker, new EngineVersion(major, 1, 0)) { Experimental = experimental };
        return new TestEngine { Engine = product }
            .Network("app", Ipam(1))
            .Network("back", Ipam(2))
            .Network("quiet", Ipam(3), options: new() { ["com.docker.network.bridge.enable_icc"] = "false" })
            .Network("plain", Ipam(4), options: new() { ["com.docker.network.bridge.enable_ip_masquerade"] = "false" })
            .Container("web", "app=10.1.0.2@10.1.0.1").Changed("web", "app", IPv6(1, 2))
            .PublishingFrom("db", ["back=10.2.0.2@10.2.0.1"], "0.0.0.0:8080->80/tcp", "[::]:8080->80/tcp")
            .Changed("db", "back", IPv6(2, 2))
            .Container("one", "quiet=10.3.0.2@10.3.0.1").Changed("one", "quiet", IPv6(3, 2))
            .Container("two", "quiet=10.3.0.3@10.3.0.1").Changed("two", "quiet", IPv6(3, 3))
            .Container("own", "plain=10.4.0.2@10.4.0.1").Changed("own", "plain", IPv6(4, 2));
    }

    [Theory]
    [InlineData("web", "fd02::2", null, ReachabilityState.Reachable, ReachabilityState.Blocked)]
    [InlineData("one", "fd03::3", null, ReachabilityState.Reachable, ReachabilityState.Blocked)]
    [InlineData("own", "fd02::1", 8080, ReachabilityState.Reachable, ReachabilityState.Blocked)]
    public void What_a_firewall_for_IPv6_decides_is_not_predicted(
        string source, string address, int? port, ReachabilityState without, ReachabilityState with)
    {
        var may = Predict(Engine(true), source, address, port);

        Assert.Equal(without, Predict(Engine(false), source, address, port).State);
        Assert.Equal((ReachabilityState.Unknown, ReasonCode.NotPredicted), (may.State, may.Reasons[0].Code));
        Assert.Contains("--ip6tables", may.Reasons[0].Message, StringComparison.Ordinal);
        Assert.Equal(with, Predict(Engine(true, 27), source, address, port).State);
    }

    [Theory]
    [InlineData("web", "10.2.0.2", null, ReachabilityState.Blocked)]
    [InlineData("one", "10.3.0.3", null, ReachabilityState.Blocked)]
    [InlineData("own", "10.2.0.1", 8080, ReachabilityState.Blocked)]
    [InlineData("web", "fd02::1", 8080, ReachabilityState.Reachable)]
    [InlineData("web", "fd01::1", null, ReachabilityState.Reachable)]
    public void What_it_does_not_decide_is_predicted(string source, string address, int? port, ReachabilityState state) =>
        Assert.Equal(state, Predict(Engine(true), source, address, port).State);

    private static Verdict Predict(TestEngine engine, string source, string address, int? port) =>
        Predictor.Predict(new Question(engine.Snapshot, engine[source], null, address) { Port = port });

    private static Ipam Ipam(int number) => new()
    {
        Config =
        [
            new IpamConfig { Subnet = $"10.{number}.0.0/24", Gateway = $"10.{number}.0.1" },
            new IpamConfig { Subnet = $"fd0{number}::/64", Gateway = $"fd0{number}::1" },
        ],
    };

    private static Func<EndpointSettings, EndpointSettings> IPv6(int network, int host) =>
        settings => settings with { GlobalIPv6Address = $"fd0{network}::{host}", IPv6Gateway = $"fd0{network}::1" };
}
