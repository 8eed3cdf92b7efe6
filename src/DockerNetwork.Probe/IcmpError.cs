using System.Net;
using System.Net.Sockets;

namespace DockerNetwork.Probe;

/// <summary>An ICMP error about a packet of a socket, and who sent it: an entry of the socket's error queue (ip(7), IP_RECVERR).</summary>
/// <param name="Family">IPv4 or IPv6.</param>
/// <param name="Type">Of RFC 792 or RFC 4443.</param>
/// <param name="Code">The code of that type.</param>
/// <param name="Sender">The source address of the ICMP message.</param>
internal readonly record struct IcmpError(AddressFamily Family, byte Type, byte Code, IPAddress Sender)
{
    /// <summary>
    /// The MTU that a message names whose packet is too large, in bytes; 0 if it names none, and for other messages.
    /// </summary>
    public int Mtu { get; init; }

    /// <summary>The packet does not fit through a link, and must not be cut into fragments.</summary>
    public bool IsTooLarge => (Family, Type, Code) is (AddressFamily.InterNetwork, Unreachable4, 4) or (AddressFamily.InterNetworkV6, 2, _);

    private const int Level4 = 0;
    private const int Level6 = 41;
    private const int ReceiveErrors4 = 11;
    private const int ReceiveErrors6 = 25;
    private const int ErrorQueue = 0x2000;
    private const int Error = 16;
    private const int Origin = Error + 4;
    private const int Info = Error + 8;
    private const int Offender = Error + 16;
    private const byte Unreachable4 = 3;
    private const byte Unreachable6 = 1;

    /// <summary>Makes the kernel keep the ICMP errors of a socket.</summary>
    public static void Want(int descriptor, AddressFamily family)
    {
        if (family == AddressFamily.InterNetworkV6)
            Native.SetOption(descriptor, Level6, ReceiveErrors6, 1);
        else
            Native.SetOption(descriptor, Level4, ReceiveErrors4, 1);
    }

    /// <summary>Takes the oldest one; null if there is none, as for a refusal by TCP itself.</summary>
    public static IcmpError? Take(int descriptor)
    {
        Span<byte> control = stackalloc byte[256];
        return Read(control[..TakeEntry(descriptor, control)]);
    }

    /// <summary>The MTU that a packet did not fit, as the source's own kernel says; 0 if it does not say so.</summary>
    public static int TakeOwnMtu(int descriptor)
    {
        const byte Local = 1;
        Span<byte> control = stackalloc byte[256];
        return TakeEntry(descriptor, control) >= Offender
            && control[Origin] == Local
            && BitConverter.ToInt32(control[Error..]) == Native.MessageTooLong
            ? (int)Math.Min(ushort.MaxValue + 1, BitConverter.ToUInt32(control[Info..]))
            : 0;
    }

    private static unsafe int TakeEntry(int descriptor, Span<byte> control)
    {
        var payload = stackalloc byte[1];
        fixed (byte* extra = control)
        {
            var vector = new Native.IoVector { Base = payload, Length = 1 };
            var header = new Native.MessageHeader
            {
                Vectors = &vector,
                VectorCount = 1,
                Control = extra,
                ControlLength = (nuint)control.Length,
            };
            return Native.ReceiveMessage(descriptor, &header, ErrorQueue) < 0
                ? 0
                : (int)Math.Min(header.ControlLength, (nuint)control.Length);
        }
    }

    /// <summary>
    /// Reads struct cmsghdr (length, level, type), struct sock_extended_err (errno, origin, type, code, …) and the sender's socket
    /// address behind it. Null for what is not an ICMP error.
    /// </summary>
    public static IcmpError? Read(ReadOnlySpan<byte> control)
    {
        const byte FromIcmp = 2, FromIcmp6 = 3;
        if (control.Length < Offender + SocketAddress.Length4)
            return null;
        var (level, type) = (BitConverter.ToInt32(control[8..]), BitConverter.ToInt32(control[12..]));
        if ((level, type) is not ((Level4, ReceiveErrors4) or (Level6, ReceiveErrors6)))
            return null;
        if (control[Origin] is not (FromIcmp or FromIcmp6))
            return null;
        if (BitConverter.ToInt16(control[Offender..]) == Native.InterNetworkV6 && control.Length < Offender + SocketAddress.Length6)
            return null;
        return SocketAddress.Read(control[Offender..]) is { } sender
            ? new IcmpError(
                control[Origin] == FromIcmp ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6,
                control[Origin + 1], control[Origin + 2], sender).WithMtu(BitConverter.ToUInt32(control[Info..]))
            : null;
    }

    private IcmpError WithMtu(uint info) => IsTooLarge ? this with { Mtu = (int)Math.Min(ushort.MaxValue, info) } : this;

    /// <summary>
    /// Whether a firewall refused the packet: it is prohibited, or its port or protocol is not served, as somebody else than the target
    /// says. Only the target knows that of itself, and of TCP it says so by a reset, never by ICMP (RFC 9293, 3.10.7.1).
    /// </summary>
    /// <param name="target">Where the packet was sent.</param>
    /// <param name="tcp">The packet was of TCP.</param>
    public bool IsFirewalls(IPAddress target, bool tcp)
    {
        // The kernel sends what is for no address to its loopback interface.
        var receiver = target.Equals(IPAddress.Any) ? IPAddress.Loopback
            : target.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : target;
        var others = tcp || !Sender.GetAddressBytes().AsSpan().SequenceEqual(receiver.GetAddressBytes());
        return (Family, Type, Code) switch
        {
            (AddressFamily.InterNetwork, Unreachable4, 9 or 10 or 13) => true,
            (AddressFamily.InterNetwork, Unreachable4, 2 or 3) => others,
            (AddressFamily.InterNetworkV6, Unreachable6, 1 or 5 or 6) => true,
            (AddressFamily.InterNetworkV6, Unreachable6, 4) => others,
            _ => false,
        };
    }

    /// <summary>
    /// Whether it may pass, so that a datagram is still waited for. Without IP_RECVERR the kernel does not report such an error to a
    /// datagram socket (the tables icmp_err_convert and tab_unreach of its net/ipv4/icmp.c and net/ipv6/icmp.c).
    /// </summary>
    public bool IsTransient => (Family, Type, Code) switch
    {
        (AddressFamily.InterNetwork, Unreachable4, 2 or 3 or 6 or 7 or 8 or 9 or 10 or 13 or 14 or 15) => false,
        (AddressFamily.InterNetworkV6, Unreachable6, 1 or 4 or 5 or 6) => false,
        _ => true,
    };
}
