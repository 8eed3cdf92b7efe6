using DockerNetwork.Completion;

namespace DockerNetwork.UnitTests.Completion;

public class UnknownOptionsTests
{
    [Theory]
    [InlineData("bridge", "com.docker.network.mtu", "com.docker.network.driver.mtu")]
    [InlineData("bridge", "mtu", "com.docker.network.driver.mtu")]
    [InlineData("overlay", "MTU", "com.docker.network.driver.mtu")]
    [InlineData("bridge", "com.docker.network.bridge.enable-icc", "com.docker.network.bridge.enable_icc")]
    [InlineData("bridge", "com.docker.network.bridge.enable_ip_masq", null)]
    [InlineData("bridge", "com.docker.network.bridge.enable_ip_masquarade", "com.docker.network.bridge.enable_ip_masquerade")]
    [InlineData("bridge", "com.docker.network.bridge.gateway_mode_ipv5", null)]
    [InlineData("macvlan", "Parent", "parent")]
    [InlineData("macvlan", "mode", null)]
    [InlineData("ipvlan", "ipvlan_mod", "ipvlan_mode")]
    [InlineData("bridge", "", null)]
    [InlineData("bridge", "x", null)]
    public void A_mistake_is_warned_of_and_a_near_one_mended(string driver, string name, string? meant) => Assert.Equal(
        $"The driver {driver} does not know the option '{name}' and ignores it.{(meant is null ? "" : $" Did you mean '{meant}'?")}",
        Assert.Single(UnknownOptions.Of(driver, [name])));

    [Theory]
    [InlineData("macvlan", "com.docker.network.driver.mtu", 
        "bridge and overlay networks. A macvlan network has the MTU of its parent interface.")]
    [InlineData("bridge", "parent", "ipvlan and macvlan networks.")]
    [InlineData("overlay", "com.docker.network.bridge.name", "bridge networks.")]
    public void An_option_of_another_driver_is_named(string driver, string name, string ending) => Assert.EndsWith(
        $"It is an option of {ending}", Assert.Single(UnknownOptions.Of(driver, [name])), StringComparison.Ordinal);

    [Theory]
    [InlineData("bridge", "com.docker.network.bridge.default_bridge")]
    [InlineData("bridge", "com.docker.network.enable_ipv6")]
    [InlineData("macvlan", "parent")]
    [InlineData("overlay", "encrypted")]
    [InlineData("weaveworks/net-plugin:latest", "anything")]
    [InlineData("nat", "com.docker.network.windowsshim.dnsservers")]
    [InlineData("overlay", "com.docker.network.windowsshim.vsid")]
    public void What_a_driver_knows_or_may_know_is_left_alone(string driver, string name) =>
        Assert.Empty(UnknownOptions.Of(driver, [name]));

    /// <summary>What is offered is known: there is one list.</summary>
    [Theory]
    [InlineData("bridge")]
    [InlineData("ipvlan")]
    [InlineData("macvlan")]
    [InlineData("overlay")]
    public void What_is_offered_is_known(string driver) => Assert.Empty(
        UnknownOptions.Of(driver, DriverOptions.OfNetwork(driver, []).Select(offer => offer.Text[..offer.Text.IndexOf('=')])));

    [Fact]
    public void A_name_cannot_act_upon_the_terminal() =>
        Assert.DoesNotContain('\u001b', Assert.Single(UnknownOptions.Of("bridge", ["\u001b[2J"])));

    [Fact]
    public void A_long_name_costs_nothing() => Assert.Single(UnknownOptions.Of("bridge", [new string('m', 1_000_000)]));
}
