using System.Net;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Testing;

/// <summary>
/// All probes of a test, in order: source by source, target by target. Pure: made from a snapshot alone, one plan for each engine. A
/// million probes are never stored: they are made on demand.
/// </summary>
public sealed class TestPlan
{
    private readonly TestScope _scope;
    private readonly HostAddresses _host;
    private readonly SnapshotIndex _index;
    private readonly Lazy<HostPorts> _hostPorts;
    private readonly Dictionary<DockerHost, OtherEngine> _others;

    private TestPlan(TestScope scope, TestOptions options, HostAddresses host)
    {
        (_scope, Options, _host, _index) = (scope, options, host, SnapshotIndex.Of(scope.Snapshot));
        _hostPorts = new(() => new HostPorts(scope.Snapshot, [.. scope.Others.Select(other => other.Engine)]));
        _others = scope.Others.DistinctBy(other => other.Engine.Snapshot.DockerHost)
            .ToDictionary(other => other.Engine.Snapshot.DockerHost, other => other.Engine);
        // What a target is called depends on the source only for @gateway.
        var shared = scope.Targets?.Select(Named).ToArray();
        Sources = [.. scope.Sources.Select(source => new PlannedSource(this, source, shared))];
    }

    /// <summary>The engine.</summary>
    public EngineSnapshot Snapshot => _scope.Snapshot;

    /// <summary>What is asked, and how.</summary>
    public TestOptions Options { get; }

    /// <summary>Where probes start.</summary>
    public IReadOnlyList<PlannedSource> Sources { get; }

    /// <summary>Makes a plan. All necessary containers must have been inspected before: a plan requests nothing.</summary>
    public static TestPlan Create(TestScope scope, TestOptions options) => Create(scope, options, HostAddresses.Unknown);

    /// <summary>Makes a plan in which @host and @outside have addresses.</summary>
    internal static TestPlan Create(TestScope scope, TestOptions options, HostAddresses host)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(options);
        return new TestPlan(scope, options, host);
    }

    /// <summary>The engine of a target, if it is not that of the sources.</summary>
    internal OtherEngine? EngineOf(Container? target) =>
        // Another engine may claim the same id.
        target is not null
        && _others.Count > 0
        && Snapshot.Container(target.Id) is null
        && _others.TryGetValue(target.DockerHost, out var other)
        && other.Snapshot.Container(target.Id) is not null
            ? other
            : null;

    /// <summary>How probes of a source are sent: only at an address of the host can they meet the engine's port proxy.</summary>
    internal ProbeOptions ProbeOptionsOf(Container source)
    {
        var probe = Options.Probe with { KeepNeighbours = Options.Trace is not null };
        return _hostPorts.Value.Addresses(source) is { } addresses ? probe with { HostAddresses = addresses } : probe;
    }

    internal IEnumerable<NamedTarget> Named(Container source) => _scope.TargetsOf(source, Options).Select(Named);

    internal IEnumerable<PlannedProbe> Probes(Container source, NamedTarget named)
    {
        foreach (var name in named.Names ?? SpecialNames(named.Target, GatewaysOf(source)))
        {
            if (Options.LookupOnly || (Options.Detailed && !name.IsAddress))
                yield return Probe(source, named.Target, name, Service.Lookup);
            if (Options.LookupOnly)
                continue;
            foreach (var service in named.Services)
                yield return Probe(source, named.Target, name, service);
        }

        foreach (var (name, service) in Options.LookupOnly ? [] : named.Published)
            yield return Probe(source, named.Target, name, service);
    }

    private PlannedProbe Probe(Container source, ReachabilityTarget target, TargetName name, Service service) =>
        new(source, target.Container?.Name ?? target.Text, name, service)
        {
            Container = target.Container,
            Preferred = Preferred(target.Container, name),
            Path = target.Path,
            Proxied = service.Protocol == ProbeProtocol.Tcp && _hostPorts.Value.MayBeProxied(source, target, name, service),
            // If no address stands for a special target, it keeps its own text. An alias may look like one.
            NoAddress = target.Special != SpecialTarget.None && !name.IsAddress,
        };

    /// <summary>If others have the name too, the addresses of the one that is meant.</summary>
    private IReadOnlyList<IPAddress> Preferred(Container? target, TargetName name) =>
        target is not null && !name.IsAddress && _index.IsShared(name.Text) && Snapshot.NamespaceOwner(target) is { } owner
            ? [.. owner.Endpoints.SelectMany(e => e.Addresses())]
            : [];

    private NamedTarget Named(ReachabilityTarget target) => new(
        target,
        target.Special switch
        {
            SpecialTarget.None => NamesOf(target),
            SpecialTarget.Host => SpecialNames(target, _host.Host),
            SpecialTarget.Outside => SpecialNames(target, _host.Outside),
            _ => null,
        },
        Options.ServicesOf(target))
    {
        Published = EngineOf(target.Container) is { } engine ? [.. PublishedBy(target, engine)] : [],
    };

    /// <summary>The ports that a target on another engine publishes there, at the addresses of its host.</summary>
    private IEnumerable<(TargetName Name, Service Service)> PublishedBy(ReachabilityTarget target, OtherEngine engine) =>
        from service in Options.By.HasFlag(TargetLiterals.Address) ? Options.ServicesOf(target) : []
        from port in target.Container!.Ports
        where port.HostPort is not null && port.ContainerPort == service.Port && port.Protocol == service.ProtocolName
        from address in engine.HostAddresses(Snapshot).Where(IsOfFamily)
        where port.IsAt(address)
        group (Port: port.HostPort, service) by (address, port.HostPort) into published
        select (TargetName.Of(published.Key.address), published.First().service with { Port = published.Key.HostPort });

    private IReadOnlyList<TargetName> SpecialNames(ReachabilityTarget target, IEnumerable<IPAddress> addresses)
    {
        TargetName[] names = [.. addresses.Where(IsOfFamily).Distinct().Select(TargetName.Of)];
        return names.Length > 0 ? names : [new TargetName(target.Text, null)];
    }

    /// <summary>Of its endpoints, and of docker_gwbridge, by which a container of overlay networks sends.</summary>
    private IEnumerable<IPAddress> GatewaysOf(Container source) => Snapshot.NamespaceOwner(source) is { } owner
        ? owner.Endpoints
            .SelectMany(e => new[] { e.Gateway, e.IPv6Gateway })
            .OfType<IPAddress>()
            .Concat(_index.RoutesOf(owner).Where(r => r.Network.Name == Route.OverlayBridge).SelectMany(r => BridgeAddresses.Of(r.Network)))
            .Distinct()
        : [];

    /// <summary>What a target is called, as it would be typed in the source.</summary>
    private IReadOnlyList<TargetName> NamesOf(ReachabilityTarget target)
    {
        if (target is not { Container: { } container, NameOnly: false })
            return [TargetName.Of(target.Text)];
        var by = Options.By;
        var own = container.Endpoints.Where(e => Options.Wants(e.NetworkId)).ToList();
        var named = by.HasFlag(TargetLiterals.Name) && (Options.Networks is null || own.Count > 0);
        var names = named ? [container.Name] : Array.Empty<string>();
        if (target.Service && (named || (by.HasFlag(TargetLiterals.Alias) && own.Count > 0)))
            names = [target.Text, .. names];
        var engine = EngineOf(container);
        // Names of networks that this engine does not have mean nothing here.
        var known = engine is null ? own : own.FindAll(e => Snapshot.Network(e.NetworkId) is not null);
        var aliases = by.HasFlag(TargetLiterals.Alias) ? known.SelectMany(e => e.Alias ?? []) : [];
        var addresses = by.HasFlag(TargetLiterals.Address) && !Options.LookupOnly
            ? (Snapshot.NamespaceOwner(container)?.Endpoints ?? [])
                .Where(e => Options.Wants(e.NetworkId) && !IsOnMesh(e, engine))
                .SelectMany(e => e.Addresses())
                .Concat(engine is not null && container.HostNetwork ? engine.HostAddresses(Snapshot) : [])
                .Where(IsOfFamily)
                .Select(address => address.ToString())
            : [];
        // An engine accepts names that no one can ask for: an empty alias, or one that resolvers read as an address.
        var askable = names.Concat(aliases).Where(text => !string.IsNullOrEmpty(text) && !TargetName.Of(text).IsAddress);
        return [.. askable.Concat(addresses).Distinct(StringComparer.Ordinal).Select(TargetName.Of)];
    }

    /// <summary>On the routing mesh no container is reached by its address, so it is tried there only if that is asked for.</summary>
    private bool IsOnMesh(NetworkEndpoint endpoint, OtherEngine? engine) =>
        Options.Networks is null
        && (Snapshot.Network(endpoint.NetworkId) ?? engine?.Snapshot.Network(endpoint.NetworkId)) is { Ingress: true };

    private bool IsOfFamily(IPAddress address) => Options.Probe.Family is null || address.AddressFamily == Options.Probe.Family;
}

/// <summary>A target with what it is called and what is asked of it.</summary>
/// <param name="Target">The target.</param>
/// <param name="Names">Names and addresses; null if they depend on the source.</param>
/// <param name="Services">Protocols and ports.</param>
internal sealed record NamedTarget(ReachabilityTarget Target, IReadOnlyList<TargetName>? Names, IReadOnlyList<Service> Services)
{
    /// <summary>Where else the target is asked: at ports that its own engine publishes.</summary>
    public IReadOnlyList<(TargetName Name, Service Service)> Published { get; init; } = [];
}
