using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DockerNetwork.UnitTests.Formats;

/// <summary>The format file, and the classes of cells that it names, as they are written.</summary>
internal static partial class FormatFile
{
    private static readonly DirectoryInfo Folder = Find();

    public static IEnumerable<XElement> Views() => XDocument.Load(Path("DockerNetwork.format.ps1xml"))
        .Descendants("View")
        // A row of a matrix has no type, and properties of its own.
        .Where(view => view.Element("Name")!.Value != "ReachabilityMatrix");

    public static IEnumerable<XElement> Types() => XDocument.Load(Path("DockerNetwork.types.ps1xml")).Descendants("Type");

    /// <summary>"Network": the type that a view is of.</summary>
    public static string TypeOf(XElement view) => view.Element("ViewSelectedBy")!.Element("TypeName")!.Value.Split('.')[^1];

    /// <summary>The cell that a column, an item or a heading shows; null for a property of the object itself.</summary>
    public static string? CellOf(XElement item) => item.Element("ScriptBlock") is { } script
        ? Assert.Single(Script().Matches(script.Value)).Groups["name"].Value
        : null;

    /// <summary>Type and name of each cell, and what it is.</summary>
    public static Dictionary<(string Type, string Name), string> Cells() => Folder.GetFiles("*Cells.cs")
        .SelectMany(file => Classes(File.ReadAllText(file.FullName)))
        .ToDictionary(cell => (cell.Type, cell.Name), cell => cell.Is);

    private static IEnumerable<(string Type, string Name, string Is)> Classes(string source) => Class().Split(source).Skip(1).Chunk(2)
        .SelectMany(part => Property().Matches(part[1]).Select(m => (part[0], m.Groups["name"].Value, m.Groups["is"].Value)));

    private static string Path(string file) => System.IO.Path.Combine(Folder.FullName, file);

    private static DirectoryInfo Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "DockerNetwork.psd1")))
            folder = folder.Parent!;
        return new DirectoryInfo(System.IO.Path.Combine(folder.FullName, "src/DockerNetwork/Formats"));
    }

    /// <summary>Reading a property is all that a script may do in a session in ConstrainedLanguage.</summary>
    [GeneratedRegex(@"^\$_\.View\.(?<name>\w+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Script();

    [GeneratedRegex(@"public sealed class (?<type>\w+)Cells\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Class();

    [GeneratedRegex(@"public [\w?]+ (?<name>\w+) => (?<is>.*);", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Property();
}
