using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// The names that would lead to another container after a fix. A container asks all its networks for a name, and the first one in the
/// engine's order that knows it decides. So a container that joins a second network may find another 'db' there, and its own name may be an
/// alias there that others use. Those on the network that it joins may know its name from another of their networks.
/// </summary>
internal static class MovedNames
{
    /// <summary>25.0. From then on the engine's DNS knows the host name too (moby's buildEndpointDNSNames).</summary>
    private static readonly EngineVersion HostNameInDns = new(25, 0);

    /// <summary>
    /// The ids of the containers whose aliases must be known: all on the networks that a fix brings together, and on the other networks of
    /// those that are on the one that is joined.
    /// </summary>
    public static IReadOnlyList<string> Involved(EngineSnapshot snapshot, IReadOnlyList<FixCommand> fix) =>
    [
        .. Joining(snapshot, fix)
            .SelectMany(join => join.Container.Endpoints.Select(e => snapshot.Network(e.NetworkId))
                .Append(join.Network)
                .Concat(MembersOf(snapshot, join.Network).SelectMany(c => c.Endpoints).Select(e => snapshot.Network(e.NetworkId))))
            .OfType<Network>()
            .SelectMany(network => network.Endpoints)
            .Select(endpoint => endpoint.ContainerId)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>A sentence for each name that would lead elsewhere; empty if none would. The containers must have been inspected.</summary>
    public static IReadOnlyList<string> Of(EngineSnapshot snapshot, IReadOnlyList<FixCommand> fix)
    {
        var index = SnapshotIndex.Of(snapshot);
        var joining = Joining(snapshot, fix).ToList();
        var sentences = new List<string>();
        foreach (var (container, network) in joining)
        {
            var there = joining.Where(j => j.Network?.Id == network?.Id).Select(j => (j.Container.Name, Holder: j.Container.Name))
                .Concat(Names(index, network))
                .Where(n => n.Holder != container.Name)
                .ToLookup(n => n.Name, n => n.Holder, StringComparer.OrdinalIgnoreCase);
            sentences.AddRange(SeenBy(index, container, network, there));
            sentences.AddRange(SeenByMembers(index, container, network));
            sentences.AddRange(OwnNames(snapshot, container)
                .Where(name => there.Contains(name))
                .Select(name =>
                    $"On the network {network}, '{name}' is a name of {Join(there[name])}, and would be one of {container} too."));
        }

        return sentences;
    }

    /// <summary>Names that the container uses on the networks that it is on, and that others have on the new one.</summary>
    private static IEnumerable<string> SeenBy(
        SnapshotIndex index, Container container, Network? network, ILookup<string, string> there)
    {
        var own = OwnNames(index.Snapshot, container).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var endpoint in container.Endpoints.Where(e => e.NetworkId != network?.Id))
        {
            foreach (var known in Names(index, index.Snapshot.Network(endpoint.NetworkId))
                .GroupBy(n => n.Name, n => n.Holder, StringComparer.OrdinalIgnoreCase))
            {
                if (there.Contains(known.Key)
                    && !own.Contains(known.Key)
                    && !there[known.Key].ToHashSet(StringComparer.Ordinal).SetEquals(known))
                {
                    yield return $"In {container}, '{known.Key}' leads to {Join(known)} on the network {endpoint.Network}, and could then "
                        + $"lead to {Join(there[known.Key])}.";
                }
            }
        }
    }

    /// <summary>Names of the container that those on the network know as the names of others, from another of their networks.</summary>
    private static IEnumerable<string> SeenByMembers(SnapshotIndex index, Container container, Network? network)
    {
        foreach (var member in MembersOf(index.Snapshot, network).Where(member => member.Id != container.Id))
        {
            foreach (var other in member.Endpoints.Where(endpoint => endpoint.NetworkId != network!.Id))
            {
                var known = Names(index, index.Snapshot.Network(other.NetworkId)).ToLookup(
                    n => n.Name, n => n.Holder, StringComparer.OrdinalIgnoreCase);
                foreach (var name in OwnNames(index.Snapshot, container))
                {
                    if (known[name].Any(holder => holder != container.Name))
                    {
                        yield return $"In {member}, '{name}' leads to {Join(known[name])} on the network {other.Network}, and could then "
                            + $"lead to {container}.";
                    }
                }
            }
        }
    }

    /// <summary>The running containers on a network that resolves names; none for a network that the fix creates.</summary>
    private static IEnumerable<Container> MembersOf(EngineSnapshot snapshot, Network? network) =>
        network is not { ResolvesNames: true } ? [] : network.Endpoints
            .Where(endpoint => endpoint.State is ContainerState.Running or ContainerState.Paused)
            .Select(endpoint => snapshot.Container(endpoint.ContainerId))
            .OfType<Container>()
            .DistinctBy(container => container.Id);

    /// <summary>The names that the engine's DNS knows on a network, and whose they are. A container that does not run has none.</summary>
    private static IEnumerable<(string Name, string Holder)> Names(SnapshotIndex index, Network? network) =>
        network is not { ResolvesNames: true }
            ? []
            : network.Endpoints
                .Where(endpoint => endpoint.State is ContainerState.Running or ContainerState.Paused)
                .SelectMany(endpoint => SnapshotIndex.NamesOf(endpoint).Select(name => (name, endpoint.Container)))
                .Distinct();

    /// <summary>What it is called on every network that it joins.</summary>
    public static IEnumerable<string> OwnNames(EngineSnapshot snapshot, Container container) =>
        snapshot.Engine.Version >= HostNameInDns && container.HostName is { Length: > 0 } hostName
            ? new[] { container.Name, hostName }.Distinct(StringComparer.OrdinalIgnoreCase)
            : [container.Name];

    /// <summary>Who joins what; null for a network that the fix creates.</summary>
    private static IEnumerable<(Container Container, Network? Network)> Joining(EngineSnapshot snapshot, IReadOnlyList<FixCommand> fix) =>
        fix.Where(command => command.Cmdlet == FixRules.Connect)
            .SelectMany(command => command.Container
                .Select(snapshot.ContainerNamed)
                .OfType<Container>()
                .Select(container => (container, snapshot.Networks.FirstOrDefault(network => network.Name == command.Network))));

    private static string Join(IEnumerable<string> names) => string.Join(" and ", names.Distinct(StringComparer.Ordinal));
}
