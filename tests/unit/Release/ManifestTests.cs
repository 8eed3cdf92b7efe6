using DockerNetwork.Release;
using DockerNetwork.UnitTests.Conventions;

namespace DockerNetwork.UnitTests.Release;

public sealed class ManifestTests
{
    /// <summary>The manifest of this repository, as the release program reads it.</summary>
    internal static ModuleManifest Own { get; } =
        ModuleManifest.Parse(File.ReadAllText(Path.Combine(SourceFolders.Root, "DockerNetwork.psd1")));

    [Fact]
    public void The_manifest_of_the_module_is_complete()
    {
        Assert.Matches(@"^\d+\.\d+\.\d+$", Own.Version);
        Assert.Contains("Test-ContainerReachability", Own.Cmdlets);
        Assert.Subset(new HashSet<string>(Own.Tags), new HashSet<string> { "PSEdition_Core", "Windows", "Linux", "MacOS", "Docker" });
        Assert.All([Own.LicenseUri, Own.ProjectUri, Own.IconUri], uri => Assert.Equal("https", new Uri(uri).Scheme));
    }

    [Fact]
    public void The_icon_is_a_square_PNG_in_the_repository()
    {
        var path = Own.IconUri[(Own.ProjectUri + "/raw/main/").Length..];
        var icon = File.ReadAllBytes(Path.Combine(SourceFolders.Root, path));

        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], icon[..8]);
        Assert.Equal([0, 0, 0, 128, 0, 0, 0, 128], icon[16..24]);
    }

    [Fact]
    public void Literals_of_a_data_file_are_read()
    {
        var table = DataFile.Parse("""
            # A comment
            @{
                Text  = 'it''s' # Another
                List  = @(
                    'a'
                    'b', 'c'
                )
                Short = 'a', 'b'; Empty = @()
                Table = @{ Inner = 'x' }
            }

            """);

        Assert.Equal("it's", table["text"]);
        Assert.Equal(["a", "b", "c"], (object[])table["List"]);
        Assert.Equal(["a", "b"], (object[])table["Short"]);
        Assert.Empty((object[])table["Empty"]);
        Assert.Equal("x", ((IReadOnlyDictionary<string, object>)table["Table"])["Inner"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("'text'")]
    [InlineData("@{ A = $env:HOME }")]
    [InlineData("@{ A = (Get-Date) }")]
    [InlineData("@{ A = \"text\" }")]
    [InlineData("@{ A = 'open }")]
    [InlineData("@{ A = 'x' ")]
    [InlineData("@{ A = 'x'; a = 'y' }")]
    [InlineData("@{ A = 'x' } more")]
    public void Anything_but_literals_is_refused(string text) => Assert.Throws<FormatException>(() => DataFile.Parse(text));

    [Fact]
    public void Line_ends_of_Windows_change_nothing()
    {
        var text = File.ReadAllText(Path.Combine(SourceFolders.Root, "DockerNetwork.psd1")).ReplaceLineEndings("\r\n");

        Assert.Equivalent(Own, ModuleManifest.Parse("\ufeff" + text), strict: true);
    }

    [Fact]
    public void The_label_of_a_prerelease_is_part_of_the_version()
    {
        var text = File.ReadAllText(Path.Combine(SourceFolders.Root, "DockerNetwork.psd1"));

        Assert.Equal(
            $"{Own.Version}-rc1",
            ModuleManifest.Parse(text.Replace("PSData = @{", "PSData = @{\n Prerelease = 'rc1'", StringComparison.Ordinal)).Version);
    }

    [Fact]
    public void A_manifest_without_a_value_is_refused_by_its_name()
    {
        var text = File.ReadAllText(Path.Combine(SourceFolders.Root, "DockerNetwork.psd1"));

        var error = Assert.Throws<FormatException>(
            () => ModuleManifest.Parse(text.Replace("IconUri ", "Other ", StringComparison.Ordinal)));
        Assert.Contains("IconUri", error.Message, StringComparison.Ordinal);
    }
}
