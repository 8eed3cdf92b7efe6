using System.Net;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>The host refuses a published port: the engine's rule is missing, or a firewall refuses it.</summary>
public class PublishedPortTests
{
    /// <summary>A port proxy listens, so that the kernel itself does not refuse.</summary>
    [Theory]
    [InlineData("tcp", "with a TCP reset, as a firewall rule with the target REJECT does")]
    [InlineData("udp", "with ICMP port unreachable")]
    public void Beside_a_port_proxy_a_firewall_refuses(string protocol, string text)
    {
        var reason = Refused(protocol, proxied: true).Reason!;

        Assert.Equal((ReasonCode.RefusedByRule, "@host"), (reason.Code, reason.Component));
        Assert.Contains(text, reason.Message, StringComparison.Ordinal);
        Assert.EndsWith("-Explain names the firewall rule.", reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tcp", false, false, ", and no port proxy serves it: the rule that translates it to far is missing, or a firewall")]
    [InlineData("udp", null, false, "port 8080: the rule that translates it to far is missing, or a firewall rule")]
    [InlineData("tcp", false, true, "is missing. Something flushed the engine's rules.")]
    public void Without_one_the_rule_may_be_missing(string protocol, bool? proxied, bool explained, string text)
    {
        var reason = Refused(protocol, proxied, explained).Reason!;

        Assert.Equal((ReasonCode.NotTranslated, "@host"), (reason.Code, reason.Component));
        Assert.Contains(text, reason.Message, StringComparison.Ordinal);
    }

    private static TraceFinding Refused(string protocol, bool? proxied, bool explained = false)
    {
        var facts = new HostFacts
        {
            Addresses = [new(IPAddress.Parse(TraceScene.HostAddress), 24, "eth0")],
            Proxies = proxied is null ? null
                : proxied == true ? [new PortProxy(protocol, IPAddress.Any, 8080, IPAddress.Parse(FarAddress), 80)]
                : [],
        };
        var evidence = To(Far, TraceScene.HostAddress, 8080, protocol == "udp" ? ProbeKind.Udp : ProbeKind.Tcp);
        evidence = evidence with
        {
            Explained = explained,
            Question = new Question(TraceScene.Engine.Snapshot.With(facts), Web.Container!, Far.Container, TraceScene.HostAddress)
            {
                Port = 8080,
                Protocol = protocol,
            },
        };
        var refusal = protocol == "udp"
            ? In(Web, Eth0, TraceScene.HostAddress, WebAddress).Icmp(3, 3, TraceScene.HostAddress, 8080)
            : Answer(Web, Eth0, false, TraceScene.HostAddress, WebAddress, 8080).Reset();
        return TraceRules.Of(
            evidence.Saw(
                Out(Web, Eth0, WebAddress, TraceScene.HostAddress, 8080),
                In(Host, AppBridge, WebAddress, TraceScene.HostAddress, 8080),
                refusal),
            ReachabilityState.Refused);
    }
}
