using System.Net;
using DockerNetwork.Errors;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
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
    /// <param name="container">
    /// Who is to be connected. If it does not run, only addresses that no container can have are refused: another container may have
    /// stopped by the time this one starts.
    /// </param>
    /// <param name="addresses">The addresses that are asked for; null for none.</param>
    /// <returns>AddressInUse.</returns>
    public static CommandException? Refusal(Network network, Container container, params IPAddress?[] addresses)
    {
        foreach (var address in addresses.OfType<IPAddress>())
        {
            if (network.Ipam.Any(subnet => address.Equals(subnet.Gateway)))
                return CommandErrors.AddressOfGateway(address, network.Name);
            if (network.Ipam.SelectMany(subnet => subnet.AuxAddress).FirstOrDefault(aux => address.Equals(aux.Value)) is { Key: { } name })
                return CommandErrors.AddressReserved(address, network.Name, name);
            if (container.Up
                && network.Endpoints.FirstOrDefault(e => e.ContainerId != container.Id && e.Has(address)) is { } holder)
            {
                return CommandErrors.AddressOfContainer(address, network.Name, holder.Container, Disconnection(holder));
            }
        }

        return null;
    }

    private static string Disconnection(NetworkEndpoint endpoint) =>
        $"Disconnect-DockerNetwork -Network {Word(endpoint.Network, endpoint.NetworkId)} "
        + $"-Container {Word(endpoint.Container, endpoint.ContainerId)}";

    /// <summary>A name, or the id if the name could mean something else.</summary>
    private static string Word(string name, string id) => PowerShellWord.Of(FixRules.IsName(name) ? name : id);
}
