using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

public class ObservationReasonsTests
{
    private static readonly Container Web = new TestEngine().Container("web")["web"];

    [Theory]
    [InlineData(ReachabilityState.Refused, ProbeProtocol.Tcp, "Connection refused", ReasonCode.PortRefused, "0.0.0.0")]
    [InlineData(ReachabilityState.Refused, ProbeProtocol.Tcp, null, ReasonCode.PortRefused, "0.0.0.0")]
    [InlineData(ReachabilityState.Refused, ProbeProtocol.Tcp, "dropped", ReasonCode.PortRefused, "proxy", ProbeDetail.ProxyDropped)]
    [InlineData(ReachabilityState.Unknown, ProbeProtocol.Udp, "silence", ReasonCode.NoAnswer, "UDP", ProbeDetail.UdpSilence)]
    [InlineData(ReachabilityState.Unknown, ProbeProtocol.Udp, "no more memory", ReasonCode.NotProbed, "from web: no more memory")]
    [InlineData(ReachabilityState.Refused, ProbeProtocol.Tcp, "a word about a proxy", ReasonCode.PortRefused, "refused port 80")]
    [InlineData(ReachabilityState.Unknown, ProbeProtocol.Tcp, "System error 24", ReasonCode.NotProbed, "System error 24")]
    [InlineData(ReachabilityState.Unknown, ProbeProtocol.Tcp, "", ReasonCode.NotProbed, "could not be probed from web.")]
    [InlineData(ReachabilityState.Unknown, ProbeProtocol.Dns, null, ReasonCode.NotProbed, "could not be probed from web.")]
    [InlineData(ReachabilityState.Refused, ProbeProtocol.Http, "closed", ReasonCode.NoAnswer,
        "db accepted the connection to port 80, but gave no HTTP answer: closed. If", ProbeDetail.NotHttp)]
    [InlineData(ReachabilityState.Unknown, ProbeProtocol.Http, null, ReasonCode.NoAnswer,
        "db accepted the connection to port 80, but gave no HTTP answer in time. If", ProbeDetail.NotHttp)]
    [InlineData(ReachabilityState.Unknown, ProbeProtocol.Http, "it begins with '\u001b[2J'", ReasonCode.NoAnswer,
        "no HTTP answer: it begins with '\\x1b[2J'. If", ProbeDetail.NotHttp)]
    [InlineData(ReachabilityState.Unknown, ProbeProtocol.Icmp, "the servers do not answer: 192.0.2.53", ReasonCode.UpstreamDnsSilent,
        "the engine knows, and the servers do not answer: 192.0.2.53. Check", ProbeDetail.UpstreamSilent)]
    [InlineData(ReachabilityState.Unresolved, ProbeProtocol.Dns, "no such name", ReasonCode.NameNotFound,
        "'db' does not resolve in web: no such name")]
    [InlineData(ReachabilityState.NoRoute, ProbeProtocol.Icmp, "Network is unreachable", ReasonCode.NoRouteFromSource, "no route to db")]
    [InlineData(ReachabilityState.NotRunning, ProbeProtocol.Icmp, "gone", ReasonCode.SourceNotRunning, "stopped while")]
    public void An_observation_says_why(
        ReachabilityState state, ProbeProtocol protocol, string? text, string code, string words, object? detail = null)
    {
        var reason = ObservationReasons.For(Web, Planned.Probe("db", protocol, 80), state, text, (ProbeDetail?)detail ?? ProbeDetail.None)!;

        Assert.Equal(code, reason.Code);
        Assert.Contains(words, reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.0.1", "10.1.0.1", "A firewall or a router with the address 10.1.0.1 refused the packet to db, port 80.")]
    [InlineData(null, "web", "A firewall or a router refused the packet to db, port 80.")]
    public void A_refusal_of_a_firewall_names_it(string? sender, string component, string words)
    {
        var reason = ObservationReasons.For(
            Web, Planned.Probe("db", ProbeProtocol.Tcp, 80), ReachabilityState.Blocked, null, ProbeDetail.FirewallRefused,
            sender is null ? null : TestEngine.Address(sender))!;

        Assert.Equal((ReasonCode.FirewallRefused, component), (reason.Code, reason.Component));
        Assert.StartsWith(words, reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReachabilityState.Reachable, null)]
    [InlineData(ReachabilityState.Reachable, "text")]
    [InlineData(ReachabilityState.Blocked, "text")]
    [InlineData(ReachabilityState.Unresolved, null)]
    [InlineData(ReachabilityState.Unresolved, "")]
    [InlineData(ReachabilityState.NoRoute, null)]
    public void What_speaks_for_itself_has_no_reason(ReachabilityState state, string? text)
    {
        Assert.Null(ObservationReasons.For(Web, Planned.Probe("db", ProbeProtocol.Tcp, 80), state, text));
    }

    [Fact]
    public void A_name_with_proxy_in_it_is_no_proxy()
    {
        var reason = ObservationReasons.For(
            Web, Planned.Probe("proxy", ProbeProtocol.Tcp, 80), ReachabilityState.Refused, "Connection refused")!;

        Assert.Contains("refused port 80", reason.Message, StringComparison.Ordinal);
    }
}
