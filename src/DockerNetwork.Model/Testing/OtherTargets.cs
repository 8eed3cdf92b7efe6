using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Testing;

/// <summary>The targets of a test that are on one engine, for sources on other engines.</summary>
/// <param name="Engine">The engine, with what only inspect tells about the targets.</param>
/// <param name="Targets">Containers of it.</param>
public sealed record OtherTargets(OtherEngine Engine, IReadOnlyList<ReachabilityTarget> Targets)
{
    /// <summary>Inspects containers of an engine, and asks it what it knows of its swarm.</summary>
    /// <param name="client">The engine.</param>
    /// <param name="snapshot">What it said of itself.</param>
    /// <param name="targets">Targets; those that are no containers of the engine are left out.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<OtherTargets> ReadAsync(
        EngineClient client, EngineSnapshot snapshot, IReadOnlyList<ReachabilityTarget> targets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var containers = targets.Where(target => target.Container is { IsHost: false }).ToList();
        var ids = containers
            .SelectMany(target => new[] { target.Container!, snapshot.NamespaceOwner(target.Container!) })
            .OfType<Container>()
            // Whoever has an alias there answers to it in place of the target.
            .Concat(snapshot.Networks.Where(n => n.Driver == "overlay").SelectMany(n => n.Endpoints)
                .Select(endpoint => snapshot.Container(endpoint.ContainerId)).OfType<Container>())
            .Select(container => container.Id);
        var swarm = SwarmDocuments.ReadBesideOthersAsync(client, snapshot, cancellationToken);
        var inspected = await snapshot.InspectAsync(client, ids, cancellationToken);
        return Of(inspected.With(await swarm), containers);
    }

    /// <summary>
    /// The same engines, each told which of its addresses another one says are its own, or not the engine's: those of containers on
    /// networks of a swarm, and of hosts.
    /// </summary>
    internal static IEnumerable<OtherTargets> Told(IEnumerable<OtherTargets> others)
    {
        OtherTargets[] all = [.. others];
        if (all.Length < 2)
            return all;
        var contested = all.SelectMany(other => Claimed(other.Engine).Distinct())
            .GroupBy(claim => claim)
            .Where(claims => claims.Count() > 1)
            .Select(claims => claims.Key)
            .Concat(all.Select(other => other.Engine.Snapshot.Swarm).Where(swarm => all.Any(other => Denies(other, swarm)))
                .Select(swarm => ("", swarm.NodeAddress!)))
            .ToHashSet();
        return contested.Count == 0 ? all : all.Select(other => other with { Engine = other.Engine with { Contested = contested } });
    }

    /// <summary>Whether an engine says that it is the node itself, or that it knows the node as another one.</summary>
    private static bool Denies(OtherTargets other, SwarmState swarm) =>
        other.Engine.Snapshot.Swarm is var own && !ReferenceEquals(own, swarm) && own.IsOneWith(swarm) && own.Contradicts(swarm);

    private static IEnumerable<(string NetworkId, IPAddress Address)> Claimed(OtherEngine engine) =>
    [
        .. new[] { engine.Asked, engine.Snapshot.Swarm.NodeAddress }.OfType<IPAddress>().Select(address => ("", address)),
        .. from network in engine.Snapshot.Networks
           where network.Scope == "swarm"
           from endpoint in network.Endpoints
           from address in endpoint.Addresses()
           select (network.Id, address),
    ];

    /// <summary>Without what has an id of the sources' engine: pairs of the two are not tested, and that is said.</summary>
    internal OtherTargets Without(EngineSnapshot near)
    {
        var targets = Targets.Where(t => near.Container(t.Container!.Id) is null).ToList();
        if (targets.Count < Targets.Count)
        {
            var both = $"{near.DockerHost} and {Engine}";
            EngineWatch.Warn($"{both} have containers with the same ids, so they may be one engine. Pairs of these are not tested.");
        }

        return this with { Targets = targets };
    }

    /// <summary>What is published at an address that is not known cannot be tried.</summary>
    /// <param name="near">The engine of the sources.</param>
    /// <param name="options">What is asked.</param>
    internal void WarnOfUnknownHost(EngineSnapshot near, TestOptions options)
    {
        if (options.LookupOnly
            || !options.By.HasFlag(TargetLiterals.Address)
            || Engine.HostAddresses(near).Any()
            || !Targets.Any(IsAtHost))
        {
            return;
        }

        var untested = "published ports and containers on the host's network are not tested";
        EngineWatch.Warn($"The address of the host of {Engine} is not known, so {untested}. Name the engine as tcp://ADDRESS.");

        bool IsAtHost(ReachabilityTarget target) => target.Container is { } container
            && (container.HostNetwork
                || options.ServicesOf(target).Any(service =>
                    container.Ports.Any(port => port.HostPort is not null && port.ContainerPort == service.Port)));
    }

    /// <summary>The targets as sources on other engines see them.</summary>
    internal static OtherTargets Of(EngineSnapshot snapshot, IReadOnlyList<ReachabilityTarget> targets) => new(
        new OtherEngine(snapshot),
        [
            .. targets.Select(target => target with
            {
                Container = Seen(snapshot, snapshot.Container(target.Container!.Id) ?? target.Container),
                Service = false,
            }),
        ]);

    /// <summary>Whose network namespace it uses, only its own engine knows; the addresses there are its own for others.</summary>
    private static Container Seen(EngineSnapshot snapshot, Container container) => container.NamespaceOwnerId is null
        ? container
        : container with
        {
            Endpoints = snapshot.EndpointsOf(container),
            NetworkMode = snapshot.NamespaceOwner(container)?.NetworkMode ?? "none",
            Ports = snapshot.NamespaceOwner(container)?.Ports ?? [],
        };
}
