using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Testing;

/// <summary>Which containers are tested against which targets, on one engine.</summary>
/// <param name="Snapshot">The engine.</param>
/// <param name="Sources">Where probes start; each once.</param>
/// <param name="Targets">The targets of every source; null for the other containers on its networks.</param>
public sealed partial record TestScope(
    EngineSnapshot Snapshot,
    IReadOnlyList<Container> Sources,
    IReadOnlyList<ReachabilityTarget>? Targets)
{
    /// <summary>Targets on other engines. If no target is named, a source is tested against those on its networks.</summary>
    public IReadOnlyList<OtherTargets> Others { get; init; } = [];

    /// <summary>What other engines of the test say of their swarms; a manager knows services that this engine does not.</summary>
    internal IReadOnlyList<SwarmState> Swarms { get; init; } = [];

    /// <summary>What a source is tested against.</summary>
    internal IReadOnlyList<ReachabilityTarget> TargetsOf(Container source, TestOptions options) => Targets ?? Neighbours(source, options);

    /// <summary>
    /// The same scope with targets on other engines. What this engine has itself, by whatever address it is asked, is left out.
    /// </summary>
    public TestScope Beside(IEnumerable<OtherTargets> others)
    {
        OtherTargets[] asked = [.. others];
        OtherTargets[] elsewhere =
        [
            .. OtherTargets.Told(asked).Select(other => other.Without(Snapshot)).Where(other => other.Targets.Count > 0),
        ];
        var names = elsewhere.SelectMany(other => other.Targets).Select(t => t.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return this with
        {
            Others = elsewhere,
            Swarms = [.. asked.Select(other => other.Engine.Snapshot.Swarm).Where(swarm => swarm.Services.Count > 0)],
            // A name that no container here has is that of the container there.
            Targets = Targets is null ? null :
            [
                .. Targets.Where(t => t is not { Container: null, Special: SpecialTarget.None } || !names.Contains(t.Text)),
                .. elsewhere.SelectMany(other => other.Targets),
            ],
        };
    }

    /// <summary>How many targets all sources have together.</summary>
    internal long CountTargets(TestOptions options) => Sources.Sum(source => (long)TargetsOf(source, options).Count);

    /// <summary>Whether a running source has anything to send to.</summary>
    internal bool Sends(TestOptions options) => Sources.Any(source => source.Running && TargetsOf(source, options).Count > 0);

    /// <summary>Whether a port is asked for, at which a port proxy of the engine may listen.</summary>
    internal bool AsksForPort(TestOptions options) =>
        (Targets ?? [new ReachabilityTarget("", null)]).SelectMany(options.ServicesOf).Any(service => service.Port is not null);

    /// <summary>
    /// The same scope with what the engine reports about single containers: aliases, links, hosts entries, process ids. The snapshot is
    /// replaced by it, so this comes before the plan.
    /// </summary>
    internal async Task<TestScope> InspectAsync(EngineClient client, TestOptions options, CancellationToken cancellationToken)
    {
        // Podman's list says of no container whose network namespace it uses.
        var concerned = Snapshot.Engine.Kind == EngineKind.Podman
            ? Snapshot.Containers.Select(c => c.Id).ToHashSet(StringComparer.Ordinal)
            : Concerned(options).Where(id => Snapshot.Container(id) is not null).ToHashSet(StringComparer.Ordinal);
        var namesakes = Namesakes(options).Concat(BesideAddressesOf(options)).Where(id => !concerned.Contains(id));
        var swarm = Others.Count + Swarms.Count > 0
            ? SwarmDocuments.ReadBesideOthersAsync(client, Snapshot, cancellationToken)
            : SwarmDocuments.ReadAsync(client, Snapshot, cancellationToken);
        var engine = AskedEngine.ReadAsync(client, cancellationToken);
        var cache = NamesakeCache.Of(client);
        var details = await cache.DetailsAsync(client, Snapshot, concerned, namesakes, cancellationToken);
        var inspected = Sound(details);
        // Only now it is known which addresses are in the hosts files of the sources.
        var others = Beside(Sources
                .Select(source => inspected.Container(source.Id))
                .Select(source => source is null ? null : inspected.NamespaceOwner(source))
                .OfType<Container>()
                .SelectMany(owner => HostsFileRules.AddedAddresses(SnapshotIndex.Of(inspected), owner)))
            .Except(details.Select(known => known.Id))
            .ToList();
        if (others.Count > 0)
            inspected = Sound([.. details, .. await cache.DetailsAsync(client, Snapshot, [], others, cancellationToken)]);
        var hosts = await MountedHostsReader.ReadAsync(
            client, Sources.Select(source => inspected.Container(source.Id)).OfType<Container>(), cancellationToken);
        if (hosts.Count > 0)
        {
            inspected = inspected.With(
                inspected.Networks, inspected.Containers.Select(c => hosts.FirstOrDefault(read => read.Id == c.Id) ?? c));
        }

        var snapshot = inspected.With(await swarm).With(await engine).Knowing(Swarms);
        if (Others.Count > 0)
        {
            snapshot = snapshot.Beside(Others.Select(other => other.Engine.Snapshot));
            foreach (var other in Others)
                other.WarnOfUnknownHost(snapshot, options);
        }

        return (this with
        {
            Snapshot = snapshot,
            Sources = [.. Sources.Select(source => snapshot.Container(source.Id) ?? source)],
            Targets = Targets is null ? null : [.. Targets.Select(Inspected)],
        }).Settled();

        EngineSnapshot Sound(IReadOnlyList<ContainerDetails> details) =>
            EngineSnapshot.Sound(client.DockerHost.ToString(), () => Snapshot.With(details));

        ReachabilityTarget Inspected(ReachabilityTarget target) =>
            target.Container is { } container ? target with { Container = snapshot.Container(container.Id) ?? container } : target;
    }

    /// <summary>
    /// The same scope, in which the name of a Compose service is a host name again if another container answers to it too, or if the
    /// service's container shares no network with a source: then the source's own DNS or hosts file tells whom it means. Everything must
    /// have been inspected before.
    /// </summary>
    internal TestScope Settled()
    {
        return Targets is null || !Targets.Any(target => target.Service) ? this : this with { Targets = [.. Targets.Select(Settle)] };

        ReachabilityTarget Settle(ReachabilityTarget target)
        {
            if (target is not { Service: true, Container: { } container })
                return target;
            if (Snapshot.Containers.Any(other => other.Id != container.Id && other.Endpoints.Any(e => HasName(e, target.Text))))
                return target with { Container = null, Service = false };
            if (!Sources.Any(source => source.IsHost || SharesNetwork(source, container)))
            {
                EngineWatch.Warn(
                    $"The source looks '{target.Text}' up: it shares no network with {container.Name}, which has this Compose service.");
                return target with { Container = null, Service = false };
            }

            EngineWatch.Warn($"'{target.Text}' is the Compose service of the container {container.Name}.");
            return target;
        }

        bool SharesNetwork(Container one, Container other) => Snapshot.EndpointsOf(one).Select(e => e.NetworkId)
            .Intersect(Snapshot.EndpointsOf(other).Select(e => e.NetworkId), StringComparer.Ordinal).Any();

        static bool HasName(NetworkEndpoint endpoint, string name) =>
            endpoint.Names().Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Sources, targets, the containers that have a requested address, and the containers that a source links to.</summary>
    private IEnumerable<string> Concerned(TestOptions options)
    {
        // Targets of all sources are looked at once, as there may be thousands of both.
        foreach (var id in Targets is null || Sources.Count == 0 ? [] : AddressedBy(Targets))
            yield return id;
        var linkLocal = Targets?.Any(IsLinkLocal);
        foreach (var source in Sources)
        {
            if (!source.IsHost)
                yield return source.Id;
            var owner = Snapshot.NamespaceOwner(source);
            if (owner is { IsHost: false })
                yield return owner.Id;
            foreach (var id in Targets is null ? AddressedBy(TargetsOf(source, options)) : [])
                yield return id;
            // Its hosts file contains the host names of the containers that it links to.
            foreach (var linked in owner?.StartsAfter ?? [])
                yield return linked;
            if (!(linkLocal ?? TargetsOf(source, options).Any(IsLinkLocal)))
                continue;
            foreach (var endpoint in (owner?.Endpoints ?? []).SelectMany(e => Snapshot.Network(e.NetworkId)?.Endpoints ?? []))
                yield return endpoint.ContainerId;
        }
    }

    private IEnumerable<string> AddressedBy(IReadOnlyList<ReachabilityTarget> targets) => targets
        .Select(target => target.Container?.Id)
        .OfType<string>()
        .Concat(targets.SelectMany(At).Select(endpoint => endpoint.ContainerId));

    /// <summary>If a name is asked for, all who might answer to it.</summary>
    private IEnumerable<string> Namesakes(TestOptions options)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var shared = Targets is null ? null : AskedNames.Of(this, Targets, options);
        foreach (var source in Sources.Where(s => !s.IsHost))
        {
            var names = shared ?? AskedNames.Of(this, TargetsOf(source, options), options);
            var own = EndpointsOf(source);
            if (names.Any)
                asked.UnionWith(own.Select(e => e.NetworkId));
            if (names.Aliases)
                asked.UnionWith(Snapshot.Networks.Select(n => n.Id));
            // Which of the two is to join a network of the other depends on the names there.
            foreach (var theirs in asked.Count < Snapshot.Networks.Count ? names.Holders : [])
            {
                if (!theirs.All(e => asked.Contains(e.NetworkId)) && !MeetByName(own, theirs))
                    asked.UnionWith(theirs.Select(e => e.NetworkId));
            }
        }

        // A container that was renamed while it ran has names on the default bridge, which only inspect shows. The DNS of another network
        // of the source answers for them.
        var networks = asked.Select(Snapshot.Network).OfType<Network>().ToList();
        return networks.Exists(n => n.ResolvesNames)
            ? networks.Where(n => n.ResolvesNames || n.DefaultBridge).SelectMany(n => n.Endpoints).Select(endpoint => endpoint.ContainerId)
            : [];
    }

    /// <summary>They are on a network together where the engine resolves names.</summary>
    private bool MeetByName(IReadOnlyList<NetworkEndpoint> ours, IReadOnlyList<NetworkEndpoint> theirs) => theirs.Any(
        e => ours.Any(o => o.NetworkId == e.NetworkId) && Snapshot.Network(e.NetworkId) is { ResolvesNames: true });

    private IReadOnlyList<NetworkEndpoint> EndpointsOf(Container container) => Snapshot.NamespaceOwner(container)?.Endpoints ?? [];

    private IEnumerable<string> BesideAddressesOf(TestOptions options) => Beside(Sources
        .Take(Targets is null ? Sources.Count : 1)
        .SelectMany(source => TargetsOf(source, options))
        .Select(target => target.Container is null ? TargetName.Of(target.Text).Address : null)
        .OfType<IPAddress>());

    /// <summary>The containers on the bridge networks of unused addresses: one with NET_ADMIN may have taken such an address.</summary>
    private IEnumerable<string> Beside(IEnumerable<IPAddress> addresses) => addresses
        .Distinct()
        .Where(address => SnapshotIndex.Of(Snapshot).At(address).Length == 0)
        .SelectMany(address => Snapshot.Networks.Where(n => n.Driver == "bridge" && n.Subnets.Any(s => s.Contains(address))))
        .SelectMany(network => network.Endpoints)
        .Select(endpoint => endpoint.ContainerId);

    /// <summary>
    /// Who has the address that a target is: its sysctls decide too, and from 29.0 on the list does not show what is published on a network
    /// of mode routed.
    /// </summary>
    private NetworkEndpoint[] At(ReachabilityTarget target) =>
        target.Container is null && TargetName.Of(target.Text).Address is { } address ? SnapshotIndex.Of(Snapshot).At(address) : [];

    /// <summary>Who has a link-local address, the list does not show.</summary>
    private static bool IsLinkLocal(ReachabilityTarget target) =>
        target.Container is null && TargetName.Of(target.Text).Address?.GetAddressBytes() is [169, 254, _, _];

    private static bool MayBeName(ReachabilityTarget target, TestOptions options) => target.Container is null
        ? !TargetName.Of(target.Text).IsAddress
        : options.LookupOnly || options.By.HasFlag(TargetLiterals.Name) || options.By.HasFlag(TargetLiterals.Alias);

    /// <summary>
    /// A single label that is not a container's name may be an alias of any container, so all are inspected. Names with a dot are mostly
    /// names of hosts outside, and do not justify this.
    /// </summary>
    private static bool MayBeAlias(ReachabilityTarget target) =>
        target.Service
        || (target is { Container: null, Special: SpecialTarget.None }
            && !TargetName.Of(target.Text).IsAddress
            && !target.Text.AsSpan().TrimEnd('.').Contains('.')
            && !target.Text.Equals("localhost", StringComparison.OrdinalIgnoreCase));

    /// <summary>What the names of targets may depend on.</summary>
    /// <param name="Any">A name is asked for.</param>
    /// <param name="Aliases">It may be an alias of any container.</param>
    /// <param name="Holders">
    /// The endpoints of targets that are asked for by name, on networks of this engine; of those on the same networks only one.
    /// </param>
    private sealed record AskedNames(bool Any, bool Aliases, IReadOnlyList<IReadOnlyList<NetworkEndpoint>> Holders)
    {
        public static AskedNames Of(TestScope scope, IReadOnlyList<ReachabilityTarget> targets, TestOptions options)
        {
            var named = targets.Where(target => MayBeName(target, options)).ToList();
            return new(named.Count > 0, targets.Any(MayBeAlias),
            [
                .. named
                    .Select(target => target.Container)
                    .OfType<Container>()
                    .Select(container => scope.EndpointsOf(container).Where(e => scope.Snapshot.Network(e.NetworkId) is not null).ToList())
                    .DistinctBy(endpoints => string.Join(' ', endpoints.Select(e => e.NetworkId))),
            ]);
        }
    }
}
