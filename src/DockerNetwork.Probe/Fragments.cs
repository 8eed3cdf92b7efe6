using System.Net.Sockets;

namespace DockerNetwork.Probe;

/// <summary>Whether the packets of a socket may be cut into fragments (ip(7), IP_MTU_DISCOVER; ipv6(7)).</summary>
internal static class Fragments
{
    private const int LevelIp = 0;
    private const int LevelIp6 = 41;
    private const int MtuDiscovery = 10;
    private const int MtuDiscovery6 = 23;
    private const int DontFragment6 = 62;

    /// <summary>
    /// IP_PMTUDISC_DONT and IP_PMTUDISC_PROBE: never forbid fragments; always do, whatever MTU is remembered of the path. With
    /// IP_PMTUDISC_DO, a packet that is larger than what is remembered would not leave the source.
    /// </summary>
    private const int Never = 0;
    private const int Always = 3;

    /// <summary>Forbids them, or allows them to everybody on the way.</summary>
    public static void Forbid(int descriptor, AddressFamily family, bool forbid)
    {
        var v6 = family == AddressFamily.InterNetworkV6;
        Native.SetOption(descriptor, v6 ? LevelIp6 : LevelIp, v6 ? MtuDiscovery6 : MtuDiscovery, forbid ? Always : Never);
        if (v6 && forbid)
            Native.SetOption(descriptor, LevelIp6, DontFragment6, 1);
    }
}
