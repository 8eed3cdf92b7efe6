using System.Text.Json;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>The probe container, from its birth to its end.</summary>
public class ProbeProcessTests
{
    [Fact]
    public async Task The_container_is_small_and_leaves_nothing_behind()
    {
        await using var engine = FakeProbeEngine.Answering("""{"job":JOB,"end":true}""");
        await using var process = await ProbeProcess.StartAsync(
            engine.Client,
            "agent",
            new HostConfig { PidMode = "host", CapAdd = ["NET_RAW"] },
            default);

        var body = JsonSerializer.Deserialize<JsonElement>(engine.Created.Single());
        var host = body.GetProperty("HostConfig");
        Assert.Equal("agent", body.GetProperty("Labels").GetProperty(ProbeImage.Label).GetString());
        Assert.Equal(["/dockernetwork-probe", "86400", "60"], body.GetProperty("Cmd").EnumerateArray().Select(e => e.GetString()));
        Assert.True(body.GetProperty("OpenStdin").GetBoolean() && body.GetProperty("StdinOnce").GetBoolean());
        Assert.True(host.GetProperty("AutoRemove").GetBoolean() && host.GetProperty("ReadonlyRootfs").GetBoolean());
        Assert.Equal(
            ["""["ALL"]""", """["NET_RAW"]""", """["no-new-privileges"]"""],
            new[] { "CapDrop", "CapAdd", "SecurityOpt" }.Select(n => host.GetProperty(n).GetRawText()));
        Assert.Equal("none", host.GetProperty("LogConfig").GetProperty("Type").GetString());
        Assert.True(
            engine.Requests.ToList().FindIndex(r => r.Contains("/attach", StringComparison.Ordinal))
                < engine.Requests.ToList().FindIndex(r => r.Contains("/start", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Answers_go_to_the_jobs_that_they_are_of()
    {
        var open = new List<int>();
        await using var engine = new FakeProbeEngine(async (exchange, job) =>
        {
            open.Add(job.GetProperty("job").GetInt32());
            if (open.Count == 2)
                await FakeProbeEngine.SayAsync(
                    exchange,
                    [.. open.AsEnumerable().Reverse().SelectMany(j =>
                        new[] { $$"""{"job":{{j}},"i":{{j * 10}}}""", $$"""{"job":{{j}},"end":true}""" })]);
        });
        await using var process = await StartAsync(engine);

        var both = await Expect.SoonAsync(Task.WhenAll(AllAsync(process), AllAsync(process)));

        Assert.Equal([10, 20], both.Select(answers => Index(answers[0])).Order());
        Assert.All(both, answers => Assert.Equal((2, true), (answers.Count, answers[1] is EndOfJob)));
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("""{"job":"x"}""")]
    [InlineData("""{"job":99,"end":true}""")]
    [InlineData("""{"end":true}""")]
    public async Task A_line_that_is_of_no_job_is_passed_over(string line)
    {
        await using var engine = FakeProbeEngine.Answering(line, """{"job":JOB,"i":5}""", """{"job":JOB,"end":true}""");
        await using var process = await StartAsync(engine);

        Assert.Equal(5, Index((await Expect.SoonAsync(AllAsync(process)))[0]));
    }

    [Theory]
    [InlineData(OutputSource.StandardError)]
    [InlineData(OutputSource.StandardOutput)]
    public async Task A_program_that_floods_is_given_up(OutputSource source)
    {
        var sent = 0;
        await using var engine = new FakeProbeEngine(async (exchange, _) =>
        {
            await FakeProbeEngine.SayAsync(exchange, """{"job":1,"i":5}""");
            for (; sent < 1000; sent++)
                await exchange.FrameAsync(source, new string('x', 9_999) + "\n");
        });
        await using var process = await StartAsync(engine);

        var error = await Assert.ThrowsAsync<EngineException>(() => Expect.SoonAsync(AllAsync(process)));

        Assert.Equal(EngineFailure.ConnectionLost, error.Failure);
        Assert.False(process.Alive);
    }

    [Fact]
    public async Task What_stands_on_standard_error_is_no_answer()
    {
        await using var engine = new FakeProbeEngine(async (exchange, _) =>
        {
            await exchange.FrameAsync(OutputSource.StandardError, """{"job":1,"i":7}""" + "\n");
            await FakeProbeEngine.SayAsync(exchange, """{"job":1,"i":5}""", """{"job":1,"end":true}""");
        });
        await using var process = await StartAsync(engine);

        Assert.Equal(5, Index((await Expect.SoonAsync(AllAsync(process)))[0]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stream_that_is_cut_is_a_lost_connection(bool inFrame)
    {
        await using var engine = new FakeProbeEngine(async (exchange, _) =>
        {
            await FakeProbeEngine.SayAsync(exchange, """{"job":1,"i":0}""");
            if (inFrame)
                await exchange.WriteAsync(FakeExchange.Frame(OutputSource.StandardOutput, "{}\n"u8.ToArray()).AsMemory(0, 5));
            exchange.Hangup();
        });
        await using var process = await StartAsync(engine);

        await Expect.FailureAsync(EngineFailure.ConnectionLost, () => Expect.SoonAsync(AllAsync(process)));
        await FakeProbeEngine.UntilAsync(() => !process.Alive);
        await Expect.FailureAsync(EngineFailure.ConnectionLost, () => Expect.SoonAsync(AllAsync(process)));
    }

    [Fact]
    public async Task A_reader_that_has_enough_cancels_its_job()
    {
        await using var engine = FakeProbeEngine.Answering("""{"job":JOB,"i":0}""", """{"job":JOB,"i":1}""");
        await using var process = await StartAsync(engine);

        await foreach (var _ in process.RunAsync(new JobMessage(), default))
            break;

        await FakeProbeEngine.UntilAsync(() => engine.Lines.Count == 2);
        var line = JsonSerializer.Deserialize<JsonElement>(engine.Lines[1]);
        Assert.Equal((1, true), (line.GetProperty("job").GetInt32(), line.GetProperty("cancel").GetBoolean()));
    }

    [Fact]
    public async Task A_cancelled_reader_cancels_its_job()
    {
        await using var engine = FakeProbeEngine.Answering("""{"job":JOB,"i":0}""");
        await using var process = await StartAsync(engine);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in process.RunAsync(new JobMessage(), stop.Token))
                await stop.CancelAsync();
        });

        await FakeProbeEngine.UntilAsync(() => engine.Lines.Count == 2);
        Assert.Contains("\"cancel\":true", engine.Lines[1], StringComparison.Ordinal);
    }

    /// <summary>Else what the taps of a trace have seen last, and that they missed packets, would never be told.</summary>
    [Fact]
    public async Task A_job_that_is_finished_tells_the_rest()
    {
        await using var engine = new FakeProbeEngine((exchange, line) => FakeProbeEngine.SayAsync(
            exchange,
            line.TryGetProperty("cancel", out _)
                ? ["{\"job\":1,\"i\":1}", "{\"job\":1,\"end\":true}"]
                : ["{\"job\":1,\"i\":0}"]));
        await using var process = await StartAsync(engine);
        using var finish = new CancellationTokenSource();

        var answers = await Expect.SoonAsync(ReadAsync());

        Assert.Equal([0, 1], answers.OfType<OutcomeMessage>().Select(answer => answer.Index));
        Assert.Equal(2, engine.Lines.Count);

        async Task<List<Answer>> ReadAsync()
        {
            var all = new List<Answer>();
            await foreach (var answer in process.RunAsync(new JobMessage(), finish.Token, default))
            {
                all.Add(answer);
                await finish.CancelAsync();
            }

            return all;
        }
    }

    [Fact]
    public async Task A_job_that_ended_is_not_cancelled()
    {
        await using var engine = FakeProbeEngine.Answering("""{"job":JOB,"end":true}""");
        await using var process = await StartAsync(engine);

        await Expect.SoonAsync(AllAsync(process));
        await Expect.SoonAsync(AllAsync(process));

        var lines = engine.Lines.Select(l => JsonSerializer.Deserialize<JsonElement>(l)).ToArray();
        Assert.Equal([1, 2], lines.Select(l => l.GetProperty("job").GetInt32()));
        Assert.All(lines, l => Assert.False(l.TryGetProperty("cancel", out _)));
    }

    [Fact]
    public async Task Its_end_closes_the_standard_input()
    {
        await using var engine = FakeProbeEngine.Answering("""{"job":JOB,"end":true}""");
        var process = await StartAsync(engine);
        await FakeProbeEngine.UntilAsync(() => engine.InputsOpen == 1);

        await process.DisposeAsync();

        Assert.False(process.Alive);
        await FakeProbeEngine.UntilAsync(() => engine.InputsOpen == 0);
    }

    [Fact]
    public async Task Its_end_ends_the_jobs()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask);
        var process = await StartAsync(engine);
        var job = AllAsync(process);
        await FakeProbeEngine.UntilAsync(() => engine.Lines.Count == 1);

        await process.DisposeAsync();

        await Expect.FailureAsync(EngineFailure.ConnectionLost, () => Expect.SoonAsync(job));
    }

    [Theory]
    [InlineData("create", 403)]
    [InlineData("create", 400)]
    [InlineData("attach", 409)]
    [InlineData("start", 500)]
    public async Task What_the_engine_refuses_is_not_possible(string step, int status)
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            Refuse = (at, _) => at == step ? (status, "the policy says no") : null
        };

        var why = await Assert.ThrowsAsync<ProberUnavailableException>(() => StartAsync(engine));

        Assert.Contains("the policy says no", why.Message, StringComparison.Ordinal);
        Assert.Equal(step == "create" ? 0 : 1, engine.Count("DELETE "));
        await FakeProbeEngine.UntilAsync(() => engine.InputsOpen == 0);
    }

    [Fact]
    public async Task The_engine_that_has_removed_the_container_itself_does_not_hide_why()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            Refuse = (at, _) => at == "start" ? (500, "the policy says no") : null,
            RefuseRemoval = (404, "No such container: probe1"),
        };

        var why = await Assert.ThrowsAsync<ProberUnavailableException>(() => StartAsync(engine));

        Assert.Contains("the policy says no", why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_may_have_many_file_descriptors()
    {
        await using var engine = FakeProbeEngine.Answering("""{"job":JOB,"end":true}""");
        await using var process = await StartAsync(engine);

        Assert.Equal("""[{"Name":"nofile","Soft":65536,"Hard":65536}]""", Ulimits(engine.Created.Single()));
    }

    [Theory]
    [InlineData("error during container init: error setting rlimits for ready process: error setting rlimit type 7: operation not "
        + "permitted")]
    [InlineData("crun: setrlimit `RLIMIT_NOFILE`: Operation not permitted: OCI permission denied")]
    public async Task An_engine_that_may_not_give_so_many_gives_what_it_has_and_is_not_asked_twice(string words)
    {
        var limited = false;
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            Refuse = (at, body) =>
            {
                if (at == "create")
                    limited = body.Contains("Ulimits", StringComparison.Ordinal);
                return at == "start" && limited ? (500, words) : null;
            },
        };
        await using var first = await StartAsync(engine);
        await using var second = await StartAsync(engine);

        Assert.Equal([true, false, false], engine.Created.Select(c => Ulimits(c) is not null));
        Assert.Equal(1, engine.Count("DELETE "));
    }

    [Fact]
    public async Task A_clean_up_that_fails_does_not_hide_why()
    {
        await using var engine = new FakeProbeEngine((_, _) => Task.CompletedTask)
        {
            Refuse = (at, _) => at == "start" ? (500, "the policy says no") : null,
            RefuseRemoval = (500, "driver failed"),
        };

        var why = await Assert.ThrowsAsync<ProberUnavailableException>(() => StartAsync(engine));

        Assert.Contains("the policy says no", why.Message, StringComparison.Ordinal);
    }

    private static int Index(Answer answer) => Assert.IsType<OutcomeMessage>(answer).Index;

    private static string? Ulimits(string body) =>
        JsonSerializer.Deserialize<JsonElement>(body).GetProperty("HostConfig").TryGetProperty("Ulimits", out var limits)
            ? limits.GetRawText()
            : null;

    private static Task<ProbeProcess> StartAsync(FakeProbeEngine engine) =>
        ProbeProcess.StartAsync(engine.Client, "sidecar", new HostConfig(), default);

    private static async Task<List<Answer>> AllAsync(ProbeProcess process)
    {
        var answers = new List<Answer>();
        await foreach (var answer in process.RunAsync(new JobMessage(), default))
            answers.Add(answer);
        return answers;
    }
}
