using System.Net;
using DockerNetwork.Model.Prediction;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Which network is asked first.</summary>
public class EndpointOrderTests
{
    [Fact]
    public void By_name_in_the_order_of_bytes() =>
        Assert.Equal(
            ["Zoo", "app", "back"],
            Order(new TestEngine()
                .Network("back")
                .Network("app")
                .Network("Zoo")
                .Container("web", "app=10.1.0.2", "Zoo=10.3.0.2", "back=10.2.0.2")));

    [Fact]
    public void Internal_networks_last() =>
        Assert.Equal(
            ["back", "app"],
            Order(new TestEngine().Network("app", isInternal: true).Network("back").Container("web", "app=10.1.0.2", "back=10.2.0.2")));

    [Theory]
    [InlineData(0, "app", "back")]
    [InlineData(1, "back", "app")]
    [InlineData(-1, "app", "back")]
    public void The_higher_gateway_priority_before_the_name(int priority, params string[] order)
    {
        var engine = new TestEngine().Network("app").Network("back").Container("web", "app=10.1.0.2", "back=10.2.0.2");
        var endpoints = engine["web"].Endpoints.Select(e => e.Network == "back" ? e with { GatewayPriority = priority } : e);

        Assert.Equal(order, EndpointOrder.Of(engine.Snapshot, endpoints).Select(pair => pair.Network.Name));
    }

    [Fact]
    public void Both_families_before_one()
    {
        var engine = new TestEngine().Network("app").Network("back").Container("web", "app=10.1.0.2@10.1.0.1", "back=10.2.0.2@10.2.0.1");
        var endpoints = engine["web"].Endpoints.Select(e =>
            e.Network == "back" ? e with { IPv6Gateway = IPAddress.Parse("fd00:2::1") } : e);

        Assert.Equal(["back", "app"], EndpointOrder.Of(engine.Snapshot, endpoints).Select(pair => pair.Network.Name));
    }

    [Fact]
    public void A_network_that_the_snapshot_does_not_hold_is_left_out()
    {
        var engine = new TestEngine().Network("app").Container("web", "app=10.1.0.2", "gone=10.9.0.2");

        Assert.Equal(["app"], Order(engine));
    }

    [Fact]
    public void The_first_network_that_knows_a_name_answers()
    {
        var engine = new TestEngine()
            .Network("app")
            .Network("back")
            .Container("web", "back=10.2.0.2", "app=10.1.0.2")
            .Container("db", "back=10.2.0.3", "app=10.1.0.3");

        Assert.Equal("app", engine.Predict("web", "db").Network);
    }

    private static IEnumerable<string> Order(TestEngine engine) =>
        EndpointOrder.Of(engine.Snapshot, engine["web"].Endpoints).Select(pair => pair.Network.Name);
}
