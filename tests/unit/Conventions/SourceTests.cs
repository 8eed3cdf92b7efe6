using System.Text.RegularExpressions;

namespace DockerNetwork.UnitTests.Conventions;

/// <summary>What CONTRIBUTING asks of the source, as far as a test can see it.</summary>
public sealed partial class SourceTests
{
    private const int MostColumns = 140;
    private const int MostLines = 300;

    [Fact]
    public void Lines_have_at_most_140_columns() =>
        Assert.Empty(Sources().Concat(Tests()).SelectMany(file => file.Lines
            .Select((line, index) => (line, Number: index + 1))
            .Where(line => line.line.Length > MostColumns)
            .Select(line => $"{file.Name}:{line.Number} has {line.line.Length} columns")));

    [Fact]
    public void Files_have_at_most_300_lines() =>
        Assert.Empty(Sources().Where(file => file.Lines.Length > MostLines).Select(file => $"{file.Name} has {file.Lines.Length} lines"));

    /// <summary>
    /// The generator takes the letters of the culture that it is built in: in Turkish, I is not the capital letter of i. What is built must
    /// not depend on where.
    /// </summary>
    [Fact]
    public void Expressions_that_ignore_case_do_not_depend_on_the_culture() =>
        Assert.Empty(Sources()
            .SelectMany(file => file.Lines.Select((line, index) => (Line: line, Number: index + 1))
                .Where(line => line.Line.Contains("RegexOptions.IgnoreCase", StringComparison.Ordinal)
                    && !line.Line.Contains("RegexOptions.CultureInvariant", StringComparison.Ordinal))
                .Select(line => $"{file.Name}:{line.Number} {line.Line.Trim()}")));

    /// <summary>The glossary of CONTRIBUTING says which word each was replaced by.</summary>
    [Fact]
    public void Nothing_is_named_by_a_retired_word() =>
        Assert.Empty(Sources()
            .Where(file => !file.Name.Contains("/Topology/", StringComparison.Ordinal))
            .SelectMany(file => file.Lines
                .Select((line, index) => (Line: line, Number: index + 1))
                .Where(line => !line.Line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .SelectMany(line =>
                    Retired().Matches(Strings().Replace(line.Line, "\"\"")).Select(m => $"{file.Name}:{line.Number} {m.Value}"))));

    /// <summary>Comments too: a snapshot is the state of an engine, a picture is a drawing.</summary>
    [Fact]
    public void Only_drawings_are_called_pictures() =>
        Assert.Empty(Sources()
            .Where(file => !file.Name.Contains("Topology", StringComparison.Ordinal))
            .SelectMany(file => file.Lines
                .Select((line, index) => (Line: line, Number: index + 1))
                .Where(line => line.Line.Contains("picture", StringComparison.OrdinalIgnoreCase))
                .Select(line => $"{file.Name}:{line.Number} {line.Line.Trim()}")));

    /// <summary>
    /// An object may come from another engine or a file; EngineCommand's own method names that engine to the user. A drawing goes to a file
    /// of this machine.
    /// </summary>
    [Fact]
    public void Cmdlets_ask_before_a_change_by_the_method_that_names_the_engine() =>
        Assert.Equal(
            ["src/DockerNetwork/Commands/Base/EngineCommand.cs", "src/DockerNetwork/Commands/ExportDockerNetworkTopologyCommand.cs"],
            Sources()
                .Where(file => file.Name.StartsWith("src/DockerNetwork/Commands/", StringComparison.Ordinal))
                .Where(file => Array.Exists(file.Lines, Question().IsMatch))
                .Select(file => file.Name)
                .Order(StringComparer.Ordinal));

    /// <summary>A call of PowerShell's method or of CommandOutput's; not of EngineCommand's, which has no dot before it.</summary>
    [GeneratedRegex(@"\.ShouldProcess|\bShouldProcess\(", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Question();

    [GeneratedRegex(
        @"\b(?:[Ww]ays?|Way[A-Z]\w*|Ways[A-Z]\w*|\w*Pictures?(?:[A-Z]\w*)?|NamedEngine\w*|EngineEndpoint\w*|Say|Tell|TellAsync)\b",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Retired();

    [GeneratedRegex(@"""(?:[^""\\]|\\.)*""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Strings();

    private static IEnumerable<(string Name, string[] Lines)> Sources() => Files("src", "*.cs");

    private static IEnumerable<(string Name, string[] Lines)> Tests() =>
        Files("tests", "*.cs").Concat(Files("tests", "*.ps1")).Concat(Files("tests", "*.psm1"))
            .Where(file => !file.Name.Contains("/node_modules/", StringComparison.Ordinal));

    private static IEnumerable<(string Name, string[] Lines)> Files(string folder, string pattern)
    {
        var root = SourceFolders.Root;
        return Directory.EnumerateFiles(Path.Combine(root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(name => !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal))
            .Select(name => (name, File.ReadAllLines(Path.Combine(root, name))));
    }
}
