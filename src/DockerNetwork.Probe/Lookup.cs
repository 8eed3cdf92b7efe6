using System.Diagnostics;
using System.Net;

namespace DockerNetwork.Probe;

/// <summary>One name on its way through candidates, servers and attempts.</summary>
internal sealed class Lookup(Resolver resolver, string name, ushort[][] rounds, long startedAt, Action<Resolution> done)
{
    private readonly IEnumerator<string> _candidates = resolver.Configuration.Candidates(name).GetEnumerator();
    private readonly List<IPAddress> _addresses = [];
    private int _try;
    private int _round;
    private int _open;
    private int _responseCode;
    private int _noWay;
    private string? _via;
    private bool _unsure;
    private bool _unreachable;
    private string? _text;
    private Timer? _timer;
    private DnsSocket? _socket;

    /// <summary>Begins with the first candidate, and goes on with the next.</summary>
    public void NextCandidate()
    {
        (_try, _round, _responseCode) = (0, 0, 0);

        // The name itself is good, a search domain may not be.
        bool more;
        while ((more = _candidates.MoveNext()) && DnsMessage.Query(0, _candidates.Current, DnsMessage.TypeA) is null)
        {
        }

        if (more)
            Next();
        else
            End();
    }

    private void Next()
    {
        var servers = resolver.Configuration.Servers;
        if (_try == servers.Count * resolver.Configuration.Attempts || Elapsed() > resolver.Budget)
        {
            // If all servers are silent for one name, they are silent for the others too.
            _text ??= $"no answer from {string.Join(", ", servers)}";
            End();
            return;
        }

        var server = servers[_try++ % servers.Count];
        _socket = resolver.Socket(server);
        var types = rounds[_round];
        _open = types.Length;
        var sending = types.Select(type => _socket.Send(_candidates.Current, type, this, Answered))
            .FirstOrDefault(sent => sent != Sending.Sent, Sending.Sent);
        if (sending != Sending.Sent)
        {
            _socket.Forget(this);
            NotSent(server, sending);
            return;
        }

        _timer = resolver.Loop.After(Math.Clamp(resolver.Budget - Elapsed(), 1, resolver.Configuration.Seconds * 1000), TimedOut);
    }

    private void NotSent(IPAddress server, Sending sending)
    {
        if (sending == Sending.Failed)
        {
            _unsure = true;
            _text = $"the name server {server} cannot be asked: {Shortage.Of(_socket!.Error)}";
            Next();
            return;
        }

        _text = $"no way to the name server {server}";
        _unreachable = ++_noWay >= resolver.Configuration.Servers.Count && _via is null;
        if (_unreachable)
            End();
        else
            Next();
    }

    private long Elapsed() => (long)Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;

    private void TimedOut()
    {
        _socket!.Forget(this);

        // An address of one family is enough if the server is silent about the other.
        if (_addresses.Count > 0)
            End();
        else
            Next();
    }

    private void Answered(IPAddress server, DnsAnswer answer)
    {
        _via = server.ToString();
        _responseCode = Math.Max(_responseCode, answer.Code);
        _addresses.AddRange(answer.Addresses);
        var truncated = answer.Truncated && answer.Addresses.Count == 0;
        if (truncated)
            _text = $"the answer of {_via} does not fit into a datagram";
        _unsure |= truncated;
        if (--_open > 0)
            return;

        _timer?.Cancel();
        if (_addresses.Count > 0 || _unsure)
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
        if (_responseCode is 0 or 3 || _try >= resolver.Configuration.Servers.Count)
        {
            NextCandidate();
            return;
        }

        _responseCode = 0;
        Next();
    }

    private void End()
    {
        _timer?.Cancel();
        var found = _addresses.Count > 0;
        if (!found && !_unsure && _via is not null && resolver.Configuration.Cut)
            (_unsure, _text) = (true, "resolv.conf of the container has more search domains than are tried");
        var latency = (long)Stopwatch.GetElapsedTime(startedAt).TotalNanoseconds;
        done(new Resolution(_addresses, _via, latency, found ? null : _text) { Unreachable = _unreachable, Unsure = _unsure && !found });
    }
}
