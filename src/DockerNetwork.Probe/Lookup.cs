using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace DockerNetwork.Probe;

/// <summary>
/// One name on its way through candidates, servers and attempts. A datagram may be lost: each question is sent again until it is answered
/// or time runs out, and a name with a question that stays open is not known.
/// </summary>
internal sealed class Lookup(Resolver resolver, string name, ushort[][] rounds, Action<Resolution> done)
{
    private const int NoSuchName = 3;

    /// <summary>How often a question is sent to each server at least, if time allows: one datagram may be lost.</summary>
    private const int Sends = 3;

    private readonly IEnumerator<string> _candidates = resolver.Configuration.Candidates(name).GetEnumerator();
    private readonly IPAddress[] _servers = [.. resolver.Configuration.Servers.Distinct()];
    private readonly List<IPAddress> _addresses = [];
    private readonly List<ushort> _open = [];
    private readonly HashSet<IPAddress> _noWay = [];
    private readonly HashSet<IPAddress> _failed = [];
    private readonly HashSet<DnsSocket> _asked = [];
    private long _startedAt;
    private long _deadline;
    private int _try;
    private int _round;
    private int _outstanding;
    private int _timeouts;
    private bool _noSuchName;
    private bool _unreachable;
    private bool _truncated;
    private UpstreamCheck? _upstream;
    private string? _via;
    private string? _text;
    private string? _doubt;
    private string? _serverFailed;
    private Timer? _timer;

    /// <summary>Begins with the first candidate.</summary>
    public void Start()
    {
        _startedAt = Stopwatch.GetTimestamp();
        NextCandidate();
    }

    /// <summary>Ends without an answer before it has begun.</summary>
    public void GiveUp() => done(new Resolution([], null, 0, null) { Unsure = true });

    private int ServerTimeout => resolver.Configuration.Seconds * 1000;

    private void NextCandidate()
    {
        // The name itself is good, a search domain may not be.
        bool more;
        while ((more = _candidates.MoveNext()) && DnsMessage.Query(0, _candidates.Current, DnsMessage.TypeA) is null)
        {
        }

        if (!more)
        {
            End();
            return;
        }

        _noSuchName = false;
        _deadline = Math.Min(resolver.Budget, Elapsed() + ((long)_servers.Length * resolver.Configuration.Attempts * ServerTimeout));
        Begin(0);
    }

    private void Begin(int round)
    {
        Forget();
        (_round, _try, _timeouts, _serverFailed, _upstream) = (round, 0, 0, null, null);
        _open.Clear();
        _open.AddRange(rounds[round]);
        _failed.Clear();
        Next();
    }

    private void Next()
    {
        var most = _servers.Length * Math.Max(Sends, resolver.Configuration.Attempts);
        if (_try == most || Elapsed() >= _deadline)
        {
            Silent();
            return;
        }

        var attempt = ++_try;
        if (attempt > 1)
            (_upstream ??= new UpstreamCheck(resolver, this)).Ask(_candidates.Current, _open[0]);
        var server = _servers[(attempt - 1) % _servers.Length];
        var socket = resolver.Socket(server);
        _outstanding = _open.Count;
        _asked.Add(socket);
        var sending = _open.ToArray()
            .Select(type => socket.Send(_candidates.Current, type, this, (from, answer) => Answered(attempt, type, from, answer)))
            .FirstOrDefault(sent => sent != Sending.Sent, Sending.Sent);
        if (sending != Sending.Sent)
        {
            NotSent(server, socket, sending);
            return;
        }

        _noWay.Remove(server);
        var wait = attempt == most ? _deadline : Math.Min(ServerTimeout, resolver.Budget / Sends);
        _timer = resolver.Loop.After(Math.Clamp(_deadline - Elapsed(), 1, Math.Max(1, wait)), TimedOut);
    }

    private void NotSent(IPAddress server, DnsSocket socket, Sending sending)
    {
        if (sending == Sending.Failed)
        {
            _doubt ??= $"the name server {server} could not be queried: {Shortage.Of(socket.Error)}";
            Next();
            return;
        }

        _text = $"no route to the name server {server}";
        _noWay.Add(server);
        _unreachable = _noWay.Count == _servers.Length && _via is null;
        if (_unreachable)
            End();
        else
            Next();
    }

    private long Elapsed() => (long)Stopwatch.GetElapsedTime(_startedAt).TotalMilliseconds;

    /// <summary>Earlier questions stay open: their answers may be late and not lost.</summary>
    private void TimedOut()
    {
        // An address of one family is enough if the server is silent about the other, twice.
        if (_addresses.Count > 0 && ++_timeouts > 1)
            End();
        else
            Next();
    }

    /// <summary>No more attempt is possible. If all servers are silent for one name, they are silent for the others too.</summary>
    private void Silent()
    {
        var asked = _servers.Except(_noWay).Select(server => server.ToString()).ToArray();
        var silent = NameServerText.Of(asked);
        var question = _open.Count == rounds[_round].Length ? ""
            : $" the query for {(_open.Contains(DnsMessage.TypeA) ? "IPv4" : "IPv6")} addresses";
        _doubt ??= asked.Length == 0 ? _text : $"{silent} did not answer{question}{NameServerText.Behind(asked)}";
        End();
    }

    private void Answered(int attempt, ushort type, IPAddress server, DnsAnswer answer)
    {
        _via = server.ToString();
        if (attempt == _try)
            _outstanding--;
        if (!_open.Contains(type))
            return;

        _addresses.AddRange(answer.Addresses);
        _truncated |= answer.Truncated && answer.Addresses.Count == 0;
        if (_truncated)
            _doubt ??= $"the answer of {_via} was truncated";
        if (answer.Code is not (0 or NoSuchName))
            Failed(server, answer.Code);
        else
            _open.Remove(type);
        _noSuchName |= answer.Code == NoSuchName;
        if (_open.Count > 0 && _outstanding > 0)
            return;

        _timer?.Cancel();
        if (_addresses.Count > 0 || _truncated)
            End();
        else if (_open.Count > 0 && _failed.Count < _servers.Length)
            Next();
        else
            Concluded();
    }

    /// <summary>A server that fails says nothing about the name; the next one may know it.</summary>
    private void Failed(IPAddress server, int code)
    {
        _failed.Add(server);
        var named = NameServerText.Of(server.ToString());
        _text = code switch
        {
            2 => $"{named} could not answer (SERVFAIL){NameServerText.Behind(server.ToString())}",
            5 => $"{named} refused to answer",
            _ => $"{named} answered with code {code.ToString(CultureInfo.InvariantCulture)}",
        };
        _serverFailed = code == 2 ? _text : _serverFailed;
    }

    private void Concluded()
    {
        // Each server was asked and one has failed: the engine's own says so if the server behind it is silent.
        if (_open.Count > 0)
            _doubt ??= _serverFailed;
        else
            _text = _noSuchName ? "no such name" : "the name has no address";

        // The name may have an address of the other family; there are servers that deny the name when they know none of the first.
        if (_round + 1 < rounds.Length)
            Begin(_round + 1);
        else
            NextCandidate();
    }

    private void Forget()
    {
        _timer?.Cancel();
        foreach (var socket in _asked)
            socket.Forget(this);
        _asked.Clear();
        _upstream?.Forget();
    }

    private void End()
    {
        var upstreamSilent = _doubt is not null && _addresses.Count == 0 && _upstream?.Silent == true;
        Forget();
        if (upstreamSilent)
            _doubt = _upstream!.Text;
        var found = _addresses.Count > 0;
        if (!found && _via is not null && resolver.Configuration.Cut)
            _doubt ??= "resolv.conf of the container has more search domains than are tried";
        var latency = (long)Stopwatch.GetElapsedTime(_startedAt).TotalNanoseconds;
        done(new Resolution(_addresses, _via, latency, found ? null : _doubt ?? _text)
        {
            Unreachable = _unreachable && _doubt is null,
            Unsure = _doubt is not null && !found,
            UpstreamSilent = upstreamSilent,
        });
    }
}
