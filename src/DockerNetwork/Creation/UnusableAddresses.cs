using System.Net;
using System.Net.Sockets;
using DockerNetwork.Errors;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Creation;

/// <summary>
/// Addresses that no container can have on a network, whoever is on it. Engines refuse them, some only after they have written them into
/// the settings of a running container (<see cref="KeptEndpoint"/>).
/// </summary>
internal static class UnusableAddresses
{
    /// <summary>The refusal of an address that no container can have; null if the engine is to decide.</summary>
    /// <param name="network">The network, with its endpoints. About an IPAM plugin, nothing is known.</param>
    /// <param name="addresses">The addresses that are asked for; null for none.</param>
    /// <returns>AddressOutsideSubnet or AddressInUse.</returns>
    public static CommandException? Refusal(Network network, params IPAddress?[] addresses) =>
        network is { CanConnect: true, DefaultBridge: false, IpamDriver: "default" }
            ? addresses.OfType<IPAddress>().Select(address => Refusal(network, address)).FirstOrDefault(refusal => refusal is not null)
            : null;

    /// <summary>
    /// The refusal of an address of a family that the network does not have, which Podman writes into the settings first.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="addresses">The addresses that are asked for; null for none.</param>
    public static CommandException? RefusalOfFamily(Network network, params IPAddress?[] addresses) => addresses
        .OfType<IPAddress>()
        .Where(address => network.Subnets.All(subnet => subnet.BaseAddress.AddressFamily != address.AddressFamily))
        .Select(address => CommandErrors.AddressOutside(address, network.Name, network.Subnets))
        .FirstOrDefault();

    private static CommandException? Refusal(Network network, IPAddress address)
    {
        var subnets = network.Subnets.Where(subnet => subnet.BaseAddress.AddressFamily == address.AddressFamily).ToList();
        // Without a subnet of the family, Docker refuses the address before it writes anything.
        if (subnets.Count == 0)
            return null;
        if (!subnets.Exists(subnet => subnet.Contains(address)))
            return CommandErrors.AddressOutside(address, network.Name, subnets);
        if (subnets.Find(subnet => subnet.Contains(address)) is var own && Role(own, address) is { } role)
            return CommandErrors.AddressOfSubnet(address, role, own);
        // An isolated bridge may have no gateway.
        return network.GatewayMode(address.AddressFamily) != "isolated" && BridgeAddresses.Of(network).Contains(address)
            ? CommandErrors.AddressOfGateway(address, network.Name)
            : null;
    }

    /// <summary>
    /// What the engine reserves an address of a subnet for, as libnetwork's default allocator does (newPoolData): the first address, and
    /// the last one of IPv4. Subnets with two addresses or one, which versions treat differently, are left to the engine.
    /// </summary>
    private static string? Role(IPNetwork subnet, IPAddress address)
    {
        var isIPv4 = address.AddressFamily == AddressFamily.InterNetwork;
        return subnet.PrefixLength >= (isIPv4 ? 31 : 127) ? null
            : address.Equals(subnet.BaseAddress) ? (isIPv4 ? "network address" : "router anycast address")
            : isIPv4 && address.Equals(FreeAddresses.Last(subnet)) ? "broadcast address"
            : null;
    }
}
