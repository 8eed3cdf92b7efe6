using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Testing;

/// <summary>A plan as the probes see it, beside what the rules say.</summary>
/// <param name="plan">The plan.</param>
/// <param name="ladder">What sends.</param>
/// <param name="refused">Says why ports refuse.</param>
internal sealed class ObservedRun(TestPlan plan, ProberLadder ladder, RefusedRows refused)
{
    /// <summary>So many results are awaited or wait to be read, before another source begins.</summary>
    private const int MostUnread = 20_000;

    private readonly PredictedRun _predicted = new(plan);

    /// <summary>
    /// Sends the probes of several sources at the same time. Results come as they are known, those of one source together and in the order
    /// of its targets, so that what reads them can group as it goes.
    /// </summary>
    public async IAsyncEnumerable<ReachabilityResult> ResultsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sources = plan.Sources.Select(s => (Planned: s, Results: Channel.CreateUnbounded<ReachabilityResult>())).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = ladder.SourcesAtOnce, CancellationToken = stop.Token };
        using var read = new SemaphoreSlim(0);
        var unread = 0;
        var work = Parallel.ForEachAsync(InTimeAsync(stop.Token), options, async (source, token) =>
        {
            try
            {
                await ProbeAsync(source.Planned, source.Probes, source.Results.Writer, token);
                source.Results.Writer.Complete();
            }
            catch (Exception e)
            {
                source.Results.Writer.Complete(e);
            }
        });
        _ = work.ContinueWith(
            failed => sources.ForEach(source => source.Results.Writer.TryComplete(failed.Exception)),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted,
            TaskScheduler.Default);
        try
        {
            foreach (var source in sources)
            {
                await foreach (var result in source.Results.Reader.ReadAllAsync(cancellationToken))
                {
                    Interlocked.Decrement(ref unread);
                    yield return result;
                }

                read.Release();
            }
        }
        finally
        {
            // Also when the reader has had enough: no probe goes on behind its back.
            await stop.CancelAsync();
            await work.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        // The results of a large mesh are not all held for one who reads slowly.
        async IAsyncEnumerable<(PlannedSource Planned, List<PlannedProbe> Probes, Channel<ReachabilityResult> Results)> InTimeAsync(
            [EnumeratorCancellation] CancellationToken token)
        {
            foreach (var (planned, results) in sources)
            {
                var probes = planned.Probes.ToList();
                while (Volatile.Read(ref unread) is > 0 and var waiting && waiting + probes.Count > MostUnread)
                    await read.WaitAsync(token);
                Interlocked.Add(ref unread, probes.Count);
                yield return (planned, probes, results);
            }
        }
    }

    private async ValueTask ProbeAsync(
        PlannedSource source, List<PlannedProbe> probes, ChannelWriter<ReachabilityResult> results, CancellationToken cancellationToken)
    {
        if (!source.Container.Running)
        {
            var ended = new Observation { State = ReachabilityState.NotRunning };
            foreach (var probe in probes)
                await results.WriteAsync(Compared(probe, ended, ProbeMethod.None), cancellationToken);
            return;
        }

        // In the order of the targets, each as soon as it and those before it are known.
        var known = probes.Where(p => p.NoAddress).ToDictionary(p => p, _predicted.Result);
        foreach (var probe in probes.Where(p => p.TooLong))
            known[probe] = Compared(probe, NotAsked(probe), ProbeMethod.None);
        var next = 0;
        await foreach (var (probe, observation, method) in SendAsync())
        {
            known[probe] = await refused.ExplainAsync(_predicted.Question(probe), Compared(probe, observation, method), cancellationToken);
            for (; next < probes.Count && known.Remove(probes[next], out var ready); next++)
                await results.WriteAsync(ready, cancellationToken);
        }

        // A probe without an answer is unknown, and does not take other rows with it.
        for (; next < probes.Count; next++)
        {
            var result = known.GetValueOrDefault(probes[next]) ?? Compared(probes[next], NoAnswer(probes[next]), ProbeMethod.None);
            await results.WriteAsync(result, cancellationToken);
        }

        IAsyncEnumerable<(PlannedProbe Probe, Observation Observation, ProbeMethod Method)> SendAsync() =>
            ladder.ProbeAsync(
                source.Container,
                probes.FindAll(p => !p.NoAddress && !p.TooLong),
                plan.ProbeOptionsOf(source.Container),
                cancellationToken);
    }

    private ReachabilityResult Compared(PlannedProbe probe, Observation observation, ProbeMethod method) =>
        Comparison.Of(_predicted.Question(probe), probe, _predicted.Verdict(probe), observation) with
        {
            Method = method,
            Time = plan.Options.Time.GetLocalNow(),
        };

    private static Observation NotAsked(PlannedProbe probe) => new()
    {
        State = ReachabilityState.Unknown,
        Reason = new Reason(
            ReasonCode.NotProbed, probe.Source.Name,
            $"A name of {probe.Container} was not probed from {probe.Source}: it is longer than a name can be."),
    };

    private static Observation NoAnswer(PlannedProbe probe) => new()
    {
        State = ReachabilityState.Unknown,
        Reason = new Reason(
            ReasonCode.NotProbed, probe.Source.Name,
            $"{probe.Literal} could not be probed from {probe.Source}: the probe did not report a result."),
    };
}
