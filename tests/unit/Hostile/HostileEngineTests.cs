using DockerNetwork.Engine;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Hostile;

/// <summary>
/// One hostile engine, everything that can be asked of it: each ends soon, with the one exception of the client, and does not read without
/// end.
/// </summary>
public class HostileEngineTests
{
    /// <summary>What the tests let a client take; the real limits are tested once, in <see cref="LimitTests"/>.</summary>
    private static readonly EngineLimits Small = new() { Request = TimeSpan.FromMilliseconds(500), Body = 1024 * 1024 };

    /// <summary>Generous, for busy machines.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Answers => new(HostileAnswers.All.Keys);

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Every_question_ends_in_an_engine_error_or_an_answer(string answer)
    {
        await using var engine = FakeEngine.OnSocket(HostileAnswers.All[answer]);
        await Task.WhenAll(EngineQuestions.All.Select(question => AskAsync(engine, question.Key, question.Value)));

        // What was sent beyond the limit lies in the buffers of sockets.
        Assert.InRange(engine.Sent, 0, EngineQuestions.All.Count() * 3 * (Small.Body + (1024 * 1024)));
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_hostile_ping_ends_in_an_engine_error(string answer)
    {
        await using var engine = FakeEngine.OnSocket(HostileAnswers.All[answer]);
        engine.ApiVersion = null;
        using var client = engine.Client(limits: Small);

        await Assert.ThrowsAsync<EngineException>(() => client.ListNetworksAsync()).WaitAsync(Patience);
    }

    private static async Task AskAsync(FakeEngine engine, string question, Func<EngineClient, CancellationToken, Task> ask)
    {
        using var client = engine.Client(limits: Small);
        // Streams and pulls take as long as they take: silence is theirs to end, by the token.
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await ask(client, stop.Token).WaitAsync(Patience);
        }
        catch (EngineException)
        {
            // As promised.
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // By the caller.
        }
        catch (Exception e)
        {
            Assert.Fail($"{question}: {e}");
        }
    }
}
