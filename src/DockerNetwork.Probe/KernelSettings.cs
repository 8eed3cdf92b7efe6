using System.Globalization;
using System.Text;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// Settings below /proc/sys/net. The kernel shows those of the thread's network namespace, so they are read inside of it. What is not there
/// (bridge-nf-call without br_netfilter, the size of the neighbour table in all namespaces but the first) is left out.
/// </summary>
internal static class KernelSettings
{
    private const int MaxNumber = 64;

    private static readonly string[] Names =
    [
        "ipv4.ip_forward", "ipv4.icmp_echo_ignore_all", "ipv6.icmp.echo_ignore_all",
        .. LinkSettings.NamesOfIPv4.SelectMany(name => new[] { $"ipv4.conf.all.{name}", $"ipv4.conf.default.{name}" }),
        .. LinkSettings.NamesOfIPv6.SelectMany(name => new[] { $"ipv6.conf.all.{name}", $"ipv6.conf.default.{name}" }),
        "bridge.bridge-nf-call-iptables", "bridge.bridge-nf-call-ip6tables", "bridge.bridge-nf-call-arptables",
        "netfilter.nf_conntrack_count", "netfilter.nf_conntrack_max",
        "ipv4.neigh.default.gc_thresh3", "ipv6.neigh.default.gc_thresh3",
        "core.somaxconn", "ipv4.tcp_max_syn_backlog", "ipv4.tcp_syncookies", "ipv4.ip_no_pmtu_disc", "ipv4.tcp_mtu_probing",
    ];

    /// <summary>Those of the thread's namespace.</summary>
    public static List<SysctlItem> Read()
    {
        var settings = new List<SysctlItem>();
        foreach (var name in Names)
        {
            if (ProcessFiles.Read(-1, $"/proc/sys/net/{name.Replace('.', '/')}", MaxNumber) is { } text && Number(text) is { } value)
                settings.Add(new SysctlItem { Sysctl = $"net.{name}", Value = value });
        }

        if (ProcessFiles.Read(-1, "/proc/sys/net/ipv4/ip_local_port_range", MaxNumber) is { } ports)
            settings.AddRange(PortRange(ports));
        return settings;
    }

    /// <summary>The ports that the kernel gives to who asks for none: the first and the last.</summary>
    public static IEnumerable<SysctlItem> PortRange(byte[] text)
    {
        var ends = Encoding.ASCII.GetString(text).Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (ends is not [var first, var last]
            || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            || !int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to))
            return [];
        return
        [
            new SysctlItem { Sysctl = "net.ipv4.ip_local_port_range.first", Value = from },
            new SysctlItem { Sysctl = "net.ipv4.ip_local_port_range.last", Value = to },
        ];
    }

    /// <summary>The number in a file; null if it has none.</summary>
    public static long? Number(ReadOnlySpan<byte> text) =>
        long.TryParse(Encoding.ASCII.GetString(text).Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
