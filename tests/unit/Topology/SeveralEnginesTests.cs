using System.Text.Json;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Topology;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Topology;

public sealed class SeveralEnginesTests
{
    private static readonly DockerHost Far = DockerHost.Parse("tcp://203.0.113.7:2376");

    private static readonly NetworkTopology Both = SeveralEngines.Of([
        TopologyBuilder.Of(Engine("web", "10.0.1.2", "172.17.0.2")),
        TopologyBuilder.Of(Engine("db", "10.0.1.3", "172.17.0.3")) with { DockerHost = Far }]);

    [Fact]
    public void One_topology_is_itself()
    {
        var one = TopologyBuilder.Of(Engine("web", "10.0.1.2", "172.17.0.2"));

        Assert.Same(one, SeveralEngines.Of([one]));
    }

    /// <summary>The two have a container of one id, as a copied machine has.</summary>
    [Fact]
    public void What_an_engine_has_is_its_own_though_ids_are_alike()
    {
        Assert.Equal(Both.Nodes.Count, Both.Nodes.Select(n => n.Id).Distinct().Count());
        Assert.Equal(2, Both.Nodes.Count(n => n.Name == "same"));
        Assert.Equal(2, Both.Nodes.Count(n => n.Name == "bridge"));
        Assert.All(
            Both.Nodes.Where(n => n.Name is "same" or "bridge"), n => Assert.EndsWith("@" + n.DockerHost, n.Id, StringComparison.Ordinal));
        Assert.All(Both.Edges, e => Assert.Contains(Both.Nodes, n => n.Id == e.Source));
        Assert.All(Both.Edges, e => Assert.Contains(Both.Nodes, n => n.Id == e.Target));
    }

    [Fact]
    public void The_outside_and_an_overlay_are_shared()
    {
        var mesh = Assert.Single(Both.Nodes, n => n.Name == "mesh");

        Assert.Null(mesh.DockerHost);
        Assert.Equal("2", mesh.Detail["containers"]);
        Assert.Equal(2, Both.Edges.Count(e => e.Target == mesh.Id && e.Kind == TopologyEdgeKind.Endpoint));
        Assert.Single(Both.Nodes, n => n.Kind == TopologyNodeKind.Outside);
        Assert.Equal(2, Both.Nodes.Count(n => n.Kind == TopologyNodeKind.Engine));
    }

    [Fact]
    public void A_network_of_one_engine_has_another_color_than_the_next() =>
        Assert.Equal(7, Both.Nodes.Where(n => n.Kind == TopologyNodeKind.Network).Select(n => n.Color).Distinct().Count());

    [Theory]
    [InlineData("same", true)]
    [InlineData("same", false)]
    [InlineData("db", false)]
    public void A_pair_leads_to_the_container_of_its_engine(string target, bool near)
    {
        var result = ReachabilityPairsTests.Result("web", target, $"{target}=Reachable") with
        {
            SourceId = TestEngine.Id("web"),
            TargetId = TestEngine.Id(target),
            TargetDockerHost = near ? null : Far,
        };
        var (topology, leftOut) = ReachabilityPairs.Add(Both, [result]);
        var edge = Assert.Single(topology.Edges, e => e.Kind == TopologyEdgeKind.Reachability);

        Assert.Empty(leftOut.Warnings());
        Assert.Equal((near ? TestEngine.Host : Far).ToString(), topology.Nodes.Single(n => n.Id == edge.Target).DockerHost);
        Assert.Equal("web", topology.Nodes.Single(n => n.Id == edge.Source).Name);
    }

    /// <summary>A private address is another machine on each engine.</summary>
    [Fact]
    public void Targets_that_are_texts_belong_to_the_engine_that_asked()
    {
        var here = ReachabilityPairsTests.Result("web", "192.0.2.9", "192.0.2.9=Reachable");
        var there = ReachabilityPairsTests.Result("db", "192.0.2.9", "192.0.2.9=Blocked") with { DockerHost = Far };
        var topology = ReachabilityPairs.Add(Both, [here, there]).Topology;

        Assert.Equal(
            [TestEngine.Host.ToString(), Far.ToString()],
            topology.Nodes.Where(n => n.Kind == TopologyNodeKind.Target).Select(n => n.DockerHost));
    }

    [Fact]
    public void Each_engine_has_a_box_and_what_is_shared_stands_between()
    {
        var dot = DotText.Write(Both);
        var mermaid = MermaidText.Write(Both);

        Assert.Contains("graph [label=<tcp://203.0.113.7:2376>", dot, StringComparison.Ordinal);
        Assert.Equal(2, dot.Split("subgraph cluster_").Length - 1);
        Assert.True(dot.LastIndexOf(">mesh<", StringComparison.Ordinal) > dot.LastIndexOf("  }\n", StringComparison.Ordinal));
        Assert.Contains("  subgraph engine1 [\"tcp://203.0.113.7:2376\"]\n", mermaid, StringComparison.Ordinal);
        Assert.Contains("  subgraph unused1 [\"unused\"]\n", mermaid, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_names_the_engines()
    {
        using var json = JsonDocument.Parse(TopologyJson.Write(Both));

        Assert.Equal(2, json.RootElement.GetProperty("dockerHosts").GetArrayLength());
        Assert.False(json.RootElement.TryGetProperty("dockerHost", out _));
    }

    private static EngineSnapshot Engine(string name, string address, string other) => new TestEngine()
        .Network("mesh", "10.0.1.0/24", "overlay")
        .Container(name, $"mesh={address}")
        .Container("same", $"bridge={other}")
        .Snapshot;
}
