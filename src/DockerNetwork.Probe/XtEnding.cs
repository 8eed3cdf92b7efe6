using System.Globalization;
using System.Text;

namespace DockerNetwork.Probe;

/// <summary>Targets that end a packet's walk or report it: REJECT, queues, logs.</summary>
internal static class XtEnding
{
    private static readonly string?[] Answers =
    [
        "icmp-net-unreachable", "icmp-host-unreachable", "icmp-proto-unreachable", "icmp-port-unreachable", null, "icmp-net-prohibited",
        "icmp-host-prohibited", "tcp-reset", "icmp-admin-prohibited",
    ];

    private static readonly string?[] AnswersV6 =
    [
        "icmp6-no-route", "icmp6-adm-prohibited", null, "icmp6-addr-unreachable", "icmp6-port-unreachable", null, "tcp-reset",
        "icmp6-policy-fail", "icmp6-reject-route",
    ];

    public static string? Target(string name, XtData data) => (name, data.Revision) switch
    {
        ("REJECT", 0) when data.Holds(4) => Reject(data),
        ("LOG", 0) when data.Holds(32) => Log(data),
        ("NFLOG", 0) when data.Holds(76) => LogGroup(data),
        ("NFQUEUE", 0) when data.Holds(2) => $" --queue-num {data.Short(0)}",
        ("NFQUEUE", 1) when data.Holds(4) => Queue(data, 0),
        ("NFQUEUE", 2 or 3) when data.Holds(6) => Queue(data, data.Short(4)),
        ("AUDIT", 0) when data.Holds(1) =>
            data.Byte(0) switch { 0 => " --type accept", 1 => " --type drop", 2 => " --type reject", _ => null },
        ("TRACE", 0) => "",
        _ => null,
    };

    private static string? Reject(XtData data)
    {
        var answers = data.IsV6 ? AnswersV6 : Answers;
        return data.Word(0) < answers.Length && answers[data.Word(0)] is { } answer ? $" --reject-with {answer}" : null;
    }

    private static string Log(XtData data)
    {
        const int UsualLevel = 4;
        var (level, flags, prefix) = (data.Byte(0), data.Byte(1), data.Text(2, 30));
        var words = new StringBuilder(prefix.Length == 0 ? "" : $" --log-prefix {XtText.Quoted(prefix)}");
        words.Append(level == UsualLevel ? "" : $" --log-level {level}");
        words.Append((flags & 1) != 0 ? " --log-tcp-sequence" : "").Append((flags & 2) != 0 ? " --log-tcp-options" : "");
        words.Append((flags & 4) != 0 ? " --log-ip-options" : "").Append((flags & 8) != 0 ? " --log-uid" : "");
        return words.Append((flags & 0x20) != 0 ? " --log-macdecode" : "").ToString();
    }

    private static string LogGroup(XtData data)
    {
        var (length, prefix) = (data.Word(0), data.Text(12, 64));
        var words = new StringBuilder(prefix.Length == 0 ? "" : $" --nflog-prefix {XtText.Quoted(prefix)}");
        words.Append(data.Short(4) == 0 ? "" : $" --nflog-group {data.Short(4)}");
        if ((data.Short(8) & 1) != 0)
            words.Append(CultureInfo.InvariantCulture, $" --nflog-size {length}");
        else if (length != 0)
            words.Append(CultureInfo.InvariantCulture, $" --nflog-range {length}");
        return words.Append(data.Short(6) == 0 ? "" : $" --nflog-threshold {data.Short(6)}").ToString();
    }

    private static string Queue(XtData data, int flags)
    {
        var (first, count) = (data.Short(0), data.Short(2));
        var words = count > 1 ? $" --queue-balance {first}:{first + count - 1}" : $" --queue-num {first}";
        return words + ((flags & 1) != 0 ? " --queue-bypass" : "") + (data.Revision == 3 && (flags & 2) != 0 ? " --queue-cpu-fanout" : "");
    }
}
