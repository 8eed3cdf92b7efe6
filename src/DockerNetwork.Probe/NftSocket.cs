using System.Buffers.Binary;

namespace DockerNetwork.Probe;

/// <summary>A message of nf_tables: what it is about, its family, and its attributes.</summary>
internal delegate void NftReceiver(int message, int family, ReadOnlySpan<byte> attributes);

/// <summary>
/// A socket to nf_tables in the namespace of a source. Dumps are asked for one after the other, and read as the loop finds time, so that
/// no number of rules stalls it.
/// </summary>
internal sealed unsafe class NftSocket : IWatcher, IDisposable
{
    private const int Netfilter = 12;
    private const int ForceReceiveBuffer = 33;
    private const int TraceGroup = 9;
    private const int ReadsPerTurn = 16;

    /// <summary>Of one dump. A host with more rules is not read to the end.</summary>
    private const int MaxItems = 200_000;
    private const int MaxAttempts = 3;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Queue<Question> _questions = new();
    private readonly Loop _loop;
    private readonly int _socket;
    private Question? _asked;
    private uint _sequence = 1000;
    private bool _closed;

    private NftSocket(Loop loop, int socket)
    {
        (_loop, _socket) = (loop, socket);
        loop.Watch(socket, this);
    }

    public short Events => Native.PollIn;

    /// <summary>Receives traces.</summary>
    public NftReceiver? Traced { get; set; }

    /// <summary>Something came faster than it was read, and is lost.</summary>
    public bool Overrun { get; private set; }

    /// <summary>Opens one; null with <see cref="Native.LastError"/> set if that fails.</summary>
    /// <param name="source">The namespace.</param>
    /// <param name="traces">Traces are received.</param>
    public static NftSocket? Open(Source source, bool traces)
    {
        var socket = source.OpenSocket(Native.AddressFamilyNetlink, Native.RawSocket, Netfilter);
        if (socket < 0)
            return null;
        if (traces)
        {
            Native.SetOption(socket, Native.LevelSocket, Native.OptionReceiveBuffer, 1024 * 1024);
            Native.SetOption(socket, Native.LevelSocket, ForceReceiveBuffer, 4 * 1024 * 1024);
        }

        // struct sockaddr_nl: family (2), 2, port (4), groups (4).
        Span<byte> address = stackalloc byte[12];
        address.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(address, Native.AddressFamilyNetlink);
        BinaryPrimitives.WriteUInt32LittleEndian(address[8..], traces ? 1u << (TraceGroup - 1) : 0);
        fixed (byte* bytes = address)
        {
            if (Native.Bind(socket, bytes, (uint)address.Length) == 0)
                return new NftSocket(source.Loop, socket);
        }

        var error = Native.LastError;
        _ = Native.Close(socket);
        System.Runtime.InteropServices.Marshal.SetLastPInvokeError(error);
        return null;
    }

    /// <summary>Asks for all of a kind, after what was asked before.</summary>
    /// <param name="message">Its number, such as <see cref="NftMessage.GetRule"/>.</param>
    /// <param name="family">Of a family only; 0 for all.</param>
    /// <param name="attributes">Narrows it down; null for all.</param>
    /// <param name="each">Receives them.</param>
    /// <param name="again">What came is no longer true: something changed meanwhile, and all of it comes again.</param>
    /// <param name="done">Receives 0, an error, or <see cref="TooMany"/>.</param>
    public void Ask(
        int message, int family, Action<NftMessage>? attributes, NftReceiver each, Action again, Action<int> done)
    {
        _questions.Enqueue(new Question(message, family, attributes, each, again, done));
        if (_asked is null)
            AskNext();
    }

    /// <summary>Of a dump: it has more items than are read.</summary>
    public const int TooMany = -1;

    /// <summary>Sends a transaction. The kernel works on it at once. Returns 0, or its first error.</summary>
    public int Send(ReadOnlySpan<byte> batch)
    {
        fixed (byte* bytes = batch)
        {
            if (Native.Send(_socket, bytes, (nuint)batch.Length, 0) != batch.Length)
                return Native.LastError;
        }

        var first = 0;
        for (var count = Receive(); count > 0; count = Receive())
        {
            for (var offset = 0; NetlinkMessages.TryRead(_buffer.AsSpan(0, count), ref offset, out var message);)
            {
                var content = _buffer.AsSpan(message.Start, message.Length);
                if (message.Kind == NetlinkMessages.Error && content.Length >= 4 && first == 0)
                    first = -BinaryPrimitives.ReadInt32LittleEndian(content);
            }
        }

        return first;
    }

    public void Ready(short returned)
    {
        for (var i = 0; i < ReadsPerTurn && !_closed; i++)
        {
            var count = Receive();
            if (count > 0)
            {
                Take(count);
                continue;
            }

            if (Native.LastError != Native.NoBuffers)
                return;
            Overrun = true;
        }
    }

    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        _loop.Unwatch(_socket);
        _ = Native.Close(_socket);
    }

    private void Take(int count)
    {
        for (var offset = 0; !_closed && NetlinkMessages.TryRead(_buffer.AsSpan(0, count), ref offset, out var message);)
        {
            var content = _buffer.AsSpan(message.Start, message.Length);
            if (message.Kind == ((NftMessage.Subsystem << 8) | NftMessage.Trace) && content.Length >= 4)
                Traced?.Invoke(NftMessage.Trace, content[0], content[4..]);
            else if (_asked is { } asked && message.Sequence == _sequence)
                Take(asked, message, content);
        }
    }

    private void Take(Question asked, NetlinkMessage message, ReadOnlySpan<byte> content)
    {
        asked.Interrupted |= message.Interrupted;
        if (message.Kind is NetlinkMessages.Error or NetlinkMessages.Done)
            End(asked, content.Length >= 4 ? -BinaryPrimitives.ReadInt32LittleEndian(content) : 0);
        else if (message.Kind >> 8 == NftMessage.Subsystem && content.Length >= 4 && asked.Count++ < MaxItems)
            asked.Each(message.Kind & 0xff, content[0], content[4..]);
    }

    private void End(Question asked, int error)
    {
        if (asked.Interrupted && error == 0 && asked.Attempt++ < MaxAttempts)
        {
            (asked.Interrupted, asked.Count) = (false, 0);
            asked.Again();
            Ask(asked);
            return;
        }

        _asked = null;
        asked.Done(error != 0 ? error : asked.Count > MaxItems ? TooMany : asked.Interrupted ? Native.TryAgain : 0);
        if (!_closed && _asked is null)
            AskNext();
    }

    private void AskNext()
    {
        if (_questions.TryDequeue(out var next))
            Ask(_asked = next);
    }

    private void Ask(Question asked)
    {
        var request = new NftMessage(++_sequence).Add(asked.Message, asked.Family, NftMessage.Dump);
        asked.Attributes?.Invoke(request);
        var data = request.ToArray();
        fixed (byte* bytes = data)
        {
            if (Native.Send(_socket, bytes, (nuint)data.Length, 0) == data.Length)
                return;
        }

        // Not now: who asks has not finished.
        var error = Native.LastError;
        _loop.After(0, () =>
        {
            if (!_closed && _asked == asked)
                End(asked, error);
        });
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

    private sealed class Question(
        int message, int family, Action<NftMessage>? attributes, NftReceiver each, Action again, Action<int> done)
    {
        public int Message => message;

        public int Family => family;

        public Action<NftMessage>? Attributes => attributes;

        public NftReceiver Each => each;

        public Action Again => again;

        public Action<int> Done => done;

        public bool Interrupted { get; set; }

        public int Count { get; set; }

        public int Attempt { get; set; }
    }
}
