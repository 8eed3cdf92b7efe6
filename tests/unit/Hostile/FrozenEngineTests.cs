using System.Diagnostics;
using DockerNetwork.Engine;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Hostile;

/// <summary>
/// An engine that does nothing any more, as one that was stopped with SIGSTOP: who cancels gets back at once, whatever he had asked for.
/// </summary>
public class FrozenEngineTests
{
    /// <summary>Generous, for busy machines; on an idle one it is milliseconds. What is not cancelled takes a hundred seconds.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(20);

    private static readonly Task Never = new TaskCompletionSource().Task;

    /// <summary>Where it stopped.</summary>
    public static TheoryData<string> Moments => new(
        "before it takes a connection",
        "before TLS",
        "before the ping",
        "before an answer",
        "in the headers",
        "in the body",
        "in a stream");

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Whatever_was_asked_ends_with_its_token(string moment)
    {
        using var certificates = new FakeCertificates();
        await using var engine = Frozen(moment);
        // A ping that was answered is an answer to these.
        var pinged = moment is "before an answer" or "in the headers" or "in the body" or "in a stream";
        await Task.WhenAll(EngineQuestions.All
            .Where(question => !pinged || question.Key is not ("API version" or "gate"))
            .Select(async question =>
        {
            using var client = engine.Client(moment == "before TLS" ? certificates.Client : null);
            using var stop = new CancellationTokenSource();
            var asking = question.Value(client, stop.Token);
            await Task.Delay(200);
            var clock = Stopwatch.StartNew();
            await stop.CancelAsync();

            try
            {
                await asking.WaitAsync(AtOnce);
                Assert.Fail($"{question.Key} was answered.");
            }
            catch (OperationCanceledException)
            {
                // As asked.
            }
            catch (EngineException e) when (moment is "in a stream" or "in the body")
            {
                // The head tells already that it is not what was asked for: a stream for a request, or a body for a stream.
                Assert.Equal(EngineFailure.Protocol, e.Failure);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"{question.Key} goes on after {clock.Elapsed}.");
            }
        }));
    }

    [Fact]
    public async Task A_waiting_line_of_requests_ends_with_its_tokens()
    {
        await using var engine = Frozen("before an answer");
        using var client = engine.Client();
        using var stop = new CancellationTokenSource();
        var asking = Enumerable.Range(0, 200).Select(_ => client.ListNetworksAsync(stop.Token)).ToArray();
        await Task.Delay(200);

        await stop.CancelAsync();

        foreach (var task in asking)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(AtOnce));
        Assert.InRange(engine.Connections, 1, 33);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Input_that_nobody_takes_ends_with_its_token_and_can_be_closed(bool tls)
    {
        using var certificates = new FakeCertificates();
        await using var engine = FakeEngine.OnTcp(
            async e =>
            {
                await e.UpgradeAsync();
                await Never.WaitAsync(e.Stopped);
            },
            tls ? certificates.Server() : null);
        using var client = engine.Client(tls ? certificates.Client : null);
        var connection = await client.StartExecAsync("e1");
        using var stop = new CancellationTokenSource();
        var writing = WriteWithoutEndAsync(connection, stop.Token);
        await Task.Delay(500);
        Assert.False(writing.IsCompleted);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing.WaitAsync(AtOnce));
        await connection.CloseInputAsync().AsTask().WaitAsync(AtOnce);
        await connection.DisposeAsync().AsTask().WaitAsync(AtOnce);
    }

    private static async Task WriteWithoutEndAsync(HijackedConnection connection, CancellationToken cancellationToken)
    {
        var piece = new byte[1 << 20];
        while (true)
            await connection.WriteAsync(piece, cancellationToken);
    }

    private static FakeEngine Frozen(string moment)
    {
        var engine = moment switch
        {
            "before it takes a connection" => FakeEngine.OnSocket(e => e.JsonAsync("[]"), awake: Never),
            "before TLS" => FakeEngine.OnTcpRaw(Silence),
            "before the ping" or "before an answer" => FakeEngine.OnSocket(e => Silence(e.Stream)),
            "in the headers" => FakeEngine.OnSocket(HostileAnswers.All["silence in the headers"]),
            "in the body" => FakeEngine.OnSocket(HostileAnswers.All["silence in the body"]),
            "in a stream" => FakeEngine.OnSocket(HostileAnswers.All["101 with silence"]),
            _ => throw new ArgumentOutOfRangeException(nameof(moment), moment, "No such moment."),
        };
        if (moment == "before the ping")
            engine.ApiVersion = null;
        return engine;

        static async Task Silence(Stream stream)
        {
            while (await stream.ReadAsync(new byte[1000]) > 0)
            {
            }
        }
    }
}
