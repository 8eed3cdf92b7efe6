using System.Diagnostics;

namespace DockerNetwork.Probe;

/// <summary>
/// While the engine's DNS keeps a lookup waiting: the same question to the name servers that it asks, from the same namespace, as the
/// engine asks them. If they are silent here too, they are why it has no answer.
/// </summary>
/// <param name="resolver">Of the lookup.</param>
/// <param name="owner">The lookup, by which its open questions are forgotten.</param>
internal sealed class UpstreamCheck(Resolver resolver, object owner)
{
    /// <summary>A server that was asked has to be silent for so many milliseconds.</summary>
    private const int Patience = 500;

    private readonly List<DnsSocket> _asked = [];
    private long? _askedAt;
    private bool _answered;

    /// <summary>They were asked, and none has answered, whatever it was.</summary>
    public bool Silent => _askedAt is { } time && !_answered && Stopwatch.GetElapsedTime(time).TotalMilliseconds >= Patience;

    /// <summary>What is known then, for people.</summary>
    public string Text =>
        $"the name servers that {NameServerText.Of(NameServerText.Engine)} asks do not answer: {NameServerText.Of(Servers)}";

    private IEnumerable<string> Servers => resolver.Configuration.Upstream.Select(server => server.ToString());

    /// <summary>Asks them, once, if the engine's DNS is the only server of the source.</summary>
    public void Ask(string name, ushort type)
    {
        if (_askedAt is not null
            || resolver.Configuration is not { Upstream.Count: > 0, Servers: [var only] }
            || only.ToString() != NameServerText.Engine)
        {
            return;
        }

        _askedAt = Stopwatch.GetTimestamp();
        foreach (var server in resolver.Configuration.Upstream)
        {
            var socket = resolver.Socket(server);
            _asked.Add(socket);
            // One that could not be tried is not silent.
            _answered |= socket.Send(name, type, owner, (_, _) => _answered = true) == Sending.Failed;
        }
    }

    /// <summary>The open questions are no longer of interest.</summary>
    public void Forget()
    {
        foreach (var socket in _asked)
            socket.Forget(owner);
        _asked.Clear();
    }
}
