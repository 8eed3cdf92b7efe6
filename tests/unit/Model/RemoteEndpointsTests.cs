using DockerNetwork.Engine.Wire;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

/// <summary>Containers of other nodes, from documents of 28.5.</summary>
public class RemoteEndpointsTests
{
    private static readonly string Mesh = TestEngine.Id("mesh");

    private static readonly EngineSnapshot Snapshot = new TestEngine()
        .Network("mesh", "10.0.1.0/24", "overlay")
        .Container("web", "mesh=10.0.1.2")
        .Changed("web", "mesh", settings => settings with { EndpointId = "own" })
        .Snapshot;

    [Fact]
    public void They_are_called_by_their_node_and_have_no_id()
    {
        var endpoints = RemoteEndpoints.Of(
            [Details(Task("web", "own", "10.0.1.2", "203.0.113.1"), Task("web", "other", "10.0.1.3", "203.0.113.2"))],
            [new("n2", null, new("node2"), new("ready", "203.0.113.2"))],
            Snapshot);

        var web = Assert.Single(endpoints);
        Assert.Equal(("web@node2", "", "node2", "203.0.113.2"), (web.Container, web.ContainerId, web.Node, $"{web.NodeAddress}"));
        Assert.Equal(("10.0.1.3", 24, Mesh), ($"{web.IPAddress}", web.PrefixLength, web.NetworkId));
        Assert.NotNull(new ContainerIdentity(web).Refusal);
        // A paused container is in the answer, too.
        Assert.Equal(ContainerState.Unknown, web.State);
    }

    /// <summary>What one of several engines lists is not remote for the others. With containers named, it may not be listed.</summary>
    [Fact]
    public void What_an_engine_lists_itself_is_told_to_the_others()
    {
        Assert.Equal(["own"], EndpointSelector.Listed([new(null, null)], Snapshot));
        Assert.Empty(EndpointSelector.Listed([new(null, new ContainerIdentity("web"))], Snapshot));
        Assert.Empty(EndpointSelector.Listed([new(new NetworkIdentity(Snapshot.Networks.First(n => n.Name == "bridge")), null)], Snapshot));
    }

    [Fact]
    public void Without_the_names_of_nodes_it_is_their_address() => Assert.Equal(
        "web@203.0.113.2",
        Assert.Single(RemoteEndpoints.Of([Details(Task("web", "other", "10.0.1.3", "203.0.113.2"))], [], Snapshot)).Container);

    [Fact]
    public void What_makes_no_sense_is_left_out() => Assert.Empty(RemoteEndpoints.Of(
        [
            Details(Task("a", "e1", "10.0.1.3", "x"), Task("", "e2", "10.0.1.3", "203.0.113.2"), Task("b", "", "", "203.0.113.2")),
            new NetworkDetails(null) { Id = "gone" },
            new NetworkDetails(null, new() { ["none"] = null, ["empty"] = new(null, null) }) { Id = Mesh },
            new NetworkDetails(null, new() { [""] = new(null, [Task("c", "e3", "10.0.1.4", "203.0.113.2")]) }),
        ],
        [new(null, null, null, null)],
        Snapshot));

    /// <summary>
    /// Each node is on the routing mesh, whether containers of the engine are or not. Its endpoint there, which 20.10 shows, is not one.
    /// </summary>
    [Fact]
    public async Task Those_on_the_routing_mesh_are_asked_for()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(e.Path.EndsWith("/nodes", StringComparison.Ordinal)
            ? "[]"
            : """
                {"Id":"ingress-id","Services":{"":{"VIP":"<nil>","Tasks":[
                  {"Name":"ingress-endpoint","EndpointID":"i","EndpointIP":"10.0.0.3","Info":{"Host IP":"203.0.113.2"}}]},
                  "api":{"VIP":"10.0.0.5","Tasks":[
                  {"Name":"api.1.x","EndpointID":"e","EndpointIP":"10.0.0.6","Info":{"Host IP":"203.0.113.2"}}]}}}
                """));
        using var client = engine.Client();
        var snapshot = EngineSnapshot.Create(
            [new() { Name = "ingress", Id = "ingress-id", Driver = "overlay", Scope = "swarm", Ingress = true }], [], TestEngine.Host);

        var endpoints = await RemoteEndpoints.ReadAsync(client, snapshot, default);

        Assert.Equal("api.1.x@203.0.113.2 on ingress", $"{Assert.Single(endpoints)}");
    }

    private static NetworkDetails Details(params TaskOnNetwork[] tasks) =>
        new(null, new() { [""] = new("<nil>", [.. tasks]) }) { Id = Mesh };

    private static TaskOnNetwork Task(string name, string endpoint, string address, string node) =>
        new(name, endpoint, address, new() { ["Host IP"] = node });
}
