using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Addressing;

namespace DockerNetwork.Model.Networks;

/// <summary>An address range that no network of an engine overlaps, named as New-DockerNetwork takes it.</summary>
public sealed record FreeSubnet
{
    /// <summary>The range.</summary>
    public required IPNetwork Subnet { get; init; }

    /// <summary>The gateway that the engine would choose: the first address.</summary>
    public required IPAddress Gateway { get; init; }

    /// <summary>How many containers get an address: the gateway, and of IPv4 the first and the last address, are not for them.</summary>
    public required long ContainerCount { get; init; }

    /// <summary>Where it was found.</summary>
    public required IPNetwork Within { get; init; }

    /// <summary>The engine that it is free on.</summary>
    public required DockerHost DockerHost { get; init; }

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
