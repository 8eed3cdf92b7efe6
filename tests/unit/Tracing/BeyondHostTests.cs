using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Packets from web to an address that is not on this host.</summary>
public class BeyondHostTests
{
    private const string Outside = "198.51.100.9";

    [Fact]
    public void A_machine_on_a_network_of_the_engine_is_not_beyond_the_host()
    {
        var evidence = Away(
            Out(Web, Eth0, WebAddress, Outside), In(Host, WebEnd, WebAddress, Outside), Out(Host, DbEnd, WebAddress, Outside));
        var named = Find(evidence.Looks(Web, look => look with { PacketRoutes = Own(new() { Type = "unicast", Gateway = DbAddress }) }));

        Assert.Equal((ReasonCode.PacketLost, "db"), (named.Code, named.Component));
        Assert.Contains("veth-db to db (10.1.0.3) on the network app", named.Message, StringComparison.Ordinal);
        Assert.EndsWith("db does not forward it, or gets no answer itself.", named.Message, StringComparison.Ordinal);
        var unknown = Find(evidence);
        Assert.Equal((ReasonCode.PacketLost, "@host"), (unknown.Code, unknown.Component));
        Assert.Contains("to a machine on the network app", unknown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("beyond", named.Message + unknown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, WebAddress, ReasonCode.NotTranslated, "The rule that masquerades the network app is missing, or another")]
    [InlineData(null, TraceScene.HostAddress, ReasonCode.PacketLost, "cannot see beyond the host.")]
    [InlineData("false", WebAddress, ReasonCode.PacketLost, "The network app is not masqueraded: 198.51.100.9 needs a route to 10.1.0.2.")]
    public void A_sender_that_was_not_masqueraded_gets_no_answer(string? masquerade, string sender, string code, string text)
    {
        var engine = new TestEngine()
            .Network(
                "app", "10.1.0.0/24", gateway: "10.1.0.1",
                option: masquerade is null ? null : "com.docker.network.bridge.enable_ip_masquerade=" + masquerade)
            .Container("web", "app=" + WebAddress);
        var evidence = Away(
            Out(Web, Eth0, WebAddress, Outside), In(Host, AppBridge, WebAddress, Outside), Out(Host, Uplink, sender, Outside));
        var reason = Find(evidence with { Question = new Question(engine.Snapshot, engine["web"], null, Outside) });

        Assert.Equal((code, "@host"), (reason.Code, reason.Component));
        Assert.Contains(text, reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 101, ReasonCode.NoRouteFromSource, "web has no route to 198.51.100.9, and no default route. Connect web")]
    [InlineData(false, 101, ReasonCode.LinkDown, "The interface eth0 of web, on the network app, is down.")]
    [InlineData(false, null, ReasonCode.NoRouteFromSource, "web cannot send packets to 198.51.100.9: Invalid argument.")]
    public void A_source_without_a_route_says_so_once(bool up, int? error, string code, string text)
    {
        var refused = new Sighting(Web, new SightingItem
        {
            Sighting = SightingKind.NotSent,
            Text = error is null ? "The packets cannot be sent: Invalid argument" : "The packets cannot be sent: Network is unreachable",
        });
        var evidence = (Away() with { Sightings = [refused] }).Looks(Web, look => look with
        {
            PacketRoutes = Own(new() { Error = error }),
            Links = look.Links.ToDictionary(pair => pair.Key, pair => pair.Key == Eth0 ? pair.Value with { Up = up } : pair.Value),
        });
        var reason = Find(evidence);

        Assert.Equal((code, "web"), (reason.Code, reason.Component));
        Assert.StartsWith(text, reason.Message, StringComparison.Ordinal);
    }

    private static Dictionary<int, RouteItem> Own(RouteItem route) => new() { [RouteQuestions.Own] = route };

    private static Reason Find(TraceEvidence evidence) => TraceRules.Of(evidence, ReachabilityState.Blocked).Reason!;

    private static TraceEvidence Away(params Sighting[] seen) =>
        To(Db, Outside, null, ProbeKind.Icmp).Saw(seen) with
        {
            Target = null,
            TargetAddress = null,
            Question = new Question(TraceScene.Engine.Snapshot, Web.Container!, null, Outside),
        };
}
