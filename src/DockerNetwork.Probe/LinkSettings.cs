using System.Buffers.Binary;
using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>
/// The settings of a link, as /proc/sys/net/ipv4/conf/LINK and /proc/sys/net/ipv6/conf/LINK have them. The kernel adds them to each list of
/// links (IFLA_AF_SPEC), so that no file is opened for them.
/// </summary>
internal static class LinkSettings
{
    private const int ConfOfIPv4 = 1;
    private const int ConfOfIPv6 = 2;

    /// <summary>Those of IPv4, with their numbers in linux/ip.h (IPV4_DEVCONF_…), which begin at 1.</summary>
    private static readonly (string Name, int Number)[] OfIPv4 =
    [
        ("forwarding", 1), ("proxy_arp", 3), ("rp_filter", 8), ("arp_filter", 13), ("arp_ignore", 19), ("accept_local", 23),
        ("route_localnet", 26),
    ];

    /// <summary>Those of IPv6, with their numbers in linux/ipv6.h (DEVCONF_…), which begin at 0.</summary>
    private static readonly (string Name, int Number)[] OfIPv6 = [("forwarding", 0), ("disable_ipv6", 26)];

    /// <summary>The names of those of IPv4.</summary>
    public static IEnumerable<string> NamesOfIPv4 => Array.ConvertAll(OfIPv4, setting => setting.Name);

    /// <summary>The names of those of IPv6.</summary>
    public static IEnumerable<string> NamesOfIPv6 => Array.ConvertAll(OfIPv6, setting => setting.Name);

    /// <summary>Whether packets that come in by a link are forwarded; null if the kernel does not tell.</summary>
    public static bool? ForwardsIPv4(Dictionary<int, byte[]> attributes) =>
        Values(attributes, Native.InterNetwork, ConfOfIPv4) is { Length: >= sizeof(int) } values
            ? BinaryPrimitives.ReadInt32LittleEndian(values) != 0
            : null;

    /// <summary>Those of a link.</summary>
    /// <param name="link">Its name.</param>
    /// <param name="attributes">Its attributes, as the kernel lists them.</param>
    public static List<SysctlItem> Read(string link, Dictionary<int, byte[]> attributes)
    {
        var settings = new List<SysctlItem>();
        var name = link.Replace('.', '/');
        Add($"net.ipv4.conf.{name}.", Values(attributes, Native.InterNetwork, ConfOfIPv4), OfIPv4, first: 1);
        Add($"net.ipv6.conf.{name}.", Values(attributes, Native.InterNetworkV6, ConfOfIPv6), OfIPv6, first: 0);
        return settings;

        void Add(string prefix, byte[] values, (string Name, int Number)[] wanted, int first)
        {
            foreach (var (setting, number) in wanted)
            {
                var offset = (number - first) * sizeof(int);
                if (offset + sizeof(int) > values.Length)
                    continue;
                var value = BinaryPrimitives.ReadInt32LittleEndian(values.AsSpan(offset));
                settings.Add(new SysctlItem { Sysctl = prefix + setting, Value = value });
            }
        }
    }

    private static byte[] Values(Dictionary<int, byte[]> attributes, int family, int conf)
    {
        const int OfFamilies = 26;
        return attributes.TryGetValue(OfFamilies, out var families)
            && NetlinkMessages.Attributes(families).TryGetValue(family, out var ofFamily)
            && NetlinkMessages.Attributes(ofFamily).TryGetValue(conf, out var values) ? values : [];
    }
}
