using DockerNetwork.Completion;
using DockerNetwork.Engine.Connection;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Completion;

public class AnswerCacheTests
{
    private static readonly CancellationToken Patient = CancellationToken.None;
    private static readonly CancellationToken Impatient = new(canceled: true);

    private readonly ManualTime _clock = new();
    private int _asked;

    [Fact]
    public async Task A_fresh_answer_is_not_asked_for_again()
    {
        var cache = Cache();

        Assert.Equal("1", await AskAsync(cache, Patient));
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Equal("1", await AskAsync(cache, Patient));
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal("2", await AskAsync(cache, Patient));
    }

    [Fact]
    public async Task Other_engines_and_subjects_have_answers_of_their_own()
    {
        var cache = Cache();
        await AskAsync(cache, Patient);

        Assert.Equal("2", await cache.GetAsync(TestEngine.Host, "other", _ => Task.FromResult($"{++_asked}"), Patient));
        Assert.Equal("3", await cache.GetAsync(DockerHost.Parse("tcp://x"), "", _ => Task.FromResult($"{++_asked}"), Patient));
    }

    [Fact]
    public async Task Without_an_answer_in_time_there_is_none_and_it_is_there_the_next_time()
    {
        var cache = Cache();
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = 0;
        Task<string> Slow(CancellationToken token)
        {
            Interlocked.Increment(ref gone);
            return answer.Task;
        }

        Assert.Null(await cache.GetAsync(TestEngine.Host, "", Slow, Impatient));
        Assert.Null(await cache.GetAsync(TestEngine.Host, "", Slow, Impatient));
        answer.SetResult("late");

        Assert.Equal("late", await cache.GetAsync(TestEngine.Host, "", Slow, Patient));
        Assert.Equal(1, gone);
    }

    [Fact]
    public async Task A_stale_answer_is_taken_while_a_new_one_takes_its_time()
    {
        var cache = Cache();
        await AskAsync(cache, Patient);
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("1", await cache.GetAsync(TestEngine.Host, "", _ => new TaskCompletionSource<string>().Task, Impatient));
    }

    [Fact]
    public async Task A_failure_keeps_the_last_answer_and_is_not_repeated_at_once()
    {
        var cache = Cache();
        await AskAsync(cache, Patient);
        _clock.Advance(TimeSpan.FromSeconds(5));
        var failures = 0;
        Task<string> Fail(CancellationToken token)
        {
            failures++;
            throw new InvalidOperationException("away");
        }

        Assert.Equal("1", await cache.GetAsync(TestEngine.Host, "", Fail, Patient));
        Assert.Equal("1", await cache.GetAsync(TestEngine.Host, "", Fail, Patient));
        Assert.Equal(1, failures);
    }

    [Fact]
    public async Task A_question_is_given_up_at_its_limit()
    {
        var cache = new AnswerCache<string>(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(20));

        Assert.Null(await cache.GetAsync(
            TestEngine.Host,
            "",
            async token => { await Task.Delay(Timeout.Infinite, token); return ""; },
            Patient));
    }

    private AnswerCache<string> Cache() => new(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), _clock);

    private Task<string?> AskAsync(AnswerCache<string> cache, CancellationToken patience) =>
        cache.GetAsync(TestEngine.Host, "", _ => Task.FromResult($"{++_asked}"), patience);
}
