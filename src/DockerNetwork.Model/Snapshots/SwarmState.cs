using System.Collections.Immutable;
using System.Net;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Model.Snapshots;

/// <summary>
/// What a swarm knows of the overlay networks of an engine, and no list has: the names of services, their virtual addresses, the containers
/// of other nodes, and who is on docker_gwbridge.
/// </summary>
internal sealed partial record SwarmState
{
    /// <summary>The bridge that the engine makes for traffic between overlay networks and other addresses.</summary>
    public const string OverlayBridge = "docker_gwbridge";

    /// <summary>Nothing is known; there may be no swarm.</summary>
    public static SwarmState None { get; } = new();

    /// <summary>Endpoints that are in no list. Those of containers on other nodes and of load balancers have no container id.</summary>
    public IReadOnlyList<NetworkEndpoint> Endpoints { get; private init; } = [];

    /// <summary>
    /// What the engine's DNS knows of services on each network (libnetwork's addEndpointNameResolution): NAME is the virtual address, or
    /// the tasks if there is none (the mode dnsrr); <c>tasks.NAME</c> is always the tasks. A service's aliases are names of it too.
    /// </summary>
    public IReadOnlyList<(string Name, NetworkEndpoint Endpoint)> Names { get; private init; } = [];

    /// <summary>
    /// Ids of the networks on which there may be further names: aliases of containers on other nodes, and aliases of services if the engine
    /// is not a manager of the swarm.
    /// </summary>
    public IReadOnlySet<string> WithUnknownNames { get; private init; } = ImmutableHashSet<string>.Empty;

    /// <summary>The services of the whole swarm. Only a manager knows them.</summary>
    public IReadOnlyList<NamedService> Services { get; private init; } = [];

    /// <summary>Services on the overlay networks of the engine's own containers, by name. A worker knows no others.</summary>
    public IReadOnlyList<string> ServicesHere { get; private init; } = [];

    /// <summary>The engine is a worker, so it does not know all services.</summary>
    public bool IsWorker { get; private init; }

    /// <summary>Where the managers listen, as far as the engine knows them: "198.51.100.1:2377".</summary>
    public IReadOnlyList<string> ManagerAddresses { get; private init; } = [];

    /// <summary>Ids of the tasks that still run and are to stop. Only a manager knows them.</summary>
    private IReadOnlySet<string> Stopping { get; init; } = ImmutableHashSet<string>.Empty;

    /// <summary>The TCP ports of the containers that a service publishes, by the service's name. Only a manager knows them.</summary>
    public ILookup<string, int>? Ports { get; private init; }

    /// <summary>
    /// For networks on which the engine does not see all nodes of the swarm, what it sees: "only 1 of the 3 nodes". The others have no
    /// containers there, or the nodes cannot tell each other of them.
    /// </summary>
    public IReadOnlyDictionary<string, string> SeenNodes { get; private init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>An address of the engine's host, by which the other nodes know it; null if the engine did not say.</summary>
    public IPAddress? NodeAddress { get; private init; }

    /// <summary>Addresses of the swarm's nodes, as far as this engine knows them.</summary>
    public IReadOnlySet<IPAddress> Nodes { get; private init; } = ImmutableHashSet<IPAddress>.Empty;

    /// <summary>Ids of the swarm's managers. Two engines that know one of them are in one swarm.</summary>
    public IReadOnlySet<string> Managers { get; private init; } = ImmutableHashSet<string>.Empty;

    /// <summary>The engine's id as a node of the swarm; null if it did not say.</summary>
    public string? NodeId { get; private init; }

    /// <summary>The id of the swarm; null if the engine is not a manager.</summary>
    private string? ClusterId { get; init; }

    /// <summary>Which node has which address, as this engine knows it.</summary>
    private IReadOnlyList<(string Id, IPAddress Address)> KnownNodes { get; init; } = [];

    /// <summary>Of <see cref="Endpoints"/>, those that this engine knows without the word of another one.</summary>
    private IReadOnlyList<NetworkEndpoint> Own { get; init; } = [];

    /// <summary>Whether the engine said who is on <see cref="OverlayBridge"/>.</summary>
    public bool KnowsOverlayBridge { get; private init; }

    /// <summary>Reads the documents.</summary>
    /// <param name="documents">What the engine said.</param>
    /// <param name="networks">The networks of the snapshot, by id.</param>
    /// <param name="containers">The containers of the snapshot, by id.</param>
    /// <param name="host">The engine.</param>
    public static SwarmState Of(
        SwarmDocuments documents,
        IReadOnlyDictionary<string, Network> networks,
        IReadOnlyDictionary<string, Container> containers,
        DockerHost host)
    {
        var state = new SwarmState { Stopping = (documents.Stopping ?? []).ToHashSet(StringComparer.Ordinal) };
        var endpoints = new List<NetworkEndpoint>();
        var names = new List<(string Name, NetworkEndpoint Endpoint)>();
        var unknown = new HashSet<string>(StringComparer.Ordinal);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var knowsBridge = false;
        foreach (var details in documents.Networks)
        {
            if (details.Id is null || !networks.TryGetValue(details.Id, out var network))
                continue;
            if (network.Driver != "overlay")
            {
                knowsBridge |= details.Containers is not null;
                endpoints.AddRange(Unlisted(details, network, containers, host));
                continue;
            }

            var here = new ServicesThere(documents, details, network, state.IsNameless(containers), host);
            endpoints.AddRange(here.Endpoints);
            endpoints.AddRange(Unlisted(details, network, containers, host).Where(e => e.ContainerId.Length == 0));
            names.AddRange(here.Names);
            if (details.Peers is { } peers && (documents.NodeCount > 0 ? peers.Count < documents.NodeCount : peers.Count < 2))
                seen[network.Id] = documents.NodeCount > 0 ? $"only {peers.Count} of the {documents.NodeCount} nodes" : "no other node";
            if (documents.Services is null || details.Services is null || details.Peers is { Count: > 1 })
                unknown.Add(network.Id);
        }

        return state with
        {
            Endpoints = endpoints,
            Own = endpoints,
            Names = names,
            WithUnknownNames = unknown,
            SeenNodes = seen,
            KnowsOverlayBridge = knowsBridge,
            Ports = (
                from service in documents.Services ?? []
                where service.Spec?.Name is not null
                from port in service.Endpoint?.Ports ?? []
                where port is { Protocol: null or "tcp", TargetPort: >= 1 and <= 65535 }
                select (service.Spec!.Name!, port.TargetPort)).ToLookup(pair => pair.Item1, pair => pair.TargetPort),
            Services =
            [
                .. (documents.Services ?? []).Where(service => service.Spec?.Name is { Length: > 0 })
                    .Select(service => NamesOf(service, networks)),
            ],
            ServicesHere =
            [
                .. documents.Networks.SelectMany(network => network.Services?.Keys ?? Enumerable.Empty<string>())
                    .Where(name => name.Length > 0)
                    .Distinct(StringComparer.Ordinal),
            ],
            IsWorker = documents.IsWorker,
            ManagerAddresses = [.. documents.Managers.Select(manager => manager.Addr).OfType<string>().Where(at => at.Length > 0)],
            NodeAddress = Addresses.ParseAddress(documents.NodeAddress),
            Nodes = NodesOf(documents).OfType<IPAddress>().Where(Addresses.IsOfMachine).ToHashSet(),
            NodeId = documents.NodeId is { Length: > 0 } id ? id : null,
            ClusterId = documents.ClusterId is { Length: > 0 } cluster ? cluster : null,
            KnownNodes = [.. IdentitiesOf(documents)],
            Managers = documents.Managers.Select(manager => manager.NodeId).OfType<string>().ToHashSet(StringComparer.Ordinal),
        };
    }

    private static NamedService NamesOf(ServiceDocument service, IReadOnlyDictionary<string, Network> networks) => new(
        service.Spec!.Name!,
        [
            .. from attached in service.Spec.TaskTemplate?.Networks ?? []
               where attached.Target is not null && networks.GetValueOrDefault(attached.Target) is { Driver: "overlay" }
               let aliases = (attached.Aliases ?? []).OfType<string>()
               select new NamedService.Names(attached.Target!, networks[attached.Target!].Name, [service.Spec.Name!, .. aliases]),
        ]);

    /// <summary>
    /// Why the engine's DNS does not have the names of a task on overlay networks, as the end of a sentence; null if it has them. A task
    /// gets its names when its health check has passed, and loses them before it is stopped (moby's daemon/cluster/executor/container).
    /// Other containers have them from their start.
    /// </summary>
    /// <param name="container">A container, of this engine or of another node.</param>
    public string? NamelessBecause(Container container) => container switch
    {
        { SwarmService: null } => null,
        { Health: ContainerHealth.Starting } => "its health check has not passed yet",
        { Health: ContainerHealth.Unhealthy } => "its health check fails",
        _ => IsStopping(container.Name) ? "the swarm is stopping it" : null,
    };

    /// <summary>Tasks are called SERVICE.SLOT.ID.</summary>
    private bool IsStopping(string task) => Stopping.Count > 0 && Stopping.Contains(task[(task.LastIndexOf('.') + 1)..]);

    private Func<NetworkEndpoint, bool> IsNameless(IReadOnlyDictionary<string, Container> containers) => task =>
        containers.GetValueOrDefault(task.ContainerId) is { } here ? NamelessBecause(here) is not null : IsStopping(task.Container);

    /// <summary>
    /// What this engine's own swarm says of an address on a network: the container on another node, and the node; null if it says nothing.
    /// </summary>
    public NetworkEndpoint? At(string networkId, IPAddress address) =>
        Own.FirstOrDefault(e => e.NetworkId == networkId && e is { ContainerId: "", Service: null } && e.Has(address));

    /// <summary>Containers on docker_gwbridge, and the load balancers of networks, which have a name in place of an id.</summary>
    private static IEnumerable<NetworkEndpoint> Unlisted(
        NetworkDetails details, Network network, IReadOnlyDictionary<string, Container> containers, DockerHost host)
    {
        foreach (var (id, attached) in details.Containers ?? [])
        {
            if (Address(attached?.IPv4Address) is not { } address)
                continue;
            var container = containers.GetValueOrDefault(id);
            if (container is null && IsId(id))
                continue;
            if (container is not null && container.Endpoints.Any(e => e.NetworkId == network.Id))
                continue;
            yield return Endpoint(network, container?.Name ?? id, address, host) with { ContainerId = container?.Id ?? "" };
        }
    }

    private static NetworkEndpoint Endpoint(Network network, string name, IPAddress address, DockerHost host) => new()
    {
        Network = network.Name,
        NetworkId = network.Id,
        Container = name,
        ContainerId = "",
        State = ContainerState.Running,
        IPAddress = address,
        Unlisted = true,
        DockerHost = host,
    };

    private static IEnumerable<(string Id, IPAddress Address)> IdentitiesOf(SwarmDocuments documents) =>
        from node in documents.Managers
            .Select(manager => (Id: manager.NodeId, Address: AddressOf(manager)))
            .Concat(documents.Nodes.Select(node => (node.Id, Address: Addresses.ParseAddress(node.Status?.Addr))))
        where node is { Id.Length: > 0, Address: not null } && Addresses.IsOfMachine(node.Address)
        select (node.Id, node.Address);

    private static IPAddress? AddressOf(SwarmManager manager) => IPEndPoint.TryParse(manager.Addr ?? "", out var at) ? at.Address : null;

    private static IEnumerable<IPAddress?> NodesOf(SwarmDocuments documents) =>
    [
        .. documents.Networks.SelectMany(network => network.Peers ?? []).Select(peer => Addresses.ParseAddress(peer?.IP)),
        .. documents.Managers.Select(AddressOf),
        .. documents.Nodes.Select(node => Addresses.ParseAddress(node.Status?.Addr)),
    ];

    private static bool IsId(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static IPAddress? Address(string? text) => Addresses.ParseAddress(text?.Split('/')[0]);
}
