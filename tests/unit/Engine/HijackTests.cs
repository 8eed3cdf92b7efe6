using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Engine;

public class HijackTests
{
    [Fact]
    public async Task Start_asks_for_a_stream_without_a_terminal()
    {
        FakeExchange? start = null;
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            start = e;
            await e.UpgradeAsync();
            e.Hangup();
        });
        using var client = engine.Client();

        await using var connection = await client.StartExecAsync("e1");

        Assert.Equal("POST /v1.51/exec/e1/start", $"{start!.Method} {start.Path}");
        Assert.Equal("""{"Detach":false,"Tty":false}""", start.Body);
        Assert.Equal("tcp", start.Headers["Upgrade"]);
        Assert.Equal("Upgrade", start.Headers["Connection"]);
    }

    [Fact]
    public async Task With_a_terminal_all_that_comes_is_output()
    {
        FakeExchange? start = null;
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            start = e;
            await e.UpgradeAsync();
            await e.WriteAsync("\u0001abcdefghijk"u8.ToArray());
            e.Hangup();
        });
        using var client = engine.Client();

        await using var connection = await client.StartExecAsync("e1", tty: true);

        Assert.Equal("\u0001abcdefghijk", await FirstLineAsync(connection));
        Assert.Equal("""{"Detach":false,"Tty":true}""", start!.Body);
    }

    [Fact]
    public async Task Two_frames_in_one_write_are_two_pieces()
    {
        var frames = FakeExchange.Frame(OutputSource.StandardOutput, "out"u8.ToArray()).Concat(
            FakeExchange.Frame(OutputSource.StandardError, "err"u8.ToArray()));

        Assert.Equal([(OutputSource.StandardOutput, "out"), (OutputSource.StandardError, "err")], await ReadAsync([[.. frames]]));
    }

    [Fact]
    public async Task A_frame_that_comes_byte_by_byte_is_put_together()
    {
        var pieces = await ReadAsync(FakeExchange.Frame(OutputSource.StandardError, "slow"u8.ToArray()).Chunk(1));

        Assert.Equal("slow", string.Concat(pieces.Select(p => p.Text)));
        Assert.All(pieces, p => Assert.Equal(OutputSource.StandardError, p.Source));
    }

    [Fact]
    public async Task A_frame_larger_than_the_buffer_comes_in_pieces()
    {
        var pieces = await ReadAsync([FakeExchange.Frame(OutputSource.StandardOutput, "0123456789"u8.ToArray())], buffer: 4);

        Assert.Equal("0123456789", string.Concat(pieces.Select(p => p.Text)));
        Assert.All(pieces, p => Assert.InRange(p.Text.Length, 1, 4));
    }

    [Fact]
    public async Task A_frame_of_no_bytes_is_not_the_end()
    {
        var frames = FakeExchange.Frame(OutputSource.StandardError, []).Concat(
            FakeExchange.Frame(OutputSource.StandardOutput, "after"u8.ToArray()));

        Assert.Equal([(OutputSource.StandardOutput, "after")], await ReadAsync([[.. frames]]));
    }

    [Fact]
    public async Task A_megabyte_arrives_whole()
    {
        var megabyte = new byte[1 << 20];
        Array.Fill(megabyte, (byte)'x');

        var pieces = await ReadAsync([FakeExchange.Frame(OutputSource.StandardOutput, megabyte)], buffer: 65536);

        Assert.Equal(megabyte.Length, pieces.Sum(p => p.Text.Length));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(10)]
    public async Task A_stream_that_ends_in_a_frame_is_lost(int bytes)
    {
        var cut = FakeExchange.Frame(OutputSource.StandardOutput, "hello"u8.ToArray())[..bytes];

        await Expect.FailureAsync(EngineFailure.ConnectionLost, () => ReadAsync([cut]));
    }

    [Theory]
    [InlineData("/ # echo hello\r\n")]
    [InlineData("\u0001abcdefghijk")]
    [InlineData("\u0004\0\0\0\0\0\0\u0001x")]
    public async Task A_stream_without_frames_is_a_protocol_failure(string text)
    {
        var failure = await Expect.FailureAsync(EngineFailure.Protocol, () => ReadAsync([Encoding.UTF8.GetBytes(text)]));

        Assert.Contains("terminal", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Input_and_output_flow_at_once()
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.UpgradeAsync();
            var buffer = new byte[100];
            while (await e.Stream.ReadAsync(buffer, e.Stopped) is > 0 and var count)
                await e.WriteAsync(FakeExchange.Frame(OutputSource.StandardOutput, buffer[..count]));
            e.Hangup();
        });
        using var client = engine.Client();
        await using var connection = await client.StartExecAsync("e1");
        var buffer = new byte[100];

        for (var round = 0; round < 3; round++)
        {
            await connection.WriteAsync(Encoding.ASCII.GetBytes($"round {round}"));
            var (_, count) = await Expect.SoonAsync(connection.ReadAsync(buffer).AsTask());
            Assert.Equal($"round {round}", Encoding.ASCII.GetString(buffer, 0, count));
        }
    }

    [Fact]
    public async Task CloseInput_is_the_end_for_the_engine_while_output_still_comes()
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.UpgradeAsync();
            var input = await e.ReadToEndAsync();
            await e.FrameAsync(OutputSource.StandardOutput, $"read '{input}' and its end");
            e.Hangup();
        });
        using var client = engine.Client();
        await using var connection = await client.StartExecAsync("e1");
        await connection.WriteAsync("some input"u8.ToArray());

        Assert.True(await connection.CloseInputAsync());

        var line = await Expect.SoonAsync(FirstLineAsync(connection));
        Assert.Equal("read 'some input' and its end", line);
    }

    [Fact]
    public async Task Disposing_closes_the_connection()
    {
        var closed = new TaskCompletionSource();
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.UpgradeAsync();
            await e.ReadToEndAsync();
            closed.SetResult();
        });
        using var client = engine.Client();

        await (await client.StartExecAsync("e1")).DisposeAsync();

        await closed.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_cancelled_read_is_cancelled_at_once()
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.UpgradeAsync();
            await e.ReadToEndAsync();
        });
        using var client = engine.Client();
        await using var connection = await client.StartExecAsync("e1");
        using var stop = new CancellationTokenSource(50);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Expect.SoonAsync(connection.ReadAsync(new byte[10], stop.Token).AsTask()));
    }

    [Theory]
    [InlineData(404, EngineFailure.NotFound)]
    [InlineData(409, EngineFailure.Conflict)]
    [InlineData(500, EngineFailure.EngineError)]
    public async Task A_refused_start_keeps_the_engines_words(int status, EngineFailure expected)
    {
        await using var engine = FakeEngine.OnSocket(e => e.ErrorAsync(status, "Container 1 is not running"));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(expected, () => client.StartExecAsync("e1"));

        Assert.Equal("Container 1 is not running", failure.Message);
        Assert.Equal(status, (int)failure.StatusCode!);
    }

    [Fact]
    public async Task An_answer_without_upgrade_is_a_protocol_failure()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync("{}"));
        using var client = engine.Client();

        var failure = await Expect.FailureAsync(EngineFailure.Protocol, () => client.StartExecAsync("e1"));

        Assert.Contains("Upgrade", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_cut_instead_of_the_answer_is_lost()
    {
        await using var engine = FakeEngine.OnSocket(e =>
        {
            e.Hangup();
            return Task.CompletedTask;
        });
        using var client = engine.Client();

        await Expect.FailureAsync(EngineFailure.ConnectionLost, () => client.StartExecAsync("e1"));

        Assert.Single(engine.Requests, "POST /v1.51/exec/e1/start");
    }

    [Fact]
    public async Task Attach_asks_for_all_three_streams()
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.UpgradeAsync();
            e.Hangup();
        });
        using var client = engine.Client();

        await using var connection = await client.AttachContainerAsync("a/b");

        Assert.Contains("POST /v1.51/containers/a%2Fb/attach?stream=1&stdin=1&stdout=1&stderr=1", engine.Requests);
    }

    private static async Task<List<(OutputSource Source, string Text)>> ReadAsync(IEnumerable<byte[]> writes, int buffer = 1024)
    {
        await using var engine = FakeEngine.OnSocket(async e =>
        {
            await e.UpgradeAsync();
            foreach (var write in writes)
                await e.WriteAsync(write);
            e.Hangup();
        });
        using var client = engine.Client();
        await using var connection = await client.StartExecAsync("e1");
        var pieces = new List<(OutputSource, string)>();
        var memory = new byte[buffer];
        while (await Expect.SoonAsync(connection.ReadAsync(memory).AsTask()) is { Count: > 0 } piece)
            pieces.Add((piece.Source, Encoding.UTF8.GetString(memory, 0, piece.Count)));
        return pieces;
    }

    private static async Task<string> FirstLineAsync(HijackedConnection connection)
    {
        await foreach (var line in connection.ReadLinesAsync())
            return line.Text;
        return "";
    }
}
