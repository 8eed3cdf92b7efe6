using DockerNetwork.Formats;
using DockerNetwork.Model.Topology;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Formats;

public class TopologyViewTests
{
    private static readonly NetworkTopology Topology = TopologyBuilder.Of(new TestEngine()
        .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
        .Container("web", "app=10.1.0.2")
        .Container("db", "app=10.1.0.3").Snapshot);

    [Fact]
    public void Nodes_are_counted_and_named_by_kind()
    {
        Assert.Equal(
            (4, 2, 0),
            (
                View.Count(Topology, TopologyNodeKind.Network),
                View.Count(Topology, TopologyNodeKind.Container),
                View.Count(Topology, TopologyNodeKind.Port)));
        Assert.Equal("db, web", View.Names(Topology, TopologyNodeKind.Container));
        Assert.Equal("", View.Names(Topology, TopologyNodeKind.Port));
    }

    [Fact]
    public void Edges_are_counted_by_kind()
    {
        Assert.Equal("2 Endpoint, 4 Uplink", View.Edges(Topology));
        Assert.Equal("", View.Edges(new NetworkTopology { DockerHost = TestEngine.Host }));
    }

    [Fact]
    public void Details_are_one_a_line()
    {
        Assert.Equal(
            "driver: bridge\ngateway: 10.1.0.1",
            View.Details(new Dictionary<string, string> { ["driver"] = "bridge", ["gateway"] = "10.1.0.1" }));
        Assert.Equal("", View.Details(new Dictionary<string, string>()));
    }
}
