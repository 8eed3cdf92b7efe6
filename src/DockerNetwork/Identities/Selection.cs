using System.Management.Automation;
using DockerNetwork.Errors;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Identities;

/// <summary>
/// Which networks or containers a text means. Exact name, then full id, then the name in another case, then the beginning of an id; a text that
/// means several is an error, a wildcard pattern that means none is not.
/// </summary>
internal static class Selection
{
    /// <summary>Networks by name, id or pattern.</summary>
    /// <exception cref="CommandException">NetworkNotFound, AmbiguousNetwork.</exception>
    public static IReadOnlyList<Network> Networks(EngineSnapshot snapshot, string text) =>
        Select(snapshot.Networks, n => n.Name, n => n.Id, text, "network", snapshot);

    /// <summary>Containers by name, id or pattern.</summary>
    /// <exception cref="CommandException">ContainerNotFound, AmbiguousContainer.</exception>
    public static IReadOnlyList<Container> Containers(EngineSnapshot snapshot, string text) =>
        Select(snapshot.Containers, c => c.Name, c => c.Id, text.TrimStart('/'), "container", snapshot);

    /// <summary>Networks whose ids begin with a text.</summary>
    /// <exception cref="CommandException">NetworkNotFound.</exception>
    public static IReadOnlyList<Network> NetworksById(EngineSnapshot snapshot, string text) =>
        SelectById(snapshot.Networks, n => n.Id, text, "network", snapshot);

    /// <summary>Containers whose ids begin with a text.</summary>
    /// <exception cref="CommandException">ContainerNotFound.</exception>
    public static IReadOnlyList<Container> ContainersById(EngineSnapshot snapshot, string text) =>
        SelectById(snapshot.Containers, c => c.Id, text, "container", snapshot);

    /// <summary>True if a text is a pattern or the literal of something there.</summary>
    public static bool IsContainer(EngineSnapshot snapshot, string text)
    {
        try
        {
            return WildcardPattern.ContainsWildcardCharacters(text) || Containers(snapshot, text).Count > 0;
        }
        catch (CommandException e) when (e.Category == ErrorCategory.ObjectNotFound)
        {
            return false;
        }
    }

    /// <summary>True if a name fits one of the patterns, without case; no patterns fit everything.</summary>
    /// <exception cref="CommandException">InvalidPattern.</exception>
    public static bool Matches(string[]? patterns, string value)
    {
        return patterns is null || Array.Exists(patterns, Fits);

        bool Fits(string pattern)
        {
            try
            {
                return WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(value);
            }
            catch (WildcardPatternException)
            {
                // Its message has the pattern as it is, which may be a name that an engine gave.
                throw new CommandException(
                    "InvalidPattern", ErrorCategory.InvalidArgument,
                    $"'{pattern}' is not a valid wildcard pattern: a [ is not closed. Write `[ for the character itself.");
            }
        }
    }

    /// <summary>Labels as "key" or "key=value", both with wildcards; all of them must be there.</summary>
    public static bool HasLabels(string[]? wanted, IReadOnlyDictionary<string, string> labels) => wanted is null || Array.TrueForAll(wanted, text =>
    {
        var parts = text.Split('=', 2);
        return labels.Any(label => Matches([parts[0]], label.Key) && (parts.Length == 1 || Matches([parts[1]], label.Value)));
    });

    private static IReadOnlyList<T> Select<T>(
        IReadOnlyCollection<T> all, Func<T, string> name, Func<T, string> id, string text, string noun, EngineSnapshot snapshot)
    {
        if (WildcardPattern.ContainsWildcardCharacters(text) && !all.Any(item => name(item) == text))
            return [.. all.Where(item => Matches([text], name(item))).OrderBy(name, StringComparer.Ordinal)];

        Func<T, bool>[] ways =
        [
            item => name(item) == text,
            item => id(item) == text,
            item => string.Equals(name(item), text, StringComparison.OrdinalIgnoreCase),
            item => text.Length > 0 && id(item).StartsWith(text, StringComparison.OrdinalIgnoreCase),
        ];
        foreach (var way in ways)
        {
            switch (all.Where(way).ToList())
            {
                case { Count: 0 }:
                    continue;
                case { Count: 1 } one:
                    return one;
                case var several:
                    throw new CommandException(
                        $"Ambiguous{Title(noun)}", ErrorCategory.InvalidArgument,
                        $"'{text}' means several {noun}s: {string.Join(", ", several.Select(item => $"{name(item)} ({ShortId.Of(id(item))})"))}. Give more of the id.");
            }
        }

        throw NotFound(noun, $"'{text}'", snapshot);
    }

    private static List<T> SelectById<T>(IEnumerable<T> all, Func<T, string> id, string text, string noun, EngineSnapshot snapshot) =>
        all.Where(item => id(item).StartsWith(text, StringComparison.OrdinalIgnoreCase)).ToList() is { Count: > 0 } found
            ? found
            : throw NotFound(noun, $"with the id '{text}'", snapshot);

    private static CommandException NotFound(string noun, string which, EngineSnapshot snapshot)
    {
        var title = Title(noun);
        return new CommandException(
            $"{title}NotFound", ErrorCategory.ObjectNotFound,
            $"There is no {noun} {which} on {snapshot.DockerHost}. Get-Docker{title} lists the {noun}s.");
    }

    private static string Title(string noun) => char.ToUpperInvariant(noun[0]) + noun[1..];
}
