using DockerNetwork.Reachability.Model;
using DockerNetwork.Reachability.Prediction;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>From a container to an address.</summary>
public class AddressRulesTests
{
    private const string IccOption = "com.docker.network.bridge.enable_icc";

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1.2.3")]
    [InlineData("::1")]
    [InlineData("10.1.0.2")]
    [InlineData("fd00:2::2")]
    public void Loopback_reaches_the_container_itself(string address)
    {
        var picture = new Picture().Network("app").Network("back").Container("web", "app=10.1.0.2", "back=fd00:2::2");

        var verdict = picture.PredictOther("web", address);

        Assert.Equal(ReachabilityState.Reachable, verdict.State);
        Assert.Equal(Picture.Address(address), verdict.Address);
        Verdicts.HasReason(verdict, ReasonCode.SameNamespace, "web", null);
    }

    [Fact]
    public void Loopback_covers_a_shared_namespace()
    {
        var picture = new Picture().Network("app").Container("web", "app=10.1.0.2").Sharing("sidecar", "web");

        Verdicts.HasReason(picture.Predict("sidecar", "web", "10.1.0.2"), ReasonCode.SameNamespace, "sidecar", null);
    }

    [Fact]
    public void NoNetwork_has_no_route()
    {
        var picture = new Picture().Network("app").Container("lonely", "none").Container("db", "app=10.1.0.3");

        var verdict = picture.Predict("lonely", "db", "10.1.0.3");

        Assert.Equal(ReachabilityState.NoRoute, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.NoNetwork, "lonely", null);
    }

    [Fact]
    public void NoNetwork_counts_a_container_that_was_taken_off_all()
    {
        var picture = new Picture().Container("lonely");

        Verdicts.HasReason(picture.PredictOther("lonely", "10.9.9.9"), ReasonCode.NoNetwork, "lonely", null);
    }

    [Theory]
    [InlineData("10.1.0.3")]
    [InlineData("fd00:1::3")]
    public void SharedNetwork_reaches(string address)
    {
        var picture = new Picture().Network("app").Container("web", "app=10.1.0.2").Container("db", $"app={address}");

        var verdict = picture.Predict("web", "db", address);

        Assert.Equal(ReachabilityState.Reachable, verdict.State);
        Assert.Equal("app", verdict.Network);
        Assert.Equal(Picture.Address(address), verdict.Address);
        Verdicts.HasReason(verdict, ReasonCode.SharedNetwork, "app", null);
    }

    [Fact]
    public void SharedNetwork_reaches_where_the_address_is_given_without_the_container()
    {
        var picture = new Picture().Network("app").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3");

        Assert.Equal(ReachabilityState.Reachable, picture.PredictOther("web", "10.1.0.3").State);
    }

    [Theory]
    [InlineData("bridge")]
    [InlineData("inside")]
    public void SharedNetwork_reaches_on_the_default_and_on_internal_networks(string network)
    {
        var picture = new Picture().Network("inside", isInternal: true).Container("web", $"{network}=10.1.0.2").Container("db", $"{network}=10.1.0.3");

        Assert.Equal(ReachabilityState.Reachable, picture.Predict("web", "db", "10.1.0.3").State);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("False")]
    [InlineData("FALSE")]
    [InlineData("f")]
    [InlineData("F")]
    [InlineData("0")]
    public void InterContainerCommunication_off_blocks(string off)
    {
        // The engine reads the option with strconv.ParseBool.
        var picture = new Picture().Network("app", option: $"{IccOption}={off}").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3");

        var verdict = picture.Predict("web", "db", "10.1.0.3");

        Assert.Equal(ReachabilityState.Blocked, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.InterContainerCommunicationOff, "app", null);
    }

    [Fact]
    public void InterContainerCommunication_on_does_not()
    {
        var picture = new Picture().Network("app", option: $"{IccOption}=true").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3");

        Assert.Equal(ReachabilityState.Reachable, picture.Predict("web", "db", "10.1.0.3").State);
    }

    [Fact]
    public void The_host_reaches_every_bridge()
    {
        var picture = new Picture().Network("app", isInternal: true).OnHost("monitor").Container("db", "app=10.1.0.3");

        var verdict = picture.Predict("monitor", "db", "10.1.0.3");

        Assert.Equal(ReachabilityState.Reachable, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.HostReachesBridges, "app", null);
    }

    [Theory]
    [InlineData("macvlan")]
    [InlineData("overlay")]
    public void The_host_and_other_drivers_are_not_predicted(string driver)
    {
        var picture = new Picture().Network("lan", driver: driver).OnHost("monitor").Container("db", "lan=192.168.1.3");

        var verdict = picture.Predict("monitor", "db", "192.168.1.3");

        Assert.Equal(ReachabilityState.Unknown, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.NotPredicted, "prediction", null);
    }

    [Fact]
    public void InternalNetworkOnly_has_no_route_out()
    {
        var picture = new Picture().Network("inside", "10.5.0.0/24", isInternal: true).Container("web", "inside=10.5.0.2");

        var verdict = picture.PredictOther("web", "192.0.2.1");

        Assert.Equal(ReachabilityState.NoRoute, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.InternalNetworkOnly, "inside", null);
    }

    [Fact]
    public void InternalNetworkOnly_does_not_decide_where_an_old_engine_gave_a_default_route_as_the_address_may_be_the_hosts()
    {
        var picture = new Picture().Network("inside", "10.5.0.0/24", isInternal: true).Container("web", "inside=10.5.0.2@10.5.0.1");

        Assert.Equal(ReachabilityState.Unknown, picture.PredictOther("web", "192.0.2.1").State);
        Assert.Equal(ReachabilityState.NoRoute, picture.PredictOther("web", "2001:db8::1").State);
    }

    [Fact]
    public void InternalNetworkOnly_does_not_decide_where_the_source_has_another_network()
    {
        var picture = new Picture().Network("inside", "10.5.0.0/24", isInternal: true).Container("web", "inside=10.5.0.2", "bridge=172.17.0.2");

        Assert.Equal(ReachabilityState.Unknown, picture.PredictOther("web", "192.0.2.1").State);
    }

    [Fact]
    public void InternalNetworkOnly_does_not_decide_about_its_own_subnet()
    {
        var picture = new Picture().Network("inside", "10.5.0.0/24", isInternal: true).Container("web", "inside=10.5.0.2");

        Assert.Equal(ReachabilityState.Unknown, picture.PredictOther("web", "10.5.0.99").State);
    }

    [Theory]
    [InlineData("app=10.1.0.2", "back=10.2.0.3", "back", "Connect-DockerNetwork -Network back -Container web")]
    [InlineData("bridge=172.17.0.2", "back=10.2.0.3", "back", "Connect-DockerNetwork -Network back -Container web")]
    [InlineData("app=10.1.0.2", "bridge=172.17.0.3", "bridge", "Connect-DockerNetwork -Network bridge -Container web")]
    public void Bridges_are_isolated_and_the_fix_joins_the_network_of_the_address(string source, string target, string network, string fix)
    {
        var picture = new Picture().Network("app").Network("back").Container("web", source).Container("db", target);

        var verdict = picture.Predict("web", "db", target.Split('=')[1]);

        Assert.Equal(ReachabilityState.Blocked, verdict.State);
        Assert.Null(verdict.Network);
        Verdicts.HasReason(verdict, ReasonCode.IsolatedNetworks, network, fix);
    }

    [Fact]
    public void Bridges_are_isolated_where_the_address_is_given_without_the_container()
    {
        var picture = new Picture().Network("app").Network("back").Container("web", "app=10.1.0.2").Container("db", "back=10.2.0.3");

        Verdicts.HasReason(picture.PredictOther("web", "10.2.0.3"), ReasonCode.IsolatedNetworks, "back", "Connect-DockerNetwork -Network back -Container web");
    }

    [Fact]
    public void One_shared_network_of_several_is_enough_for_its_address_only()
    {
        var picture = new Picture().Network("app").Network("back").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3", "back=10.2.0.3");

        Assert.Equal(ReachabilityState.Reachable, picture.Predict("web", "db", "10.1.0.3").State);
        Assert.Equal(ReachabilityState.Blocked, picture.Predict("web", "db", "10.2.0.3").State);
    }

    [Theory]
    [InlineData("lan=192.168.1.2", "app=10.1.0.3")]
    [InlineData("app=10.1.0.2", "lan=192.168.1.3")]
    public void Other_drivers_are_not_predicted(string source, string target)
    {
        var picture = new Picture().Network("app").Network("lan", driver: "macvlan").Container("web", source).Container("db", target);

        Assert.Equal(ReachabilityState.Unknown, picture.Predict("web", "db", target.Split('=')[1]).State);
    }

    [Fact]
    public void An_address_outside_is_not_predicted()
    {
        var verdict = new Picture().Container("web", "bridge=172.17.0.2").PredictOther("web", "192.0.2.1");

        Assert.Equal(ReachabilityState.Unknown, verdict.State);
        Assert.Equal(Picture.Address("192.0.2.1"), verdict.Address);
        Verdicts.HasReason(verdict, ReasonCode.NotPredicted, "prediction", null);
    }
}
