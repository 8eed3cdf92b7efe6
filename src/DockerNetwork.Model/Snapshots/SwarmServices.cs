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

    /// <summary>What a task is not to do any more: another one has taken its place, or its service is gone.</summary>
    private static readonly string[] Over = ["shutdown", "remove", "orphaned"];

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
            var managers = string.Join(", ", (swarm.RemoteManagers ?? []).Select(m => m.Addr).Take(5));
            EngineWatch.Warn($"{client.DockerHost} is a worker of its swarm. {Limits} To see all services, ask a manager: {managers}.");
            var overlays = snapshot.Networks.Where(SwarmDocuments.IsUsedOverlay);
            var details = await Task.WhenAll(overlays.Select(n => client.TryInspectNetworkAsync(n.Id, cancellationToken)));
            return OfWorker(details.OfType<NetworkDetails>(), snapshot);
        }

        var (tasks, nodes) = (client.GetTasksAsync(cancellationToken), client.GetNodesAsync(cancellationToken));
        await Task.WhenAll(tasks, nodes);
        return OfManager(services, await tasks, await nodes, snapshot);
    }

    /// <summary>What a manager says.</summary>
    internal static IReadOnlyList<SwarmService> OfManager(
        IEnumerable<ServiceDocument> services,
        IEnumerable<TaskDocument> tasks,
        IEnumerable<NodeDocument> nodes,
        EngineSnapshot snapshot)
    {
        var tasksOf = tasks.Where(task => task.Id is { Length: > 0 }).ToLookup(task => task.ServiceId ?? "", StringComparer.Ordinal);
        var byId = nodes
            .Where(node => node.Id is not null)
            .DistinctBy(node => node.Id)
            .ToDictionary(node => node.Id!, StringComparer.Ordinal);
        return
        [
            .. services
                .Where(service => service is { Id.Length: > 0, Spec.Name.Length: > 0 })
                .DistinctBy(service => service.Id)
                .Select(service => ToService(service, [.. tasksOf[service.Id!]], byId, snapshot))
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
        return
        [
            .. seen.OrderBy(service => service.Key, StringComparer.Ordinal).Select(service =>
            {
                var networks = service
                    .Select(on => On(on.Network.Id!, Addresses.ParseAddress(on.Service!.Vip), snapshot))
                    .OrderBy(address => address.Network, StringComparer.Ordinal)
                    .ToList();
                return new SwarmService
                {
                    Name = service.Key,
                    EndpointMode = networks.Exists(network => network.IPAddress is not null) ? "vip" : "dnsrr",
                    Networks = networks,
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
        ServiceDocument service, List<TaskDocument> all, Dictionary<string, NodeDocument> nodes, EngineSnapshot snapshot)
    {
        var current = all.FindAll(task => !Over.Contains(task.DesiredState));
        var tasks = current.ConvertAll(task => ToTask(service.Spec!.Name!, task, all, nodes, snapshot));
        var ports = (service.Endpoint?.Ports ?? [])
            .Where(port => port.TargetPort is >= 1 and <= 65535 && port.PublishedPort is >= 0 and <= 65535)
            .ToLookup(port => port.PublishMode == "host", ToPort);
        return new SwarmService
        {
            Name = service.Spec!.Name!,
            Id = service.Id,
            Image = service.Spec.TaskTemplate?.ContainerSpec?.Image,
            Mode = service.Spec.Mode switch
            {
                { Global: not null } => "global",
                { GlobalJob: not null } => "global-job",
                { ReplicatedJob: not null } => "replicated-job",
                _ => "replicated",
            },
            Replicas = service.Spec.Mode switch
            {
                { Replicated.Replicas: { } replicas } => replicas,
                { ReplicatedJob.TotalCompletions: { } completions } => completions,
                _ => current.Count,
            },
            Running = tasks.Count(task => task is { State: "running", NodeState: not "down" }),
            EndpointMode = service.Spec.EndpointSpec?.Mode == "dnsrr" ? "dnsrr" : "vip",
            Networks = NetworksOf(service, snapshot),
            Ports = [.. ports[false]],
            HostPorts = [.. ports[true]],
            Tasks =
            [
                .. tasks
                    .OrderBy(task => task.Slot)
                    .ThenBy(task => task.Node, StringComparer.Ordinal)
                    .ThenBy(task => task.Name, StringComparer.Ordinal),
            ],
            DockerHost = snapshot.DockerHost,
        };
    }

    /// <summary>Those that it asked for, and the routing mesh if it publishes ports there.</summary>
    private static List<NetworkAddress> NetworksOf(ServiceDocument service, EngineSnapshot snapshot)
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
                .Select(id => On(id, virtualAddresses.GetValueOrDefault(id), snapshot))
                .OrderBy(address => snapshot.Network(address.NetworkId)?.Ingress == true)
                .ThenBy(address => address.Network, StringComparer.Ordinal),
        ];
    }

    private static NetworkTask ToTask(
        string service, TaskDocument task, List<TaskDocument> all, Dictionary<string, NodeDocument> nodes, EngineSnapshot snapshot)
    {
        var node = nodes.GetValueOrDefault(task.NodeId ?? "");
        List<NetworkAddress> networks =
        [
            .. (task.Attachments ?? [])
                .Where(attachment => attachment.Network?.Id is { Length: > 0 })
                .Select(attachment => On(
                    attachment.Network!.Id!, Address(attachment.Addresses is [var first, ..] ? first : null), snapshot))
                .OrderBy(address => snapshot.Network(address.NetworkId)?.Ingress == true)
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
            Error = task.Status?.State == "running" ? null : Named(task.Status?.Err) ?? LastError(task, all),
            ContainerId = Named(task.Status?.ContainerStatus?.ContainerId),
            Networks = networks,
            Node = Named(node?.Description?.Hostname) ?? Named(task.NodeId),
            NodeId = Named(task.NodeId),
            NodeRole = node?.Spec?.Role,
            NodeState = node?.Status?.State,
            NodeAvailability = node?.Spec?.Availability,
        };
    }

    /// <summary>Why the task failed whose place this one takes.</summary>
    private static string? LastError(TaskDocument task, List<TaskDocument> all) => all
        .Where(other => other.Slot == task.Slot && (task.Slot > 0 || other.NodeId == task.NodeId))
        .OrderByDescending(other => other.Status?.Timestamp)
        .Select(other => Named(other.Status?.Err))
        .FirstOrDefault(error => error is not null);

    private static NetworkAddress On(string id, IPAddress? address, EngineSnapshot snapshot)
    {
        var network = snapshot.Network(id);
        return new NetworkAddress(network?.Name ?? id, id, address, network?.Encrypted == true);
    }

    private static PublishedPort ToPort(ServicePort port) =>
        new(port.TargetPort, port.Protocol ?? "tcp", null, port.PublishedPort > 0 ? port.PublishedPort : null);

    private static IPAddress? Address(string? text) => Addresses.ParseAddress(text?.Split('/')[0]);

    private static string? Named(string? text) => text is { Length: > 0 } ? text : null;
}
