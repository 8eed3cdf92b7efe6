namespace DockerNetwork.Probe;

/// <summary>
/// Reads container files on separate threads, because a container may make a read last forever. A stuck thread is given up: only the
/// container that caused it loses its answer. Results are delivered on the loop's thread.
/// </summary>
/// <param name="loop">Where answers are told.</param>
internal sealed class FileReaders(Loop loop)
{
    /// <summary>
    /// Milliseconds without a byte. On a busy machine a long file takes its time, and is not stuck as long as something comes.
    /// </summary>
    public const int Patience = 2000;

    /// <summary>Milliseconds for the files of one container, even if they come byte by byte.</summary>
    private const int Longest = 10_000;

    /// <summary>Threads that read at the same time.</summary>
    private const int MaxWorking = 4;

    /// <summary>Threads that are stuck at the same time. The agent's container may have 32 in all.</summary>
    private const int MaxStuck = 12;

    /// <summary>Bytes; enough for a thread that only reads or closes.</summary>
    public const int StackLength = 256 * 1024;

    private readonly Queue<Work> _waiting = new();
    private readonly List<int> _stuck = [];
    private int _working;

    /// <summary>Reads something. While a thread is stuck on an owner's files, no other thread starts on them.</summary>
    /// <param name="owner">The process whose files they are.</param>
    /// <param name="read">Runs on another thread. It is given a question: is this still wanted?</param>
    /// <param name="done">Told once, on the loop's thread and never at once: what was read, or why it could not be.</param>
    /// <param name="end">Releases what is used for reading; called once, on any thread, when nothing reads any more.</param>
    public void Read(int owner, Func<Func<bool>, NameFiles> read, Action<NameFiles> done, Action end)
    {
        var work = new Work(owner, read, done, end);
        var hopeless = Hopeless(owner);
        if (hopeless is null)
        {
            _waiting.Enqueue(work);
            StartSome();
            return;
        }

        end();
        loop.After(0, () => done(NameFiles.Unread(hopeless)));
    }

    private string? Hopeless(int owner) =>
        _stuck.Contains(owner) ? "an earlier attempt to read files of the container has not returned" :
        _stuck.Count >= MaxStuck ? "too many containers have files that cannot be read in time" : null;

    private void StartSome()
    {
        while (_working < MaxWorking && _waiting.TryDequeue(out var work))
            Start(work);
    }

    private void Start(Work work)
    {
        if (Hopeless(work.Owner) is { } hopeless)
        {
            work.End();
            loop.After(0, () => work.Done(NameFiles.Unread(hopeless)));
            return;
        }

        _working++;
        work.StartedAt = work.LastAt = Environment.TickCount64;
        work.Timer = loop.After(Patience, () => Check(work));
        try
        {
            new Thread(() => Run(work), StackLength) { IsBackground = true }.Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            _working--;
            work.Timer.Cancel();
            work.End();
            loop.After(0, () => work.Done(NameFiles.Unread("the probe cannot start another thread to read files of the container")));
        }
    }

    /// <summary>On a thread of its own.</summary>
    private void Run(Work work)
    {
        NameFiles files;
        try
        {
            files = work.Read(work.Wanted);
        }
        catch (Exception e) when (e is OutOfMemoryException or IOException)
        {
            files = NameFiles.Unread("there is not enough memory to read files of the container");
        }

        work.End();
        loop.Post(() => Finish(work, files));
    }

    private void Finish(Work work, NameFiles files)
    {
        work.Timer?.Cancel();
        if (work.GivenUp)
        {
            _stuck.Remove(work.Owner);
            return;
        }

        _working--;
        work.Done(files);
        StartSome();
    }

    private void Check(Work work)
    {
        var now = Environment.TickCount64;
        var left = Math.Min(work.LastAt + Patience, work.StartedAt + Longest) - now;
        if (left <= 0)
            GiveUp(work);
        else
            work.Timer = loop.After(left, () => Check(work));
    }

    private void GiveUp(Work work)
    {
        work.GivenUp = true;
        _stuck.Add(work.Owner);
        _working--;
        var seconds = (Environment.TickCount64 - work.StartedAt) / 1000;
        work.Done(NameFiles.Unread($"files of the container could not be read within {seconds} s"));
        StartSome();
    }

    private sealed class Work(int owner, Func<Func<bool>, NameFiles> read, Action<NameFiles> done, Action end)
    {
        private volatile bool _givenUp;
        private long _lastAt;

        public int Owner => owner;

        public Func<Func<bool>, NameFiles> Read => read;

        public Action<NameFiles> Done => done;

        public Action End => end;

        public Timer? Timer { get; set; }

        public long StartedAt { get; set; }

        /// <summary>When something was read last.</summary>
        public long LastAt
        {
            get => Interlocked.Read(ref _lastAt);
            set => Interlocked.Exchange(ref _lastAt, value);
        }

        /// <summary>Asked by the thread that reads, whenever it has read something.</summary>
        public bool Wanted()
        {
            LastAt = Environment.TickCount64;
            return !GivenUp;
        }

        public bool GivenUp
        {
            get => _givenUp;
            set => _givenUp = value;
        }
    }
}
