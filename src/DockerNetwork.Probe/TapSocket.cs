using System.Buffers.Binary;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// A packet socket (packet(7)) on all interfaces of a namespace that passes the packets of one trace. The filter is set before the socket
/// is bound, so no other packet ever gets in.
/// </summary>
internal sealed unsafe class TapSocket : IWatcher, IDisposable
{
    private const int PacketFamily = 17;
    private const int AllProtocols = 3;
    private const int AttachFilter = 26;
    private const int LevelPacket = 263;
    private const int Statistics = 6;
    private const int ForAnother = 3;
    private const int Outgoing = 4;
    private const int ProtocolArp = 0x0806;

    /// <summary>Packets per turn; if more arrive, they wait for the next turn, like everything else.</summary>
    private const int AtOnce = 64;

    /// <summary>No trace has more: a packet passes each interface of a namespace twice at most.</summary>
    private const int MaxSightings = 20_000;

    /// <summary>More than its buffer holds.</summary>
    private const int MaxWaiting = 4096;

    private readonly Source _source;
    private readonly PacketSpec _spec;
    private readonly Answers _answers;
    private readonly int _descriptor;
    private readonly Datagrams _datagrams = new();
    private int _seen;

    private TapSocket(Source source, PacketSpec spec, Answers answers, int descriptor)
    {
        (_source, _spec, _answers, _descriptor) = (source, spec, answers, descriptor);
        source.Loop.Watch(descriptor, this);
    }

    public short Events => Native.PollIn;

    /// <summary>Opens it; null with <see cref="Native.LastError"/> set if that fails.</summary>
    public static TapSocket? Open(Source source, PacketSpec spec, Answers answers)
    {
        // Protocol 0: nothing comes before it is bound.
        var descriptor = source.OpenSocket(PacketFamily, Native.DatagramSocket, 0);
        if (descriptor < 0)
            return null;
        Native.SetOption(descriptor, Native.LevelSocket, Native.OptionTimestampNs, 1);
        Native.SetOption(descriptor, Native.LevelSocket, Native.OptionReceiveBuffer, 1024 * 1024);
        if (Attach(descriptor, PacketFilter.For(spec).Assemble()) && Bind(descriptor))
            return new TapSocket(source, spec, answers, descriptor);
        var error = Native.LastError;
        _ = Native.Close(descriptor);
        System.Runtime.InteropServices.Marshal.SetLastPInvokeError(error);
        return null;
    }

    public void Ready(short returned)
    {
        Read(AtOnce);

        // Nobody would read what waits, and the loop would be woken for it without end.
        if (_seen >= MaxSightings)
            _source.Loop.Unwatch(_descriptor);
    }

    /// <summary>Reads packets, as many as this at most.</summary>
    private void Read(int most)
    {
        Span<byte> buffer = stackalloc byte[PacketFilter.KeptLength];
        Span<byte> control = stackalloc byte[64];
        Span<byte> link = stackalloc byte[32];
        fixed (byte* bytes = buffer, extra = control, from = link)
        {
            for (var i = 0; i < most && _seen < MaxSightings; i++)
            {
                var vector = new Native.IoVector { Base = bytes, Length = (nuint)buffer.Length };
                var header = new Native.MessageHeader
                {
                    Name = from,
                    NameLength = (uint)link.Length,
                    Vectors = &vector,
                    VectorCount = 1,
                    Control = extra,
                    ControlLength = (nuint)control.Length,
                };
                var count = Native.ReceiveMessage(_descriptor, &header, 0);
                if (count < 0)
                    return;
                var at = IcmpSocket.Timestamp(control[..(int)Math.Min(header.ControlLength, (nuint)control.Length)]);
                Write(buffer[..(int)Math.Min(count, buffer.Length)], link, at);
            }
        }
    }

    /// <summary>Ends it, and says how many packets it could not look at.</summary>
    public void Dispose()
    {
        Read(MaxWaiting);

        // struct tpacket_stats: packets, drops.
        var counts = stackalloc uint[2];
        var length = 2u * sizeof(uint);
        var known = Native.GetOption(_descriptor, LevelPacket, Statistics, (int*)counts, &length) == 0;
        if ((known && counts[1] > 0) || _seen >= MaxSightings)
            Write(new SightingItem { Sighting = SightingKind.Missed, Number = known ? (int)Math.Min(counts[1], int.MaxValue) : null });
        _source.Loop.Unwatch(_descriptor);
        CloseElsewhere(_descriptor);
    }

    /// <summary>
    /// Closes it without waiting. The kernel waits until no processor handles a packet for the socket (synchronize_net in packet_release),
    /// often 20 ms; the next job would wait with it.
    /// </summary>
    private static void CloseElsewhere(int descriptor)
    {
        try
        {
            new Thread(() => _ = Native.Close(descriptor), FileReaders.StackLength) { IsBackground = true }.Start();
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            _ = Native.Close(descriptor);
        }
    }

    /// <param name="packet">From its IP or ARP header on.</param>
    /// <param name="link">
    /// struct sockaddr_ll: family (2), protocol (2), interface (4), hardware type (2), packet type, length of the address, address (8).
    /// </param>
    /// <param name="at">When, in nanoseconds.</param>
    private void Write(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> link, long at)
    {
        var item = BinaryPrimitives.ReadUInt16BigEndian(link[2..]) == ProtocolArp
            ? PacketReader.ReadArp(packet)
            : PacketReader.Read(packet, _spec);
        if (item is null || (_spec.Kind == ProbeKind.Udp ? _datagrams.Related(item, link[10] == Outgoing) : item) is not { } related)
            return;
        _seen++;
        Write(related with
        {
            At = at,
            Link = BitConverter.ToInt32(link[4..]),
            Out = link[10] == Outgoing,
            ForAnother = link[10] == ForAnother,
            Mac = related.Mac ?? (link[11] == 6 ? PacketReader.Mac(link.Slice(12, 6)) : null),
        });
    }

    private void Write(SightingItem item) => _answers.Write(item with { Job = _source.Job.Id }, ProtocolJson.Default.SightingItem);

    /// <summary>struct sock_fprog: length (2, and 6 to the next boundary), pointer to the instructions.</summary>
    private static bool Attach(int descriptor, ulong[] filter)
    {
        fixed (ulong* instructions = filter)
        {
            var program = stackalloc ulong[2];
            program[0] = (ulong)filter.Length;
            program[1] = (ulong)instructions;
            return Native.SetOption(descriptor, Native.LevelSocket, AttachFilter, (int*)program, 16) == 0;
        }
    }

    private static bool Bind(int descriptor)
    {
        Span<byte> address = stackalloc byte[20];
        address.Clear();
        BitConverter.TryWriteBytes(address, (short)PacketFamily);
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], AllProtocols);
        fixed (byte* bytes = address)
            return Native.Bind(descriptor, bytes, (uint)address.Length) == 0;
    }
}
