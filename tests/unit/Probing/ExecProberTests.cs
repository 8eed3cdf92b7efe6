using System.Diagnostics;
using System.Text.Json;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>
/// What a container's own shell prints is not believed to be ours: it is bounded in size, count and time, and spoils its own rows only.
/// </summary>
public class ExecProberTests
{
    private static readonly Container Web = new TestEngine().Container("web")["web"] with { ProcessId = 4321 };
    private static readonly PlannedProbe[] Two =
    [
        Planned.Probe("10.0.0.1", ProbeProtocol.Icmp, null),
        Planned.Probe("10.0.0.2", ProbeProtocol.Tcp, 80),
    ];
    private static readonly ProbeOptions Options = new(1, TimeSpan.FromSeconds(1));

    [Fact]
    public async Task An_honest_shell_is_understood()
    {
        await using var engine = Engine(e =>
            e.FrameAsync(
                OutputSource.StandardOutput,
                "0 0 PING 10.0.0.1 (10.0.0.1): 56 data bytes 1 packets transmitted, 1 packets received\n1 1 nc: Connection refused\n"));

        Assert.Equal([ReachabilityState.Reachable, ReachabilityState.Refused], (await ObserveAsync(engine)).Select(o => o.State));
    }

    [Theory]
    [InlineData("0 0 PING x (172.17.0.3): 56 data bytes 99999999999 packets transmitted, 1 packets received")]
    [InlineData("0 0 PING x (172.17.0.3): 56 data bytes 1 packets transmitted, 99999999999 packets received")]
    [InlineData("0 0 PING x (172.17.0.3): 56 data bytes ١ packets transmitted, ١ packets received")]
    public async Task Numbers_that_are_none_are_not_known(string line)
    {
        await using var engine = Engine(e => e.FrameAsync(OutputSource.StandardOutput, line + "\n"));

        Assert.Equal(ReachabilityState.Unknown, (await ObserveAsync(engine))[0].State);
    }

    [Theory]
    [InlineData("99999999999999999999999999/1/1")]
    [InlineData("1/1e400/1")]
    [InlineData("1.2.3/././..")]
    public async Task Times_that_are_none_are_left_out(string times)
    {
        await using var engine = Engine(e =>
            e.FrameAsync(OutputSource.StandardOutput, $"0 0 PING 1 packets transmitted, 1 received min/avg/max = {times} ms\n"));

        var seen = (await ObserveAsync(engine))[0];

        Assert.Equal(ReachabilityState.Reachable, seen.State);
        Assert.True(seen.Min is null || seen.Min < TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task Output_without_end_is_not_read_to_the_end()
    {
        var written = 0L;
        await using var engine = Engine(async e =>
        {
            var frame = FakeExchange.Frame(
                OutputSource.StandardOutput,
                System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("no answer of ours\n", 1000))));
            while (!e.Stopped.IsCancellationRequested)
            {
                await e.WriteAsync(frame);
                written += frame.Length;
            }
        });

        var seen = await Expect.SoonAsync(ObserveAsync(engine));

        Assert.All(seen, o => Assert.Equal((ReachabilityState.Unknown, ReasonCode.NotProbed), (o.State, o.Reason!.Code)));
        Assert.InRange(seen[0].Reason!.Message.Length, 1, 10_000);
        Assert.InRange(written, 1, 4_000_000);
    }

    [Fact]
    public async Task A_shell_that_does_not_end_is_left_two_seconds_after_its_input()
    {
        var time = new ManualTime();
        await using var engine = Engine(e =>
            e.ReadToEndAsync().ContinueWith(_ => Task.Delay(Timeout.Infinite, e.Stopped), TaskScheduler.Default).Unwrap());
        var observing = ObserveAsync(engine, time);
        // Three seconds to start, and twice the time limit.
        await FakeProbeEngine.UntilAsync(() => time.Waiting == 2);
        time.Advance(TimeSpan.FromSeconds(5.1));
        await Task.Delay(50);
        Assert.False(observing.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.All(
            await Expect.SoonAsync(observing),
            o => Assert.Equal((ReachabilityState.Unknown, ReasonCode.NotProbed), (o.State, o.Reason!.Code)));
    }

    [Fact]
    public async Task A_stream_that_breaks_is_about_this_source_alone()
    {
        await using var engine = Engine(async e =>
        {
            await e.WriteAsync(FakeExchange.Frame(OutputSource.StandardOutput, "0 0 PI"u8.ToArray()).AsMemory(0, 10));
            e.Hangup();
        });

        Assert.All(await ObserveAsync(engine), o => Assert.Equal(ReachabilityState.Unknown, o.State));
    }

    [Fact]
    public async Task Answers_to_what_was_not_asked_and_second_answers_are_complaints()
    {
        await using var engine = Engine(e =>
            e.FrameAsync(
                OutputSource.StandardOutput,
                string.Concat(Enumerable.Range(0, 100).Select(i => $"{i - 1} 0 x\n1 0 x\n99999999999 0 x\n"))));

        Assert.Equal(2, (await ObserveAsync(engine)).Count);
    }

    [Fact]
    public async Task A_name_that_begins_with_a_dash_never_becomes_an_option()
    {
        string sent = "";
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            if (e.Path.EndsWith("/exec", StringComparison.Ordinal))
                sent = e.Body;
            await AnswerAsync(e, _ => Task.CompletedTask);
        });
        using var client = engine.Client();
        PlannedProbe[] probes =
        [
            Planned.Probe("-exec", ProbeProtocol.Icmp, null),
            Planned.Probe("-e", ProbeProtocol.Tcp, 80),
            Planned.Probe("db", ProbeProtocol.Icmp, null),
        ];
        var seen = new Dictionary<int, Observation>();
        await foreach (var (probe, observation) in new ExecProber(client).ProbeAsync(Web, probes, Options, default))
            seen[Array.IndexOf(probes, probe)] = observation;

        Assert.Contains("begin with a hyphen", seen[0].Reason!.Message, StringComparison.Ordinal);
        Assert.Equal(ReachabilityState.Unknown, seen[1].State);
        var arguments = JsonSerializer.Deserialize<JsonElement>(sent)
            .GetProperty("Cmd").EnumerateArray()
            .Select(a => a.GetString()!)
            .Skip(6)
            .Chunk(3).ToArray();
        Assert.Equal(["none", "none", "icmp"], arguments.Select(a => a[0]));
    }

    [Fact]
    public async Task A_name_that_no_tool_can_be_given_spoils_its_own_row_only()
    {
        string sent = "";
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            if (e.Path.EndsWith("/exec", StringComparison.Ordinal))
                sent = e.Body;
            await AnswerAsync(e, c => c.FrameAsync(OutputSource.StandardOutput, "3 0 PING db 1 packets transmitted, 1 packets received\n"));
        });
        using var client = engine.Client();
        PlannedProbe[] probes =
        [
            Planned.Probe("a\0b", ProbeProtocol.Icmp, null), Planned.Probe("a\nb", ProbeProtocol.Tcp, 80),
            Planned.Probe(new string('x', 256), ProbeProtocol.Icmp, null), Planned.Probe("db", ProbeProtocol.Icmp, null),
        ];
        var seen = new SortedDictionary<int, Observation>();
        await foreach (var (probe, observation) in new ExecProber(client).ProbeAsync(Web, probes, Options, default))
            seen[Array.IndexOf(probes, probe)] = observation;

        var (none, icmp) = (ReachabilityState.Unknown, ReachabilityState.Reachable);
        Assert.Equal([none, none, none, icmp], seen.Values.Select(o => o.State));
        Assert.All(seen.Values.Take(3), o => Assert.Contains("control characters", o.Reason!.Message, StringComparison.Ordinal));
        var command = JsonSerializer.Deserialize<JsonElement>(sent).GetProperty("Cmd").EnumerateArray().Select(a => a.GetString()!);
        Assert.Equal(["none", "-", "0", "none", "-", "80", "none", "-", "0", "icmp", "db", "0"], command.Skip(6));
    }

    [Fact]
    public void The_longest_text_takes_no_time()
    {
        var text = "PING " + string.Concat(Enumerable.Repeat("((((1 packets transmitted, (1.1.1.1:", 100_000));
        var watch = Stopwatch.StartNew();

        ToolOutput.ReadPing(Web, Two[0], 1, text);
        var seen = ToolOutput.ReadConnect(Web, Two[1], 1, text);

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.InRange(seen.Reason!.Message.Length, 1, 1000);
    }

    [Fact]
    public void Between_the_first_words_of_ping_and_its_last_any_number_of_answers_may_stand()
    {
        var text = "PING db (10.0.0.1): 56 data bytes "
            + string.Concat(Enumerable.Repeat("64 bytes from 10.0.0.1: seq=0 ttl=64 time=0.060 ms ", 1000))
            + "--- db ping statistics --- 1000 packets transmitted, 1000 packets received, 0% packet loss round-trip min/avg/max = "
            + "0.050/0.060/0.070 ms";

        var seen = ToolOutput.ReadPing(Web, Two[0], 0, text);

        Assert.Equal(
            (ReachabilityState.Reachable, 1000, 1000, "10.0.0.1"),
            (seen.State, seen.Sent, seen.Received, seen.Address!.ToString()));
        Assert.Equal(TimeSpan.FromMilliseconds(0.07), seen.Max);
    }

    private static FakeEngine Engine(Func<FakeExchange, Task> output) => FakeEngine.OnSocket(e => AnswerAsync(e, output));

    private static async Task AnswerAsync(FakeExchange exchange, Func<FakeExchange, Task> output)
    {
        if (!exchange.Path.EndsWith("/start", StringComparison.Ordinal))
        {
            await exchange.JsonAsync("""{"Id":"e1"}""", 201);
            return;
        }

        await exchange.UpgradeAsync();
        await output(exchange);
        if (exchange.Stream.CanWrite)
            exchange.Hangup();
    }

    private static async Task<List<Observation>> ObserveAsync(FakeEngine engine, TimeProvider? time = null)
    {
        using var client = engine.Client();
        var seen = new SortedDictionary<int, Observation>();
        await foreach (var (probe, observation) in new ExecProber(client, time).ProbeAsync(Web, Two, Options, default))
            seen.Add(Array.IndexOf(Two, probe), observation);
        return [.. seen.Values];
    }
}
