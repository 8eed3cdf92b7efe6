using System.Net;

namespace DockerNetwork.Probe;

/// <summary>What came of sending a query.</summary>
internal enum Sending
{
    /// <summary>It was sent, and may be lost.</summary>
    Sent,

    /// <summary>The server cannot be reached: no route, no address, or a rule of the source's own firewall.</summary>
    NoWay,

    /// <summary>It could not be tried: <see cref="DnsSocket.Error"/>.</summary>
    Failed,
}

/// <summary>
/// A UDP socket to one name server, in the source's namespace. It is connected, so the kernel passes on nothing that the server's address
/// did not
/// send; an answer must have the random number of a query and repeat its question.
/// </summary>
internal sealed unsafe class DnsSocket : IWatcher, IDisposable
{
    private readonly Source _source;
    private readonly IPAddress _server;
    private readonly int _descriptor;
    private readonly Dictionary<ushort, (byte[] Query, object Owner, Action<IPAddress, DnsAnswer> Answered)> _queries = [];

    public DnsSocket(Source source, IPAddress server)
    {
        _source = source;
        _server = server;
        _descriptor = source.OpenSocket(SocketAddress.Family(server), Native.DatagramSocket, 0);
        if (_descriptor < 0)
        {
            Error = Native.LastError;
            return;
        }

        Span<byte> to = stackalloc byte[SocketAddress.Length6];
        var length = SocketAddress.Write(server, 53, to);
        fixed (byte* target = to)
        {
            if (Native.Connect(_descriptor, target, length) != 0)
            {
                Error = Native.LastError;
                _ = Native.Close(_descriptor);
                _descriptor = -1;
                return;
            }
        }

        source.Loop.Watch(_descriptor, this);
    }

    /// <summary>Why the last query could not be sent.</summary>
    public int Error { get; private set; }

    public short Events => Native.PollIn;

    public Sending Send(string name, ushort type, object owner, Action<IPAddress, DnsAnswer> answered)
    {
        if (_descriptor < 0)
            return Shortage.Of(Error) is null ? Sending.NoWay : Sending.Failed;
        ushort id;
        do
            id = Native.RandomNumber();
        while (_queries.ContainsKey(id));

        if (DnsMessage.Query(id, name, type) is not { } query)
            return Sending.NoWay;
        _queries[id] = (query, owner, answered);
        fixed (byte* bytes = query)
        {
            // A refusal of the last datagram is reported by the next send; that one is not lost, so it is sent again.
            if (Native.Send(_descriptor, bytes, (nuint)query.Length, 0) >= 0
                || (Native.LastError == Native.ConnectionRefused && Native.Send(_descriptor, bytes, (nuint)query.Length, 0) >= 0))
                return Sending.Sent;
        }

        Error = Native.LastError;

        // No room for the packet is as good as its loss: the next attempt follows.
        return Shortage.Of(Error) is null ? Sending.NoWay : Sending.Sent;
    }

    public void Forget(object owner)
    {
        foreach (var (id, query) in _queries)
        {
            if (query.Owner == owner)
                _queries.Remove(id);
        }
    }

    public void Ready(short returned)
    {
        const int AtOnce = 64;
        Span<byte> buffer = stackalloc byte[4096];
        fixed (byte* bytes = buffer)
        {
            // Bounded: a server may send faster than this reads.
            for (var i = 0; i < AtOnce; i++)
            {
                var count = Native.Receive(_descriptor, bytes, (nuint)buffer.Length, 0);
                if (count < 0)
                    return;
                var message = buffer[..(int)count];
                if (DnsMessage.Id(message) is { } id && _queries.TryGetValue(id, out var query)
                    && DnsMessage.TryRead(message, query.Query, out var answer) && _queries.Remove(id))
                    query.Answered(_server, answer);
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
