using System.Diagnostics;
using System.Net;

namespace DockerNetwork.Probe;

/// <summary>What a name resolved to.</summary>
/// <param name="Addresses">None where it does not resolve.</param>
/// <param name="Via">"hosts", or the name server that answered; null where none did.</param>
/// <param name="Latency">Nanoseconds.</param>
/// <param name="Text">Why there is no address.</param>
internal sealed record Resolution(IReadOnlyList<IPAddress> Addresses, string? Via, long Latency, string? Text)
{
    /// <summary>No name server can be asked at all: there is no way to any of them.</summary>
    public bool Unreachable { get; init; }

    /// <summary>It is certain that the name does not resolve here, which is not the same as silence.</summary>
    public bool Answered => Via is not null || Unreachable;
}

/// <summary>
/// Resolves names as the container would: its hosts file, then the name servers of its resolv.conf with search domains and ndots,
/// A and AAAA at once, or one after the other where the first that has an answer is enough. A static program has no getaddrinfo, and the container's own libraries are not there to be used.
/// </summary>
internal sealed class Resolver(Source source) : IDisposable
{
    private readonly Source _source = source;
    private readonly ResolverConfiguration _configuration = ResolverFiles.Configuration(source.Root);
    private readonly ILookup<string, IPAddress> _hosts = ResolverFiles.Hosts(source.Root);
    private readonly Dictionary<IPAddress, DnsSocket> _sockets = [];
    private readonly Dictionary<(string Name, bool All), List<Action<Resolution>>> _waiting = [];
    private readonly Dictionary<(string Name, bool All), Resolution> _known = [];

    /// <summary>Resolves; a name that is asked for again meanwhile is not asked twice.</summary>
    /// <param name="name">The name.</param>
    /// <param name="all">All addresses are wanted; else those of the family that the job prefers, and of the other where it has none.</param>
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
        var startedAt = Stopwatch.GetTimestamp();
        if (DnsMessage.Query(0, name, DnsMessage.TypeA) is null)
        {
            End(new Resolution([], "syntax", 0, "it is too long, or has an empty label (RFC 1035, 2.3.4)"));
            return;
        }

        IPAddress[] hosts = [.. _hosts[name.TrimEnd('.')]];
        if (hosts.Length > 0)
            End(new Resolution(hosts, "hosts", (long)Stopwatch.GetElapsedTime(startedAt).TotalNanoseconds, null));
        else
            new Lookup(this, [.. _configuration.Candidates(name)], rounds, startedAt, End).Next();

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
        foreach (var socket in _sockets.Values)
            socket.Dispose();
    }

    private DnsSocket Socket(IPAddress server)
    {
        if (!_sockets.TryGetValue(server, out var socket))
            _sockets[server] = socket = new DnsSocket(_source, server);
        return socket;
    }

    /// <summary>One name on its way through candidates, servers and attempts.</summary>
    private sealed class Lookup(Resolver resolver, List<string> candidates, ushort[][] rounds, long startedAt, Action<Resolution> done)
    {
        private readonly List<IPAddress> _addresses = [];
        private int _candidate;
        private int _try;
        private int _round;
        private int _open;
        private int _responseCode;
        private string? _via;
        private bool _unreachable;
        private string? _text;
        private Timer? _timer;
        private DnsSocket? _socket;

        public void Next()
        {
            var servers = resolver._configuration.Servers;
            if (_candidate == candidates.Count)
            {
                End();
                return;
            }

            if (_try == servers.Count * resolver._configuration.Attempts || Elapsed() > Budget())
            {
                // Silence of all servers for one name is silence for the others too.
                _text ??= $"no answer from {string.Join(", ", servers)}";
                End();
                return;
            }

            if (DnsMessage.Query(0, candidates[_candidate], DnsMessage.TypeA) is null)
            {
                // The name is good, a search domain is not.
                NextCandidate();
                return;
            }

            var server = servers[_try++ % servers.Count];
            _socket = resolver.Socket(server);
            var types = rounds[_round];
            _open = types.Length;
            if (!types.All(type => _socket.Send(candidates[_candidate], type, this, Answered)))
            {
                _socket.Forget(this);
                _text = $"no way to the name server {server}";
                _unreachable = _try >= servers.Count && _via is null;
                if (_unreachable)
                    End();
                else
                    Next();
                return;
            }

            _timer = resolver._source.Loop.After(Math.Clamp(Budget() - Elapsed(), 1, resolver._configuration.Seconds * 1000), TimedOut);
        }

        /// <summary>A lookup may take as long as the job waits for an answer: then the row says so, and nobody is kept waiting.</summary>
        private int Budget() => resolver._source.Job.Timeout;

        private long Elapsed() => (long)Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;

        private void TimedOut()
        {
            _socket!.Forget(this);

            // An address of one family is enough where the server keeps silent about the other.
            if (_addresses.Count > 0)
                End();
            else
                Next();
        }

        private void Answered(IPAddress server, int responseCode, List<IPAddress> addresses)
        {
            _via = server.ToString();
            _responseCode = Math.Max(_responseCode, responseCode);
            _addresses.AddRange(addresses);
            if (--_open > 0)
                return;

            _timer?.Cancel();
            if (_addresses.Count > 0)
            {
                End();
                return;
            }

            // The name may have an address of the other family; one that is not there at all has neither.
            if (_responseCode == 0 && _round + 1 < rounds.Length)
            {
                _round++;
                _try--;
                Next();
                return;
            }

            _text = _responseCode switch
            {
                0 => "the name has no address",
                2 => $"{_via} could not answer (SERVFAIL)",
                3 => "no such name",
                5 => $"{_via} refused to answer",
                _ => $"{_via} answered with code {_responseCode.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
            };

            // A server that fails says nothing about the name; the next one may know it.
            if (_responseCode is 0 or 3 || _try >= resolver._configuration.Servers.Count)
            {
                NextCandidate();
                return;
            }

            _responseCode = 0;
            Next();
        }

        private void NextCandidate()
        {
            _candidate++;
            _try = 0;
            _round = 0;
            _responseCode = 0;
            Next();
        }

        private void End() => done(new Resolution(_addresses, _via, (long)Stopwatch.GetElapsedTime(startedAt).TotalNanoseconds, _addresses.Count > 0 ? null : _text) { Unreachable = _unreachable });
    }
}

/// <summary>A UDP socket to one name server, in the source's namespace.</summary>
internal sealed unsafe class DnsSocket : IWatcher, IDisposable
{
    private readonly Source _source;
    private readonly IPAddress _server;
    private readonly int _descriptor;
    private readonly Dictionary<ushort, (object Owner, Action<IPAddress, int, List<IPAddress>> Answered)> _queries = [];

    public DnsSocket(Source source, IPAddress server)
    {
        _source = source;
        _server = server;
        _descriptor = source.OpenSocket(SocketAddress.Family(server), Native.DatagramSocket, 0);
        if (_descriptor < 0)
            return;

        Span<byte> to = stackalloc byte[SocketAddress.Length6];
        var length = SocketAddress.Write(server, 53, to);
        fixed (byte* target = to)
        {
            if (Native.Connect(_descriptor, target, length) != 0)
            {
                _ = Native.Close(_descriptor);
                _descriptor = -1;
                return;
            }
        }

        source.Loop.Watch(_descriptor, this);
    }

    public short Events => Native.PollIn;

    public bool Send(string name, ushort type, object owner, Action<IPAddress, int, List<IPAddress>> answered)
    {
        if (_descriptor < 0)
            return false;
        ushort id;
        do
            id = Native.RandomNumber();
        while (_queries.ContainsKey(id));

        if (DnsMessage.Query(id, name, type) is not { } query)
            return false;
        _queries[id] = (owner, answered);
        fixed (byte* bytes = query)
        {
            // A refusal of the last datagram is reported by the next send; that one is not lost, so it is sent again.
            return Native.Send(_descriptor, bytes, (nuint)query.Length, 0) >= 0
                || (Native.LastError == Native.ConnectionRefused && Native.Send(_descriptor, bytes, (nuint)query.Length, 0) >= 0);
        }
    }

    public void Forget(object owner)
    {
        foreach (var id in _queries.Where(pair => pair.Value.Owner == owner).Select(pair => pair.Key).ToList())
            _queries.Remove(id);
    }

    public void Ready(short returned)
    {
        Span<byte> buffer = stackalloc byte[4096];
        fixed (byte* bytes = buffer)
        {
            while (true)
            {
                var count = Native.Receive(_descriptor, bytes, (nuint)buffer.Length, 0);
                if (count < 0)
                    return;
                if (DnsMessage.TryRead(buffer[..(int)count], out var id, out var code, out var addresses) && _queries.Remove(id, out var query))
                    query.Answered(_server, code, addresses);
            }
        }
    }

    public void Dispose()
    {
        if (_descriptor < 0)
            return;
        _source.Loop.Unwatch(_descriptor);
        _ = Native.Close(_descriptor);
    }
}
