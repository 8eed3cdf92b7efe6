using System.Globalization;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>Matches on what the kernel knows of a connection.</summary>
internal static class XtConnection
{
    private const int StateAlias = 1 << 13;

    private static readonly string[] Statuses = ["EXPECTED", "SEEN_REPLY", "ASSURED", "CONFIRMED"];

    public static string? Match(string name, XtData data) => (name, data.Revision) switch
    {
        ("conntrack", 1) when data.Holds(152) => Tracked(data, data.Byte(150), data.Byte(151)),
        ("conntrack", 2) when data.Holds(154) => Tracked(data, data.Short(150), data.Short(152)),
        ("conntrack", 3) when data.Holds(162) => Tracked(data, data.Short(150), data.Short(152)),
        ("state", 0) when data.Holds(4) => $" --state {States((data.Word(0) & 0x3f) | ((data.Word(0) & 0x40) << 2))}",
        ("connmark", 1) when data.Holds(9) =>
            $"{XtText.Not(data.Byte(8) != 0)} --mark {XtText.Masked(data.Word(0), data.Word(4))}",
        ("connlimit", 0 or 1) when data.Holds(24) => Limit(data),
        ("connbytes", 0) when data.Holds(18) => Bytes(data),
        ("helper", 0) when data.Holds(34) => $"{XtText.Not(data.Int(0) != 0)} --helper {XtText.Quoted(data.Text(4, 30))}",
        _ => null,
    };

    /// <summary>Whether conntrack was written as state, which it took the place of.</summary>
    public static bool IsState(string name, XtData data) =>
        name == "conntrack" && data.Revision == 3 && (data.Short(146) & StateAlias) != 0;

    private static string Tracked(XtData data, uint states, uint statuses)
    {
        var (flags, inverted) = (data.Short(146), data.Short(148));
        var words = new StringBuilder();
        if (Asks(1 << 0))
            words.Append(CultureInfo.InvariantCulture, $" {((flags & StateAlias) != 0 ? "--state" : "--ctstate")} {States(states)}");
        if (Asks(1 << 1))
            words.Append(CultureInfo.InvariantCulture, $" --ctproto {data.Short(136)}");
        for (var i = 0; i < 4; i++)
        {
            var offset = 32 * i;
            if (Asks(4 << i))
                words.Append(CultureInfo.InvariantCulture, $" --{Side(i)} {data.Address(offset)}{data.Mask(offset + 16)}");
        }

        for (var i = 0; i < 4; i++)
        {
            if (Asks(0x100 << i))
                words.Append(CultureInfo.InvariantCulture, $" --{Side(i)}port {Ports(data, i)}");
        }

        if (Asks(1 << 6))
            words.Append(CultureInfo.InvariantCulture, $" --ctstatus {(statuses == 0 ? "NONE" : XtText.Flags(statuses, Statuses))}");
        if (Asks(1 << 7))
            words.Append(CultureInfo.InvariantCulture, $" --ctexpire {XtText.Range(data.Word(128), data.Word(132))}");
        if ((flags & (1 << 12)) != 0)
            words.Append(CultureInfo.InvariantCulture, $" --ctdir {((inverted & (1 << 12)) != 0 ? "REPLY" : "ORIGINAL")}");
        return words.ToString();

        bool Asks(int flag)
        {
            if ((flags & flag) == 0)
                return false;
            words.Append(XtText.Not((inverted & flag) != 0));
            return true;
        }
    }

    private static string Side(int index) => index switch
    {
        0 => "ctorigsrc",
        1 => "ctorigdst",
        2 => "ctreplsrc",
        _ => "ctrepldst",
    };

    /// <summary>Before revision 3 one port, in the byte order of the network.</summary>
    private static string Ports(XtData data, int index)
    {
        var offset = 138 + (2 * index);
        if (data.Revision < 3)
            return $"{data.Port(offset)}";
        var high = data.Short(154 + (2 * index));
        return XtText.Range(data.Short(offset), high == 0 ? data.Short(offset) : high);
    }

    private static string States(uint states)
    {
        // Bits are INVALID, ESTABLISHED, RELATED, NEW, two that are not used, SNAT, DNAT, UNTRACKED; iptables has an order of its own.
        ReadOnlySpan<(uint Bit, string Name)> order =
        [
            (1, "INVALID"), (8, "NEW"), (4, "RELATED"), (2, "ESTABLISHED"), (0x100, "UNTRACKED"), (0x40, "SNAT"), (0x80, "DNAT"),
        ];
        var words = new StringBuilder();
        foreach (var (bit, name) in order)
        {
            if ((states & bit) != 0)
                words.Append(words.Length == 0 ? "" : ",").Append(name);
        }

        return words.ToString();
    }

    private static string Limit(XtData data)
    {
        var (limit, flags) = (data.Word(16), data.Word(20));
        var words = $" {((flags & 1) != 0 ? "--connlimit-upto" : "--connlimit-above")} {limit} --connlimit-mask {data.Bits(0)}";
        return data.Revision == 0 ? words : $"{words} {((flags & 2) != 0 ? "--connlimit-daddr" : "--connlimit-saddr")}";
    }

    private static string? Bytes(XtData data)
    {
        var (from, to) = (data.Long(0), data.Long(8));
        var inverted = from > to;
        if (inverted)
            (from, to) = (to, from);
        var mode = data.Byte(16) switch { 0 => "packets", 1 => "bytes", 2 => "avgpkt", _ => null };
        var direction = data.Byte(17) switch { 0 => "original", 1 => "reply", 2 => "both", _ => null };
        var range = to is 0 or ulong.MaxValue ? $"{from}" : $"{from}:{to}";
        return mode is null || direction is null ? null
            : $"{XtText.Not(inverted)} --connbytes {range} --connbytes-mode {mode} --connbytes-dir {direction}";
    }
}
