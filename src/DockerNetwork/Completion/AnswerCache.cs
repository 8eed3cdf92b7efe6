using System.Collections.Concurrent;
using DockerNetwork.Engine.Connection;

namespace DockerNetwork.Completion;

/// <summary>
/// What engines answered a short while ago. Who asks waits as long as its patience lasts, and gets the last answer then, or none; the
/// question goes on in the background, and its answer is there for the next time. An engine is never asked the same twice at once.
/// </summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="freshFor">How long an answer, and likewise a failure, is not asked for again.</param>
/// <param name="limit">When a question is given up.</param>
/// <param name="clock">The time; the real one when null.</param>
internal sealed class AnswerCache<T>(TimeSpan freshFor, TimeSpan limit, TimeProvider? clock = null)
    where T : class
{
    private readonly ConcurrentDictionary<Question, Entry> _entries = new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>The answer, the last one where a new one takes too long or fails, or null.</summary>
    /// <param name="engine">Who is asked.</param>
    /// <param name="subject">What the question is about; empty where there is one question only.</param>
    /// <param name="ask">The question.</param>
    /// <param name="patience">Ends the wait, not the question.</param>
    public async Task<T?> GetAsync(DockerHost engine, string subject, Func<CancellationToken, Task<T>> ask, CancellationToken patience)
    {
        var entry = _entries.GetOrAdd(new(engine, subject), _ => new Entry());
        Task asking;
        lock (entry)
        {
            if (entry.Asking.IsCompleted && (entry.AskedAt is not { } at || _clock.GetElapsedTime(at) >= freshFor))
                entry.Asking = Task.Run(() => AskAsync(entry, ask), CancellationToken.None);
            asking = entry.Asking;
        }

        await asking.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return entry.Answer;
    }

    private async Task AskAsync(Entry entry, Func<CancellationToken, Task<T>> ask)
    {
        using var deadline = new CancellationTokenSource(limit);
        try
        {
            entry.Answer = await ask(deadline.Token);
        }
        catch (Exception)
        {
            // At the prompt nobody asked a question that could fail: the last answer stays.
        }
        finally
        {
            entry.AskedAt = _clock.GetTimestamp();
        }
    }

    /// <summary>A class: generic code over a struct would be compiled at the first Tab.</summary>
    private sealed record Question(DockerHost Engine, string Subject);

    private sealed class Entry
    {
        public Task Asking { get; set; } = Task.CompletedTask;

        public long? AskedAt { get; set; }

        public volatile T? Answer;
    }
}
