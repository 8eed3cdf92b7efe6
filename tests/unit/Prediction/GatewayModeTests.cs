using DockerNetwork.Reachability.Model;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

public class GatewayModeTests
{
    private static Picture Routed(string mode) => new Picture()
        .Network("app", option: $"com.docker.network.bridge.gateway_mode_ipv4={mode}")
        .Network("back")
        .Container("web", "app=10.1.0.2@10.1.0.1")
        .Container("peer", "app=10.1.0.3@10.1.0.1")
        .Container("db", "back=10.2.0.2@10.2.0.1");

    [Theory]
    [InlineData("routed", ReachabilityState.Unknown)]
    [InlineData("isolated", ReachabilityState.Unknown)]
    [InlineData("nat", ReachabilityState.Blocked)]
    public void Between_networks_only_nat_is_predicted(string mode, ReachabilityState state)
    {
        Assert.Equal(state, Routed(mode).PredictOther("db", "10.1.0.2").State);
        Assert.Equal(state, Routed(mode).PredictOther("web", "10.2.0.2").State);
    }

    [Theory]
    [InlineData("routed")]
    [InlineData("isolated")]
    public void A_common_network_is_one_in_any_mode(string mode) =>
        Assert.Equal(ReachabilityState.Reachable, Routed(mode).PredictOther("web", "10.1.0.3").State);
}
