using System.Net.Sockets;
using System.Text.Json;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>From probes to lines, and from lines to observations.</summary>
public class ProbeJobsTests
{
    private static readonly Container Web = new TestEngine().Container("web")["web"];
    private static readonly ProbeOptions Options = new(3, TimeSpan.FromMilliseconds(1500))
    {
        Delay = TimeSpan.FromMilliseconds(20),
        Family = AddressFamily.InterNetworkV6
    };

    [Fact]
    public async Task A_job_is_what_the_program_reads()
    {
        await using var engine = FakeProbeEngine.Answering("""{"job":JOB,"end":true}""");
        await ObserveAsync(
            engine,
            Planned.Probe("db", ProbeProtocol.Tcp, 5432) with { Proxied = true, Path = "/x" },
            Planned.Probe("db", ProbeProtocol.Icmp, null),
            Planned.Probe("api", ProbeProtocol.Http, 80) with { Path = "/x" });

        var job = DockerNetwork.Probe.JobReader.Read(System.Text.Encoding.UTF8.GetBytes(engine.Lines[0]));
        Assert.Equal((1, 77, 3, 1500, 20, 6), (job.Id, job.ProcessId, job.Count, job.Timeout, job.Interval, job.Family));
        Assert.Equal(
            [
                new(0, ProbeKind.Tcp, "db", 5432, true, "/"),
                new(1, ProbeKind.Icmp, "db", 0, false, "/"),
                new(2, ProbeKind.Http, "api", 80, false, "/x"),
            ],
            job.Probes!);
    }

    [Fact]
    public async Task An_answer_is_an_observation()
    {
        await using var engine = FakeProbeEngine.Answering(
            """{"job":JOB,"i":0,"state":"Reachable","address":"10.1.0.3","addresses":["10.1.0.3","fd00::3","junk"]"""
                + ""","via":"127.0.0.11","sent":3,"received":2,"min":50,"avg":1200,"max":2500000,"status":204}""",
            """{"job":JOB,"end":true}""");

        var probe = Planned.Probe("db", ProbeProtocol.Http, 80);
        var (answered, seen) = Assert.Single(await ObserveAsync(engine, probe));

        Assert.Same(probe, answered);
        Assert.Equal(
            (ReachabilityState.Reachable, "10.1.0.3", "127.0.0.11", 3, 2, 204),
            (seen.State, seen.Address!.ToString(), seen.ResolvedBy, seen.Sent, seen.Received, seen.StatusCode));
        Assert.Equal(["10.1.0.3", "fd00::3"], seen.Addresses.Select(a => a.ToString()));
        Assert.Equal((1L, 12L, 25000L), (seen.Min!.Value.Ticks, seen.Avg!.Value.Ticks, seen.Max!.Value.Ticks));
        Assert.Null(seen.Reason);
    }

    [Theory]
    [InlineData("\"state\":\"Later\"")]
    [InlineData("\"sent\":1")]
    [InlineData("\"state\":null")]
    [InlineData("\"state\":\"1\"")]
    [InlineData("\"state\":\"77\"")]
    [InlineData("\"state\":\"-1\"")]
    [InlineData("\"state\":\"reachable\"")]
    [InlineData("\"state\":\"Reachable,Blocked\"")]
    public async Task A_state_of_a_later_program_is_not_known(string fields)
    {
        await using var engine = FakeProbeEngine.Answering($$"""{"job":JOB,"i":0,{{fields}}}""", """{"job":JOB,"end":true}""");

        Assert.Equal(
            ReachabilityState.Unknown,
            (await ObserveAsync(engine, Planned.Probe("db", ProbeProtocol.Tcp, 80)))[0].Observation.State);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public async Task An_answer_to_what_was_not_asked_is_passed_over(int index)
    {
        await using var engine = FakeProbeEngine.Answering(
            $$"""{"job":JOB,"i":{{index}},"state":"Reachable"}""",
            """{"job":JOB,"end":true}""");

        Assert.Empty(await ObserveAsync(engine, Planned.Probe("db", ProbeProtocol.Tcp, 80)));
    }

    [Fact]
    public async Task A_second_answer_is_passed_over()
    {
        await using var engine = FakeProbeEngine.Answering(
            """{"job":JOB,"i":0,"state":"Blocked"}""",
            """{"job":JOB,"i":0,"state":"Reachable"}""",
            """{"job":JOB,"end":true}""");

        Assert.Equal(
            ReachabilityState.Blocked,
            Assert.Single(await ObserveAsync(engine, Planned.Probe("db", ProbeProtocol.Tcp, 80))).Observation.State);
    }

    [Fact]
    public async Task The_beginning_of_a_job_is_no_answer_to_its_first_probe()
    {
        await using var engine = FakeProbeEngine.Answering(
            """{"job":JOB,"begin":true,"verified":true}""",
            """{"job":JOB,"i":0,"state":"Reachable"}""",
            """{"job":JOB,"end":true}""");

        Assert.Equal(
            ReachabilityState.Reachable,
            Assert.Single(await ObserveAsync(engine, Planned.Probe("db", ProbeProtocol.Tcp, 80))).Observation.State);
    }

    [Theory]
    [InlineData("\"sent\":-5,\"received\":-1,\"min\":-9223372036854775808,\"avg\":-1,\"max\":9223372036854775807,\"status\":-1")]
    [InlineData("\"sent\":2147483647,\"received\":2147483647,\"min\":9223372036854775807,\"avg\":0,\"max\":0,\"status\":2147483647")]
    [InlineData("\"address\":\"999.1.1.1\",\"addresses\":[null,\"\",\"::\"],\"via\":null,\"text\":null")]
    public async Task Absurd_numbers_do_no_harm(string fields)
    {
        await using var engine = FakeProbeEngine.Answering(
            $$"""{"job":JOB,"i":0,"state":"Reachable",{{fields}}}""",
            """{"job":JOB,"end":true}""");

        var seen = Assert.Single(await ObserveAsync(engine, Planned.Probe("db", ProbeProtocol.Http, 80))).Observation;

        Assert.True(seen is { State: ReachabilityState.Reachable, Sent: >= 0, Received: >= 0, StatusCode: null });
        Assert.All(
            new[] { seen.Min, seen.Avg, seen.Max }.OfType<TimeSpan>(),
            t => Assert.InRange(t, TimeSpan.FromTicks(1), TimeSpan.MaxValue));
    }

    [Fact]
    public async Task Words_and_addresses_are_kept_short()
    {
        var addresses = string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"10.0.{i / 256}.{i % 256}\""));
        await using var engine = FakeProbeEngine.Answering(
            $$"""{"job":JOB,"i":0,"state":"Unresolved","text":"{{new string('x', 50_000)}}","addresses":[{{addresses}}]}""",
            """{"job":JOB,"end":true}""");

        var seen = Assert.Single(await ObserveAsync(engine, Planned.Probe("db", ProbeProtocol.Tcp, 80))).Observation;

        Assert.InRange(seen.Reason!.Message.Length, 300, 500);
        Assert.Equal(256, seen.Addresses.Count);
    }

    [Fact]
    public async Task A_namespace_that_may_not_be_entered_is_not_possible()
    {
        await using var engine = FakeProbeEngine.Answering("""{"job":JOB,"end":true,"error":"denied"}""");

        await Assert.ThrowsAsync<ProberUnavailableException>(() => ObserveAsync(engine, Planned.Probe("db", ProbeProtocol.Tcp, 80)));
    }

    [Fact]
    public async Task A_job_that_the_program_does_not_take_is_an_error_and_not_silence()
    {
        await using var engine =
            FakeProbeEngine.Answering("""{"job":JOB,"end":true,"error":"malformed","text":"A number is out of range."}""");

        var why = await Assert.ThrowsAnyAsync<Exception>(() => ObserveAsync(engine, Planned.Probe("db", ProbeProtocol.Tcp, 80)));
        Assert.Contains("out of range", why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_probes_than_a_line_may_hold_are_several_jobs()
    {
        await using var engine = FakeProbeEngine.AnsweringAll(_ => "\"state\":\"Reachable\"");
        var probes = Enumerable.Range(0, JobMessage.MaxProbes + 5).Select(i => Planned.Probe("db", ProbeProtocol.Tcp, 1 + i)).ToArray();

        var seen = await ObserveAsync(engine, probes);

        Assert.Equal(probes, seen.Select(s => s.Probe));
        Assert.All(
            engine.Lines,
            line =>
                Assert.InRange(
                    JsonSerializer.Deserialize<JsonElement>(line).GetProperty("probes").GetArrayLength(),
                    1,
                    JobMessage.MaxProbes));
    }

    private static async Task<List<(PlannedProbe Probe, Observation Observation)>> ObserveAsync(
        FakeProbeEngine engine,
        params PlannedProbe[] probes)
    {
        await using var process = await ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default);
        var seen = new List<(PlannedProbe, Observation)>();
        await foreach (var one in ProbeJobs.RunAsync(process, Web, 77, probes, Options, default))
            seen.Add(one);
        return seen;
    }
}
