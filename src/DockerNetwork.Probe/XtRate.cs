using System.Globalization;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>Matches on how many packets there were, and when: limits, quotas, samples, lists of recent addresses, times of day.</summary>
internal static class XtRate
{
    private const uint Scale = 10_000;
    private static readonly (string Name, uint Seconds)[] Periods = [("day", 86_400), ("hour", 3_600), ("min", 60), ("sec", 1)];
    private static readonly (string Name, ulong Size)[] Units = [("m", 1024 * 1024), ("k", 1024), ("", 1)];
    private static readonly string[] WeekDays = ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static string? Match(string name, XtData data) => (name, data.Revision) switch
    {
        ("limit", 0) when data.Holds(8) => Limit(data),
        ("hashlimit", 1) when data.Holds(46) => HashLimit(data, 16, Scale),
        ("hashlimit", 2) when data.Holds(294) => HashLimit(data, 255, 1_000_000),
        ("hashlimit", 3) when data.Holds(298) => HashLimit(data, 255, 1_000_000),
        ("quota", 0) when data.Holds(16) => $"{XtText.Not((data.Word(0) & 1) != 0)} --quota {data.Long(8)}",
        ("statistic", 0) when data.Holds(12) => Statistic(data),
        ("recent", 0) when data.Holds(211) => Recent(data, ""),
        ("recent", 1) when data.Holds(228) => Recent(data, $" --mask {data.Address(212)}"),
        ("time", 0) when data.Holds(22) => Time(data),
        _ => null,
    };

    private static string Limit(XtData data)
    {
        const uint UsualBurst = 5;
        var words = $" --limit {Rate(data.Word(0), Scale, out _)}";
        return data.Word(4) == UsualBurst ? words : $"{words} --limit-burst {data.Word(4)}";
    }

    /// <summary>How often, from the time between two packets, in the longest period that loses nothing.</summary>
    private static string Rate(ulong between, uint scale, out uint milliseconds)
    {
        milliseconds = 0;
        if (between == 0)
            return "inf";
        var i = 1;
        for (; i < Periods.Length; i++)
        {
            var length = (ulong)Periods[i].Seconds * scale;
            if (between > length || length / between < length % between)
                break;
        }

        var (name, seconds) = Periods[i - 1];
        milliseconds = seconds * 1000;
        return $"{(ulong)seconds * scale / between}/{name}";
    }

    private static string HashLimit(XtData data, int nameLength, uint scale)
    {
        var old = data.Revision == 1;
        var at = old ? 16 : 256;
        var (mode, average, burst) = old
            ? (data.Word(at), data.Word(at + 4), data.Word(at + 8))
            : (data.Word(at + 16), data.Long(at), data.Long(at + 8));
        var rest = old ? at + 12 : at + 20;
        var masks = data.Revision == 3 ? rest + 20 : rest + 16;
        var words = new StringBuilder((mode & 0x10) != 0 ? " --hashlimit-above " : " --hashlimit-upto ");
        uint expire;
        if ((mode & 0x20) != 0)
            words.Append(Bytes(average, burst, out expire));
        else
            words.Append(Rate(average, scale, out expire)).Append(CultureInfo.InvariantCulture, $" --hashlimit-burst {burst}");
        if ((mode & 0xf) != 0)
            words.Append(CultureInfo.InvariantCulture, $" --hashlimit-mode {Mode(mode)}");
        words.Append(CultureInfo.InvariantCulture, $" --hashlimit-name {data.Text(0, nameLength)}");
        Number("--hashlimit-htable-size", data.Word(rest), 0);
        Number("--hashlimit-htable-max", data.Word(rest + 4), 0);
        Number("--hashlimit-htable-gcinterval", data.Word(rest + 8), 1000);
        Number("--hashlimit-htable-expire", data.Word(rest + 12), expire);
        var full = data.IsV6 ? 128u : 32;
        Number("--hashlimit-srcmask", data.Byte(masks), full);
        Number("--hashlimit-dstmask", data.Byte(masks + 1), full);
        if (data.Revision == 3 && (mode & 0x40) != 0)
        {
            words.Append(" --hashlimit-rate-match");
            Number("--hashlimit-rate-interval", data.Word(rest + 16), 1);
        }

        return words.ToString();

        void Number(string option, uint value, uint usual) => words.Append(value == usual ? "" : $" {option} {value}");
    }

    private static string Mode(uint mode) => XtText.Flags(
        ((mode & 4) >> 2) | ((mode & 8) >> 2) | ((mode & 1) << 2) | ((mode & 2) << 2), "srcip", "srcport", "dstip", "dstport");

    /// <summary>Rates of bytes are kept as the cost of 16 bytes.</summary>
    private static string Bytes(ulong cost, ulong burst, out uint expire)
    {
        var rate = unchecked(((cost == 0 ? uint.MaxValue : uint.MaxValue / cost) - 1) << 4);
        var unit = Array.Find(Units, u => u.Size == 1 || (rate >= u.Size && Cost(rate & ~(u.Size - 1)) == cost));
        var words = $"{rate / unit.Size}{unit.Name}b/s";
        expire = burst == 0 ? 15_000u : 60_000;
        if (burst == 0)
            return words;
        var size = unchecked(rate * burst);
        unit = Array.Find(Units, u => u.Size == 1 || size >= u.Size);
        return $"{words} --hashlimit-burst {size / unit.Size}{unit.Name}b";
    }

    private static ulong Cost(ulong bytes) => uint.MaxValue / ((ulong)unchecked((uint)(bytes >> 4)) + 1);

    private static string? Statistic(XtData data)
    {
        var not = XtText.Not((data.Short(2) & 1) != 0);
        return data.Short(0) switch
        {
            0 => $" --mode random{not} --probability {Probability(data.Word(4))}",
            1 => $" --mode nth{not} --every {data.Word(4) + 1ul} --packet {data.Word(8)}",
            _ => null,
        };
    }

    /// <summary>In parts of 2^31, with 11 digits, rounded as printf(3) does: half to even.</summary>
    private static string Probability(uint parts)
    {
        const ulong Digits = 100_000_000_000;
        const int Shift = 31;
        var exact = (UInt128)parts * Digits;
        var (whole, rest) = ((ulong)(exact >> Shift), (ulong)(exact & ((1ul << Shift) - 1)));
        if (rest > 1ul << (Shift - 1) || (rest == 1ul << (Shift - 1) && (whole & 1) != 0))
            whole++;
        return string.Create(CultureInfo.InvariantCulture, $"{whole / Digits}.{whole % Digits:D11}");
    }

    private static string Recent(XtData data, string mask)
    {
        var check = data.Byte(8);
        var not = XtText.Not(data.Byte(9) != 0);
        var words = new StringBuilder();
        words.Append((check & 2) != 0 ? $"{not} --set" : "").Append((check & 1) != 0 ? $"{not} --rcheck" : "");
        words.Append((check & 4) != 0 ? $"{not} --update" : "").Append((check & 8) != 0 ? $"{not} --remove" : "");
        words.Append(data.Word(0) != 0 ? $" --seconds {data.Word(0)}" : "").Append((check & 0x20) != 0 ? " --reap" : "");
        words.Append(data.Word(4) != 0 ? $" --hitcount {data.Word(4)}" : "").Append((check & 0x10) != 0 ? " --rttl" : "");
        words.Append(CultureInfo.InvariantCulture, $" --name {data.Text(10, 200)}{mask}");
        return words.Append(data.Byte(210) == 0 ? " --rsource" : " --rdest").ToString();
    }

    private static string Time(XtData data)
    {
        const uint AllMonthDays = 0xfffffffe;
        const uint AllWeekDays = 0xfe;
        var (start, stop, flags) = (data.Word(8), data.Word(12), data.Byte(21));
        var words = new StringBuilder();
        if ((start, stop) != (0, 86_399))
            words.Append(CultureInfo.InvariantCulture, $" --timestart {Clock(start)} --timestop {Clock(stop)}");
        if (data.Word(16) != AllMonthDays)
            words.Append(" --monthdays ").AppendJoin(',', Enumerable.Range(1, 31).Where(DaysOf(data.Word(16))));
        if (data.Byte(20) != AllWeekDays)
            words.Append(CultureInfo.InvariantCulture, $" --weekdays {XtText.Flags(data.Byte(20) & AllWeekDays, WeekDays)}");
        words.Append(Date("--datestart", data.Word(0))).Append(Date("--datestop", data.Word(4)));
        return words.Append((flags & 1) != 0 ? " --kerneltz" : "").Append((flags & 2) != 0 ? " --contiguous" : "").ToString();
    }

    private static Func<int, bool> DaysOf(uint days) => day => (days & (1u << day)) != 0;

    private static string Clock(uint seconds) => $"{seconds / 3600:D2}:{seconds / 60 % 60:D2}:{seconds % 60:D2}";

    private static string Date(string option, uint seconds) => seconds == 0 ? ""
        : string.Create(CultureInfo.InvariantCulture, $" {option} {DateTimeOffset.FromUnixTimeSeconds(seconds):yyyy-MM-ddTHH:mm:ss}");
}
