using System.Net;
using System.Net.Sockets;

namespace DockerNetwork.Model.Networks;

/// <summary>The addresses that the engine's host has on the bridge of a network.</summary>
internal static class BridgeAddresses
{
    /// <summary>
    /// One for each subnet: the gateway that the engine lists. Engines up to 28.5 list none if the network was made with a subnet and
    /// without a gateway. Then it is the gateway of an endpoint, or else the first address that the engine may choose, because libnetwork
    /// reserves the gateway before all other addresses (network.go, ipamAllocateVersion). Empty for networks that are not bridges.
    /// </summary>
    public static IEnumerable<IPAddress> Of(Network network) => network is { Driver: "bridge", ConfigOnly: false }
        ? network.Ipam
            .Select(subnet => subnet.Gateway ?? OfEndpoints(network, subnet) ?? First(subnet))
            .Where(address => !Inhibited(network, address.AddressFamily))
        : [];

    /// <summary>
    /// Whether the gateway of an endpoint is the engine's host. The auxiliary addresses DefaultGatewayIPv4 and DefaultGatewayIPv6 are given
    /// to containers as their gateway instead, and with the option inhibit_ipv4 the host does not take the address (libnetwork's bridge
    /// driver, processIPAM and setupBridgeIPv4).
    /// </summary>
    public static bool IsHost(Network network, IPAddress gateway)
    {
        if (Inhibited(network, gateway.AddressFamily) || IsAuxiliary(network, gateway))
            return false;
        var listed = network.Gateways.Where(address => address.AddressFamily == gateway.AddressFamily).ToList();
        return listed.Count == 0 || listed.Contains(gateway);
    }

    /// <summary>The option com.docker.network.bridge.inhibit_ipv4: the host has no IPv4 address on the bridge.</summary>
    public static bool Inhibited(Network network, AddressFamily family) =>
        family == AddressFamily.InterNetwork && network.BridgeOptionOn("inhibit_ipv4");

    private static IPAddress? OfEndpoints(Network network, NetworkSubnet subnet) => network.Endpoints
        .SelectMany(endpoint => new[] { endpoint.Gateway, endpoint.IPv6Gateway })
        .OfType<IPAddress>()
        .FirstOrDefault(gateway => subnet.Subnet.Contains(gateway) && !IsAuxiliary(network, gateway));

    private static bool IsAuxiliary(Network network, IPAddress gateway) =>
        network.Ipam.Any(subnet => subnet.AuxAddress.Values.Contains(gateway));

    /// <summary>The first of the range that addresses are given from; never the network's own.</summary>
    private static IPAddress First(NetworkSubnet subnet) =>
        subnet.IPRange is { } range && !range.BaseAddress.Equals(subnet.Subnet.BaseAddress)
            ? range.BaseAddress
            : FreeAddresses.FirstHost(subnet.Subnet);
}
