using System.Globalization;
using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Containers;

/// <summary>An address of an interface.</summary>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">0 to 32 for IPv4, 0 to 128 for IPv6.</param>
public sealed record InterfaceAddress(IPAddress Address, int PrefixLength) : InterfaceAddressText
{
    internal new IPAddress Address { get; init; } = Address;

    /// <summary>"172.17.0.2/16".</summary>
    public override string ToString() => $"{Address}/{PrefixLength.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>The address of a <see cref="InterfaceAddress"/> as text, for ConvertTo-Json.</summary>
public abstract record InterfaceAddressText : ModuleObject
{
    private protected InterfaceAddressText()
    {
    }

    /// <summary>The address.</summary>
    public string? Address => Typed.Address?.ToString();

    private InterfaceAddress Typed => (InterfaceAddress)this;
}

/// <summary>
/// A network interface of a container, seen from inside and from the host. Without the module, you need <c>ip addr</c> in the container,
/// <c>ip addr</c> on the host and <c>brctl show</c>.
/// </summary>
public sealed record ContainerInterface : ModuleObject
{
    /// <summary>The container.</summary>
    public required string Container { get; init; }

    /// <summary>The interface inside, such as eth0.</summary>
    public required string Name { get; init; }

    /// <summary>Its index inside.</summary>
    public int Index { get; init; }

    /// <summary>Its addresses.</summary>
    public IReadOnlyList<InterfaceAddress> Addresses { get; init => field = Listing.Of(value); } = Listing.Of<InterfaceAddress>([]);

    /// <summary>Colon-separated, lower case; empty for the loopback interface.</summary>
    public string MacAddress { get; init; } = "";

    /// <summary>Largest packet in bytes.</summary>
    public int Mtu { get; init; }

    /// <summary>up, down, lowerlayerdown, dormant or unknown, in the kernel's words.</summary>
    public string State { get; init; } = "";

    /// <summary>veth, macvlan, ipvlan …; empty for a plain one.</summary>
    public string Type { get; init; } = "";

    /// <summary>The other end of the veth pair on the host; null if there is no veth pair.</summary>
    public string? HostInterface { get; init; }

    /// <summary>The bridge that <see cref="HostInterface"/> is attached to, such as docker0 or br-5e1ec3a50c3b.</summary>
    public string? Bridge { get; init; }

    /// <summary>The network that the interface belongs to; null for the loopback interface.</summary>
    public string? Network { get; init; }

    /// <summary>
    /// The container that owns the shared network namespace, or "host" for the host's; null for the container's own namespace.
    /// </summary>
    public string? SharedFrom { get; init; }

    /// <summary>The engine it came from.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>"web eth0".</summary>
    public override string ToString() => $"{Container} {Name}";
}
