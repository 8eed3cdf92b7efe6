using System.Globalization;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Completion;

/// <summary>What containers are called by inside: names, aliases and addresses.</summary>
internal static class NameCandidates
{
    /// <summary>Targets of a reachability test. Behind "db:" the ports that db listens on.</summary>
    public static IEnumerable<Candidate> Targets(EngineSnapshot snapshot, TypedLine line)
    {
        if (line.Word.Text.LastIndexOf(':') is > 0 and var colon
            && SnapshotText.Containers(snapshot, [line.Word.Text[..colon]]) is [var container])
        {
            return PortTable.Of(snapshot, container)
                .Where(p => p.Protocol == "tcp")
                .Select(p => p.ContainerPort).Distinct()
                .Select(
                    port => new Candidate(
                        string.Create(CultureInfo.InvariantCulture, $"{line.Word.Text[..colon]}:{port}"),
                        $"tcp port {port} of {container.Name}"));
        }

        if (line.Word.Text.LastIndexOf(':') is > 0 and var end
            && line.Word.Text[..end] is var name
            && snapshot.Swarm.Ports?[name.StartsWith("tasks.", StringComparison.Ordinal) ? name["tasks.".Length..] : name].ToArray()
                is { Length: > 0 } ports)
        {
            return ports.Select(port => new Candidate(
                string.Create(CultureInfo.InvariantCulture, $"{name}:{port}"), $"tcp port {port} of the service {name}"));
        }

        var containers = snapshot.Containers.OrderBy(c => c.Name, StringComparer.Ordinal).ToArray();
        return containers.Select(c => new Candidate(c.Name, SnapshotText.Of(snapshot, c)))
            .Concat(Aliases(containers.SelectMany(c => c.Endpoints)).Select(c => Candidate.Name(c.Text, c.ToolTip)))
            .Concat(
                containers
                    .SelectMany(c => c.Endpoints)
                    .SelectMany(e => e.Addresses().Select(a => new Candidate(a.ToString(), $"address of {e.Container} on {e.Network}"))))
            .Concat(OfSwarm(snapshot, _ => true))
            .Append(new Candidate("@host", "the addresses by which the engine's host is known outside"))
            .Append(new Candidate("@gateway", "the gateways of the source's networks"))
            .Append(new Candidate("@outside", "the next hop of the host's default route"));
    }

    /// <summary>
    /// Names that resolve in the containers on the line: those of their networks, their links and their hosts entries; of all networks
    /// where none is on the line.
    /// </summary>
    public static IEnumerable<Candidate> Resolvable(EngineSnapshot snapshot, TypedLine line)
    {
        var askers = SnapshotText.Containers(snapshot, line.Values("Container"));
        var networks = askers.SelectMany(snapshot.EndpointsOf).Select(e => e.NetworkId).ToHashSet(StringComparer.Ordinal);
        var endpoints = snapshot.Networks
            .Where(n => n.ResolvesNames && (askers.Count == 0 || networks.Contains(n.Id)))
            .SelectMany(n => n.Endpoints)
            .OrderBy(e => e.Container, StringComparer.Ordinal)
            .ToArray();
        return endpoints.GroupBy(e => e.Container, StringComparer.Ordinal)
            .Select(g => new Candidate(g.Key, SnapshotText.Join(g.Select(SnapshotText.Place))))
            .Concat(Aliases(endpoints))
            .Concat(OfSwarm(snapshot, id => askers.Count == 0 || networks.Contains(id)))
            .Concat(askers.SelectMany(c => c.Endpoints.SelectMany(e => e.Link ?? []).Concat(c.Link ?? [])).Select(Link))
            .Concat(
                askers.SelectMany(c =>
                    (c.ExtraHost ?? []).Select(host => new Candidate(host.Split(':')[0], $"hosts file entry of {c.Name}: {host}"))));
    }

    /// <summary>What endpoints are found by, each text once, with the endpoints that have it.</summary>
    public static IEnumerable<Candidate> OfEndpoints(EngineSnapshot snapshot, Func<NetworkEndpoint, IEnumerable<string>> texts) =>
        snapshot.Containers
            .SelectMany(c => c.Endpoints)
            .SelectMany(e => texts(e).Distinct(StringComparer.Ordinal).Select(text => (text, e)))
            .GroupBy(pair => pair.text, pair => pair.e, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => Candidate.Name(g.Key, SnapshotText.Join(g.Select(e => e.ToString()))));

    /// <summary>Targets of legacy links.</summary>
    public static IEnumerable<Candidate> Links(EngineSnapshot snapshot) => snapshot.Containers
        .OrderBy(c => c.Name, StringComparer.Ordinal)
        .Select(c => new Candidate(c.Name, $"{SnapshotText.Of(snapshot, c)}; to give it an alias: {c.Name}:alias"));

    /// <summary>Names of legacy links on the default bridge, as "web/db".</summary>
    public static IEnumerable<Candidate> LinkNames(EngineSnapshot snapshot) => snapshot.Containers
        .SelectMany(c => c.LinkedAs.Select(link => Candidate.Name(link, $"{link.Split('/')[0]} knows {c.Name} by this link")))
        .OrderBy(c => c.Text, StringComparer.Ordinal);

    /// <summary>
    /// Services and their tasks, and containers of other nodes, on overlay networks that containers of the engine are on.
    /// </summary>
    private static IEnumerable<Candidate> OfSwarm(EngineSnapshot snapshot, Predicate<string> isWanted) => snapshot.Swarm.Names
        .Where(named => isWanted(named.Endpoint.NetworkId) && snapshot.ContainerNamed(named.Name) is null)
        .GroupBy(named => named.Name, StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => Candidate.Name(
            group.Key, SnapshotText.Join(group.Select(named => $"{named.Endpoint.IPAddress} on {named.Endpoint.Network}"))));

    private static IEnumerable<Candidate> Aliases(IEnumerable<NetworkEndpoint> endpoints) => endpoints
        .SelectMany(e => (e.Alias ?? []).Select(alias => (alias, e)))
        .GroupBy(pair => pair.alias, pair => pair.e, StringComparer.Ordinal)
        .OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => new Candidate(g.Key, "alias of " + string.Join(", ", g.Select(e => e.ToString()))));

    /// <summary>"db:database" of an endpoint, "/db:/web/database" of a container.</summary>
    private static Candidate Link(string text)
    {
        var parts = text.Split(':');
        return new Candidate(parts[^1].Split('/')[^1], $"link to {parts[0].TrimStart('/')}");
    }
}
