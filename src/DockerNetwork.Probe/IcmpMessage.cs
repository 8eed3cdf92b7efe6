using System.Buffers.Binary;
using System.Net;

namespace DockerNetwork.Probe;

/// <summary>What an ICMP message says about an echo request.</summary>
internal enum IcmpKind
{
    /// <summary>Nothing: it belongs to another request, or is broken.</summary>
    Nothing,

    /// <summary>An answer.</summary>
    Reply,

    /// <summary>It could not be delivered: no route, or nobody has the address.</summary>
    NoRoute,

    /// <summary>It could not be delivered: prohibited on the way.</summary>
    Prohibited,

    /// <summary>It could not be delivered: it does not fit through a link, and must not be cut into fragments.</summary>
    TooLarge,
}

/// <summary>An ICMP message that may be about an echo request.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Identifier">Of the request.</param>
/// <param name="Sequence">Of the request.</param>
/// <param name="Destination">Where the request went, for one that could not be delivered; null for a reply, whose sender is known
/// otherwise.</param>
internal readonly record struct IcmpMessage(IcmpKind Kind, ushort Identifier, ushort Sequence, IPAddress? Destination)
{
    /// <summary>With <see cref="IcmpKind.TooLarge"/>, the MTU of the link in bytes; 0 for a router older than RFC 1191.</summary>
    public int Mtu { get; private init; }

    private const int HeaderLength = 8;
    private const int HeaderLength4 = 20;
    private const int HeaderLength6 = 40;

    /// <summary>Reads a message as a raw socket of IPv4 gives it: behind its IP header.</summary>
    public static IcmpMessage Read4Raw(ReadOnlySpan<byte> packet)
    {
        var length = HeaderOf(packet);
        return length == 0 ? default : Read4(packet[length..]);
    }

    /// <summary>Reads a message of ICMP (RFC 792).</summary>
    public static IcmpMessage Read4(ReadOnlySpan<byte> message)
    {
        const byte Reply = 0, Unreachable = 3, FragmentationNeeded = 4, Request = 8, Protocol = 1;
        if (message.Length < HeaderLength)
            return default;
        if (message[0] == Reply)
            return Of(IcmpKind.Reply, message, null);
        if (message[0] != Unreachable)
            return default;

        // The packet that could not be delivered stands behind the message, cut off after its ICMP header at the least.
        var original = message[HeaderLength..];
        var length = HeaderOf(original);
        if (length == 0 || original[9] != Protocol || original.Length < length + HeaderLength || original[length] != Request)
            return default;
        var kind = message[1] switch
        {
            0 or 1 or 6 or 7 => IcmpKind.NoRoute,
            FragmentationNeeded => IcmpKind.TooLarge,
            _ => IcmpKind.Prohibited,
        };
        return Of(kind, original[length..], new IPAddress(original.Slice(16, 4))) with
        {
            Mtu = kind == IcmpKind.TooLarge ? BinaryPrimitives.ReadUInt16BigEndian(message[6..]) : 0,
        };
    }

    /// <summary>Reads a message of ICMPv6 (RFC 4443).</summary>
    public static IcmpMessage Read6(ReadOnlySpan<byte> message)
    {
        const byte Reply = 129, Unreachable = 1, PacketTooBig = 2, Request = 128, Protocol = 58;
        if (message.Length < HeaderLength)
            return default;
        if (message[0] == Reply)
            return Of(IcmpKind.Reply, message, null);
        if (message[0] is not (Unreachable or PacketTooBig))
            return default;
        var original = message[HeaderLength..];
        if (original.Length < HeaderLength6 + HeaderLength || original[0] >> 4 != 6)
            return default;
        if (original[6] != Protocol || original[HeaderLength6] != Request)
            return default;
        var kind = message[0] == PacketTooBig ? IcmpKind.TooLarge : message[1] is 0 or 3 ? IcmpKind.NoRoute : IcmpKind.Prohibited;
        return Of(kind, original[HeaderLength6..], new IPAddress(original.Slice(24, 16))) with
        {
            Mtu = kind == IcmpKind.TooLarge ? (int)Math.Min(ushort.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(message[4..])) : 0,
        };
    }

    /// <summary>The length of an IPv4 header with its options; 0 for what is not one.</summary>
    private static int HeaderOf(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < HeaderLength4 || packet[0] >> 4 != 4)
            return 0;
        var length = (packet[0] & 0xf) * 4;
        return length >= HeaderLength4 && length <= packet.Length ? length : 0;
    }

    private static IcmpMessage Of(IcmpKind kind, ReadOnlySpan<byte> echo, IPAddress? destination) =>
        new(kind, BinaryPrimitives.ReadUInt16BigEndian(echo[4..]), BinaryPrimitives.ReadUInt16BigEndian(echo[6..]), destination);
}
