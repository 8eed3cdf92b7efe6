using System.Text.RegularExpressions;

namespace DockerNetwork.Release;

/// <summary>The section of one version in CHANGELOG.md.</summary>
/// <param name="Date">What stands beside the version: a date, or "unreleased".</param>
/// <param name="Notes">The text of the section, with line feeds.</param>
internal sealed partial record Changelog(string Date, string Notes)
{
    /// <summary>Finds the section of a version: <c>## [1.2.3] - 2026-01-31</c> and what follows.</summary>
    /// <exception cref="FormatException">There is no such section, or it is empty.</exception>
    public static Changelog Parse(string text, string version)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        var heading = Heading().Matches(text).FirstOrDefault(each => each.Groups["version"].Value == version)
            ?? throw new FormatException($"CHANGELOG.md has no section [{version}].");
        var start = heading.Index + heading.Length;
        var next = Heading().Match(text, start);
        var notes = text[start..(next.Success ? next.Index : text.Length)].Trim();
        return notes.Length > 0
            ? new(heading.Groups["date"].Value, notes)
            : throw new FormatException($"The section [{version}] of CHANGELOG.md is empty.");
    }

    [GeneratedRegex(
        @"^## \[(?<version>[^\]\n]+)\](?: - (?<date>[^\n]+))?$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();
}
