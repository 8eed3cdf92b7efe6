using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Addressing;

namespace DockerNetwork.Model.Networks;

/// <summary>
/// An address range that no network of an engine overlaps. Its properties have the names of New-DockerNetwork's parameters.
/// </summary>
public sealed record FreeSubnet : FreeSubnetProperties
{
    internal new IPNetwork Subnet { get; init; }

    internal new IPAddress Gateway { get; init; } = null!;

    internal new IPNetwork Within { get; init; }

    /// <summary>The range.</summary>
    public override string ToString() => Subnet.ToString();

    /// <summary>A range, with what follows from it.</summary>
    public static FreeSubnet Of(IPNetwork subnet, IPNetwork within, DockerHost host)
    {
        var isIPv4 = subnet.BaseAddress.AddressFamily == AddressFamily.InterNetwork;
        var hostBits = Addresses.Bits(subnet.BaseAddress.AddressFamily) - subnet.PrefixLength;
        var unused = isIPv4 ? 3 : 2;
        return new FreeSubnet
        {
            Subnet = subnet,
            Gateway = FreeAddresses.FirstHost(subnet),
            ContainerCount = hostBits > 62 ? long.MaxValue : Math.Max(0, (1L << hostBits) - unused),
            Within = within,
            DockerHost = host,
        };
    }
}

/// <summary>
/// The properties of <see cref="FreeSubnet"/>, in the order in which they are shown and exported. Addresses and
/// times are texts here, for ConvertTo-Json. PowerShell and the module itself read those of the class above.
/// </summary>
public abstract record FreeSubnetProperties : ModuleObject
{
    private protected FreeSubnetProperties()
    {
    }

    /// <summary>The range.</summary>
    public string Subnet => Typed.Subnet.ToString();

    /// <summary>The gateway that the engine would choose: the first address.</summary>
    public string? Gateway => Typed.Gateway?.ToString();

    /// <summary>
    /// The number of containers that can get an address. The gateway, and for IPv4 the first and the last address, are not available to
    /// them.
    /// </summary>
    public required long ContainerCount { get; init; }

    /// <summary>The range that it was found in.</summary>
    public string Within => Typed.Within.ToString();

    /// <summary>The engine on which it is free.</summary>
    public required DockerHost DockerHost { get; init; }

    private FreeSubnet Typed => (FreeSubnet)this;
}
