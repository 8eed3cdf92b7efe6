using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>Agent, sidecar, exec: the first that the engine allows.</summary>
public class ProberLadderTests
{
    private static readonly Container Web = new TestEngine().Container("web")["web"] with { ProcessId = 4321 };
    private static PlannedProbe Db => Planned.Probe("db", ProbeProtocol.Tcp, 80);

    [Fact]
    public async Task The_agent_comes_first()
    {
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Reachable\"");
        var said = new List<string>();

        Assert.Equal([ProbeMethod.Agent], await MethodsAsync(engine, null, said));
        Assert.Empty(said);
    }

    [Theory]
    [InlineData("create", 403)]
    [InlineData("start", 500)]
    public async Task Where_the_agent_is_refused_a_sidecar_is_used(string step, int status)
    {
        var agent = false;
        await using var engine = new FakeProbeEngine(Reachable)
        {
            Refuse = (at, body) =>
            {
                if (at == "create")
                    agent = body.Contains("\"agent\"", StringComparison.Ordinal);
                return agent && at == step ? (status, "no host namespaces here") : null;
            },
        };
        var said = new List<string>();

        Assert.Equal([ProbeMethod.Sidecar], await MethodsAsync(engine, null, said));
        Assert.Contains("no host namespaces here", Assert.Single(said), StringComparison.Ordinal);
        Assert.EndsWith("Using Sidecar instead.", said[0], StringComparison.Ordinal);
        Assert.Contains($"\"NetworkMode\":\"container:{Web.Id}\"", engine.Created[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_agent_may_not_enter_a_sidecar_is_used()
    {
        await using var engine = new FakeProbeEngine((exchange, job) => job.GetProperty("pid").GetInt32() != 0
            ? FakeProbeEngine.SayAsync(exchange, $$"""{"job":{{job.GetProperty("job").GetInt32()}},"end":true,"error":"denied"}""")
            : Reachable(exchange, job));

        Assert.Equal([ProbeMethod.Sidecar], await MethodsAsync(engine, null, [], Web with { ProcessId = 9 }));
    }

    [Fact]
    public async Task From_a_source_without_a_process_the_agent_sends_nothing_as_0_is_its_own_namespace_the_hosts()
    {
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Reachable\"");
        var observed = new List<Observation>();
        await foreach (var (_, observation) in new AgentProber(engine.Client, mesh: false).ProbeAsync(
            Web with { ProcessId = 0 },
            [Db, Db],
            new ProbeOptions(1, TimeSpan.FromSeconds(1)),
            default))
            observed.Add(observation);

        Assert.Equal([ReachabilityState.NotRunning, ReachabilityState.NotRunning], observed.Select(o => o.State));
        Assert.Empty(engine.Created);
        Assert.Empty(engine.Lines);
    }

    [Fact]
    public async Task What_was_left_for_one_source_is_not_tried_for_another()
    {
        await using var engine = new FakeProbeEngine(Reachable)
        {
            Refuse = (at, body) => at == "create" && body.Contains("\"agent\"", StringComparison.Ordinal) ? (403, "no") : null
        };
        var said = new List<string>();
        var ladder = new ProberLadder(engine.Client, null, false, said.Add);
        Assert.Equal(256, ladder.SourcesAtOnce);
        for (var i = 0; i < 3; i++)
            await MethodsAsync(ladder, Web);

        Assert.Equal(8, ladder.SourcesAtOnce);
        Assert.Single(said);
        Assert.Single(engine.Created, c => c.Contains("\"agent\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sources_that_leave_a_rung_at_once_leave_one()
    {
        await using var engine = new FakeProbeEngine(Reachable)
        {
            Refuse = (at, body) => at == "create" && body.Contains("\"agent\"", StringComparison.Ordinal) ? (403, "no") : null
        };
        var said = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var ladder = new ProberLadder(engine.Client, null, false, said.Enqueue);

        var methods = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => MethodsAsync(ladder, Web))));

        Assert.All(methods, m => Assert.Equal([ProbeMethod.Sidecar], m));
        Assert.Single(said);
    }

    [Theory]
    [InlineData(ProbeMethod.Agent)]
    [InlineData(ProbeMethod.Sidecar)]
    public async Task The_one_way_that_may_be_used_and_is_refused_is_an_error(ProbeMethod method)
    {
        await using var engine = new FakeProbeEngine(Reachable) { Refuse = (at, _) => at == "create" ? (403, "the policy says no") : null };

        var why = await Expect.FailureAsync(EngineFailure.Unavailable, () => MethodsAsync(engine, method, []));

        Assert.Contains("the policy says no", why.Message, StringComparison.Ordinal);
        Assert.Contains("-Method", why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_is_probed_from_its_own_network()
    {
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Reachable\"");

        await MethodsAsync(engine, ProbeMethod.Sidecar, [], new TestEngine().Snapshot.HostAsSource);

        Assert.Contains("\"NetworkMode\":\"host\"", engine.Created[0], StringComparison.Ordinal);
    }

    private static Task Reachable(FakeExchange exchange, System.Text.Json.JsonElement job)
    {
        var number = job.GetProperty("job").GetInt32();
        return FakeProbeEngine.SayAsync(
            exchange,
            $$"""{"job":{{number}},"i":0,"state":"Reachable"}""",
            $$"""{"job":{{number}},"end":true}""");
    }

    private static Task<List<ProbeMethod>> MethodsAsync(
        FakeProbeEngine engine,
        ProbeMethod? only,
        List<string> said,
        Container? source = null) =>
        MethodsAsync(new ProberLadder(engine.Client, only, false, said.Add), source ?? Web);

    private static async Task<List<ProbeMethod>> MethodsAsync(ProberLadder ladder, Container source)
    {
        var methods = new List<ProbeMethod>();
        await foreach (var (_, _, method) in ladder.ProbeAsync(source, [Db], new ProbeOptions(1, TimeSpan.FromSeconds(1)), default))
            methods.Add(method);
        return methods;
    }
}
