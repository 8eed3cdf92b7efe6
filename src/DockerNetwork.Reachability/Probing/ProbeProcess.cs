using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Reachability.Probing;

/// <summary>
/// A running probe container. Jobs go to its standard input, answers come from its standard output, several jobs at once. It ends when its
/// standard input closes: on <see cref="DisposeAsync"/>, and just as well when this process crashes. The engine removes it then.
/// </summary>
internal sealed class ProbeProcess : IAsyncDisposable
{
    /// <summary>Longer than any job; a program that has lost its client all the same ends by then.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly EngineClient _client;
    private readonly string _id;
    private readonly HijackedConnection _connection;
    private readonly ConcurrentDictionary<int, Channel<ProbeAnswer>> _jobs = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private volatile bool _ended;
    private int _lastJob;

    private ProbeProcess(EngineClient client, string id, HijackedConnection connection)
    {
        _client = client;
        _id = id;
        _connection = connection;
        _reading = ReadAsync();
    }

    /// <summary>False once the container has ended.</summary>
    public bool Alive => !_ended;

    /// <summary>Creates the container, with the image if need be, attaches to it and starts it.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="role">agent or sidecar.</param>
    /// <param name="host">Its namespaces and capabilities; limits and the like are added here.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <exception cref="ProberUnavailableException">The engine does not allow it.</exception>
    public static async Task<ProbeProcess> StartAsync(EngineClient client, string role, HostConfig host, CancellationToken cancellationToken)
    {
        var request = new ContainerCreateRequest
        {
            Image = await ProbeImage.NameAsync(client, cancellationToken),
            Entrypoint = [ProbeImage.Program, Lifetime.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)],
            OpenStdin = true,
            StdinOnce = true,
            Labels = new Dictionary<string, string> { [ProbeImage.Label] = role },
            HostConfig = host with
            {
                AutoRemove = true,
                ReadonlyRootfs = true,
                CapDrop = ["ALL"],
                SecurityOpt = ["no-new-privileges"],
                PidsLimit = 32,
                Memory = 256 * 1024 * 1024,
                LogConfig = new LogConfig("none"),
            },
        };

        try
        {
            var id = await CreateAsync(client, request, cancellationToken);
            HijackedConnection? connection = null;
            try
            {
                connection = await client.AttachContainerAsync(id, cancellationToken);
                await client.StartContainerAsync(id, cancellationToken);
                EngineWatch.Say($"Started the {role} container {ShortId.Of(id)}, which probes; it removes itself.");
                return new ProbeProcess(client, id, connection);
            }
            catch
            {
                if (connection is not null)
                    await connection.DisposeAsync();
                await client.DiscardContainerAsync(id, CancellationToken.None);
                throw;
            }
        }
        catch (EngineException e) when (e.StatusCode is not null)
        {
            throw new ProberUnavailableException($"The engine refuses the {role} container: {e.Message}", e);
        }
    }

    /// <summary>Runs a job; its number is given here. Answers come until the end of the job.</summary>
    public async IAsyncEnumerable<ProbeAnswer> RunAsync(ProbeJob job, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastJob);
        var answers = Channel.CreateUnbounded<ProbeAnswer>();
        _jobs[id] = answers;
        var ended = false;
        try
        {
            if (!Alive)
                throw Ended();
            await WriteAsync(job with { Job = id }, cancellationToken);
            await foreach (var answer in answers.Reader.ReadAllAsync(cancellationToken))
            {
                ended = answer.End;
                yield return answer;
                if (ended)
                    yield break;
            }

            throw Ended();
        }
        finally
        {
            _jobs.TryRemove(id, out _);
            if (!ended && Alive)
                await WriteAsync(new ProbeJob { Job = id, Cancel = true }, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _connection.DisposeAsync();
        await _reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            // It ends by itself now; here it is gone when this returns.
            await _client.DiscardContainerAsync(_id, CancellationToken.None);
        }
        catch (EngineException)
        {
            // The engine went away, and the container with its client.
        }

        _stop.Dispose();
        _writing.Dispose();
    }

    private static async Task<string> CreateAsync(EngineClient client, ContainerCreateRequest request, CancellationToken cancellationToken)
    {
        try
        {
            // Not with the caller's token: a container whose id never came could not be removed again.
            return (await client.CreateContainerAsync(null, request, CancellationToken.None)).Id;
        }
        catch (EngineException e) when (e.Failure == EngineFailure.NotFound)
        {
            await ProbeImage.ImportAsync(client, cancellationToken);
            return (await client.CreateContainerAsync(null, request, CancellationToken.None)).Id;
        }
    }

    private async Task WriteAsync(ProbeJob job, CancellationToken cancellationToken)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(job, ProbeJson.Default.ProbeJob);
        Array.Resize(ref line, line.Length + 1);
        line[^1] = (byte)'\n';
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _connection.WriteAsync(line, cancellationToken);
        }
        catch (IOException e)
        {
            throw Ended(e);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            await foreach (var line in _connection.ReadLinesAsync(_stop.Token))
            {
                if (line.Source == OutputSource.StandardOutput && Read(line.Text) is { } answer && _jobs.TryGetValue(answer.Job, out var job))
                    job.Writer.TryWrite(answer);
            }
        }
        finally
        {
            // First the word, then the end of those who are waiting: who registers in between sees the word.
            _ended = true;
            foreach (var job in _jobs.Values)
                job.Writer.TryComplete();
        }
    }

    /// <summary>A line that cannot be read is about no job that could be told.</summary>
    private static ProbeAnswer? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ProbeJson.Default.ProbeAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static EngineException Ended(Exception? cause = null) =>
        new(EngineFailure.ConnectionLost, "The probe container ended in the middle of its work. Was it removed, or the engine restarted? Run the test again.", cause);
}
