using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Creation;

/// <summary>Networks that were made and cannot be used.</summary>
internal static class NewNetworkRules
{
    /// <summary>
    /// What to do if containers cannot use a new network of a swarm, because the swarm gives no addresses of it; otherwise null. The reason
    /// is only in the log of the leader: a swarm's allocator refuses, for example, an overlay network with IPv6 subnets alone.
    /// Newer engines show such a network without subnets, engine 20.10 with the subnet that it does not use.
    /// </summary>
    public static string? NotAllocated(Network network, IReadOnlyList<IpamConfig> wanted)
    {
        if (network is not { Scope: "swarm", ConfigOnly: false })
            return null;
        var cannot = $"The swarm has not given the network {network} a subnet yet, so containers cannot use it. ";
        if (network.EnableIPv4 && wanted.Count > 0 && wanted.All(config => config.Subnet?.Contains(':', StringComparison.Ordinal) == true))
            return $"{cannot}It needs an IPv4 subnet as well. Remove the network, and create it with another value of -Subnet.";
        return network.Subnets.Count == 0 ? $"{cannot}The log of the engine on the leader of the swarm says why." : null;
    }
}
