using DockerNetwork.Identities;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>Labels that networks and containers have.</summary>
internal static class LabelCandidates
{
    /// <summary>Those of containers, for a parameter that selects.</summary>
    public static IEnumerable<Candidate> OfContainers(EngineSnapshot snapshot) =>
        Filters(snapshot.Containers.Select(c => (c.Name, c.Label)));

    /// <summary>Those of networks, for a parameter that selects.</summary>
    public static IEnumerable<Candidate> OfNetworks(EngineSnapshot snapshot) => Filters(snapshot.Networks.Select(n => (n.Name, n.Label)));

    /// <summary>Those of networks that no container is on, for a parameter that selects.</summary>
    public static IEnumerable<Candidate> OfUnusedNetworks(EngineSnapshot snapshot) =>
        Filters(snapshot.Networks.Where(snapshot.IsUnused).Select(n => (n.Name, n.Label)));

    /// <summary>For a parameter that sets, as hashtables of one entry. What tools write of themselves is left out.</summary>
    public static IEnumerable<Candidate> Entries(EngineSnapshot snapshot) => snapshot.Networks.Select(n => (n.Name, n.Label))
        .Concat(snapshot.Containers.Select(c => (c.Name, c.Label)))
        .SelectMany(item => item.Label.Select(label => (label.Key, label.Value, item.Name)))
        .Where(label => !label.Key.StartsWith("com.docker.", StringComparison.Ordinal)
            && !label.Key.StartsWith("org.opencontainers.", StringComparison.Ordinal))
        .GroupBy(label => (label.Key, label.Value), label => label.Name)
        .OrderBy(g => g.Key.Key, StringComparer.Ordinal).ThenBy(g => g.Key.Value, StringComparer.Ordinal)
        .Select(g => Candidate.Entry(g.Key.Key, g.Key.Value, Names(g)));

    /// <summary>Keys, and key=value, both of them patterns there.</summary>
    private static IEnumerable<Candidate> Filters(IEnumerable<(string Name, IReadOnlyDictionary<string, string> Label)> labelled) =>
        labelled
            .SelectMany(item => item.Label.Select(label => (label.Key, label.Value, item.Name)))
            .GroupBy(label => label.Key, StringComparer.Ordinal)
            .OrderBy(key => key.Key, StringComparer.Ordinal)
            .SelectMany(key => key
                .GroupBy(label => label.Value, StringComparer.Ordinal)
                .OrderBy(value => value.Key, StringComparer.Ordinal)
                .Select(value => new Candidate(
                    $"{Wildcards.Escape(key.Key)}={Wildcards.Escape(value.Key)}", Names(value.Select(l => l.Name))))
                .Prepend(new Candidate(Wildcards.Escape(key.Key), Names(key.Select(l => l.Name)))));

    private static string Names(IEnumerable<string> names) =>
        "on " + string.Join(", ", names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
