using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>Does this container reach that one, by this name or address?</summary>
/// <param name="Index">The engine's snapshot, with what the rules look up in it.</param>
/// <param name="Source">Where the probe starts.</param>
/// <param name="Target">The container that is meant; null for an address or host name that does not belong to one.</param>
/// <param name="Literal">The name or address, as typed in the source.</param>
public sealed record Question(SnapshotIndex Index, Container Source, Container? Target, string Literal)
{
    /// <summary>The same, with the one index of a snapshot.</summary>
    /// <param name="snapshot">The engine.</param>
    /// <param name="source">Where the probe starts.</param>
    /// <param name="target">The container that is meant; null for an address or host name that does not belong to one.</param>
    /// <param name="literal">The name or address, as typed in the source.</param>
    public Question(EngineSnapshot snapshot, Container source, Container? target, string literal)
        : this(SnapshotIndex.Of(snapshot), source, target, literal)
    {
    }

    /// <summary>The engine.</summary>
    public EngineSnapshot Snapshot => Index.Snapshot;

    /// <summary>The port that is tried; null if the question is about the address alone.</summary>
    public int? Port { get; init; }

    /// <summary>tcp or udp; of <see cref="Port"/>.</summary>
    public string Protocol { get; init; } = "tcp";

    /// <summary>The address family that is asked for; null for IPv4, or IPv6 if the name has no IPv4 address.</summary>
    public AddressFamily? Family { get; init; }

    /// <summary>The literal as an address; null if it is a name.</summary>
    public IPAddress? Address { get; } = IPAddress.TryParse(Literal, out var address) ? TextualAddress.Of(address) : null;

    /// <summary>The container whose network namespace the source uses; null if that container is gone.</summary>
    public Container? SourceOwner { get; } = Index.Snapshot.NamespaceOwner(Source);

    /// <summary>The container whose network namespace the target uses.</summary>
    public Container? TargetOwner { get; } = Target is null ? null : Index.Snapshot.NamespaceOwner(Target);

    /// <summary>The networks that the source is on, with its addresses.</summary>
    public IReadOnlyList<NetworkEndpoint> SourceEndpoints => SourceOwner is { } owner ? Index.EndpointsOf(owner) : [];

    /// <summary>By which networks its packets leave.</summary>
    internal IReadOnlyList<Route> Routes => SourceOwner is null ? [] : Index.RoutesOf(SourceOwner);

    /// <summary>
    /// The container that publishes <see cref="Port"/> at an address of the host; null if none does, or no port is asked for.
    /// </summary>
    internal Container? PublisherAt(IPAddress address) => RootlessRules.Serves(this, address) == true ? Publishes(address) : null;

    /// <summary>The same by what was asked for; a rootless engine may serve it at the machine only.</summary>
    internal Container? Publishes(IPAddress address) => Port is { } port ? Index.PublisherOf(address, port, Protocol) : null;

    /// <summary>The engine that the target is on, if it is not the source's.</summary>
    internal OtherEngine? Elsewhere { get; init; }

    /// <summary>Whether an address is of the family that is asked for.</summary>
    internal bool Wants(IPAddress address) => Family is null || Family == address.AddressFamily;

    /// <summary>
    /// Who has a link-local address (<c>--link-local-ip</c>) on a network of the source. The engine gives such an address a prefix of 16
    /// bits, and only with it a container has a route to those of others.
    /// </summary>
    /// <param name="own">The source on the network.</param>
    /// <param name="address">The address.</param>
    internal NetworkEndpoint? LinkLocalPeer(NetworkEndpoint own, IPAddress address) =>
        own.LinkLocalIPAddress?.Any(local => local.AddressFamily == AddressFamily.InterNetwork) == true
        && address.AddressFamily == AddressFamily.InterNetwork
            ? NetworkOf(own)?.Endpoints.FirstOrDefault(endpoint => endpoint.HasLinkLocal(address))
            : null;

    /// <summary>The network of an endpoint; null if the snapshot does not contain it.</summary>
    public Network? NetworkOf(NetworkEndpoint endpoint) => Snapshot.Network(endpoint.NetworkId);
}
