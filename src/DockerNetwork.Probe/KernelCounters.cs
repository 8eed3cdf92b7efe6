using System.Globalization;
using System.Text;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// Counters of the kernel that grow when it loses packets: netstat.GROUP.NAME of /proc/net/netstat, snmp and snmp6, and stat.TABLE.NAME of
/// /proc/net/stat. They are those of the thread's namespace, but for the tables of neighbours, of which there is one for all namespaces.
/// </summary>
internal static class KernelCounters
{
    private const string Folder = "/proc/thread-self/net";
    private const int MaxText = 64 * 1024;

    private static readonly HashSet<string> Wanted = new(StringComparer.Ordinal)
    {
        "TcpExt.ListenOverflows", "TcpExt.ListenDrops", "TcpExt.TCPReqQFullDrop", "TcpExt.TCPReqQFullDoCookies", "TcpExt.TCPBacklogDrop",
        "TcpExt.IPReversePathFilter", "IpExt.InNoRoutes", "IpExt.InTruncatedPkts",
        "Ip.InHdrErrors", "Ip.InAddrErrors", "Ip.ForwDatagrams", "Ip.InDiscards", "Ip.OutDiscards", "Ip.OutNoRoutes", "Ip.FragFails",
        "Udp.NoPorts", "Udp.InErrors", "Udp.RcvbufErrors",
        "Ip6.InHdrErrors", "Ip6.InTooBigErrors", "Ip6.InNoRoutes", "Ip6.InAddrErrors", "Ip6.InDiscards", "Ip6.OutForwDatagrams",
        "Ip6.OutDiscards", "Ip6.OutNoRoutes", "Ip6.FragFails",
    };

    /// <summary>Those of the thread's namespace. What is not there is left out.</summary>
    public static List<SysctlItem> Read() =>
    [
        .. Pairs(Text($"{Folder}/netstat")),
        .. Pairs(Text($"{Folder}/snmp")),
        .. OfIPv6(Text($"{Folder}/snmp6")),
        .. Table("nf_conntrack", Text($"{Folder}/stat/nf_conntrack"), "drop", "early_drop", "insert_failed", "invalid"),
        .. Table("arp_cache", Text($"{NeighbourTable.Folder}/arp_cache"), "table_fulls"),
        .. Table("ndisc_cache", Text($"{NeighbourTable.Folder}/ndisc_cache"), "table_fulls"),
    ];

    /// <summary>Two lines a group: "Ip: A B", and "Ip: 1 2".</summary>
    public static List<SysctlItem> Pairs(string text)
    {
        var counters = new List<SysctlItem>();
        var lines = text.Split('\n');
        for (var i = 0; i + 1 < lines.Length; i += 2)
        {
            var (names, values) = (Words(lines[i]), Words(lines[i + 1]));
            if (names.Length == 0 || names.Length != values.Length || names[0] != values[0] || !names[0].EndsWith(':'))
                continue;
            for (var word = 1; word < names.Length; word++)
                Add(counters, $"{names[0][..^1]}.{names[word]}", values[word]);
        }

        return counters;
    }

    /// <summary>A line a counter: "Ip6InNoRoutes  1".</summary>
    public static List<SysctlItem> OfIPv6(string text)
    {
        const string Group = "Ip6";
        var counters = new List<SysctlItem>();
        foreach (var line in text.Split('\n'))
        {
            if (Words(line) is [var name, var value] && name.StartsWith(Group, StringComparison.Ordinal))
                Add(counters, $"{Group}.{name[Group.Length..]}", value);
        }

        return counters;
    }

    /// <summary>
    /// A line of names, then one for each processor, in hexadecimal. Entries are those of all processors on each line; others are added up.
    /// </summary>
    public static List<SysctlItem> Table(string table, string text, params ReadOnlySpan<string> wanted)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 2)
            return [];
        var names = Words(lines[0]);
        var rows = lines.Skip(1).Select(Words).Where(words => words.Length == names.Length).ToList();
        var counters = new List<SysctlItem>();
        Add("entries", Math.Max);
        foreach (var name in wanted)
            Add(name, (one, other) => one + other);
        return counters;

        void Add(string name, Func<long, long, long> join)
        {
            var column = Array.IndexOf(names, name);
            if (column < 0 || rows.Count == 0)
                return;
            var value = rows.Aggregate(0L, (sum, row) => join(sum, Hex(row[column])));
            counters.Add(new SysctlItem { Sysctl = $"stat.{table}.{name}", Value = value });
        }
    }

    /// <summary>The kernel writes 32 bits.</summary>
    private static long Hex(string word) =>
        uint.TryParse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value) ? value : 0;

    private static void Add(List<SysctlItem> counters, string name, string word)
    {
        if (Wanted.Contains(name) && long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            counters.Add(new SysctlItem { Sysctl = $"netstat.{name}", Value = value });
    }

    private static string[] Words(string line) => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static string Text(string path) => ProcessFiles.Read(-1, path, MaxText) is { } text ? Encoding.ASCII.GetString(text) : "";
}
