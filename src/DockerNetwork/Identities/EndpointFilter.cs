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
    private static readonly IPNetwork[] LinkLocal = [IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10")];

    /// <summary>There is no condition.</summary>
    public bool IsEmpty => Networks is null && Addresses is null && MacAddresses is null && Aliases is null;

    /// <summary>A list does not tell all that is asked for: aliases, or an address that may be a link-local one.</summary>
    public bool OnlyInspectTells => Aliases is not null || AsksForLinkLocal;

    /// <summary>As far as a list tells, without inspect.</summary>
    public bool MayFit(NetworkEndpoint endpoint) =>
        HasOthers(endpoint) && (HasAddress(endpoint) || endpoint.LinkLocalIPAddress is null && AsksForLinkLocal);

    private bool AsksForLinkLocal =>
        Addresses is not null && Array.Exists(Addresses, wanted => Array.Exists(LinkLocal, wanted.Overlaps));

    private bool HasAddress(NetworkEndpoint endpoint) =>
        Addresses is null || Of(endpoint).Any(address => Array.Exists(Addresses, wanted => wanted.Matches(address)));

    private bool HasOthers(NetworkEndpoint endpoint) =>
        (Networks is null || Selection.IsOn(Networks, endpoint))
        && (MacAddresses is null || Array.Exists(MacAddresses, wanted => wanted.Matches(endpoint.MacAddress)));

    /// <summary>The endpoint, which was inspected, meets all conditions.</summary>
    /// <exception cref="Errors.CommandException">InvalidPattern.</exception>
    public bool Fits(NetworkEndpoint endpoint) =>
        HasOthers(endpoint)
        && HasAddress(endpoint)
        && (Aliases is null || endpoint.Names().Any(name => Selection.Matches(Aliases, name)));

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
        return addresses.OfType<IPAddress>().Concat((endpoint.LinkLocalIPAddress ?? []).Where(endpoint.Has));
    }
}
