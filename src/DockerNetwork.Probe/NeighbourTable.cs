using System.Globalization;

namespace DockerNetwork.Probe;

/// <summary>
/// The kernel's tables of neighbours (ARP, NDP): one of each for all namespaces together, of 1,024 entries unless the host says otherwise.
/// When one is
/// full, packets vanish without a word, and look as if a firewall had dropped them. The numbers are told in the first namespace alone,
/// that of process 1.
/// </summary>
internal static class NeighbourTable
{
    private const int UsualSize = 1024;
    private static readonly (string Statistics, string Size)[] Tables =
    [
        ("arp_cache", "/proc/sys/net/ipv4/neigh/default/gc_thresh3"),
        ("ndisc_cache", "/proc/sys/net/ipv6/neigh/default/gc_thresh3"),
    ];

    private static (long Overflows, int? Room) _last;
    private static long _readAt = long.MinValue / 2;

    /// <summary>Where the kernel's statistics are. Another folder only in a test.</summary>
    public static string Folder { get; set; } = "/proc/1/net/stat";

    /// <summary>How often the kernel found its table full; only differences mean something.</summary>
    /// <param name="fresh">As of now; else a value of a moment ago will do, which can only be lower.</param>
    public static long Overflows(bool fresh)
    {
        const int Moment = 50;
        if (fresh || Environment.TickCount64 - _readAt >= Moment)
            Read();
        return _last.Overflows;
    }

    /// <summary>How many entries still fit in the fuller table; null if the kernel does not report it.</summary>
    public static int? Room()
    {
        Read();
        return _last.Room;
    }

    /// <summary>
    /// A line of names, then one line for each processor, in hexadecimal; each line counts the entries of all processors.
    /// </summary>
    internal static (int Entries, long Overflows)? Parse(IReadOnlyList<string> lines)
    {
        if (lines.Count < 2)
            return null;
        var names = Words(lines[0]);
        var (entries, full) = (Array.IndexOf(names, "entries"), Array.IndexOf(names, "table_fulls"));
        if (entries < 0 || full < 0)
            return null;
        var (count, overflows) = (0, 0L);
        foreach (var words in lines.Skip(1).Select(Words).Where(w => w.Length == names.Length))
        {
            if (int.TryParse(words[entries], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var some))
                count = Math.Max(count, some);
            if (long.TryParse(words[full], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var times))
                overflows += times;
        }

        return (count, overflows);
    }

    private static void Read()
    {
        long overflows = 0;
        int? room = null;
        foreach (var (statistics, size) in Tables)
        {
            if (Lines($"{Folder}/{statistics}") is not { } lines || Parse(lines) is not var (entries, times))
                continue;
            overflows += times;
            var left = Math.Max(0, Size(size) - entries);
            room = room < left ? room : left;
        }

        // Without a number, the last one stays: a file that could not be opened once is not an overflow.
        _last = (room is null ? _last.Overflows : overflows, room);
        _readAt = Environment.TickCount64;
    }

    private static int Size(string path) =>
        Lines(path) is [var text, ..] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? size
            : UsualSize;

    private static string[]? Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
