using System.Runtime.CompilerServices;

namespace DockerNetwork.Pipeline;

/// <summary>
/// Asks several engines at the same time, and gives their answers in the order of the engines. One that takes much longer than the others
/// comes after them: an engine that is away must not hold up what the rest have answered.
/// </summary>
/// <param name="time">The clock; the system's if null.</param>
/// <param name="atOnce">How many are asked at once. So many answers are held at most, however many engines there are.</param>
internal sealed class SideBySide(TimeProvider? time = null, int atOnce = SideBySide.AtOnce)
{
    /// <summary>How many are read at once.</summary>
    public const int AtOnce = 64;

    /// <summary>How many are tested at once: each has its own plan for the targets of all.</summary>
    public const int TestedAtOnce = 16;

    /// <summary>How long one may take before the others go first.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>The answers, as tasks that have ended: each may have failed.</summary>
    /// <param name="items">Who is asked.</param>
    /// <param name="ask">The question. It must not throw before its first wait.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async IAsyncEnumerable<(T Item, Task<TAnswer> Answer)> AskAsync<T, TAnswer>(
        IReadOnlyList<T> items,
        Func<T, CancellationToken, Task<TAnswer>> ask,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var open = new List<Asked<T, TAnswer>>();
        try
        {
            for (var next = 0; next < items.Count || open.Count > 0;)
            {
                while (next < items.Count && open.Count < atOnce)
                {
                    open.Add(new(items[next], ask(items[next], end.Token), Task.Delay(Patience, _time, end.Token)));
                    next++;
                }

                var asked = Ready(open);
                if (asked is null)
                {
                    // The first that is not late is waited for, and those that are late.
                    var patient = open.Find(a => !a.Late.IsCompleted);
                    await Task.WhenAny(open.Where(a => a.Late.IsCompleted || a == patient).Select(a => (Task)a.Answer)
                        .Concat(patient is null ? [] : [patient.Late]));
                    cancellationToken.ThrowIfCancellationRequested();
                    continue;
                }

                open.Remove(asked);
                yield return (asked.Item, asked.Answer);
            }
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(open.Select(a => (Task)a.Answer)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The first one, if it has answered. Those that are late are passed over until they have.</summary>
    private static Asked<T, TAnswer>? Ready<T, TAnswer>(List<Asked<T, TAnswer>> open)
    {
        foreach (var asked in open)
        {
            if (asked.Answer.IsCompleted)
                return asked;
            if (!asked.Late.IsCompleted)
                return null;
        }

        return null;
    }

    private sealed record Asked<T, TAnswer>(T Item, Task<TAnswer> Answer, Task Late);
}
