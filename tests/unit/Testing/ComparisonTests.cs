using System.Net;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Testing;

/// <summary>Nothing that somebody else answered is credited to the target, whatever the tool reports. Found by fresh eyes.</summary>
public class ComparisonTests
{
    private static readonly TestEngine Engine = new TestEngine()
        .Network("shop", "10.1.0.0/24", gateway: "10.1.0.1").Network("blog", "10.2.0.0/24", gateway: "10.2.0.1")
        .Container("web", "shop=10.1.0.2").Container("db", "shop=10.1.0.3+data").Container("other", "blog=10.2.0.3+data")
        .Container("one", "shop=10.1.0.4+both").Container("two", "shop=10.1.0.5+both")
        .InState("ended", "exited", "container:" + TestEngine.Id("db"))
        .Container("lonely", "none").InState("idle", "paused", "", "shop=10.1.0.6+quiet").Container("busy", "blog=10.2.0.6+quiet");

    /// <summary>nc does not say which address it connected to.</summary>
    [Theory]
    [InlineData("db", "db", "Reachable", "db")]
    [InlineData("other", "data", "Misdirected", "db")]
    [InlineData("one", "both", "Unknown", null)]
    [InlineData("db", "pinned", "Misdirected", "@host")]
    [InlineData("db", "unheard", "Unknown", null)]
    public void A_tool_that_names_no_address_credits_nobody_by_chance(string target, string name, string state, string? answered)
    {
        var result = Compare(target, name, address: null);

        Assert.Equal((state, answered), ($"{result.Observed}", result.Answered));
    }

    /// <summary>A measurement of somebody else is not shown as the target's.</summary>
    [Fact]
    public void What_another_holder_of_the_name_answered_is_left_out()
    {
        var result = Compare("one", "both", "10.1.0.5");

        Assert.Equal((ReachabilityState.Unknown, null, "10.1.0.4"), (result.Observed, result.Avg, $"{result.Address}"));
        Assert.Single(result.Reasons, r => r.Code == ReasonCode.AmbiguousName);
    }

    [Theory]
    [InlineData("db", "added", "198.51.100.1", "Misdirected")]
    [InlineData("db", "mapped", "::ffff:10.1.0.3", "Reachable")]
    [InlineData("lonely", "lonely", "198.51.100.1", "Misdirected")]
    [InlineData("busy", "quiet", "10.1.0.6", "Misdirected")]
    [InlineData("ended", "web", "127.0.0.1", "NotRunning")]
    public void Only_the_targets_own_address_counts(string target, string name, string address, string state) =>
        Assert.Equal(state, $"{Compare(target, name, address).Observed}");

    /// <summary>Who refused is what the user needs, and not a guess.</summary>
    [Fact]
    public void A_disagreement_says_what_was_observed()
    {
        var refused = new Reason(ReasonCode.FirewallRefused, "10.1.0.1", "A firewall at 10.1.0.1 refused it.");
        var result = Compare("db", "db", "10.1.0.3", ReachabilityState.Blocked, refused);

        Assert.Equal([ReasonCode.Disagreement, ReasonCode.FirewallRefused], result.Reasons.Take(2).Select(r => r.Code));
        Assert.StartsWith(
            "Predicted Reachable, but observed Blocked: A firewall at 10.1.0.1 refused it. Predicted because: ",
            result.Reasons[0].Message, StringComparison.Ordinal);
    }

    /// <summary>Something lets more through than the engine's own rules do.</summary>
    [Theory]
    [InlineData("other", "10.2.0.3", "Is there another rule on the engine's host that lets it through, or was the engine started with ")]
    [InlineData("db", "db", "Trace-ContainerReachability shows where the packets are lost.")]
    public void A_disagreement_asks_in_which_direction_the_host_differs(string target, string name, string question)
    {
        var open = target == "other";
        var result = Compare(target, name, open ? "10.2.0.3" : "10.1.0.3", open ? ReachabilityState.Reachable : ReachabilityState.Blocked);

        Assert.Equal((ReasonCode.Disagreement, false), (result.Reasons[0].Code, result.Agrees));
        Assert.Contains(question, result.Reasons[0].Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// How long the kernel waits for a neighbour decides between the two states. That nobody is there is the cause of both.
    /// </summary>
    [Theory]
    [InlineData(ReachabilityState.NoRoute)]
    [InlineData(ReachabilityState.Blocked)]
    public void An_address_that_nobody_has_is_the_first_reason(ReachabilityState seen)
    {
        var result = Compare(null, "10.1.0.99", "10.1.0.99", seen, new Reason(ReasonCode.NoRouteFromSource, "web", "No route."));

        Assert.Equal([ReasonCode.UnusedAddress, ReasonCode.NoRouteFromSource], result.Reasons.Select(r => r.Code));
    }

    [Theory]
    [InlineData("@host", "@host")]
    [InlineData("192.0.2.7", null)]
    public void The_host_answers_at_the_addresses_that_stand_for_it(string target, string? answered)
    {
        var source = Engine["web"];
        var probe = new PlannedProbe(source, target, TargetName.Of("192.0.2.7"), Service.Echo);
        var question = new Question(Engine.Snapshot, source, null, "192.0.2.7");
        var seen = new Observation { State = ReachabilityState.Reachable, Address = IPAddress.Parse("192.0.2.7") };

        Assert.Equal(answered, Comparison.Of(question, probe, Predictor.Predict(question), seen).Answered);
    }

    [Fact]
    public void A_result_says_which_containers_it_is_about()
    {
        var result = Compare("db", "db", "10.1.0.3");

        Assert.Equal((TestEngine.Id("web"), TestEngine.Id("db")), (result.SourceId, result.TargetId));
        Assert.Null(Compare(null, "10.1.0.3", "10.1.0.3").TargetId);
    }

    /// <summary>Found by the agreement: what the owner of its namespace answered was credited to a container that does not run.</summary>
    [Fact]
    public void What_the_owner_of_a_namespace_answers_is_not_credited_to_one_that_ended()
    {
        var result = Compare("ended", "10.1.0.3", "10.1.0.3");

        Assert.Equal((ReachabilityState.NotRunning, ReachabilityState.NotRunning), (result.Predicted, result.Observed));
    }

    /// <summary>The kernel completes handshakes for a paused container until its queue is full. Found by the agreement.</summary>
    [Theory]
    [InlineData("busy", "quiet", "10.1.0.6", true)]
    [InlineData("other", "data", "10.1.0.3", false)]
    public void A_paused_holder_of_the_name_may_be_silent(string target, string name, string address, bool agrees)
    {
        var result = Compare(target, name, address, ReachabilityState.Blocked);

        Assert.Equal(
            (ReachabilityState.Misdirected, ReachabilityState.Blocked, agrees, null),
            (result.Predicted, result.Observed, result.Agrees, result.Answered));
    }

    /// <summary>The engine's DNS knows only addresses on its networks, and asks another name server for the rest.</summary>
    [Theory]
    [InlineData("127.0.0.11", "198.51.100.1", "198.51.100.1 (from a name server behind the engine's DNS, 127.0.0.11)")]
    [InlineData("127.0.0.11", "10.1.0.2", "10.1.0.2 (web) (from the engine's DNS, 127.0.0.11)")]
    [InlineData("192.0.2.53", "198.51.100.1", "198.51.100.1 (from the name server 192.0.2.53)")]
    [InlineData("hosts", "198.51.100.1", "198.51.100.1 (from its hosts file)")]
    public void Who_gave_another_address_is_named(string server, string address, string led)
    {
        var result = Compare("db", "db", address, server: server);

        Assert.StartsWith($"In web, 'db' resolves to {led}, not to 10.1.0.3", result.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReachabilityState.Reachable, null, ReachabilityState.Unknown)]
    [InlineData(ReachabilityState.Reachable, 204, ReachabilityState.Reachable)]
    [InlineData(ReachabilityState.Refused, null, ReachabilityState.Refused)]
    public void A_handshake_is_no_answer_if_something_only_holds_the_port(
        ReachabilityState seen, int? status, ReachabilityState observed)
    {
        var probe = new PlannedProbe(Engine["web"], "db", TargetName.Of("10.1.0.3"), new Service(ProbeProtocol.Tcp, 80))
        {
            Container = Engine["db"],
        };
        var address = IPAddress.Parse("10.1.0.3");
        var verdict = Verdict.Unknown(address, new Reason("NotPredicted", "prediction", "held")) with { HandshakeShowsNothing = true };

        var result = Comparison.Of(
            new Question(Engine.Snapshot, Engine["web"], Engine["db"], "10.1.0.3") { Port = 80 },
            probe,
            verdict,
            new Observation { State = seen, StatusCode = status, Address = address });

        Assert.Equal(observed, result.Observed);
        Assert.Equal(observed == ReachabilityState.Reachable, result.Reachable);
    }

    /// <summary>Found by an admin: the published port of a tutorial, typed inside a network, gets no explanation.</summary>
    [Theory]
    [InlineData(8080, "tcp", "that leads to port 80 of front. Between containers, use port 80 (-TcpPort 80).")]
    [InlineData(5353, "udp", "that leads to port 53 of front. Between containers, use port 53 (-UdpPort 53).")]
    [InlineData(8080, "udp", null)]
    [InlineData(80, "tcp", null)]
    [InlineData(81, "tcp", null)]
    public void A_refused_port_of_the_host_leads_to_the_containers_port(int port, string protocol, string? advice)
    {
        var engine = new TestEngine()
            .Network("app", "10.1.0.0/24")
            .Container("web", "app=10.1.0.2")
            .PublishingFrom("front", ["app=10.1.0.3"], "0.0.0.0:8080->80/tcp", "0.0.0.0:80->81/tcp", "0.0.0.0:5353->53/udp");
        var service = new Service(protocol == "tcp" ? ProbeProtocol.Tcp : ProbeProtocol.Udp, port);
        var probe = new PlannedProbe(engine["web"], "front", TargetName.Of("front"), service) { Container = engine["front"] };
        var question = new Question(engine.Snapshot, engine["web"], engine["front"], "front") { Port = port, Protocol = protocol };
        var seen = new Observation
        {
            State = ReachabilityState.Refused,
            Address = IPAddress.Parse("10.1.0.3"),
            Reason = new Reason(ReasonCode.PortRefused, "front", "front refused port 9."),
        };

        var reason = Comparison.Of(question, probe, Predictor.Predict(question), seen).Reasons[0];

        Assert.Equal(advice is null ? ReasonCode.PortRefused : ReasonCode.PublishedPortNotContainerPort, reason.Code);
        Assert.Equal(
            advice is null
                ? "front refused port 9."
                : $"front refused port {port}. {port} is the port on the engine's host {advice}",
            reason.Message);
    }

    private static ReachabilityResult Compare(
        string? target,
        string name,
        string? address,
        ReachabilityState state = ReachabilityState.Reachable,
        Reason? reason = null,
        string? server = null)
    {
        var source = Engine["web"] with { ExtraHost = ["pinned:10.1.0.1", "added:198.51.100.1", "mapped:::ffff:10.1.0.3"] };
        var http = new Service(ProbeProtocol.Tcp, 80);
        var meant = target is null ? null : Engine[target];
        var probe = new PlannedProbe(source, target ?? name, TargetName.Of(name), http) { Container = meant };
        var question = new Question(Engine.Snapshot, source, meant, name) { Port = 80 };
        return Comparison.Of(question, probe, Predictor.Predict(question), new Observation
        {
            State = state,
            Reason = reason,
            ResolvedBy = server,
            Address = address is null ? null : IPAddress.Parse(address),
            Avg = TimeSpan.FromMilliseconds(1),
        });
    }
}
