using System.Globalization;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Ports;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Networks;

/// <summary>
/// A service of a swarm. A worker knows only the services that are on networks of its own containers, and of these only the names, the
/// networks and the tasks; the rest is null there.
/// </summary>
public sealed record SwarmService : ModuleObject
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The id; null on a worker.</summary>
    public string? Id { get; init; }

    /// <summary>The image of its containers.</summary>
    public string? Image { get; init; }

    /// <summary>replicated, global, replicated-job or global-job.</summary>
    public string? Mode { get; init; }

    /// <summary>
    /// How many tasks should run; for a global service, on how many nodes; for a replicated job, how many at once, even after it has ended;
    /// for a global job, how many have not completed. Null if the engine says a number that no swarm can have.
    /// </summary>
    public long? Replicas { get; init; }

    /// <summary>How many tasks run, on nodes that are not down. Tasks that are being stopped are among them.</summary>
    public int? Running { get; init; }

    /// <summary>How many tasks of a job have completed; null for other services.</summary>
    public long? Completed { get; init; }

    /// <summary>How many tasks of a job are to complete; null for other services.</summary>
    public long? Completions { get; init; }

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

    /// <summary>
    /// Its tasks, on all nodes, without those that were replaced. Those that are being stopped are among them, and those that failed if no
    /// other has taken their place.
    /// </summary>
    public IReadOnlyList<NetworkTask> Tasks { get; init => field = Listing.Of(value); } = Listing.Of<NetworkTask>([]);

    /// <summary>The engine that reported the service.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>As docker service ls: "2/3", or "0/0 (2/2 completed)" of a job; empty if the engine does not say.</summary>
    internal string Count => Mode is null ? "" : $"{Running}/{Written(Replicas)}"
        + (Completions is null && Completed is null ? "" : $" ({Written(Completed)}/{Written(Completions)} completed)");

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static string Written(long? count) => count is { } known ? known.ToString(CultureInfo.InvariantCulture) : "?";
}
