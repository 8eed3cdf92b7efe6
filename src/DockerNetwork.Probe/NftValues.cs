using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace DockerNetwork.Probe;

/// <summary>Values as nft writes them.</summary>
internal static class NftValues
{
    public static readonly string[] TcpFlags = ["fin", "syn", "rst", "psh", "ack", "urg", "ecn", "cwr"];
    private static readonly string[] States = ["invalid", "established", "related", "new", "", "", "untracked"];
    private static readonly string[] Statuses = ["expected", "seen-reply", "assured", "confirmed", "snat", "dnat"];
    private static readonly string[] PacketTypes = ["host", "broadcast", "multicast", "other"];
    private static readonly string[] AddressTypes =
        ["unspec", "unicast", "local", "broadcast", "anycast", "multicast", "blackhole", "unreachable", "prohibit"];

    private static readonly Dictionary<int, string> Icmp = new()
    {
        [0] = "echo-reply", [3] = "destination-unreachable", [4] = "source-quench", [5] = "redirect", [8] = "echo-request",
        [9] = "router-advertisement", [10] = "router-solicitation", [11] = "time-exceeded", [12] = "parameter-problem",
        [13] = "timestamp-request", [14] = "timestamp-reply", [17] = "address-mask-request", [18] = "address-mask-reply",
    };

    private static readonly Dictionary<int, string> Icmp6 = new()
    {
        [1] = "destination-unreachable", [2] = "packet-too-big", [3] = "time-exceeded", [4] = "parameter-problem",
        [128] = "echo-request", [129] = "echo-reply", [130] = "mld-listener-query", [131] = "mld-listener-report",
        [132] = "mld-listener-done", [133] = "nd-router-solicit", [134] = "nd-router-advert", [135] = "nd-neighbor-solicit",
        [136] = "nd-neighbor-advert", [137] = "nd-redirect", [143] = "mld2-listener-report",
    };

    private static readonly Dictionary<int, string> Protocols = new()
    {
        [1] = "icmp", [2] = "igmp", [4] = "ipencap", [6] = "tcp", [17] = "udp", [33] = "dccp", [41] = "ipv6", [47] = "gre",
        [50] = "esp", [51] = "ah", [58] = "ipv6-icmp", [89] = "ospf", [103] = "pim", [112] = "vrrp", [132] = "sctp", [136] = "udplite",
    };

    /// <summary>A protocol by its name in /etc/protocols, or its number.</summary>
    public static string Protocol(int number) =>
        Protocols.TryGetValue(number, out var name) ? name : number.ToString(CultureInfo.InvariantCulture);

    /// <param name="kind">How it is written.</param>
    /// <param name="value">As the kernel compares it.</param>
    /// <param name="network">A number that is in the order of the network; else it is in the order of the machine.</param>
    public static string Text(NftKind kind, ReadOnlySpan<byte> value, bool network)
    {
        var number = Number(value, network);
        return kind switch
        {
            NftKind.Address when value.Length is 4 or 16 => new IPAddress(value).ToString(),
            NftKind.Name => Quote(value),

            // The first interface of every namespace; the names of others are not known here.
            NftKind.Link => number == 1 ? "\"lo\"" : Decimal(number),
            NftKind.Mark => $"0x{number.ToString("x8", CultureInfo.InvariantCulture)}",
            NftKind.Protocol => Protocol((int)number),
            NftKind.NetworkProtocol => number switch { 2 => "ipv4", 10 => "ipv6", _ => Decimal(number) },
            NftKind.EtherType => Number(value, network: true) switch
            {
                0x0800 => "ip",
                0x86dd => "ip6",
                0x0806 => "arp",
                0x8100 => "vlan",
                var other => $"0x{other.ToString("x4", CultureInfo.InvariantCulture)}",
            },
            NftKind.Mac => PacketReader.Mac(value),
            NftKind.State => Bits(number, States),
            NftKind.Status => Bits(number, Statuses),
            NftKind.TcpFlags => Bits(number, TcpFlags),
            NftKind.Direction => number == 0 ? "original" : "reply",
            NftKind.IcmpType => Icmp.GetValueOrDefault((int)number) ?? Decimal(number),
            NftKind.IcmpType6 => Icmp6.GetValueOrDefault((int)number) ?? Decimal(number),
            NftKind.PacketType => number < 4 ? PacketTypes[number] : Decimal(number),
            NftKind.AddressType => number < 9 ? AddressTypes[number] : Decimal(number),
            NftKind.Present => number == 0 ? "missing" : "exists",
            NftKind.Number when value.Length <= 8 => Decimal(number),
            _ => $"0x{Convert.ToHexString(value).ToLowerInvariant()}",
        };
    }

    /// <summary>The number in up to eight bytes.</summary>
    public static ulong Number(ReadOnlySpan<byte> value, bool network)
    {
        if (network)
            return AttributeReader.Big(value);
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        value[..Math.Min(value.Length, 8)].CopyTo(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }

    /// <summary>The length of a mask whose ones come before its zeros; null for another.</summary>
    public static int? PrefixOf(ReadOnlySpan<byte> mask)
    {
        var ones = 0;
        while (ones < mask.Length * 8 && IsSet(mask, ones))
            ones++;
        for (var bit = ones; bit < mask.Length * 8; bit++)
        {
            if (IsSet(mask, bit))
                return null;
        }

        return ones;
    }

    private static bool IsSet(ReadOnlySpan<byte> mask, int bit) => (mask[bit / 8] >> (7 - (bit % 8)) & 1) != 0;

    public static string Decimal(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Names of the bits that are set, joined by commas.</summary>
    public static string Bits(ulong number, string[] names)
    {
        var set = new List<string>();
        for (var bit = 0; bit < names.Length; bit++)
        {
            if ((number >> bit & 1) == 0)
                continue;
            if (names[bit].Length == 0)
                return $"0x{number.ToString("x", CultureInfo.InvariantCulture)}";
            set.Add(names[bit]);
        }

        return set.Count > 0 && number >> names.Length == 0
            ? string.Join(",", set)
            : $"0x{number.ToString("x", CultureInfo.InvariantCulture)}";
    }

    /// <summary>"reject with icmp host-prohibited", of a code of ICMP or ICMPv6.</summary>
    public static string RejectCode(bool v6, int code)
    {
        var name = v6
            ? code switch
            {
                0 => "no-route",
                1 => "admin-prohibited",
                3 => "addr-unreachable",
                4 => "port-unreachable",
                5 => "policy-fail",
                6 => "reject-route",
                _ => null,
            }
            : code switch
            {
                0 => "net-unreachable",
                1 => "host-unreachable",
                2 => "prot-unreachable",
                3 => "port-unreachable",
                9 => "net-prohibited",
                10 => "host-prohibited",
                13 => "admin-prohibited",
                _ => null,
            };
        return $"reject with {(v6 ? "icmpv6" : "icmp")} {name ?? Decimal((ulong)code)}";
    }

    /// <summary>A name in quotation marks. One that was not compared to its end stands for all that begin like it.</summary>
    private static string Quote(ReadOnlySpan<byte> value) =>
        value.IndexOf((byte)0) < 0 ? $"\"{AttributeReader.TextOf(value)}*\"" : $"\"{AttributeReader.TextOf(value)}\"";
}
