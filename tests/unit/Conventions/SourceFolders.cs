using System.Text.RegularExpressions;

namespace DockerNetwork.UnitTests.Conventions;

/// <summary>
/// The folders of the source and which uses which, from the <c>using</c> lines: namespaces follow folders. A folder inside another sees the
/// outer one without such a line, so the client is one folder here.
/// </summary>
internal static partial class SourceFolders
{
    private static readonly string[] Projects = ["DockerNetwork.Engine", "DockerNetwork.Model", "DockerNetwork"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    /// <summary>Each pair once: the folder and one that it uses.</summary>
    public static IReadOnlyList<(string From, string To)> Arrows() => Projects
        .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .SelectMany(ArrowsOf)
        .Distinct()
        .ToArray();

    private static IEnumerable<(string From, string To)> ArrowsOf(string file)
    {
        var text = File.ReadAllText(file);
        var from = FolderOf(NamespaceLine().Match(text).Groups["name"].Value);
        return UsingLines().Matches(text)
            .Select(line => (From: from, To: FolderOf(line.Groups["name"].Value)))
            // The root of the cmdlets holds what the module does when it is loaded.
            .Where(arrow => arrow.From.Length > 0 && arrow.To.Length > 0 && arrow.From != arrow.To);
    }

    private static string FolderOf(string name) => name switch
    {
        "DockerNetwork" => "",
        _ when name.StartsWith("DockerNetwork.Engine", StringComparison.Ordinal) => "Engine",
        _ => name["DockerNetwork.".Length..],
    };

    private static string Above(string folder)
    {
        while (!File.Exists(Path.Combine(folder, "DockerNetwork.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests run outside of the repository.");
        return folder;
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(
        @"^using (?<name>DockerNetwork[\w.]*);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UsingLines();
}
