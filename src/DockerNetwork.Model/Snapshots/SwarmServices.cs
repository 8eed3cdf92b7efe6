using System.Globalization;
using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Ports;

namespace DockerNetwork.Model.Snapshots;

/// <summary>The services of a swarm, as a manager or a worker knows them.</summary>
internal static class SwarmServices
{
    private const string Limits =
        "It knows only the services on the overlay networks of its own containers, and not the modes and ports of these services.";

    /// <summary>More replicas than this no swarm has.</summary>
    private const long MostReplicas = int.MaxValue;

    /// <summary>What a task is not to do any more: another one has taken its place, or its service is gone.</summary>
    private static readonly string[] Over = ["shutdown", "remove", "orphaned"];

    /// <summary>A task that has ended has no address.</summary>
    private static readonly string[] Ended = ["complete", "shutdown", "failed", "rejected", "remove", "orphaned"];

    /// <summary>
    /// Reads them: three requests of a manager; of a worker one for each overlay network that its containers are on.
    /// </summary>
    /// <param name="client">The engine.</param>
    /// <param name="snapshot">Its networks.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="EngineException"><see cref="EngineFailure.Unavailable"/>: the engine is not in a swarm.</exception>
    public static async Task<IReadOnlyList<SwarmService>> ReadAsync(
        EngineClient client, EngineSnapshot snapshot, CancellationToken cancellationToken)
    {
        List<ServiceDocument> services;
        try
        {
            services = await client.GetServicesAsync(cancellationToken);
        }
        catch (EngineException e) when (e.Failure == EngineFailure.Unavailable)
        {
            if ((await client.TryGetInformationAsync(cancellationToken))?.Swarm is not { IsWorker: true } swarm)
                throw;
            var managers = SwarmManagers.Text((swarm.RemoteManagers ?? []).Select(manager => manager.Addr));
            EngineWatch.Warn($"{client.DockerHost} is a worker of its swarm. {Limits} To see all services, ask {managers}.");
            var overlays = snapshot.Networks.Where(SwarmDocuments.IsUsedOverlay);
            var details = await Task.WhenAll(overlays.Select(n => client.TryInspectNetworkAsync(n.Id, cancellationToken)));
            return OfWorker(details.OfType<NetworkDetails>(), snapshot);
        }

        var (tasks, nodes) = (client.GetTasksAsync(cancellationToken), client.GetNodesAsync(cancellationToken));
        await Task.WhenAll(tasks, nodes);
        return OfManager(services, await tasks, await nodes, snapshot, cancellationToken);
    }

    /// <summary>What a manager says.</summary>
    internal static IReadOnlyList<SwarmService> OfManager(
        IEnumerable<ServiceDocument> services,
        IEnumerable<TaskDocument> tasks,
        IEnumerable<NodeDocument> nodes,
        EngineSnapshot snapshot,
        CancellationToken cancellationToken)
    {
        var all = tasks.Where(task => task.Id is { Length: > 0 }).ToList();
        var tasksOf = all.ToLookup(task => task.ServiceId ?? "", StringComparer.Ordinal);
        var networks = new KnownNetworks(snapshot, all);
        var byId = nodes
            .Where(node => node.Id is not null)
            .DistinctBy(node => node.Id)
            .ToDictionary(node => node.Id!, StringComparer.Ordinal);
        return
        [
            .. services
                .Where(service => service is { Id.Length: > 0, Spec.Name.Length: > 0 })
                .DistinctBy(service => service.Id)
                .Select(service => ToService(service, [.. tasksOf[service.Id!]], byId, networks, cancellationToken))
                .OrderBy(service => service.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>What a worker says of the overlay networks that its containers are on.</summary>
    internal static IReadOnlyList<SwarmService> OfWorker(IEnumerable<NetworkDetails> details, EngineSnapshot snapshot)
    {
        var seen =
            from network in details
            where network.Id is not null
            from service in network.Services ?? []
            where service is { Key.Length: > 0, Value: not null }
            group (Network: network, Service: service.Value) by service.Key;
        var networks = new KnownNetworks(snapshot, []);
        return
        [
            .. seen.OrderBy(service => service.Key, StringComparer.Ordinal).Select(service =>
            {
                var addresses = service
                    .Select(on => networks.On(on.Network.Id!, Addresses.ParseAddress(on.Service!.Vip)))
                    .OrderBy(address => address.Network, StringComparer.Ordinal)
                    .ToList();
                return new SwarmService
                {
                    Name = service.Key,
                    EndpointMode = addresses.Exists(address => address.IPAddress is not null) ? "vip" : "dnsrr",
                    Networks = addresses,
                    Tasks =
                    [
                        .. service
                            .SelectMany(on => NetworkInspection.ToService(service.Key, on.Service!).Tasks)
                            .DistinctBy(task => task.Name)
                            .OrderBy(task => task.Name, StringComparer.Ordinal),
                    ],
                    DockerHost = snapshot.DockerHost,
                };
            }),
        ];
    }

    private static SwarmService ToService(
        ServiceDocument service,
        List<TaskDocument> all,
        Dictionary<string, NodeDocument> nodes,
        KnownNetworks networks,
        CancellationToken cancellationToken)
    {
        var (current, shown, errors) = Sort(all, cancellationToken);
        var tasks = shown.ConvertAll(task => ToTask(service.Spec!.Name!, task, errors, nodes, networks));
        var mode = service.Spec!.Mode;
        var isJob = mode is { GlobalJob: not null } or { ReplicatedJob: not null };
        var (counted, ended) = (service.ServiceStatus, tasks.Count(task => task.State == "complete"));
        var completed = Sound(counted?.CompletedTasks ?? ended);
        // As the docker CLI has it: a replicated job says how many tasks run at once, and a global one how many have not completed.
        var replicas = Sound(mode switch
        {
            { Replicated.Replicas: { } wanted } => wanted,
            { ReplicatedJob: { } job } => counted?.DesiredTasks ?? job.TotalCompletions,
            { GlobalJob: not null } => counted?.DesiredTasks ?? current - ended,
            _ => current,
        });
        var ports = (service.Endpoint?.Ports ?? [])
            .Where(port => port.TargetPort is >= 1 and <= 65535 && port.PublishedPort is >= 0 and <= 65535)
            .ToLookup(port => port.PublishMode == "host", ToPort);
        return new SwarmService
        {
            Name = service.Spec!.Name!,
            Id = service.Id,
            Image = service.Spec.TaskTemplate?.ContainerSpec?.Image,
            Mode = mode switch
            {
                { Global: not null } => "global",
                { GlobalJob: not null } => "global-job",
                { ReplicatedJob: not null } => "replicated-job",
                _ => "replicated",
            },
            Replicas = replicas,
            Running = tasks.Count(task => task is { State: "running", NodeState: not "down" }),
            Completed = isJob ? completed : null,
            Completions = mode is { ReplicatedJob: { } total } ? Sound(total.TotalCompletions) : isJob ? replicas + completed : null,
            EndpointMode = service.Spec.EndpointSpec?.Mode == "dnsrr" ? "dnsrr" : "vip",
            Networks = NetworksOf(service, networks),
            Ports = [.. ports[false]],
            HostPorts = [.. ports[true]],
            Tasks =
            [
                .. tasks
                    .OrderBy(task => task.Slot)
                    .ThenBy(task => task.Node, StringComparer.Ordinal)
                    .ThenBy(task => task.Name, StringComparer.Ordinal),
            ],
            DockerHost = networks.Snapshot.DockerHost,
        };
    }

    /// <summary>
    /// How many tasks are to run, which tasks are shown, and the last error in each place, which is a slot or a node.
    /// </summary>
    private static (int Current, List<TaskDocument> Shown, Dictionary<Place, string> Errors) Sort(
        List<TaskDocument> all, CancellationToken cancellationToken)
    {
        var (current, shown) = (0, new List<TaskDocument>());
        var (errors, last) = (new Dictionary<Place, string>(), new Dictionary<Place, TaskDocument>());
        var taken = new HashSet<Place>();
        foreach (var task in all.OrderByDescending(task => task.Status?.Timestamp))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var place = Place.Of(task);
            if (Named(task.Status?.Err) is { } error)
                errors.TryAdd(place, error);
            last.TryAdd(place, task);
            var isOver = Over.Contains(task.DesiredState);
            if (isOver && task.Status?.State is not ("running" or "starting"))
                continue;
            shown.Add(task);
            taken.Add(place);
            current += isOver ? 0 : 1;
        }

        // The swarm has given up, because of the restart policy.
        shown.AddRange(last
            .Where(end => end.Value.Status?.State is "failed" or "rejected" && !taken.Contains(end.Key))
            .Select(end => end.Value));
        return (current, shown, errors);
    }

    /// <summary>Those that it asked for, and the routing mesh if it publishes ports there.</summary>
    private static List<NetworkAddress> NetworksOf(ServiceDocument service, KnownNetworks networks)
    {
        var virtualAddresses = (service.Endpoint?.VirtualIPs ?? [])
            .Where(address => address.NetworkId is { Length: > 0 })
            .DistinctBy(address => address.NetworkId)
            .ToDictionary(address => address.NetworkId!, address => Address(address.Addr), StringComparer.Ordinal);
        return
        [
            .. (service.Spec?.TaskTemplate?.Networks ?? [])
                .Select(network => network.Target)
                .OfType<string>()
                .Concat(virtualAddresses.Keys)
                .Distinct(StringComparer.Ordinal)
                .Select(id => networks.On(id, virtualAddresses.GetValueOrDefault(id)))
                .OrderBy(address => networks.Snapshot.Network(address.NetworkId)?.Ingress == true)
                .ThenBy(address => address.Network, StringComparer.Ordinal),
        ];
    }

    private static NetworkTask ToTask(
        string service,
        TaskDocument task,
        Dictionary<Place, string> errors,
        Dictionary<string, NodeDocument> nodes,
        KnownNetworks known)
    {
        var hasEnded = Ended.Contains(task.Status?.State);
        var node = nodes.GetValueOrDefault(task.NodeId ?? "");
        List<NetworkAddress> networks =
        [
            .. (task.Attachments ?? [])
                .Where(attachment => attachment.Network?.Id is { Length: > 0 })
                .Select(attachment => known.On(
                    attachment.Network!.Id!, attachment.Addresses is [var first, ..] && !hasEnded ? Address(first) : null))
                .OrderBy(address => known.Snapshot.Network(address.NetworkId)?.Ingress == true)
                .ThenBy(address => address.Network, StringComparer.Ordinal),
        ];
        // As the engine names the container.
        var which = task.Slot > 0 ? task.Slot.ToString(CultureInfo.InvariantCulture) : task.NodeId;
        return new NetworkTask(
            $"{service}.{which}.{task.Id}",
            networks.Find(address => address.IPAddress is not null)?.IPAddress,
            Addresses.ParseAddress(node?.Status?.Addr),
            "")
        {
            Id = task.Id,
            Slot = task.Slot > 0 ? task.Slot : null,
            State = task.Status?.State,
            DesiredState = task.DesiredState,
            Error = task.Status?.State == "running" ? null : Named(task.Status?.Err) ?? errors.GetValueOrDefault(Place.Of(task)),
            ContainerId = Named(task.Status?.ContainerStatus?.ContainerId),
            Networks = networks,
            Node = Named(node?.Description?.Hostname) ?? Named(task.NodeId),
            NodeId = Named(task.NodeId),
            NodeRole = node?.Spec?.Role,
            NodeState = node?.Status?.State,
            NodeAvailability = node?.Spec?.Availability,
        };
    }

    private static long? Sound(long? count) => count is >= 0 and <= MostReplicas ? count : null;

    private static PublishedPort ToPort(ServicePort port) =>
        new(port.TargetPort, port.Protocol ?? "tcp", null, port.PublishedPort > 0 ? port.PublishedPort : null);

    private static IPAddress? Address(string? text) => Addresses.ParseAddress(text?.Split('/')[0]);

    private static string? Named(string? text) => text is { Length: > 0 } ? text : null;

    /// <summary>Which task another one replaces: that of the same slot, or in a global service that of the same node.</summary>
    private readonly record struct Place(int Slot, string Node)
    {
        public static Place Of(TaskDocument task) => task.Slot > 0 ? new(task.Slot, "") : new(0, task.NodeId ?? "");
    }

    /// <summary>The networks of services. The swarm has an id of its own for the network host, which only tasks name.</summary>
    private sealed class KnownNetworks(EngineSnapshot snapshot, IEnumerable<TaskDocument> tasks)
    {
        private readonly Dictionary<string, string> _names = tasks
            .SelectMany(task => task.Attachments ?? [])
            .Where(attachment => attachment.Network is { Id.Length: > 0, Spec.Name.Length: > 0 })
            .DistinctBy(attachment => attachment.Network!.Id)
            .ToDictionary(attachment => attachment.Network!.Id!, attachment => attachment.Network!.Spec!.Name!, StringComparer.Ordinal);

        public EngineSnapshot Snapshot => snapshot;

        public NetworkAddress On(string id, IPAddress? address)
        {
            var network = snapshot.Network(id);
            return new NetworkAddress(network?.Name ?? _names.GetValueOrDefault(id) ?? id, id, address, network?.Encrypted == true);
        }
    }
}
