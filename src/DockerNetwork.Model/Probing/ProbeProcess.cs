using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Probing;

/// <summary>
/// A running probe container. Jobs go to its standard input, answers come from its standard output, several jobs at once. It ends when its
/// standard input closes: on <see cref="DisposeAsync"/>, and just as well when this process crashes. The engine removes it then.
/// </summary>
internal sealed class ProbeProcess : IAsyncDisposable
{
    /// <summary>Longer than any job; a program that has lost its client all the same ends by then.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>
    /// After so long without a line of ours it ends by itself. If the engine crashes and lets its containers live (--live-restore), the
    /// standard input stays open without us.
    /// </summary>
    public static readonly TimeSpan MaxSilence = TimeSpan.FromMinutes(1);

    /// <summary>An empty line this often says that we are here.</summary>
    private static readonly TimeSpan SignOfLife = MaxSilence / 3;

    /// <summary>
    /// How long it may be silent while it has work. It is one thread that also reads files of foreign containers, and may hang in one
    /// (FUSE, a dead NFS), or may be paused. Its longest wait without a word is the 20 seconds that it grants a full table of neighbours.
    /// </summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What one job may answer beyond two lines a probe: the interfaces, addresses, routes and neighbours of a namespace, whose number its
    /// container chooses.
    /// </summary>
    private const int MaxItems = 200_000;

    /// <summary>
    /// How many characters it may write, all in all, that are not about a job: lines on standard error, and what cannot be read. The
    /// program itself writes none but an error message at its end.
    /// </summary>
    private const int MaxNoise = 1_000_000;

    private readonly EngineClient _client;
    private readonly string _id;
    private readonly HijackedConnection _connection;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<int, AnswersOfJob> _jobs = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<Task> _end;
    private readonly Task _reading;
    private volatile bool _ended;
    private volatile bool _stuck;
    private volatile bool _disposed;
    private int? _version;
    private long _lastLine;
    private int _lastJob;

    private ProbeProcess(EngineClient client, string id, HijackedConnection connection, TimeProvider time)
    {
        _client = client;
        _id = id;
        _connection = connection;
        _time = time;
        _lastLine = time.GetTimestamp();
        _end = new(EndAsync);
        // Not on this thread: a program that floods keeps the reader busy without a pause.
        _reading = Task.Run(ReadAsync);
        _ = StayAsync();
    }

    /// <summary>False once the container has ended, or was given up because it did not answer.</summary>
    public bool Alive => !_ended;

    /// <summary>Creates the container, with the image if need be, attaches to it and starts it.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="role">agent or sidecar.</param>
    /// <param name="host">Its namespaces and capabilities; limits and the like are added here.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <exception cref="ProberUnavailableException">The engine does not allow it.</exception>
    public static Task<ProbeProcess> StartAsync(EngineClient client, string role, HostConfig host, CancellationToken cancellationToken) =>
        StartAsync(client, role, host, TimeProvider.System, cancellationToken);

    /// <summary>The same, with a clock of one's own for its silence.</summary>
    public static async Task<ProbeProcess> StartAsync(
        EngineClient client, string role, HostConfig host, TimeProvider time, CancellationToken cancellationToken)
    {
        var (id, connection) = await ProbeStart.RunAsync(client, role, host, cancellationToken);
        return new ProbeProcess(client, id, connection, time);
    }

    /// <summary>
    /// How long no line of any job may come while this one is waited for: <see cref="Silence"/>, or if that is longer, what a probe may
    /// take that has nothing to tell before its end.
    /// </summary>
    public static TimeSpan Patience(JobMessage job)
    {
        var timeout = TimeSpan.FromMilliseconds(job.Timeout);
        var longest = (3 * timeout) + (job.Count * (timeout + TimeSpan.FromMilliseconds(job.Interval)));
        return longest < Silence ? Silence : longest > Lifetime ? Lifetime : longest;
    }

    /// <summary>Runs a job; its number is given here. Answers come until the end of the job.</summary>
    /// <exception cref="EngineException">
    /// The container ended or was given up, see <see cref="Alive"/>; it said more than a job can have to say, or speaks another version of
    /// the protocol.
    /// </exception>
    /// <exception cref="ProberUnavailableException">The container ended before it said anything.</exception>
    public IAsyncEnumerable<Answer> RunAsync(JobMessage job, CancellationToken cancellationToken) =>
        RunAsync(job, CancellationToken.None, cancellationToken);

    /// <summary>The same for a job that lasts until it is ended.</summary>
    /// <param name="job">What is to be done.</param>
    /// <param name="finish">Ends it. Answers go on until the program has said all that it knows.</param>
    /// <param name="cancellationToken">Ends it, and no answer is waited for.</param>
    public async IAsyncEnumerable<Answer> RunAsync(
        JobMessage job, CancellationToken finish, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastJob);
        var answers = new AnswersOfJob(MaxItems + (2 * (job.Probes?.Count ?? 0)));
        var patience = Patience(job);
        _jobs[id] = answers;
        var ended = false;
        try
        {
            if (!Alive)
                throw Ended();
            await WatchAsync(WriteAsync(job with { Id = id }, cancellationToken), patience, cancellationToken);
            await using var finishing = finish.Register(() => _ = CancelAsync(id));
            while (true)
            {
                if (!answers.Reader.TryRead(out var answer))
                {
                    var more = answers.Reader.WaitToReadAsync(cancellationToken).AsTask();
                    await WatchAsync(more, patience, cancellationToken);
                    if (!await more)
                        throw Ended();
                    continue;
                }

                ended = answer is EndOfJob;
                yield return answer;
                if (ended)
                    yield break;
            }
        }
        finally
        {
            _jobs.TryRemove(id, out _);
            if (!ended && Alive)
                await CancelAsync(id);
        }
    }

    /// <summary>Ends it. Takes at most <see cref="EngineClient.CleanupLimit"/>; may be called more than once.</summary>
    public ValueTask DisposeAsync() => new(_end.Value);

    private async Task EndAsync()
    {
        _disposed = true;
        _ended = true;
        await _stop.CancelAsync();
        await _connection.DisposeAsync();
        await _reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        // It ends by itself now; here it is gone when this returns, if the engine does anything at all.
        await ProbeStart.DiscardAsync(_client, _id);
    }

    /// <summary>Waits for a task as long as the container shows signs of life.</summary>
    private async Task WatchAsync(Task task, TimeSpan patience, CancellationToken cancellationToken)
    {
        var since = _time.GetTimestamp();
        while (!task.IsCompleted)
        {
            var silent = _time.GetElapsedTime(Math.Max(since, Volatile.Read(ref _lastLine)));
            if (silent >= patience)
            {
                _stuck = true;
                _ended = true;
                _ = _end.Value;
                throw Ended();
            }

            try
            {
                await task.WaitAsync(patience - silent, _time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // A line may have come meanwhile.
                continue;
            }
        }

        await task;
    }

    /// <summary>
    /// A line is written whole or not at all, else the next one would be glued to its half: who gives up waiting lets the write go on, and
    /// the end of the connection ends it.
    /// </summary>
    private Task WriteAsync(JobMessage job, CancellationToken cancellationToken)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(job, ProtocolJson.Default.JobMessage);
        Array.Resize(ref line, line.Length + 1);
        line[^1] = (byte)'\n';
        return WriteAsync(line, cancellationToken);
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _connection.WriteAsync(line, CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It may have said something before it ended.
            _ended = true;
            await Task.WhenAny(_reading, Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None));
            throw Ended(e);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>If it does not receive the cancellation, it only works in vain; so a moment is enough.</summary>
    private async Task CancelAsync(int id)
    {
        try
        {
            await WriteAsync(new JobMessage { Id = id, Cancel = true }, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(1));
        }
        catch (Exception e) when (e is EngineException or ProberUnavailableException or TimeoutException)
        {
            // It has ended, or it does not read: there is nothing to cancel, or nothing can be cancelled.
        }
    }

    private async Task StayAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(SignOfLife, _time, _stop.Token);
                await WriteAsync("\n"u8.ToArray(), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or EngineException or ProberUnavailableException)
        {
            // It has ended, or will.
        }
    }

    private async Task ReadAsync()
    {
        var noise = 0;
        try
        {
            await foreach (var line in _connection.ReadLinesAsync(_stop.Token))
            {
                var said = line.Source == OutputSource.StandardOutput ? ProbeLineReader.Read(line.Text) : null;
                if (said is null && (noise += line.Text.Length + 1) > MaxNoise)
                    break;
                if (line.Source != OutputSource.StandardOutput)
                    continue;
                if (_version is null)
                {
                    _version = said is Greeting greeting ? greeting.Protocol : 0;
                    if (_version != Greeting.Version)
                        break;
                }

                // What cannot be read is about no job, and not a sign of life either: noise must not keep a test waiting.
                if (said is Answer answer && _jobs.TryGetValue(answer.Job, out var job))
                {
                    Volatile.Write(ref _lastLine, _time.GetTimestamp());
                    job.Add(answer, line.Text.Length);
                }
            }
        }
        finally
        {
            // First the word, then the end of those who are waiting: who registers in between sees the word.
            _ended = true;
            foreach (var job in _jobs.Values)
                job.Complete();
        }
    }

    private Exception Ended(Exception? cause = null) => LostProbe.Reason(_stuck, _version, _disposed, cause);
}
