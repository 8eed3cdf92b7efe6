using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DockerNetwork.Probe;

/// <summary>
/// One socket a source and family for all its echo requests (RFC 792, RFC 4443). Every probe has an identifier and a first sequence number
/// of its own that
/// cannot be guessed, and an answer counts only if it comes from the address that was asked: a target sees the numbers of its own requests,
/// and could answer for others.
/// </summary>
internal sealed unsafe class IcmpSocket : IWatcher, IDisposable
{
    /// <summary>Data of an echo request if nobody asks for more or less, in bytes.</summary>
    public const int UsualSize = 56;

    private const int HeaderLength = 8;
    private const byte EchoRequest4 = 8;
    private const byte EchoReply4 = 0;
    private const byte Unreachable4 = 3;
    private const byte EchoRequest6 = 128;
    private const byte EchoReply6 = 129;
    private const byte Unreachable6 = 1;
    private const byte PacketTooBig6 = 2;

    /// <summary>Packets per turn; if more arrive, they wait for the next turn, like everything else.</summary>
    private const int AtOnce = 256;

    private readonly Source _source;
    private readonly bool _v6;
    private readonly bool _raw = true;
    private readonly int _descriptor;
    private readonly byte[] _packet;
    private readonly Dictionary<(ushort Identifier, ushort Sequence), (IcmpProbe Probe, long SentAt, bool Small)> _outstanding = [];

    public IcmpSocket(Source source, AddressFamily family)
    {
        _source = source;
        _packet = new byte[HeaderLength + Math.Max(UsualSize, source.Job.Size ?? 0)];
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
        if (source.Job.Size is not null || source.Job.DontFragment)
            Fragments.Forbid(_descriptor, family, source.Job.DontFragment);
        Native.SetOption(_descriptor, Native.LevelSocket, Native.OptionReceiveBuffer, 4 * 1024 * 1024);
        if (_raw && !_v6)
            Native.SetOption(_descriptor, Native.LevelRaw, Native.OptionIcmpFilter, ~((1 << EchoReply4) | (1 << Unreachable4)));
        if (_raw && _v6)
            FilterV6();
        source.Loop.Watch(_descriptor, this);
    }

    /// <summary>Why there is no socket; 0 where there is one.</summary>
    public int Error { get; }

    public short Events => Native.PollIn;

    /// <summary>A router's message about a packet reaches the probe; to the kernel's own ping sockets it does not.</summary>
    public bool TellsErrors => _raw;

    /// <summary>Sends one echo request. Returns 0, or the system's error.</summary>
    /// <param name="probe">Whose.</param>
    /// <param name="small">Of the usual size, whatever the job says.</param>
    public int Send(IcmpProbe probe, bool small = false)
    {
        if (Error != 0)
            return Error;

        // The kernel chooses the identifier of a ping socket, and gives it only its own answers.
        var key = (Identifier: _raw ? probe.Identifier : (ushort)0, Sequence: probe.NextSequence());
        for (var i = 0; i < 16 && _outstanding.ContainsKey(key); i++)
            key.Sequence = probe.NextSequence();

        var packet = _packet.AsSpan(0, HeaderLength + (small ? UsualSize : _source.Job.Size ?? UsualSize));
        packet.Clear();
        packet[0] = _v6 ? EchoRequest6 : EchoRequest4;
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], key.Identifier);
        BinaryPrimitives.WriteUInt16BigEndian(packet[6..], key.Sequence);
        if (!_v6)
            BinaryPrimitives.WriteUInt16BigEndian(packet[2..], Checksum(packet));

        Span<byte> to = stackalloc byte[SocketAddress.Length6];
        var length = SocketAddress.Write(probe.Address, 0, to);
        _outstanding[key] = (probe, Native.RealtimeNanoseconds(), small);
        fixed (byte* bytes = packet, target = to)
        {
            if (Native.SendTo(_descriptor, bytes, (nuint)packet.Length, 0, target, length) >= 0)
                return 0;
        }

        var error = Native.LastError;
        _outstanding.Remove(key);
        return error;
    }

    /// <summary>Nobody waits for these answers any more.</summary>
    public void Forget(IcmpProbe probe)
    {
        foreach (var (key, sent) in _outstanding)
        {
            if (sent.Probe == probe)
                _outstanding.Remove(key);
        }
    }

    public void Ready(short returned)
    {
        Span<byte> buffer = stackalloc byte[1500];
        Span<byte> control = stackalloc byte[128];
        Span<byte> name = stackalloc byte[SocketAddress.Length6];
        fixed (byte* bytes = buffer, extra = control, from = name)
        {
            for (var i = 0; i < AtOnce; i++)
            {
                var vector = new Native.IoVector { Base = bytes, Length = (nuint)buffer.Length };
                var header = new Native.MessageHeader
                {
                    Name = from,
                    NameLength = SocketAddress.Length6,
                    Vectors = &vector,
                    VectorCount = 1,
                    Control = extra,
                    ControlLength = (nuint)control.Length,
                };
                name.Clear();
                var count = Native.ReceiveMessage(_descriptor, &header, 0);
                if (count < 0)
                    return;
                var extraLength = (int)Math.Min(header.ControlLength, (nuint)control.Length);
                Read(buffer[..(int)count], SocketAddress.Read(name), Timestamp(control[..extraLength]));
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

    private void Read(ReadOnlySpan<byte> packet, IPAddress? from, long receivedAt)
    {
        // A raw socket of IPv4 gets the IP header too.
        var message = _v6 ? IcmpMessage.Read6(packet) : _raw ? IcmpMessage.Read4Raw(packet) : IcmpMessage.Read4(packet);
        var key = (_raw ? message.Identifier : (ushort)0, message.Sequence);
        if (message.Kind == IcmpKind.Nothing || !_outstanding.TryGetValue(key, out var sent))
            return;

        var reply = message.Kind == IcmpKind.Reply;
        if ((reply ? from : message.Destination) is not { } address || !IsAbout(sent.Probe.Address, address, reply))
            return;
        _outstanding.Remove(key);
        if (reply)
            sent.Probe.Answered(Math.Max(1, receivedAt - sent.SentAt), sent.Small);
        else if (!sent.Small)
            sent.Probe.Undeliverable(message, from);
    }

    /// <summary>
    /// Whether a message from an address, or about a packet to it, is about the target. What is sent to no address in particular comes
    /// back from some
    /// address of this machine, and a group answers from the addresses of its members.
    /// </summary>
    internal static bool IsAbout(IPAddress target, IPAddress address, bool reply)
    {
        var bytes = target.GetAddressBytes();
        if (target.Equals(IPAddress.Any) || target.Equals(IPAddress.IPv6Any))
            return true;
        if (reply && (bytes[0] == 0xff || (bytes.Length == 4 && bytes[0] is >= 224 and < 240)))
            return true;

        // Not Equals, which compares the scope of a link-local address too.
        return bytes.AsSpan().SequenceEqual(address.GetAddressBytes());
    }

    /// <summary>
    /// ICMP6_FILTER (RFC 3542, 3.2): a bit is a type that does not pass. The rest is neighbour discovery, of which there is plenty.
    /// </summary>
    private void FilterV6()
    {
        const int Filter = 1;
        var blocked = stackalloc uint[8];
        new Span<uint>(blocked, 8).Fill(uint.MaxValue);
        blocked[Unreachable6 / 32] &= ~(1u << (Unreachable6 % 32));
        blocked[PacketTooBig6 / 32] &= ~(1u << (PacketTooBig6 % 32));
        blocked[EchoReply6 / 32] &= ~(1u << (EchoReply6 % 32));
        _ = Native.SetOption(_descriptor, Native.LevelIcmpV6, Filter, (int*)blocked, 8 * sizeof(uint));
    }

    /// <summary>When the kernel got a packet; now if it does not tell.</summary>
    internal static long Timestamp(ReadOnlySpan<byte> control)
    {
        // struct cmsghdr { size_t len; int level; int type; } and struct timespec behind it.
        return control.Length >= 32
            && BitConverter.ToInt32(control[8..]) == Native.LevelSocket
            && BitConverter.ToInt32(control[12..]) == Native.OptionTimestampNs
            ? (BitConverter.ToInt64(control[16..]) * 1_000_000_000) + BitConverter.ToInt64(control[24..])
            : Native.RealtimeNanoseconds();
    }

    /// <summary>The Internet checksum (RFC 1071).</summary>
    internal static ushort Checksum(ReadOnlySpan<byte> data)
    {
        uint sum = 0;
        for (var i = 0; i + 1 < data.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(data[i..]);
        if (data.Length % 2 == 1)
            sum += (uint)data[^1] << 8;
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}
