using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>A fix that connects a container to a network may lead names elsewhere.</summary>
public class MovedNamesTests
{
    private static readonly TestEngine Projects = new TestEngine()
        .Network("shop").Network("blog").Network("app").Network("quiet")
        .Container("shop-web-1", "shop=10.1.0.2+web").Container("shop-db-1", "shop=10.1.0.3+db")
        .Container("blog-web-1", "blog=10.2.0.2+web").Container("blog-db-1", "blog=10.2.0.3+db")
        .Container("db", "app=10.3.0.2").Container("lone", "bridge=172.17.0.2").Stopped("idle", "app")
        .Container("cache", "quiet=10.4.0.2+cached");

    [Fact]
    public void A_service_name_of_two_projects_would_lead_to_either() => Assert.Equal(
        [
            "In shop-web-1, 'db' leads to shop-db-1 on the network shop, and could then lead to blog-db-1.",
            "In shop-web-1, 'web' leads to shop-web-1 on the network shop, and could then lead to blog-web-1.",
        ],
        Moved(Connect("blog", "shop-web-1")));

    [Fact]
    public void A_container_whose_name_is_an_alias_there_would_share_it() => Assert.Equal(
        ["On the network blog, 'db' is a name of blog-db-1, and would be one of db too."],
        Moved(Connect("blog", "db")));

    [Theory]
    [InlineData("quiet", "shop-web-1")]
    [InlineData("app", "lone")]
    [InlineData("shop", "lone")]
    public void Names_that_only_one_has_stay(string network, string container) => Assert.Empty(Moved(Connect(network, container)));

    /// <summary>xray knows another 'tango' from its second network. Found by an attacker.</summary>
    [Fact]
    public void Those_who_are_there_may_know_the_name_from_elsewhere()
    {
        var engine = new TestEngine().Network("aaa").Network("mmm").Network("ttt")
            .Container("xray", "aaa=10.1.0.2", "mmm=10.2.0.2")
            .Container("yank", "mmm=10.2.0.3+tango")
            .Container("tango", "ttt=10.3.0.2");

        Assert.Equal(
            ["In xray, 'tango' leads to yank on the network mmm, and could then lead to tango."],
            MovedNames.Of(engine.Snapshot, [Connect("aaa", "tango")]));
        Assert.Contains(TestEngine.Id("yank"), MovedNames.Involved(engine.Snapshot, [Connect("aaa", "tango")]));
    }

    [Fact]
    public void A_new_network_moves_the_names_of_those_who_join_it() => Assert.Equal(
        ["In shop-web-1, 'db' leads to shop-db-1 on the network shop, and could then lead to db."],
        Moved(new FixCommand(FixRules.Create) { Name = "app2" }, new FixCommand(FixRules.Connect) { Container = ["shop-web-1", "db"] }));

    [Fact]
    public void To_start_a_container_moves_no_name()
    {
        FixCommand[] fix = [new(FixRules.Start) { Container = ["idle"] }];

        Assert.Empty(Moved(fix));
        Assert.Empty(MovedNames.Involved(Projects.Snapshot, fix));
    }

    [Fact]
    public void Those_on_the_networks_of_both_are_to_be_inspected() => Assert.Equal(
        new[] { "blog-db-1", "blog-web-1", "shop-db-1", "shop-web-1" }.Select(TestEngine.Id).Order(),
        MovedNames.Involved(Projects.Snapshot, [Connect("blog", "shop-web-1")]).Order());

    private static IReadOnlyList<string> Moved(params FixCommand[] fix) => MovedNames.Of(Projects.Snapshot, fix);

    private static FixCommand Connect(string network, string container) =>
        new(FixRules.Connect) { Network = network, Container = [container] };
}
