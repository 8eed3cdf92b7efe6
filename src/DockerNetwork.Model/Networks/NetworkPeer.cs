using System.Net;
using DockerNetwork.Engine;

namespace DockerNetwork.Model.Networks;

/// <summary>A swarm node that takes part in an overlay network.</summary>
/// <param name="Name">The engine's name for it, made from the node's id. It is not the node's host name.</param>
/// <param name="IPAddress">Its address on the network that carries the overlay.</param>
public sealed record NetworkPeer(string Name, IPAddress? IPAddress) : PeerText
{
    internal new IPAddress? IPAddress { get; init; } = IPAddress;

    /// <summary>The address; the name if there is none.</summary>
    public override string ToString() => IPAddress?.ToString() ?? Name;
}

/// <summary>The address of a <see cref="NetworkPeer"/> as text, for ConvertTo-Json.</summary>
public abstract record PeerText : ModuleObject
{
    private protected PeerText()
    {
    }

    /// <summary>Its address on the network that carries the overlay.</summary>
    public string? IPAddress => Typed.IPAddress?.ToString();

    private NetworkPeer Typed => (NetworkPeer)this;
}
