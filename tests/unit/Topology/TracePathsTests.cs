using System.Text.Json;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Topology;
using DockerNetwork.Topology;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Topology;

/// <summary>The path of traced packets in a drawing.</summary>
public sealed class TracePathsTests
{
    private static readonly NetworkTopology Topology = TopologyBuilder.Of(
        new TestEngine()
            .Network("app", "172.18.0.0/16")
            .Container("web", "app=172.18.0.2")
            .Container("db", "app=172.18.0.3")
            .Container("far", "bridge=172.17.0.2")
            .Snapshot);

    private static readonly TraceHop[] Request =
    [
        Hop(1, "web", "eth0", "app"), Hop(2, "@host", "veth1", "app"), Hop(3, "@host", "br-0", "app"), Hop(4, "db", "eth0", "app"),
    ];

    private static readonly TraceHop[] Answer =
    [
        Hop(5, "db", "eth0", "app", TraceLeg.Answer), Hop(6, "@host", "br-0", "app", TraceLeg.Answer),
    ];

    private static readonly NetworkTopology Dropped = Added(Traced("db=Blocked", Request[..3], lost: 2));

    [Fact]
    public void The_way_leads_from_the_source_over_the_network_to_the_target() =>
        Assert.Equal(["web -> app", "app -> db"], Ways(Traced("db=Reachable", [.. Request, .. Answer])));

    [Fact]
    public void A_loss_is_a_node_behind_the_last_hop_with_the_reason()
    {
        var result = Traced("db=Blocked", Request[..3], lost: 2, rules: [Rule("-j DROP")]);
        var topology = Added(result);

        Assert.Equal(["web -> app", "app -> ✗"], Ways(result));
        var loss = topology.Nodes[^1];
        Assert.Equal((TopologyNodeKind.Loss, "✗", "Code"), (loss.Kind, loss.Name, loss.Text));
        Assert.Equal(
            ["web -> db icmp=lost after @host br-0: because", "rule 1 of web -> db icmp=-j DROP"],
            loss.Detail.Select(d => $"{d.Key}={d.Value}"));
        Assert.Equal("because", topology.Edges[^1].Text);
    }

    [Fact]
    public void An_answer_that_is_lost_has_a_way_of_its_own()
    {
        var result = Traced("db=Blocked", [.. Request, .. Answer], lost: 5);

        Assert.Equal(["web -> app", "app -> db", "db -> app", "app -> ✗"], Ways(result));
        Assert.StartsWith("the answer was lost after @host br-0", Added(result).Nodes[^1].Detail.Values.First(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_host_is_where_no_network_is_and_where_its_processes_are() => Assert.Equal(
        ["web -> app", "app -> engine", "engine -> bridge", "bridge -> ✗"],
        Ways(Traced(
            "db=Blocked",
            [Request[0], Request[1], Hop(3, "far", null, null) with { Namespace = "@host" }, Hop(4, "@host", "docker0", "bridge")],
            lost: 3)));

    [Fact]
    public void What_is_lost_in_the_source_is_lost_there() =>
        Assert.Equal(["web -> ✗"], Ways(Traced("db=Blocked", Request[..1], lost: 0)));

    [Fact]
    public void What_was_not_traced_or_not_seen_has_no_way()
    {
        Assert.Empty(Ways(ReachabilityPairsTests.Result("web", "db", "db=Blocked")));
        Assert.Empty(Ways(Traced("db=Blocked", [])));
    }

    [Fact]
    public void Several_probes_share_their_way_and_their_loss()
    {
        var topology = Added(
            Traced("db=Blocked", Request[..3], lost: 2),
            Traced("db:80=Blocked", Request[..3], lost: 2));

        Assert.Equal(2, topology.Edges.Count(e => e.Kind == TopologyEdgeKind.Trace));
        Assert.Equal(["web -> db icmp", "web -> db tcp/80"], topology.Nodes[^1].Detail.Keys);
    }

    [Fact]
    public void Dot_draws_the_way_and_marks_the_loss()
    {
        var dot = DotText.Write(Dropped);

        Assert.Contains(
            "class=\"trace\" tooltip=\"web -&gt; db icmp: @host veth1 in a -&gt; b\" dir=forward color=\"#0969da\"",
            dot,
            StringComparison.Ordinal);
        Assert.Contains(
            "class=\"trace lost\" tooltip=\"web -&gt; db icmp: lost after @host br-0: because\"", dot, StringComparison.Ordinal);
        Assert.Contains(
            "class=\"loss\" tooltip=\"✗&#10;web -&gt; db icmp: lost after @host br-0: because\"", dot, StringComparison.Ordinal);
        Assert.Contains("path of traced packets", dot, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_drawing_has_lines_between_boxes_only()
    {
        var engine = new TestEngine()
            .Network("app", "172.18.0.0/16")
            .Container("web", "app=172.18.0.2")
            .Container("db", "bridge=172.17.0.99");
        for (var i = 3; i < 40; i++)
            engine.Container($"c{i}", $"app=172.18.0.{i}");
        TraceHop[] hops = [Request[0], Request[1], Hop(3, "@host", "docker0", "bridge")];
        var topology = ReachabilityPairs.Add(TopologyBuilder.Of(engine.Snapshot), [Traced("db=Blocked", hops, lost: 2)]).Topology;

        var lines = DotText.Write(topology).Split('\n').Where(line => line.Contains("class=\"trace", StringComparison.Ordinal)).ToArray();

        Assert.Equal(2, lines.Length);
        Assert.Contains("class=\"trace lost\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Mermaid_has_thick_lines_and_the_reason_at_the_loss()
    {
        var text = MermaidText.Write(Dropped);

        Assert.Contains("{{\"#10007;<br/>Code\"}}", text, StringComparison.Ordinal);
        Assert.Contains("==>|\"because\"|", text, StringComparison.Ordinal);
        Assert.Contains("stroke:#0969da,stroke-width:4px", text, StringComparison.Ordinal);
        Assert.Contains("fill:#ffebe9,stroke:#d7303f", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_and_the_page_have_it_too()
    {
        using var json = JsonDocument.Parse(TopologyJson.Write(Dropped));

        Assert.Equal("Trace", json.RootElement.GetProperty("edges").EnumerateArray().Last().GetProperty("kind").GetString());
        Assert.Equal("Loss", json.RootElement.GetProperty("nodes").EnumerateArray().Last().GetProperty("kind").GetString());
        Assert.Contains("\"kind\":\"Loss\"", TopologyPage.Write(Dropped), StringComparison.Ordinal);
    }

    /// <summary>Names of interfaces and rules come from the host and from containers.</summary>
    [Fact]
    public void Hostile_texts_stay_texts()
    {
        const string Evil = "</script>\"]; evil --> x\u202e<b>\\N\n";
        var hops = new[] { Hop(1, "web", Evil, "app"), Hop(2, Evil, Evil, Evil) };
        var topology = Added(Traced("db=Blocked", hops, lost: 1, rules: [Rule(Evil)]));

        var dot = DotText.Write(topology);
        Assert.DoesNotContain("x<b>", dot, StringComparison.Ordinal);
        Assert.DoesNotContain("</script>", dot, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', dot);
        Assert.DoesNotContain("evil -->", MermaidText.Write(topology), StringComparison.Ordinal);
        Assert.Equal(TopologyPage.Write(Dropped).Split("</script").Length, TopologyPage.Write(topology).Split("</script").Length);
    }

    private static NetworkTopology Added(params ReachabilityResult[] results) => ReachabilityPairs.Add(Topology, results).Topology;

    private static string[] Ways(ReachabilityResult result)
    {
        var topology = Added(result);
        return
        [
            .. topology.Edges.Where(e => e.Kind == TopologyEdgeKind.Trace).Select(e => $"{Name(e.Source)} -> {Name(e.Target)}"),
        ];

        string Name(string id) => topology.Nodes.Single(n => n.Id == id).Name;
    }

    private static ReachabilityResult Traced(string probe, TraceHop[] hops, int? lost = null, FirewallRule[]? rules = null) =>
        ReachabilityPairsTests.Result("web", "db", probe) with
        {
            Trace = new PacketTrace { Hops = hops, Lost = lost is { } i ? hops[i] : null, Rules = rules ?? [] },
        };

    private static TraceHop Hop(int number, string place, string? link, string? network, TraceLeg leg = TraceLeg.Request) => new()
    {
        Number = number,
        Place = place,
        Namespace = place,
        Interface = link,
        Network = network,
        Leg = leg,
        From = "a",
        To = "b",
        Seen = 1,
        Sent = 1,
    };

    private static FirewallRule Rule(string text) => new()
    {
        Place = "@host",
        Tool = "iptables",
        Family = "ip",
        Table = "filter",
        Chain = "FORWARD",
        Text = text,
        Verdict = "drop",
    };
}
