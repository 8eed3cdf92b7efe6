using DockerNetwork.Model.Probing;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.Model.Tracing;
using Xunit;

namespace DockerNetwork.IntegrationTests.Faults;

/// <summary>Traces on an overlay network of two nodes, healthy and with faults.</summary>
[Collection(EngineCollection.Name)]
public sealed class OverlayTests(SwarmPair swarm) : IClassFixture<SwarmPair>
{
    private const string ToThere = $"in VXLAN, {SwarmPair.Here} -> {SwarmPair.There}";
    private const string ToHere = $"in VXLAN, {SwarmPair.There} -> {SwarmPair.Here}";

    [ConditionalTheory]
    [InlineData(null)]
    [InlineData(80)]
    public async Task Packets_to_another_node_are_seen_in_vxlan_and_out_of_it(int? port)
    {
        swarm.Require();

        var result = await TraceAsync(swarm.Remote, port);

        Assert.Equal(ReachabilityState.Reachable, result.Observed);
        Assert.Equal(
            [
                "oa eth0 out", $"@overlay {await swarm.OverlayEndAsync("oa")} in", "@overlay vxlan0 out", "@host peer0 out",
                "@host peer0 in", "@overlay vxlan0 in", $"@overlay {await swarm.OverlayEndAsync("oa")} out", "oa eth0 in",
            ],
            Places(result));
        Assert.Equal([ToThere, ToHere], result.Trace!.Hops.Where(hop => hop.Place == "@host").Select(hop => hop.Note));
        Assert.All(result.Trace.Hops.Where(hop => hop.Place == "@overlay"), hop => Assert.Equal("far", hop.Network));
        Assert.Null(result.Trace.Lost);
    }

    [ConditionalFact]
    public async Task Packets_to_a_container_of_the_node_pass_the_bridge_of_the_network()
    {
        swarm.Require();
        var (own, other) = (await swarm.OverlayEndAsync("oa"), await swarm.OverlayEndAsync("oc"));

        var result = await TraceAsync("oc", 80);

        Assert.Equal(
            [
                "oa eth0 out", $"@overlay {own} in", $"@overlay {other} out", "oc eth0 in",
                "oc eth0 out", $"@overlay {other} in", $"@overlay {own} out", "oa eth0 in",
            ],
            Places(result));
    }

    [ConditionalTheory]
    [InlineData("there", "INPUT", "@host peer0 out", "to the node 203.0.113.2")]
    [InlineData("here", "OUTPUT", "@overlay vxlan0 out", "no VXLAN packet carrying it left the engine's host")]
    [InlineData("here", "INPUT", "@host peer0 in", "did not get into the overlay network far")]
    public async Task A_firewall_between_the_nodes_is_told_by_how_far_packets_came(string where, string chain, string lost, string text)
    {
        swarm.Require();
        await swarm.AskAsync(where, $"iptables -I {chain} -p udp --dport 4789 -j DROP");
        try
        {
            var result = await TraceAsync(swarm.Remote, 80);

            Assert.Equal(ReachabilityState.Blocked, result.Observed);
            Assert.Equal(chain == "INPUT" && where == "here" ? "AnswerLost" : "PacketLost", result.Reasons[0].Code);
            Assert.Contains(text, result.Reasons[0].Message, StringComparison.Ordinal);
            Assert.Equal(lost, Place(result.Trace!.Lost!));
        }
        finally
        {
            await swarm.AskAsync(where, $"iptables -D {chain} -p udp --dport 4789 -j DROP");
        }
    }

    [ConditionalTheory]
    [InlineData("OUTPUT")]
    [InlineData("INPUT")]
    public async Task A_rule_of_the_host_that_drops_packets_in_vxlan_is_named(string chain)
    {
        swarm.Require();
        await swarm.AskAsync("here", $"iptables -I {chain} -p udp --dport 4789 -j DROP");
        try
        {
            var result = await TraceAsync(swarm.Remote, 80, explain: true);

            Assert.Equal("DroppedByRule", result.Reasons[0].Code);
            var rule = Assert.Single(result.Trace!.Rules);
            Assert.True(rule.Certain);
            Assert.Equal(("@host", chain), (rule.Place, rule.Chain));
            Assert.Contains("--dport 4789", rule.Text, StringComparison.Ordinal);
        }
        finally
        {
            await swarm.AskAsync("here", $"iptables -D {chain} -p udp --dport 4789 -j DROP");
        }
    }

    [ConditionalTheory]
    [InlineData("oc", "nomaster", "master br0", "NotOnBridge")]
    [InlineData("oc", "down", "up", "LinkDown")]
    [InlineData("oa", "nomaster", "master br0", "NotOnBridge")]
    public async Task A_link_that_is_cut_in_the_namespace_of_the_network_is_named(string container, string cut, string mend, string code)
    {
        swarm.Require();
        var link = await swarm.OverlayEndAsync(container);
        await swarm.AskAsync("overlay", $"ip link set {link} {cut}");
        try
        {
            var result = await TraceAsync("oc", 80);

            // No route if the kernel gave up its question for the next hop before the probe did.
            Assert.Contains(result.Observed!.Value, new[] { ReachabilityState.Blocked, ReachabilityState.NoRoute });
            Assert.Equal(code, result.Reasons[0].Code);
            Assert.Contains(link, result.Reasons[0].Message, StringComparison.Ordinal);
            Assert.Contains(container, result.Reasons[0].Message, StringComparison.Ordinal);
        }
        finally
        {
            await swarm.AskAsync("overlay", $"ip link set {link} {mend}");
        }
    }

    private async Task<ReachabilityResult> TraceAsync(string target, int? port, bool explain = false)
    {
        var snapshot = await SnapshotReader.ReadAsync(swarm.Engine.Client);
        var scope = new TestScope(
            snapshot,
            [snapshot.Containers.Single(c => c.Name == "oa")],
            [new ReachabilityTarget(target, snapshot.Containers.FirstOrDefault(c => c.Name == target), port)]);
        var options = new TestOptions
        {
            By = TargetLiterals.Address,
            Probe = new ProbeOptions(1, TimeSpan.FromMilliseconds(1500)),
            Method = ProbeMethod.Agent,
            Trace = new TraceOptions { All = true, Explain = explain },
        };
        var results = new List<ReachabilityResult>();
        await foreach (var result in TestRun.ResultsAsync(swarm.Engine.Client, scope, options))
            results.Add(result);
        return Assert.Single(results);
    }

    private static IEnumerable<string> Places(ReachabilityResult result) => result.Trace!.Hops.Select(Place);

    private static string Place(TraceHop hop) => $"{hop.Place} {hop.Interface} {(hop.Direction == HopDirection.In ? "in" : "out")}";
}
