namespace DockerNetwork.Probe;

/// <summary>Something with a descriptor that poll(2) watches.</summary>
internal interface IWatcher
{
    /// <summary>What to wait for.</summary>
    short Events { get; }

    /// <summary>What came.</summary>
    void Ready(short returned);
}

/// <summary>Something to be done later, unless it is cancelled.</summary>
internal sealed class Timer(Action action)
{
    private Action? _action = action;

    public void Cancel() => _action = null;

    public void Fire() => _action?.Invoke();
}

/// <summary>
/// One thread, one poll(2): setns(2) is per thread, and with a single one nothing needs a lock. Starts are limited in number and rate,
/// so that a large mesh is neither a flood nor a memory hog.
/// </summary>
internal sealed unsafe class Loop
{
    private const int MostInFlight = 1000;
    private const int StartsPerTurn = 32;
    private const double StartsPerSecond = 20_000;
    private const double Burst = 512;

    private readonly int _maxInFlight = MostInFlight;
    private readonly Dictionary<int, IWatcher> _watchers = [];
    private readonly PriorityQueue<Timer, long> _timers = new();
    private readonly Queue<Action> _starts = new();
    private readonly Posts _posts = new();
    private Native.PollDescriptor[] _polled = [];
    private bool _changed = true;
    private const int Moment = 20;
    private bool _paused;
    private long _notBefore;
    private double _tokens = Burst;
    private long _refilled = Environment.TickCount64;

    public bool Stopped { get; private set; }

    /// <summary>How many probes may be at work at once: 1000, or fewer if there are not enough descriptors.</summary>
    public int MaxInFlight
    {
        get => _maxInFlight;
        init => _maxInFlight = Math.Clamp(value, 1, MostInFlight);
    }

    public int InFlight { get; set; }

    public int Waiting => _starts.Count;

    public void Stop() => Stopped = true;

    /// <summary>Lets other threads wake this one, by <see cref="Post"/>.</summary>
    public void OpenToPosts() => Watch(_posts.Open(), _posts);

    public void Watch(int descriptor, IWatcher watcher)
    {
        _watchers[descriptor] = watcher;
        _changed = true;
    }

    public void Unwatch(int descriptor) => _changed |= _watchers.Remove(descriptor);

    public Timer After(long milliseconds, Action action)
    {
        var timer = new Timer(action);
        _timers.Enqueue(timer, Environment.TickCount64 + milliseconds);
        return timer;
    }

    /// <summary>Runs something on this thread; the only member that other threads may call.</summary>
    public void Post(Action action) => _posts.Add(action);

    /// <summary>Starts nothing until <see cref="Resume"/>.</summary>
    public void Pause() => _paused = true;

    public void Resume() => _paused = false;

    /// <summary>Starts nothing for a moment, which begins anew with each call.</summary>
    public void Settle() => _notBefore = Environment.TickCount64 + Moment;

    /// <summary>Starts a probe when there is room for it.</summary>
    public void Start(Action probe) => _starts.Enqueue(probe);

    /// <summary>Runs until <see cref="Stop"/>; <paramref name="flush"/> is called before each wait.</summary>
    public void Run(Action flush)
    {
        while (!Stopped)
        {
            StartSome();
            flush();
            if (Stopped)
                return;
            Wait();
            FireTimers();
        }

        flush();
    }

    private void StartSome()
    {
        var now = Environment.TickCount64;
        if (now < _notBefore)
            return;
        _tokens = Math.Min(Burst, _tokens + ((now - _refilled) * StartsPerSecond / 1000));
        _refilled = now;
        for (var started = 0; started < StartsPerTurn && !_paused && _tokens >= 1 && InFlight < MaxInFlight; started++)
        {
            if (!_starts.TryDequeue(out var start))
                return;
            _tokens--;
            start();
        }
    }

    private void Wait()
    {
        if (_changed)
        {
            _changed = false;
            _polled = [.. _watchers.Select(pair => new Native.PollDescriptor { Descriptor = pair.Key })];
        }

        for (var i = 0; i < _polled.Length; i++)
            _polled[i].Events = _watchers.TryGetValue(_polled[i].Descriptor, out var watcher) ? watcher.Events : (short)0;

        fixed (Native.PollDescriptor* polled = _polled)
        {
            if (Native.Poll(polled, (nuint)_polled.Length, Patience()) <= 0)
                return;
        }

        foreach (var polled in _polled)
        {
            // An earlier one of this round may have ended it.
            if (polled.Returned != 0 && _watchers.TryGetValue(polled.Descriptor, out var watcher))
                watcher.Ready(polled.Returned);
        }
    }

    private int Patience()
    {
        if (_starts.Count > 0 && !_paused && InFlight < MaxInFlight)
            return _tokens >= 1 && Environment.TickCount64 >= _notBefore ? 0 : 1;
        return _timers.TryPeek(out _, out var due) ? (int)Math.Clamp(due - Environment.TickCount64, 0, 60_000) : 60_000;
    }

    private void FireTimers()
    {
        while (_timers.TryPeek(out var timer, out var due) && due <= Environment.TickCount64)
        {
            _timers.Dequeue();
            timer.Fire();
        }
    }
}
