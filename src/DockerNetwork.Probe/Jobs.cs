using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// The jobs at work. Each has a source, which is open from its first probe to its last; as many are open at once as there are descriptors
/// for, and
/// the others wait for their turn.
/// </summary>
internal sealed class Jobs
{
    /// <summary>After this many milliseconds without a job, a neighbour that is found was not added by probes.</summary>
    private const long Pause = 30_000;

    private readonly Loop _loop;
    private readonly Answers _answers;
    private readonly Descriptors _descriptors;
    private readonly FileReaders _files;
    private readonly NeighbourBudget _budget;
    private readonly Traces _traces;
    private readonly Queue<JobMessage> _waiting = new();
    private readonly List<OpenJob> _open = [];
    private readonly List<Neighbours> _finished = [];
    private long _began;
    private long _lastEnd = long.MinValue / 2;
    private int _waitingProbes;

    public Jobs(Loop loop, Answers answers, Descriptors descriptors)
    {
        (_loop, _answers, _descriptors) = (loop, answers, descriptors);
        _traces = new Traces(loop, answers);
        _files = new FileReaders(loop);
        _budget = new NeighbourBudget(loop, FlushNeighbours);
    }

    /// <summary>How many probes have not begun.</summary>
    public int Waiting => _loop.Waiting + _waitingProbes;

    /// <summary>Begins a job, or queues it.</summary>
    public void Add(JobMessage job)
    {
        if (job.Interfaces)
        {
            Write(job, Interfaces.Write);
            return;
        }

        if (job.Host)
        {
            Write(job, HostState.Write);
            return;
        }

        if (job.Listeners)
        {
            Write(job, ListenerState.Write);
            return;
        }

        if (job.Look is not null)
        {
            Write(job, LookState.Write);
            return;
        }

        if (job.Tap is not null || job.Send is not null || job.Explain is not null)
        {
            Trace(job);
            return;
        }

        _waiting.Enqueue(job);
        _waitingProbes += job.Probes?.Count ?? 0;
        BeginSome();
    }

    /// <summary>Gives up all jobs with a number.</summary>
    public void Cancel(int id)
    {
        if (_traces.Cancel(id))
            return;
        foreach (var job in _open.Where(open => open.Source.Job.Id == id))
            job.Source.Cancelled = true;
        for (var i = _waiting.Count; i > 0; i--)
        {
            var job = _waiting.Dequeue();
            if (job.Id != id)
            {
                _waiting.Enqueue(job);
                continue;
            }

            _waitingProbes -= job.Probes?.Count ?? 0;
            _answers.WriteEnd(id);
        }
    }

    /// <summary>A trace has its own sockets, few of them, and does not wait for a turn.</summary>
    private void Trace(JobMessage job)
    {
        var source = Open(job);
        if (source.Opening != Opening.Done)
        {
            EndAtOnce(source);
            source.Dispose();
        }
        else if (job.Tap is { } tap)
        {
            _traces.Watch(source, tap);
        }
        else if (job.Explain is { } explained)
        {
            _traces.Explain(source, explained);
        }
        else
        {
            _traces.Send(source, job.Send!);
        }
    }

    private void BeginSome()
    {
        while (_waiting.Count > 0)
        {
            var taken = Descriptors.PerSource;
            if (!_descriptors.TryTake(taken))
            {
                DisposeFinished();
                if (!_descriptors.TryTake(taken))
                {
                    // At least one goes on, even if it may have to report that it could not open a socket.
                    if (_open.Count > 0)
                        return;
                    taken = 0;
                }
            }

            var job = _waiting.Dequeue();
            _waitingProbes -= job.Probes?.Count ?? 0;
            if (!Begin(job, taken))
                _descriptors.Give(taken);
        }
    }

    /// <summary>False if the job ended at once.</summary>
    private bool Begin(JobMessage job, int taken)
    {
        var source = Open(job);
        if (source.Opening != Opening.Done || job.Probes is not { Count: > 0 } probes)
        {
            EndAtOnce(source);
            source.Dispose();
            return false;
        }

        var open = new OpenJob(source, new Neighbours(source, Age()), probes.Count, taken);
        _open.Add(open);

        // In a large job, all sources must be known before the first packet, to distinguish old neighbours from those that the job adds.
        if (_loop.Waiting > NeighbourBudget.Most)
            _loop.Settle();
        foreach (var request in probes)
            _loop.Start(() => Start(open, request));
        return true;
    }

    private Source Open(JobMessage job)
    {
        var source = new Source(_loop, _files, job) { Crowded = _budget.Flush };
        if (job.Container is not null && source.Opening is not (Opening.Denied or Opening.Other))
            _answers.WriteBegin(job.Id, source.Verified);
        return source;
    }

    private void Start(OpenJob open, ProbeItem request)
    {
        _loop.InFlight++;
        _budget.Count(request.Kind != ProbeKind.Dns && (request.Address is not { } address || open.Neighbours.IsOnLink(address)));
        Probing.Start(open.Source, request, outcome =>
        {
            _loop.InFlight--;
            if (!open.Source.Cancelled)
                _answers.Write(open.Source.Job.Id, request.Index, outcome);
            if (--open.Left == 0)
                End(open);
        });
    }

    private void EndAtOnce(Source source)
    {
        var job = source.Job;
        var outcome = source.Opening switch
        {
            Opening.Gone => new Outcome(ProbeState.NotRunning) { Text = "The container's process no longer exists" },
            Opening.Failed => new Outcome(ProbeState.Unknown) { Text = source.Problem },
            _ => null,
        };
        foreach (var request in outcome is null ? [] : job.Probes ?? [])
            _answers.Write(job.Id, request.Index, outcome!);
        _answers.WriteEnd(job.Id, source.Opening switch { Opening.Denied => Refusal.Denied, Opening.Other => Refusal.Other, _ => null });
    }

    private void End(OpenJob open)
    {
        _answers.WriteEnd(open.Source.Job.Id);
        _open.Remove(open);
        _lastEnd = Environment.TickCount64;

        // Not now: the caller may be inside a socket.
        _loop.After(0, () =>
        {
            // Its neighbours are other sources, whose probes still add to its own; so that much of it stays, as long as there is room.
            open.Source.Dispose();
            _descriptors.Give(Math.Max(0, open.Taken - Descriptors.PerFinished));
            _finished.Add(open.Neighbours);
            open.Neighbours.Taken = Math.Min(open.Taken, Descriptors.PerFinished);
            if (_descriptors.Tight || (_open.Count == 0 && _waiting.Count == 0))
                DisposeFinished();
            BeginSome();
        });
    }

    private void Write(JobMessage job, Action<Source, Answers> write)
    {
        using var source = Open(job);
        if (source.Opening == Opening.Done)
            write(source, _answers);
        else if (source.Opening == Opening.Failed)
            _answers.WriteEnd(job.Id, Refusal.Unreadable, $"The interfaces cannot be read: {source.Problem}.");
        else
            EndAtOnce(source);
    }

    private long Age()
    {
        var now = Environment.TickCount64;
        if (_open.Count == 0 && now - _lastEnd > Pause)
            _began = now;
        return now - _began;
    }

    private void FlushNeighbours()
    {
        foreach (var neighbours in _open.Select(open => open.Neighbours).Concat(_finished))
            neighbours.Flush();
    }

    private void DisposeFinished()
    {
        foreach (var neighbours in _finished)
        {
            neighbours.Dispose();
            _descriptors.Give(neighbours.Taken);
        }

        _finished.Clear();
    }

    private sealed class OpenJob(Source source, Neighbours neighbours, int left, int taken)
    {
        public Source Source => source;

        public Neighbours Neighbours => neighbours;

        public int Taken => taken;

        public int Left { get; set; } = left;
    }
}
