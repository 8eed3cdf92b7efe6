using System.Net;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>Can this container reach that, by this name or address?</summary>
/// <param name="Snapshot">The engine.</param>
/// <param name="Source">Where the probe starts.</param>
/// <param name="Target">The container that is meant; null for an address or host name that belongs to none.</param>
/// <param name="Literal">The name or address, as typed in the source.</param>
public sealed record Question(EngineSnapshot Snapshot, Container Source, Container? Target, string Literal)
{
    /// <summary>The port that is tried; null where the question is about the address alone.</summary>
    public int? Port { get; init; }

    /// <summary>tcp or udp; of <see cref="Port"/>.</summary>
    public string Protocol { get; init; } = "tcp";

    /// <summary>The literal as an address; null where it is a name.</summary>
    public IPAddress? Address { get; } = IPAddress.TryParse(Literal, out var address) ? TextualAddress.Of(address) : null;

    /// <summary>The container whose network namespace the source uses; null where that one is gone.</summary>
    public Container? SourceOwner { get; } = Snapshot.NamespaceOwner(Source);

    /// <summary>The container whose network namespace the target uses.</summary>
    public Container? TargetOwner { get; } = Target is null ? null : Snapshot.NamespaceOwner(Target);

    /// <summary>Where the source stands.</summary>
    public IReadOnlyList<NetworkEndpoint> SourceEndpoints => SourceOwner?.Endpoints ?? [];

    /// <summary>By which networks its packets leave.</summary>
    internal IReadOnlyList<Route> Routes => SourceOwner is null ? [] : Snapshot.RoutesOf(SourceOwner);

    /// <summary>The network of an endpoint; null where the snapshot does not hold it.</summary>
    public Network? NetworkOf(NetworkEndpoint endpoint) => Snapshot.Network(endpoint.NetworkId);
}
