namespace DockerNetwork.UnitTests.Conventions;

/// <summary>
/// Which folder of the source stands on which: no arrow upwards, and the picture in CONTRIBUTING.md is what the code says. After a change
/// that moves an arrow, <c>DN_APPROVE=1 dotnet test tests/unit --filter DependencyTests</c> draws the picture again.
/// </summary>
public class DependencyTests
{
    private const string Begin = "<!-- dependencies: begin -->";
    private const string End = "<!-- dependencies: end -->";

    /// <summary>All folders, the lowest first: each may use only those before it.</summary>
    private static readonly string[] FromTheBottom =
    [
        "Protocol",
        "Engine",
        "Model.Text",
        "Model.Addressing",
        "Model.Ports",
        "Model.Containers",
        "Model.Networks",
        "Model.Results",
        "Model.Snapshots",
        "Model.Prediction",
        "Model.Listening",
        "Model.Probing",
        "Model.Tracing",
        "Model.Testing",
        "Model.Matrix",
        "Model.Topology",
        "Errors",
        "Pipeline",
        "Identities",
        "Formats",
        "Completion",
        "Topology",
        "Execution",
        "Commands.Base",
        "Creation",
        "Repair",
        "Commands",
    ];

    [Fact]
    public void Every_folder_has_its_place()
    {
        var folders = SourceFolders.Arrows().SelectMany(arrow => new[] { arrow.From, arrow.To }).Distinct(StringComparer.Ordinal);

        Assert.Empty(folders.Except(FromTheBottom, StringComparer.Ordinal));
    }

    [Fact]
    public void No_folder_uses_one_that_stands_on_it()
    {
        var upwards = SourceFolders.Arrows()
            .Where(arrow => Array.IndexOf(FromTheBottom, arrow.From) < Array.IndexOf(FromTheBottom, arrow.To))
            .Select(arrow => $"{arrow.From} -> {arrow.To}");

        Assert.Empty(upwards);
    }

    [Fact]
    public void The_picture_in_CONTRIBUTING_is_what_the_code_says()
    {
        var file = Path.Combine(SourceFolders.Root, "CONTRIBUTING.md");
        var text = File.ReadAllText(file);
        var (before, after) = (text.Split(Begin)[0], text.Split(End)[^1]);
        var picture = $"{Begin}\n```mermaid\n{Picture()}```\n{End}";
        var now = before + picture + after;
        if (Environment.GetEnvironmentVariable("DN_APPROVE") is { Length: > 0 })
            File.WriteAllText(file, now);
        else
            Assert.Equal(now, text);
    }

    /// <summary>The arrows as Mermaid draws them. One that follows from two others is left out.</summary>
    private static string Picture()
    {
        var down = SourceFolders.Arrows()
            .Where(arrow => Array.IndexOf(FromTheBottom, arrow.From) > Array.IndexOf(FromTheBottom, arrow.To))
            .ToLookup(arrow => arrow.From, arrow => arrow.To, StringComparer.Ordinal);
        var lines = new List<string> { "graph TD" };
        lines.AddRange(Group("cmdlets", FromTheBottom.Where(f => f != "Engine" && !IsModel(f))));
        lines.AddRange(Group("model", FromTheBottom.Where(IsModel)));
        foreach (var from in FromTheBottom.Reverse())
        {
            var direct = down[from].Where(to => !down[from].Any(other => other != to && Reaches(other, to)));
            lines.AddRange(direct.Order(StringComparer.Ordinal).Select(to => $"  {Node(from)} --> {Node(to)}"));
        }

        return string.Concat(lines.Select(line => line + "\n"));

        bool Reaches(string from, string to) => from == to || down[from].Any(next => Reaches(next, to));
    }

    private static IEnumerable<string> Group(string title, IEnumerable<string> folders) =>
    [
        $"  subgraph {title}",
        .. folders.Reverse().Select(folder => $"    {Node(folder)}[{folder.Split('.')[^1]}]"),
        "  end",
    ];

    private static bool IsModel(string folder) => folder.StartsWith("Model.", StringComparison.Ordinal);

    private static string Node(string folder) => folder.Replace('.', '_');
}
