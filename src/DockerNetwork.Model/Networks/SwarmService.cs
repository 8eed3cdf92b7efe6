using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Networks;

/// <summary>
/// A service of a swarm. A worker knows only the services that are on networks of its own containers, and of these only the names, the
/// networks and the tasks; the rest is null there.
/// </summary>
public sealed record SwarmService
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The id; null on a worker.</summary>
    public string? Id { get; init; }

    /// <summary>The image of its containers.</summary>
    public string? Image { get; init; }

    /// <summary>replicated, global, replicated-job or global-job.</summary>
    public string? Mode { get; init; }

    /// <summary>How many tasks should run; for a global service, the number of nodes that should run one.</summary>
    public long? Replicas { get; init; }

    /// <summary>How many tasks run, on nodes that are not down.</summary>
    public int? Running { get; init; }

    /// <summary>
    /// vip: the name resolves to a virtual address, and the load balancer of each node (IPVS) distributes connections over the tasks.
    /// dnsrr: the name resolves to the tasks. <c>tasks.NAME</c> resolves to the tasks in both modes.
    /// </summary>
    public required string EndpointMode { get; init; }

    /// <summary>Its networks, each with the virtual address of the service there.</summary>
    public IReadOnlyList<NetworkAddress> Networks { get; init => field = Listing.Of(value); } = Listing.Of<NetworkAddress>([]);

    /// <summary>Ports that every node listens on and forwards to the tasks (the routing mesh). Empty on a worker.</summary>
    public IReadOnlyList<PublishedPort> Ports { get; init => field = Listing.Of(value); } = Listing.Of<PublishedPort>([]);

    /// <summary>Ports that the nodes of its tasks listen on, each for its own task (published with mode=host). Empty on a worker.</summary>
    public IReadOnlyList<PublishedPort> HostPorts { get; init => field = Listing.Of(value); } = Listing.Of<PublishedPort>([]);

    /// <summary>Its tasks, on all nodes, without those that were replaced.</summary>
    public IReadOnlyList<NetworkTask> Tasks { get; init => field = Listing.Of(value); } = Listing.Of<NetworkTask>([]);

    /// <summary>The engine that reported the service.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>"2/3", or "global 3/3"; empty if the engine does not say.</summary>
    internal string Count => Mode is null ? "" : $"{(Mode == "replicated" ? "" : Mode + " ")}{Running}/{Replicas}";

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
