using DockerNetwork.Release;
using DockerNetwork.UnitTests.Conventions;

namespace DockerNetwork.UnitTests.Release;

public sealed class ChangelogTests
{
    private const string Text =
        "# Changelog\n\n## [1.1.0] - unreleased\n\n- New\n\n## [1.0.0] - 2026-01-31\n\n### Added\n\n- First\n\n## [0.9.0]\n";

    [Theory]
    [InlineData("1.1.0", "unreleased", "- New")]
    [InlineData("1.0.0", "2026-01-31", "### Added\n\n- First")]
    public void The_notes_of_a_version_are_its_section(string version, string date, string notes)
    {
        Assert.Equal(new(date, notes), Changelog.Parse(Text, version));
        Assert.Equal(new(date, notes), Changelog.Parse(Text.ReplaceLineEndings("\r\n"), version));
    }

    [Theory]
    [InlineData("0.9.0")]
    [InlineData("2.0.0")]
    [InlineData("1.0")]
    public void A_version_without_notes_is_refused(string version) =>
        Assert.Throws<FormatException>(() => Changelog.Parse(Text, version));

    [Fact]
    public void The_version_of_the_manifest_has_notes_that_the_Gallery_takes()
    {
        var changelog = Changelog.Parse(File.ReadAllText(Path.Combine(SourceFolders.Root, "CHANGELOG.md")), ManifestTests.Own.Version);

        Assert.DoesNotContain(
            ReleaseChecks.Problems(ManifestTests.Own, changelog, ""),
            problem => problem.Contains("takes", StringComparison.Ordinal) || problem.Contains("IconUri", StringComparison.Ordinal));
    }

    [Fact]
    public void A_version_that_is_ready_has_no_problem() =>
        Assert.Empty(ReleaseChecks.Problems(Ready, new("2026-01-31", "- New"), "v1.0.0"));

    [Theory]
    [InlineData("2026-01-31", "v1.0.1", "tag is v1.0.1")]
    [InlineData("2026-01-31", "1.0.0", "tag is 1.0.0")]
    [InlineData("unreleased", "v1.0.0", "no date")]
    [InlineData("", "v1.0.0", "no date")]
    public void What_is_left_to_do_is_named(string date, string tag, string problem) =>
        Assert.Contains(problem, Assert.Single(ReleaseChecks.Problems(Ready, new(date, "- New"), tag)), StringComparison.Ordinal);

    [Fact]
    public void A_placeholder_and_texts_that_are_too_long_are_named()
    {
        var manifest = Ready with
        {
            ProjectUri = "https://dockernetwork.example",
            Cmdlets = [.. Enumerable.Range(0, 100).Select(i => $"Get-Something{i:000}")],
        };

        var problems = ReleaseChecks.Problems(manifest, new("2026-01-31", new('x', 40_000)), "").ToArray();

        Assert.Equal(4, problems.Length);
        Assert.Contains("placeholder", problems[0], StringComparison.Ordinal);
        Assert.Contains("IconUri", problems[1], StringComparison.Ordinal);
    }

    private static ModuleManifest Ready => ManifestTests.Own with
    {
        Version = "1.0.0",
        ProjectUri = "https://host.test/repository",
        IconUri = "https://host.test/repository/raw/main/icon.png",
    };
}
