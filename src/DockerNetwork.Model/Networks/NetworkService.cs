using System.Net;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Networks;

/// <summary>A swarm service on an overlay network, as the engine's DNS and load balancer know it there.</summary>
public sealed record NetworkService : ServiceText
{
    /// <summary>The name; empty for containers that do not belong to a service.</summary>
    public required string Name { get; init; }

    /// <summary>The virtual address that the name leads to; null if it leads to the tasks themselves (the mode dnsrr).</summary>
    internal new IPAddress? VirtualIPAddress { get; init; }

    /// <summary>The ports that it publishes, in the engine's words: "Target: 80, Publish: 8080".</summary>
    public IReadOnlyList<string> Ports { get; init => field = Listing.Of(value); } = Listing.Of<string>([]);

    /// <summary>Its tasks that can be reached, on all nodes.</summary>
    public IReadOnlyList<NetworkTask> Tasks { get; init => field = Listing.Of(value); } = Listing.Of<NetworkTask>([]);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>The virtual address of a <see cref="NetworkService"/> as text, for ConvertTo-Json.</summary>
public abstract record ServiceText
{
    private protected ServiceText()
    {
    }

    /// <inheritdoc cref="NetworkService.VirtualIPAddress"/>
    public string? VirtualIPAddress => Typed.VirtualIPAddress?.ToString();

    private NetworkService Typed => (NetworkService)this;
}
