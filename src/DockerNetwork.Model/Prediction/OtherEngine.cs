using System.Collections.Immutable;
using System.Net;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>An engine that targets of a test are on, and its sources are not.</summary>
/// <param name="Snapshot">What it said of itself.</param>
public sealed record OtherEngine(EngineSnapshot Snapshot)
{
    /// <summary>
    /// Addresses that another engine of the test says are its own, too: nobody can know whose they are. With the id of the network that
    /// they are on; empty for the host.
    /// </summary>
    internal IReadOnlySet<(string NetworkId, IPAddress Address)> Contested { get; init; } =
        ImmutableHashSet<(string NetworkId, IPAddress Address)>.Empty;

    /// <summary>Another engine of the test says that it is the same node.</summary>
    internal bool IsContestedNode => Snapshot.Swarm.NodeAddress is { } node && Contested.Contains(("", node));

    /// <summary>The address by which it is asked, if that is an address and not a tunnel.</summary>
    internal IPAddress? Asked { get; } =
        Snapshot.DockerHost.Scheme == "tcp"
        && Addresses.ParsePlain(Snapshot.DockerHost.DnsSafeHost) is { } address
        && Addresses.IsOfMachine(address)
            ? address
            : null;

    /// <summary>
    /// Addresses of its host: the one by which it is asked, and the one of its node, if the source's engine is in the same swarm and knows
    /// the node there (<see cref="SwarmState.Vouches"/>). Its own word alone would let it choose whom others send packets to.
    /// </summary>
    /// <param name="near">The engine of the source.</param>
    internal IEnumerable<IPAddress> HostAddresses(EngineSnapshot near) =>
        new[] { NodeOf(near), Asked }.OfType<IPAddress>().Distinct();

    /// <summary>
    /// Whether an address of its host can be no other machine's, seen from the source's engine: it is a node of that engine's own swarm, or
    /// the address is not a private one.
    /// </summary>
    /// <param name="address">One of <see cref="HostAddresses"/>.</param>
    /// <param name="near">The engine of the source.</param>
    internal bool IsSure(IPAddress address, EngineSnapshot near) =>
        !Contested.Contains(("", address)) && (address.Equals(NodeOf(near)) || !Addresses.IsPrivate(address));

    /// <summary>Its container that has an address on a network that engines share; null if it has none there.</summary>
    /// <param name="networkId">The network.</param>
    /// <param name="address">The address.</param>
    internal Container? Holder(string networkId, IPAddress address) =>
        Array.Find(SnapshotIndex.Of(Snapshot).At(address), endpoint => endpoint.NetworkId == networkId) is { } endpoint
            ? Snapshot.Container(endpoint.ContainerId)
            : null;

    /// <summary>Its address, for sentences.</summary>
    public override string ToString() => Snapshot.DockerHost.ToString();

    private IPAddress? NodeOf(EngineSnapshot near) =>
        near.Swarm.Vouches(Snapshot.Swarm) ? Snapshot.Swarm.NodeAddress : null;
}
