using System.Diagnostics;
using DockerNetwork.Engine;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Formats;
using DockerNetwork.Identities;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Model;

/// <summary>Documents as a manager and a worker of 28.5 wrote them, and such as no engine should write.</summary>
public class SwarmServicesTests
{
    private const string Services =
        """
        [{"ID":"s1","Spec":{"Name":"web","TaskTemplate":{"ContainerSpec":{"Image":"web:2"},"Networks":[{"Target":"mesh-id"}]},
          "Mode":{"Replicated":{"Replicas":3}},"EndpointSpec":{"Mode":"vip"}},
          "Endpoint":{"Ports":[{"Protocol":"tcp","TargetPort":80,"PublishedPort":8080,"PublishMode":"ingress"},
          {"Protocol":"udp","TargetPort":53,"PublishMode":"host"}],
          "VirtualIPs":[{"NetworkID":"ingress-id","Addr":"10.0.0.5/24"},{"NetworkID":"mesh-id","Addr":"10.0.1.8/24"}]}},
         {"ID":"s2","Spec":{"Name":"all","TaskTemplate":{"Networks":[{"Target":"mesh-id"}]},"Mode":{"Global":{}},
          "EndpointSpec":{"Mode":"dnsrr"}},"Endpoint":{"Spec":{}}}]
        """;

    private const string Tasks =
        """
        [{"ID":"t1","ServiceID":"s1","Slot":1,"NodeID":"n1","DesiredState":"running",
          "Status":{"State":"running","ContainerStatus":{"ContainerID":"c1"}},
          "NetworksAttachments":[{"Network":{"ID":"ingress-id"},"Addresses":["10.0.0.6/24"]},
          {"Network":{"ID":"mesh-id"},"Addresses":["10.0.1.9/24"]}]},
         {"ID":"t2","ServiceID":"s1","Slot":2,"NodeID":"n2","DesiredState":"running","Status":{"State":"running"}},
         {"ID":"t3","ServiceID":"s1","Slot":3,"NodeID":"n1","DesiredState":"running","Status":{"State":"preparing"}},
         {"ID":"t4","ServiceID":"s1","Slot":3,"NodeID":"n1","DesiredState":"shutdown",
          "Status":{"Timestamp":"2025-01-02T00:00:00Z","State":"failed","Err":"exit 7"}},
         {"ID":"t5","ServiceID":"s1","Slot":3,"NodeID":"n1","DesiredState":"shutdown",
          "Status":{"Timestamp":"2025-01-01T00:00:00Z","State":"failed","Err":"exit 6"}},
         {"ID":"t6","ServiceID":"s2","NodeID":"n1","DesiredState":"running","Status":{"State":"running"}}]
        """;

    private const string Nodes =
        """
        [{"ID":"n1","Spec":{"Role":"manager","Availability":"active"},"Description":{"Hostname":"node1"},
          "Status":{"State":"ready","Addr":"203.0.113.1"}},
         {"ID":"n2","Spec":{"Role":"worker","Availability":"drain"},"Description":{"Hostname":"node2"},
          "Status":{"State":"down","Addr":"203.0.113.2"}}]
        """;

    /// <summary>What the engine's DNS and load balancer know of the same service.</summary>
    private const string Verbose =
        """
        {"Id":"mesh-id","Services":{"":{"VIP":"<nil>","Tasks":[]},"web":{"VIP":"10.0.1.8","Tasks":[
          {"Name":"web.1.t1","EndpointIP":"10.0.1.9","Info":{"Host IP":"203.0.113.1"}}]},"odd":null}}
        """;

    [Fact]
    public async Task A_manager_says_all()
    {
        var (services, warnings) = await ReadAsync(Services, Tasks, Nodes);

        Assert.Empty(warnings);
        Assert.Equal(["all", "web"], services.Select(service => service.Name));
        var web = services[1];
        Assert.Equal(("s1", "web:2", "replicated", "vip"), (web.Id, web.Image, web.Mode, web.EndpointMode));
        Assert.Equal("mesh 10.0.1.8, ingress 10.0.0.5", $"{web.Networks}");
        Assert.Equal(("0.0.0.0:8080->80/tcp", "53/udp"), ($"{web.Ports}", $"{web.HostPorts}"));
        Assert.Equal("web.1.t1 10.0.1.9, web.2.t2, web.3.t3", $"{web.Tasks}");
        Assert.Equal(("node1", "c1", "203.0.113.1"), (web.Tasks[0].Node, web.Tasks[0].ContainerId, $"{web.Tasks[0].NodeAddress}"));
        Assert.Equal(("down", "drain", "worker"), (web.Tasks[1].NodeState, web.Tasks[1].NodeAvailability, web.Tasks[1].NodeRole));
    }

    [Fact]
    public async Task Tasks_on_nodes_that_are_down_do_not_run_and_the_last_failure_is_told()
    {
        var web = (await ReadAsync(Services, Tasks, Nodes)).Services[1];

        Assert.Equal((1, 3L, "1/3"), (web.Running, web.Replicas, web.Count));
        Assert.Equal([null, null, "exit 7"], web.Tasks.Select(task => task.Error));
    }

    [Fact]
    public async Task A_global_service_has_a_task_on_each_node_and_no_slots()
    {
        var all = (await ReadAsync(Services, Tasks, Nodes)).Services[0];

        Assert.Equal(("global", "dnsrr", "1/1"), (all.Mode, all.EndpointMode, all.Count));
        Assert.Equal(("all.n1.t6", null), (all.Tasks[0].Name, all.Tasks[0].Slot));
        Assert.Null(Assert.Single(all.Networks).IPAddress);
    }

    /// <summary>As <c>docker service ls</c> and <c>docker service ps</c> of 28.5 had it.</summary>
    [Fact]
    public async Task The_last_task_is_shown_where_the_swarm_has_given_up()
    {
        var service = Assert.Single((await ReadAsync(
            Service("""{"Replicated":{"Replicas":2}}"""),
            $"[{Task("a1", 1, "shutdown", "rejected", "no image", 1)},{Task("a3", 1, "shutdown", "rejected", "still no image", 3)},"
            + $"{Task("a2", 1, "shutdown", "rejected", "no image", 2)},{Task("b1", 2, "shutdown", "failed", "exit 7", 1)},"
            + $"{Task("b2", 2, "shutdown", "shutdown", "", 2)}]",
            Nodes)).Services);

        Assert.Equal(("0/2", "x.1.a3"), (service.Count, $"{service.Tasks}"));
        Assert.Equal(("rejected", "still no image"), (service.Tasks[0].State, service.Tasks[0].Error));
    }

    [Fact]
    public async Task Tasks_that_are_being_stopped_still_run()
    {
        var service = Assert.Single((await ReadAsync(
            Service("""{"Replicated":{"Replicas":1}}"""),
            $"[{Task("a1", 1, "running", "running", "", 1)},{Task("b1", 2, "remove", "running", "", 1)},"
            + $"{Task("c1", 3, "remove", "shutdown", "", 1)}]",
            Nodes)).Services);

        Assert.Equal(("2/1", "x.1.a1 10.0.1.9, x.2.b1 10.0.1.9"), (service.Count, $"{service.Tasks}"));
        Assert.Equal("remove", service.Tasks[1].DesiredState);
    }

    [Theory]
    [InlineData("""{"ReplicatedJob":{"MaxConcurrent":1,"TotalCompletions":3}}""", 1, 3, "0/1 (3/3 completed)")]
    [InlineData("""{"GlobalJob":{}}""", 0, 3, "0/0 (3/3 completed)")]
    [InlineData("""{"GlobalJob":{}}""", null, null, "0/0 (2/2 completed)")]
    [InlineData("""{"ReplicatedJob":{"TotalCompletions":3}}""", null, null, "0/3 (2/3 completed)")]
    public async Task A_job_that_has_ended_has_its_completions_and_no_addresses(string mode, int? desired, int? completed, string count)
    {
        var status = desired is null ? "null" : $$"""{"RunningTasks":0,"DesiredTasks":{{desired}},"CompletedTasks":{{completed}}}""";

        var service = Assert.Single((await ReadAsync(
            Service(mode, status),
            $"[{Task("a1", 0, "complete", "complete", "", 1)},{Task("a2", 0, "complete", "complete", "", 2)}]",
            Nodes)).Services);

        Assert.Equal(count, service.Count);
        Assert.All(service.Tasks, task => Assert.Null(task.IPAddress));
        Assert.Equal("mesh", $"{service.Tasks[0].Networks}");
    }

    /// <summary>The swarm has an id of its own for it, which no list of networks has.</summary>
    [Fact]
    public async Task The_network_host_has_its_name() => Assert.Equal(
        "host",
        $"{Assert.Single((await ReadAsync(
            Service("""{"Global":{}}""").Replace("mesh-id", "own-id", StringComparison.Ordinal),
            """
            [{"ID":"t1","ServiceID":"s1","NodeID":"n1","DesiredState":"running","Status":{"State":"running"},
              "NetworksAttachments":[{"Network":{"ID":"own-id","Spec":{"Name":"host"}}}]}]
            """,
            Nodes)).Services).Networks}");

    [Theory]
    [InlineData("-5")]
    [InlineData("9223372036854775807")]
    public async Task A_number_of_replicas_that_no_swarm_has_is_not_shown(string replicas)
    {
        var service = Assert.Single((await ReadAsync(Service($$$"""{"Replicated":{"Replicas":{{{replicas}}}}}"""), "[]", Nodes)).Services);

        Assert.Equal((null, "0/?"), (service.Replicas, service.Count));
    }

    /// <summary>60,000 took 21 s, and Ctrl+C did not stop it.</summary>
    [Fact]
    public void Many_failed_tasks_take_no_time_and_can_be_cancelled()
    {
        ServiceDocument service = new(new("x", null, new(new(1), null)), null, "s1");
        var tasks = Enumerable.Range(1, 60_000).Select(number => new TaskDocument(
            $"t{number}", "s1", 1, "n1", new(default, "failed", null, null), "running", null)).ToList();
        var watch = Stopwatch.StartNew();

        var read = SwarmServices.OfManager([service], tasks, [], Snapshot(), default);

        Assert.Equal(60_000, Assert.Single(read).Tasks.Count);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Throws<OperationCanceledException>(() =>
            SwarmServices.OfManager([service], tasks, [], Snapshot(), new CancellationToken(true)));
    }

    private static string Service(string mode, string status = "null") =>
        $$"""
        [{"ID":"s1","Spec":{"Name":"x","TaskTemplate":{"Networks":[{"Target":"mesh-id"}]},"Mode":{{mode}}},"ServiceStatus":{{status}}}]
        """;

    private static string Task(string id, int slot, string desired, string state, string error, int second) =>
        $$"""
        {"ID":"{{id}}","ServiceID":"s1","Slot":{{slot}},"NodeID":"{{(slot > 0 ? "n1" : id)}}","DesiredState":"{{desired}}",
         "Status":{"Timestamp":"2025-01-01T00:00:0{{second}}Z","State":"{{state}}","Err":"{{error}}"},
         "NetworksAttachments":[{"Network":{"ID":"mesh-id"},"Addresses":["10.0.1.9/24"]}]}
        """;

    /// <summary>Virtual addresses and tasks as <c>GET /services</c> and <c>?verbose=1</c> have them are the same.</summary>
    [Fact]
    public async Task A_worker_says_the_same_of_names_addresses_and_tasks()
    {
        var ofManager = (await ReadAsync(Services, Tasks, Nodes)).Services[1];

        var (services, warnings) = await ReadAsync(null, "[]", "[]");

        var ofWorker = Assert.Single(services);
        Assert.Equal(("web", "vip", ""), (ofWorker.Name, ofWorker.EndpointMode, ofWorker.Count));
        Assert.Equal(ofManager.Networks[0].IPAddress, Assert.Single(ofWorker.Networks).IPAddress);
        var (told, task) = (ofManager.Tasks[0], Assert.Single(ofWorker.Tasks));
        Assert.Equal((told.Name, told.IPAddress, told.NodeAddress), (task.Name, task.IPAddress, task.NodeAddress));
        Assert.Contains("is a worker of its swarm", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Contains("ask a manager: 203.0.113.1", warnings[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a manager")]
    [InlineData("a manager", null, "")]
    [InlineData("a manager: 192.0.2.1, fd00::2", "192.0.2.1:2377", null, "[fd00::2]:2377", "forged:1")]
    public void Managers_are_named_as_far_as_they_are_known(string text, params string?[] addresses) =>
        Assert.Equal(text, SwarmManagers.Text(addresses));

    /// <summary>What is published with mode=host is a port of the containers.</summary>
    [Fact]
    public void Each_node_listens_on_the_ports_of_the_routing_mesh()
    {
        var web = new ServiceDocument(
            new("web", new([new("mesh-id", null)], new("web:2"))),
            new(null, [new("udp", 53, 53, "host"), new("tcp", 443, 8443, "ingress"), new(null, 80, 8080, null), new("tcp", 0, 1, null)]),
            "s1",
            new(1, null, 0));

        var ports = PortTable.Merge(ServicePorts.Of([web, new(null, null), new(new("none", null), null)], Snapshot()));

        Assert.Equal(["0.0.0.0:8080->80/tcp", "0.0.0.0:8443->443/tcp"], ports.Select(port => $"{port}"));
        Assert.All(ports, port => Assert.Equal(("web", "ingress", "", "", false), (
            port.Service, port.PublishMode, port.Container, port.ContainerId, port.Active)));
        Assert.Equal(("mesh", "web:2", PortExposure.Open), ($"{ports[0].Networks}", ports[0].Image, ports[0].Exposure));
        Assert.Contains("the service 'web'", new ContainerIdentity(ports[0]).Refusal!.Message, StringComparison.Ordinal);
        Assert.StartsWith("the service web, on each node, when a task runs: 0.0.0.0:8080", PortView.PortsOf(ports[0], 120), default);
    }

    [Fact]
    public async Task Without_a_swarm_it_is_the_engine_s_refusal()
    {
        await using var engine = Engine(null, "[]", "[]", """{"Swarm":{"LocalNodeState":"inactive"}}""");
        using var client = engine.Client();

        var failure = await Assert.ThrowsAsync<EngineException>(() => SwarmServices.ReadAsync(client, Snapshot(), default));

        Assert.Equal(EngineFailure.Unavailable, failure.Failure);
    }

    [Theory]
    [InlineData("[]", "[]", "[]", 0)]
    [InlineData("""[null,{},{"ID":"x"},{"Spec":{"Name":"x"}},{"ID":"","Spec":{"Name":"x"}}]""", "[null,{}]", "[null,{}]", 0)]
    [InlineData("""[{"ID":"s1","Spec":{"Name":"x"}},{"ID":"s1","Spec":{"Name":"y"}}]""", "[]", "[]", 1)]
    [InlineData(
        """
        [{"ID":"s1","Spec":{"Name":"x","TaskTemplate":{"Networks":[null,{"Target":null},{"Target":"gone"},{"Target":"gone"}]},
          "Mode":{"Replicated":{"Replicas":99999999999999999999}},"EndpointSpec":{"Mode":null}},
          "Endpoint":{"Ports":[null,{},{"TargetPort":-1,"PublishedPort":1e300}],
          "VirtualIPs":[null,{},{"NetworkID":"gone","Addr":"no"},{"NetworkID":"gone","Addr":"10.0.0.1"}]}}]
        """,
        """
        [{"ID":"t1","ServiceID":"s1","Slot":-5,"Status":null},{"ID":"t1","ServiceID":"s1","Status":{"Timestamp":null,"State":null}},
         {"ID":"t2","ServiceID":"s1","NodeID":"none","NetworksAttachments":[null,{},{"Network":{"ID":"gone"},"Addresses":[null,"x"]}]}]
        """,
        """[{"ID":"none"},{"ID":"none","Spec":null,"Status":{"Addr":"x"}}]""",
        1)]
    public async Task Documents_that_make_no_sense_are_read_as_far_as_they_do(string services, string tasks, string nodes, int count)
    {
        var read = (await ReadAsync(services, tasks, nodes)).Services;

        Assert.Equal(count, read.Count);
        Assert.All(read, service => Assert.NotEmpty($"{service} {service.Count} {service.Networks} {service.Ports} {service.Tasks}"));
    }

    [Fact]
    public async Task More_tasks_than_a_swarm_can_have_are_refused()
    {
        var many = $"[{string.Join(',', Enumerable.Repeat("{}", 100_001))}]";

        await Assert.ThrowsAsync<EngineException>(() => ReadAsync(Services, many, Nodes));
    }

    private static async Task<(IReadOnlyList<SwarmService> Services, List<string> Warnings)> ReadAsync(
        string? services, string tasks, string nodes)
    {
        await using var engine = Engine(
            services, tasks, nodes,
            """{"Swarm":{"LocalNodeState":"active","ControlAvailable":false,"RemoteManagers":[null,{"Addr":"203.0.113.1:2377"}]}}""");
        using var client = engine.Client();
        var warnings = new List<string>();
        EngineWatch.Begin(null, null, warnings.Add);
        return (await SwarmServices.ReadAsync(client, Snapshot(), default), warnings);
    }

    private static FakeEngine Engine(string? services, string tasks, string nodes, string information) =>
        FakeEngine.OnSocket(e => e.Path switch
    {
        _ when e.Path.EndsWith("/services?status=true", StringComparison.Ordinal) =>
            services is null ? e.ErrorAsync(503, "This node is not a swarm manager.") : e.JsonAsync(services),
        _ when e.Path.EndsWith("/tasks", StringComparison.Ordinal) => e.JsonAsync(tasks),
        _ when e.Path.EndsWith("/nodes", StringComparison.Ordinal) => e.JsonAsync(nodes),
        _ when e.Path.EndsWith("/info", StringComparison.Ordinal) => e.JsonAsync(information),
        _ => e.JsonAsync(Verbose),
    });

    private static EngineSnapshot Snapshot() => EngineSnapshot.Create(
        [
            new() { Name = "mesh", Id = "mesh-id", Driver = "overlay", Scope = "swarm" },
            new() { Name = "ingress", Id = "ingress-id", Driver = "overlay", Scope = "swarm", Ingress = true },
        ],
        [
            new()
            {
                Id = "one",
                Names = ["/one"],
                State = "running",
                NetworkSettings = new()
                {
                    Networks = new() { ["mesh"] = new() { NetworkId = "mesh-id", EndpointId = "e", IPAddress = "10.0.1.2" } },
                },
            },
        ],
        TestEngine.Host);
}
