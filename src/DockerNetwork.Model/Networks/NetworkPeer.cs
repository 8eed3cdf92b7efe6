using System.Net;

namespace DockerNetwork.Model.Networks;

/// <summary>A swarm node that takes part in an overlay network.</summary>
/// <param name="Name">The engine's name for it, made from the node's id. It is not the node's host name.</param>
/// <param name="IPAddress">Its address on the network that carries the overlay.</param>
public sealed record NetworkPeer(string Name, IPAddress? IPAddress)
{
    /// <summary>The address; the name if there is none.</summary>
    public override string ToString() => IPAddress?.ToString() ?? Name;
}
