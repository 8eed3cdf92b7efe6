using System.Net;
using DockerNetwork.Errors;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Creation;

/// <summary>
/// Who has an address on a network already. An engine that is asked for such an address for a running container refuses it and keeps it in
/// the container's settings all the same (moby's connectToNetwork writes them first), and then the container cannot start again.
/// </summary>
internal static class AddressHolders
{
    /// <summary>The refusal of an address that somebody has; null if nobody is known to have one of them.</summary>
    /// <param name="network">The network, with its endpoints.</param>
    /// <param name="container">The id of the one that is to be connected; null if it is not created yet.</param>
    /// <param name="runs">
    /// Whether it runs, or is started at once. If not, only addresses that no container can have are refused: another container may have
    /// stopped by the time this one starts.
    /// </param>
    /// <param name="addresses">The addresses that are asked for; null for none.</param>
    /// <returns>AddressInUse.</returns>
    public static CommandException? Refusal(Network network, string? container, bool runs, params IPAddress?[] addresses)
    {
        foreach (var address in addresses.OfType<IPAddress>())
        {
            if (network.Ipam.Any(subnet => address.Equals(subnet.Gateway)))
                return CommandErrors.AddressOfGateway(address, network.Name);
            if (network.Ipam.SelectMany(subnet => subnet.AuxAddress).FirstOrDefault(aux => address.Equals(aux.Value)) is { Key: { } name })
                return CommandErrors.AddressReserved(address, network.Name, name);
            if (runs && network.Endpoints.FirstOrDefault(e => e.ContainerId != container && e.Has(address)) is { } holder)
            {
                return CommandErrors.AddressOfContainer(address, network.Name, holder.Container, Disconnection(holder));
            }
        }

        return null;
    }

    /// <summary>The refusal of an address that a new container asks for; null if the engine is to decide.</summary>
    /// <param name="snapshot">The engine.</param>
    /// <param name="networks">Where it is to be connected, as <see cref="NetworkAttachment"/> knows them on the engine.</param>
    /// <param name="starts">Whether it is started at once.</param>
    /// <returns>AddressInUse or AddressOutsideSubnet.</returns>
    public static CommandException? Refusal(EngineSnapshot snapshot, IEnumerable<NetworkAttachment> networks, bool starts) => networks
        .Where(wanted => wanted.IPAddress is not null || wanted.IPv6Address is not null)
        .Select(wanted => (Wanted: wanted, Network: snapshot.Networks.FirstOrDefault(network =>
            wanted.NetworkId is { } id ? network.Id == id : network.Name == wanted.Name || network.Id == wanted.Name)))
        .Where(pair => pair.Network is not null)
        .Select(pair => UnusableAddresses.Refusal(pair.Network!, pair.Wanted.IPAddress, pair.Wanted.IPv6Address)
            ?? Refusal(pair.Network!, null, starts, pair.Wanted.IPAddress, pair.Wanted.IPv6Address))
        .FirstOrDefault(refusal => refusal is not null);

    private static string Disconnection(NetworkEndpoint endpoint) =>
        $"Disconnect-DockerNetwork -Network {Word(endpoint.Network, endpoint.NetworkId)} "
        + $"-Container {Word(endpoint.Container, endpoint.ContainerId)}";

    /// <summary>A name, or the id if the name could mean something else.</summary>
    private static string Word(string name, string id) => PowerShellWord.Of(FixRules.IsName(name) ? name : id);
}
