using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DockerNetwork.Model.Topology;
using DockerNetwork.Topology;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Topology;

/// <summary>What each format writes. Whether it draws is seen in tests/browser and tests/pester.</summary>
public sealed class TopologyTextTests
{
    private static readonly NetworkTopology Small = ReachabilityPairs.Add(
        TopologyBuilder.Of(new TestEngine().Container("web", "bridge=172.17.0.2").Container("end", "bridge=172.17.0.3").Snapshot),
        [
            ReachabilityPairsTests.Result("web", "end", "end=Blocked"),
            ReachabilityPairsTests.Result("end", "web", "web=Reachable"),
        ]).Topology;

    [Fact]
    public void Mermaid() => Assert.Equal(
        """
        flowchart LR
          n0[["engine<br/>unix:///var/run/docker.sock"]]
          n1(("outside"))
          n2(["bridge<br/>172.17.0.0/16"])
          n5["end<br/>172.17.0.3"]
          n6["web<br/>172.17.0.2"]
          subgraph unused ["unused"]
            n3(["host"])
            n4(["none"])
          end
          n1 -.- n0
          n0 -.- n2
          n2 ---|"172.17.0.3"| n5
          n2 ---|"172.17.0.2"| n6
          n6 -.->|"blocked"| n5
          n5 --> n6
          linkStyle 0,1 stroke:#8a8f98
          linkStyle 2,3 stroke:#4c78a8,stroke-width:2px
          linkStyle 4 stroke:#d7303f,stroke-width:2px
          linkStyle 5 stroke:#1a9850,stroke-width:2px
          style n2 fill:#4c78a8,stroke:#4c78a8,color:#ffffff
          style n3 fill:#e8871e,stroke:#e8871e,color:#ffffff
          style n4 fill:#8f63b8,stroke:#8f63b8,color:#ffffff
          style n5 fill:#ffffff,stroke:#57606a,color:#1f2328
          style n6 fill:#ffffff,stroke:#57606a,color:#1f2328
          style n0 fill:#eaeef2,stroke:#57606a,color:#1f2328
          style n1 fill:#eaeef2,stroke:#57606a,color:#1f2328

        """.ReplaceLineEndings("\n"),
        MermaidText.Write(Small));

    [Theory]
    [InlineData("end", "end")]
    [InlineData("a\"]; b --> c", "a#34;#93;#59; b --#62; c")]
    [InlineData("<b>&lt;#9;`$", "#60;b#62;#38;lt#59;#35;9#59;#96;#36;")]
    [InlineData("line\nbreak\u2028", "line break#8232;")]
    [InlineData("größe 網", "größe 網")]
    [InlineData("🐳", "#128051;")]
    public void Mermaid_gets_as_a_number_what_is_no_plain_text(string text, string expected) =>
        Assert.Equal(expected, MermaidText.Escape(text));

    [Theory]
    [InlineData("<b>\"&amp;", "&lt;b&gt;&quot;&amp;amp;")]
    [InlineData("a\\N", "a&#92;&#8203;N")]
    [InlineData("line\nbreak\0", "line break ")]
    [InlineData("", " ")]
    public void Dot_gets_as_an_entity_what_is_no_plain_text(string text, string expected) => Assert.Equal(expected, HtmlText.Of(text));

    [Fact]
    public void Dot_has_a_node_for_each_and_a_line_for_each_pair()
    {
        var dot = DotText.Write(Small);

        Assert.Contains(
            "n6 [id=\"n6\" class=\"container\" tooltip=\"web&#10;state: Running&#10;networks: bridge 172.17.0.2",
            dot,
            StringComparison.Ordinal);
        Assert.Contains("n6 -> n2 [id=e4 class=\"endpoint\" color=\"#4c78a8\" penwidth=2 len=1.2]", dot, StringComparison.Ordinal);
        Assert.Contains(
            "n6 -> n5 [id=e5 class=\"reachability unreachable\" dir=forward color=\"#d7303f\" style=dashed", dot, StringComparison.Ordinal);
        Assert.Contains(
            "n5 -> n6 [id=e6 class=\"reachability reachable\" dir=forward color=\"#1a9850\" style=solid", dot, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_containers_stand_in_the_boxes_of_their_networks()
    {
        var engine = new TestEngine().Network("app", "172.18.0.0/16");
        for (var i = 2; i < 30; i++)
            engine.Container($"c{i}", $"app=172.18.0.{i}");
        engine.Container("both", "app=172.18.0.99", "bridge=172.17.0.99");

        var dot = DotText.Write(TopologyBuilder.Of(engine.Snapshot));

        Assert.Contains("PORT=\"n6\"", dot, StringComparison.Ordinal);
        Assert.Equal(2, dot.Split("class=\"endpoint\"").Length - 1);
    }

    [Fact]
    public void More_pairs_than_can_be_told_apart_are_not_drawn_and_that_is_said()
    {
        var engine = new TestEngine();
        for (var i = 2; i < 16; i++)
            engine.Container($"c{i}", $"bridge=172.17.0.{i}");
        var results =
            from a in Enumerable.Range(2, 14)
            from b in Enumerable.Range(2, 14)
            select ReachabilityPairsTests.Result($"c{a}", $"c{b}", $"c{b}=Reachable");

        var topology = ReachabilityPairs.Add(TopologyBuilder.Of(engine.Snapshot), results).Topology;

        Assert.Contains("91 tested pairs", DotText.Write(topology), StringComparison.Ordinal);
        Assert.Contains("%% 91 tested pairs", MermaidText.Write(topology), StringComparison.Ordinal);
        Assert.DoesNotContain("<-->", MermaidText.Write(topology), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_nodes_and_edges()
    {
        using var json = JsonDocument.Parse(TopologyJson.Write(Small));

        Assert.Equal("unix:///var/run/docker.sock", json.RootElement.GetProperty("dockerHost").GetString());
        Assert.Equal(
            Small.Nodes.Select(n => n.Id),
            json.RootElement.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("id").GetString()));
        Assert.Equal("Unreachable", json.RootElement.GetProperty("edges")[5].GetProperty("state").GetString());
        Assert.False(json.RootElement.TryGetProperty("dot", out _));
    }

    [Fact]
    public void The_page_allows_its_own_scripts_by_their_hashes_and_nothing_else()
    {
        var page = TopologyPage.Write(Small);

        Assert.Contains(
            "content=\"default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'sha256-", page, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", page, StringComparison.Ordinal);
        foreach (var script in page.Split("<script>").Skip(1).Select(part => part[..part.IndexOf("</script>", StringComparison.Ordinal)]))
        {
            var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
            Assert.Contains($"'sha256-{hash}'", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_data_of_the_page_cannot_end_its_element()
    {
        var evil = "</script><script>alert(1)</script><!--\u2028{{policy}}";
        var node = new TopologyNode
        {
            Id = "target:x",
            Kind = TopologyNodeKind.Target,
            Name = evil,
            Detail = new Dictionary<string, string> { [evil] = evil },
        };
        var topology = Small with { Nodes = [.. Small.Nodes, node] };

        var page = TopologyPage.Write(topology);

        Assert.Equal(TopologyPage.Write(Small).Split("</script").Length, page.Split("</script").Length);
        Assert.DoesNotContain("alert(1)</script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\u2028{{", page, StringComparison.Ordinal);
    }

    /// <summary>As src/DockerNetwork/Topology/vendor/README.md says.</summary>
    [Fact]
    public void The_library_is_what_came_from_its_package()
    {
        using var stream = typeof(TopologyPage).Assembly.GetManifestResourceStream("viz-global.js")!;

        Assert.Equal("c9e0b310f9883910e01c66054b48b7ff4be3d8695141116635e72b0af152692e", Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
