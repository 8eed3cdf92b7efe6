using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Addresses that Linux takes for others. Each case was seen on 20.10 and 28.5.</summary>
public class SpecialAddressTests
{
    private static TestEngine Engine() => new TestEngine { Version = new(1, 51) }
        .Network("app", "10.1.0.0/24")
        .Container("web", "app=10.1.0.2@10.1.0.1")
        .Container("db", "app=10.1.0.3@10.1.0.1")
        .OnHost("monitor");

    [Theory]
    [InlineData("web", "0.0.0.0", ReachabilityState.Reachable, "web")]
    [InlineData("web", "::", ReachabilityState.Reachable, "web")]
    [InlineData("web", "::ffff:0.0.0.0", ReachabilityState.Reachable, "web")]
    [InlineData("web", "127.0.0.5", ReachabilityState.Reachable, "web")]
    [InlineData("web", "::ffff:10.1.0.3", ReachabilityState.Reachable, "db")]
    [InlineData("web", "127.255.255.255", ReachabilityState.Unknown, null)]
    [InlineData("monitor", "0.0.0.0", ReachabilityState.Reachable, "@host")]
    [InlineData("monitor", "::", ReachabilityState.Reachable, "@host")]
    public void An_address_leads_where_the_kernel_takes_it(string source, string address, ReachabilityState state, string? answered)
    {
        var verdict = Engine().PredictOther(source, address);

        Assert.Equal((state, answered), (verdict.State, verdict.Answered));
    }

    [Fact]
    public void The_target_itself_is_at_the_unspecified_address()
    {
        var verdict = Engine().Predict("web", "web", "0.0.0.0");

        Assert.Equal((ReachabilityState.Reachable, "0.0.0.0"), (verdict.State, verdict.Address?.ToString()));
        Assert.Equal(ReachabilityState.Misdirected, Engine().Predict("web", "db", "0.0.0.0").State);
    }

    [Theory]
    [InlineData(ProbeProtocol.Icmp, "::ffff:10.1.0.3", "10.1.0.3")]
    [InlineData(ProbeProtocol.Tcp, "::ffff:10.1.0.3", "::ffff:10.1.0.3")]
    [InlineData(ProbeProtocol.Icmp, "fd00::3", "fd00::3")]
    public void An_echo_request_to_an_IPv4_address_is_one_of_IPv4(ProbeProtocol protocol, string typed, string sent)
    {
        var probe = Planned.Probe(typed, protocol, null);

        Assert.Equal((sent, typed), (probe.Literal, probe.Name.Text));
    }
}
