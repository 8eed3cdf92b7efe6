using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Creation;

/// <summary>Networks that were made and cannot be used.</summary>
internal static class NewNetworkRules
{
    /// <summary>
    /// What to do if a swarm has not given a network its subnet; null if it has. The reason is only in the log of the engine: libnetwork's
    /// allocator of a swarm refuses, for example, to give an overlay network IPv6 subnets alone.
    /// </summary>
    public static string? NotAllocated(Network network, IReadOnlyList<IpamConfig> wanted) =>
        network is not { Scope: "swarm", ConfigOnly: false, Subnets.Count: 0 } ? null
        : $"The swarm has not given the network {network} a subnet yet, so containers cannot use it. "
            + (wanted.Count > 0 && wanted.All(config => config.Subnet?.Contains(':', StringComparison.Ordinal) == true)
                ? $"It needs an IPv4 subnet as well. Remove the network, and create it with another value of -Subnet."
                : "The log of the engine on the leader of the swarm says why.");
}
