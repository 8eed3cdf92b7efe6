using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>Network drivers.</summary>
internal static class DriverCandidates
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["bridge"] = "a Linux bridge on the engine's host, with a way out by masquerading",
        ["host"] = "the network of the engine's host; there is one of it",
        ["ipvlan"] = "addresses of the host's own network, with the MAC address of its interface",
        ["macvlan"] = "addresses of the host's own network, with MAC addresses of their own",
        ["null"] = "no network; there is one of it",
        ["overlay"] = "across the nodes of a swarm",
    };

    /// <summary>Drivers that the engine has. Of host and null there is one network each, made by the engine: no other can be.</summary>
    public static IEnumerable<Candidate> OfEngine(IReadOnlyList<string> drivers) => drivers
        .Where(d => d is not ("host" or "null"))
        .OrderBy(d => d != "bridge").ThenBy(d => d, StringComparer.Ordinal)
        .Select(d => new Candidate(d, Known.GetValueOrDefault(d, "a plugin of the engine")));

    /// <summary>Drivers of the networks that there are.</summary>
    public static IEnumerable<Candidate> InUse(EngineSnapshot snapshot) => snapshot.Networks
        .GroupBy(n => n.Driver, StringComparer.Ordinal)
        .OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => new Candidate(g.Key, string.Join(", ", g.Select(n => n.Name).Order(StringComparer.Ordinal))));

    /// <summary>IPAM drivers: the engine's own, and those of networks that there are. The engine has no list of them.</summary>
    public static IEnumerable<Candidate> Ipam(EngineSnapshot? snapshot) => new Candidate[]
    {
        new("default", "the engine gives out the addresses"),
        new("null", "no addresses"),
    }.Concat((snapshot?.Networks ?? []).GroupBy(n => n.IpamDriver, StringComparer.Ordinal)
        .Select(g => new Candidate(g.Key, "of " + string.Join(", ", g.Select(n => n.Name).Order(StringComparer.Ordinal)))));
}
