using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Topology;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Topology;

public sealed class ReachabilityPairsTests
{
    private static readonly NetworkTopology Topology = TopologyBuilder.Of(
        new TestEngine().Container("web", "bridge=172.17.0.2").Container("db", "bridge=172.17.0.3").Snapshot);

    [Fact]
    public void A_pair_is_one_edge_with_what_each_probe_said()
    {
        var edge = Added(Result("web", "db", "db=Unresolved"), Result("web", "db", "172.17.0.3=Reachable")).Single();

        Assert.Equal("only by address", edge.Text);
        Assert.Equal(PairState.Partly, edge.State);
        Assert.Equal(["db icmp=unresolved: because", "172.17.0.3 icmp=reachable"], edge.Detail.Select(d => $"{d.Key}={d.Value}"));
    }

    [Fact]
    public void The_two_directions_are_two_edges() =>
        Assert.Equal(2, Added(Result("web", "db", "db=Reachable"), Result("db", "web", "web=Blocked")).Length);

    [Fact]
    public void A_container_and_itself_are_no_pair() => Assert.Empty(Added(Result("web", "web", "web=Reachable")));

    [Fact]
    public void Host_and_outside_are_there_and_other_targets_become_nodes()
    {
        ReachabilityResult[] results =
        [
            Result("web", "@host", "172.17.0.1=Reachable"),
            Result("web", "@outside", "198.51.100.1=Blocked"),
            Result("@host", "example.test", "example.test=Unknown"),
        ];
        var topology = ReachabilityPairs.Add(Topology, results).Topology;
        var edges = topology.Edges.Where(e => e.Kind == TopologyEdgeKind.Reachability);

        Assert.Equal(["engine", "outside", "target:example.test"], edges.Select(e => e.Target));
        Assert.Equal(TopologyNodeKind.Target, topology.Nodes[^1].Kind);
    }

    [Fact]
    public void A_source_that_the_topology_has_not_is_left_out()
    {
        var (topology, leftOut) = ReachabilityPairs.Add(Topology, [Result("gone", "db", "db=Reachable")]);

        Assert.Equal(
            ["Some results are not drawn, because the topology does not contain these sources: gone."],
            leftOut.Warnings());
        Assert.Equal(Topology.Edges, topology.Edges);
    }

    [Fact]
    public void A_container_is_known_by_its_id_whatever_it_was_called()
    {
        var renamed = Result("old", "older", "db=Reachable") with { SourceId = TestEngine.Id("web"), TargetId = TestEngine.Id("db") };

        var edge = Assert.Single(Added(renamed));

        Assert.Equal(
            Topology.Nodes.Where(n => n.Name is "web" or "db").Select(n => n.Id).Order(),
            new[] { edge.Source, edge.Target }.Order());
    }

    [Theory]
    [InlineData("gone", "db", "web")]
    [InlineData("web", "gone", "db")]
    public void A_container_that_was_replaced_is_not_credited(string source, string target, string replaced)
    {
        var result = Result("web", "db", "db=Reachable") with { SourceId = TestEngine.Id(source), TargetId = TestEngine.Id(target) };
        var (topology, leftOut) = ReachabilityPairs.Add(Topology, [result]);

        Assert.Equal(Topology.Edges, topology.Edges);
        Assert.Equal(
            [$"Some results are not drawn, because these containers were replaced after the test: {replaced}. Run the test again."],
            leftOut.Warnings());
    }

    /// <summary>The target was a text when the test ran; a container that has this name now is another thing.</summary>
    [Fact]
    public void A_text_is_not_the_container_that_is_called_like_it()
    {
        var result = Result("web", "db", "db=Reachable") with { SourceId = TestEngine.Id("web"), TargetId = null };
        var (topology, _) = ReachabilityPairs.Add(Topology, [result]);

        Assert.Equal("target:db", topology.Edges.Except(Topology.Edges).Single().Target);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Results_of_another_engine_are_left_out(bool source)
    {
        var other = DockerHost.Parse("tcp://192.0.2.1");
        var result = Result("web", "db", "db=Reachable");
        result = source ? result with { DockerHost = other } : result with { TargetDockerHost = other, TargetId = TestEngine.Id("far") };
        var (topology, leftOut) = ReachabilityPairs.Add(Topology, [result]);

        Assert.Equal(Topology.Edges, topology.Edges);
        Assert.Equal(
            [$"Some results are not drawn, because the topology is of {TestEngine.Host} and they are of {other}."], leftOut.Warnings());
    }

    internal static ReachabilityResult Result(string source, string target, string probe)
    {
        var parts = probe.Split('=');
        var name = parts[0].Split(':');
        var state = Enum.Parse<ReachabilityState>(parts[1]);
        return new ReachabilityResult
        {
            Source = source,
            Target = target,
            TargetName = name[0],
            Protocol = name.Length > 1 ? ProbeProtocol.Tcp : ProbeProtocol.Icmp,
            Port = name.Length > 1 ? int.Parse(name[1], System.Globalization.CultureInfo.InvariantCulture) : null,
            Observed = state,
            Reasons = [new Reason("Code", source, "because")],
            DockerHost = TestEngine.Host,
        };
    }

    private static TopologyEdge[] Added(params ReachabilityResult[] results) =>
        ReachabilityPairs.Add(Topology, results).Topology.Edges.Where(e => e.Kind == TopologyEdgeKind.Reachability).ToArray();
}
