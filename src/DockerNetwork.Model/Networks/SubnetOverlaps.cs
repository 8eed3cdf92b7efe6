using DockerNetwork.Model.Addressing;

namespace DockerNetwork.Model.Networks;

/// <summary>
/// Which networks share addresses with another network or with the host. Containers on such a network cannot reach the other addresses,
/// and the host may not reach them.
/// </summary>
public static class SubnetOverlaps
{
    /// <summary>Those that overlap something, each with <see cref="NetworkProperties.Overlaps"/>.</summary>
    /// <param name="networks">The networks that are asked about.</param>
    /// <param name="all">All networks of the engine.</param>
    /// <param name="host">The engine's host. The interfaces of the networks themselves do not count.</param>
    public static IReadOnlyList<Network> Among(IEnumerable<Network> networks, IReadOnlyCollection<Network> all, HostNetworks host)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(host);
        // A configuration carries no traffic; the networks made from it have its subnets.
        var others = all.Where(n => !n.ConfigOnly).SelectMany(n => n.Subnets.Select(range => (n.Id, n.Name, Range: range))).ToArray();
        var bridges = all.Select(n => n.Bridge).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var links = host.Links.Where(link => !bridges.Contains(link.Interface)).Distinct().ToArray();
        return
        [
            .. networks
                .Where(n => !n.ConfigOnly)
                .Select(n => n with { Overlaps = [.. Of(n).Distinct(StringComparer.Ordinal)] })
                .Where(n => n.Overlaps is { Count: > 0 }),
        ];

        IEnumerable<string> Of(Network network) => network.Subnets.SelectMany(range => others
            .Where(other => other.Id != network.Id && Addresses.Overlap(range, other.Range))
            .Select(other => $"{other.Name} {other.Range}")
            // The subnet of a macvlan network is that of its parent interface.
            .Concat(links
                .Where(link => link.Interface != network.HostInterface && Addresses.Overlap(range, link.Range))
                .Select(link => $"{link.Interface} of the host, {link.Range}")));
    }
}
