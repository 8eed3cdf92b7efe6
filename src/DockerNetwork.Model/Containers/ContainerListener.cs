using System.Globalization;
using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Containers;

/// <summary>
/// A socket in the network namespace of a container, or of the engine's host, that takes connections or datagrams. Without the module, you
/// need <c>nsenter</c> and <c>ss -tulpn</c> on the host.
/// </summary>
public sealed record ContainerListener : ListenerProperties
{
    internal new IPAddress Address { get; init; } = null!;

    /// <summary>"db 0.0.0.0:5432/tcp".</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Container} {new IPEndPoint(Address, Port)}/{Protocol}");
}

/// <summary>
/// The properties of <see cref="ContainerListener"/>, in the order in which they are shown and exported. Addresses and
/// times are texts here, for ConvertTo-Json. PowerShell and the module itself read those of the class above.
/// </summary>
public abstract record ListenerProperties : ModuleObject
{
    private protected ListenerProperties()
    {
    }

    /// <summary>The container, or @host.</summary>
    public required string Container { get; init; }

    /// <summary>Its full id; null for @host.</summary>
    public string? ContainerId { get; init; }

    /// <summary>tcp or udp.</summary>
    public required string Protocol { get; init; }

    /// <summary>The address that it is bound to; 0.0.0.0 or :: for all.</summary>
    public string? Address => Typed.Address?.ToString();

    /// <summary>1 to 65535.</summary>
    public int Port { get; init; }

    /// <summary>
    /// The process that has it, as the engine's host numbers it (the PID of <c>docker top</c>, not that inside the container). Null if it
    /// is not known: in a sidecar, and for the engine's DNS server.
    /// </summary>
    public int? ProcessId { get; init; }

    /// <summary>What the kernel calls that process: at most 15 bytes of its program's name, unless it renamed itself.</summary>
    public string? Program { get; init; }

    /// <summary>
    /// From where it can be reached, as far as its address decides: Everywhere, "Everywhere over IPv4", "Everywhere over IPv6", "Network
    /// NAME" for the address on one network, LoopbackOnly, EngineDns for the engine's own DNS server in a container, and AddressOnly for an
    /// address that is on no network of the engine. Whether a network or a firewall lets anybody through is another question.
    /// </summary>
    public required string Reach { get; init; }

    /// <summary>The addresses and ports of the host at which the engine publishes this port, such as 0.0.0.0:8080.</summary>
    public IReadOnlyList<string> Published { get; init => field = Listing.Of(value); } = Listing.Of<string>([]);

    /// <summary>
    /// The container that owns the shared network namespace, or "host" for the host's; null for the container's own namespace. In a shared
    /// namespace the process may be another container's.
    /// </summary>
    public string? SharedFrom { get; init; }

    /// <summary>The engine it came from.</summary>
    public required DockerHost DockerHost { get; init; }

    private ContainerListener Typed => (ContainerListener)this;
}
