using DockerNetwork.Engine.Wire;

namespace DockerNetwork.Model.Containers;

/// <summary>
/// In which order containers are started: a container that joins another's network namespace, or has a legacy link to another, after that
/// one (the engine refuses both while the other is stopped).
/// </summary>
internal static class StartOrder
{
    /// <summary>
    /// Waves: what is in one may start at once, when those before have. Only containers among the items are waited for. The order of the
    /// items is kept within a wave, and an item may occur more than once.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<T>> Waves<T>(IEnumerable<T> items, Func<T, Container> container)
    {
        var waves = new List<IReadOnlyList<T>>();
        var left = items.ToList();
        while (left.Count > 0)
        {
            var waiting = left.Select(item => container(item).Id).ToHashSet(StringComparer.Ordinal);
            var byReadiness = left.ToLookup(item => !container(item).StartsAfter.Any(waiting.Contains));
            // The engine refuses circles; a snapshot taken in between may show one. Then the engine's own words are the best answer.
            var stuck = !byReadiness.Contains(true);
            waves.Add(byReadiness[!stuck].ToArray());
            left = stuck ? [] : byReadiness[false].ToList();
        }

        return waves;
    }

    /// <summary>
    /// Gives a container what it <see cref="ContainerProperties.StartsAfter"/>. The list shows a legacy link by one more name of its
    /// target: "/web/db" if web calls it db.
    /// </summary>
    public static Converter<Container, Container> Of(IReadOnlyList<ContainerSummary> containers, List<Container> mapped)
    {
        var linked = containers
            .SelectMany(c => (c.Names ?? []).Select(name => new NameOf(name.Split('/', StringSplitOptions.RemoveEmptyEntries), c.Id)))
            .Where(name => name.Parts.Length == 2)
            .ToLookup(name => name.Parts[0], name => name.Id, StringComparer.Ordinal);
        var byId = mapped.ToDictionary(c => c.Id, StringComparer.Ordinal);
        var byName = mapped.DistinctBy(c => c.Name, StringComparer.Ordinal).ToDictionary(c => c.Name, StringComparer.Ordinal);
        return container =>
        {
            var owner = container.NamespaceOwnerId is { } id ? (byId.GetValueOrDefault(id) ?? byName.GetValueOrDefault(id))?.Id : null;
            return owner is null && !linked.Contains(container.Name)
                ? container
                : container with { StartsAfter = [.. linked[container.Name].Append(owner).OfType<string>()] };
        };
    }

    /// <summary>A name that the list shows. A class: what LINQ does with a struct would be compiled for the first command.</summary>
    private sealed record NameOf(string[] Parts, string Id);
}
