using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

public class SwarmDocumentsTests
{
    private static readonly string Mesh = TestEngine.Id("mesh");

    private static EngineSnapshot Snapshot => new TestEngine()
        .Network("docker_gwbridge", "172.18.0.0/16")
        .Network("mesh", "10.0.1.0/24", "overlay")
        .Network("unused", "10.0.2.0/24", "overlay")
        .Container("one", "mesh=10.0.1.2")
        .Changed("one", "mesh", settings => settings with { EndpointId = "ep" })
        .Snapshot;

    [Fact]
    public async Task Without_overlay_networks_nothing_is_asked()
    {
        await using var engine = FakeEngine.OnSocket(e => e.ErrorAsync(500, "not expected"));
        using var client = engine.Client();
        var snapshot = new TestEngine().Network("app", "10.1.0.0/24").Container("web", "app=10.1.0.2").Snapshot;

        Assert.Null(await SwarmDocuments.ReadAsync(client, snapshot, default));
        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task One_request_for_the_services_the_tasks_and_the_node_and_one_for_each_network()
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(e.Path switch
        {
            "/services" => """[null,{"Spec":{"Name":"rr","TaskTemplate":{"Networks":[null,{"Target":"x","Aliases":["robin",null]}]}}}]""",
            "/info" => """{"Swarm":{"NodeAddr":"198.51.100.2"}}""",
            _ when e.Path.StartsWith("/tasks", StringComparison.Ordinal) =>
                """[null,{"ID":"t1","Status":{"State":"running"}},{"ID":"t2","Status":{"State":"shutdown"}},{"ID":"t3"}]""",
            _ => $$"""{"Id":"{{Mesh}}","Services":{"rr":{"VIP":"<nil>","Tasks":[null,{"Name":"rr.1.x"}]},"none":null},"Peers":null}""",
        }));
        using var client = engine.Client();

        var documents = await SwarmDocuments.ReadAsync(client, Snapshot, default);

        Assert.Equal("198.51.100.2", documents!.NodeAddress);
        Assert.Equal("rr", Assert.Single(documents.Services!).Spec!.Name);
        Assert.Equal(2, documents.Networks.Count);
        Assert.Equal(["t1"], documents.Stopping);
        string[] asked =
        [
            "GET /info",
            "GET /services",
            "GET /tasks?filters=%7B%22desired-state%22%3A%5B%22shutdown%22%2C%22remove%22%5D%7D",
            $"GET /networks/{TestEngine.Id("docker_gwbridge")}?verbose=1",
            $"GET /networks/{Mesh}?verbose=1",
        ];
        Assert.Equal(asked.Order(StringComparer.Ordinal), engine.Requests.Where(r => r != "GET /_ping").Order(StringComparer.Ordinal));
    }

    /// <summary>Workers that are asked, too, do not know them.</summary>
    [Theory]
    [InlineData("true", 1)]
    [InlineData("false", 0)]
    public async Task Beside_others_a_manager_says_its_services_also_if_no_container_is_on_an_overlay_network(string manages, int known)
    {
        await using var engine = FakeEngine.OnSocket(e => e.JsonAsync(e.Path switch
        {
            "/services" => """[{"Spec":{"Name":"rr"}}]""",
            "/info" => $$$"""{"Swarm":{"LocalNodeState":"active","ControlAvailable":{{{manages}}},"Nodes":{{{known}}}}}""",
            _ => "[]",
        }));
        using var client = engine.Client();

        var documents = await SwarmDocuments.ReadBesideOthersAsync(client, new TestEngine().Snapshot, default);

        Assert.Equal(known, documents!.Services?.Count ?? 0);
        Assert.Equal(known == 0, documents.IsWorker);
    }

    [Fact]
    public async Task A_worker_has_no_services_and_that_is_no_error()
    {
        await using var engine = FakeEngine.OnSocket(e => e.Path == "/services"
            ? e.ErrorAsync(503, "This node is not a swarm manager.")
            : e.JsonAsync("{}"));
        using var client = engine.Client();

        var documents = await SwarmDocuments.ReadAsync(client, Snapshot, default);

        Assert.Null(documents!.Services);
    }

    [Fact]
    public void A_saved_snapshot_holds_them()
    {
        var document = new SnapshotDocument
        {
            DockerHost = "unix:///var/run/docker.sock",
            ApiVersion = "1.51",
            Networks = [new NetworkResource { Name = "mesh", Id = Mesh, Driver = "overlay", Scope = "swarm" }],
            Containers = [],
            Details = [],
            SwarmServices = [new(new("rr", new([new(Mesh, ["robin"])])), new([new(Mesh, "10.0.1.20/24")]))],
            SwarmNetworks =
            [
                new(null, new() { ["rr"] = new("10.0.1.20", [new("rr.1.x", "ep", "10.0.1.21")]) }, [new("node", "198.51.100.2")])
                {
                    Id = Mesh,
                },
            ],
            SwarmNodeAddress = "198.51.100.2",
            SwarmStopping = ["y"],
        };

        var swarm = SavedSnapshot.Parse(SavedSnapshot.Of(document).Document).ToSnapshot().Swarm;

        Assert.Equal(["robin", "rr", "rr.1.x", "tasks.robin", "tasks.rr"], swarm.Names.Select(n => n.Name).Order(StringComparer.Ordinal));
        Assert.Equal("198.51.100.2", $"{swarm.NodeAddress}");
        var task = new TestEngine().Container("rr.2.y").Task("rr.2.y", "rr")["rr.2.y"];
        Assert.Equal("the swarm is stopping it", swarm.NamelessBecause(task));
    }
}
