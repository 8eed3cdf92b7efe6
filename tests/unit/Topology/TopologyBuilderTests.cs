using DockerNetwork.Model.Topology;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Topology;

public sealed class TopologyBuilderTests
{
    private static readonly TestEngine Alpine = new TestEngine()
        .Network("app", "172.18.0.0/16", gateway: "172.18.0.1")
        .Container("alpine1", "app=172.18.0.2")
        .Container("alpine4", "app=172.18.0.4", "bridge=172.17.0.3")
        .Stopped("off", "bridge")
        .OnHost("hosty")
        .Sharing("side", "alpine1")
        .PublishingFrom("web", ["bridge=172.17.0.4"], "0.0.0.0:8080->80/tcp", "127.0.0.1:9000->90/tcp", "99/tcp");

    private static readonly NetworkTopology Topology = TopologyBuilder.Of(Alpine.Snapshot);

    [Fact]
    public void Engine_outside_networks_containers_and_ports_are_nodes_in_order() => Assert.Equal(
        [
            "engine", "outside", "app", "bridge", "host", "none", "alpine1", "alpine4", "hosty", "off", "side", "web",
            "0.0.0.0:8080->80/tcp", "127.0.0.1:9000->90/tcp",
        ],
        Topology.Nodes.Select(n => n.Name));

    [Fact]
    public void A_container_is_joined_to_each_of_its_networks() => Assert.Equal(
        [
            "alpine1 app 172.18.0.2", "alpine4 app 172.18.0.4", "alpine4 bridge 172.17.0.3",
            "hosty host ", "off bridge ", "web bridge 172.17.0.4",
        ],
        Named(TopologyEdgeKind.Endpoint));

    [Fact]
    public void A_shared_namespace_joins_the_two_containers() =>
        Assert.Equal(["side alpine1 in the namespace of alpine1"], Named(TopologyEdgeKind.Namespace));

    [Fact]
    public void A_port_is_open_to_the_outside_or_to_the_engine_alone() => Assert.Equal(
        ["outside 0.0.0.0:8080->80/tcp ", "0.0.0.0:8080->80/tcp web ", "engine 127.0.0.1:9000->90/tcp ", "127.0.0.1:9000->90/tcp web "],
        Named(TopologyEdgeKind.Publication));

    [Fact]
    public void Networks_have_a_way_out_but_for_internal_ones_and_none()
    {
        var engine = new TestEngine().Network("inner", "10.1.0.0/24", isInternal: true).Network("lan", "10.2.0.0/24", driver: "macvlan");

        var edges = TopologyBuilder.Of(engine.Snapshot).Edges.Where(e => e.Kind == TopologyEdgeKind.Uplink).ToArray();

        var networks = new[] { "bridge", "host", "lan" }.Select(name => TopologyBuilder.IdOf(engine.NetworkNamed(name)));
        Assert.Equal(["engine", .. networks], edges.Select(e => e.Source));
        Assert.Equal(["outside", "engine", "engine", "outside"], edges.Select(e => e.Target));
    }

    [Fact]
    public void What_does_not_run_and_where_nobody_is_is_inactive() =>
        Assert.Equal(["none", "off"], Topology.Nodes.Where(n => n.Inactive).Select(n => n.Name));

    [Fact]
    public void Every_edge_joins_nodes_that_are_there()
    {
        var ids = Topology.Nodes.Select(n => n.Id).ToHashSet();

        Assert.Equal(ids.Count, Topology.Nodes.Count);
        Assert.All(Topology.Edges, e => Assert.True(ids.Contains(e.Source) && ids.Contains(e.Target), e.ToString()));
    }

    [Fact]
    public void Networks_select_who_is_on_them() => Assert.Equal(
        ["app", "alpine1", "alpine4", "side"],
        Names(TopologyBuilder.Of(Alpine.Snapshot, networks: [Alpine.NetworkNamed("app")])));

    [Fact]
    public void Containers_select_what_they_are_on() => Assert.Equal(
        ["app", "bridge", "alpine4"],
        Names(TopologyBuilder.Of(Alpine.Snapshot, containers: [Alpine["alpine4"]])));

    [Fact]
    public void Without_its_owner_a_shared_namespace_stands_on_the_owners_networks()
    {
        var topology = TopologyBuilder.Of(Alpine.Snapshot, containers: [Alpine["side"]]);

        Assert.Equal(["app", "side"], Names(topology));
        Assert.Equal([TopologyEdgeKind.Uplink, TopologyEdgeKind.Uplink, TopologyEdgeKind.Endpoint], topology.Edges.Select(e => e.Kind));
    }

    [Fact]
    public void A_network_keeps_its_color_when_others_are_left_out() => Assert.Equal(
        Topology.Nodes.Single(n => n.Name == "bridge").Color,
        TopologyBuilder.Of(Alpine.Snapshot, networks: [Alpine.NetworkNamed("bridge")]).Nodes.Single(n => n.Name == "bridge").Color);

    [Fact]
    public void It_says_what_it_is() => Assert.Equal("4 networks and 6 containers of unix:///var/run/docker.sock", Topology.ToString());

    private static IEnumerable<string> Names(NetworkTopology topology) => topology.Nodes.Skip(2).Select(n => n.Name);

    private static IEnumerable<string> Named(TopologyEdgeKind kind)
    {
        var names = Topology.Nodes.ToDictionary(n => n.Id, n => n.Name);
        return Topology.Edges.Where(e => e.Kind == kind).Select(e => $"{names[e.Source]} {names[e.Target]} {e.Text}");
    }
}
