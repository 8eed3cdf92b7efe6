using System.Text.Json;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>One source can spoil its own rows and nobody else's; and no row stands under the name of another container.</summary>
public class ProcessProberTests
{
    private const int Guilty = 666;
    private static readonly Container Web = new TestEngine().Container("web")["web"] with { ProcessId = 4321, StartedAt = Start(1) };
    private static PlannedProbe Db => Planned.Probe("db", ProbeProtocol.Tcp, 80);

    [Fact]
    public async Task An_agent_that_dies_is_replaced_and_the_probes_in_flight_are_sent_again()
    {
        var died = 0;
        await using var engine = new FakeProbeEngine(async (exchange, job) =>
        {
            if (job.TryGetProperty("probes", out _) && Interlocked.Increment(ref died) == 1)
            {
                await FakeProbeEngine.SayAsync(exchange, $$"""{"job":{{Number(job)}},"i":0,"state":"Blocked"}""");
                exchange.Hangup();
            }
            else
            {
                await ReachableAsync(exchange, job);
            }
        });

        var seen = await ObserveAsync(engine, Web, Db, Db, Db);

        Assert.Equal([ReachabilityState.Blocked, ReachabilityState.Reachable, ReachabilityState.Reachable], seen.Select(o => o.State));
        Assert.Equal([3, 2], Jobs(engine).Select(j => j.GetProperty("probes").GetArrayLength()));
    }

    [Fact]
    public async Task A_source_that_kills_every_agent_spoils_its_own_rows_alone()
    {
        await using var engine = new FakeProbeEngine(async (exchange, job) =>
        {
            if (job.GetProperty("pid").GetInt32() != Guilty)
                await ReachableAsync(exchange, job);
            else
                exchange.Hangup();
        });
        var prober = new AgentProber(engine.Client, mesh: false);
        var sources = Enumerable.Range(0, 20).Select(i => Web with { ProcessId = i == 7 ? Guilty : 1000 + i, Name = $"c{i}" }).ToArray();

        var seen = await Task.WhenAll(sources.Select(s => ObserveAsync(prober, s, Db))).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(ReasonCode.ProbeLost, seen[7][0].Reason!.Code);
        Assert.All(seen.Where((_, i) => i == 7), o => Assert.Equal(ReachabilityState.Unknown, Assert.Single(o).State));
        Assert.All(seen.Where((_, i) => i != 7), o => Assert.Equal(ReachabilityState.Reachable, Assert.Single(o).State));
    }

    [Fact]
    public async Task Where_no_agent_lives_it_is_no_sources_doing_but_an_error()
    {
        await using var engine = new FakeProbeEngine((exchange, _) =>
        {
            exchange.Hangup();
            return Task.CompletedTask;
        });

        await Expect.FailureAsync(EngineFailure.ConnectionLost, () => Expect.SoonAsync(ObserveAsync(engine, Web, Db)));
    }

    [Fact]
    public async Task One_that_ends_before_its_first_word_is_not_possible_and_the_next_rung_is_tried()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask) { Greeting = null };

        var why = await Assert.ThrowsAsync<ProberUnavailableException>(() => Expect.SoonAsync(ObserveAsync(engine, Web, Db)));

        Assert.Contains("seccomp", why.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"protocol\":3}", "version 3")]
    [InlineData("{\"job\":1,\"begin\":true}", "version 0")]
    public async Task Another_version_of_the_protocol_is_an_error_that_says_so(string greeting, string words)
    {
        await using var engine = new FakeProbeEngine(ReachableAsync) { Greeting = greeting };

        var why = await Expect.FailureAsync(EngineFailure.Protocol, () => Expect.SoonAsync(ObserveAsync(engine, Web, Db)));

        Assert.Contains(words, why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sidecar_that_dies_is_replaced_once()
    {
        await using var engine = new FakeProbeEngine(async (exchange, job) =>
        {
            if (job.GetProperty("probes").GetArrayLength() == 0)
                await ReachableAsync(exchange, job);
            else
                exchange.Hangup();
        });
        var seen = await ObserveAsync(new SidecarProber(engine.Client), Web, Db);

        Assert.Equal((ReachabilityState.Unknown, ReasonCode.ProbeLost), (seen[0].State, seen[0].Reason!.Code));
        Assert.Equal(3, engine.Created.Count);
    }

    [Fact]
    public async Task A_sidecar_cannot_stand_beside_a_source_that_has_ended_which_is_no_reason_to_leave_the_ladder()
    {
        await using var engine = new FakeProbeEngine(ReachableAsync)
        {
            Refuse = (at, _) => at == "start" ? (409, "cannot join network of a non running container") : null
        };
        engine.Inspected(Web.Id, Inspect(0, 1));

        var seen = await ObserveAsync(new SidecarProber(engine.Client), Web, Db);

        Assert.Equal(ReachabilityState.NotRunning, seen[0].State);
    }

    [Fact]
    public async Task A_job_names_the_container_whose_process_it_is_and_the_host_has_none()
    {
        await using var engine = new FakeProbeEngine(ReachableAsync);
        await ObserveAsync(engine, Web, Db);
        await ObserveAsync(engine, new TestEngine().Snapshot.HostAsSource, Db);
        await ObserveAsync(new SidecarProber(engine.Client), Web, Db);

        Assert.Equal([Web.Id, null, null], Jobs(engine).Select(j => j.TryGetProperty("container", out var id) ? id.GetString() : null));
    }

    [Fact]
    public async Task A_process_that_is_seen_to_be_the_containers_needs_no_second_look()
    {
        await using var engine = new FakeProbeEngine(ReachableAsync);

        Assert.Equal(ReachabilityState.Reachable, (await ObserveAsync(engine, Web, Db))[0].State);
        Assert.Equal(0, engine.Count($"/containers/{Web.Id}/json"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("\"begin\":true,\"verified\":false")]
    [InlineData("\"begin\":true")]
    public async Task Where_the_agent_cannot_tell_the_engine_is_asked_again(string? begin)
    {
        await using var engine = new FakeProbeEngine(ReachableAsync) { Begin = _ => begin };
        engine.Inspected(Web.Id, Inspect(4321, 1));

        Assert.Equal(ReachabilityState.Reachable, (await ObserveAsync(engine, Web, Db))[0].State);
        Assert.Equal(1, engine.Count($"/containers/{Web.Id}/json"));
    }

    [Theory]
    [InlineData(4321, 2)]
    [InlineData(5555, 2)]
    [InlineData(5555, 1)]
    public async Task Rows_of_another_run_are_thrown_away_and_the_new_run_is_probed(int pid, int start)
    {
        await using var engine = new FakeProbeEngine((exchange, job) => job.GetProperty("pid").GetInt32() == 4321 && start == 1
            ? ReachableAsync(exchange, job, "Refused")
            : ReachableAsync(exchange, job))
        { Begin = _ => null };
        engine.Inspected(Web.Id, Inspect(pid, start));

        Assert.Equal(ReachabilityState.Reachable, (await ObserveAsync(engine, Web, Db))[0].State);
        Assert.Equal([4321, pid], Jobs(engine).Select(j => j.GetProperty("pid").GetInt32()));
    }

    [Fact]
    public async Task A_container_that_is_always_in_another_run_is_not_known()
    {
        var run = 10;
        FakeProbeEngine engine = null!;
        engine = new FakeProbeEngine((exchange, job) =>
        {
            run++;
            engine.Inspected(Web.Id, Inspect(run, run));
            return ReachableAsync(exchange, job);
        })
        { Begin = _ => null };
        await using var _ = engine;

        var seen = (await ObserveAsync(engine, Web, Db, Db));

        Assert.All(seen, o => Assert.Equal((ReachabilityState.Unknown, ReasonCode.ProcessChanged), (o.State, o.Reason!.Code)));
        Assert.Equal(2, Jobs(engine).Length);
    }

    [Fact]
    public async Task A_process_of_somebody_else_gives_no_row_and_the_containers_own_is_probed()
    {
        await using var engine = new FakeProbeEngine((exchange, job) =>
            job.GetProperty("pid").GetInt32() == 4321 ? OtherAsync(exchange, job) : ReachableAsync(exchange, job)) { Begin = _ => null };
        engine.Inspected(Web.Id, Inspect(5555, 2));

        Assert.Equal(ReachabilityState.Reachable, Assert.Single(await ObserveAsync(engine, Web, Db)).State);
    }

    [Fact]
    public async Task A_process_that_is_somebody_elses_whatever_the_engine_says_is_not_known()
    {
        await using var engine = new FakeProbeEngine(OtherAsync) { Begin = _ => null };
        engine.Inspected(Web.Id, Inspect(4321, 1));

        var seen = Assert.Single(await ObserveAsync(engine, Web, Db));

        Assert.Equal((ReachabilityState.Unknown, ReasonCode.ProcessChanged), (seen.State, seen.Reason!.Code));
        Assert.Single(Jobs(engine));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_container_that_has_ended_does_not_run(bool listed)
    {
        await using var engine = new FakeProbeEngine(OtherAsync) { Begin = _ => null };
        if (listed)
            engine.Inspected(Web.Id, Inspect(0, 1));

        var seen = Assert.Single(await ObserveAsync(engine, Web, Db));

        Assert.Equal((ReachabilityState.NotRunning, ReasonCode.SourceNotRunning), (seen.State, seen.Reason!.Code));
    }

    [Fact]
    public async Task One_that_was_started_again_before_it_was_probed_runs()
    {
        await using var engine = new FakeProbeEngine((exchange, job) =>
            ReachableAsync(exchange, job, job.GetProperty("pid").GetInt32() == 4321 ? "NotRunning" : "Reachable"))
        { Begin = _ => "\"begin\":true,\"verified\":false" };
        engine.Inspected(Web.Id, Inspect(5555, 2));

        Assert.Equal(ReachabilityState.Reachable, Assert.Single(await ObserveAsync(engine, Web, Db)).State);
    }

    private static DateTimeOffset Start(int number) => new(2025, 1, 1, 0, 0, number % 60, TimeSpan.Zero);

    private static string Inspect(int pid, int start) =>
        $$$"""{"Id":"{{{Web.Id}}}","State":{"Pid":{{{pid}}},"StartedAt":"{{{Start(start):O}}}"}}""";

    private static int Number(JsonElement job) => job.GetProperty("job").GetInt32();

    private static JsonElement[] Jobs(FakeProbeEngine engine) =>
        [.. engine.Lines
            .Select(l => JsonSerializer.Deserialize<JsonElement>(l))
            .Where(j => j.TryGetProperty("probes", out var probes) && probes.GetArrayLength() > 0)];

    private static Task OtherAsync(FakeExchange exchange, JsonElement job) =>
        FakeProbeEngine.SayAsync(exchange, $$"""{"job":{{Number(job)}},"end":true,"error":"other"}""");

    private static Task ReachableAsync(FakeExchange exchange, JsonElement job) => ReachableAsync(exchange, job, "Reachable");

    private static Task ReachableAsync(FakeExchange exchange, JsonElement job, string state)
    {
        var probes = job.TryGetProperty("probes", out var all) ? all.EnumerateArray().ToArray() : [];
        return FakeProbeEngine.SayAsync(
            exchange,
            [
                .. probes.Select(p => $$"""{"job":{{Number(job)}},"i":{{p.GetProperty("i").GetInt32()}},"state":"{{state}}"}"""),
                $$"""{"job":{{Number(job)}},"end":true}"""
            ]);
    }

    private static Task<List<Observation>> ObserveAsync(FakeProbeEngine engine, Container source, params PlannedProbe[] probes) =>
        ObserveAsync(new AgentProber(engine.Client, mesh: false), source, probes);

    private static async Task<List<Observation>> ObserveAsync(Prober prober, Container source, params PlannedProbe[] probes)
    {
        var seen = new SortedDictionary<int, Observation>();
        await foreach (var (probe, observation) in prober.ProbeAsync(source, probes, new ProbeOptions(1, TimeSpan.FromSeconds(1)), default))
            seen.Add(Array.IndexOf(probes, probe), observation);
        return [.. seen.Values];
    }
}
