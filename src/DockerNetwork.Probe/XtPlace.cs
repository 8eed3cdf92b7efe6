using System.Text;

namespace DockerNetwork.Probe;

/// <summary>Matches on where a packet comes from and goes to: addresses, interfaces, sockets, their owners, routes, tunnels.</summary>
internal static class XtPlace
{
    private static readonly string[] AddressTypes =
    [
        "UNSPEC", "UNICAST", "LOCAL", "BROADCAST", "ANYCAST", "MULTICAST", "BLACKHOLE", "UNREACHABLE", "PROHIBIT", "THROW", "NAT",
        "XRESOLVE",
    ];

    public static string? Match(string name, XtData data) => (name, data.Revision) switch
    {
        ("addrtype", 0) when data.Holds(12) => AddressType(data, data.Word(4) != 0, data.Word(8) != 0, 0),
        ("addrtype", 1) when data.Holds(8) => AddressType(data, (data.Word(4) & 1) != 0, (data.Word(4) & 2) != 0, data.Word(4)),
        ("iprange", 1) when data.Holds(65) => AddressRange(data),
        ("physdev", 0) when data.Holds(66) => BridgePort(data),
        ("devgroup", 0) when data.Holds(20) => Group(data, 0, "--src-group", 4) + Group(data, 2, "--dst-group", 12),
        ("owner", 1) when data.Holds(18) => Owner(data),
        ("socket", 0) => "",
        ("socket", >= 1 and <= 3) when data.Holds(1) => Socket(data.Byte(0)),
        ("rpfilter", 0) when data.Holds(1) => ReversePath(data.Byte(0)),
        ("cgroup", 0) when data.Holds(8) => $"{XtText.Not(data.Word(4) != 0)} --cgroup {data.Word(0)}",
        ("cgroup", 1) when data.Holds(4104) => Cgroup(data, 4096, 4100),
        ("cgroup", 2) when data.Holds(516) => Cgroup(data, 512, 4),
        ("cpu", 0) when data.Holds(8) => $"{XtText.Not(data.Word(4) != 0)} --cpu {data.Word(0)}",
        ("realm", 0) when data.Holds(9) => $"{XtText.Not(data.Byte(8) != 0)} --realm {XtText.Masked(data.Word(0), data.Word(4))}",
        ("policy", 0) when data.Holds(308) => Policy(data),
        _ => null,
    };

    private static string AddressType(XtData data, bool notSource, bool notDestination, uint flags)
    {
        var words = data.Short(0) == 0 ? "" : $"{XtText.Not(notSource)} --src-type {XtText.Flags(data.Short(0), AddressTypes)}";
        if (data.Short(2) != 0)
            words += $"{XtText.Not(notDestination)} --dst-type {XtText.Flags(data.Short(2), AddressTypes)}";
        return words + ((flags & 4) != 0 ? " --limit-iface-in" : "") + ((flags & 8) != 0 ? " --limit-iface-out" : "");
    }

    private static string AddressRange(XtData data)
    {
        var flags = data.Byte(64);
        var words = (flags & 1) == 0 ? "" : $"{XtText.Not((flags & 0x10) != 0)} --src-range {data.Address(0)}-{data.Address(16)}";
        return (flags & 2) == 0 ? words : $"{words}{XtText.Not((flags & 0x20) != 0)} --dst-range {data.Address(32)}-{data.Address(48)}";
    }

    private static string BridgePort(XtData data)
    {
        var (inverted, asked) = (data.Byte(64), data.Byte(65));
        return Part(8, "--physdev-is-in") + Part(1, $"--physdev-in {data.Text(0, 16)}")
            + Part(0x10, "--physdev-is-out") + Part(2, $"--physdev-out {data.Text(32, 16)}")
            + Part(4, "--physdev-is-bridged");

        string Part(int flag, string words) => (asked & flag) == 0 ? "" : $"{XtText.Not((inverted & flag) != 0)} {words}";
    }

    private static string Group(XtData data, int shift, string option, int offset)
    {
        var flags = data.Word(0) >> shift;
        return (flags & 1) == 0 ? ""
            : $"{XtText.Not((flags & 2) != 0)} {option} {XtText.Masked(data.Word(offset), data.Word(offset + 4))}";
    }

    private static string Owner(XtData data)
    {
        var (asked, inverted) = (data.Byte(16), data.Byte(17));
        var (user, group) = (XtText.Range(data.Word(0), data.Word(4), '-'), XtText.Range(data.Word(8), data.Word(12), '-'));
        return Part(4, "--socket-exists") + Part(1, $"--uid-owner {user}") + Part(2, $"--gid-owner {group}") + Part(8, "--suppl-groups");

        string Part(int flag, string words) => (asked & flag) == 0 ? "" : $"{XtText.Not((inverted & flag) != 0)} {words}";
    }

    private static string Socket(byte flags) => ((flags & 1) != 0 ? " --transparent" : "")
        + ((flags & 2) != 0 ? " --nowildcard" : "") + ((flags & 4) != 0 ? " --restore-skmark" : "");

    private static string ReversePath(byte flags) => ((flags & 1) != 0 ? " --loose" : "") + ((flags & 2) != 0 ? " --validmark" : "")
        + ((flags & 4) != 0 ? " --accept-local" : "") + ((flags & 8) != 0 ? " --invert" : "");

    private static string Cgroup(XtData data, int pathLength, int identifier)
    {
        var words = data.Byte(0) == 0 ? "" : $"{XtText.Not(data.Byte(2) != 0)} --path {XtText.Quoted(data.Text(4, pathLength))}";
        return data.Byte(1) == 0 ? words : $"{words}{XtText.Not(data.Byte(3) != 0)} --cgroup {data.Word(identifier)}";
    }

    private static string? Policy(XtData data)
    {
        const int Most = 4;
        const int Length = 76;
        var (flags, count) = (data.Short(304), data.Short(306));
        if (count > Most)
            return null;
        var words = new StringBuilder((flags & 1) != 0 ? " --dir in" : " --dir out");
        words.Append((flags & 4) != 0 ? " --pol none" : " --pol ipsec").Append((flags & 8) != 0 ? " --strict" : "");
        for (var i = 0; i < count; i++)
            words.Append(i > 0 ? " --next" : "").Append(Transformation(data, i * Length));
        return words.ToString();
    }

    private static string Transformation(XtData data, int at)
    {
        var (asked, inverted) = (data.Byte(at + 74), data.Byte(at + 75));
        var mode = data.Byte(at + 73) switch { 0 => "transport", 1 => "tunnel", _ => "???" };
        return Part(0x20, $"--reqid {data.Word(at + 68)}") + Part(0x10, $"--spi 0x{data.Word(at + 64):x}")
            + Part(4, $"--proto {XtProtocol.NameOf(data.Byte(at + 72))}") + Part(8, $"--mode {mode}")
            + Part(2, $"--tunnel-dst {data.Address(at + 32)}{data.Mask(at + 48)}")
            + Part(1, $"--tunnel-src {data.Address(at)}{data.Mask(at + 16)}");

        string Part(int flag, string words) => (asked & flag) == 0 ? "" : $"{XtText.Not((inverted & flag) != 0)} {words}";
    }
}
