using System.Xml.Linq;
using DockerNetwork.Release;

namespace DockerNetwork.UnitTests.Release;

public sealed class ScreenTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Colors_and_styles_of_a_terminal_are_pieces_with_a_look()
    {
        var line = Assert.Single(TerminalText.Parse("a \e[32;1mok\e[0m b\e[4mu\e[24m\r\n"));

        Assert.Equal(
            [
                new(0, "a ", Look.Plain),
                new(2, "ok", new Look(Palette.Of(2), Bold: true)),
                new(4, " b", Look.Plain),
                new(6, "u", new Look(Underline: true)),
            ],
            line);
    }

    [Theory]
    [InlineData("\e[38;5;9mx", "#ffa198")]
    [InlineData("\e[38;5;196mx", "#ff0000")]
    [InlineData("\e[38;5;255mx", "#eeeeee")]
    [InlineData("\e[38;2;1;2;3mx", "#010203")]
    [InlineData("\e[93mx", "#e3b341")]
    [InlineData("\e[93m\e[mx", null)]
    [InlineData("\e[38mx", null)]
    [InlineData("\e[999999999999mx", null)]
    public void Colors_are_those_of_the_codes(string text, string? color) =>
        Assert.Equal(color, TerminalText.Parse(text)[0][0].Look.Color);

    [Theory]
    [InlineData("\e[?25la\e[2Kb\e[10;20Hc")]
    [InlineData("\e]0;title\aabc")]
    [InlineData("\e]8;;https://host.test\e\\abc\e]8;;\e\\")]
    [InlineData("abc\e[")]
    [InlineData("abc\e")]
    [InlineData("abc\e]0;open")]
    public void Other_sequences_do_nothing(string text) =>
        Assert.Equal("abc", string.Concat(TerminalText.Parse(text)[0].Select(piece => piece.Text)));

    [Fact]
    public void A_look_lasts_over_line_ends_and_blank_lines_at_the_end_do_not()
    {
        var lines = TerminalText.Parse("\e[31mone   \n\ntwo\e[0m\n   \n\n");

        Assert.Equal(3, lines.Count);
        Assert.Equal([new(0, "one", new Look(Palette.Of(1)))], lines[0]);
        Assert.Empty(lines[1]);
        Assert.Equal(Palette.Of(1), lines[2][0].Look.Color);
    }

    [Fact]
    public void The_drawing_places_each_piece_in_its_column_and_escapes_its_text()
    {
        var drawing = XDocument.Parse(Screen.Draw("A & B", TerminalText.Parse("ab  \e[42m<x>\e[0m\n  y")));

        var texts = drawing.Descendants(Svg + "g").Single().Elements(Svg + "text").ToArray();
        Assert.Equal(["ab  ", "<x>", "y"], texts.Select(text => text.Value));
        Assert.Equal(["18", "51.6", "34.8"], texts.Select(text => (string)text.Attribute("x")!));
        Assert.Equal("8.4", (string)texts[2].Attribute("textLength")!);
        Assert.Equal("A & B", drawing.Root!.Element(Svg + "title")!.Value);
        Assert.Equal(Palette.Of(2), (string)drawing.Descendants(Svg + "g").Single().Element(Svg + "rect")!.Attribute("fill")!);
    }
}
