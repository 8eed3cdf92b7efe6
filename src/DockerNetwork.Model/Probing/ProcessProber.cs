using System.Runtime.CompilerServices;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Probing;

/// <summary>A probe program to run jobs in, and the end of using it.</summary>
internal abstract class ProbePlace : IAsyncDisposable
{
    /// <summary>The program.</summary>
    public abstract ProbeProcess Process { get; }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>
/// Probes with the probe program, and keeps one source from spoiling another's rows. A program that dies or hangs in the middle costs the
/// probes in flight one more attempt: each of their sources is tried again with a program of its own, so that only the source that brings
/// it down again has rows without an answer.
/// </summary>
internal abstract class ProcessProber(EngineClient client) : Prober
{
    /// <summary>Each separate program needs a container; at most this many at once, after the shared program is gone.</summary>
    private SemaphoreSlim OwnAtOnce { get; } = new(4, 4);

    /// <summary>A separate program has completed a job: if it fails for one source, that source is the cause.</summary>
    private volatile bool _works;

    /// <summary>The engine.</summary>
    protected EngineClient Client => client;

    /// <summary>A program for the first attempt.</summary>
    /// <param name="source">Where it shall probe from.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProberUnavailableException">The engine does not allow it.</exception>
    protected abstract Task<ProbePlace> OpenAsync(Container source, CancellationToken cancellationToken);

    /// <summary>A program that no other caller uses.</summary>
    /// <param name="source">Where it shall probe from; null for anywhere.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProberUnavailableException">The engine does not allow it.</exception>
    protected abstract Task<ProbePlace> OpenOwnAsync(Container? source, CancellationToken cancellationToken);

    /// <summary>The observations of one attempt.</summary>
    protected abstract IAsyncEnumerable<(PlannedProbe Probe, Observation Observation)> RunAsync(
        ProbeProcess process,
        Container source,
        IReadOnlyList<PlannedProbe> probes,
        ProbeOptions options,
        CancellationToken cancellationToken);

    /// <summary>Whether there is anything to probe from.</summary>
    protected virtual bool HasProcess(Container source) => true;

    /// <summary>Whether it can be the source itself that a program cannot be opened for: it has ended meanwhile.</summary>
    protected virtual Task<bool> HasEndedAsync(Container source, ProberUnavailableException why, CancellationToken cancellationToken) =>
        Task.FromResult(false);

    /// <inheritdoc/>
    public sealed override async IAsyncEnumerable<(PlannedProbe Probe, Observation Observation)> ProbeAsync(
        Container source,
        IReadOnlyList<PlannedProbe> probes,
        ProbeOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = probes.ToHashSet();
        var (lost, changed) = (false, false);
        var rest = HasProcess(source) ? null : Ended();
        while (rest is null && open.Count > 0)
        {
            var part = probes.Where(open.Contains).ToList();
            var attempt = new Attempt(this, source, own: lost, cancellationToken);
            await foreach (var (probe, observation) in attempt.RunAsync(part, options))
            {
                if (open.Remove(probe))
                    yield return (probe, observation);
            }

            switch (attempt.Failure)
            {
                case null:
                    yield break;
                case ProcessChangedException when changed:
                    rest = Unknown(
                        ReasonCode.ProcessChanged, source,
                        $"{source} restarted more than once while it was being probed, or its process cannot be identified");
                    break;
                case ProcessChangedException:
                    changed = true;
                    var now = await ContainerRun.NowAsync(client, source, cancellationToken);
                    if (now is not { ProcessId: > 0 })
                        rest = Ended();
                    else if (ContainerRun.IsSame(now, source))
                        rest = Unknown(
                            ReasonCode.ProcessChanged, source,
                            $"the process id that the engine reports for {source} belongs to another process");
                    else
                        source = now;
                    break;
                case ProberUnavailableException unavailable:
                    rest = await HasEndedAsync(source, unavailable, cancellationToken) ? Ended()
                        : lost || changed || open.Count < probes.Count
                            ? Unknown(ReasonCode.NotProbed, source, unavailable.Message.TrimEnd('.'))
                            : throw unavailable;
                    break;
                case var failure when lost:
                    if (!_works)
                        await CheckAsync(cancellationToken);
                    var what = failure is EngineException { Failure: EngineFailure.Timeout } ? "hung" : "ended";
                    rest = Unknown(ReasonCode.ProbeLost, source, $"the probe {what} twice while it probed from {source}");
                    break;
                case var failure:
                    lost = true;
                    EngineWatch.Trace($"{failure.Message} {source} is probed again with a separate probe container.");
                    break;
            }
        }

        foreach (var probe in probes.Where(open.Contains))
            yield return (probe, rest! with { Reason = rest.Reason ?? ObservationReasons.For(source, probe, rest.State) });
    }

    private static Observation Ended() => new() { State = ReachabilityState.NotRunning };

    private static Observation Unknown(string code, Container source, string why) =>
        new() { State = ReachabilityState.Unknown, Reason = new Reason(code, source.Name, $"The result is not known: {why}.") };

    /// <summary>Checks that a program without work lives; if it does not, no source is the cause.</summary>
    /// <exception cref="EngineException">It does not.</exception>
    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var place = await OpenOwnAsync(null, cancellationToken);
        await foreach (var _ in place.Process.RunAsync(new JobMessage { Probes = [] }, cancellationToken))
            continue;
        _works = true;
    }

    /// <summary>
    /// One program and the jobs for one source in it. What ends it early is kept, as a loop with results cannot catch it.
    /// </summary>
    private sealed class Attempt(ProcessProber prober, Container source, bool own, CancellationToken cancellationToken)
    {
        /// <summary>Why not every probe has an observation.</summary>
        public Exception? Failure { get; private set; }

        public async IAsyncEnumerable<(PlannedProbe Probe, Observation Observation)> RunAsync(
            IReadOnlyList<PlannedProbe> probes, ProbeOptions options)
        {
            if (own)
                await prober.OwnAtOnce.WaitAsync(cancellationToken);
            try
            {
                await using var place = await OpenAsync();
                if (place is null)
                    yield break;
                await using var observations =
                    prober.RunAsync(place.Process, source, probes, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
                while (await NextAsync(observations, place.Process))
                    yield return observations.Current;
                prober._works |= own && Failure is null;
            }
            finally
            {
                if (own)
                    prober.OwnAtOnce.Release();
            }
        }

        private async Task<ProbePlace?> OpenAsync()
        {
            try
            {
                return await (own ? prober.OpenOwnAsync(source, cancellationToken) : prober.OpenAsync(source, cancellationToken));
            }
            catch (ProberUnavailableException e)
            {
                Failure = e;
                return null;
            }
        }

        private async Task<bool> NextAsync(
            IAsyncEnumerator<(PlannedProbe Probe, Observation Observation)> observations, ProbeProcess process)
        {
            try
            {
                return await observations.MoveNextAsync();
            }
            catch (Exception e) when (e is ProcessChangedException or ProberUnavailableException
                || (e is EngineException && !process.Alive))
            {
                Failure = e;
                return false;
            }
        }
    }
}
