using System.Buffers.Binary;
using System.Net;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// Sends the packets of one trace. A TCP connection is begun by a raw segment, whose sequence number the kernel would otherwise choose: its
/// answer finds no socket, and the kernel resets it, so no server gets a connection that nobody serves.
/// </summary>
internal sealed unsafe class PacketSender : IDisposable
{
    private const int Tcp = 6;
    private const int LevelIp = 0;
    private const int LevelIp6 = 41;
    private const int Checksum6 = 7;
    private const int MinSize = 16;
    private const int MaxSize = JobMessage.MaxSize;

    private readonly Source _source;
    private readonly PacketSpec _spec;
    private readonly Answers _answers;
    private readonly IPAddress _to;
    private readonly bool _v6;
    private readonly Action _done;
    private int _socket = -1;
    private int _holder = -1;
    private IPAddress? _from;
    private int _sent;

    private PacketSender(Source source, PacketSpec spec, IPAddress to, Answers answers, Action done)
    {
        (_source, _spec, _to, _answers, _done) = (source, spec, to, answers, done);
        _v6 = spec.Family == 6;
    }

    /// <summary>Opens the sockets; null with the reason if that fails.</summary>
    public static PacketSender? Open(Source source, PacketSpec spec, Answers answers, Action done, out string? problem)
    {
        problem = "The packets have no valid destination.";
        if (!IPAddress.TryParse(spec.To, out var to) || SocketAddress.Family(to) != (spec.Family == 6 ? 10 : 2))
            return null;
        var sender = new PacketSender(source, spec, to, answers, done);
        if (sender.Connect())
            return sender;
        var error = Native.LastError;
        problem = Shortage.Text(error);
        sender.Dispose();
        System.Runtime.InteropServices.Marshal.SetLastPInvokeError(error);
        return null;
    }

    /// <summary>Sends the next packet, and the others after the interval of the job.</summary>
    public void Start()
    {
        if (_source.Cancelled)
        {
            _done();
            return;
        }

        var number = _sent++;
        var at = Native.RealtimeNanoseconds();
        var error = Send(Packet(number));
        _answers.Write(
            new SightingItem
            {
                Job = _source.Job.Id,
                Sighting = error == 0 ? SightingKind.Sent : SightingKind.NotSent,
                Number = number,
                At = at,
                From = _from?.ToString(),
                FromPort = _spec.Kind == ProbeKind.Icmp ? null : _spec.FromPort,
                To = _to.ToString(),
                ToPort = _spec.Kind == ProbeKind.Icmp ? null : _spec.ToPort,
                Errno = error == 0 ? null : error,
                Text = error == 0 ? null : Shortage.Text(error),
            },
            ProtocolJson.Default.SightingItem);
        if (_sent < Math.Min(_source.Job.Count, PacketSpec.MaxCount))
            _source.Loop.After(_source.Job.Interval, Start);
        else
            _source.Loop.After(0, _done);
    }

    public void Dispose()
    {
        foreach (var descriptor in (int[])[_socket, _holder])
        {
            if (descriptor >= 0)
                _ = Native.Close(descriptor);
        }

        (_socket, _holder) = (-1, -1);
    }

    private bool Connect()
    {
        var family = _v6 ? Native.InterNetworkV6 : Native.InterNetwork;
        var (type, protocol) = _spec.Kind switch
        {
            ProbeKind.Tcp => (Native.RawSocket, Tcp),
            ProbeKind.Udp => (Native.DatagramSocket, 0),
            _ => (Native.RawSocket, _v6 ? Native.ProtocolIcmpV6 : Native.ProtocolIcmp),
        };
        _socket = _source.OpenSocket(family, type, protocol);
        if (_socket < 0 || (_spec.Kind == ProbeKind.Udp && !Bind(_socket)) || !HoldPort(family))
            return false;

        // Segments leave as the kernel's own do, which no router may cut.
        if (_spec.Kind != ProbeKind.Tcp || _spec.DontFragment)
            Fragments.Forbid(_socket, _to.AddressFamily, _spec.DontFragment);
        if (_v6 && _spec.Kind == ProbeKind.Tcp)
            Native.SetOption(_socket, LevelIp6, Checksum6, 16);
        return ConnectTo() && KnowsItself();
    }

    /// <summary>
    /// A socket that is bound and neither listens nor connects keeps the port of raw segments from others. The kernel resets what comes
    /// for it.
    /// </summary>
    private bool HoldPort(int family)
    {
        if (_spec.Kind != ProbeKind.Tcp)
            return true;
        _holder = _source.OpenSocket(family, Native.StreamSocket, 0);
        return _holder >= 0 && Bind(_holder);
    }

    private bool Bind(int descriptor)
    {
        Span<byte> address = stackalloc byte[SocketAddress.Length6];
        var length = SocketAddress.Write(_v6 ? IPAddress.IPv6Any : IPAddress.Any, _spec.FromPort, address);
        fixed (byte* bytes = address)
            return Native.Bind(descriptor, bytes, length) == 0;
    }

    private bool ConnectTo()
    {
        Span<byte> address = stackalloc byte[SocketAddress.Length6];
        var length = SocketAddress.Write(_to, _spec.Kind == ProbeKind.Udp ? _spec.ToPort : 0, address);
        fixed (byte* bytes = address)
            return Native.Connect(_socket, bytes, length) == 0;
    }

    /// <summary>The source's address, which the checksum of TCP covers.</summary>
    private bool KnowsItself()
    {
        Span<byte> own = stackalloc byte[SocketAddress.Length6];
        var length = (uint)own.Length;
        fixed (byte* bytes = own)
        {
            if (Native.SocketName(_socket, bytes, &length) != 0)
                return false;
        }

        _from = SocketAddress.Read(own);
        return _from is not null;
    }

    private int Send(ReadOnlySpan<byte> packet)
    {
        const int NoSignal = 0x4000;

        // What an ICMP message said of the packet before is kept for the next call, which then would send nothing.
        int before;
        uint length = sizeof(int);
        _ = Native.GetOption(_socket, Native.LevelSocket, Native.OptionError, &before, &length);
        fixed (byte* bytes = packet)
            return Native.Send(_socket, bytes, (nuint)packet.Length, NoSignal) < 0 ? Native.LastError : 0;
    }

    /// <summary>Of the route to the destination (IP_MTU, IPV6_MTU); 0 if it is not known.</summary>
    private int Mtu()
    {
        const int MtuOfRoute = 14, MtuOfRoute6 = 24;
        int mtu;
        uint length = sizeof(int);
        return Native.GetOption(_socket, _v6 ? LevelIp6 : LevelIp, _v6 ? MtuOfRoute6 : MtuOfRoute, &mtu, &length) == 0 ? mtu : 0;
    }

    private byte[] Packet(int number) => _spec.Kind switch
    {
        ProbeKind.Tcp => FirstSegment.Of(_spec, _from!, _to, number, Mtu()),
        ProbeKind.Udp => Data(number),
        _ => Echo(number),
    };

    /// <summary>The token, the number of the packet, and zeros.</summary>
    private byte[] Data(int number)
    {
        var data = new byte[_spec.Size == 0 ? MinSize : Math.Clamp(_spec.Size, MinSize, MaxSize)];
        BinaryPrimitives.WriteInt64BigEndian(data, _spec.Token);
        data[8] = (byte)number;
        return data;
    }

    /// <summary>An echo request (RFC 792, RFC 4443). For IPv6 the kernel writes the checksum.</summary>
    private byte[] Echo(int number)
    {
        byte[] packet = [_v6 ? (byte)128 : (byte)8, 0, 0, 0, 0, 0, 0, 0, .. Data(number)];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)_spec.Token);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)number);
        if (!_v6)
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), IcmpSocket.Checksum(packet));
        return packet;
    }
}
