using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>Network drivers.</summary>
internal static class DriverCandidates
{
    /// <summary>Drivers that the engine has. Of host and null there is one network each, made by the engine: no other can be.</summary>
    public static IEnumerable<Candidate> OfEngine(IReadOnlyList<string> drivers) => drivers
        .Select(name => (Name: name, Driver: NetworkDriver.Of(name)))
        .Where(pair => !pair.Driver.Mode)
        .OrderBy(pair => pair.Name != "bridge").ThenBy(pair => pair.Name, StringComparer.Ordinal)
        .Select(pair => new Candidate(pair.Name, pair.Driver.Description));

    /// <summary>Drivers of the networks that there are.</summary>
    public static IEnumerable<Candidate> InUse(EngineSnapshot snapshot) => snapshot.Networks
        .GroupBy(n => n.Driver, StringComparer.Ordinal)
        .OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => new Candidate(g.Key, string.Join(", ", g.Select(n => n.Name).Order(StringComparer.Ordinal))));

    /// <summary>IPAM drivers: the engine's own, and those of networks that there are. The engine has no list of them.</summary>
    public static IEnumerable<Candidate> Ipam(EngineSnapshot? snapshot) => new Candidate[]
    {
        new("default", "the engine assigns the addresses"),
        new("null", "no addresses"),
    }.Concat((snapshot?.Networks ?? []).GroupBy(n => n.IpamDriver, StringComparer.Ordinal)
        .Select(g => new Candidate(g.Key, "used by " + string.Join(", ", g.Select(n => n.Name).Order(StringComparer.Ordinal)))));
}
