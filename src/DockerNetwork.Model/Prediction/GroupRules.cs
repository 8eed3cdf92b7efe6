using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>Addresses that no single machine has. What comes of them depends on who listens, and on the program that sends.</summary>
internal static class GroupRules
{
    /// <summary>The address stands for a group, for all machines of a network, or for none.</summary>
    public static Verdict? OfNoMachine(AddressQuestion asked) => asked.Peer is null && Kind(asked) is { } kind
        ? Verdict.Unknown(asked.Address, AddressReasons.OfNoMachine(asked, kind))
        : null;

    /// <summary>Multicast: RFC 5771, RFC 4291 (2.7). Broadcast: RFC 919 (7). This network: RFC 1122 (3.2.1.3).</summary>
    private static string? Kind(AddressQuestion asked)
    {
        if (asked.Family == AddressFamily.InterNetworkV6)
            return asked.Address.IsIPv6Multicast ? "a multicast address" : null;
        return asked.Address.GetAddressBytes()[0] switch
        {
            >= 224 and <= 239 => "a multicast address",
            0 => "an address of 0.0.0.0/8, which is never a destination",
            255 when asked.Address.Equals(IPAddress.Broadcast) => "the broadcast address",
            _ => asked.Snapshot.Networks.FirstOrDefault(network => IsBroadcast(network, asked.Address)) is { } network
                ? $"the broadcast address of the network {network}"
                : null,
        };
    }

    /// <summary>The last address of a subnet, except in subnets with one or two addresses (RFC 3021).</summary>
    private static bool IsBroadcast(Network network, IPAddress address) => !network.ConfigOnly && network.Subnets.Any(subnet =>
        subnet.BaseAddress.AddressFamily == AddressFamily.InterNetwork
        && subnet.PrefixLength <= 30
        && address.Equals(FreeAddresses.Last(subnet)));
}
