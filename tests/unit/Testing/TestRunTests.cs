using System.Text.Json;
using DockerNetwork.Engine;
using DockerNetwork.Formats;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Testing;

/// <summary>What was expected and what was seen, in one row.</summary>
public class TestRunTests
{
    private static readonly TestEngine App = new TestEngine()
        .Network("app", "10.1.0.0/24").Network("other", "10.9.0.0/24")
        .Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3").Container("far", "other=10.9.0.2")
        .Paused("frozen", "app=10.1.0.4").Stopped("old", "app");

    [Theory]
    [InlineData("db", "Reachable", ReachabilityState.Reachable, true)]
    [InlineData("db", "Refused", ReachabilityState.Refused, true)]
    [InlineData("db", "Blocked", ReachabilityState.Blocked, false)]
    [InlineData("db", "Unresolved", ReachabilityState.Unresolved, false)]
    [InlineData("db", "Unknown", ReachabilityState.Unknown, null)]
    [InlineData("old", "Unresolved", ReachabilityState.NotRunning, true)]
    [InlineData("old", "Blocked", ReachabilityState.NotRunning, true)]
    [InlineData("old", "NoRoute", ReachabilityState.NotRunning, true)]
    [InlineData("old", "Reachable", ReachabilityState.NotRunning, true)]
    [InlineData("frozen", "Reachable", ReachabilityState.NotRunning, true)]
    [InlineData("frozen", "Blocked", ReachabilityState.NotRunning, true)]
    [InlineData("far", "Unresolved", ReachabilityState.Unresolved, true)]
    [InlineData("far", "Reachable", ReachabilityState.Reachable, false)]
    public async Task Seen_and_expected_are_compared(string target, string said, ReachabilityState observed, bool? agrees)
    {
        var address = said == "Reachable" && target == "far" ? ",\"address\":\"10.9.0.2\"" : "";
        await using var engine = FakeProbeEngine.AnsweringAll(_ => $"\"state\":\"{said}\",\"sent\":1{address}");
        var row = Assert.Single(await RunAsync(engine, Test(target).With(o => o with { TcpPorts = [80], By = TargetLiterals.Name })));

        Assert.Equal((observed, agrees, ProbeMethod.Agent), (row.Observed!.Value, row.Agrees, row.Method));
        Assert.Equal(agrees == false, row.Reasons[0].Code == ReasonCode.Disagreement);
    }

    [Fact]
    public async Task A_disagreement_tells_what_was_expected_and_why()
    {
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Blocked\",\"sent\":1");
        var row = Assert.Single(await RunAsync(engine, Test("db").With(o => o with { By = TargetLiterals.Address })));

        Assert.Equal(
            "Predicted Reachable, but observed Blocked. Trace-ContainerReachability shows where the packets are lost. "
            + "Predicted because: web and db are both on the network app.",
            row.Reasons[0].Message);
    }

    [Fact]
    public async Task Rows_come_in_the_order_of_the_targets_whatever_ends_first()
    {
        await using var engine = new FakeProbeEngine(async (exchange, job) =>
        {
            if (!job.TryGetProperty("probes", out var probes))
                return;
            var number = job.GetProperty("job").GetInt32();
            foreach (var probe in probes.EnumerateArray().Reverse())
                await FakeProbeEngine.SayAsync(exchange, $$"""{"job":{{number}},"i":{{probe.GetProperty("i")}},"state":"Reachable"}""");
            await FakeProbeEngine.SayAsync(exchange, $$"""{"job":{{number}},"end":true}""");
        });

        Assert.Equal("db 10.1.0.3 old far 10.9.0.2", TestPlanTests.Names(await RunAsync(engine, Test("db", "old", "far"))));
    }

    [Fact]
    public async Task A_row_whose_probe_was_not_answered_is_not_left_out()
    {
        await using var engine = FakeProbeEngine.Answering("""{"job":JOB,"i":1,"state":"Reachable"}""", """{"job":JOB,"end":true}""");

        Assert.Equal("db 10.1.0.3", TestPlanTests.Names(await RunAsync(engine, Test("db"))));
    }

    [Fact]
    public async Task The_process_of_the_source_is_that_of_its_inspection()
    {
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Reachable\"");
        await RunAsync(engine, Test("db"));

        Assert.Equal(4321, JsonSerializer.Deserialize<JsonElement>(engine.Lines[0]).GetProperty("pid").GetInt32());
    }

    [Fact]
    public async Task Nothing_is_sent_from_a_source_that_does_not_run()
    {
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Reachable\"");
        var rows = await RunAsync(engine, Test("db").From(App["frozen"]));

        Assert.All(rows, r => Assert.Equal(ReachabilityState.NotRunning, r.Observed));
        Assert.Empty(engine.Created);
    }

    [Fact]
    public async Task Where_no_address_stands_for_a_special_target_nothing_is_sent_to_it()
    {
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Reachable\"");
        var rows = await RunAsync(engine, Test("db")
            .With(o => o with { By = TargetLiterals.Name })
            .To(
                new("@gateway", null) { Special = SpecialTarget.Gateway },
                new("db", App["db"]),
                new("@gateway", null) { Special = SpecialTarget.Gateway }));

        Assert.Equal("@gateway db @gateway", TestPlanTests.Names(rows));
        Assert.Equal([ReasonCode.NotProbed, ReasonCode.SharedNetwork, ReasonCode.NotProbed], rows.Select(r => r.Reasons[0].Code));
        Assert.DoesNotContain("@gateway", engine.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Special_targets_alone_without_addresses_are_rows_too()
    {
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Reachable\"");

        Assert.Single(await RunAsync(engine, Test("db").To(new ReachabilityTarget("@gateway", null) { Special = SpecialTarget.Gateway })));
    }

    [Fact]
    public async Task A_reader_that_has_enough_leaves_no_probe_behind()
    {
        await using var engine = new FakeProbeEngine((exchange, job) => job.TryGetProperty("cancel", out _)
            ? Task.CompletedTask
            : FakeProbeEngine.SayAsync(exchange, $$"""{"job":{{job.GetProperty("job")}},"i":0,"state":"Reachable"}"""));

        engine.Inspected(TestEngine.Id("web"), $$$"""{"Id":"{{{TestEngine.Id("web")}}}","State":{"Pid":4321}}""");
        var test = Test("db", "far");
        await foreach (var _ in TestRun.ResultsAsync(engine.Client, test.Scope, test.Options))
            break;

        await FakeProbeEngine.UntilAsync(() => engine.InputsOpen == 0);
        Assert.Contains("\"cancel\":true", engine.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_goes_away_is_an_error_and_not_a_short_answer()
    {
        await using var engine = new FakeProbeEngine((exchange, _) =>
        {
            exchange.Hangup();
            return Task.CompletedTask;
        });

        await Expect.FailureAsync(EngineFailure.ConnectionLost, () => Expect.SoonAsync(RunAsync(engine, Test("db"))));
    }

    [Theory]
    [InlineData("db", "127.0.0.1", "127.0.0.1 (web)")]
    [InlineData("db", "10.9.0.2", "10.9.0.2 (far)")]
    [InlineData("db", "192.0.2.7", "192.0.2.7")]
    public async Task A_name_that_leads_to_somebody_else_is_not_the_target(string target, string address, string led)
    {
        var message = $"In web, 'db' resolves to {led}, not to 10.1.0.3 as predicted. That is not an address of db.";
        await using var engine = FakeProbeEngine.AnsweringAll(_ => $"\"state\":\"Reachable\",\"address\":\"{address}\",\"sent\":1");
        var row = Assert.Single(await RunAsync(engine, Test(target).With(o => o with { By = TargetLiterals.Name })));

        Assert.Equal((ReasonCode.AnotherAddress, message, false), (row.Reasons[0].Code, row.Reasons[0].Message, row.Agrees));
        Assert.Equal((ReachabilityState.Misdirected, false), (row.Observed, row.Reachable));
        Assert.Equal(ReachabilityView.Mark(ReachabilityState.Blocked, CurrentHost.Encoding), new ReachabilityResultCells(row).Mark);
    }

    [Theory]
    [InlineData("web", "db", "10.1.0.3", "Reachable", "db")]
    [InlineData("web", "web", "127.0.0.1", "Reachable", "web")]
    [InlineData("mate", "web", "127.0.0.1", "Reachable", "web")]
    [InlineData("web", "shop", "10.1.0.99", "Unknown", null)]
    [InlineData("web", "shop", "10.1.0.20", "Reachable", "one")]
    [InlineData("web", "shop", "10.1.0.21", "Unknown", null)]
    [InlineData("web", "open", "192.0.2.7", "Misdirected", null)]
    [InlineData("house", "open", "127.0.0.1", "Misdirected", "@host")]
    [InlineData("web", "house", "192.0.2.7", "Unresolved", null)]
    [InlineData("web", "old", "192.0.2.7", "NotRunning", null)]
    public async Task What_answers_counts_if_it_is_known_to_be_the_target(
        string source, string target, string address, string state, string? answered)
    {
        var model = new TestEngine()
            .Network("app", "10.1.0.0/24")
            .Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3").Sharing("mate", "web").OnHost("house").Stopped("old", "app")
            .Container("one", "app=10.1.0.20+shop").Container("two", "app=10.1.0.21+shop")
            .PublishingFrom("open", ["app=10.1.0.5"], "0.0.0.0:80->80/tcp");
        await using var engine = FakeProbeEngine.AnsweringAll(_ => $"\"state\":\"Reachable\",\"address\":\"{address}\",\"sent\":1");
        var meant = new ReachabilityTarget(target, model[target == "shop" ? "one" : target]) { NameOnly = true };
        var test = TestPlanTests.Test(model, [model[source]], [meant]).With(o => o with { Method = null });

        var row = Assert.Single(await RunAsync(engine, test));

        Assert.Equal((state, answered), ($"{row.Effective}", row.Answered));
    }

    [Fact]
    public async Task A_name_that_fills_a_line_is_not_sent_and_spoils_its_own_row_only()
    {
        var model = new TestEngine()
            .Network("app", "10.1.0.0/24").Container("web", "app=10.1.0.2").Container("long", "app=10.1.0.4+" + new string('\'', 5000))
            .Container("db", "app=10.1.0.3");
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Reachable\",\"sent\":1");
        var targets = new[] { new ReachabilityTarget("long", model["long"]), new ReachabilityTarget("db", model["db"]) };
        var test = TestPlanTests.Test(model, [model["web"]], targets)
            .With(o => o with { Method = null, By = TargetLiterals.Name | TargetLiterals.Alias });

        var rows = await RunAsync(engine, test);

        Assert.Equal(["Reachable", "Unknown", "Reachable"], rows.Select(r => r.Observed.ToString()));
        Assert.All(engine.Lines, line => Assert.DoesNotContain("\\u0027", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_alias_that_is_an_address_is_not_a_name()
    {
        var model = new TestEngine()
            .Network("app", "10.1.0.0/24").Network("other", "10.2.0.0/24")
            .Container("web", "app=10.1.0.2").Container("far", "other=10.2.0.2+127.0.0.1");
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Reachable\",\"sent\":1");
        var test = TestPlanTests.Test(model, [model["web"]], [new ReachabilityTarget("far", model["far"])])
            .With(o => o with { Method = null, By = TargetLiterals.Name | TargetLiterals.Alias });

        Assert.Equal(["far"], (await RunAsync(engine, test)).Select(r => r.TargetName));
    }

    [Theory]
    [InlineData("192.0.2.9", 8080, true)]
    [InlineData("fd00::9", 8080, true)]
    [InlineData("localhost", 8080, true)]
    [InlineData("192.0.2.9", 8081, false)]
    [InlineData("10.1.0.5", 8080, false)]
    public async Task A_published_port_may_be_served_by_the_engines_proxy(string literal, int port, bool proxied)
    {
        var model = new TestEngine()
            .Network("app", "10.1.0.0/24")
            .Container("web", "app=10.1.0.2")
            .PublishingFrom("open", ["app=10.1.0.5"], "0.0.0.0:8080->80/tcp");
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Reachable\"");
        var test = TestPlanTests.Test(model, [model.Snapshot.HostAsSource], [new ReachabilityTarget(literal, null, port)])
            .With(o => o with { Method = null });
        await RunAsync(engine, test);

        Assert.Equal(proxied, engine.Lines[0].Contains("\"proxied\":true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_host_is_read_once_by_the_agent_that_probes()
    {
        var model = new TestEngine().Network("app", "10.1.0.0/24", gateway: "10.1.0.1").Container("web", "app=10.1.0.2@10.1.0.1");
        await using var engine = new FakeProbeEngine(async (exchange, job) => await FakeProbeEngine.SayAsync(
            exchange,
            $$"""{"job":{{job.GetProperty("job").GetInt32()}},"i":0,"state":"Reachable","address":"192.0.2.5"}""",
            $$"""{"job":{{job.GetProperty("job").GetInt32()}},"end":true}"""))
        {
            HostFacts = ["""{"kind":"address","index":2,"prefix":24,"scope":"global","address":"192.0.2.5"}"""],
        };
        var test = TestPlanTests.Test(model, [model.Snapshot.HostAsSource], [new ReachabilityTarget("192.0.2.5", null)])
            .With(o => o with { Method = null });

        var result = Assert.Single(await RunAsync(engine, test));

        Assert.Equal((ReachabilityState.Reachable, true, "@host"), (result.Predicted, result.Agrees, result.Answered));
        Assert.Equal((1, 1), (engine.HostJobs, engine.Created.Count));
    }

    [Theory]
    [InlineData(ProbeMethod.None, 0)]
    [InlineData(ProbeMethod.Sidecar, 1)]
    public async Task Without_an_agent_at_work_the_host_is_not_read(ProbeMethod method, int created)
    {
        var model = new TestEngine().Network("app", "10.1.0.0/24").Container("web", "app=10.1.0.2");
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Reachable\"");
        var test = TestPlanTests.Test(model, [model["web"]], [new ReachabilityTarget("10.1.0.9", null)])
            .With(o => o with { Method = method });

        await RunAsync(engine, test);

        Assert.Equal((0, created), (engine.HostJobs, engine.Created.Count));
    }

    [Fact]
    public async Task An_alias_that_looks_like_a_special_target_is_probed()
    {
        var model = new TestEngine().Network("app", "10.1.0.0/24").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3");
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Reachable\",\"address\":\"10.1.0.3\"");
        var test = TestPlanTests.Test(model, [model["web"]], [new ReachabilityTarget("@host", model["db"]) { NameOnly = true }])
            .With(o => o with { Method = null });

        Assert.Equal(ReachabilityState.Reachable, Assert.Single(await RunAsync(engine, test)).Observed);
    }

    private static Trial Test(params string[] targets) =>
        TestPlanTests.Test(App, [App["web"]], [.. targets.Select(t => new ReachabilityTarget(t, App[t]))])
            .With(o => o with { Method = null });

    private static async Task<List<ReachabilityResult>> RunAsync(FakeProbeEngine engine, Trial test)
    {
        foreach (var source in test.Scope.Sources)
            engine.Inspected(source.Id, $$$"""{"Id":"{{{source.Id}}}","Name":"/{{{source.Name}}}","State":{"Pid":4321}}""");
        return await test.RunAsync(engine.Client);
    }
}
