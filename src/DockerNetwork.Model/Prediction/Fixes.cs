using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// Commands of this module that change a verdict to "reachable"; null if there is no short one, or if a name is not safe on a command line
/// (<see cref="FixRules"/>).
/// </summary>
internal static class Fixes
{
    /// <summary>Starts a container, and before it the one whose network namespace it shares.</summary>
    public static IReadOnlyList<FixCommand>? Start(Question question, Container container, Container? owner) =>
        owner is { Up: false } && owner.Id != container.Id
            ? Fix(question.Snapshot.CommandHost, Starting(owner, container))
            : Fix(question.Snapshot.CommandHost, Starting(container));

    /// <summary>Lets a paused container go on.</summary>
    public static IReadOnlyList<FixCommand>? Resume(Question question, Container container) =>
        Fix(question.Snapshot.CommandHost, new FixCommand(FixRules.Resume) { Container = Names(container) });

    /// <summary>Puts a container into the namespace that its owner has now.</summary>
    public static IReadOnlyList<FixCommand>? Rejoin(Question question, Container container, Container owner)
    {
        var restart = new FixCommand(FixRules.Restart) { Container = Names(container) };
        return owner.Up
            ? Fix(question.Snapshot.CommandHost, restart)
            : Fix(question.Snapshot.CommandHost, Starting(owner), restart);
    }

    /// <summary>
    /// Gives source and target a common network with names, with as few commands as possible: one of the two joins a network of the other,
    /// if possible so that no name leads to another container afterwards (<see cref="MovedNames"/>), and that the one that joins sends to
    /// other machines as before.
    /// </summary>
    public static IReadOnlyList<FixCommand>? ShareNames(Question question)
    {
        if (question.SourceOwner is not { HostNetwork: false } source || question.TargetOwner is not { HostNetwork: false } target)
            return null;
        if (question.Elsewhere is not null)
            return null;
        if (source.Id == target.Id)
            return null;

        // A container that shares a namespace is connected by the one that owns it.
        if (Leaving(question.Snapshot, Array.FindAll([source, target], container => container.SwarmService is null)) is null)
            return null;
        IReadOnlyList<FixCommand>? first = null;
        foreach (var (fix, joining, network) in Meetings(question, source, target))
        {
            if (MovedNames.Of(question.Snapshot, fix).Count == 0
                && !ChangesWayOut(question.Snapshot, joining, network))
            {
                return fix;
            }

            first ??= fix;
        }

        return first ?? (HasAlias(question, target) ? null : NewNetwork(question.Snapshot, source, target));
    }

    /// <summary>
    /// The networks of the one that the other may join. An alias belongs to its network, so only there the target is found by it.
    /// </summary>
    private static IEnumerable<(IReadOnlyList<FixCommand> Fix, Container Joining, Network Network)> Meetings(
        Question question, Container source, Container target)
    {
        var alias = HasAlias(question, target);
        var theirs = target.Endpoints
            .Where(endpoint => !alias || Has(endpoint, question.Literal))
            .Select(question.NetworkOf)
            .Select(network => (Network: network, Joining: source));
        var ours = alias ? [] : NetworksOf(question.Snapshot, source).Select(network => (Network: (Network?)network, Joining: target));
        return theirs.Concat(ours)
            .Where(meeting => meeting.Network is { ResolvesNames: true } network && MayJoin(network))
            .Select(meeting => (Fix: Connect(question.Snapshot, meeting.Network!, meeting.Joining), meeting.Joining, meeting.Network))
            .Where(meeting => meeting.Fix is not null)
            .Select(meeting => (meeting.Fix!, meeting.Joining, meeting.Network!));
    }

    /// <summary>
    /// Whether a container that is only on internal networks would get a default route, or the default route of another would move to a
    /// network that does not translate addresses. The published ports move with it, and neither they nor connections to other machines work
    /// there (seen on 28.5).
    /// </summary>
    private static bool ChangesWayOut(EngineSnapshot snapshot, Container joining, Network network)
    {
        var endpoint = new NetworkEndpoint
        {
            Network = network.Name,
            NetworkId = network.Id,
            Container = joining.Name,
            ContainerId = joining.Id,
            State = joining.State,
            Gateway = network is { Internal: false, EnableIPv4: true } ? IPAddress.Any : null,
            IPv6Gateway = network is { Internal: false, EnableIPv6: true } ? IPAddress.IPv6Any : null,
            DockerHost = joining.DockerHost,
        };
        var before = DefaultRoute(joining.Endpoints);
        if (before is null && network.Internal)
            return false;
        if (before is null)
            return NetworksOf(snapshot, joining).Exists(own => own.Internal);
        return DefaultRoute(joining.Endpoints.Append(endpoint))?.Id != before.Id
            && RouteRules.KeepsAddresses(network, AddressFamily.InterNetwork, snapshot.Engine.Version);

        Network? DefaultRoute(IEnumerable<NetworkEndpoint> endpoints) => EndpointOrder.Of(snapshot, endpoints)
            .FirstOrDefault(pair => !pair.Network.Internal && (pair.Endpoint.Gateway ?? pair.Endpoint.IPv6Gateway) is not null)
            .Network;
    }

    /// <summary>What is asked for is a name that the target has on some networks only.</summary>
    private static bool HasAlias(Question question, Container target) =>
        !MovedNames.OwnNames(question.Snapshot, target)
            .Append(ShortId.Of(target.Id))
            .Contains(question.Literal, StringComparer.OrdinalIgnoreCase)
        && target.Endpoints.Any(endpoint => Has(endpoint, question.Literal));

    private static bool Has(NetworkEndpoint endpoint, string name) =>
        endpoint.Names().Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Puts the source on a network of the container that has an address.</summary>
    public static IReadOnlyList<FixCommand>? Join(Question question, IPAddress address) =>
        question.Index.At(address) is [var peer, ..] && question.NetworkOf(peer) is { } network ? Join(question, network) : null;

    /// <summary>Puts the source on a network where the target has the name.</summary>
    public static IReadOnlyList<FixCommand>? Join(Question question, Network network) =>
        question.SourceOwner is { HostNetwork: false } source && MayJoin(network) ? Connect(question.Snapshot, network, source) : null;

    /// <summary>A new network for containers, under a name that is free.</summary>
    public static IReadOnlyList<FixCommand>? NewNetwork(EngineSnapshot snapshot, params Container[] containers)
    {
        var free = Enumerable.Range(1, int.MaxValue)
            .Select(n => n == 1 ? "app" : $"app{n}")
            .First(candidate => snapshot.Networks.All(network => network.Name != candidate));
        return Leaving(snapshot, containers) is { } leaving
            ? Fix(
                snapshot.CommandHost,
                [
                    .. leaving,
                    new FixCommand(FixRules.Create) { Name = free },
                    new FixCommand(FixRules.Connect) { Container = Names(containers) },
                ])
            : null;
    }

    private static IReadOnlyList<FixCommand>? Connect(EngineSnapshot snapshot, Network network, Container container) =>
        Leaving(snapshot, container) is { } leaving
            ? Fix(
                snapshot.CommandHost,
                [.. leaving, new FixCommand(FixRules.Connect) { Network = network.Name, Container = Names(container) }])
            : null;

    /// <summary>
    /// What lets containers join a network: those that are on the network none must leave it first. The Docker engine connects them
    /// then, and they keep the new network when they are started again (seen on 20.10 and 28.5). Podman connects no container that was
    /// created without a network. A task of a service that is connected gets an address and no name (moby's container_operations.go names
    /// only containers that are not Managed), and the next task does not have it.
    /// </summary>
    /// <returns>Nothing if all of them may join as they are; null if one of them cannot be connected to another network.</returns>
    private static FixCommand[]? Leaving(EngineSnapshot snapshot, params Container[] containers)
    {
        if (Array.Exists(containers, container => container.SwarmService is not null))
            return null;
        if (snapshot.Engine.Kind == EngineKind.Podman && Array.Exists(containers, container => container.Endpoints.Count == 0))
            return null;
        var modes = Array.FindAll(containers, container => NetworksOf(snapshot, container).Exists(network => !network.Combines));
        if (modes.Length == 0)
            return [];
        return snapshot.Engine.Kind != EngineKind.Podman
            && Array.TrueForAll(modes, container => NetworksOf(snapshot, container).TrueForAll(network => network is { Driver: "null" }))
                ? [new FixCommand(FixRules.Disconnect) { Network = FixRules.NoNetwork, Container = Names(modes) }]
                : null;
    }

    private static FixCommand Starting(params Container[] containers) => new(FixRules.Start) { Container = Names(containers) };

    private static string[] Names(params Container[] containers) => [.. containers.Select(c => c.Name)];

    private static FixCommand[]? Fix(string? host, params FixCommand[] commands) =>
        FixRules.Refusal(commands) is not null ? null : host is null ? commands : FixCommand.On(commands, host);

    private static List<Network> NetworksOf(EngineSnapshot snapshot, Container container) =>
        container.Endpoints.Select(e => snapshot.Network(e.NetworkId)).OfType<Network>().ToList();

    /// <summary>A container can be connected to it by its name, and reaches the others there.</summary>
    private static bool MayJoin(Network network) =>
        network.CanConnect && FixRules.IsName(network.Name) && !network.BridgeOptionOff("enable_icc") && HasRoom(network);

    /// <summary>
    /// If a running container joins a full network, the engine refuses it, keeps the endpoint, and cannot start the container again.
    /// </summary>
    private static bool HasRoom(Network network)
    {
        var subnets = network.Ipam.Where(s => s.Subnet.BaseAddress.AddressFamily == AddressFamily.InterNetwork).ToList();
        var taken = network.Endpoints.SelectMany(e => e.Addresses().Concat(new[] { e.StaticIPAddress }.OfType<IPAddress>())).ToList();
        return subnets.Count == 0 || subnets.Exists(subnet => FreeAddresses.In(subnet, taken).Any());
    }
}
