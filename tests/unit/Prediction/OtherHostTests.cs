using System.Net;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Engine.Wire;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Prediction;

/// <summary>
/// Whose an address is, if the target is on another engine: that engine may lie, be at another site with the same addresses, or be the
/// same one by another name. Each case was seen on engines of 28.5, or with a fake one beside them.
/// </summary>
public class OtherHostTests
{
    private static readonly DockerHost FarAway = DockerHost.Parse("tcp://198.51.100.2:2375");

    private static TestEngine Near(params NetworkDetails[] networks) =>
        new TestEngine { NodeAddress = "198.51.100.1", Nodes = ["198.51.100.1", "198.51.100.2"], Cluster = "c1" }
            .Network("mesh", "10.0.1.0/24", "overlay", gateway: "10.0.1.1").Network("lan", "192.0.2.0/24", "macvlan")
            .Container("near", "mesh=10.0.1.2").Container("m1", "lan=192.0.2.101").Container("plain", "bridge=172.17.0.2")
            .OnHost("agent")
            .Swarm(null, networks);

    private static TestEngine Far(
        string manager = "m1", DockerHost? at = null, string node = "198.51.100.2", string? id = null, string? cluster = null) =>
        new TestEngine { Manager = manager, At = at ?? TestEngine.Host, NodeAddress = node, NodeId = id, Cluster = cluster }
            .Network("mesh", "10.0.1.0/24", "overlay", gateway: "10.0.1.1").Network("lan", "192.0.2.0/24", "macvlan")
            .Container("far", "mesh=10.0.1.3").Paused("paused", "mesh=10.0.1.4").Container("m2", "lan=192.0.2.102")
            .PublishingFrom("four", ["bridge=172.17.0.4"], "0.0.0.0:8040->80/tcp")
            .PublishingFrom("six", ["bridge=172.17.0.6"], "[::]:8040->80/tcp")
            .OnHost("hosted").Sharing("side", "four")
            .Swarm(null);

    [Theory]
    [InlineData("m1", null, "198.51.100.2")]
    // Another swarm, or a node that this one does not know: an engine's own word does not choose whom others send packets to.
    [InlineData("m9", null, "198.51.100.2", false)]
    [InlineData("m1", null, "203.0.113.9", false)]
    // What the user typed is.
    [InlineData("m9", "tcp://198.51.100.2:2375", "198.51.100.2")]
    [InlineData("m9", "tcp://127.0.0.1:2375", "127.0.0.1", false)]
    [InlineData("m9", "tcp://169.254.169.254:2375", "169.254.169.254", false)]
    [InlineData("m9", "tcp://far.example:2375", "198.51.100.2", false)]
    public void The_host_of_an_engine_is_tried_if_it_is_known(string manager, string? at, string address, bool tried = true)
    {
        var far = Far(manager, at is null ? null : DockerHost.Parse(at), address);

        Assert.Equal(tried, Results("plain", "four", Near(), far).Any(r => (r.TargetName, r.Port) == (address, 8040)));
        Assert.Equal(tried, Results("plain", "hosted", Near(), far).Any(r => r.TargetName == address));
    }

    /// <summary>0.0.0.0 is all of IPv4 and :: all of IPv6, and a port may be another container's in the other family.</summary>
    [Theory]
    [InlineData("four", true)]
    [InlineData("six", false)]
    [InlineData("side", true)]
    public void A_port_is_published_in_its_family(string target, bool tried) =>
        Assert.Equal(tried, Results("plain", target, Near(), Far()).Any(r => r.Port == 8040));

    [Theory]
    [InlineData("four", "198.51.100.2", 8040, "Reachable")]
    [InlineData("hosted", "198.51.100.2", 22, "Reachable")]
    // What another container publishes there is not the target.
    [InlineData("hosted", "198.51.100.2", 8040, "Misdirected")]
    // The machines of a LAN have addresses that neither engine knows.
    [InlineData("m2", "192.0.2.102", 80, "Unknown")]
    public void An_answer_is_credited_only_to_the_target(string target, string address, int port, string state) =>
        Assert.Equal(state, $"{Answered(target is "m2" ? "m1" : "plain", target, address, port, Near(), Far()).Observed}");

    [Fact]
    public void Of_two_on_the_network_of_a_host_nobody_knows_who_answered()
    {
        var far = Far().OnHost("other");

        Assert.Equal(ReachabilityState.Unknown, Answered("plain", "hosted", "198.51.100.2", 22, Near(), far).Observed);
    }

    /// <summary>Two sites may use one private address; a node of the own swarm is at one of them.</summary>
    [Theory]
    [InlineData("m9", "10.9.8.7", "Unknown")]
    [InlineData("m1", "10.9.8.7", "Reachable")]
    [InlineData("m9", "203.0.113.7", "Reachable")]
    public void A_private_address_is_sure_only_within_the_swarm(string manager, string address, string state)
    {
        var near = new TestEngine { Nodes = [address] }.Container("plain", "bridge=172.17.0.2").Swarm(null);

        var far = Far(manager, DockerHost.Parse($"tcp://{address}:2375"), address);
        Assert.Equal(state, $"{Answered("plain", "four", address, 8040, near, far).Observed}");
    }

    /// <summary>An engine that says that it has an address which the swarm knows as another container's.</summary>
    [Theory]
    [InlineData("far", "Reachable")]
    [InlineData("somebody", "Unknown")]
    public void The_own_swarm_knows_better_who_has_an_address(string name, string state)
    {
        var mesh = new NetworkDetails(
            null, new() { [""] = new(null, [new TaskOnNetwork(name, "e3", "10.0.1.3", null)]) }) { Id = TestEngine.Id("mesh") };

        Assert.Equal(state, $"{Answered("near", "far", "10.0.1.3", 80, Near(mesh), Far()).Observed}");
    }

    [Theory]
    [InlineData("near", "far", "10.0.1.3", 80)]
    [InlineData("plain", "four", "198.51.100.2", 8040)]
    public void What_two_engines_say_is_theirs_is_credited_to_neither(string source, string target, string address, int port)
    {
        var liar = Far(at: DockerHost.Parse("unix:///liar.sock"));

        Assert.Equal(ReachabilityState.Unknown, Answered(source, target, address, port, Near(), Far(), liar).Observed);
    }

    /// <summary>An engine of the swarm that says it is a node which it is not. In place of its own id it may give any other.</summary>
    [Theory]
    [InlineData("node-198.51.100.2", true)]
    [InlineData("node-198.51.100.1", false)]
    [InlineData("m1", false)]
    [InlineData("made-up", false)]
    [InlineData("", false)]
    public void A_node_is_known_by_its_id_and_its_address(string id, bool known)
    {
        Assert.Equal(known, Results("plain", "four", Near(), Far(id: id)).Any(r => r.TargetName == "198.51.100.2"));
        Assert.Equal(
            known ? ReachabilityState.Reachable : ReachabilityState.Unknown,
            Answered("near", "far", "10.0.1.3", 80, Near(), Far(id: id)).Observed);
    }

    [Theory]
    [InlineData("c1", true)]
    [InlineData(null, true)]
    [InlineData("c2", false)]
    public void A_node_of_another_swarm_is_none_of_this_one(string? cluster, bool known) =>
        Assert.Equal(known, Results("plain", "four", Near(), Far(cluster: cluster)).Any(r => r.TargetName == "198.51.100.2"));

    /// <summary>The source's engine is a worker that knows no ids. The manager that is asked as well does.</summary>
    [Theory]
    [InlineData("node-198.51.100.2", "Reachable")]
    [InlineData("made-up", "Unknown")]
    public void What_a_manager_says_of_a_node_counts_for_workers(string id, string state)
    {
        var worker = new TestEngine { NodeAddress = "198.51.100.3" }
            .Network("mesh", "10.0.1.0/24", "overlay", gateway: "10.0.1.1").Container("near", "mesh=10.0.1.2").Swarm(null, Mesh());
        // It has no container of that name; it is only asked.
        var manager = new TestEngine
        {
            NodeAddress = "198.51.100.1",
            Nodes = ["198.51.100.1", "198.51.100.2"],
            At = DockerHost.Parse("unix:///manager.sock"),
        }.Swarm([]);

        var far = Far(id: id);
        OtherTargets[] others = [OtherTargets.Of(far.Snapshot, [new("far", far["far"])]), OtherTargets.Of(manager.Snapshot, [])];
        var plan = TestPlan.Create(
            new TestScope(worker.Snapshot, [worker["near"]], []).Beside(others), new TestOptions { TcpPorts = [80] });

        Assert.Equal(state, $"{Answered(plan, "10.0.1.3", 80).Observed}");
    }

    /// <summary>The manager lists the address that the node's connection came from, and the peers the one it advertises.</summary>
    [Fact]
    public void A_node_may_have_two_addresses()
    {
        var near = new TestEngine { NodeAddress = "198.51.100.1", Nodes = ["198.51.100.1", "192.0.2.2"], Cluster = "c1" }
            .Network("mesh", "10.0.1.0/24", "overlay", gateway: "10.0.1.1").Container("near", "mesh=10.0.1.2")
            .Container("plain", "bridge=172.17.0.2").Swarm(null, Mesh());

        Assert.Contains(Results("plain", "four", near, Far(id: "node-192.0.2.2")), r => r.TargetName == "198.51.100.2");
        Assert.Equal(
            ReachabilityState.Reachable, Answered("near", "far", "10.0.1.3", 80, near, Far(id: "node-192.0.2.2")).Observed);
    }

    /// <summary>The swarm of the source knows neither the id nor the address, and not who has the container's address.</summary>
    [Theory]
    [InlineData("203.0.113.77")]
    [InlineData("")]
    public void A_node_that_nobody_knows_is_credited_with_nothing(string node) => Assert.Equal(
        ReachabilityState.Unknown,
        Answered("near", "far", "10.0.1.3", 80, Near(), Far(node: node, id: "made-up")).Observed);

    [Fact]
    public void Two_engines_with_one_node_id_are_credited_with_nothing()
    {
        var liar = Far(at: DockerHost.Parse("unix:///liar.sock"), node: "198.51.100.9", id: "node-198.51.100.2");

        Assert.Equal(ReachabilityState.Unknown, Answered("plain", "four", "198.51.100.2", 8040, Near(), Far(), liar).Observed);
    }

    /// <summary>The swarm has a container of the right name at the address, but on another node.</summary>
    [Theory]
    [InlineData("198.51.100.2", "Reachable")]
    [InlineData("198.51.100.1", "Unknown")]
    // With --data-path-addr, it is not an address of a node.
    [InlineData("203.0.113.2", "Reachable")]
    public void The_own_swarm_knows_better_on_which_node_a_container_is(string node, string state)
    {
        var task = new TaskOnNetwork("far", "e3", "10.0.1.3", new() { ["Host IP"] = node });
        var mesh = new NetworkDetails(null, new() { [""] = new(null, [task]) }) { Id = TestEngine.Id("mesh") };

        Assert.Equal(state, $"{Answered("near", "far", "10.0.1.3", 80, Near(mesh), Far()).Observed}");
    }

    [Fact]
    public void A_paused_target_completes_handshakes_and_serves_nothing()
    {
        var result = Assert.Single(Results("near", "paused", Near(), Far()), r => r.TargetName == "10.0.1.4");

        Assert.Equal((ReachabilityState.NotRunning, ReasonCode.TargetPaused), (result.Predicted, result.Reasons[0].Code));
    }

    /// <summary>The alias leads to a paused container of the source's engine. If its queue is full, its kernel is silent.</summary>
    [Fact]
    public void Whether_the_holder_of_a_name_is_paused_counts_and_not_the_target()
    {
        var near = new TestEngine { NodeAddress = "198.51.100.1", Nodes = ["198.51.100.1", "198.51.100.2"] }
            .Network("mesh", "10.0.1.0/24", "overlay", gateway: "10.0.1.1")
            .Container("near", "mesh=10.0.1.2").Paused("shut", "mesh=10.0.1.9+quiet").Swarm(null, Mesh());
        var far = new TestEngine { NodeAddress = "198.51.100.2", At = DockerHost.Parse("unix:///far.sock") }
            .Network("own", "10.0.2.0/24", "overlay", gateway: "10.0.2.1").Container("busy", "own=10.0.2.2+quiet").Swarm(null);

        var verdict = Predictor.Predict(
            new Question(near.Snapshot, near["near"], far["busy"], "quiet") { Port = 80, Elsewhere = new OtherEngine(far.Snapshot) });

        Assert.Equal(ReachabilityState.Misdirected, verdict.State);
        Assert.Contains(verdict.Reasons, r => r.Code == ReasonCode.TargetPaused);
    }

    [Fact]
    public void Only_a_probe_shows_whether_two_hosts_are_in_one_lan()
    {
        var result = Assert.Single(Results("m1", "m2", Near(), Far()), r => r.TargetName == "192.0.2.102");

        Assert.Equal((ReachabilityState.Unknown, ReasonCode.OnAnotherEngine), (result.Predicted, result.Reasons[0].Code));
    }

    [Theory]
    [InlineData("203.0.113.7", true)]
    [InlineData("fd00::7", true)]
    [InlineData("0.0.0.1", false)]
    [InlineData("127.0.0.2", false)]
    [InlineData("::ffff:127.0.0.2", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::", false)]
    public void Some_addresses_are_no_single_machines(string address, bool expected) =>
        Assert.Equal(expected, Addresses.IsOfMachine(IPAddress.Parse(address)));

    /// <summary>The network mesh, as it is listed with the nodes that are on it.</summary>
    private static NetworkDetails Mesh() =>
        new(null, null, [new NetworkPeer("n1", "198.51.100.1"), new NetworkPeer("n2", "198.51.100.2")]) { Id = TestEngine.Id("mesh") };

    private static IEnumerable<ReachabilityResult> Results(string source, string target, TestEngine near, params TestEngine[] far) =>
        new PredictedRun(Plan(source, target, 80, near, far)).Results();

    private static ReachabilityResult Answered(
        string source, string target, string address, int port, TestEngine near, params TestEngine[] far)
    {
        return Answered(Plan(source, target, port is 8040 && target is not "hosted" ? 80 : port, near, far), address, port);
    }

    private static ReachabilityResult Answered(TestPlan plan, string address, int port)
    {
        var probe = plan.Sources.SelectMany(s => s.Probes).First(p => p.Literal == address && p.Port == port);
        var predicted = new PredictedRun(plan);
        return Comparison.Of(
            predicted.Question(probe),
            probe,
            predicted.Verdict(probe),
            new Observation { State = ReachabilityState.Reachable, Address = IPAddress.Parse(address), Sent = 1, Received = 1 });
    }

    private static TestPlan Plan(string source, string target, int port, TestEngine near, TestEngine[] far)
    {
        var others = far.Select(engine => OtherTargets.Of(engine.Snapshot, [new(target, engine[target])]));
        return TestPlan.Create(
            new TestScope(near.Snapshot, [near[source]], []).Beside(others), new TestOptions { TcpPorts = [port] });
    }
}
