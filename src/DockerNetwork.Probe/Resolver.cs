using System.Diagnostics;
using System.Net;

namespace DockerNetwork.Probe;

/// <summary>What a name resolved to.</summary>
/// <param name="Addresses">None where it does not resolve.</param>
/// <param name="Via">"hosts", or the name server that answered; null if none did.</param>
/// <param name="Latency">Nanoseconds.</param>
/// <param name="Text">Why there is no address.</param>
internal sealed record Resolution(IReadOnlyList<IPAddress> Addresses, string? Via, long Latency, string? Text)
{
    /// <summary>No name server can be asked at all: there is no way to any of them.</summary>
    public bool Unreachable { get; init; }

    /// <summary>The answer may be in something that was not read or not understood.</summary>
    public bool Unsure { get; init; }

    /// <summary>The engine's DNS gave no answer, and the name servers that it asks did not answer here either.</summary>
    public bool UpstreamSilent { get; init; }

    /// <summary>It is certain that the name does not resolve here, which is not the same as silence.</summary>
    public bool Answered => !Unsure && (Via is not null || Unreachable);
}

/// <summary>
/// Resolves names as the container would: its hosts file, then the name servers of its resolv.conf with search domains and ndots,
/// A and AAAA at once, or one after the other where the first that has an answer is enough. A static program has no getaddrinfo, and the
/// container's own libraries are not there to be used.
/// </summary>
internal sealed class Resolver : IDisposable
{
    /// <summary>
    /// Lookups of one source at the same time, two datagrams each. The engine's own name server has one socket for each container, whose
    /// buffer (net.core.rmem_default, 212,992 bytes) takes some 270 small datagrams; what does not fit is lost.
    /// </summary>
    private const int LookupsAtOnce = 100;

    private readonly Source _source;
    private readonly Dictionary<IPAddress, DnsSocket> _sockets = [];
    private readonly Dictionary<(string Name, bool All), List<Action<Resolution>>> _waiting = [];
    private readonly Dictionary<(string Name, bool All), Resolution> _known = [];
    private readonly List<Action> _early = [];
    private readonly Queue<Lookup> _queued = new();
    private NameFiles? _files;
    private int _atWork;
    private bool _disposed;

    /// <param name="source">Where names are looked up.</param>
    /// <param name="process">Whose files say how; its root folder is taken.</param>
    public Resolver(Source source, ContainerProcess process)
    {
        _source = source;
        var root = process.TakeRoot();
        if (root < 0)
        {
            _files = NameFiles.Unread(process.RootProblem ?? "files of the container cannot be read");
            return;
        }

        var names = (source.Job.Probes ?? []).Where(p => p.Address is null).Select(p => p.Host);
        source.Files.Read(source.Job.ProcessId, wanted => NameFiles.Read(root, names, wanted), Begin, () => _ = Native.Close(root));
    }

    /// <summary>What resolv.conf says.</summary>
    public ResolverConfiguration Configuration => _files!.Configuration;

    /// <summary>
    /// The time that a lookup may take, in milliseconds: as long as the job waits for an answer. Then the row says so, and nobody is kept
    /// waiting.
    /// </summary>
    public int Budget => _source.Job.Timeout;

    public Loop Loop => _source.Loop;

    /// <summary>Resolves; a name that is asked for again meanwhile is not asked twice.</summary>
    /// <param name="name">The name.</param>
    /// <param name="all">All addresses are wanted; else those of the family that the job prefers, and of the other where it has
    /// none.</param>
    /// <param name="done">Told once.</param>
    public void Resolve(string name, bool all, Action<Resolution> done)
    {
        ushort[][] rounds = (all, _source.Job.Family) switch
        {
            (true, _) => [[DnsMessage.TypeA, DnsMessage.TypeAaaa]],
            (_, 6) => [[DnsMessage.TypeAaaa]],
            (_, 4) => [[DnsMessage.TypeA]],
            _ => [[DnsMessage.TypeA], [DnsMessage.TypeAaaa]],
        };
        Resolve(name, rounds, (name, all), done);
    }

    private void Resolve(string name, ushort[][] rounds, (string Name, bool All) key, Action<Resolution> done)
    {
        if (_known.TryGetValue(key, out var known))
        {
            done(known);
            return;
        }

        if (_waiting.TryGetValue(key, out var others))
        {
            others.Add(done);
            return;
        }

        _waiting[key] = [done];
        if (_files is null)
            _early.Add(() => LookUp(name, rounds, End));
        else
            LookUp(name, rounds, End);

        void End(Resolution resolution)
        {
            _known[key] = resolution;
            _waiting.Remove(key, out var all);
            foreach (var one in all ?? [])
                one(resolution);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        foreach (var socket in _sockets.Values)
            socket.Dispose();
    }

    public DnsSocket Socket(IPAddress server)
    {
        if (!_sockets.TryGetValue(server, out var socket))
            _sockets[server] = socket = new DnsSocket(_source, server);
        return socket;
    }

    private void Begin(NameFiles files)
    {
        if (_disposed)
            return;
        _files = files;
        foreach (var one in _early)
            one();
        _early.Clear();
    }

    private void LookUp(string name, ushort[][] rounds, Action<Resolution> done)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var hosts = _files!.Addresses(name);

        // The name may be in the part that could not be read, and then no name server would be asked.
        if (hosts.Count > 0)
            done(new Resolution(hosts, "hosts", (long)Stopwatch.GetElapsedTime(startedAt).TotalNanoseconds, null));
        else if (_files.HostsProblem is { } hostsProblem)
            done(new Resolution([], null, 0, hostsProblem) { Unsure = true });
        else if (DnsMessage.Query(0, name, DnsMessage.TypeA) is null)
            done(new Resolution([], "syntax", 0, "it is too long, or has an empty label (RFC 1035, 2.3.4)"));
        else if (_files.ConfigurationProblem is { } problem)
            done(new Resolution([], null, 0, problem) { Unsure = true });
        else
            Ask(name, rounds, done);
    }

    private void Ask(string name, ushort[][] rounds, Action<Resolution> done)
    {
        _queued.Enqueue(new Lookup(this, name, rounds, resolution =>
        {
            _atWork--;
            if (_queued.Count > 0)
                Loop.After(0, StartLookups);
            done(resolution);
        }));
        StartLookups();
    }

    private void StartLookups()
    {
        while (_atWork < LookupsAtOnce && _queued.TryDequeue(out var lookup))
        {
            _atWork++;
            if (_source.Cancelled)
                lookup.GiveUp();
            else
                lookup.Start();
        }
    }
}
