using System.Globalization;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Formats;

/// <summary>What the views show of a network, of its subnets and of free ones.</summary>
internal static class NetworkView
{
    /// <summary>"internal, ipv6": what is out of the ordinary about a network.</summary>
    public static string Flags(Network network)
    {
        var flags = new List<string>();
        Add(network.Internal, "internal");
        Add(network.Attachable, "attachable");
        Add(network.Ingress, "ingress");
        Add(network.Encrypted, "encrypted");
        Add(network.EnableIPv6, "ipv6");
        Add(!network.EnableIPv4, "no ipv4");
        Add(network.ConfigOnly, "config-only");
        Add(network.ConfigFrom is not null, $"config from {network.ConfigFrom}");
        return string.Join(", ", flags);

        void Add(bool applies, string flag)
        {
            if (applies)
                flags.Add(flag);
        }
    }

    /// <summary>"3"; if some are stopped "2 of 3 up".</summary>
    public static string Containers(Network network)
    {
        var up = network.Endpoints.Count(e => e.State is ContainerState.Running or ContainerState.Paused or ContainerState.Restarting);
        return up == network.Endpoints.Count
            ? up.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{up} of {network.Endpoints.Count} up");
    }

    /// <summary>"router=10.1.0.5": the addresses kept for other uses.</summary>
    public static string AuxAddresses(NetworkSubnet subnet) => CellText.Pairs(subnet.AuxAddress);

    /// <summary>The same of all subnets.</summary>
    public static string AuxAddresses(Network network) => CellText.List(network.Ipam.Select(AuxAddresses));

    /// <summary>"253", or "very many" for a number that nobody would count.</summary>
    public static string Containers(FreeSubnet subnet) =>
        subnet.ContainerCount > uint.MaxValue ? "very many" : subnet.ContainerCount.ToString(CultureInfo.InvariantCulture);
}
