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

    [Theory]
    [InlineData("224.0.0.1", "a multicast address")]
    [InlineData("239.255.255.250", "a multicast address")]
    [InlineData("ff02::1", "a multicast address")]
    [InlineData("255.255.255.255", "the broadcast address.")]
    [InlineData("10.1.0.255", "the broadcast address of the network app")]
    [InlineData("0.1.2.3", "0.0.0.0/8")]
    public void An_address_of_no_single_machine_says_what_it_is(string address, string words)
    {
        var engine = Engine().Changed("web", "app", e => e with { GlobalIPv6Address = "fd01::2", IPv6Gateway = "fd01::1" });

        var verdict = engine.PredictOther("web", address);

        Assert.Equal((ReachabilityState.Unknown, ReasonCode.NotPredicted), (verdict.State, verdict.Reasons[0].Code));
        Assert.Contains(words, verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("223.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("10.2.0.255")]
    public void Any_other_address_may_be_a_machine_outside(string address) =>
        Assert.Contains("does not belong to any", Engine().PredictOther("web", address).Reasons[0].Message, StringComparison.Ordinal);

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
