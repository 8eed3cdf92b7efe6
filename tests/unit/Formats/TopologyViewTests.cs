using DockerNetwork.Formats;
using DockerNetwork.Model.Topology;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Formats;

public class TopologyViewTests
{
    private static readonly NetworkTopology Topology = TopologyBuilder.Of(new TestEngine()
        .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
        .Container("web", "app=10.1.0.2")
        .Container("db", "app=10.1.0.3")
        .Snapshot);

    [Fact]
    public void Nodes_are_counted_and_named_by_kind()
    {
        Assert.Equal(4, TopologyView.Count(Topology, TopologyNodeKind.Network));
        Assert.Equal(2, TopologyView.Count(Topology, TopologyNodeKind.Container));
        Assert.Equal(0, TopologyView.Count(Topology, TopologyNodeKind.Port));
        Assert.Equal("db, web", TopologyView.Names(Topology, TopologyNodeKind.Container));
        Assert.Equal("", TopologyView.Names(Topology, TopologyNodeKind.Port));
    }

    [Fact]
    public void Edges_are_counted_by_kind()
    {
        Assert.Equal("2 Endpoint, 4 Uplink", TopologyView.Edges(Topology));
        Assert.Equal("", TopologyView.Edges(new NetworkTopology { DockerHost = TestEngine.Host }));
    }

    [Fact]
    public void Each_detail_has_a_line()
    {
        Assert.Equal(
            "driver: bridge\ngateway: 10.1.0.1",
            TopologyView.Details(new Dictionary<string, string> { ["driver"] = "bridge", ["gateway"] = "10.1.0.1" }));
        Assert.Equal("", TopologyView.Details(new Dictionary<string, string>()));
    }
}
