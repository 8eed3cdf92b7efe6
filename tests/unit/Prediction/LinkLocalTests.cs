using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Addresses of --link-local-ip. Each answer was seen on 20.10 and 28.5 (tests/pester/Packets.Tests.ps1).</summary>
public class LinkLocalTests
{
    private static readonly TestEngine Engine = new TestEngine()
        .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
        .Container("web", "app=10.1.0.2@10.1.0.1")
        .Container("db", "app=10.1.0.3@10.1.0.1")
        .Container("plain", "app=10.1.0.4@10.1.0.1")
        .Changed("web", "app", settings => With(settings, "169.254.7.7"))
        .Changed("db", "app", settings => With(settings, "169.254.7.8"));

    [Theory]
    [InlineData("web", "169.254.7.7", ReachabilityState.Reachable, ReasonCode.SameNamespace, "web")]
    [InlineData("web", "169.254.7.8", ReachabilityState.Reachable, ReasonCode.SharedNetwork, "db")]
    [InlineData("web", "169.254.7.9", ReachabilityState.Unknown, ReasonCode.NotPredicted, null)]
    [InlineData("plain", "169.254.7.7", ReachabilityState.Unknown, ReasonCode.NotPredicted, null)]
    public void They_are_for_those_who_have_one(string source, string address, ReachabilityState state, string code, string? answered)
    {
        var verdict = Engine.PredictOther(source, address);

        Assert.Equal((state, code, answered), (verdict.State, verdict.Reasons[0].Code, verdict.Answered));
    }

    private static EndpointSettings With(EndpointSettings settings, string address) =>
        settings with { EndpointId = "ep", IpamConfig = new EndpointIpamConfig { LinkLocalIPs = [address] } };
}
