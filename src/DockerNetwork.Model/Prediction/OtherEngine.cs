using System.Net;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>An engine that targets of a test are on, and its sources are not.</summary>
/// <param name="Snapshot">What it said of itself.</param>
public sealed record OtherEngine(EngineSnapshot Snapshot)
{
    /// <summary>
    /// Addresses of its host, as far as they are known: the one by which its swarm knows it, and the one by which it is asked, if that is
    /// an address and not a tunnel.
    /// </summary>
    internal IReadOnlyList<IPAddress> HostAddresses { get; } =
    [
        .. new[]
        {
            Snapshot.Swarm.NodeAddress,
            Snapshot.DockerHost.Scheme == "tcp" ? Addresses.ParseAddress(Snapshot.DockerHost.DnsSafeHost) : null,
        }.OfType<IPAddress>().Where(address => !IPAddress.IsLoopback(address)).Distinct(),
    ];

    /// <summary>Its address, for sentences.</summary>
    public override string ToString() => Snapshot.DockerHost.ToString();
}
