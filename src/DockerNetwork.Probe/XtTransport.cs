using System.Globalization;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>Matches on the headers of transport protocols.</summary>
internal static class XtTransport
{
    private static readonly string[] TcpFlags = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "0x40", "0x80"];

    private static readonly Dictionary<int, (string Name, string Flags)> Chunks = new()
    {
        [0] = ("DATA", "----IUBE"), [1] = ("INIT", ""), [2] = ("INIT_ACK", ""), [3] = ("SACK", ""), [4] = ("HEARTBEAT", ""),
        [5] = ("HEARTBEAT_ACK", ""), [6] = ("ABORT", "-------T"), [7] = ("SHUTDOWN", ""), [8] = ("SHUTDOWN_ACK", ""), [9] = ("ERROR", ""),
        [10] = ("COOKIE_ECHO", ""), [11] = ("COOKIE_ACK", ""), [12] = ("ECN_ECNE", ""), [13] = ("ECN_CWR", ""),
        [14] = ("SHUTDOWN_COMPLETE", "-------T"), [64] = ("I_DATA", "----IUBE"), [128] = ("ASCONF_ACK", ""), [130] = ("RE_CONFIG", ""),
        [132] = ("PAD", ""), [192] = ("FORWARD_TSN", ""), [193] = ("ASCONF", ""), [194] = ("I_FORWARD_TSN", ""),
    };

    public static string? Match(string name, XtData data) => (name, data.Revision) switch
    {
        ("tcp", 0) when data.Holds(12) => Tcp(data),
        ("udp" or "udplite", 0) when data.Holds(9) => Ports(data, data.Byte(8)),
        ("icmp", 0) when data.Holds(4) => Icmp(data, "--icmp-type"),
        ("icmp6", 0) when data.Holds(4) => Icmp(data, "--icmpv6-type"),
        ("multiport", 0) when data.Holds(32) => MultiPort(data, ranges: false),
        ("multiport", 1) when data.Holds(48) => MultiPort(data, ranges: true),
        ("tcpmss", 0) when data.Holds(5) =>
            $"{XtText.Not(data.Byte(4) != 0)} --mss {XtText.Range(data.Short(0), data.Short(2))}",
        ("sctp", 0) when data.Holds(292) => Sctp(data),
        ("dccp", 0) when data.Holds(15) && (data.Short(8) & ~3) == 0 => FlaggedPorts(data, data.Short(8), data.Short(10)),
        ("esp", 0) when data.Holds(9) => Index(data, "--espspi"),
        ("ah", 0) when !data.IsV6 && data.Holds(9) => Index(data, "--ahspi"),
        _ => null,
    };

    private static string Tcp(XtData data)
    {
        var inverted = data.Byte(11);
        var words = new StringBuilder(Ports(data, inverted));
        if (data.Byte(8) != 0 || (inverted & 8) != 0)
            words.Append(CultureInfo.InvariantCulture, $"{XtText.Not((inverted & 8) != 0)} --tcp-option {data.Byte(8)}");
        if (data.Byte(9) != 0 || (inverted & 4) != 0)
        {
            words.Append(XtText.Not((inverted & 4) != 0)).Append(" --tcp-flags ");
            words.Append(FlagNames(data.Byte(9))).Append(' ').Append(FlagNames(data.Byte(10)));
        }

        return words.ToString();
    }

    private static string FlagNames(byte flags) => flags == 0 ? "NONE" : XtText.Flags(flags, TcpFlags);

    private static string Ports(XtData data, int inverted) =>
        Port(data, 0, "--sport", (inverted & 1) != 0) + Port(data, 4, "--dport", (inverted & 2) != 0);

    private static string Port(XtData data, int offset, string option, bool inverted)
    {
        var (low, high) = (data.Short(offset), data.Short(offset + 2));
        return (low, high) == (0, ushort.MaxValue) && !inverted ? "" : $"{XtText.Not(inverted)} {option} {XtText.Range(low, high)}";
    }

    private static string Icmp(XtData data, string option)
    {
        var words = $"{XtText.Not((data.Byte(3) & 1) != 0)} {option}";
        if (data.Byte(0) == byte.MaxValue && !data.IsV6)
            return $"{words} any";
        return (data.Byte(1), data.Byte(2)) == (0, byte.MaxValue) ? $"{words} {data.Byte(0)}" : $"{words} {data.Byte(0)}/{data.Byte(1)}";
    }

    private static string? MultiPort(XtData data, bool ranges)
    {
        const int Most = 15;
        var option = data.Byte(0) switch { 0 => "--sports", 1 => "--dports", 2 => "--ports", _ => null };
        var count = data.Byte(1);
        if (option is null || count > Most)
            return null;
        var words = new StringBuilder($"{XtText.Not(ranges && data.Byte(47) != 0)} {option} ");
        for (var i = 0; i < count; i++)
        {
            words.Append(i > 0 ? "," : "").Append(data.Short(2 + (2 * i)));
            if (ranges && data.Byte(32 + i) != 0 && ++i < count)
                words.Append(':').Append(data.Short(2 + (2 * i)));
        }

        return words.ToString();
    }

    /// <summary>Ports of structures that have those of the destination first.</summary>
    private static string FlaggedPorts(XtData data, uint flags, uint inverted)
    {
        var source = (flags & 1) == 0 ? "" : $"{XtText.Not((inverted & 1) != 0)} --sport {XtText.Range(data.Short(4), data.Short(6))}";
        return (flags & 2) == 0 ? source
            : $"{source}{XtText.Not((inverted & 2) != 0)} --dport {XtText.Range(data.Short(0), data.Short(2))}";
    }

    private static string? Sctp(XtData data)
    {
        var (flags, inverted) = (data.Word(284), data.Word(288));
        var ports = FlaggedPorts(data, flags, inverted);
        if ((flags & 4) == 0)
            return ports;
        var which = data.Word(264) switch { 1 => "any", 2 => "all", 4 => "only", _ => null };
        return which is null ? null : $"{ports}{XtText.Not((inverted & 4) != 0)} --chunk-types {which} {ChunkNames(data)}";
    }

    private static string ChunkNames(XtData data)
    {
        var map = data.Bytes(8, 256);
        if (!map.ContainsAnyExcept((byte)0))
            return "NONE";
        if (!map.ContainsAnyExcept(byte.MaxValue))
            return "ALL";
        var words = new StringBuilder();
        for (var chunk = 0; chunk < 256; chunk++)
        {
            if ((map[chunk / 8] & (1 << (chunk % 8))) == 0)
                continue;
            var (name, flags) = Chunks.GetValueOrDefault(chunk, ($"{chunk}", ""));
            words.Append(words.Length > 0 ? "," : "").Append(name).Append(ChunkFlags(data, chunk, flags));
        }

        return words.ToString();
    }

    /// <summary>The flags of a chunk: a capital for one that must be set, a small letter for one that must not.</summary>
    private static string ChunkFlags(XtData data, int chunk, string letters)
    {
        const int Most = 4;
        var words = new StringBuilder();
        for (var i = 0; i < Math.Clamp(data.Int(280), 0, Most); i++)
        {
            var info = data.Bytes(268 + (3 * i), 3);
            if (info[0] != chunk || info[2] == 0 || letters.Length != 8)
                continue;
            words.Append(':');
            for (var bit = 7; bit >= 0; bit--)
            {
                if ((info[2] & (1 << bit)) != 0)
                    words.Append((info[1] & (1 << bit)) != 0 ? letters[7 - bit] : char.ToLowerInvariant(letters[7 - bit]));
            }
        }

        return words.ToString();
    }

    private static string Index(XtData data, string option)
    {
        var (low, high, inverted) = (data.Word(0), data.Word(4), (data.Byte(8) & 1) != 0);
        return (low, high) == (0, uint.MaxValue) && !inverted ? "" : $"{XtText.Not(inverted)} {option} {XtText.Range(low, high)}";
    }
}
