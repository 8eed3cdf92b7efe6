using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>Services of a swarm. Each answer was seen on 20.10 and 28.5, in a swarm of one node (tests/pester/Swarm.Tests.ps1).</summary>
public class SwarmTests
{
    private const string Rr1 = "rr.1.abc";
    private const string Rr2 = "rr.2.def";

    private static TestEngine Engine(
        bool isManager = true,
        int nodes = 1,
        HostFacts? facts = null,
        int swarmOf = 1,
        string at = "198.51.100.2",
        params string[] stopping)
    {
        var engine = new TestEngine
        {
            Facts = facts,
            SwarmNodes = swarmOf,
            Stopping = [.. stopping],
            NodeId = isManager ? "m1" : null,
            NodeAddress = at,
        }
            .Network("docker_gwbridge", "172.18.0.0/16", gateway: "172.18.0.1", option: "com.docker.network.bridge.enable_icc=false")
            .Network("mesh", "10.0.1.0/24", "overlay", gateway: "10.0.1.1")
            .Network("app", "10.1.0.0/24", gateway: "10.1.0.1")
            .Container("one", "mesh=10.0.1.2")
            .Container(Rr1, "mesh=10.0.1.4")
            .Container(Rr2, "mesh=10.0.1.5")
            .Container("web", "app=10.1.0.2@10.1.0.1")
            .OnHost("monitor");
        foreach (var name in new[] { "one", Rr1, Rr2 })
            engine.Changed(name, "mesh", settings => settings with { EndpointId = "ep-" + name });
        var mesh = TestEngine.Id("mesh");
        return engine.Swarm(
            isManager
                ?
                [
                    new(new("rr", new([new(mesh, ["robin"])])), new(null)),
                    new(new("vip", new([new(mesh, ["virtual"])])), new([new(mesh, "10.0.1.20/24")])),
                    new(new("zero", new([new(mesh, ["null"])])), new([new(mesh, "10.0.1.50/24")])),
                    new(new("onhost", new([new("the host network of the swarm", null)])), new(null)),
                    new(new("nonet", new(null)), new(null)),
                ]
                : null,
            new NetworkDetails(
                new() { ["lb-mesh"] = new("mesh-endpoint", "10.0.1.3/24") },
                new()
                {
                    [""] = new("<nil>", [Task("one", "10.0.1.2"), Task("far", "10.0.1.30")]),
                    ["rr"] = new("<nil>", [Task(Rr1, "10.0.1.4"), Task(Rr2, "10.0.1.5")]),
                    ["vip"] = new("10.0.1.20", [Task("vip.1.ghi", "10.0.1.21"), Task("vip.2.jkl", "10.0.1.22")]),
                },
                [.. Enumerable.Range(1, nodes).Select(i => new NetworkPeer($"node{i}", $"198.51.100.{i}"))])
            {
                Id = mesh,
            },
            new NetworkDetails(new()
            {
                [TestEngine.Id("one")] = new("gateway_1", "172.18.0.3/16"),
                [TestEngine.Id(Rr1)] = new("gateway_2", "172.18.0.4/16"),
                ["ingress-sbox"] = new("gateway_ingress-sbox", "172.18.0.2/16"),
            })
            {
                Id = TestEngine.Id("docker_gwbridge"),
            });

        static TaskOnNetwork Task(string name, string address) => new(name, "ep-" + name, address);
    }

    [Theory]
    [InlineData("rr", "10.0.1.4", "10.0.1.5")]
    [InlineData("RR", "10.0.1.4", "10.0.1.5")]
    [InlineData("rr.mesh", "10.0.1.4", "10.0.1.5")]
    [InlineData("robin", "10.0.1.4", "10.0.1.5")]
    [InlineData("tasks.rr", "10.0.1.4", "10.0.1.5")]
    [InlineData("tasks.robin", "10.0.1.4", "10.0.1.5")]
    [InlineData("vip", "10.0.1.20")]
    [InlineData("virtual", "10.0.1.20")]
    [InlineData("tasks.vip", "10.0.1.21", "10.0.1.22")]
    [InlineData("tasks.virtual", "10.0.1.21", "10.0.1.22")]
    [InlineData("vip.2.jkl", "10.0.1.22")]
    [InlineData("far", "10.0.1.30")]
    public void A_service_has_the_names_that_the_swarm_gives_it(string name, params string[] addresses)
    {
        var verdict = Engine().PredictOther("one", name);

        Assert.Equal(ReachabilityState.Reachable, verdict.State);
        Assert.Equal(addresses, verdict.Candidates.Select(address => address.ToString()).Order(StringComparer.Ordinal));
    }

    /// <summary>Seen on 28.5: the swarm gives a task its names when its health check has passed.</summary>
    [Theory]
    [InlineData("Up 2 seconds (health: starting)", "its health check has not passed yet")]
    [InlineData("Up 2 minutes (unhealthy)", "its health check fails")]
    [InlineData("Up 2 minutes (healthy)", null)]
    [InlineData("Up 2 minutes", null)]
    public void A_task_has_its_names_once_its_health_check_has_passed(string status, string? why)
    {
        var engine = Engine().Task(Rr1, "rr", status).Task(Rr2, "rr");

        var verdict = engine.Predict("one", Rr1);

        Assert.Equal(why is null ? ReachabilityState.Reachable : ReachabilityState.Unresolved, verdict.State);
        Assert.Equal(why is null ? 2 : 1, engine.PredictOther("one", "rr").Candidates.Count);
        if (why is null)
            return;
        Assert.Equal(ReasonCode.NameNotFound, verdict.Reasons[0].Code);
        Assert.Equal(
            $"'{Rr1}' is a name of {Rr1}, a task of the service rr. The engine's DNS does not have the name on the network mesh, because "
            + $"{why}.",
            verdict.Reasons[0].Message);
        Assert.Equal(verdict.Reasons[0].Message, engine.PredictOther("one", Rr1).Reasons[0].Message);
        Assert.Equal(ReachabilityState.Reachable, engine.PredictOther("one", "10.0.1.4").State);
    }

    /// <summary>A container that is not a task has its names from its start.</summary>
    [Fact]
    public void Another_container_does_not_need_to_be_healthy() => Assert.Equal(
        ReachabilityState.Reachable,
        Engine().Task("one", "", "Up 2 seconds (health: starting)").Predict(Rr1, "one").State);

    [Fact]
    public void A_task_that_is_being_stopped_has_no_names()
    {
        var engine = Engine(stopping: ["abc", "ghi"]).Task(Rr1, "rr");

        var verdict = engine.Predict("one", Rr1);

        Assert.Equal(ReachabilityState.Unresolved, verdict.State);
        Assert.EndsWith("because the swarm is stopping it.", verdict.Reasons[0].Message, StringComparison.Ordinal);
        Assert.Equal(["10.0.1.22"], engine.PredictOther("one", "tasks.vip").Candidates.Select(address => $"{address}"));
        Assert.Equal(["10.0.1.20"], engine.PredictOther("one", "vip").Candidates.Select(address => $"{address}"));
        Assert.Equal(["10.0.1.5"], engine.PredictOther("one", "rr").Candidates.Select(address => $"{address}"));
        Assert.Equal(ReachabilityState.Unknown, engine.PredictOther("one", "vip.1.ghi").State);
    }

    [Theory]
    [InlineData("rr", ReachabilityState.Unresolved, ReasonCode.NameNotFound)]
    [InlineData("tasks.rr", ReachabilityState.Unknown, ReasonCode.NameNotFound)]
    [InlineData("tasks.virtual", ReachabilityState.Unknown, ReasonCode.NameNotFound)]
    // The name of a virtual address stays (seen on 28.5).
    [InlineData("vip", ReachabilityState.Unknown, ReasonCode.ServiceAddress)]
    [InlineData("10.0.1.20", ReachabilityState.Unknown, ReasonCode.ServiceAddress)]
    public void A_service_whose_tasks_are_all_being_stopped_has_its_virtual_address_alone(string name, ReachabilityState state, string code)
    {
        var verdict = Engine(stopping: ["abc", "def", "ghi", "jkl"]).Task(Rr1, "rr").Task(Rr2, "rr").PredictOther("one", name);

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
        Assert.Contains("no task of the service is ready there", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one", "zero", ReasonCode.NameNotFound, "zero on the network mesh, but no task of the service is ready there")]
    [InlineData("one", "Null", ReasonCode.NameNotFound, "Get-DockerNetworkService -Name zero shows its tasks")]
    [InlineData("one", "onhost", ReasonCode.NameNotFound, "the service onhost, which is not on any overlay network")]
    [InlineData("one", "nonet", ReasonCode.NameNotFound, "the service nonet, which is not on any overlay network")]
    [InlineData("web", "zero", ReasonCode.NameOnAnotherNetwork, "a name of the service zero on the network mesh, and web is not on")]
    public void A_manager_says_why_a_service_has_no_name(string source, string name, string code, string said)
    {
        var verdict = Engine(nodes: 2).PredictOther(source, name);

        Assert.Equal((ReachabilityState.Unresolved, code), (verdict.State, verdict.Reasons[0].Code));
        Assert.Contains(said, verdict.Reasons[0].Message, StringComparison.Ordinal);
        Assert.Equal(ReachabilityState.Unknown, Engine(isManager: false).PredictOther("one", name).State);
    }

    /// <summary>The engine's DNS answers with both, and only one of them is the container.</summary>
    [Fact]
    public void A_silent_service_says_nothing_of_a_container_of_the_same_name()
    {
        var engine = Engine().Container("vip", "mesh=10.0.1.40");
        var question = new Question(engine.Snapshot, engine["one"], engine["vip"], "vip");
        var probe = new PlannedProbe(engine["one"], "vip", TargetName.Of("vip"), new Service(ProbeProtocol.Tcp, 80))
        {
            Container = engine["vip"],
        };
        var seen = new Observation { State = ReachabilityState.Blocked, Address = TestEngine.Address("10.0.1.20") };

        var result = Comparison.Of(question, probe, Predictor.Predict(question), seen);

        Assert.Equal((ReachabilityState.Unknown, ReasonCode.AmbiguousName), (result.Observed, result.Reasons[0].Code));
        Assert.Equal(
            "'vip' is the name of a service and of a container, and in one it led to 10.0.1.20 (the service vip) this time. Whether vip "
            + "answers was not tested.",
            result.Reasons[0].Message);
    }

    [Theory]
    [InlineData("one", "rr.1")]
    [InlineData("one", "tasks.one")]
    public void Other_names_are_unknown(string source, string name) =>
        Assert.Equal(ReachabilityState.Unknown, Engine().PredictOther(source, name).State);

    [Theory]
    [InlineData("rr", "rr.1.abc")]
    [InlineData("vip", "the service vip")]
    [InlineData("far", "far")]
    public void On_other_networks_it_has_none(string name, string holder)
    {
        var verdict = Engine().PredictOther("web", name);

        Assert.Equal((ReachabilityState.Unresolved, ReasonCode.NameOnAnotherNetwork), (verdict.State, verdict.Reasons[0].Code));
        Assert.Contains($"'{name}' is a name of {holder} on the network mesh", verdict.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.1.20", ReasonCode.ServiceAddress, "vip")]
    [InlineData("10.0.1.22", ReasonCode.SharedNetwork, "vip.2.jkl")]
    [InlineData("10.0.1.30", ReasonCode.SharedNetwork, "far")]
    [InlineData("172.18.0.3", ReasonCode.SameNamespace, "one")]
    public void Each_address_has_its_holder(string address, string code, string answered)
    {
        var verdict = Engine().PredictOther("one", address);

        Assert.Equal((ReachabilityState.Reachable, code, answered), (verdict.State, verdict.Reasons[0].Code, verdict.Answered));
    }

    [Theory]
    [InlineData("one")]
    [InlineData("web")]
    [InlineData("monitor")]
    public void The_address_of_the_node_is_the_host(string source)
    {
        var verdict = Engine().PredictOther(source, "198.51.100.2");

        Assert.Equal(
            (ReachabilityState.Reachable, ReasonCode.HostAddress, "@host"),
            (verdict.State, verdict.Reasons[0].Code, verdict.Answered));
    }

    [Fact]
    public void The_reason_of_a_virtual_address_names_the_tasks() => Assert.Equal(
        "10.0.1.20 is the virtual address of the service vip on the network mesh. The swarm's load balancer forwards connections to its "
        + "tasks: vip.1.ghi, vip.2.jkl.",
        Engine().PredictOther("one", "vip").Reasons[0].Message);

    [Theory]
    [InlineData("one", "172.18.0.4", ReachabilityState.Blocked, ReasonCode.InterContainerCommunicationOff)]
    [InlineData("one", "172.18.0.2", ReachabilityState.Blocked, ReasonCode.InterContainerCommunicationOff)]
    [InlineData("web", "172.18.0.4", ReachabilityState.Blocked, ReasonCode.IsolatedNetworks)]
    [InlineData("monitor", "172.18.0.4", ReachabilityState.Reachable, ReasonCode.HostReachesBridges)]
    [InlineData("monitor", "172.18.0.2", ReachabilityState.Reachable, ReasonCode.HostReachesBridges)]
    [InlineData("one", "172.18.0.99", ReachabilityState.Unknown, ReasonCode.UnusedAddress)]
    [InlineData("web", "10.0.1.30", ReachabilityState.Blocked, ReasonCode.HostNotOnNetwork)]
    public void The_bridge_of_overlay_networks_is_predicted_too(string source, string address, ReachabilityState state, string code)
    {
        var verdict = Engine().PredictOther(source, address);

        Assert.Equal((state, code), (verdict.State, verdict.Reasons[0].Code));
    }

    [Fact]
    public void A_service_without_IPVS_is_not_blamed_on_a_firewall()
    {
        var engine = Engine();
        var question = new Question(engine.Snapshot, engine["one"], null, "vip");
        var probe = new PlannedProbe(engine["one"], "vip", TargetName.Of("vip"), new Service(ProbeProtocol.Icmp, null));
        var seen = new Observation
        {
            State = ReachabilityState.Blocked,
            Address = TestEngine.Address("10.0.1.20"),
            ResolvedBy = "127.0.0.11",
        };

        var result = Comparison.Of(question, probe, Predictor.Predict(question), seen);

        Assert.Equal((ReachabilityState.Blocked, false, null), (result.Effective, result.Reachable, result.Answered));
        Assert.Equal(ReasonCode.Disagreement, result.Reasons[0].Code);
        Assert.Contains("needs IPVS in the kernel", result.Reasons[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("firewall", result.Reasons[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, ReasonCode.NoIpvs)]
    [InlineData(true, ReasonCode.Disagreement)]
    [InlineData(null, ReasonCode.Disagreement)]
    public void A_kernel_without_IPVS_is_named_if_the_host_says_so(bool? has, string code)
    {
        var engine = Engine(facts: new HostFacts { Ipvs = has });
        var question = new Question(engine.Snapshot, engine["one"], null, "vip");
        var probe = new PlannedProbe(engine["one"], "vip", TargetName.Of("vip"), new Service(ProbeProtocol.Icmp, null));
        var seen = new Observation { State = ReachabilityState.Blocked, Address = TestEngine.Address("10.0.1.20") };

        var result = Comparison.Of(question, probe, Predictor.Predict(question), seen);

        Assert.Equal((ReachabilityState.Reachable, ReachabilityState.Blocked, false), (result.Predicted, result.Observed, result.Agrees));
        Assert.Equal(code, result.Reasons[0].Code);
        Assert.Contains("needs IPVS in the kernel", result.Reasons[0].Message, StringComparison.Ordinal);
        Assert.Equal(has == false, result.Reasons[0].Message.Contains("tasks.vip leads to the tasks", StringComparison.Ordinal));
    }

    [Fact]
    public void What_may_be_an_alias_of_a_container_on_another_node_is_said()
    {
        Assert.Contains("an alias of a container on another node of the network mesh", Said(2), StringComparison.Ordinal);
        Assert.DoesNotContain("another node", Said(1), StringComparison.Ordinal);

        static string Said(int nodes) => Engine(nodes: nodes).PredictOther("one", "unheard").Reasons[0].Message;
    }

    [Theory]
    [InlineData(3, "sees only 1 of the 3 nodes of the swarm on the network mesh")]
    [InlineData(1, null)]
    [InlineData(0, "sees no other node of the swarm on the network mesh")]
    public void That_nodes_are_missing_is_said_of_names_that_nobody_has(int nodes, string? said)
    {
        var message = Engine(swarmOf: nodes).PredictOther("one", "unheard").Reasons[0].Message;

        if (said is null)
            Assert.DoesNotContain("nodes", message, StringComparison.Ordinal);
        else
            Assert.Contains(said, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_does_not_know_aliases_of_services()
    {
        Assert.Equal(ReachabilityState.Reachable, Engine(isManager: false).PredictOther("one", "rr").State);
        Assert.Equal(ReachabilityState.Unknown, Engine(isManager: false).PredictOther("one", "robin").State);
    }

    [Theory]
    [InlineData("rrr", "Did you mean rr? ")]
    [InlineData("tasks.zerro", "Did you mean tasks.zero? ")]
    [InlineData("rrr", "Did you mean rr? ", false)]
    [InlineData("rrr.example", null)]
    [InlineData("unheard", null)]
    public void A_service_that_may_be_meant_is_named(string name, string? said, bool isManager = true)
    {
        var message = Engine(isManager).PredictOther("one", name).Reasons[0].Message;

        if (said is null)
            Assert.DoesNotContain("Did you mean", message, StringComparison.Ordinal);
        else
            Assert.Contains(said, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "zero", true)]
    [InlineData(false, "zero.example", false)]
    [InlineData(true, "unheard", false)]
    public void A_worker_says_who_knows_all_services(bool isManager, string name, bool says)
    {
        const string Said = "To test these too, run Test-ContainerReachability on this engine and a manager: 198.51.100.1. ";

        Assert.Equal(
            says, Engine(isManager).PredictOther("one", name).Reasons[0].Message.Contains(Said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("zero", ReachabilityState.Unresolved, "zero on the network mesh, but no task of the service is ready there")]
    [InlineData("nonet", ReachabilityState.Unresolved, "the service nonet, which is not on any overlay network")]
    [InlineData("lone", ReachabilityState.Unresolved, "'lone' is a name of the service lone on the network closed, and one is not on")]
    [InlineData("zerro", ReachabilityState.Unknown, "Did you mean zero? ")]
    // Its aliases.
    [InlineData("robin", ReachabilityState.Reachable, "")]
    [InlineData("tasks.virtual", ReachabilityState.Reachable, "")]
    public void A_worker_beside_a_manager_knows_its_services(string name, ReachabilityState state, string said)
    {
        var manager = Engine(at: "198.51.100.1").Snapshot.Swarm;
        var far = new TestEngine { NodeId = "m1", NodeAddress = "198.51.100.1" }.Network("closed", "10.0.2.0/24", "overlay")
            .Swarm([new(new("lone", new([new(TestEngine.Id("closed"), null)])), new(null))]).Snapshot.Swarm;

        var verdict = Beside(name == "lone" ? far : manager);

        Assert.Equal(state, verdict.State);
        Assert.Contains(said, verdict.Reasons[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ask a manager", verdict.Reasons[0].Message, StringComparison.Ordinal);

        Verdict Beside(SwarmState known)
        {
            var snapshot = Engine(isManager: false).Snapshot.Knowing([known]);
            return Predictor.Predict(new Question(snapshot, snapshot.Container(TestEngine.Id("one"))!, null, name));
        }
    }

    [Fact]
    public void A_manager_of_another_swarm_knows_nothing_of_this_one()
    {
        var other = new TestEngine { Manager = "m2" }.Swarm([new(new("zero", null), new(null))]).Snapshot;
        var snapshot = Engine(isManager: false).Snapshot.Knowing([other.Swarm]);

        Assert.Empty(snapshot.Swarm.Services);
    }
}
