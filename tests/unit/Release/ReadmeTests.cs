using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DockerNetwork.UnitTests.Conventions;

namespace DockerNetwork.UnitTests.Release;

/// <summary>The first screen of the README, and the picture in it, which <c>./build.sh picture</c> draws.</summary>
public sealed partial class ReadmeTests
{
    private const int FirstScreen = 40;
    private const string Prompt = "PS> ";

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(SourceFolders.Root, "README.md"));
    private static readonly XDocument Picture = XDocument.Load(Path.Combine(SourceFolders.Root, "samples", "pictures", "screen.svg"));

    [Fact]
    public void The_first_screen_has_the_picture_how_to_install_and_three_commands()
    {
        var screen = string.Join('\n', Lines[..FirstScreen]);

        Assert.Contains("](samples/pictures/screen.svg)", screen, StringComparison.Ordinal);
        Assert.Contains("\n## Install\n", screen, StringComparison.Ordinal);
        Assert.Equal(3, Commands().Length);
        Assert.InRange(Array.IndexOf(Lines, "```powershell"), 0, FirstScreen - 5);
    }

    [Fact]
    public void The_picture_shows_these_commands_and_nothing_that_failed()
    {
        var shown = Picture.Descendants(Svg + "g").Elements(Svg + "text")
            .GroupBy(text => (string)text.Attribute("y")!)
            .Select(line => string.Concat(line.Select((text, index) => index == 1 ? " " + text.Value : text.Value)))
            .ToArray();

        Assert.Equal(
            Commands(),
            shown.Where(line => line.StartsWith(Prompt, StringComparison.Ordinal)).Select(line => line[Prompt.Length..]));
        Assert.DoesNotContain(shown, line => Failure().IsMatch(line));
    }

    [Fact]
    public void The_picture_stands_alone_and_fits_on_the_page()
    {
        string[] known = ["svg", "title", "rect", "circle", "g", "text"];

        Assert.Empty(Picture.Descendants().Select(element => element.Name.LocalName).Except(known, StringComparer.Ordinal));
        Assert.DoesNotContain(
            Picture.Descendants().Attributes(),
            attribute => attribute.Name.LocalName is "href" or "style" or "class"
                || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)
                || attribute.Value.Contains("url(", StringComparison.Ordinal));
        // 100 columns.
        Assert.True(double.Parse((string)Picture.Root!.Attribute("width")!, CultureInfo.InvariantCulture) <= 876);
    }

    private static string[] Commands() => [.. Lines.SkipWhile(line => line != "```powershell").Skip(1).TakeWhile(line => line != "```")];

    [GeneratedRegex("^(WARNING|Exception|[A-Z][a-z]+-[A-Z][A-Za-z]+):", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Failure();
}
