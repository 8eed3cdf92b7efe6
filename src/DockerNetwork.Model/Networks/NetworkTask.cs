using System.Net;

namespace DockerNetwork.Model.Networks;

/// <summary>A container of a service on an overlay network, on any node.</summary>
/// <param name="Name">The container's name.</param>
/// <param name="IPAddress">Its address on the network.</param>
/// <param name="NodeAddress">The address of its node, by which other nodes reach it; null if the engine does not report it.</param>
/// <param name="EndpointId">Its endpoint.</param>
public sealed record NetworkTask(string Name, IPAddress? IPAddress, IPAddress? NodeAddress, string EndpointId)
{
    /// <summary>"web.1.x 10.0.1.5".</summary>
    public override string ToString() => IPAddress is null ? Name : $"{Name} {IPAddress}";
}
