using DockerNetwork.Engine;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Hostile;

/// <summary>Each bound on what an engine sends, fed with ten times as much, or without end.</summary>
public class LimitTests
{
    private const OutputSource Out = OutputSource.StandardOutput;

    [Fact]
    public async Task A_body_without_end_is_read_up_to_128_MiB()
    {
        await using var engine = FakeEngine.OnSocket(HostileAnswers.All["endless chunks"]);
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(
            EngineFailure.Protocol, () => client.ListNetworksAsync().WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Contains("larger than 128 MiB", failure.Message, StringComparison.Ordinal);
        Assert.InRange(engine.Sent, 128 << 20, (128 << 20) + (4 << 20));
    }

    [Fact]
    public async Task An_answer_about_one_item_is_read_up_to_4_MiB()
    {
        await using var engine = FakeEngine.OnSocket(HostileAnswers.All["endless chunks"]);
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(
            EngineFailure.Protocol, () => client.InspectContainerAsync("web").WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Contains("larger than 4 MiB", failure.Message, StringComparison.Ordinal);
        Assert.InRange(engine.Sent, 4 << 20, 8 << 20);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task A_body_may_have_as_many_bytes_as_its_limit(int more, bool taken)
    {
        var body = "[]" + new string(' ', 50_000 - 2 + more);
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(body));
        using var client = engine.Client(limits: new EngineLimits { Body = 50_000 });

        if (taken)
            Assert.Empty(await client.ListNetworksAsync());
        else
            await Expect.FailureAsync(EngineFailure.Protocol, () => client.ListNetworksAsync());
    }

    [Fact]
    public async Task Of_a_refusal_without_end_the_beginning_is_told()
    {
        await using var engine = FakeEngine.OnSocket(HostileAnswers.All["endless refusal"]);
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.EngineError, () => client.ListNetworksAsync());

        Assert.Equal(new string('x', 300) + " …", failure.Message);
        Assert.InRange(engine.Sent, 0, 4 << 20);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[")]
    public async Task A_question_ends_after_a_silence(string beginning)
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.RawAsync(beginning);
            await e.ReadToEndAsync();
        });
        using var client = engine.Client(limits: new EngineLimits { Silence = TimeSpan.FromMilliseconds(200) });

        var failure = await Expect.FailureAsync(EngineFailure.Timeout, () => Expect.SoonAsync(client.ListNetworksAsync()));

        Assert.StartsWith($"{engine.Host} did not answer GET /v1.51/networks within 0.2 s.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_may_take_longer_than_a_silence()
    {
        await using var engine = FakeEngine.OnSocket(
            e => e.ChunkedAsync($"[{new string(' ', 78)}]", 10, TimeSpan.FromMilliseconds(200)));
        using var client = engine.Client(limits: new EngineLimits { Silence = TimeSpan.FromSeconds(1) });

        Assert.Empty(await client.ListNetworksAsync());
    }

    [Fact]
    public async Task A_change_may_be_silent_for_as_long_as_a_request_may_take()
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await Task.Delay(200, e.Stopped);
            await e.RawAsync("HTTP/1.1 204 No Content\r\n\r\n");
        });
        using var client = engine.Client(limits: new EngineLimits { Silence = TimeSpan.FromMilliseconds(20) });

        await client.StartContainerAsync("web");
    }

    [Fact]
    public async Task A_long_message_of_an_engine_is_cut()
    {
        await using var engine = FakeEngine.OnSocket(e => e.ErrorAsync(500, new string('m', 60_000)));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.EngineError, () => client.ListNetworksAsync());

        Assert.Equal(8002, failure.Message.Length);
    }

    [Theory]
    [InlineData("endless headers")]
    [InlineData("one endless header")]
    [InlineData("huge headers")]
    public async Task Headers_without_end_are_not_an_engines(string answer)
    {
        await using var engine = FakeEngine.OnSocket(HostileAnswers.All[answer]);
        using var client = engine.Client();

        await Expect.FailureAsync(EngineFailure.Protocol, () => client.ListNetworksAsync());

        Assert.InRange(engine.Sent, 0, 4 << 20);
    }

    [Fact]
    public async Task A_stream_that_was_not_asked_for_is_refused_at_once()
    {
        await using var engine = FakeEngine.OnSocket(HostileAnswers.All["101 with silence"]);
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.Protocol, () => Expect.SoonAsync(client.ListNetworksAsync()));

        Assert.Contains("101", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_end_ends_the_reading_after_the_lines_before_it()
    {
        var lines = new List<string>();
        await using var engine = Stream(async e =>
        {
            await e.FrameAsync(Out, "first\nsecond\n");
            await EndlessAsync(e, FakeExchange.Frame(Out, new byte[32 * 1024]));
        });
        using var client = engine.Client();
        await using var connection = await client.StartExecAsync("e1");

        var failure = await Expect.FailureAsync(EngineFailure.Protocol, async () =>
        {
            await foreach (var line in connection.ReadLinesAsync())
                lines.Add(line.Text);
        });

        Assert.Equal(["first", "second"], lines);
        Assert.Contains("more than 1048576 characters", failure.Message, StringComparison.Ordinal);
        Assert.InRange(engine.Sent, 1 << 20, 5 << 20);
    }

    [Fact]
    public async Task A_users_own_line_may_be_long_and_comes_whole()
    {
        await using var engine = Stream(async e =>
        {
            for (var i = 0; i < 10; i++)
                await e.FrameAsync(Out, new string('x', 1 << 20));
            await e.FrameAsync(Out, "\nafter\n");
            e.Hangup();
        });
        using var client = engine.Client();
        await using var connection = await client.StartExecAsync("e1");

        var lines = new List<string>();
        await foreach (var line in connection.ReadLinesAsync(OutputLines.LongestText))
            lines.Add(line.Text);

        Assert.Equal([10 << 20, 5], lines.Select(line => line.Length));
    }

    [Fact]
    public async Task A_users_own_line_without_end_ends_too()
    {
        await using var engine = Stream(e => EndlessAsync(e, FakeExchange.Frame(Out, new byte[1 << 20])));
        using var client = engine.Client();
        await using var connection = await client.StartExecAsync("e1");

        await Expect.FailureAsync(EngineFailure.Protocol, async () =>
        {
            await foreach (var line in connection.ReadLinesAsync(OutputLines.LongestText))
                Assert.Fail(line.Text[..10]);
        });

        Assert.InRange(engine.Sent, OutputLines.LongestText, OutputLines.LongestText + (8 << 20));
    }

    [Fact]
    public async Task Progress_of_a_pull_without_an_end_of_line_ends()
    {
        await using var engine = FakeEngine.OnSocket(HostileAnswers.All["endless chunks"]);
        using var client = engine.Client();

        await Expect.FailureAsync(EngineFailure.Protocol, async () =>
        {
            await foreach (var progress in client.PullImageAsync("busybox"))
                Assert.Fail(progress.ToString());
        });

        Assert.InRange(engine.Sent, 1 << 20, 5 << 20);
    }

    [Theory]
    [InlineData(0x01000001u)]
    [InlineData(0x7fffffffu)]
    [InlineData(0xffffffffu)]
    public async Task A_frame_that_is_absurdly_long_is_not_a_frame(uint length)
    {
        await using var engine = Stream(
            e => EndlessAsync(e, [1, 0, 0, 0, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length]));
        using var client = engine.Client();
        await using var connection = await client.StartExecAsync("e1");

        var failure = await Expect.FailureAsync(EngineFailure.Protocol, () => connection.ReadAsync(new byte[100]).AsTask());

        Assert.Contains($"{length} bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_frames_without_end_are_not_output()
    {
        await using var engine = Stream(e => EndlessAsync(e, new byte[8 * 1024]));
        using var client = engine.Client();
        await using var connection = await client.StartExecAsync("e1");

        await Expect.FailureAsync(EngineFailure.Protocol, () => connection.ReadAsync(new byte[100]).AsTask());
    }

    [Fact]
    public void A_line_may_have_as_many_characters_as_its_limit()
    {
        var lines = new LineBuffer(10);

        Assert.Equal(["0123456789", "0123456789"], lines.Append("0123456789\n0123456789\n01234567890\nlost\n"u8));

        Expect.Failure(EngineFailure.Protocol, lines.ThrowIfTooLong);
    }

    private static FakeEngine Stream(Func<FakeExchange, Task> write) => FakeEngine.OnSocket(async e =>
    {
        await e.UpgradeAsync();
        await write(e);
    });

    private static async Task EndlessAsync(FakeExchange e, byte[] piece)
    {
        while (true)
            await e.WriteAsync(piece);
    }
}
