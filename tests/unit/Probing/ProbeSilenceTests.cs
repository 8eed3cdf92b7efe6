using System.Collections.Concurrent;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Probing;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>A probe container that hangs, and one that does not stop talking.</summary>
public class ProbeSilenceTests
{
    [Fact]
    public async Task One_that_is_silent_is_given_up()
    {
        var time = new ManualTime();
        await using var engine = FakeProbeEngine.Answering("""{"job":JOB,"i":0}""");
        await using var process = await ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), time, default);
        var job = AllAsync(process);
        await FakeProbeEngine.UntilAsync(() => engine.Lines.Count == 1 && time.Waiting == 2);
        await Task.Delay(50);

        time.Advance(TimeSpan.FromSeconds(29));
        await Task.Delay(50);
        Assert.False(job.IsCompleted);
        // On a busy machine the first line may have been read late, and silence begins there.
        for (var i = 0; i < 20 && !job.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(50);
        }

        var why = await Expect.FailureAsync(EngineFailure.Timeout, () => Expect.SoonAsync(job));
        Assert.Contains("does not answer", why.Message, StringComparison.Ordinal);
        Assert.False(process.Alive);
        await FakeProbeEngine.UntilAsync(() => engine.InputsOpen == 0 && engine.Count("DELETE ") == 1);
    }

    [Fact]
    public async Task A_line_of_a_job_is_a_sign_of_life()
    {
        var time = new ManualTime();
        FakeExchange? open = null;
        await using var engine = new FakeProbeEngine((exchange, _) =>
        {
            open = exchange;
            return Task.CompletedTask;
        });
        await using var process = await ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), time, default);
        var answers = new ConcurrentQueue<Answer>();
        var job = CollectAsync();
        for (var i = 1; i <= 5; i++)
        {
            await FakeProbeEngine.UntilAsync(() => engine.Lines.Count == 1 && open is not null && time.Waiting == 2);
            await FakeProbeEngine.SayAsync(open!, """{"job":1,"begin":true}""");
            // Only a line that was read counts, however busy the machine is.
            await FakeProbeEngine.UntilAsync(() => answers.Count == i);
            time.Advance(TimeSpan.FromSeconds(29));
        }

        Assert.True(process.Alive);
        await FakeProbeEngine.SayAsync(open!, """{"job":1,"end":true}""");
        await Expect.SoonAsync(job);
        Assert.Single(answers.OfType<EndOfJob>());

        async Task<bool> CollectAsync()
        {
            await foreach (var answer in process.RunAsync(new JobMessage(), default))
                answers.Enqueue(answer);
            return true;
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("""{"job":999,"end":true}""")]
    public async Task Noise_is_not_a_sign_of_life(string line)
    {
        var time = new ManualTime();
        FakeExchange? open = null;
        await using var engine = new FakeProbeEngine((exchange, _) =>
        {
            open = exchange;
            return Task.CompletedTask;
        });
        await using var process = await ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), time, default);
        var job = AllAsync(process);
        await FakeProbeEngine.UntilAsync(() => engine.Lines.Count == 1 && open is not null && time.Waiting == 2);
        time.Advance(TimeSpan.FromSeconds(29));
        await FakeProbeEngine.SayAsync(open!, line);
        await Task.Delay(50);
        time.Advance(TimeSpan.FromSeconds(2));

        await Expect.FailureAsync(EngineFailure.Timeout, () => Expect.SoonAsync(job));
    }

    [Fact]
    public async Task The_client_gives_signs_of_life_until_it_ends()
    {
        var time = new ManualTime();
        await using var engine = FakeProbeEngine.Answering();
        var process = await ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), time, default);
        for (var i = 1; i <= 3; i++)
        {
            await FakeProbeEngine.UntilAsync(() => time.Waiting == 1);
            time.Advance(ProbeProcess.MaxSilence / 3);
            await FakeProbeEngine.UntilAsync(() => engine.SignsOfLife == i);
        }

        await process.DisposeAsync();

        await FakeProbeEngine.UntilAsync(() => time.Waiting == 0);
    }

    [Theory]
    [InlineData(1, 2000, 1000, 30)]
    [InlineData(1, 1000, 1000, 30)]
    [InlineData(100, 1000, 1000, 203)]
    [InlineData(1, 600_000, 0, 2400)]
    [InlineData(1_000_000, 600_000, 600_000, 86_400)]
    public void Silence_may_last_as_long_as_a_probe_that_tells_nothing_before_its_end(int count, int timeout, int interval, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            ProbeProcess.Patience(new JobMessage { Count = count, Timeout = timeout, Interval = interval }));

    [Fact]
    public async Task A_job_has_no_more_answers_than_it_can_have()
    {
        await using var engine = new FakeProbeEngine(async (exchange, job) =>
        {
            var lines = string.Concat(Enumerable.Repeat("""{"job":1,"kind":"route"}""" + "\n", 10_000));
            for (var i = 0; i < 30 && !job.TryGetProperty("cancel", out _); i++)
                await exchange.FrameAsync(OutputSource.StandardOutput, lines);
        });
        await using var process = await ProbeProcess.StartAsync(engine.Client, "agent", new HostConfig(), default);

        var why = await Expect.FailureAsync(EngineFailure.Protocol, () => AllAsync(process).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("more than 200000 lines", why.Message, StringComparison.Ordinal);
    }

    private static async Task<List<Answer>> AllAsync(ProbeProcess process)
    {
        var answers = new List<Answer>();
        await foreach (var answer in process.RunAsync(new JobMessage(), default))
            answers.Add(answer);
        return answers;
    }
}
