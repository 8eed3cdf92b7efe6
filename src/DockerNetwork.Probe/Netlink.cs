using System.Buffers.Binary;

namespace DockerNetwork.Probe;

/// <summary>One message of a dump: its fixed part and its attributes.</summary>
internal readonly record struct NetlinkItem(byte[] Body, Dictionary<int, byte[]> Attributes);

/// <summary>
/// An rtnetlink(7) socket in the namespace of a source. Requests carry a number, and answers to earlier ones are passed over: an answer
/// that
/// was not read would otherwise stand in front of the next, and all after it would be one behind.
/// </summary>
internal sealed unsafe class Netlink : IDisposable
{
    /// <summary>
    /// No namespace that is sane has more of a kind. Whoever may change a container's network can add to them without end.
    /// </summary>
    public const int MaxItems = 16 * 1024;

    /// <summary>Deletes a request; their answers fit into the smallest receive buffer.</summary>
    private const int Batch = 64;
    private const int Attempts = 4;
    private const short Request = 1;
    private const short Acknowledge = 4;
    private const short DumpFlags = 0x300;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly int _socket;
    private uint _sequence;
    private bool _broken;

    private Netlink(int socket) => _socket = socket;

    /// <summary>Opens one; null if that is not possible, with the error in <see cref="Native.LastError"/>.</summary>
    /// <param name="source">The namespace.</param>
    /// <param name="protocol">0 for rtnetlink, or another that is dumped in the same way.</param>
    public static Netlink? Open(Source source, int protocol = 0)
    {
        const int SetFlags = 4;
        var socket = source.OpenSocket(Native.AddressFamilyNetlink, Native.RawSocket, protocol);
        if (socket < 0)
            return null;

        // Netlink answers at once, so it blocks, which is simpler than a state machine; and should it ever not answer, no longer than this.
        _ = Native.Control(socket, SetFlags, 0);
        var second = new Native.TimeSpec { Seconds = 1 };
        _ = Native.SetOption(socket, Native.LevelSocket, Native.OptionReceiveTimeout, (int*)&second, (uint)sizeof(Native.TimeSpec));
        return new Netlink(socket);
    }

    /// <summary>All items of a kind. A dump that something changed meanwhile (NLM_F_DUMP_INTR) is repeated a few times.</summary>
    /// <returns>Null if they cannot be read, or are more than <see cref="MaxItems"/>.</returns>
    public List<NetlinkItem>? Dump(ushort type, int bodyLength) => Dump(type, new byte[bodyLength], bodyLength);

    /// <summary>The same, where the request says more than the kind.</summary>
    public List<NetlinkItem>? Dump(ushort type, ReadOnlySpan<byte> request, int bodyLength)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (TryDump(type, request, bodyLength) is not var (items, interrupted))
                return null;
            if (!interrupted || attempt == Attempts)
                return items;
        }
    }

    /// <summary>Asks one question, which is not a dump. The kernel answers with one message, or with an error.</summary>
    /// <param name="type">Of the request.</param>
    /// <param name="request">Its content.</param>
    /// <param name="bodyLength">The length of the fixed part of the answer.</param>
    /// <returns>The answer, or else an error number of the kernel; null for both if it does not answer.</returns>
    public (NetlinkItem? Answer, int? Error) Ask(ushort type, ReadOnlySpan<byte> request, int bodyLength)
    {
        var sequence = ++_sequence;
        if (_broken || !Send(type, request, Request, sequence))
            return (null, null);
        while (true)
        {
            var count = Receive();
            if (count <= 0)
            {
                Break();
                return (null, null);
            }

            for (var offset = 0; NetlinkMessages.TryRead(_buffer.AsSpan(0, count), ref offset, out var message);)
            {
                var data = _buffer.AsSpan(message.Start, message.Length);
                if (message.Sequence != sequence)
                    continue;
                if (message.Kind == NetlinkMessages.Error)
                    return (null, data.Length >= sizeof(int) ? -BinaryPrimitives.ReadInt32LittleEndian(data) : null);
                return data.Length >= bodyLength
                    ? (new NetlinkItem(data[..bodyLength].ToArray(), NetlinkMessages.Attributes(data[bodyLength..])), null)
                    : (null, null);
            }
        }
    }

    /// <summary>Removes entries from the neighbour table. An entry that is already gone is not an error.</summary>
    /// <returns>False if it is not allowed, or netlink does not answer.</returns>
    public bool DeleteNeighbours(IReadOnlyList<(int Index, System.Net.IPAddress Address)> entries)
    {
        var request = new byte[Batch * NetlinkMessages.DeleteLength];
        for (var start = 0; start < entries.Count; start += Batch)
        {
            var count = Math.Min(Batch, entries.Count - start);
            var first = _sequence + 1;
            var length = 0;
            for (var i = 0; i < count; i++)
            {
                var (index, address) = entries[start + i];
                length += NetlinkMessages.WriteDelete(request.AsSpan(length), index, address, Request | Acknowledge, ++_sequence);
            }

            if (!Send(request.AsSpan(0, length)) || !ReadAnswers(first, count))
                return false;
        }

        return true;
    }

    public void Dispose() => _ = Native.Close(_socket);

    private (List<NetlinkItem> Items, bool Interrupted)? TryDump(
        ushort type, ReadOnlySpan<byte> body, int bodyLength)
    {
        var sequence = ++_sequence;
        if (_broken || !Send(type, body, Request | DumpFlags, sequence))
            return null;

        var items = new List<NetlinkItem>();
        var interrupted = false;
        while (true)
        {
            var count = Receive();
            if (count <= 0)
                return Break();
            for (var offset = 0; NetlinkMessages.TryRead(_buffer.AsSpan(0, count), ref offset, out var message);)
            {
                if (message.Sequence != sequence)
                    continue;
                interrupted |= message.Interrupted;
                // The end of a dump may be an error too: inet_diag without the module of the protocol, for example.
                if (message.Kind == NetlinkMessages.Done)
                    return NetlinkMessages.IsFailure(_buffer.AsSpan(message.Start, message.Length)) ? null : (items, interrupted);
                if (message.Kind == NetlinkMessages.Error)
                    return null;
                if (items.Count == MaxItems)
                    return Break();
                var data = _buffer.AsSpan(message.Start, message.Length);
                if (data.Length >= bodyLength)
                    items.Add(new NetlinkItem(data[..bodyLength].ToArray(), NetlinkMessages.Attributes(data[bodyLength..])));
            }
        }
    }

    /// <summary>Each message of a request has its own answer: 0, or an error.</summary>
    private bool ReadAnswers(uint first, int count)
    {
        var allowed = true;
        for (var open = count; open > 0;)
        {
            var received = Receive();
            if (received <= 0)
            {
                Break();
                return false;
            }

            for (var offset = 0; NetlinkMessages.TryRead(_buffer.AsSpan(0, received), ref offset, out var message);)
            {
                if (message.Kind != NetlinkMessages.Error || message.Sequence - first >= count)
                    continue;
                open--;
                var error = message.Length >= 4 ? -BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(message.Start)) : 0;
                allowed &= error is not (Native.NotPermitted or Native.AccessDenied);
            }
        }

        return allowed;
    }

    private bool Send(ushort type, ReadOnlySpan<byte> body, short flags, uint sequence)
    {
        var request = new byte[NetlinkMessages.HeaderLength + body.Length];
        NetlinkMessages.WriteHeader(request, request.Length, type, flags, sequence);
        body.CopyTo(request.AsSpan(NetlinkMessages.HeaderLength));
        return Send(request);
    }

    private bool Send(ReadOnlySpan<byte> request)
    {
        fixed (byte* bytes = request)
            return Native.Send(_socket, bytes, (nuint)request.Length, 0) == request.Length;
    }

    private int Receive()
    {
        fixed (byte* bytes = _buffer)
        {
            nint count;
            do
                count = Native.Receive(_socket, bytes, (nuint)_buffer.Length, 0);
            while (count < 0 && Native.LastError == Native.Interrupted);
            return (int)count;
        }
    }

    /// <summary>The rest of an answer would come before the next one, so this socket is not used again.</summary>
    private (List<NetlinkItem> Items, bool Interrupted)? Break()
    {
        _broken = true;
        return null;
    }
}
