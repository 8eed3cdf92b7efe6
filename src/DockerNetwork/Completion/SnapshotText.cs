using System.Globalization;
using System.IO.Enumeration;
using System.Net;
using DockerNetwork.Formats;
using DockerNetwork.Identities;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>Networks and containers as the tooltips tell them, and as texts on a command line name them.</summary>
internal static class SnapshotText
{
    /// <summary>"bridge, 172.18.0.0/16, 3 containers, internal".</summary>
    public static string Of(Network network) => Join(
    [
        network.Driver,
        .. network.Subnets.Select(s => s.ToString()),
        network.Endpoints.Count == 1 ? "1 container" : string.Create(CultureInfo.InvariantCulture, $"{network.Endpoints.Count} containers"),
        NetworkView.Flags(network),
    ]);

    /// <summary>"alpine, running, app 172.18.0.2, back".</summary>
    public static string Of(EngineSnapshot snapshot, Container container) => Join(
    [
        container.Image,
        ContainerView.State(container).ToLowerInvariant(),
        container.NamespaceOwner is { } owner ? $"shares the network of {owner}" : "",
        .. snapshot.EndpointsOf(container).Select(Place),
    ]);

    /// <summary>"app 172.18.0.2", while stopped "app".</summary>
    public static string Place(NetworkEndpoint endpoint) =>
        string.Join(' ', endpoint.Addresses().Select(a => a.ToString()).Prepend(endpoint.Network));

    /// <summary>The parts that are not empty; a tooltip may not be empty itself.</summary>
    public static string Join(IEnumerable<string?> parts) =>
        string.Join(", ", parts.Where(p => !string.IsNullOrEmpty(p))) is { Length: > 0 } text ? text : "-";

    /// <summary>The networks that typed texts mean: names, patterns, ids and beginnings of ids; none for a text that means none.</summary>
    public static IReadOnlyList<Network> Networks(EngineSnapshot snapshot, IReadOnlyList<string> texts) =>
        Named(snapshot.Networks, n => n.Name, n => n.Id, texts);

    /// <summary>The containers that typed texts mean.</summary>
    public static IReadOnlyList<Container> Containers(EngineSnapshot snapshot, IReadOnlyList<string> texts) =>
        Named(snapshot.Containers, c => c.Name, c => c.Id, texts);

    /// <summary>True if a typed text is a name, or a pattern that it fits, as far as * and ? go.</summary>
    public static bool Fits(string text, string name) => Wildcards.IsPattern(text)
        ? FileSystemName.MatchesSimpleExpression(text, name)
        : string.Equals(Wildcards.Literal(text), name, StringComparison.OrdinalIgnoreCase);

    private static T[] Named<T>(IReadOnlyCollection<T> all, Func<T, string> name, Func<T, string> id, IReadOnlyList<string> texts) =>
    [
        .. texts.SelectMany(text =>
        {
            // An object on the line is its id here, whatever names there are.
            if (all.Where(item => id(item) == text).ToArray() is { Length: > 0 } same)
                return same;
            var exact = all.Where(item => Fits(text, name(item))).ToArray();
            return exact.Length > 0 || text.Length == 0 || Wildcards.IsPattern(text)
                ? exact
                : all.Where(item => id(item).StartsWith(text, StringComparison.OrdinalIgnoreCase));
        }).Distinct(),
    ];

    /// <summary>An address that a typed beginning stands for: "10.5." is 10.5.0.0, "fd00:1" is fd00:1::; null where it is none.</summary>
    public static IPAddress? Padded(string beginning)
    {
        var text = beginning.Split('/')[0];
        if (text.Contains(':', StringComparison.Ordinal))
            return Addresses.ParseAddress(text) ?? Addresses.ParseAddress(text.TrimEnd(':') + "::");
        var parts = text.TrimEnd('.').Split('.');
        return parts.Length is > 0 and <= 4
            && Array.TrueForAll(parts, p => byte.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? new IPAddress(
                [.. parts.Concat(Enumerable.Repeat("0", 4 - parts.Length)).Select(p => byte.Parse(p, CultureInfo.InvariantCulture))])
            : null;
    }
}
