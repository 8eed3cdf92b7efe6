using System.Net;
using DockerNetwork.Engine;

namespace DockerNetwork.Model.Networks;

/// <summary>An address of a service, or of one of its tasks, on one network.</summary>
/// <param name="Network">The network's name; its id if the engine does not list it.</param>
/// <param name="NetworkId">The network's id.</param>
/// <param name="IPAddress">The address; null if there is none, as for the name of a service in the mode dnsrr.</param>
/// <param name="Encrypted">Whether the nodes encrypt the traffic between containers on the network.</param>
public sealed record NetworkAddress(string Network, string NetworkId, IPAddress? IPAddress, bool Encrypted) : NetworkAddressText
{
    internal new IPAddress? IPAddress { get; init; } = IPAddress;

    /// <summary>"mesh 10.0.1.8"; "mesh" without an address.</summary>
    public override string ToString() => IPAddress is null ? Network : $"{Network} {IPAddress}";
}

/// <summary>The address of a <see cref="NetworkAddress"/> as text, for ConvertTo-Json.</summary>
public abstract record NetworkAddressText : ModuleObject
{
    private protected NetworkAddressText()
    {
    }

    /// <summary>The address.</summary>
    public string? IPAddress => ((NetworkAddress)this).IPAddress?.ToString();
}
