using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// What a packet that the filter passed says. Each length is checked: packets are anybody's, and are cut off. The filter is coarse for
/// some, so what is not certainly of the trace is left out here.
/// </summary>
internal static class PacketReader
{
    private const int Tcp = 6;
    private const int Udp = 17;

    /// <summary>The header of a fragment of IPv6.</summary>
    private const int Fragment = 44;

    /// <summary>An IP packet; null if it does not belong to the trace.</summary>
    public static SightingItem? Read(ReadOnlySpan<byte> packet, PacketSpec spec)
    {
        if (packet.Length < 20)
            return null;
        if (spec.Tunnels && ReadTunnel(packet, spec) is { } inside)
            return inside;
        return (packet[0] >> 4) switch
        {
            4 when spec.Family != 6 => Read4(packet, spec),
            6 when spec.Family == 6 && packet.Length >= 40 => Read6(packet, spec),
            _ => null,
        };
    }

    /// <summary>An ARP message (RFC 826) of IPv4 on Ethernet; null for another.</summary>
    public static SightingItem? ReadArp(ReadOnlySpan<byte> message)
    {
        if (message.Length < 28 || BinaryPrimitives.ReadUInt32BigEndian(message) != 0x00010800 || message[4] != 6 || message[5] != 4)
            return null;
        var (asks, answers) = (message[7] == 1, message[7] == 2);
        return asks || answers
            ? new SightingItem
            {
                Sighting = asks ? SightingKind.WhoHas : SightingKind.IHave,
                From = Address(message.Slice(14, 4)),
                To = Address(message.Slice(24, 4)),
                Mac = Mac(message.Slice(8, 6)),
            }
            : null;
    }

    /// <summary>A packet in a VXLAN packet (RFC 7348); null for another.</summary>
    private static SightingItem? ReadTunnel(ReadOnlySpan<byte> packet, PacketSpec spec)
    {
        // UDP (8), flags and number (8), header of the frame (14).
        const int Before = 30;
        var v6 = packet[0] >> 4 == 6;
        var length = v6 ? 40 : (packet[0] & 0xf) * 4;
        if ((!v6 && packet[0] >> 4 != 4) || packet[v6 ? 6 : 9] != Udp || length < 20 || packet.Length < length + Before)
            return null;
        var content = packet[length..];
        if (BinaryPrimitives.ReadUInt32BigEndian(content[8..]) != 0x0800_0000
            || BinaryPrimitives.ReadUInt16BigEndian(content[28..]) != (spec.Family == 6 ? 0x86dd : 0x0800))
            return null;
        return Read(content[Before..], spec with { Tunnels = false }) is { } item
            ? item with
            {
                TunnelFrom = Address(v6 ? packet.Slice(8, 16) : packet.Slice(12, 4)),
                TunnelTo = Address(v6 ? packet.Slice(24, 16) : packet.Slice(16, 4)),
                Tunnel = (int)(BinaryPrimitives.ReadUInt32BigEndian(content[12..]) >> 8),
            }
            : null;
    }

    private static SightingItem? Read4(ReadOnlySpan<byte> packet, PacketSpec spec)
    {
        var length = (packet[0] & 0xf) * 4;
        if (length < 20 || length > packet.Length)
            return null;
        var item = new SightingItem
        {
            From = Address(packet.Slice(12, 4)),
            To = Address(packet.Slice(16, 4)),
            HopLimit = packet[8],
            Length = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]),
        };
        return ReadContent(item, packet[9], packet[length..], spec);
    }

    private static SightingItem? Read6(ReadOnlySpan<byte> packet, PacketSpec spec)
    {
        var item = new SightingItem
        {
            From = Address(packet.Slice(8, 16)),
            To = Address(packet.Slice(24, 16)),
            HopLimit = packet[7],
            Length = 40 + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]),
        };
        if (packet[6] != Fragment)
            return ReadContent(item, packet[6], packet[40..], spec);
        return packet.Length >= 48 && (BinaryPrimitives.ReadUInt16BigEndian(packet[42..]) & 0xfff8) == 0
            ? ReadContent(item, packet[40], packet[48..], spec)
            : null;
    }

    private static SightingItem? ReadContent(
        SightingItem item,
        byte protocol,
        ReadOnlySpan<byte> content,
        PacketSpec spec) => protocol switch
    {
        1 when spec.Family != 6 && content.Length >= 8 => ReadIcmp(item, content, spec),
        58 when spec.Family == 6 && content.Length >= 8 => ReadIcmp(item, content, spec),
        Tcp when spec.Kind == ProbeKind.Tcp && content.Length >= 20 => ReadTcp(item, content, spec),
        Udp when spec.Kind == ProbeKind.Udp && content.Length >= 8 => ReadUdp(item, content, spec),
        _ => null,
    };

    private static SightingItem? ReadTcp(SightingItem item, ReadOnlySpan<byte> segment, PacketSpec spec)
    {
        const int Syn = 2, Reset = 4, Acknowledges = 16;
        item = WithPorts(item, segment);
        var flags = segment[13];
        var token = (uint)spec.Token & 0xffffff;
        var sequence = BinaryPrimitives.ReadUInt32BigEndian(segment[4..]);
        if ((flags & (Syn | Acknowledges)) == Syn && sequence >> 8 == token)
            return item with { Sighting = SightingKind.Request, Number = (int)(sequence & 0xff) };

        // An answer acknowledges the beginning of the connection: its number and 1.
        var answered = BinaryPrimitives.ReadUInt32BigEndian(segment[8..]) - 1;
        return (flags & Acknowledges) != 0 && (flags & (Syn | Reset)) != 0 && answered >> 8 == token
            ? item with { Sighting = SightingKind.Answer, Number = (int)(answered & 0xff), Reset = (flags & Reset) != 0 }
            : null;
    }

    private static SightingItem ReadUdp(SightingItem item, ReadOnlySpan<byte> datagram, PacketSpec spec)
    {
        item = WithPorts(item, datagram);
        return IsToken(datagram[8..], spec)
            ? item with { Sighting = SightingKind.Request, Number = datagram.Length > 16 ? datagram[16] : null }
            : item with { Sighting = SightingKind.Answer };
    }

    private static SightingItem? ReadIcmp(SightingItem item, ReadOnlySpan<byte> message, PacketSpec spec)
    {
        var v6 = spec.Family == 6;
        var (type, code) = (message[0], message[1]);
        var (request, reply) = v6 ? (128, 129) : (8, 0);
        if (type == request || type == reply)
        {
            return spec.Kind == ProbeKind.Icmp && IsToken(message[8..], spec)
                ? item with
                {
                    Sighting = type == request ? SightingKind.Request : SightingKind.Answer,
                    Number = BinaryPrimitives.ReadUInt16BigEndian(message[6..]),
                }
                : null;
        }

        if (v6 && type is 135 or 136)
            return ReadNeighbour(item, message);
        return ReadQuoted(message[8..], spec) is var (quoted, number)
            ? item with
            {
                Sighting = SightingKind.Error,
                Number = number,
                Quoted = quoted,
                Icmp = (type << 8) | code,
                Mtu = MtuOf(message, v6) is > 0 and var mtu ? mtu : null,
            }
            : null;
    }

    /// <summary>"Fragmentation needed" and "packet too big" name the MTU of the next link (RFC 1191, RFC 4443).</summary>
    private static int MtuOf(ReadOnlySpan<byte> message, bool v6) => (v6, message[0], message[1]) switch
    {
        (true, 2, _) => (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32BigEndian(message[4..])),
        (false, 3, 4) => BinaryPrimitives.ReadUInt16BigEndian(message[6..]),
        _ => 0,
    };

    /// <summary>The packet that an ICMP message quotes, with its number if that tells; null for a packet of another.</summary>
    private static (QuotedPacket Packet, int? Number)? ReadQuoted(ReadOnlySpan<byte> packet, PacketSpec spec)
    {
        var v6 = spec.Family == 6;
        if (packet.Length < (v6 ? 48 : 28))
            return null;
        var length = v6 ? 40 : (packet[0] & 0xf) * 4;
        var protocol = v6 ? packet[6] : packet[9];
        if (length < 20 || packet.Length < length + 8)
            return null;
        var content = packet[length..];
        var from = Address(v6 ? packet.Slice(8, 16) : packet.Slice(12, 4));
        var to = Address(v6 ? packet.Slice(24, 16) : packet.Slice(16, 4));
        var quoted = new QuotedPacket(from, BinaryPrimitives.ReadUInt16BigEndian(content), to, null);
        switch (spec.Kind, protocol)
        {
            case (ProbeKind.Tcp, Tcp) when BinaryPrimitives.ReadUInt32BigEndian(content[4..]) is var sequence
                && sequence >> 8 == ((uint)spec.Token & 0xffffff):
                return (quoted with { ToPort = BinaryPrimitives.ReadUInt16BigEndian(content[2..]) }, (int)(sequence & 0xff));

            // A proxy sends the data on from a port of its own. Little of a packet may be quoted, and then its port has to do.
            case (ProbeKind.Udp, Udp) when content.Length > 16
                ? IsToken(content[8..], spec)
                : BinaryPrimitives.ReadUInt16BigEndian(content) == spec.FromPort:
                return (
                    quoted with { ToPort = BinaryPrimitives.ReadUInt16BigEndian(content[2..]) }, content.Length > 16 ? content[16] : null);
            case (ProbeKind.Icmp, 1 or 58) when content[0] == (v6 ? 128 : 8)
                && BinaryPrimitives.ReadUInt16BigEndian(content[4..]) == (ushort)spec.Token:
                return (quoted with { FromPort = null }, BinaryPrimitives.ReadUInt16BigEndian(content[6..]));
            default:
                return null;
        }
    }

    private static SightingItem? ReadNeighbour(SightingItem item, ReadOnlySpan<byte> message) => message.Length < 24 ? null : item with
    {
        Sighting = message[0] == 135 ? SightingKind.WhoHas : SightingKind.IHave,
        From = message[0] == 135 ? item.From : Address(message.Slice(8, 16)),
        To = message[0] == 135 ? Address(message.Slice(8, 16)) : item.To,
    };

    private static bool IsToken(ReadOnlySpan<byte> data, PacketSpec spec) =>
        data.Length >= 8 && BinaryPrimitives.ReadInt64BigEndian(data) == spec.Token;

    private static SightingItem WithPorts(SightingItem item, ReadOnlySpan<byte> content) => item with
    {
        FromPort = BinaryPrimitives.ReadUInt16BigEndian(content),
        ToPort = BinaryPrimitives.ReadUInt16BigEndian(content[2..]),
    };

    private static string Address(ReadOnlySpan<byte> bytes) => new IPAddress(bytes).ToString();

    public static string Mac(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(17);
        foreach (var value in bytes)
            text.Append(text.Length > 0 ? ":" : "").Append(value.ToString("x2", CultureInfo.InvariantCulture));
        return text.ToString();
    }
}
