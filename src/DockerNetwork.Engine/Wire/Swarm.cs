using System.Text.Json.Serialization;

namespace DockerNetwork.Engine.Wire;

/// <summary>A service as <c>GET /services</c> sends it; only managers of a swarm do.</summary>
/// <param name="Spec">What was asked for.</param>
/// <param name="Endpoint">What the swarm made of it.</param>
/// <param name="Id">Its id.</param>
/// <param name="ServiceStatus">How many tasks it has, if that was asked for.</param>
public sealed record ServiceDocument(
    ServiceSpec? Spec,
    ServiceEndpoint? Endpoint,
    [property: JsonPropertyName("ID")] string? Id = null,
    ServiceStatus? ServiceStatus = null);

/// <summary>How many tasks a service has, as the swarm counts them.</summary>
/// <param name="DesiredTasks">How many are to run now.</param>
/// <param name="CompletedTasks">How many tasks of a job have ended well.</param>
/// <param name="RunningTasks">How many run.</param>
public sealed record ServiceStatus(long? DesiredTasks, long? CompletedTasks, long? RunningTasks = null);

/// <summary>What was asked for when a service was made.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="TaskTemplate">What each task is like.</param>
/// <param name="Mode">How many tasks there are to be.</param>
/// <param name="EndpointSpec">What its name leads to.</param>
public sealed record ServiceSpec(
    string? Name, ServiceTaskTemplate? TaskTemplate, ServiceMode? Mode = null, ServiceEndpointSpec? EndpointSpec = null);

/// <summary>What each task of a service is like.</summary>
/// <param name="Networks">The networks of a task.</param>
/// <param name="ContainerSpec">Its container.</param>
public sealed record ServiceTaskTemplate(List<ServiceNetwork>? Networks, ServiceContainer? ContainerSpec = null);

/// <summary>The container of a task.</summary>
/// <param name="Image">Its image, with a digest if the registry was asked.</param>
public sealed record ServiceContainer(string? Image);

/// <summary>How many tasks a service has; one of these is there.</summary>
/// <param name="Replicated">A number of tasks.</param>
/// <param name="Global">One on each node.</param>
/// <param name="ReplicatedJob">A number of tasks that end.</param>
/// <param name="GlobalJob">One on each node, which ends.</param>
public sealed record ServiceMode(
    ServiceReplicas? Replicated, EmptyObject? Global, ServiceJob? ReplicatedJob = null, EmptyObject? GlobalJob = null);

/// <summary>A number of tasks.</summary>
/// <param name="Replicas">The number.</param>
public sealed record ServiceReplicas(long? Replicas);

/// <summary>A number of tasks that end.</summary>
/// <param name="TotalCompletions">How many are to end well.</param>
public sealed record ServiceJob(long? TotalCompletions);

/// <summary>What the name of a service leads to.</summary>
/// <param name="Mode">vip or dnsrr; vip if it is not said.</param>
public sealed record ServiceEndpointSpec(string? Mode);

/// <summary>A network of a service.</summary>
/// <param name="Target">The network's id.</param>
/// <param name="Aliases">Further names of the service there.</param>
public sealed record ServiceNetwork(string? Target, IReadOnlyList<string>? Aliases);

/// <summary>What the swarm made of a service.</summary>
/// <param name="VirtualIPs">One for each network; null or empty for the mode dnsrr.</param>
/// <param name="Ports">What it publishes.</param>
public sealed record ServiceEndpoint(
    [property: JsonPropertyName("VirtualIPs")] List<ServiceAddress>? VirtualIPs, List<ServicePort>? Ports = null);

/// <summary>The virtual address of a service on one network.</summary>
/// <param name="NetworkId">The network.</param>
/// <param name="Addr">With a prefix length.</param>
public sealed record ServiceAddress([property: JsonPropertyName("NetworkID")] string? NetworkId, string? Addr);

/// <summary>A port that a service publishes.</summary>
/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="TargetPort">In the containers.</param>
/// <param name="PublishedPort">On the nodes; missing or 0 if a node is to choose.</param>
/// <param name="PublishMode">"ingress" for every node, "host" for the nodes that have a task.</param>
public sealed record ServicePort(string? Protocol, int TargetPort, int PublishedPort, string? PublishMode);
