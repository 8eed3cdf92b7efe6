using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Model.Snapshots;

/// <summary>
/// The networks and containers of an engine at one time, from two requests, regardless of their number: <c>GET /networks</c> and <c>GET
/// /containers/json?all=1</c>. Unlike in <c>docker network inspect</c>, networks include their stopped containers.
/// </summary>
public sealed partial class EngineSnapshot
{
    private readonly Dictionary<string, Container> _containers;
    private readonly Dictionary<string, Container> _containersByName;
    private readonly Dictionary<string, Network> _networks;

    private EngineSnapshot(
        DockerHost host,
        ApiVersion apiVersion,
        EngineProduct engine,
        IEnumerable<Network> networks,
        IEnumerable<Container> containers,
        SwarmDocuments? swarm = null)
    {
        DockerHost = host;
        ApiVersion = apiVersion;
        Engine = engine;
        _networks = networks.ToDictionary(n => n.Id, StringComparer.Ordinal);
        _containers = containers.ToDictionary(c => c.Id, StringComparer.Ordinal);
        _containersByName = ByName(_containers.Values);
        foreach (var container in _containers.Values.Where(c => c.NamespaceOwnerId is not null).ToArray())
        {
            var (owner, id) = FollowNamespace(container);
            _containers[container.Id] = container with { NamespaceOwner = owner?.Name ?? id, NamespaceOwnerState = owner?.State };
        }

        _containersByName = ByName(_containers.Values);
        Swarm = swarm is null ? SwarmState.None : SwarmState.Of(swarm, _networks, _containers, host);
    }

    /// <summary>The engine.</summary>
    public DockerHost DockerHost { get; }

    /// <summary>The API version of the requests. It determines what the documents can contain.</summary>
    public ApiVersion ApiVersion { get; }

    /// <summary>The kind and version of the engine. They determine what it does with packets and names.</summary>
    public EngineProduct Engine { get; private set; }

    /// <summary>All networks.</summary>
    public IReadOnlyCollection<Network> Networks => _networks.Values;

    /// <summary>All containers, including stopped ones.</summary>
    public IReadOnlyCollection<Container> Containers => _containers.Values;

    /// <summary>Facts of the engine's host; null if they are not known.</summary>
    public HostFacts? HostFacts { get; private set; }

    /// <summary>
    /// The engine as commands for it must name it, because without that they would go to another one; null if they need not.
    /// </summary>
    internal string? CommandHost { get; private set; }

    /// <summary>What the swarm knows about its overlay networks, if the engine was asked.</summary>
    internal SwarmState Swarm { get; private set; }

    /// <summary>The engine's host as a source of probes.</summary>
    internal Container HostAsSource => new()
    {
        Name = "@host",
        Id = "@host",
        NetworkMode = "host",
        State = ContainerState.Running,
        IsHost = true,
        DockerHost = DockerHost,
    };

    /// <summary>Joins the two lists.</summary>
    /// <param name="networks">Of <c>GET /networks</c>.</param>
    /// <param name="containers">Of <c>GET /containers/json?all=1</c>.</param>
    /// <param name="host">The engine.</param>
    /// <param name="apiVersion">The API version of the requests; if null, that of a current engine.</param>
    /// <param name="include">
    /// Which containers belong in the snapshot; all if null. A label alone must not decide this, because images have labels too.
    /// </param>
    /// <param name="engine">Its kind and version; if null, the Docker engine of <paramref name="apiVersion"/>.</param>
    public static EngineSnapshot Create(
        IReadOnlyList<NetworkResource> networks,
        IReadOnlyList<ContainerSummary> containers,
        DockerHost host,
        ApiVersion? apiVersion = null,
        Func<ContainerSummary, bool>? include = null,
        EngineProduct? engine = null)
    {
        // An id names one thing. If two claim it, or something has none, the engine is not asked which one it means.
        networks = networks.Where(n => n.Id.Length > 0).DistinctBy(n => n.Id, StringComparer.Ordinal).ToArray();
        containers = containers.Where(c => c.Id.Length > 0).DistinctBy(c => c.Id, StringComparer.Ordinal).ToArray();
        // Before API 1.44 two networks may share a name; an endpoint that gives its network's id is not mistaken.
        var byName = networks.GroupBy(n => n.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        if (engine?.Kind == EngineKind.Podman)
        {
            var ids = byName.ToDictionary(pair => pair.Key, pair => pair.Value.Id, StringComparer.Ordinal);
            containers = [.. containers.Select(c => PodmanDocuments.Read(c, ids))];
        }

        var mapped = containers.Where(include ?? (_ => true)).Select(c => WireMapping.ToContainer(c, byName, host)).ToList();
        mapped = mapped.ConvertAll(StartOrder.Of(containers, mapped));
        var endpoints = mapped.SelectMany(c => c.Endpoints).ToLookup(e => e.NetworkId, StringComparer.Ordinal);
        var version = apiVersion ?? DockerNetwork.Engine.ApiVersion.Newest;
        return new EngineSnapshot(
            host,
            version,
            engine ?? EngineProduct.Speaking(version),
            networks.Select(n => WireMapping.ToNetwork(n, ByContainer(endpoints[n.Id]), host)),
            mapped);
    }

    /// <summary>
    /// The same snapshot with details of some containers that only an inspect returns, requested concurrently. A container that no longer
    /// exists, or whose document cannot be read, stays as it was.
    /// </summary>
    public async Task<EngineSnapshot> InspectAsync(
        EngineClient client, IEnumerable<string> containerIds, CancellationToken cancellationToken = default)
    {
        var details = await DetailsAsync(client, containerIds, cancellationToken, id => Container(id)?.Name);
        return Sound(client.DockerHost.ToString(), () => With(details));
    }

    /// <summary>
    /// Makes a snapshot from documents. If that fails, it is an error about one engine or file, and the pipeline goes on.
    /// </summary>
    /// <param name="origin">The engine or file that the documents come from.</param>
    /// <param name="make">Makes it.</param>
    /// <exception cref="EngineException"><see cref="EngineFailure.Protocol"/>.</exception>
    internal static EngineSnapshot Sound(string origin, Func<EngineSnapshot> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is not EngineException)
        {
            throw new EngineException(
                EngineFailure.Protocol, $"The networks and containers of {origin} are not consistent: {e.Message}", e);
        }
    }

    /// <summary>The same snapshot with what inspect told.</summary>
    internal EngineSnapshot With(IEnumerable<ContainerDetails> details)
    {
        if (Engine.Kind == EngineKind.Podman)
        {
            var ids = _networks.Values.DistinctBy(n => n.Name).ToDictionary(n => n.Name, n => n.Id, StringComparer.Ordinal);
            details = details.Select(d => PodmanDocuments.Read(d, ids));
        }

        var byId = details.DistinctBy(d => d.Id, StringComparer.Ordinal).ToDictionary(d => d.Id, StringComparer.Ordinal);
        var containers = _containers.Values
            .Select(c => byId.TryGetValue(c.Id, out var detail) ? WireMapping.WithDetails(c, detail, _networks) : c);
        return With(_networks.Values, containers);
    }

    /// <summary>The same engine with other networks and containers. Who is on a network is taken from the containers.</summary>
    internal EngineSnapshot With(IEnumerable<Network> networks, IEnumerable<Container> containers)
    {
        var all = containers.ToList();
        var endpoints = all.SelectMany(c => c.Endpoints).ToLookup(e => e.NetworkId, StringComparer.Ordinal);
        var joined = networks.Select(n => n with { Endpoints = ByContainer(endpoints[n.Id]) });
        return new EngineSnapshot(DockerHost, ApiVersion, Engine, joined, all) { HostFacts = HostFacts, CommandHost = CommandHost };
    }

    /// <summary>The same snapshot of an engine that commands for it must name.</summary>
    internal EngineSnapshot Named()
    {
        var copy = (EngineSnapshot)MemberwiseClone();
        copy.CommandHost = DockerHost.ToString();
        return copy;
    }

    /// <summary>The same snapshot with facts of the host.</summary>
    internal EngineSnapshot With(HostFacts facts)
    {
        var copy = (EngineSnapshot)MemberwiseClone();
        copy.HostFacts = facts;
        return copy;
    }

    /// <summary>The same snapshot with all that is known of the engine.</summary>
    internal EngineSnapshot With(EngineProduct engine)
    {
        var copy = (EngineSnapshot)MemberwiseClone();
        copy.Engine = engine;
        return copy;
    }

    /// <summary>The same snapshot with the names that containers of other nodes have on networks of this one.</summary>
    internal EngineSnapshot Beside(IEnumerable<EngineSnapshot> nodes)
    {
        var copy = (EngineSnapshot)MemberwiseClone();
        copy.Swarm = Swarm.Beside(nodes, _networks, DockerHost);
        return copy;
    }

    /// <summary>The same snapshot with the services that another engine of its swarm knows, and this one does not.</summary>
    internal EngineSnapshot Knowing(IEnumerable<SwarmState> others)
    {
        var copy = (EngineSnapshot)MemberwiseClone();
        copy.Swarm = Swarm.With(others);
        return copy;
    }

    /// <summary>The same snapshot with what the engine said of its swarm. This comes after what inspect told.</summary>
    internal EngineSnapshot With(SwarmDocuments? swarm) =>
        swarm is null
            ? this
            : new EngineSnapshot(DockerHost, ApiVersion, Engine, _networks.Values, _containers.Values, swarm)
            {
                HostFacts = HostFacts,
                CommandHost = CommandHost,
            };

    private static NetworkEndpoint[] ByContainer(IEnumerable<NetworkEndpoint> endpoints) =>
        endpoints.OrderBy(e => e.Container, StringComparer.Ordinal).ToArray();

    /// <summary>Names are unique, unless the snapshot was taken while one was changed.</summary>
    private static Dictionary<string, Container> ByName(IEnumerable<Container> containers) =>
        containers.DistinctBy(c => c.Name, StringComparer.Ordinal).ToDictionary(c => c.Name, StringComparer.Ordinal);

    /// <summary>A container by its full id.</summary>
    public Container? Container(string id) => _containers.GetValueOrDefault(id);

    /// <summary>A container by its name.</summary>
    internal Container? ContainerNamed(string name) => _containersByName.GetValueOrDefault(name);

    /// <summary>A network by its full id.</summary>
    public Network? Network(string id) => _networks.GetValueOrDefault(id);

    /// <summary>The container whose network namespace a container uses, which may be itself. Null if it no longer exists.</summary>
    public Container? NamespaceOwner(Container container) => FollowNamespace(container).Owner;

    /// <summary>
    /// The endpoints of a container. If it shares the namespace of another, they are those of the owner, each with its <see
    /// cref="EndpointProperties.NamespaceOwner"/>. Such a container has their addresses only while it runs in that namespace.
    /// </summary>
    public IReadOnlyList<NetworkEndpoint> EndpointsOf(Container container)
    {
        ArgumentNullException.ThrowIfNull(container);
        if (container.NamespaceOwnerId is null)
            return container.Endpoints;
        if (NamespaceOwner(container) is not { } owner)
            return [];
        bool? lost = !container.Up ? false
            : !owner.Up ? true
            : container.StartedAt is { } own && owner.StartedAt is { } theirs ? theirs > own : null;
        return owner.Endpoints.Select(endpoint =>
        {
            var shared = endpoint with
            {
                Container = container.Name,
                ContainerId = container.Id,
                State = container.State,
                NamespaceOwner = owner.Name,
                NamespaceLost = lost,
            };
            return container.Up && lost != true ? shared : shared.WithoutAddresses();
        }).ToArray();
    }

    /// <summary>Whose namespace it is; where that container is gone, the id that leads nowhere.</summary>
    private (Container? Owner, string? Id) FollowNamespace(Container container)
    {
        // The engine refuses circles; the limit guards against a snapshot taken in between.
        Container? owner = container;
        string? id = null;
        for (var depth = 0; depth < 16 && owner?.NamespaceOwnerId is { } next; depth++)
        {
            id = next;
            owner = _containers.GetValueOrDefault(next) ?? _containersByName.GetValueOrDefault(next);
        }

        return (owner?.NamespaceOwnerId is null ? owner : null, id);
    }
}
