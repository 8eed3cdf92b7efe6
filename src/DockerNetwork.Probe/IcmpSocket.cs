using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DockerNetwork.Probe;

/// <summary>One socket a source and family for all its echo requests (RFC 792, RFC 4443); the sequence number tells them apart.</summary>
internal sealed unsafe class IcmpSocket : IWatcher, IDisposable
{
    private const int HeaderLength = 8;
    private const int PacketLength = 64;
    private const byte EchoRequest4 = 8;
    private const byte EchoReply4 = 0;
    private const byte Unreachable4 = 3;
    private const byte EchoRequest6 = 128;
    private const byte EchoReply6 = 129;
    private const byte Unreachable6 = 1;

    private readonly Source _source;
    private readonly bool _v6;
    private readonly bool _raw = true;
    private readonly int _descriptor;
    private readonly ushort _identifier = Native.RandomNumber();
    private readonly Dictionary<ushort, (IcmpProbe Probe, long SentAt)> _outstanding = [];
    private ushort _sequence;

    public IcmpSocket(Source source, AddressFamily family)
    {
        _source = source;
        _v6 = family == AddressFamily.InterNetworkV6;
        var (af, protocol) = _v6 ? (Native.InterNetworkV6, Native.ProtocolIcmpV6) : (Native.InterNetwork, Native.ProtocolIcmp);
        _descriptor = source.OpenSocket(af, Native.RawSocket, protocol);
        if (_descriptor < 0)
        {
            // Without NET_RAW the kernel's own ping sockets may be allowed (net.ipv4.ping_group_range).
            _raw = false;
            _descriptor = source.OpenSocket(af, Native.DatagramSocket, protocol);
        }

        Error = _descriptor < 0 ? Native.LastError : 0;
        if (_descriptor < 0)
            return;

        Native.SetOption(_descriptor, Native.LevelSocket, Native.OptionTimestampNs, 1);
        Native.SetOption(_descriptor, Native.LevelSocket, Native.OptionReceiveBuffer, 4 * 1024 * 1024);
        if (_raw && !_v6)
            Native.SetOption(_descriptor, Native.LevelRaw, Native.OptionIcmpFilter, ~((1 << EchoReply4) | (1 << Unreachable4)));
        source.Loop.Watch(_descriptor, this);
    }

    /// <summary>Why there is no socket; 0 where there is one.</summary>
    public int Error { get; }

    public short Events => Native.PollIn;

    /// <summary>Sends one echo request. Returns 0, or the system's error.</summary>
    public int Send(IcmpProbe probe, IPAddress address)
    {
        if (Error != 0)
            return Error;

        var sequence = ++_sequence;
        Span<byte> packet = stackalloc byte[PacketLength];
        packet.Clear();
        packet[0] = _v6 ? EchoRequest6 : EchoRequest4;
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], _identifier);
        BinaryPrimitives.WriteUInt16BigEndian(packet[6..], sequence);
        if (!_v6)
            BinaryPrimitives.WriteUInt16BigEndian(packet[2..], Checksum(packet));

        Span<byte> to = stackalloc byte[SocketAddress.Length6];
        var length = SocketAddress.Write(address, 0, to);
        _outstanding[sequence] = (probe, Native.RealtimeNanoseconds());
        fixed (byte* bytes = packet, target = to)
        {
            if (Native.SendTo(_descriptor, bytes, PacketLength, 0, target, length) >= 0)
                return 0;
        }

        var error = Native.LastError;
        _outstanding.Remove(sequence);
        return error;
    }

    /// <summary>Nobody waits for these answers any more.</summary>
    public void Forget(IcmpProbe probe)
    {
        foreach (var sequence in _outstanding.Where(pair => pair.Value.Probe == probe).Select(pair => pair.Key).ToList())
            _outstanding.Remove(sequence);
    }

    public void Ready(short returned)
    {
        Span<byte> buffer = stackalloc byte[1500];
        Span<byte> control = stackalloc byte[128];
        fixed (byte* bytes = buffer, extra = control)
        {
            while (true)
            {
                var vector = new Native.IoVector { Base = bytes, Length = (nuint)buffer.Length };
                var header = new Native.MessageHeader { Vectors = &vector, VectorCount = 1, Control = extra, ControlLength = (nuint)control.Length };
                var count = Native.ReceiveMessage(_descriptor, &header, 0);
                if (count < 0)
                    return;
                Read(buffer[..(int)count], Timestamp(control[..(int)header.ControlLength]));
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

    private void Read(ReadOnlySpan<byte> packet, long receivedAt)
    {
        // A raw socket of IPv4 gets the IP header too.
        if (_raw && !_v6)
        {
            if (packet.Length < 20)
                return;
            packet = packet[((packet[0] & 0xf) * 4)..];
        }

        if (packet.Length < HeaderLength)
            return;
        if (packet[0] == (_v6 ? EchoReply6 : EchoReply4))
            Answer(packet, receivedAt);
        else if (packet[0] == (_v6 ? Unreachable6 : Unreachable4))
            Unreachable(packet[1], packet[HeaderLength..]);
    }

    private void Answer(ReadOnlySpan<byte> packet, long receivedAt)
    {
        // The kernel chooses the identifier of a ping socket and gives it only its own answers.
        if (_raw && BinaryPrimitives.ReadUInt16BigEndian(packet[4..]) != _identifier)
            return;
        if (_outstanding.Remove(BinaryPrimitives.ReadUInt16BigEndian(packet[6..]), out var sent))
            sent.Probe.Answered(Math.Max(1, receivedAt - sent.SentAt));
    }

    /// <summary>The packet that could not be delivered stands behind the message, cut off after its ICMP header at the least.</summary>
    private void Unreachable(byte code, ReadOnlySpan<byte> original)
    {
        var offset = _v6 ? 40 : original.Length > 0 ? (original[0] & 0xf) * 4 : 0;
        if (original.Length < offset + HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(original[(offset + 4)..]) != _identifier)
            return;
        if (_outstanding.Remove(BinaryPrimitives.ReadUInt16BigEndian(original[(offset + 6)..]), out var sent))
            sent.Probe.Undeliverable(_v6 ? code is 0 or 3 : code is 0 or 1 or 6 or 7);
    }

    private static long Timestamp(ReadOnlySpan<byte> control)
    {
        // struct cmsghdr { size_t len; int level; int type; } and struct timespec behind it.
        return control.Length >= 32 && BitConverter.ToInt32(control[8..]) == Native.LevelSocket && BitConverter.ToInt32(control[12..]) == Native.OptionTimestampNs
            ? (BitConverter.ToInt64(control[16..]) * 1_000_000_000) + BitConverter.ToInt64(control[24..])
            : Native.RealtimeNanoseconds();
    }

    /// <summary>The Internet checksum (RFC 1071).</summary>
    private static ushort Checksum(ReadOnlySpan<byte> data)
    {
        uint sum = 0;
        for (var i = 0; i + 1 < data.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(data[i..]);
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}
