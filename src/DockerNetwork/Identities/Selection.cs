using System.Management.Automation;
using DockerNetwork.Errors;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Identities;

/// <summary>
/// Which networks or containers a text means. A text with wildcards is a pattern for names, whatever names there are. Any other text is a full id,
/// then an exact name, then the name in another case, then the beginning of an id: no name takes over the id of another. A text that means several
/// is an error, a pattern that means none is not. An object means what has its id.
/// </summary>
internal static class Selection
{
    /// <summary>The network that an object is, or networks by name, id or pattern.</summary>
    /// <exception cref="CommandException">NetworkNotFound, AmbiguousNetwork.</exception>
    public static IReadOnlyList<Network> Networks(EngineSnapshot snapshot, NetworkIdentity identity) =>
        identity.Id is { } id ? One(snapshot.Networks, n => n.Id, id, "network", identity, snapshot) : Networks(snapshot, identity.Text);

    /// <summary>The container that an object is, or containers by name, id or pattern.</summary>
    /// <exception cref="CommandException">ContainerNotFound, AmbiguousContainer.</exception>
    public static IReadOnlyList<Container> Containers(EngineSnapshot snapshot, ContainerIdentity identity) =>
        identity.Id is { } id ? One(snapshot.Containers, c => c.Id, id, "container", identity, snapshot) : Containers(snapshot, identity.Text);

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

    /// <summary>True if it is a pattern, or an object or the literal of something there.</summary>
    public static bool IsContainer(EngineSnapshot snapshot, ContainerIdentity identity)
    {
        try
        {
            return Wildcards.IsPattern(identity.Text) || Containers(snapshot, identity).Count > 0;
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
            if (!Wildcards.IsPattern(pattern))
                return string.Equals(Wildcards.Literal(pattern), value, StringComparison.OrdinalIgnoreCase);
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
        if (Wildcards.IsPattern(text))
            return [.. all.Where(item => Matches([text], name(item))).OrderBy(name, StringComparer.Ordinal)];

        var literal = Wildcards.Literal(text);
        Func<T, bool>[] ways =
        [
            item => id(item) == literal,
            item => name(item) == literal,
            item => string.Equals(name(item), literal, StringComparison.OrdinalIgnoreCase),
            item => literal.Length > 0 && id(item).StartsWith(literal, StringComparison.OrdinalIgnoreCase),
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

    private static List<T> One<T>(IEnumerable<T> all, Func<T, string> id, string wanted, string noun, object identity, EngineSnapshot snapshot) =>
        all.Where(item => id(item) == wanted).ToList() is { Count: > 0 } found
            ? found
            : throw NotFound(noun, $"'{identity}' with the id '{ShortId.Of(wanted)}'", snapshot);

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
