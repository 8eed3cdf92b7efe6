using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Networks;

/// <summary>
/// A container of a service, on any node. A network reports only the parameters of this record. A manager of the swarm also reports the
/// other properties; on other nodes, they are null.
/// </summary>
/// <param name="Name">The container's name.</param>
/// <param name="IPAddress">Its address on the network; if there are several, on the first one that is not the routing mesh.</param>
/// <param name="NodeAddress">The address of its node, by which other nodes reach it; null if the engine does not report it.</param>
/// <param name="EndpointId">The id of its endpoint; empty if a manager reported the task.</param>
public sealed record NetworkTask(string Name, IPAddress? IPAddress, IPAddress? NodeAddress, string EndpointId) : TaskText
{
    internal new IPAddress? IPAddress { get; init; } = IPAddress;

    internal new IPAddress? NodeAddress { get; init; } = NodeAddress;

    /// <summary>"web.1.x 10.0.1.5".</summary>
    public override string ToString() => IPAddress is null ? Name : $"{Name} {IPAddress}";
}

/// <summary>The addresses of a <see cref="NetworkTask"/> as text, for ConvertTo-Json, and what a manager says of it.</summary>
public abstract record TaskText : ModuleObject
{
    private protected TaskText()
    {
    }

    /// <summary>Its address on the network.</summary>
    public string? IPAddress => Typed.IPAddress?.ToString();

    /// <summary>The address of its node, by which other nodes reach it; null if the engine does not report it.</summary>
    public string? NodeAddress => Typed.NodeAddress?.ToString();

    /// <summary>Its id in the swarm.</summary>
    public string? Id { get; init; }

    /// <summary>Its number in a replicated service; null in a global one.</summary>
    public int? Slot { get; init; }

    /// <summary>Its state: running, or new, pending, preparing, starting, failed, rejected …</summary>
    public string? State { get; init; }

    /// <summary>The state that it should have: running, ready, complete; shutdown or remove if it is being stopped.</summary>
    public string? DesiredState { get; init; }

    /// <summary>Why it is not running, or why the task that it replaced failed.</summary>
    public string? Error { get; init; }

    /// <summary>The id of its container, which is on its node.</summary>
    public string? ContainerId { get; init; }

    /// <summary>Its networks, with its addresses there; without addresses if it has ended.</summary>
    public IReadOnlyList<NetworkAddress>? Networks { get; init => field = value is null ? null : Listing.Of(value); }

    /// <summary>The host name of its node.</summary>
    public string? Node { get; init; }

    /// <summary>The id of its node.</summary>
    public string? NodeId { get; init; }

    /// <summary>worker or manager.</summary>
    public string? NodeRole { get; init; }

    /// <summary>The state of its node, as the managers see it: ready, down, disconnected or unknown.</summary>
    public string? NodeState { get; init; }

    /// <summary>active, pause or drain: whether its node takes tasks.</summary>
    public string? NodeAvailability { get; init; }

    private NetworkTask Typed => (NetworkTask)this;
}
