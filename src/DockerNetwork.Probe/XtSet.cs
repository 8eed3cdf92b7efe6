using System.Text;

namespace DockerNetwork.Probe;

/// <summary>
/// Matches and targets on an ipset. The structure has the index of the set alone; its name, which iptables asks the kernel for, is written
/// as <c>#3</c>.
/// </summary>
internal static class XtSet
{
    private const ushort NoSet = ushort.MaxValue;

    public static string? Match(string name, XtData data) => (name, data.Revision) switch
    {
        ("set", 1 or 2) when data.Holds(4) => Set(data, "--match-set") + ((data.Byte(3) & 0x80) != 0 ? " --return-nomatch" : ""),
        ("set", 3) when data.Holds(44) => Set(data, "--match-set") + Options(data, data.Word(40))
            + Counter("packets", data.Byte(8), data.Long(16)) + Counter("bytes", data.Byte(24), data.Long(32)),
        ("set", 4) when data.Holds(44) => Set(data, "--match-set") + Options(data, data.Word(40))
            + Counter("packets", data.Byte(16), data.Long(8)) + Counter("bytes", data.Byte(32), data.Long(24)),
        _ => null,
    };

    public static string? Target(string name, XtData data) => (name, data.Revision) switch
    {
        ("SET", 1) when data.Holds(8) => Change(data, 0, "--add-set") + Change(data, 4, "--del-set"),
        ("SET", 2) when data.Holds(16) =>
            Change(data, 0, "--add-set") + Entry(data.Word(8), data.Word(12)) + Change(data, 4, "--del-set"),
        ("SET", 3) when data.Holds(20) =>
            Change(data, 0, "--add-set") + Entry(data.Word(12), data.Word(16)) + Change(data, 4, "--del-set") + Change(data, 8, "--map-set")
            + Map(data.Word(12)),
        _ => null,
    };

    private static string Set(XtData data, string option) => XtText.Not((data.Byte(3) & 1) != 0) + Change(data, 0, option);

    private static string Change(XtData data, int offset, string option)
    {
        const int Most = 6;
        if (data.Short(offset) == NoSet)
            return "";
        var words = new StringBuilder($" {option} #{data.Short(offset)}");
        for (var i = 1; i <= Math.Min(data.Byte(offset + 2), (byte)Most); i++)
            words.Append(i == 1 ? " " : ",").Append((data.Byte(offset + 3) & (1 << i)) != 0 ? "src" : "dst");
        return words.ToString();
    }

    private static string Options(XtData data, uint flags) => ((flags & 0x80) != 0 ? " --return-nomatch" : "")
        + ((flags & 8) != 0 ? " ! --update-counters" : "") + ((flags & 0x10) != 0 ? " ! --update-subcounters" : "");

    private static string Counter(string name, byte operation, ulong value) => operation switch
    {
        1 => $" --{name}-eq {value}",
        2 => $" ! --{name}-eq {value}",
        3 => $" --{name}-lt {value}",
        4 => $" --{name}-gt {value}",
        _ => "",
    };

    private static string Entry(uint flags, uint timeout) =>
        ((flags & 1) != 0 ? " --exist" : "") + (timeout == uint.MaxValue ? "" : $" --timeout {timeout}");

    private static string Map(uint flags) => ((flags & 0x100) != 0 ? " --map-mark" : "")
        + ((flags & 0x200) != 0 ? " --map-prio" : "") + ((flags & 0x400) != 0 ? " --map-queue" : "");
}
