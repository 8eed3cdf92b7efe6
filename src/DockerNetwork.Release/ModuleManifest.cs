namespace DockerNetwork.Release;

/// <summary>What a package says about the module, from its manifest.</summary>
internal sealed record ModuleManifest
{
    /// <summary>The name of the module.</summary>
    public string Name { get; init; } = "DockerNetwork";

    /// <summary>The version as the Gallery has it: with the label of a prerelease.</summary>
    public required string Version { get; init; }

    public required string Author { get; init; }

    public required string CompanyName { get; init; }

    public required string Copyright { get; init; }

    public required string Description { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    public required IReadOnlyList<string> Cmdlets { get; init; }

    public required string LicenseUri { get; init; }

    public required string ProjectUri { get; init; }

    public required string IconUri { get; init; }

    /// <summary>Reads the text of a manifest.</summary>
    /// <exception cref="FormatException">The text is not a table of literals, or a value that a package needs is missing.</exception>
    public static ModuleManifest Parse(string text)
    {
        var table = DataFile.Parse(text);
        var data = Table(Table(table, "PrivateData"), "PSData");
        var label = data.TryGetValue("Prerelease", out var found) ? $"-{found}" : "";
        return new()
        {
            Version = Text(table, "ModuleVersion") + label,
            Author = Text(table, "Author"),
            CompanyName = Text(table, "CompanyName"),
            Copyright = Text(table, "Copyright"),
            Description = Text(table, "Description"),
            Tags = List(data, "Tags"),
            Cmdlets = List(table, "CmdletsToExport"),
            LicenseUri = Text(data, "LicenseUri"),
            ProjectUri = Text(data, "ProjectUri"),
            IconUri = Text(data, "IconUri"),
        };
    }

    private static string Text(IReadOnlyDictionary<string, object> table, string key) => Get<string>(table, key);

    private static string[] List(IReadOnlyDictionary<string, object> table, string key) => [.. Get<object[]>(table, key).Cast<string>()];

    private static IReadOnlyDictionary<string, object> Table(IReadOnlyDictionary<string, object> table, string key) =>
        Get<IReadOnlyDictionary<string, object>>(table, key);

    private static T Get<T>(IReadOnlyDictionary<string, object> table, string key) =>
        table.TryGetValue(key, out var value) && value is T found ? found : throw new FormatException($"The manifest has no {key}.");
}
