using System.Globalization;
using System.Security.Cryptography;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// Packets that cannot be taken for those of another trace, or of an earlier part of this one. They come from a port as the kernel of the
/// source gives it to who asks for none, so that firewalls treat them as they treat any.
/// </summary>
internal static class FreshPackets
{
    private const string Setting = "net.ipv4.ip_local_port_range";

    /// <summary>The kernel's error number if a port is in use (EADDRINUSE).</summary>
    public const int PortInUse = 98;

    /// <summary>How many ports are tried if somebody else has them.</summary>
    public const int MaxPorts = 4;

    /// <summary>The same packets with a number and a port of their own.</summary>
    public static PacketSpec Of(TraceEvidence evidence)
    {
        var (first, last) = Ports(evidence);
        var port = RandomNumberGenerator.GetInt32(first, last + 1);
        return evidence.Spec with { Token = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)), FromPort = port };
    }

    /// <summary>
    /// What was read in the source's namespace, else the setting of the container. A new namespace has the kernel's default, whatever the
    /// host has.
    /// </summary>
    internal static (int First, int Last) Ports(TraceEvidence evidence)
    {
        var read = (evidence.Look(evidence.Source)?.Sysctl($"{Setting}.first"), evidence.Look(evidence.Source)?.Sysctl($"{Setting}.last"));
        var ends = evidence.Source.Container?.Sysctl.GetValueOrDefault(Setting)?
            .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var set = ends is [var from, var to] ? (Number(from), Number(to)) : (null, null);
        return IsRange(read) ?? IsRange(set) ?? (32_768, 60_999);
    }

    private static (int First, int Last)? IsRange((long? First, long? Last) ports) =>
        ports is (>= 1 and var first, <= 65_535 and var last) && first <= last ? ((int)first, (int)last) : null;

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
