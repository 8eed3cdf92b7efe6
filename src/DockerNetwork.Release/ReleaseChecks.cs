namespace DockerNetwork.Release;

/// <summary>What must be true before a version is published. A package to try may leave it open.</summary>
internal static class ReleaseChecks
{
    /// <summary>NuGet takes no longer texts.</summary>
    private const int LongestNotes = 35_000;
    private const int LongestTags = 4_000;

    /// <summary>The problems, as sentences. Empty if the version can be published.</summary>
    /// <param name="manifest">The module.</param>
    /// <param name="changelog">The section of its version.</param>
    /// <param name="tag">The tag of the commit, as in v1.2.3, or "" if there is none.</param>
    public static IEnumerable<string> Problems(ModuleManifest manifest, Changelog changelog, string tag)
    {
        if (tag.Length > 0 && tag != $"v{manifest.Version}")
            yield return $"The tag is {tag}, but the version in DockerNetwork.psd1 is {manifest.Version}.";
        if (!DateOnly.TryParseExact(changelog.Date, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, default, out _))
            yield return $"CHANGELOG.md gives no date for {manifest.Version}, but '{changelog.Date}'.";
        if (new Uri(manifest.ProjectUri).Host.EndsWith(".example", StringComparison.Ordinal))
            yield return "ProjectUri in DockerNetwork.psd1 is a placeholder, and Get-Help -Online leads there.";
        if (!manifest.IconUri.StartsWith(manifest.ProjectUri, StringComparison.Ordinal))
            yield return "IconUri in DockerNetwork.psd1 is not in the repository that ProjectUri names.";
        if (changelog.Notes.Length > LongestNotes)
            yield return $"The section of CHANGELOG.md has {changelog.Notes.Length} characters; the Gallery takes {LongestNotes}.";
        if (string.Join(' ', GalleryPackage.Tags(manifest)).Length > LongestTags)
            yield return $"The tags have more than the {LongestTags} characters that the Gallery takes.";
    }
}
