using System.Text.Json;
using System.Xml.Linq;
using DockerNetwork.Engine;
using DockerNetwork.Model.Topology;
using DockerNetwork.Topology;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Topology;

/// <summary>Names that would act on a terminal, or end an element, in each format of a picture.</summary>
public sealed class HostileTopologyTests
{
    private const string Evil = "\u001b]52;c;eA==\a\u009b2J\0\r\n\u202eabc\u200b\u2028\uffff<&>\"\\";

    private static readonly NetworkTopology Topology = Named(Evil);

    /// <summary>As it is given without a file: to the terminal.</summary>
    [Fact]
    public void Texts_have_nothing_that_a_terminal_acts_on()
    {
        Assert.All([MermaidText.Write(Topology), DotText.Write(Topology), TopologyJson.Write(Topology)], text =>
            Assert.All(
                text.Split('\n'),
                line => Assert.True(VisibleText.IsPlain(line.Replace("\u200b", "", StringComparison.Ordinal)), line)));
        Assert.Contains("u202eabc", MermaidText.Write(Topology), StringComparison.Ordinal);
        Assert.Contains("u202eabc", DotText.Write(Topology), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_leaves_the_texts_whole()
    {
        var topology = Named("a\ud800b");

        Assert.All([MermaidText.Write(topology), DotText.Write(topology), TopologyPage.Write(topology)], text =>
            Assert.Equal(text, string.Concat(text.EnumerateRunes())));
        Assert.Contains("ud800b", DotText.Write(topology), StringComparison.Ordinal);
    }

    /// <summary>XML 1.0 allows no control but tab and line ends, not as an entity either.</summary>
    [Fact]
    public void A_label_is_well_formed_xml() =>
        Assert.EndsWith("uffff<&>\"\\\u200b", XElement.Parse($"<x>{HtmlText.Of(Evil)}</x>").Value, StringComparison.Ordinal);

    [Fact]
    public void Json_keeps_the_name_as_it_is()
    {
        using var json = JsonDocument.Parse(TopologyJson.Write(Topology));

        Assert.Contains(Evil, json.RootElement.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("name").GetString()));
    }

    private static NetworkTopology Named(string name)
    {
        var topology = TopologyBuilder.Of(new TestEngine().Container("web", "bridge=172.17.0.2").Snapshot);
        var detail = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = name };
        var target = new TopologyNode { Id = "target:x", Kind = TopologyNodeKind.Target, Name = name, Text = name, Detail = detail };
        return topology with { Nodes = [.. topology.Nodes, target] };
    }
}
