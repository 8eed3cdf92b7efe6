using YamlDotNet.RepresentationModel;

namespace DockerNetwork.UnitTests.Release;

/// <summary>Reading YAML as the tests of .github need it: maps, lists and texts.</summary>
internal static class Yaml
{
    public static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    public static YamlNode? Get(this YamlNode? node, string key) =>
        node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    public static string Text(this YamlNode? node) => (node as YamlScalarNode)?.Value ?? "";

    public static IReadOnlyList<string> Keys(this YamlNode? node) =>
        node is YamlMappingNode map ? [.. map.Children.Keys.Select(key => key.Text())] : [];

    /// <summary>The entries of a list; a text alone is a list of one.</summary>
    public static IReadOnlyList<YamlNode> Items(this YamlNode? node) => node switch
    {
        YamlSequenceNode list => [.. list.Children],
        YamlScalarNode one => [one],
        _ => [],
    };

    /// <summary>Keys that are not among those known.</summary>
    public static IEnumerable<string> Unknown(this YamlNode? node, string where, params string[] known) =>
        node.Keys().Except(known, StringComparer.Ordinal).Select(key => $"{where}: '{key}' is not a known key");
}
