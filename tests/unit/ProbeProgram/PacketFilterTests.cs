using System.Buffers.Binary;
using System.Net;
using DockerNetwork.Probe;
using DockerNetwork.Protocol;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>Which packets the kernel gives to a trace, and what is read of them.</summary>
public class PacketFilterTests
{
    private const long Token = 0x1122334455667788;
    private const long Other = 0x1122334455667789;
    private const ushort Ip4 = 0x0800, Ip6 = 0x86dd, ArpType = 0x0806;
    private const byte Icmp4 = 1, Tcp = 6, Udp = 17, Icmp6 = 58;
    private const byte Syn = 2, Reset = 4, Acknowledges = 16;

    private static readonly IPAddress Source = IPAddress.Parse("172.18.0.2");
    private static readonly IPAddress Target = IPAddress.Parse("172.18.0.3");
    private static readonly IPAddress Source6 = IPAddress.Parse("fd00::2");
    private static readonly IPAddress Target6 = IPAddress.Parse("fd00::3");

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_connection_is_known_by_its_number_whatever_its_addresses(int family)
    {
        var spec = Spec("tcp", family);
        var number = ((uint)(Token & 0xffffff) << 8) | 5;

        AssertSeen(spec, Packet(family, Tcp, Segment(40000, 80, number, 0, Syn)), SightingKind.Request, 5);
        AssertSeen(spec, Packet(family, Tcp, Segment(61000, 8080, number, 0, Syn)), SightingKind.Request, 5);
        AssertSeen(spec, Packet(family, Tcp, Segment(80, 40000, 77, number + 1, Syn | Acknowledges)), SightingKind.Answer, 5);
        var refusal = AssertSeen(
            spec, Packet(family, Tcp, Segment(80, 40000, 0, number + 1, Reset | Acknowledges)), SightingKind.Answer, 5);
        Assert.True(refusal.Reset);
        AssertUnseen(spec, Packet(family, Tcp, Segment(40000, 80, number + 0x100, 0, Syn)));
        AssertUnseen(spec, Packet(family, Tcp, Segment(80, 40000, 77, number + 0x100, Syn | Acknowledges)));
        AssertUnseen(spec, Packet(family, Udp, Datagram(40000, 80, Token)));

        // Data of a connection that has come by these numbers.
        AssertUnread(spec, Packet(family, Tcp, Segment(40000, 80, number, 1, Acknowledges)));
        AssertUnread(spec, Packet(family, Tcp, Segment(40000, 80, 1, number + 1, Acknowledges)));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_datagram_is_known_by_its_data_and_its_answer_by_its_port(int family)
    {
        var spec = Spec("udp", family);

        AssertSeen(spec, Packet(family, Udp, Datagram(61000, 8053, Token)), SightingKind.Request, 3);
        AssertSeen(spec, Packet(family, Udp, Datagram(53, 40000, 0)), SightingKind.Answer, null);
        AssertUnseen(spec, Packet(family, Udp, Datagram(40000, 53, Other)));
        AssertUnseen(spec, Packet(family, Udp, Datagram(40000, 53, Token)[..12]));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void An_echo_is_known_by_its_data(int family)
    {
        var spec = Spec("icmp", family);
        var (request, reply) = family == 6 ? (128, 129) : (8, 0);

        AssertSeen(spec, Packet(family, IcmpOf(family), Echo(request, Token, 7)), SightingKind.Request, 7);
        AssertSeen(spec, Packet(family, IcmpOf(family), Echo(reply, Token, 7)), SightingKind.Answer, 7);
        AssertUnseen(spec, Packet(family, IcmpOf(family), Echo(request, Other, 7)));
        AssertUnseen(Spec("tcp", family), Packet(family, IcmpOf(family), Echo(request, Token, 7)));
    }

    [Theory]
    [InlineData("tcp", 4)]
    [InlineData("tcp", 6)]
    [InlineData("udp", 4)]
    [InlineData("udp", 6)]
    [InlineData("icmp", 4)]
    [InlineData("icmp", 6)]
    public void An_error_is_known_by_the_packet_that_it_quotes(string kind, int family)
    {
        var spec = Spec(kind, family);
        byte type = family == 6 ? (byte)1 : (byte)3;

        var item = AssertSeen(spec, Packet(family, IcmpOf(family), [type, 1, 0, 0, 0, 0, 0, 0, .. Request(kind, family, Token)]),
            SightingKind.Error, 3);

        Assert.Equal((type << 8) | 1, item.Icmp);
        var (from, to) = family == 6 ? (Source6, Target6) : (Source, Target);
        var port = kind switch { "tcp" => 80, "udp" => 53, _ => (int?)null };
        Assert.Equal(new QuotedPacket(from.ToString(), port is null ? null : 40000, to.ToString(), port), item.Quoted);
        AssertUnread(spec, Packet(family, IcmpOf(family), [type, 1, 0, 0, 0, 0, 0, 0, .. Request(kind, family, Other)]));
    }

    [Theory]
    [InlineData("tcp", 4, 4)]
    [InlineData("tcp", 4, 6)]
    [InlineData("tcp", 6, 4)]
    [InlineData("tcp", 6, 6)]
    [InlineData("udp", 4, 4)]
    [InlineData("udp", 4, 6)]
    [InlineData("udp", 6, 4)]
    [InlineData("udp", 6, 6)]
    [InlineData("icmp", 4, 4)]
    [InlineData("icmp", 4, 6)]
    [InlineData("icmp", 6, 4)]
    [InlineData("icmp", 6, 6)]
    public void A_packet_in_vxlan_is_known_if_that_is_wanted(string kind, int family, int outer)
    {
        var spec = Spec(kind, family);
        var tunnels = spec with { Tunnels = true };
        var type = outer == 6 ? Ip6 : Ip4;
        var own = Tunnel(outer, family, Request(kind, family, Token));

        Assert.False(Passes(spec, type, own));
        Assert.True(Passes(tunnels, type, own));
        var item = PacketReader.Read(own, tunnels)!;
        Assert.Equal((SightingKind.Request, 3), (item.Sighting, item.Number));
        var ends = outer == 6 ? (Source6.ToString(), Target6.ToString()) : (Source.ToString(), Target.ToString());
        Assert.Equal(ends, (item.TunnelFrom, item.TunnelTo));
        Assert.Equal(4097, item.Tunnel);
        Assert.Equal((family == 6 ? Target6 : Target).ToString(), item.To);
        AssertSeen(tunnels, Request(kind, family, Token), SightingKind.Request, 3);

        Assert.False(Passes(tunnels, type, Tunnel(outer, family, Request(kind, family, Other + 0x100))));
        var withoutFlag = own.ToArray();
        withoutFlag[outer == 6 ? 48 : 28] = 0;
        Assert.False(Passes(tunnels, type, withoutFlag));
        byte[] quoted = Packet(family, IcmpOf(family), [(byte)(family == 6 ? 1 : 3), 1, 0, 0, 0, 0, 0, 0, .. Request(kind, family, Token)]);
        Assert.True(Passes(tunnels, type, Tunnel(outer, family, quoted)));
        Assert.Equal(SightingKind.Error, PacketReader.Read(Tunnel(outer, family, quoted), tunnels)!.Sighting);
    }

    [Fact]
    public void A_short_answer_passes_beside_tunnels()
    {
        var spec = Spec("udp", 4) with { Tunnels = true };

        AssertSeen(spec, Packet(4, Udp, Datagram(53, 40000, 0)[..9]), SightingKind.Answer, null);
    }

    /// <summary>A proxy sends the data of a datagram on from a port of its own; and who quotes little quotes the port alone.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_quoted_datagram_is_known_by_its_data_or_its_port(int family)
    {
        var spec = Spec("udp", family);
        byte[] head = [family == 6 ? (byte)1 : (byte)3, 3, 0, 0, 0, 0, 0, 0];
        byte[] Quoting(byte[] quoted) => Packet(family, IcmpOf(family), [.. head, .. quoted]);

        var proxied = AssertSeen(spec, Quoting(Packet(family, Udp, Datagram(50000, 53, Token))), SightingKind.Error, 3);
        Assert.Equal(50000, proxied.Quoted?.FromPort);
        AssertUnread(spec, Quoting(Packet(family, Udp, Datagram(50000, 53, Other))));
        var headers = family == 6 ? 48 : 28;
        AssertSeen(spec, Quoting(Packet(family, Udp, Datagram(40000, 53, Token))[..headers]), SightingKind.Error, null);
        AssertUnread(spec, Quoting(Packet(family, Udp, Datagram(50000, 53, Token))[..headers]));
    }

    [Fact]
    public void A_smaller_mtu_is_read_of_what_says_it()
    {
        byte[] quoted = Request("udp", 4, Token);
        byte[] quoted6 = Request("udp", 6, Token);

        Assert.Equal(1400, AssertSeen(Spec("udp", 4), Packet(4, Icmp4, [3, 4, 0, 0, 0, 0, 5, 120, .. quoted]), SightingKind.Error, 3).Mtu);
        Assert.Equal(1400, AssertSeen(Spec("udp", 6), Packet(6, Icmp6, [2, 0, 0, 0, 0, 0, 5, 120, .. quoted6]), SightingKind.Error, 3).Mtu);
    }

    [Fact]
    public void Of_fragments_only_the_first_is_looked_at()
    {
        byte[] first = [17, 0, 0, 1, 0, 0, 0, 9, .. Datagram(40000, 53, Token)];
        byte[] later = [17, 0, 0, 9, 0, 0, 0, 9, .. Datagram(40000, 53, Token)];
        AssertSeen(Spec("udp", 6), Packet(6, 44, first), SightingKind.Request, 3);
        AssertUnseen(Spec("udp", 6), Packet(6, 44, later));

        var whole = Packet(4, Udp, Datagram(40000, 53, Token));
        whole[6] = 0x20;
        AssertSeen(Spec("udp", 4), whole, SightingKind.Request, 3);
        whole[7] = 1;
        AssertUnseen(Spec("udp", 4), whole);
    }

    [Fact]
    public void Questions_for_neighbours_pass_if_their_addresses_are_watched()
    {
        var spec = Spec("tcp", 4) with { Neighbours = ["172.18.0.3", "fd00::3", "nonsense"] };
        var spec6 = Spec("tcp", 6) with { Neighbours = ["fd00::9", "fd00::3", "172.18.0.3"] };

        Assert.True(Passes(spec, ArpType, Arp(1, Source, Target)));
        Assert.True(Passes(spec, ArpType, Arp(2, Target, Source)));
        Assert.False(Passes(spec, ArpType, Arp(1, Source, IPAddress.Parse("172.18.0.4"))));
        Assert.False(Passes(spec6, ArpType, Arp(1, Source, Target)));
        AssertSeen(spec6, Packet(6, Icmp6, [135, 0, 0, 0, 0, 0, 0, 0, .. Target6.GetAddressBytes()]), SightingKind.WhoHas, null);
        AssertSeen(spec6, Packet(6, Icmp6, [136, 0, 0, 0, 0, 0, 0, 0, .. Target6.GetAddressBytes()]), SightingKind.IHave, null);
        AssertUnseen(spec6, Packet(6, Icmp6, [135, 0, 0, 0, 0, 0, 0, 0, .. Source6.GetAddressBytes()]));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    [InlineData("icmp")]
    public void Packets_cut_off_anywhere_do_no_harm(string kind)
    {
        foreach (var family in (int[])[4, 6])
        {
            var tunnels = Spec(kind, family) with { Tunnels = true };
            var tunneled = Tunnel(4, family, Request(kind, family, Token));
            for (var length = 0; length < tunneled.Length; length++)
            {
                _ = Passes(tunnels, Ip4, tunneled.AsSpan(0, length));
                _ = PacketReader.Read(tunneled.AsSpan(0, length), tunnels);
            }

            byte[] whole = Packet(family, IcmpOf(family),
                [family == 6 ? (byte)1 : (byte)3, 1, 0, 0, 0, 0, 0, 0, .. Request(kind, family, Token)]);
            for (var length = 0; length < whole.Length; length++)
            {
                _ = Passes(Spec(kind, family), family == 6 ? Ip6 : Ip4, whole.AsSpan(0, length));
                _ = PacketReader.Read(whole.AsSpan(0, length), Spec(kind, family));
            }
        }
    }

    [Fact]
    public void The_largest_program_is_one_that_the_kernel_takes()
    {
        foreach (var (kind, family) in new[] { ("tcp", 4), ("tcp", 6), ("udp", 4), ("udp", 6), ("icmp", 4), ("icmp", 6) })
        {
            var spec = Spec(kind, family) with
            {
                Neighbours = [.. Enumerable.Range(1, PacketSpec.MaxNeighbours).Select(i => family == 6 ? $"fd00::{i:x}" : $"172.18.1.{i}")],
            };
            Assert.InRange(PacketFilter.For(spec).Assemble().Length, 1, 255);
            Assert.InRange(PacketFilter.For(spec with { Tunnels = true }).Assemble().Length, 1, 255);
        }
    }

    private static PacketSpec Spec(string kind, int family) => new()
    {
        Kind = kind switch { "tcp" => ProbeKind.Tcp, "udp" => ProbeKind.Udp, _ => ProbeKind.Icmp },
        Family = family,
        Token = Token,
        FromPort = 40000,
    };

    private static bool Passes(PacketSpec spec, ushort protocol, ReadOnlySpan<byte> packet) =>
        FilterMachine.Passes(PacketFilter.For(spec), protocol, packet);

    private static SightingItem AssertSeen(PacketSpec spec, byte[] packet, SightingKind kind, int? number)
    {
        Assert.True(Passes(spec, spec.Family == 6 ? Ip6 : Ip4, packet));
        var item = PacketReader.Read(packet, spec);
        Assert.NotNull(item);
        Assert.Equal((kind, number), (item.Sighting, item.Number));
        return item;
    }

    private static void AssertUnseen(PacketSpec spec, byte[] packet)
    {
        Assert.False(Passes(spec, spec.Family == 6 ? Ip6 : Ip4, packet));
    }

    private static void AssertUnread(PacketSpec spec, byte[] packet) =>
        Assert.True(!Passes(spec, spec.Family == 6 ? Ip6 : Ip4, packet) || PacketReader.Read(packet, spec) is null);

    private static byte IcmpOf(int family) => family == 6 ? Icmp6 : Icmp4;

    /// <summary>The packet that is sent, as an error quotes it.</summary>
    private static byte[] Request(string kind, int family, long token) => kind switch
    {
        "tcp" => Packet(family, Tcp, Segment(40000, 80, ((uint)(token & 0xffffff) << 8) | 3, 0, Syn)),
        "udp" => Packet(family, Udp, Datagram(40000, 53, token)),
        _ => Packet(family, IcmpOf(family), Echo(family == 6 ? 128 : 8, token, 3)),
    };

    private static byte[] Packet(int family, byte protocol, byte[] content)
    {
        byte[] header = family == 6
            ? [0x60, 0, 0, 0, 0, (byte)content.Length, protocol, 64]
            : [0x45, 0, 0, (byte)(20 + content.Length), 0, 0, 0, 0, 64, protocol, 0, 0];
        var (from, to) = family == 6 ? (Source6, Target6) : (Source, Target);
        return [.. header, .. from.GetAddressBytes(), .. to.GetAddressBytes(), .. content];
    }

    /// <summary>UDP of port 4789, the flags and the number of VXLAN, and a frame of Ethernet.</summary>
    private static byte[] Tunnel(int outer, int family, byte[] inside) => Packet(outer, Udp,
    [
        0x80, 0, 0x12, 0xb5, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0x10, 1, 0, .. new byte[12],
        (byte)(family == 6 ? 0x86 : 8), (byte)(family == 6 ? 0xdd : 0), .. inside,
    ]);

    private static byte[] Segment(int from, int to, uint sequence, uint acknowledged, int flags)
    {
        var segment = new byte[20];
        BinaryPrimitives.WriteUInt16BigEndian(segment, (ushort)from);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)to);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(8), acknowledged);
        (segment[12], segment[13]) = (5 << 4, (byte)flags);
        return segment;
    }

    private static byte[] Datagram(int from, int to, long token)
    {
        var datagram = new byte[24];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, (ushort)from);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), (ushort)to);
        BinaryPrimitives.WriteInt64BigEndian(datagram.AsSpan(8), token);
        datagram[16] = 3;
        return datagram;
    }

    private static byte[] Echo(int type, long token, int number)
    {
        var message = new byte[24];
        message[0] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), (ushort)token);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), (ushort)number);
        BinaryPrimitives.WriteInt64BigEndian(message.AsSpan(8), token);
        return message;
    }

    private static byte[] Arp(byte operation, IPAddress sender, IPAddress target) =>
        [0, 1, 8, 0, 6, 4, 0, operation, 2, 0, 0, 0, 0, 1, .. sender.GetAddressBytes(), 0, 0, 0, 0, 0, 0, .. target.GetAddressBytes()];
}
