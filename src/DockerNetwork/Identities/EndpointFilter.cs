using System.Net;
using DockerNetwork.Model.Containers;

namespace DockerNetwork.Identities;

/// <summary>Conditions that one endpoint has to meet together; null for none.</summary>
/// <param name="Networks">It is on one of these networks.</param>
/// <param name="Addresses">It has one of these addresses.</param>
/// <param name="MacAddresses">It has one of these MAC addresses.</param>
/// <param name="Aliases">One of these is an alias or a DNS name of it (wildcards allowed). Only inspect tells.</param>
internal sealed record EndpointFilter(
    NetworkIdentity[]? Networks, AddressIdentity[]? Addresses, MacIdentity[]? MacAddresses, string[]? Aliases)
{
    /// <summary>There is no condition.</summary>
    public bool IsEmpty => Networks is null && Addresses is null && MacAddresses is null && Aliases is null;

    /// <summary>Only inspect tells aliases, DNS names and link-local addresses.</summary>
    public bool NeedsInspection => Aliases is not null || (Addresses is not null && Array.Exists(Addresses, a => a.MayBeLinkLocal));

    /// <summary>As far as a list tells, without inspect.</summary>
    public bool MayFit(NetworkEndpoint endpoint) =>
        (Networks is null || Selection.IsOn(Networks, endpoint))
        && (Addresses is null || HasAddress(endpoint) || Array.Exists(Addresses, wanted => wanted.MayBeLinkLocal))
        && (MacAddresses is null || Array.Exists(MacAddresses, wanted => wanted.Matches(endpoint.MacAddress)));

    /// <summary>The endpoint, which was inspected, meets all conditions.</summary>
    /// <exception cref="Errors.CommandException">InvalidPattern.</exception>
    public bool Fits(NetworkEndpoint endpoint) =>
        MayFit(endpoint)
        && (Addresses is null || HasAddress(endpoint))
        && (Aliases is null || endpoint.Alias.Concat(endpoint.DnsName).Any(name => Selection.Matches(Aliases, name)));

    private bool HasAddress(NetworkEndpoint endpoint) =>
        Of(endpoint).Any(address => Array.Exists(Addresses!, wanted => wanted.Matches(address)));

    /// <summary>
    /// Its addresses. What is stopped has none, but its static ones are those it comes back with, unless somebody takes them meanwhile.
    /// </summary>
    private static IEnumerable<IPAddress> Of(NetworkEndpoint endpoint)
    {
        var own = endpoint.NamespaceOwner is null;
        IPAddress?[] addresses =
        [
            endpoint.IPAddress ?? (own ? endpoint.StaticIPAddress : null),
            endpoint.IPv6Address ?? (own ? endpoint.StaticIPv6Address : null),
        ];
        return addresses.OfType<IPAddress>().Concat(endpoint.LinkLocalIPAddress.Where(endpoint.Has));
    }
}
