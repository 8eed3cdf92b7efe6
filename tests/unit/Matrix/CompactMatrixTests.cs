using DockerNetwork.Formats;
using DockerNetwork.Model.Matrix;
using DockerNetwork.Model.Results;

namespace DockerNetwork.UnitTests.Matrix;

public class CompactMatrixTests
{
    [Fact]
    public void A_cell_is_one_mark()
    {
        Assert.Equal("✓", Cell(Try("db", ReachabilityState.Reachable)));
        Assert.Equal("✗", Cell(Try("db", ReachabilityState.Refused)));
        Assert.Equal("?", Cell(Try("db", ReachabilityState.Unknown)));
        Assert.Equal("~", Cell(Try("db", ReachabilityState.Unresolved), Try("10.1.0.3", ReachabilityState.Reachable)));
        Assert.Equal("!", Cell(Try("db", ReachabilityState.Blocked) with { Predicted = ReachabilityState.Reachable, Agrees = false }));
    }

    [Fact]
    public void A_pair_without_a_result_has_a_mark_of_its_own()
    {
        var matrix = ReachabilityMatrix.Create(
            [Try("db", ReachabilityState.Reachable), Try("api", ReachabilityState.Reachable) with { Source = "api" }],
            group: false,
            unicode: true,
            compact: true);
        var table = new MatrixTable(matrix, matrix.Numbers, compact: true, unicode: true);

        Assert.Equal(["web     ✓-", "api     -✓"], matrix.Rows.Select(row => table.Line(row, 80, _ => default)));
        Assert.Contains("- not tested", table.Head(80, default), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, 80, 1)]
    [InlineData(100, 160, 1)]
    [InlineData(100, 200, 1)]
    [InlineData(100, 80, 2)]
    [InlineData(300, 120, 4)]
    public void It_fits(int targets, int console, int lines)
    {
        var matrix = Matrix(targets);
        var table = new MatrixTable(matrix, matrix.Numbers, compact: true, unicode: true);
        var row = table.Line(matrix.Rows[0], console, _ => default).Split('\n');

        Assert.Equal(lines, row.Length);
        Assert.Equal(targets, row.Sum(line => line.Count(c => c == '✓')));
        Assert.All(table.Head(console, default).Split('\n').Concat(row), line => Assert.InRange(line.Length, 0, console - 1));
    }

    [Fact]
    public void The_heading_says_which_number_is_which_target()
    {
        var matrix = Matrix(12);
        var head = new MatrixTable(matrix, matrix.Numbers, compact: true, unicode: false).Head(80, default);

        Assert.Contains("12 shop-storefront-12", head, StringComparison.Ordinal);
        Assert.Contains("+ reachable", head, StringComparison.Ordinal);
        Assert.EndsWith(
            "Source                      1 11\n                   1234567890 12", head, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_columns_that_do_not_fit_are_in_the_next_line()
    {
        var matrix = Matrix(4, compact: false);
        var table = new MatrixTable(matrix, matrix.Captions("Source"), compact: false, unicode: true);

        Assert.Equal("Source             shop-storefront-1  shop-storefront-2", table.Head(60, default).Split('\n')[0]);
        Assert.Equal("                   shop-storefront-3  shop-storefront-4", table.Head(60, default).Split('\n')[1]);
        Assert.Equal(2, table.Line(matrix.Rows[0], 60, _ => default).Split('\n').Length);
    }

    private static ReachabilityMatrix Matrix(int targets, bool compact = true) => ReachabilityMatrix.Create(
        [.. Enumerable.Range(1, targets).Select(n => Try($"shop-storefront-{n}", ReachabilityState.Reachable) with
        {
            Source = "shop-storefront-1",
            Target = $"shop-storefront-{n}",
        })],
        group: false,
        unicode: true,
        compact);

    private static string Cell(params ProbeOutcome[] probes) => ReachabilityMatrix
        .Create([.. probes.Select(p => p with { Target = "db" })], group: false, unicode: true, compact: true)
        .Rows[0]
        .Cells[0];

    private static ProbeOutcome Try(string name, ReachabilityState state) => ReachabilityMatrixTests.Try(name, state);
}
