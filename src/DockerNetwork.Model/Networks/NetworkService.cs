using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Networks;

/// <summary>A swarm service on an overlay network, as the engine's DNS and load balancer know it there.</summary>
public sealed record NetworkService : ServiceProperties
{
    internal new IPAddress? VirtualIPAddress { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>
/// The properties of <see cref="NetworkService"/>, in the order in which they are shown and exported. Addresses and
/// times are texts here, for ConvertTo-Json. PowerShell and the module itself read those of the class above.
/// </summary>
public abstract record ServiceProperties : ModuleObject
{
    private protected ServiceProperties()
    {
    }

    /// <summary>The name; empty for containers that do not belong to a service.</summary>
    public required string Name { get; init; }

    /// <summary>The virtual address that the name leads to; null if it leads to the tasks themselves (the mode dnsrr).</summary>
    public string? VirtualIPAddress => Typed.VirtualIPAddress?.ToString();

    /// <summary>The ports that it publishes, in the engine's words: "Target: 80, Publish: 8080".</summary>
    public IReadOnlyList<string> Ports { get; init => field = Listing.Of(value); } = Listing.Of<string>([]);

    /// <summary>Its tasks that can be reached, on all nodes.</summary>
    public IReadOnlyList<NetworkTask> Tasks { get; init => field = Listing.Of(value); } = Listing.Of<NetworkTask>([]);

    private NetworkService Typed => (NetworkService)this;
}
