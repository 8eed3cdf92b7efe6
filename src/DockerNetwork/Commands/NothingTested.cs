using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Testing;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Commands;

/// <summary>Why a test had no result, although nothing that was named is missing.</summary>
internal static class NothingTested
{
    /// <summary>A sentence or two for a warning.</summary>
    /// <param name="sources">What the user gave.</param>
    /// <param name="from">The containers that it means.</param>
    /// <param name="targets">What the user gave; null for nothing.</param>
    /// <param name="to">What it means; null if nothing was given.</param>
    public static string Text(
        IReadOnlyList<ContainerIdentity> sources,
        IReadOnlyList<Container> from,
        IReadOnlyList<ContainerIdentity>? targets,
        IReadOnlyList<ReachabilityTarget>? to)
    {
        if (from.Count == 0)
            return NoMatch(sources);
        if (targets is null || to is null)
        {
            return $"There is nothing to test from {string.Join(", ", from)}: no other container is on the same networks, "
                + "or -Network and -By exclude all of them. Name a -Target.";
        }

        return to.Count == 0
            ? NoMatch(targets)
            : $"There is nothing to test from {string.Join(", ", from)}: -Network, -By, -IPv4 or -IPv6 exclude every name and address "
                + $"of {Quoted(targets)}.";
    }

    /// <summary>Patterns that match nothing.</summary>
    public static string NoMatch(IEnumerable<ContainerIdentity> identities) => $"No container matches {Quoted(identities)}.";

    /// <summary>A pair without a probe.</summary>
    public static string OfPair(string source, string target) =>
        $"{source} -> {target}: there is nothing to test, because {target} has no name or address that -By, -Network, -IPv4 and -IPv6 "
        + "allow.";

    private static string Quoted(IEnumerable<ContainerIdentity> identities) =>
        Excerpt.Of(identities.Select(i => $"'{Excerpt.Of(i.ToString())}'"));
}
