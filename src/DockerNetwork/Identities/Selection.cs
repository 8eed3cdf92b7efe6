using System.Management.Automation;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Errors;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Identities;

/// <summary>
/// Which networks or containers a text means. A text with wildcards is a pattern for names, whatever names there are. Any other text is a
/// full id, then an exact name, then the name in another case, then the beginning of an id: no name takes over the id of another. A text
/// that is none of these is the Compose service of a container. One that is also the beginning of an id means both: "db" begins every 256th
/// id. A text that means several is an error, a pattern that means none is not. An object means what has its id.
/// </summary>
internal static class Selection
{
    private const int ShortIdLength = 12;

    private static readonly Kind<Network> NetworkKind =
        new(n => n.Name, n => n.Id, NoSuchNetwork, CommandErrors.AmbiguousNetwork, MistakenSelection.AsNetwork);

    private static readonly Kind<Container> ContainerKind =
        new(c => c.Name, c => c.Id, NoSuchContainer, CommandErrors.AmbiguousContainer, MistakenSelection.AsContainer);

    /// <summary>The network that an object is, or networks by name, id or pattern.</summary>
    /// <exception cref="CommandException">NetworkNotFound, AmbiguousNetwork.</exception>
    public static IReadOnlyList<Network> Networks(EngineSnapshot snapshot, NetworkIdentity identity) =>
        identity.IsContainer ? throw CommandErrors.ContainerAsNetwork(identity.ToString())
        : identity.IsNone ? []
        : identity.Member is { } member ? NetworksOf(snapshot, Containers(snapshot, member)[0])
        : identity.Id is { } id
            ? One(snapshot.Networks, id, NetworkKind, identity, identity.DockerHost, snapshot)
            : Networks(snapshot, identity.Text);

    /// <summary>The container that an object is, or containers by name, id or pattern.</summary>
    /// <exception cref="CommandException">ContainerNotFound, AmbiguousContainer.</exception>
    public static IReadOnlyList<Container> Containers(EngineSnapshot snapshot, ContainerIdentity identity) =>
        identity.Refusal is { } refusal ? throw refusal
        : identity.Members is { } network ? ContainersOn(snapshot, Networks(snapshot, network)[0])
        : identity.Id is { } id
            ? One(snapshot.Containers, id, ContainerKind, identity, identity.DockerHost, snapshot)
            : Containers(snapshot, identity.Text);

    /// <summary>Networks by name, id or pattern.</summary>
    /// <exception cref="CommandException">NetworkNotFound, AmbiguousNetwork.</exception>
    public static IReadOnlyList<Network> Networks(EngineSnapshot snapshot, string text) =>
        Select(snapshot.Networks, IsDefaultOfPodman(snapshot, text) ? "bridge" : text, NetworkKind, snapshot);

    /// <summary>Containers by name, id or pattern.</summary>
    /// <exception cref="CommandException">ContainerNotFound, AmbiguousContainer.</exception>
    public static IReadOnlyList<Container> Containers(EngineSnapshot snapshot, string text)
    {
        var literal = Wildcards.Literal(text.TrimStart('/'));
        var found = Select(
            snapshot.Containers, text.TrimStart('/'), ContainerKind, snapshot, () => ComposeServices.Of(snapshot, literal));
        if (found is not [var only] || IsNamed(only, text, literal))
            return found;
        EngineWatch.Warn($"'{text}' is the Compose service of the container {only.Name}.");
        return new ContainerOfService(only);
    }

    /// <summary>Networks whose ids begin with a text.</summary>
    /// <exception cref="CommandException">NetworkNotFound.</exception>
    public static IReadOnlyList<Network> NetworksById(EngineSnapshot snapshot, string text) =>
        SelectById(snapshot.Networks, text, NetworkKind, snapshot);

    /// <summary>Containers whose ids begin with a text.</summary>
    /// <exception cref="CommandException">ContainerNotFound.</exception>
    public static IReadOnlyList<Container> ContainersById(EngineSnapshot snapshot, string text) =>
        SelectById(snapshot.Containers, text, ContainerKind, snapshot);

    /// <summary>Legacy links of the default bridge, as "web/db", by that name or a pattern for it.</summary>
    /// <exception cref="CommandException">InvalidLink, LinkNotFound.</exception>
    public static IReadOnlyList<string> Links(EngineSnapshot snapshot, string text)
    {
        var links = snapshot.Containers.SelectMany(c => c.LinkedAs).Order(StringComparer.Ordinal).ToList();
        var given = text.TrimStart('/');
        if (Wildcards.IsPattern(given))
            return links.FindAll(link => Matches([given], link));
        var literal = Wildcards.Literal(given);
        // The engine takes a name without a slash for a container's.
        if (literal.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
            throw CommandErrors.InvalidLinkName(text);
        return links.Contains(literal, StringComparer.Ordinal)
            ? [literal]
            : throw CommandErrors.NoSuchLink(text, snapshot.DockerHost.ToString(), links);
    }

    /// <summary>As <see cref="Containers(EngineSnapshot, ContainerIdentity)"/>; @host is the engine's host.</summary>
    /// <exception cref="CommandException">As there; ContainerNotFound for @gateway and @outside, which are targets only.</exception>
    public static IReadOnlyList<Container> ContainersOrHost(EngineSnapshot snapshot, ContainerIdentity identity) =>
        identity.Id is null && identity.Text.Equals("@host", StringComparison.OrdinalIgnoreCase)
            ? [snapshot.HostAsSource]
            : identity.Id is null && identity.Text.ToLowerInvariant() is "@gateway" or "@outside"
                ? throw CommandErrors.TargetAsSource(identity.Text)
                : Containers(snapshot, identity);

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
                return WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(value);
            }
            catch (WildcardPatternException)
            {
                // Its message has the pattern as it is, which may be a name that an engine gave.
                throw CommandErrors.InvalidPattern(pattern);
            }
        }
    }

    /// <summary>
    /// True if an endpoint is on one of these networks: an object by its id, a text by the network's name, as a pattern, or by its id, of
    /// which the 12 digits that lists show are enough.
    /// </summary>
    /// <exception cref="CommandException">InvalidPattern.</exception>
    public static bool IsOn(NetworkIdentity[] networks, NetworkEndpoint endpoint) => Array.Exists(
        networks,
        network => network.Id is { } id
            ? id.Length > 0 && endpoint.NetworkId == id
            : Matches([network.Text], endpoint.Network) || (network.Text.Length >= ShortIdLength
                && endpoint.NetworkId.StartsWith(network.Text, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Labels as "key" or "key=value", both with wildcards; all of them must be there.</summary>
    public static bool HasLabels(string[]? wanted, IReadOnlyDictionary<string, string> labels) =>
        wanted is null || Array.TrueForAll(wanted, text =>
        {
            var parts = text.Split('=', 2);
            return labels.Any(label => Matches([parts[0]], label.Key) && (parts.Length == 1 || Matches([parts[1]], label.Value)));
        });

    private static IReadOnlyList<Container> ContainersOn(EngineSnapshot snapshot, Network network) =>
    [
        .. snapshot.Containers
            .Where(c => (snapshot.NamespaceOwner(c) ?? c).Endpoints.Any(e => e.NetworkId == network.Id))
            .OrderBy(c => c.Name, StringComparer.Ordinal),
    ];

    /// <summary>Podman's own name for what its Docker API calls "bridge".</summary>
    private static bool IsDefaultOfPodman(EngineSnapshot snapshot, string text) =>
        text == "podman" && snapshot.Engine.Kind == EngineKind.Podman && !snapshot.Networks.Any(n => n.Name == text);

    private static CommandException NoSuchNetwork(string which, EngineSnapshot snapshot, IReadOnlyList<string> near) =>
        CommandErrors.NoSuchNetwork(which, snapshot.DockerHost.ToString(), near, snapshot.Networks.Any(n => n.Ingress));

    private static CommandException NoSuchContainer(string which, EngineSnapshot snapshot, IReadOnlyList<string> near) =>
        CommandErrors.NoSuchContainer(which, snapshot.DockerHost.ToString(), near);

    private static IReadOnlyList<Network> NetworksOf(EngineSnapshot snapshot, Container container)
    {
        var endpoints = (snapshot.NamespaceOwner(container) ?? container).Endpoints;
        return
        [
            // An endpoint of a container that was never started has no id of its network.
            .. snapshot.Networks
                .Where(n => endpoints.Any(e => e.NetworkId.Length > 0 ? e.NetworkId == n.Id : e.Network == n.Name))
                .OrderBy(n => n.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>True if a text means a container by more than its Compose service.</summary>
    private static bool IsNamed(Container container, string text, string literal) =>
        Wildcards.IsPattern(text)
        || string.Equals(container.Name, literal, StringComparison.OrdinalIgnoreCase)
        || container.Id.StartsWith(literal, StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<T> Select<T>(
        IReadOnlyCollection<T> all, string text, Kind<T> kind, EngineSnapshot snapshot, Func<IReadOnlyList<T>>? byService = null)
    {
        if (Wildcards.IsPattern(text))
            return [.. all.Where(item => Matches([text], kind.Name(item))).OrderBy(kind.Name, StringComparer.Ordinal)];

        var literal = Wildcards.Literal(text);
        Func<IEnumerable<T>>[] meanings =
        [
            () => all.Where(item => kind.Id(item) == literal),
            () => all.Where(item => kind.Name(item) == literal),
            () => all.Where(item => string.Equals(kind.Name(item), literal, StringComparison.OrdinalIgnoreCase)),
            () => all.Where(item => literal.Length > 0 && kind.Id(item).StartsWith(literal, StringComparison.OrdinalIgnoreCase))
                .Union(literal.Length > 0 && byService is not null ? byService() : []),
        ];
        foreach (var meaning in meanings)
        {
            switch (meaning().ToList())
            {
                case { Count: 0 }:
                    continue;
                case { Count: 1 } one:
                    return one;
                case var several:
                    throw kind.Ambiguous(text, several.Select(item => $"{kind.Name(item)} ({ShortId.Of(kind.Id(item))})"));
            }
        }

        throw kind.Mistaken(snapshot, text)
            ?? kind.NotFound($"'{Excerpt.Of(text)}'", snapshot, NearNames.Of(literal, all.Select(kind.Name)));
    }

    private static List<T> One<T>(
        IEnumerable<T> all, string wanted, Kind<T> kind, object identity, DockerHost? origin, EngineSnapshot snapshot)
    {
        if (all.Where(item => kind.Id(item) == wanted).ToList() is { Count: > 0 } found)
            return found;
        var read = origin is null || origin.Equals(snapshot.DockerHost) ? "" : $", which was read from {origin},";
        throw kind.NotFound(
            $"'{Excerpt.Of(identity.ToString())}' with the id '{ShortId.Of(wanted)}'{read}", snapshot, []);
    }

    private static List<T> SelectById<T>(IEnumerable<T> all, string text, Kind<T> kind, EngineSnapshot snapshot) =>
        all.Where(item => kind.Id(item).StartsWith(text, StringComparison.OrdinalIgnoreCase)).ToList() is { Count: > 0 } found
            ? found
            : throw kind.NotFound($"with the id '{Excerpt.Of(text)}'", snapshot, []);

    /// <summary>How the items of a kind are named, and the errors about them.</summary>
    private sealed record Kind<T>(
        Func<T, string> Name,
        Func<T, string> Id,
        Func<string, EngineSnapshot, IReadOnlyList<string>, CommandException> NotFound,
        Func<string, IEnumerable<string>, CommandException> Ambiguous,
        Func<EngineSnapshot, string, CommandException?> Mistaken);
}
