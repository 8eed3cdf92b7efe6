using System.Net;
using System.Security.Cryptography;

namespace DockerNetwork.Model.Addressing;

/// <summary>The /48 of unique local IPv6 addresses (RFC 4193) that networks of one site are cut from.</summary>
public static class UniqueLocalRange
{
    private static readonly IPNetwork Drawn = Draw();

    /// <summary>
    /// The one that networks are in already; else one drawn at random, as 3.2.2 wants it, the same for the whole session.
    /// </summary>
    public static IPNetwork Of(IEnumerable<IPNetwork> networks)
    {
        foreach (var network in networks)
        {
            if (network.BaseAddress.IsIPv6UniqueLocal
                && network.PrefixLength >= 48
                && Addresses.ParseSubnet($"{network.BaseAddress}/48") is { } site)
            {
                return site;
            }
        }

        return Drawn;
    }

    private static IPNetwork Draw()
    {
        var bytes = new byte[16];
        bytes[0] = 0xfd;
        RandomNumberGenerator.Fill(bytes.AsSpan(1, 5));
        return new IPNetwork(new IPAddress(bytes), 48);
    }
}
