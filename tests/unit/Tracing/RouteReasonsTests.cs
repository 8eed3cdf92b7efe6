using DockerNetwork.Model.Results;
using DockerNetwork.Model.Tracing;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;
using static DockerNetwork.UnitTests.Tracing.TraceScene;

namespace DockerNetwork.UnitTests.Tracing;

/// <summary>Routes that lead away from where packets have to go.</summary>
public class RouteReasonsTests
{
    private const string Vpn = "192.0.2.9";

    [Fact]
    public void The_network_is_that_of_the_container_which_publishes_the_port()
    {
        var evidence = Routed(To(Far, HostAddress, 8080), new() { Type = "unicast", Gateway = Vpn, Link = "tun9" }).Saw(
            Out(Web, Eth0, WebAddress, HostAddress, 8080),
            In(Host, AppBridge, WebAddress, HostAddress, 8080),
            Out(Host, Uplink, WebAddress, FarAddress));

        Assert.Equal(
            "The host's routes send packets for 10.2.0.2 (far) to 192.0.2.9 through tun9, not to the network other. This command shows the "
            + "route: ip route get 10.2.0.2. Remove the route, or give the network other another subnet.",
            TraceRules.Of(evidence, ReachabilityState.Blocked).Reason!.Message);
    }

    [Fact]
    public void A_route_without_gateway_is_named_even_if_the_filter_of_senders_hides_it()
    {
        var evidence = Routed(To(Far, FarAddress), new() { Error = 22 })
            .Saw(Out(Web, Eth0, WebAddress, FarAddress), In(Host, AppBridge, WebAddress, FarAddress))
            .Looks(Host, look => look with
            {
                Links = new Dictionary<int, NamespaceItem>(look.Links) { [20] = new() { Kind = ItemKind.Link, Index = 20, Name = "tun9" } },
                Routes =
                [
                    new() { Kind = ItemKind.Route, Index = OtherBridge, Destination = "10.2.0.0", Prefix = 24 },
                    new() { Kind = ItemKind.Route, Index = 20, Destination = "10.2.0.0", Prefix = 25 },
                ],
            });

        Assert.Contains(
            "packets for 10.2.0.2 (far) through tun9, not to the network other.",
            TraceRules.Of(evidence, ReachabilityState.Blocked).Reason!.Message, StringComparison.Ordinal);
        Assert.Contains(
            "(far) nowhere, not to",
            TraceRules.Of(
                evidence.Looks(Host, look => look with { PolicyRules = [new() { Kind = ItemKind.PolicyRule }] }),
                ReachabilityState.Blocked).Reason!.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_hosts_own_route_comes_before_the_question_that_follows_from_it()
    {
        var traced = FromHost();

        Assert.Equal(ReasonCode.RouteElsewhere, traced.Finding.Reason!.Code);
        Assert.Contains(
            "10.2.0.2 (far) to 192.0.2.9 through tun9, not to the network other", traced.Finding.Reason.Message, StringComparison.Ordinal);

        // An address that the host's routes lead away from is nobody's of this host.
        Assert.Equal(
            traced.Finding.Reason, TraceRules.Of(traced.Evidence with { Target = null }, ReachabilityState.Blocked).Reason);
    }

    [Fact]
    public void What_the_port_proxy_could_not_send_is_lost_where_that_was_heard()
    {
        var first = To(Far, HostAddress, 8080).Saw(
            Out(Web, Eth0, WebAddress, HostAddress, 8080),
            In(Host, AppBridge, WebAddress, HostAddress, 8080),
            Answer(Web, Eth0, false, HostAddress, WebAddress, 8080));
        var silent = FromHost();

        Assert.Equal("asks who has the address", Lost(silent)?.Note);
        silent = silent with { Evidence = silent.Evidence with { Sightings = [] } };
        Assert.Equal((TraceLeg.Request, AppBridge), (Lost(silent)?.Leg, Lost(silent)?.Link));

        TraceHop? Lost(Traced behind) => TraceResults.With(Result, new Traced(first, TraceFinding.Nothing) { Behind = behind }).Trace!.Lost;
    }

    [Fact]
    public void The_route_of_an_answer_is_that_to_the_source()
    {
        var evidence = Routed(To(Far, FarAddress), null, new() { Type = "unicast", Gateway = Vpn, Link = "tun9" }).Saw(
            Out(Web, Eth0, WebAddress, FarAddress),
            In(Host, AppBridge, WebAddress, FarAddress),
            Out(Host, OtherBridge, WebAddress, FarAddress),
            In(Far, Eth0, WebAddress, FarAddress),
            Answer(Far, Eth0, true, FarAddress, WebAddress),
            Answer(Host, OtherBridge, false, FarAddress, WebAddress));

        Assert.Equal(
            "The engine's host has a route for 10.1.0.2 (web) through tun9, next hop 192.0.2.9, so answers do not go to the network app. "
            + "This command shows the route: ip route get 10.1.0.2. Remove the route, or give the network app another subnet.",
            TraceRules.Of(evidence, ReachabilityState.Blocked).Reason!.Message);
    }

    private static Traced FromHost()
    {
        var evidence = Routed(To(Far, FarAddress), new() { Type = "unicast", Gateway = Vpn, Link = "tun9" }) with
        {
            Source = Host,
            Sightings =
            [
                Seen(Host, null, true, SightingKind.Sent, HostAddress, FarAddress, 80, 0),
                Out(Host, Uplink, HostAddress, Vpn, null, SightingKind.WhoHas),
            ],
        };
        return new Traced(evidence, TraceRules.Of(evidence, ReachabilityState.Blocked));
    }

    private static TraceEvidence Routed(TraceEvidence evidence, RouteItem? request, RouteItem? answer = null)
    {
        var routes = new Dictionary<int, RouteItem>();
        if (request is not null)
            routes[RouteQuestions.HostRequest] = request;
        if (answer is not null)
            routes[RouteQuestions.HostAnswer] = answer;
        return evidence.Looks(Host, look => look with { PacketRoutes = routes });
    }

    private static readonly ReachabilityResult Result = new()
    {
        Source = "web",
        Target = "far",
        TargetName = "far",
        Protocol = ProbeProtocol.Tcp,
        Port = 8080,
        Observed = ReachabilityState.Reachable,
        Reasons = [],
        DockerHost = TestEngine.Host,
    };
}
