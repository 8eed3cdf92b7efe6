using DockerNetwork.Model.Text;

namespace DockerNetwork.UnitTests.Text;

/// <summary>CSV as Export-Csv writes it, and as somebody else may have written it.</summary>
public sealed class CsvRowsTests
{
    [Theory]
    [InlineData("a,b\n1,2", "a|b 1|2")]
    [InlineData("\"a\",\"b\"\r\n\"1\",\"\"\r\n", "a|b 1|")]
    [InlineData("a, \"b,c\" ,d\n\n \n,\n", "a|b,c|d |")]
    [InlineData("\"x\"\"y\",\"1\n2\"", "x\"y|1\n2")]
    [InlineData("5\" disk,b", "5\"_disk|b")]
    [InlineData("a,\"open", "a|open")]
    [InlineData("", "")]
    public void Fields_are_those_of_Export_Csv(string text, string expected) => Assert.Equal(
        expected, string.Join(' ', Read(text).Select(row => string.Join('|', row).Replace(' ', '_'))));

    [Fact]
    public void A_row_without_end_is_refused_before_it_fills_the_memory()
    {
        using var text = new Endless("a\n\"", 'x');

        var refusal = Assert.Throws<FormatException>(() => CsvRows.Read(text).Count());

        Assert.Equal("Row 2 has more than 1,000,000 characters. Is a quotation mark missing?", refusal.Message);
        Assert.InRange(text.Count, 1_000_000, 1_000_100);
    }

    [Fact]
    public void Columns_without_end_are_refused()
    {
        using var text = new Endless("", ',');

        var refusal = Assert.Throws<FormatException>(() => CsvRows.Read(text).Count());

        Assert.Equal("Row 1 has more than 1,000 columns.", refusal.Message);
        Assert.InRange(text.Count, 1000, 1100);
    }

    private static IReadOnlyList<string>[] Read(string text)
    {
        using var reader = new StringReader(text);
        return [.. CsvRows.Read(reader)];
    }

    /// <summary>A beginning, and then one character forever.</summary>
    private sealed class Endless(string beginning, char rest) : TextReader
    {
        public int Count { get; private set; }

        public override int Peek() => Count < beginning.Length ? beginning[Count] : rest;

        public override int Read()
        {
            var next = Peek();
            Count++;
            return next;
        }
    }
}
