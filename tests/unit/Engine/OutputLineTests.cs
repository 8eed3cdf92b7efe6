using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

public class OutputLineTests
{
    private const OutputSource Out = OutputSource.StandardOutput;
    private const OutputSource Err = OutputSource.StandardError;

    [Fact]
    public async Task A_frame_with_several_lines_gives_each() =>
        Assert.Equal([new(Out, "a"), new(Out, ""), new(Out, "b")], await ReadAsync(Frame(Out, "a\n\nb\n")));

    [Fact]
    public async Task A_line_over_several_frames_is_one() =>
        Assert.Equal([new(Out, "hello")], await ReadAsync(Frame(Out, "he"), Frame(Out, "ll"), Frame(Out, "o\n")));

    [Fact]
    public async Task A_character_cut_between_frames_is_put_together()
    {
        var bytes = Encoding.UTF8.GetBytes("grün 網路 🐳\n");

        Assert.Equal([new(Out, "grün 網路 🐳")], await ReadAsync([.. bytes.Select(b => FakeExchange.Frame(Out, [b]))]));
    }

    [Fact]
    public async Task A_character_cut_by_the_other_stream_is_put_together()
    {
        var bytes = Encoding.UTF8.GetBytes("ü\n");

        Assert.Equal(
            [new(Err, "x"), new(Out, "ü")],
            await ReadAsync(FakeExchange.Frame(Out, bytes[..1]), Frame(Err, "x\n"), FakeExchange.Frame(Out, bytes[1..])));
    }

    [Fact]
    public void What_stands_for_a_character_that_was_cut_off_counts_too()
    {
        var buffer = new LineBuffer(longest: 3);
        byte[] cut = [.. "abc"u8, 0xe7];

        Assert.Empty(buffer.Append(cut));
        Assert.Equal("abc", buffer.Rest());
    }

    [Fact]
    public async Task A_line_may_end_with_CR_LF() =>
        Assert.Equal([new(Out, "a"), new(Out, "b")], await ReadAsync(Frame(Out, "a\r"), Frame(Out, "\nb\r\n")));

    [Fact]
    public async Task A_CR_inside_a_line_stays() =>
        Assert.Equal([new(Out, "10%\r20%")], await ReadAsync(Frame(Out, "10%\r20%\n")));

    [Fact]
    public async Task A_last_line_without_an_end_is_a_line() =>
        Assert.Equal([new(Out, "a"), new(Out, "b")], await ReadAsync(Frame(Out, "a\nb")));

    [Fact]
    public async Task An_end_of_line_does_not_start_another_line() =>
        Assert.Equal([new(Out, "a")], await ReadAsync(Frame(Out, "a\n")));

    [Fact]
    public async Task Streams_do_not_mix_within_a_line() =>
        Assert.Equal(
            [new(Err, "error"), new(Out, "output")], await ReadAsync(Frame(Out, "out"), Frame(Err, "error\n"), Frame(Out, "put\n")));

    [Fact]
    public async Task A_byte_that_is_no_UTF8_becomes_the_replacement_character() =>
        Assert.Equal([new(Out, "a\uFFFDb")], await ReadAsync(FakeExchange.Frame(Out, [(byte)'a', 0xFF, (byte)'b', (byte)'\n'])));

    [Fact]
    public async Task An_end_inside_a_character_is_not_passed_over() =>
        Assert.Equal([new(Out, "a\uFFFD")], await ReadAsync(FakeExchange.Frame(Out, [(byte)'a', 0xC3])));

    [Fact]
    public async Task Lines_come_before_the_stream_has_ended()
    {
        var seen = new TaskCompletionSource();
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.UpgradeAsync();
            await e.FrameAsync(Out, "first\n");
            await seen.Task;
            await e.FrameAsync(Out, "second\n");
            e.Hangup();
        });
        using var client = engine.Client();
        await using var connection = await client.StartExecAsync("e1");
        using var limit = new CancellationTokenSource(5000);

        await foreach (var line in connection.ReadLinesAsync(limit.Token))
        {
            if (line.Text == "first")
                seen.SetResult();
        }

        Assert.True(seen.Task.IsCompleted);
    }

    private static byte[] Frame(OutputSource source, string text) => FakeExchange.Frame(source, Encoding.UTF8.GetBytes(text));

    private static async Task<List<OutputLine>> ReadAsync(params byte[][] frames)
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.UpgradeAsync();
            foreach (var frame in frames)
                await e.WriteAsync(frame);
            e.Hangup();
        });
        using var client = engine.Client();
        await using var connection = await client.StartExecAsync("e1");
        using var limit = new CancellationTokenSource(5000);
        var lines = new List<OutputLine>();
        await foreach (var line in connection.ReadLinesAsync(limit.Token))
            lines.Add(line);
        return lines;
    }
}
