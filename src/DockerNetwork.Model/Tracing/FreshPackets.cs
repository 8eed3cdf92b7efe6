using System.Security.Cryptography;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>Packets that cannot be taken for those of another trace, or of an earlier part of this one.</summary>
internal static class FreshPackets
{
    /// <summary>Below the ports that Linux gives to others by itself (ip_local_port_range, from 32,768).</summary>
    private const int FirstPort = 20_000, EndOfPorts = 32_000;

    /// <summary>The same packets with a number and a port of their own.</summary>
    public static PacketSpec Of(PacketSpec spec) => spec with
    {
        Token = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)),
        FromPort = RandomNumberGenerator.GetInt32(FirstPort, EndOfPorts),
    };
}
