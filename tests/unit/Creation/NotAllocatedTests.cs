using DockerNetwork.Creation;
using DockerNetwork.Engine.Wire;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Creation;

/// <summary>An overlay network that the swarm gave no subnet: 28.5 says why in its log alone, and 20.10 shows it with one.</summary>
public class NotAllocatedTests
{
    [Theory]
    [InlineData("overlay", null, "fd78::/64", "It needs an IPv4 subnet as well.")]
    [InlineData("overlay", "fd78::/64", "fd78::/64", "It needs an IPv4 subnet as well.")]
    [InlineData("overlay", null, "10.0.9.0/24", "The log of the engine on the leader of the swarm says why.")]
    [InlineData("overlay", null, null, "The log of the engine on the leader of the swarm says why.")]
    [InlineData("overlay", "10.0.9.0/24", "10.0.9.0/24", null)]
    [InlineData("bridge", null, null, null)]
    public void It_is_said_with_what_to_do(string driver, string? has, string? wanted, string? said)
    {
        var network = new TestEngine().Network("six", has, driver).NetworkNamed("six");
        IpamConfig[] configs = wanted is null ? [] : [new IpamConfig { Subnet = wanted }];

        var warning = NewNetworkRules.NotAllocated(network, configs);

        if (said is null)
            Assert.Null(warning);
        else
            Assert.Contains(said, warning, StringComparison.Ordinal);
    }
}
