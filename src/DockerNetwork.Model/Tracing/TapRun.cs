using System.Collections.Concurrent;
using DockerNetwork.Engine;
using DockerNetwork.Model.Probing;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>Watches several namespaces, sends the packets of a trace, and collects where they are seen.</summary>
internal sealed class TapRun(ProbeProcess process, EngineClient client, PacketSpec spec)
{
    /// <summary>Between two packets: long enough to keep them apart, short enough to be nothing.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    /// <summary>For a second answer, and what else follows the last one, before the taps end.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(2);

    /// <summary>For the taps to tell what they have seen. A program that does not is left alone with it.</summary>
    private static readonly TimeSpan MaxTelling = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Sighting> _sightings = new();
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<int, bool> _answers = new();
    private (string? Address, int Port) _to;

    /// <summary>Runs it; what was seen comes in the order of time.</summary>
    /// <param name="source">Where the packets start.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="places">Where to watch; the source is among them.</param>
    /// <param name="count">How many packets.</param>
    /// <param name="patience">How long to wait for the answers to the last one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProberUnavailableException">The agent may not watch or send there.</exception>
    public async Task<IReadOnlyList<Sighting>> RunAsync(
        TracePlace source, (string Address, int Port) to, IReadOnlyList<TracePlace> places, int count, TimeSpan patience,
        CancellationToken cancellationToken)
    {
        using var finish = new CancellationTokenSource();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _to = to;
        var lasting = (int)(patience + (count * Interval) + TimeSpan.FromSeconds(10)).TotalMilliseconds;
        var watching = places.Select(place => (Ready: NewSignal(), place)).ToList();
        var taps = watching.ConvertAll(tap => WatchAsync(tap.place, source, lasting, count, tap.Ready, finish.Token, stop.Token));
        try
        {
            await Task.WhenAll(watching.Select(tap => tap.Ready.Task)).WaitAsync(cancellationToken);
            await SendAsync(source, to, count, cancellationToken);
            await Task.WhenAny(_answered.Task, Task.Delay(patience, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Delay(Grace, cancellationToken);
            await finish.CancelAsync();
            await Task.WhenAny(Task.WhenAll(taps), Task.Delay(MaxTelling, cancellationToken));
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(taps);
        }

        return [.. _sightings.OrderBy(seen => seen.At)];
    }

    /// <summary>Never throws: what goes wrong is for who waits for the signal.</summary>
    private async Task WatchAsync(
        TracePlace place, TracePlace source, int lasting, int count, TaskCompletionSource ready, CancellationToken finish,
        CancellationToken cancellationToken)
    {
        try
        {
            var job = new JobMessage
            {
                Tap = spec with { To = null, ToPort = 0, Tunnels = spec.Tunnels && place.IsHost },
                Timeout = lasting,
            };
            await foreach (var answer in PlaceJobs.RunAsync(process, client, place, job, finish, cancellationToken))
            {
                if (answer is not SightingItem item)
                    continue;
                if (item.Sighting == SightingKind.Watching)
                    ready.TrySetResult();
                else
                    Take(new Sighting(place, item), source, count);
            }

            ready.TrySetException(new ProberUnavailableException($"packets in {place.Name} cannot be watched"));
        }
        catch (OperationCanceledException)
        {
            ready.TrySetCanceled(cancellationToken);
        }
        catch (Exception e)
        {
            ready.TrySetException(e);
        }
    }

    private void Take(Sighting seen, TracePlace source, int count)
    {
        _sightings.Enqueue(seen);
        if (seen is { IsAnswer: true, Item: { Out: false, ForAnother: false, Number: { } number } } && seen.Place == source
            && (seen.Kind != SightingKind.Error || (seen.Item.Quoted?.To, seen.Item.Quoted?.ToPort ?? 0) == _to))
            _answers[number] = true;
        if (_answers.Count >= count)
            _answered.TrySetResult();
    }

    private async Task SendAsync(TracePlace source, (string Address, int Port) to, int count, CancellationToken cancellationToken)
    {
        var job = new JobMessage
        {
            Send = spec with { To = to.Address, ToPort = to.Port, Neighbours = null },
            Count = count,
            Interval = (int)Interval.TotalMilliseconds,
        };
        try
        {
            await foreach (var answer in PlaceJobs.RunAsync(process, client, source, job, CancellationToken.None, cancellationToken))
            {
                if (answer is SightingItem item)
                    _sightings.Enqueue(new Sighting(source, item));
            }
        }
        catch (ProberUnavailableException e)
        {
            // No route, or none of the family: the kernel refuses before the first packet.
            _sightings.Enqueue(new Sighting(source, new SightingItem { Sighting = SightingKind.NotSent, Text = e.Message }));
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
