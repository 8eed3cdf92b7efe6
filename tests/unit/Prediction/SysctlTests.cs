using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Kernel parameters that change who reaches whom. Each case was seen on 20.10 and 28.5.</summary>
public class SysctlTests
{
    private const string DisableIPv6 = "net.ipv6.conf.all.disable_ipv6=1";

    /// <summary>20.10 lists the IPv6 address of a container that has none; 28.5 does not.</summary>
    private static TestEngine Engine(bool listed, params string[] sysctls) => new TestEngine { Version = new(1, listed ? 41 : 51) }
        .Network("app", new Ipam { Config = [new IpamConfig { Subnet = "10.1.0.0/24" }, new IpamConfig { Subnet = "fd01::/64" }] })
        .Container("web", "app=10.1.0.2@10.1.0.1")
        .Changed("web", "app", settings => settings with { GlobalIPv6Address = "fd01::2" })
        .InState("odd", "running", "app", "app=10.1.0.3@10.1.0.1")
        .Changed("odd", "app", settings => settings with { GlobalIPv6Address = listed ? "fd01::3" : "" })
        .Sysctls("odd", sysctls);

    [Theory]
    [InlineData(true, "web", "fd01::3", ReachabilityState.Blocked, ReasonCode.IPv6Disabled)]
    [InlineData(true, "odd", "fd01::2", ReachabilityState.NoRoute, ReasonCode.NoAddressOfFamily)]
    [InlineData(true, "odd", "fd01::3", ReachabilityState.NoRoute, ReasonCode.NoAddressOfFamily)]
    [InlineData(true, "odd", "::1", ReachabilityState.NoRoute, ReasonCode.NoAddressOfFamily)]
    [InlineData(false, "odd", "fd01::2", ReachabilityState.NoRoute, ReasonCode.NoAddressOfFamily)]
    [InlineData(false, "odd", "10.1.0.2", ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    public void Without_IPv6_there_is_nothing_to_send_from(bool listed, string source, string address, ReachabilityState state, string code)
    {
        var verdict = Engine(listed, DisableIPv6).PredictOther(source, address);

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
        Assert.Null(verdict.Reasons[0].Fix);
    }

    /// <summary>Found by the agreement, on 20.10 and 29.7.</summary>
    [Theory]
    [InlineData(true, "odd", "fd01::1", ReachabilityState.NoRoute, ReasonCode.NoAddressOfFamily)]
    [InlineData(false, "odd", "fd01::1", ReachabilityState.NoRoute, ReasonCode.NoAddressOfFamily)]
    [InlineData(false, "web", "fd01::1", ReachabilityState.Reachable, ReasonCode.HostAddress)]
    [InlineData(true, "@host", "fd01::3", ReachabilityState.Blocked, ReasonCode.IPv6Disabled)]
    [InlineData(true, "@host", "fd01::2", ReachabilityState.Reachable, ReasonCode.HostReachesBridges)]
    public void The_host_is_not_reached_without_IPv6_either(bool listed, string from, string address, ReachabilityState state, string code)
    {
        var engine = Engine(listed, DisableIPv6);
        var source = from == "@host" ? engine.Snapshot.HostAsSource : engine[from];

        var verdict = Predictor.Predict(new Question(engine.Snapshot, source, null, address));

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }

    private const string Eth0 = "net.ipv6.conf.eth0.disable_ipv6=1";

    /// <summary>The same, on the network that it was created with, and on another one.</summary>
    private static TestEngine Interfaces(int minor, params string[] sysctls) => new TestEngine { Version = new(1, minor) }
        .Network("app", new Ipam { Config = [new IpamConfig { Subnet = "10.1.0.0/24" }, new IpamConfig { Subnet = "fd01::/64" }] })
        .Network("back", new Ipam { Config = [new IpamConfig { Subnet = "10.2.0.0/24" }, new IpamConfig { Subnet = "fd02::/64" }] })
        .Container("web", "app=10.1.0.2@10.1.0.1", "back=10.2.0.2@10.2.0.1")
        .Changed("web", "app", settings => settings with { GlobalIPv6Address = "fd01::2", IPv6Gateway = "fd01::1" })
        .Changed("web", "back", settings => settings with { GlobalIPv6Address = "fd02::2", IPv6Gateway = "fd02::1" })
        .InState("odd", "running", "app", "app=10.1.0.3@10.1.0.1")
        .Changed("odd", "app", settings => settings with { GlobalIPv6Address = "fd01::3", IPv6Gateway = "fd01::1" })
        .Sysctls("odd", sysctls)
        .InState("both", "running", "app", "app=10.1.0.4@10.1.0.1", "back=10.2.0.4@10.2.0.1")
        .Changed("both", "app", settings => settings with { GlobalIPv6Address = "fd01::4", IPv6Gateway = "fd01::1" })
        .Changed("both", "back", settings => settings with { GlobalIPv6Address = "fd02::4", IPv6Gateway = "fd02::1" })
        .Sysctls("both", sysctls);

    /// <summary>Seen on 20.10 and 26.1. From 27.0 on the engine makes an option of the endpoint of it, or refuses it.</summary>
    [Theory]
    [InlineData("web", "fd01::3", ReachabilityState.Blocked, ReasonCode.IPv6Disabled)]
    [InlineData("odd", "fd01::2", ReachabilityState.NoRoute, ReasonCode.NoAddressOfFamily)]
    [InlineData("odd", "fd01::3", ReachabilityState.NoRoute, ReasonCode.NoAddressOfFamily)]
    [InlineData("odd", "::1", ReachabilityState.Reachable, ReasonCode.SameNamespace)]
    [InlineData("odd", "10.1.0.2", ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    [InlineData("both", "fd01::2", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    [InlineData("both", "fd02::2", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    [InlineData("web", "fd02::4", ReachabilityState.Unknown, ReasonCode.NotPredicted)]
    [InlineData("web", "fd01::4", ReachabilityState.Blocked, ReasonCode.IPv6Disabled)]
    [InlineData("@host", "fd01::3", ReachabilityState.Blocked, ReasonCode.IPv6Disabled)]
    public void A_parameter_of_an_interface_takes_its_addresses(string from, string address, ReachabilityState state, string code)
    {
        var engine = Interfaces(41, Eth0);
        var source = from == "@host" ? engine.Snapshot.HostAsSource : engine[from];

        var verdict = Predictor.Predict(new Question(engine.Snapshot, source, null, address));

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
        if (code is ReasonCode.IPv6Disabled or ReasonCode.NoAddressOfFamily)
            Assert.Contains(Eth0, verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    /// <summary>Seen on 20.10 and 26.1: the first interface is abc0, and a container with a parameter of eth0 does not start.</summary>
    [Theory]
    [InlineData("bridge", "net.ipv6.conf.abc0.disable_ipv6=1", ReachabilityState.Blocked)]
    [InlineData("bridge", "net.ipv6.conf.abc0.disable_ipv6=0", ReachabilityState.Reachable)]
    [InlineData("macvlan", Eth0, ReachabilityState.Blocked)]
    public void A_network_may_name_its_interfaces_otherwise(string driver, string sysctl, ReachabilityState state)
    {
        var engine = new TestEngine { Version = new(1, 41) }
            .Network("app", "fd01::/64", driver, option: "com.docker.network.container_iface_prefix=abc")
            .Container("web", "app=10.1.0.2@10.1.0.1")
            .Changed("web", "app", settings => settings with { GlobalIPv6Address = "fd01::2", IPv6Gateway = "fd01::1" })
            .InState("odd", "running", "app", "app=10.1.0.3@10.1.0.1")
            .Changed("odd", "app", settings => settings with { GlobalIPv6Address = "fd01::3", IPv6Gateway = "fd01::1" })
            .Sysctls("odd", sysctl);

        var verdict = engine.PredictOther("web", "fd01::3");

        Assert.Equal(state, verdict.State);
        if (state == ReachabilityState.Blocked)
            Assert.Contains(sysctl, verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(41, ReachabilityState.Unknown, Eth0, "net.ipv6.conf.all.disable_ipv6=0")]
    [InlineData(41, ReachabilityState.Unknown, "net.ipv6.conf.eth0.disable_ipv6=0", DisableIPv6)]
    [InlineData(41, ReachabilityState.Unknown, "net.ipv6.conf.eth1.disable_ipv6=1")]
    [InlineData(41, ReachabilityState.Reachable, "net.ipv6.conf.eth0.disable_ipv6=0")]
    [InlineData(41, ReachabilityState.Reachable, "net.ipv6.conf.default.disable_ipv6=1")]
    [InlineData(41, ReachabilityState.Reachable, "net.ipv4.conf.eth0.rp_filter=2")]
    [InlineData(51, ReachabilityState.Reachable, DisableIPv6, "net.ipv6.conf.lo.disable_ipv6=0")]
    public void Parameters_that_contradict_each_other_are_applied_in_any_order(
        int minor, ReachabilityState state, params string[] sysctls)
    {
        var address = state == ReachabilityState.Unknown ? "fd02::4" : "fd01::3";

        Assert.Equal(state, Interfaces(minor, sysctls).PredictOther("web", address).State);
    }

    /// <summary>Found by the agreement on 28.5: an interface without any address, whose packets get no answer, or no route.</summary>
    [Theory]
    [InlineData(DisableIPv6, ReachabilityState.Unknown)]
    [InlineData("net.ipv6.conf.lo.disable_ipv6=0", ReachabilityState.NoRoute)]
    public void A_source_without_any_address_is_not_predicted(string sysctl, ReachabilityState state)
    {
        var engine = new TestEngine { Version = new(1, 51) }
            .Network("six", "fd06::/64")
            .Network("app", "10.1.0.0/24")
            .Container("bare", "six")
            .Sysctls("bare", sysctl)
            .Container("web", "app=10.1.0.2@10.1.0.1");

        Assert.Equal(state, engine.PredictOther("bare", "10.1.0.2").State);
    }

    /// <summary>Found by the agreement, on 20.10 and 26.1.</summary>
    [Theory]
    [InlineData("odd", "fd01::3", ReachabilityState.Blocked, ReasonCode.IPv6Disabled)]
    [InlineData("web", "fd01::3", ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    [InlineData("odd", "fd01::2", ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    public void Without_IPv6_on_the_loopback_interface_ones_own_address_is_silent(
        string source, string address, ReachabilityState state, string code)
    {
        var verdict = Engine(true, "net.ipv6.conf.lo.disable_ipv6=1").PredictOther(source, address);

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }

    [Fact]
    public void A_source_without_the_family_on_a_common_network_cannot_send_there()
    {
        var engine = Engine(false);

        Verdicts.HasReason(engine.PredictOther("odd", "fd01::2"), ReasonCode.NoAddressOfFamily, "odd", null);
    }

    [Theory]
    [InlineData("web", "10.1.0.3", null, ReachabilityState.Blocked)]
    [InlineData("odd", "10.1.0.3", null, ReachabilityState.Blocked)]
    [InlineData("odd", "127.0.0.1", null, ReachabilityState.Blocked)]
    [InlineData("monitor", "10.1.0.3", null, ReachabilityState.Blocked)]
    [InlineData("odd", "10.1.0.2", null, ReachabilityState.Reachable)]
    [InlineData("web", "fd01::3", null, ReachabilityState.Reachable)]
    [InlineData("web", "10.1.0.3", 80, ReachabilityState.Reachable)]
    public void Echo_requests_may_be_ignored(string source, string address, int? port, ReachabilityState state)
    {
        var engine = Engine(true, "net.ipv4.icmp_echo_ignore_all=1").OnHost("monitor");
        var verdict = Predictor.Predict(new Question(engine.Snapshot, engine[source], null, address) { Port = port });

        Assert.Equal(state, verdict.State);
        Assert.Equal(state == ReachabilityState.Blocked, verdict.Reasons[0].Code == ReasonCode.EchoIgnored);
    }

    [Fact]
    public void Echo_requests_of_IPv6_have_a_parameter_of_their_own()
    {
        var engine = Engine(true, "net.ipv6.icmp.echo_ignore_all=1");

        Assert.Equal(ReasonCode.EchoIgnored, engine.PredictOther("web", "fd01::3").Reasons[0].Code);
        Assert.Equal(ReachabilityState.Reachable, engine.PredictOther("web", "10.1.0.3").State);
    }

    [Fact]
    public void A_parameter_that_is_zero_changes_nothing() =>
        Assert.Equal(
            ReachabilityState.Reachable, Engine(true, "net.ipv6.conf.all.disable_ipv6=0").PredictOther("web", "fd01::3").State);

    /// <summary>Seen on 28.5 and 29.7: no address at all, or one on docker_gwbridge.</summary>
    [Theory]
    [InlineData(DisableIPv6)]
    [InlineData("net.ipv6.conf.lo.disable_ipv6=1")]
    public void On_a_network_of_IPv6_alone_it_is_not_known_what_is_left(string sysctl)
    {
        var engine = new TestEngine()
            .Network("six", new Ipam { Config = [new IpamConfig { Subnet = "fd01::/64" }] })
            .Container("odd", "six")
            .Sysctls("odd", sysctl);

        Assert.Equal(ReachabilityState.Unknown, engine.PredictOther("odd", "10.9.0.1").State);
        Assert.Equal(ReachabilityState.Unknown, engine.PredictOther("odd", "fd01::9").State);
    }
}
