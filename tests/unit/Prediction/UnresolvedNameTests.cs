using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Names that do not resolve: why, and what helps.</summary>
public class UnresolvedNameTests
{
    [Theory]
    [InlineData("app=10.1.0.2", "back=10.2.0.3", "Connect-DockerNetwork -Network back -Container web")]
    [InlineData("bridge=172.17.0.2", "back=10.2.0.3", "Connect-DockerNetwork -Network back -Container web")]
    [InlineData("app=10.1.0.2", "bridge=172.17.0.3", "Connect-DockerNetwork -Network app -Container db")]
    public void Without_a_shared_network_the_fix_makes_one(string source, string target, string fix)
    {
        var engine = new TestEngine().Network("app").Network("back").Container("web", source).Container("db", target);

        var verdict = engine.Predict("web", "db");

        Assert.Equal(ReachabilityState.Unresolved, verdict.State);
        Assert.Null(verdict.Address);
        Verdicts.HasReason(verdict, ReasonCode.NoSharedNetwork, "web", fix);
    }

    /// <summary>A literal that several containers have: which one is meant is the user's to say.</summary>
    [Fact]
    public void A_text_that_several_containers_are_called_elsewhere_has_no_fix()
    {
        var engine = new TestEngine().Network("app").Network("shop").Network("blog")
            .Container("web", "app=10.1.0.2").Container("one", "shop=10.2.0.3+db").Container("two", "blog=10.3.0.3+db");

        var verdict = engine.PredictOther("web", "db");

        Assert.Equal(ReachabilityState.Unresolved, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.AmbiguousName, "web", null);
        Assert.Contains("one on the network shop", verdict.Reasons[0].Message, StringComparison.Ordinal);
        Assert.Contains("two on the network blog", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_several_containers_of_one_network_are_called_has_the_fix_for_that_network()
    {
        var engine = new TestEngine().Network("app").Network("shop")
            .Container("web", "app=10.1.0.2").Container("one", "shop=10.2.0.3+db").Container("two", "shop=10.2.0.4+db");

        Verdicts.HasReason(
            engine.PredictOther("web", "db"),
            ReasonCode.NameOnAnotherNetwork,
            "shop",
            "Connect-DockerNetwork -Network shop -Container web");
    }

    [Fact]
    public void A_text_that_several_containers_of_a_network_of_the_source_are_called_says_so()
    {
        var engine = new TestEngine().Network("app")
            .Container("web", "app=10.1.0.2").Container("one", "app=10.1.0.3+db").Container("two", "app=10.1.0.4+db");

        var verdict = engine.PredictOther("web", "db");

        Assert.Equal(ReachabilityState.Reachable, verdict.State);
        Assert.Contains(verdict.Reasons, r => r.Code == ReasonCode.AmbiguousName);
        Assert.DoesNotContain(engine.PredictOther("web", "one").Reasons, r => r.Code == ReasonCode.AmbiguousName);
    }

    [Fact]
    public void The_default_network_resolves_no_names()
    {
        var engine = new TestEngine().Container("web", "bridge=172.17.0.2").Container("db", "bridge=172.17.0.3");

        var verdict = engine.Predict("web", "db");

        Assert.Equal(ReachabilityState.Unresolved, verdict.State);
        Verdicts.HasReason(
            verdict,
            ReasonCode.NamesNeedUserDefinedNetwork,
            "bridge",
            "New-DockerNetwork -Name app | Connect-DockerNetwork -Container web, db");
    }

    [Fact]
    public void A_new_network_gets_a_name_that_is_free()
    {
        var engine = new TestEngine()
            .Network("app")
            .Network("app2")
            .Container("web", "bridge=172.17.0.2")
            .Container("db", "bridge=172.17.0.3");

        Assert.Equal("New-DockerNetwork -Name app3 | Connect-DockerNetwork -Container web, db", engine.Predict("web", "db").Reasons[0].Fix);
    }

    [Fact]
    public void The_default_network_is_mended_with_a_network_that_the_target_has_already()
    {
        var engine = new TestEngine()
            .Network("back")
            .Container("web", "bridge=172.17.0.2")
            .Container("db", "bridge=172.17.0.3", "back=10.2.0.3");

        Verdicts.HasReason(
            engine.Predict("web", "db"),
            ReasonCode.NamesNeedUserDefinedNetwork,
            "bridge",
            "Connect-DockerNetwork -Network back -Container web");
    }

    [Fact]
    public void A_container_does_not_resolve_its_own_name_on_the_default_network() =>
        Assert.Equal(ReachabilityState.Unresolved, new TestEngine().Container("web", "bridge=172.17.0.2").Predict("web", "web").State);

    [Fact]
    public void A_target_on_the_host_has_no_name()
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").OnHost("monitor");

        Verdicts.HasReason(engine.Predict("web", "monitor"), ReasonCode.TargetHasNoAddress, "monitor", null);
    }

    [Fact]
    public void A_target_on_no_network_has_no_name()
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2").Container("lonely", "none");

        Verdicts.HasReason(
            engine.Predict("web", "lonely"),
            ReasonCode.TargetHasNoAddress,
            "lonely",
            "Disconnect-DockerNetwork -Network none -Container lonely; Connect-DockerNetwork -Network app -Container lonely");
    }

    [Fact]
    public void A_target_that_lost_its_networks_has_no_name()
    {
        var engine = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .Container("bare", "bridge=172.17.0.2")
            .Container("lost");

        Verdicts.HasReason(
            engine.Predict("web", "lost"),
            ReasonCode.TargetHasNoAddress,
            "lost",
            "Connect-DockerNetwork -Network app -Container lost");
        Verdicts.HasReason(
            engine.Predict("bare", "lost"),
            ReasonCode.TargetHasNoAddress,
            "lost",
            "New-DockerNetwork -Name app2 | Connect-DockerNetwork -Container bare, lost");
    }

    [Fact]
    public void Two_containers_on_the_host_do_not_resolve_each_other()
    {
        var engine = new TestEngine().OnHost("monitor").OnHost("proxy");

        var verdict = engine.Predict("monitor", "proxy");

        Assert.Equal(ReachabilityState.Unresolved, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.TargetHasNoAddress, "proxy", null);
    }

    [Fact]
    public void Two_containers_on_none_do_not_resolve_each_other()
    {
        var engine = new TestEngine().Container("one", "none").Container("two", "none");

        var verdict = engine.Predict("one", "two");

        Assert.Equal(ReachabilityState.Unresolved, verdict.State);
        Verdicts.HasReason(
            verdict,
            ReasonCode.TargetHasNoAddress,
            "two",
            "Disconnect-DockerNetwork -Network none -Container one, two; New-DockerNetwork -Name app | "
            + "Connect-DockerNetwork -Container one, two");
    }

    [Fact]
    public void A_source_on_none_leaves_it_before_it_is_connected()
    {
        var engine = new TestEngine().Network("app").Container("lonely", "none").Container("db", "app=10.1.0.3");

        Verdicts.HasReason(
            engine.Predict("lonely", "db"),
            ReasonCode.NoSharedNetwork,
            "lonely",
            "Disconnect-DockerNetwork -Network none -Container lonely; Connect-DockerNetwork -Network app -Container lonely");
    }

    [Fact]
    public void A_sharer_is_known_by_its_owners_name_only()
    {
        var engine = new TestEngine()
            .Network("app")
            .Container("web", "app=10.1.0.2")
            .Container("db", "app=10.1.0.3")
            .Sharing("sidecar", "db");

        var verdict = engine.Predict("web", "sidecar");

        Assert.Equal(ReachabilityState.Unresolved, verdict.State);
        Verdicts.HasReason(verdict, ReasonCode.NameOfNamespaceOwner, "db", null);
        Assert.Contains("only the name 'db'", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my net", "'my net'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("a;rm", "'a;rm'")]
    [InlineData("$x", "'$x'")]
    [InlineData("back_1.2-x", "back_1.2-x")]
    public void A_fix_quotes_a_name_that_PowerShell_would_read_otherwise(string network, string quoted)
    {
        var engine = new TestEngine()
            .Network("app")
            .Network(network)
            .Container("web", "app=10.1.0.2")
            .Container("db", $"{network}=10.2.0.3");

        Assert.Equal($"Connect-DockerNetwork -Network {quoted} -Container web", engine.Predict("web", "db").Reasons[0].Fix);
    }
}
