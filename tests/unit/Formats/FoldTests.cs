using DockerNetwork.Formats;

namespace DockerNetwork.UnitTests.Formats;

public class FoldTests
{
    [Theory]
    [InlineData(null, 10, "")]
    [InlineData("web", 10, "web")]
    [InlineData("a first line", 10, "a first\nline")]
    [InlineData("fits just!", 10, "fits just!")]
    [InlineData("myproject_default", 12, "myproject_\ndefault")]
    [InlineData("172.18.0.0/16, fd00::/64", 15, "172.18.0.0/16,\nfd00::/64")]
    [InlineData("fd00:1234:5678:9abc::2/64", 19, "fd00:1234:5678:\n9abc::2/64")]
    [InlineData("fd00:1234:5678:9abc::2/64", 20, "fd00:1234:5678:\n9abc::2/64")]
    [InlineData("fd00:1234:5678:9abc::2/64", 21, "fd00:1234:5678:9abc::\n2/64")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaa", 10, "aaaaaaaaaa\naaaaaaaaaa\naaaaa")]
    [InlineData("x-aaaaaaaaaaaaaaa", 10, "x-aaaaaaaa\naaaaaaa")]
    [InlineData("first\nsecond line", 11, "first\nsecond line")]
    [InlineData("a aaaaaaaaaaaaaaa", 10, "a\naaaaaaaaaa\naaaaa")]
    public void A_cell_is_folded_where_one_reads_on(string? text, int width, string lines) =>
        Assert.Equal(lines, CellText.Fold(text, width));

    [Theory]
    [InlineData("app 10.5.0.2, back 172.18.0.2", 24, "app 10.5.0.2,\nback 172.18.0.2")]
    [InlineData("a, b, c", 5, "a, b,\nc")]
    [InlineData("a name that is long, b", 10, "a name\nthat is\nlong, b")]
    [InlineData(null, 5, "")]
    public void A_list_is_folded_between_its_items(string? text, int width, string lines) =>
        Assert.Equal(lines, CellText.FoldList(text, width));

    [Fact]
    public void Nothing_is_lost_and_no_line_is_too_long()
    {
        var name = string.Concat(Enumerable.Range(0, 63).Select(i => i % 9 == 8 ? '-' : (char)('a' + (i % 26))));
        foreach (var width in Enumerable.Range(1, 70))
        {
            var lines = CellText.Fold(name, width).Split('\n');
            Assert.Equal(name, string.Concat(lines));
            Assert.All(lines, line => Assert.InRange(line.Length, 1, width));
        }
    }

    [Theory]
    [InlineData(120, 115)]
    [InlineData(80, 69)]
    [InlineData(40, 60)]
    public void The_last_column_is_never_narrower_than_a_word(int console, int before) =>
        Assert.Equal("attachable\nand", CellText.FoldRest("attachable and", console, before));

    [Fact]
    public void Without_a_console_there_are_80_columns() => Assert.Equal("a b", CellText.FoldRest("a b", 0, 60));
}
