using System.Net;

namespace DockerNetwork.Model.Networks;

/// <summary>A container of a service on an overlay network, on any node.</summary>
/// <param name="Name">The container's name.</param>
/// <param name="IPAddress">Its address on the network.</param>
/// <param name="NodeAddress">The address of its node, by which other nodes reach it; null if the engine does not report it.</param>
/// <param name="EndpointId">Its endpoint.</param>
public sealed record NetworkTask(string Name, IPAddress? IPAddress, IPAddress? NodeAddress, string EndpointId) : TaskText
{
    internal new IPAddress? IPAddress { get; init; } = IPAddress;

    internal new IPAddress? NodeAddress { get; init; } = NodeAddress;

    /// <summary>"web.1.x 10.0.1.5".</summary>
    public override string ToString() => IPAddress is null ? Name : $"{Name} {IPAddress}";
}

/// <summary>The addresses of a <see cref="NetworkTask"/> as text, for ConvertTo-Json.</summary>
public abstract record TaskText
{
    private protected TaskText()
    {
    }

    /// <summary>Its address on the network.</summary>
    public string? IPAddress => Typed.IPAddress?.ToString();

    /// <summary>The address of its node, by which other nodes reach it; null if the engine does not report it.</summary>
    public string? NodeAddress => Typed.NodeAddress?.ToString();

    private NetworkTask Typed => (NetworkTask)this;
}
