using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

public class LargePacketReasonsTests
{
    private static readonly Container Web = new TestEngine().Container("web")["web"];
    private static readonly PlannedProbe Probe = Planned.Probe("db", ProbeProtocol.Icmp, null);

    private static Observation Seen(ProbeDetail detail, string? sender, int? mtu, string address = "10.1.0.3") => ProbeJobs.ToObservation(
        Web, Probe,
        new OutcomeMessage { State = ProbeState.Blocked, Detail = detail, Sender = sender, Mtu = mtu, Address = address, Sent = 1 }, 1472);

    [Theory]
    [InlineData("10.1.0.1", 1300, "10.1.0.3", "10.1.0.1", "packet of 1500 bytes from web to db*next link, 1300 bytes,*-Size 1272).")]
    [InlineData("fd01::1", 1300, "fd01::3", "fd01::1", "packet of 1520 bytes*next link, 1300 bytes,*-Size 1252).")]
    [InlineData("10.1.0.1", null, "10.1.0.3", "10.1.0.1", "than the MTU of the next link, and it must")]
    [InlineData("10.1.0.1", 5, "10.1.0.3", "10.1.0.1", "than the MTU of the next link, and it must")]
    [InlineData(null, 1400, "10.1.0.3", "web", "web cannot send a packet of 1500 bytes*own interface, 1400 bytes,*-Size 1372).")]
    public void Who_refused_the_size_is_named(string? sender, int? mtu, string address, string component, string words)
    {
        var reason = Seen(ProbeDetail.TooLarge, sender, mtu, address).Reason!;

        Assert.Equal((ReasonCode.PathMtu, component), (reason.Code, reason.Component));
        foreach (var part in words.Split('*'))
            Assert.Contains(part, reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Silence_is_a_black_hole_only_if_small_packets_arrive()
    {
        Assert.Equal(ReasonCode.PathMtu, Seen(ProbeDetail.LargeLost, null, null).Reason!.Code);
        Assert.Null(Seen(ProbeDetail.None, null, null).Reason);
        Assert.Equal(ReasonCode.FirewallRefused, Seen(ProbeDetail.FirewallRefused, "10.1.0.1", 1300).Reason!.Code);
    }

    /// <summary>The rules predict for packets of the usual size.</summary>
    [Fact]
    public void A_size_that_does_not_fit_does_not_disagree()
    {
        var verdict = new Verdict(ReachabilityState.Reachable, null, null, []);
        var seen = Seen(ProbeDetail.LargeLost, null, null);

        Assert.Null(new ReachabilityResult(Probe, verdict, seen) { Observed = ReachabilityState.Blocked, Reasons = [seen.Reason!] }.Agrees);
        Assert.False(new ReachabilityResult(Probe, verdict, seen) { Observed = ReachabilityState.Blocked, Reasons = [] }.Agrees);
    }
}
