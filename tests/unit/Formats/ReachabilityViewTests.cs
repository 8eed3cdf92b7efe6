using System.Net;
using System.Text;
using DockerNetwork.Formats;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Formats;

public class ReachabilityViewTests
{
    private static readonly ReachabilityResult Result = new()
    {
        Source = "web",
        Target = "db",
        TargetName = "db",
        Predicted = ReachabilityState.Reachable,
        Reasons = [new Reason("A", "x", "The first reason is this."), new Reason("B", "y", "The second.")],
        DockerHost = TestEngine.Host,
    };

    [Theory]
    [InlineData(ReachabilityState.Reachable, "✓", "+")]
    [InlineData(ReachabilityState.Unknown, "?", "?")]
    [InlineData(ReachabilityState.Blocked, "✗", "x")]
    [InlineData(ReachabilityState.Refused, "✗", "x")]
    public void Mark_never_shows_unknown_as_blocked(ReachabilityState state, string mark, string ascii)
    {
        Assert.Equal(mark, ReachabilityView.Mark(state, Encoding.UTF8));
        Assert.Equal(ascii, ReachabilityView.Mark(state, Encoding.Latin1));
    }

    [Fact]
    public void Target_names_the_container_behind_another_name()
    {
        Assert.Equal("db", ReachabilityView.Target(Result));
        Assert.Equal("10.1.0.3 (db)", ReachabilityView.Target(Result with { TargetName = "10.1.0.3" }));
    }

    [Fact]
    public void Targets_to_come_are_as_wide_as_their_names_and_addresses()
    {
        var db = new TestEngine().Network("app").Container("db", "app=10.1.0.3")["db"];

        Assert.Equal(["data", "10.1.0.3 (db)"], ReachabilityView.Targets(new("data", db)));
        Assert.Equal(["db.example.com"], ReachabilityView.Targets(new("db.example.com", null)));
    }

    [Fact]
    public void Probe_is_protocol_and_port()
    {
        Assert.Equal("icmp", ReachabilityView.Probe(Result));
        Assert.Equal("tcp/5432", ReachabilityView.Probe(Result with { Protocol = ProbeProtocol.Tcp, Port = 5432 }));
    }

    [Theory]
    [InlineData(null, "Reachable (predicted)")]
    [InlineData(ReachabilityState.Reachable, "Reachable")]
    [InlineData(ReachabilityState.Refused, "Refused")]
    [InlineData(ReachabilityState.Blocked, "Blocked (predicted Reachable)")]
    public void State_tells_predicted_from_observed(ReachabilityState? observed, string text) =>
        Assert.Equal(text, ReachabilityView.State(Result with { Observed = observed }));

    [Fact]
    public void State_does_not_show_a_prediction_as_an_observation() =>
        Assert.Equal("Unknown (predicted Reachable)", ReachabilityView.State(Result with { Observed = ReachabilityState.Unknown }));

    [Fact]
    public void State_of_a_name_that_led_to_somebody_else_is_as_expected_and_the_reason_is_shown()
    {
        var elsewhere = Result with
        {
            Observed = ReachabilityState.Reachable,
            Reasons = [new Reason(ReasonCode.AnotherAddress, "web", "It leads elsewhere.")],
        };

        Assert.Equal(("Reachable", "It leads elsewhere."), (ReachabilityView.State(elsewhere), ReachabilityView.Why(elsewhere)));
    }

    /// <summary>Someone else than the row says answered, or may answer the next time.</summary>
    [Fact]
    public void Why_of_a_good_row_says_who_answered_if_it_has_another_name_and_who_else_could()
    {
        var good = Result with { Observed = ReachabilityState.Reachable, Answered = "db" };

        Assert.Equal("", ReachabilityView.Why(good));
        Assert.Equal("answered by shop-db-1", ReachabilityView.Why(good with { Answered = "shop-db-1" }));
        Assert.Equal("HTTP 200; answered by shop-db-1", ReachabilityView.Why(good with { Answered = "shop-db-1", StatusCode = 200 }));
        Assert.Equal(
            "Several have it.",
            ReachabilityView.Why(good with
            {
                Reasons = [.. Result.Reasons, new Reason(ReasonCode.AmbiguousName, "x", "Several have it.")],
            }));
    }

    [Fact]
    public void Latency_shows_the_average_and_losses()
    {
        Assert.Equal("", ReachabilityView.Latency(Result));
        Assert.Equal("0.12 ms", ReachabilityView.Latency(Result with { Avg = TimeSpan.FromMilliseconds(0.123), Sent = 4, Received = 4 }));
        Assert.Equal(
            "0.12 ms, 2 of 4",
            ReachabilityView.Latency(Result with { Avg = TimeSpan.FromMilliseconds(0.123), Sent = 4, Received = 2 }));
        Assert.Equal("0 of 4", ReachabilityView.Latency(Result with { Sent = 4 }));
        Assert.Equal("", ReachabilityView.Latency(Result with { Sent = 1 }));
    }

    [Fact]
    public void Outcome_is_how_long_an_answer_took_or_why_there_is_none()
    {
        var answered = Result with
        {
            Observed = ReachabilityState.Reachable,
            Avg = TimeSpan.FromMilliseconds(0.123),
            Method = ProbeMethod.Agent,
        };

        Assert.Equal("0.12 ms", ReachabilityView.Outcome(answered));
        Assert.Equal("Reachable", ReachabilityView.Outcome(answered with { Avg = null }));
        Assert.Equal(
            "Reachable (predicted Blocked), 0.12 ms",
            ReachabilityView.Outcome(answered with { Predicted = ReachabilityState.Blocked }));
        Assert.Equal("Refused", ReachabilityView.Outcome(answered with { Observed = ReachabilityState.Refused }));
        Assert.Equal(
            "Unknown (predicted Reachable)",
            ReachabilityView.Outcome(answered with { Observed = ReachabilityState.Unknown, Avg = null }));
        Assert.Equal("Reachable", ReachabilityView.Outcome(Result));
    }

    [Fact]
    public void SourceOf_says_that_nothing_was_sent()
    {
        Assert.Equal("web (predicted, nothing was sent)", ReachabilityView.SourceOf(Result));
        Assert.Equal("web", ReachabilityView.SourceOf(Result with { Observed = ReachabilityState.Blocked, Method = ProbeMethod.Agent }));
        Assert.Equal("web", ReachabilityView.SourceOf(Result with { Reasons = [new Reason("NotProbed", "web", "x")] }));
    }

    [Fact]
    public void Why_is_empty_where_all_is_well() => Assert.Equal("", ReachabilityView.Why(Result));

    [Fact]
    public void Why_is_the_status_of_http() => Assert.Equal("HTTP 503", ReachabilityView.Why(Result with { StatusCode = 503 }));

    [Fact]
    public void Why_gives_the_first_reason_of_what_is_not() =>
        Assert.Equal("The first reason is this.", ReachabilityView.Why(Result with { Observed = ReachabilityState.Blocked }));

    [Fact]
    public void Why_explains_a_disagreement_that_turned_out_well() =>
        Assert.Equal(
            "The first reason is this.",
            ReachabilityView.Why(Result with { Predicted = ReachabilityState.Blocked, Observed = ReachabilityState.Reachable }));

    [Fact]
    public void Reasons_are_one_a_line_and_the_first_fix_is_the_fix()
    {
        Assert.Equal("A: The first reason is this.\nB: The second.", ReachabilityView.Reasons(Result.Reasons));
        Assert.Equal("", ReachabilityView.Fix(Result.Reasons));
        Assert.Equal("Do it", ReachabilityView.Fix([new Reason("A", "x", "m"), new Reason("B", "x", "m", "Do it")]));
        Assert.Equal("A, B", ReachabilityView.Codes(Result));
    }

    [Theory]
    [InlineData(NameSource.Engine, "Engine")]
    [InlineData(NameSource.Hosts, "Hosts")]
    [InlineData(NameSource.Upstream, "Upstream 192.0.2.53")]
    [InlineData(NameSource.None, "")]
    public void KnownBy_names_the_server_upstream(NameSource source, string text)
    {
        var resolution = new NameResolution
        {
            Container = "web",
            Name = "db",
            Source = source,
            Server = IPAddress.Parse("192.0.2.53"),
            DockerHost = TestEngine.Host,
        };

        Assert.Equal(text, ReachabilityView.KnownBy(resolution));
        Assert.Equal("", ReachabilityView.Why(resolution with { State = ReachabilityState.Reachable }));
        Assert.Equal("Unresolved", ReachabilityView.Why(resolution with { State = ReachabilityState.Unresolved }));
    }
}
