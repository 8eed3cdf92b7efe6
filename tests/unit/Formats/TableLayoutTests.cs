using DockerNetwork.Formats;

namespace DockerNetwork.UnitTests.Formats;

public class TableLayoutTests
{
    private const string Long = "shop-reporting-and-analytics-collector-1";

    [Fact]
    public void Columns_are_as_wide_as_usual_and_wider_if_there_is_room()
    {
        Assert.Equal("Name         State    Networks", Table(80, Row("shop-web-1", "Running", "app")).Header());
        Assert.Equal("Name                                      State    Networks", Table(80, Row(Long, "Running", "app")).Header());
    }

    [Fact]
    public void Nothing_wraps_that_fits()
    {
        var list = string.Join(", ", Enumerable.Range(1, 7).Select(n => $"network-{n} 10.0.0.{n}"));
        var row = Row("shop-web-1", "Running (healthy)", list);

        Assert.Equal($"shop-web-1   Running (healthy)  {list}", Lines(200, row));
        Assert.All(Lines(80, row).Split('\n'), line => Assert.InRange(line.Length, 1, 79));
    }

    [Fact]
    public void A_list_is_broken_after_a_comma_and_then_beside_the_same_column() => Assert.Equal(
        """
        shop-web-1  Running         app 10.5.0.2,
                    (healthy)       back 10.6.0.2
        """.ReplaceLineEndings("\n"),
        Lines(43, Row("shop-web-1", "Running (healthy)", "app 10.5.0.2, back 10.6.0.2")));

    [Fact]
    public void A_name_that_is_much_longer_than_others_has_a_line_of_its_own()
    {
        var (row, other) = (Row(Long, "Exited", "app 10.5.0.2, back 10.6.0.2"), Row("web", "Running", "app 10.5.0.2"));
        var table = Table(60, row, other);

        Assert.Equal("web   Running  app 10.5.0.2", Lines(table, other));
        Assert.Equal($"{Long}\n      Exited   app 10.5.0.2, back 10.6.0.2", Lines(table, row));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void A_word_is_never_broken_and_nothing_leaves_the_console(int console)
    {
        const string Address = "fd00:1234:5678:9abc:0:242:ac12:2";
        var row = Row("shop-storefront-1", "Running (healthy)", $"shop_backend_default {Address}, shop_frontend 10.6.0.2");
        var text = Lines(Table(console, row, Row("db", "Exited", "")), row);

        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 1, console - 1));
        Assert.Equal(
            row.SelectMany(cell => cell.Text.Split(' ')).Order(StringComparer.Ordinal),
            text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_that_are_still_to_come_have_room() => Assert.Equal(
        "Name                                      State    Networks",
        TableLayout.Of(Row("web", "Running", "app"), [Row("web", "Running", "app")], [Long], 120).Header());

    /// <summary>The first row says "Up", and a later one "Running".</summary>
    [Fact]
    public void Texts_that_are_still_to_come_have_their_usual_room()
    {
        var row = Row("web", "Up", string.Join(", ", Enumerable.Range(1, 30).Select(n => $"network-{n}")));

        Assert.Equal("Name  State    Networks", TableLayout.Of(row, [row], ["db"], 80).Header());
        Assert.Equal("Name  State  Networks", TableLayout.Of(row, [row], [], 80).Header());
    }

    [Fact]
    public void Escape_sequences_take_no_room()
    {
        var row = Row("web", "Running (healthy)", "app 10.5.0.2, back 10.6.0.2");
        var table = Table(40, row);

        Assert.Equal(
            Lines(table, row),
            table.Line(row, tone => new TextStyle(tone == Tone.Good ? "<" : "", ">", Plain: false))
                .Replace("<", "", StringComparison.Ordinal)
                .Replace(">", "", StringComparison.Ordinal));
        Assert.Contains("<Running", table.Line(row, _ => new TextStyle("<", ">", Plain: false)), StringComparison.Ordinal);
        Assert.DoesNotContain("<", table.Line(row, _ => new TextStyle("<", ">", Plain: true)), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_rows_columns_have_their_usual_widths_and_more_on_a_wide_console()
    {
        Assert.Equal("Name         State    Networks", TableLayout.Of(Row("", "", ""), [], [], 35).Header());
        Assert.Equal($"{"Name",-22}  State    Networks", TableLayout.Of(Row("", "", ""), [], [], 58).Header());
    }

    private static TableCell[] Row(string name, string state, string networks) =>
    [
        new("Name", 11, name) { Name = true },
        new("State", 7, state) { Tone = Tone.Good },
        new("Networks", 12, networks) { List = true },
    ];

    private static TableLayout Table(int console, params TableCell[][] rows) => TableLayout.Of(rows[0], rows, [], console);

    private static string Lines(int console, TableCell[] row) => Lines(Table(console, row), row);

    private static string Lines(TableLayout table, TableCell[] row) => table.Line(row, _ => default);
}
