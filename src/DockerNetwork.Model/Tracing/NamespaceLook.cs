using System.Net;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>What was read in a network namespace: of the source, of the host or of the target.</summary>
internal sealed record NamespaceLook
{
    /// <summary>Links by their index.</summary>
    public required IReadOnlyDictionary<int, NamespaceItem> Links { get; init; }

    /// <summary>Addresses, with the index of their link.</summary>
    public required IReadOnlyList<NamespaceItem> Addresses { get; init; }

    /// <summary>Routes of the main table.</summary>
    public required IReadOnlyList<NamespaceItem> Routes { get; init; }

    /// <summary>Neighbours.</summary>
    public required IReadOnlyList<NamespaceItem> Neighbours { get; init; }

    /// <summary>Entries of the forwarding databases of bridges and tunnels, with the index of their port.</summary>
    public required IReadOnlyList<NamespaceItem> BridgeEntries { get; init; }

    /// <summary>Rules of policy routing beside those that every namespace has.</summary>
    public required IReadOnlyList<NamespaceItem> PolicyRules { get; init; }

    /// <summary>
    /// Settings of the kernel as net.ipv4.ip_forward; counters as netstat.TcpExt.ListenOverflows, netstat.Ip6.InNoRoutes,
    /// stat.nf_conntrack.drop and stat.arp_cache.table_fulls, and the sizes of those tables as
    /// stat.arp_cache.entries. What is not there, or was not read, is left out.
    /// </summary>
    public required IReadOnlyDictionary<string, long> Sysctls { get; init; }

    /// <summary>The answers to the questions of the look, by their number.</summary>
    public required IReadOnlyDictionary<int, RouteItem> PacketRoutes { get; init; }

    /// <summary>A link by name; null if there is none.</summary>
    public NamespaceItem? Link(string? name) => Links.Values.FirstOrDefault(link => link.Name == name);

    /// <summary>Whether the namespace has an address.</summary>
    public bool Has(IPAddress address) => Addresses.Any(item => IPAddress.TryParse(item.Address, out var own) && own.Equals(address));

    /// <summary>A setting; null if it was not read.</summary>
    public long? Sysctl(string name) => Sysctls.TryGetValue(name, out var value) ? value : null;

    /// <summary>Puts together what the probe program says. The last of two things with one number counts.</summary>
    public static NamespaceLook Of(IReadOnlyList<Answer> answers)
    {
        var items = answers.OfType<NamespaceItem>().ToLookup(item => item.Kind);
        var links = new Dictionary<int, NamespaceItem>();
        foreach (var link in items[ItemKind.Link])
            links[link.Index] = link;
        var sysctls = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var item in answers.OfType<SysctlItem>())
            sysctls[item.Sysctl] = item.Value;
        var routes = new Dictionary<int, RouteItem>();
        foreach (var item in answers.OfType<RouteItem>())
            routes[item.Route] = item;
        return new NamespaceLook
        {
            Links = links,
            Addresses = [.. items[ItemKind.Address]],
            Routes = [.. items[ItemKind.Route]],
            Neighbours = [.. items[ItemKind.Neighbour]],
            BridgeEntries = [.. items[ItemKind.BridgeEntry]],
            PolicyRules = [.. items[ItemKind.PolicyRule]],
            Sysctls = sysctls,
            PacketRoutes = routes,
        };
    }
}
