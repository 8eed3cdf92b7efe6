using DockerNetwork.Model.Matrix;
using DockerNetwork.Model.Results;
using static DockerNetwork.Model.Results.ReachabilityState;

namespace DockerNetwork.UnitTests.Matrix;

public class ReachabilityMatrixTests
{
    [Fact]
    public void A_name_that_gets_through_shows_how_long_it_took() =>
        Assert.Equal("✓ 0.27 ms", Cell(Try("db", Reachable, 0.27), Try("10.1.0.3", Reachable, 0.5)));

    [Fact]
    public void An_address_that_gets_through_where_the_name_does_not_is_by_address() =>
        Assert.Equal("✓ by address", Cell(Try("db", Unresolved), Try("10.1.0.3", Reachable, 0.5)));

    [Fact]
    public void An_address_alone_is_what_was_asked() => Assert.Equal("✓ 0.50 ms", Cell(Try("10.1.0.3", Reachable, 0.5)));

    [Theory]
    [InlineData(Unresolved, Blocked, "✗ blocked")]
    [InlineData(Unresolved, Refused, "✗ refused")]
    [InlineData(Unresolved, NoRoute, "✗ no route")]
    [InlineData(NotRunning, Blocked, "✗ not running")]
    [InlineData(Unresolved, Unknown, "✗ unresolved")]
    [InlineData(Unknown, Unknown, "?")]
    public void Of_failures_the_most_telling_is_shown(ReachabilityState byName, ReachabilityState byAddress, string cell) =>
        Assert.Equal(cell, Cell(Try("db", byName), Try("10.1.0.3", byAddress)));

    [Fact]
    public void A_prediction_says_that_it_is_one() =>
        Assert.Equal("✗ blocked predicted", Cell(Try("db", Unknown) with { Predicted = Blocked }));

    [Fact]
    public void What_is_not_as_predicted_is_marked() =>
        Assert.Equal("✗ blocked !", Cell(Try("db", Blocked) with { Predicted = Reachable, Agrees = false }));

    [Fact]
    public void A_refused_port_is_as_predicted() =>
        Assert.Equal("✗ refused", Cell(Try("db", Refused) with { Predicted = Reachable, Agrees = true }));

    [Fact]
    public void Ports_are_named_where_there_are_several() => Assert.Equal(
        "80+81 ✓, 443 ✗ refused, 53/udp ?",
        Cell(
            Port(80, Reachable),
            Port(81, Reachable),
            Port(443, Refused),
            Port(53, Unknown) with { Service = new Service(ProbeProtocol.Udp, 53) }));

    [Fact]
    public void One_port_needs_no_name() => Assert.Equal("✗ refused", Cell(Port(80, Refused)));

    [Fact]
    public void Lookups_count_only_alone()
    {
        var lookup = Try("db", Unresolved) with { Service = Service.Lookup };

        Assert.Equal("✓", Cell(lookup, Try("10.1.0.3", Reachable)));
        Assert.Equal("✗ unresolved", Cell(lookup));
    }

    [Fact]
    public void What_was_not_tried_says_so()
    {
        var matrix = ReachabilityMatrix.Create(
            [Try("db", Reachable), Try("db", Reachable) with { Source = "api", Target = "web" }],
            group: false,
            unicode: false);

        Assert.Equal([["+", "not tested"], ["not tested", "+"]], matrix.Rows.Select(r => r.Cells.ToArray()));
        Assert.Equal(["db", "web"], matrix.Captions("Source"));
    }

    [Fact]
    public void Equal_rows_and_columns_are_put_together()
    {
        ProbeOutcome[] probes =
        [
            .. from source in new[] { "a", "b", "c" }
               from target in new[] { "x", "y", "z" }
               select Try(target, source == "c" && target == "z" ? Blocked : Reachable, 0.1) with { Source = source },
        ];
        var matrix = ReachabilityMatrix.Create(probes, group: true, unicode: true);

        Assert.Equal(["a, b (2)", "c"], matrix.Rows.Select(r => ReachabilityMatrix.Caption(r.Sources)));
        Assert.Equal(["x, y (2)", "z"], matrix.Captions("Source"));
        Assert.Equal([["✓", "✓"], ["✓", "✗ blocked"]], matrix.Rows.Select(r => r.Cells.ToArray()));
    }

    [Fact]
    public void A_caption_stays_short()
    {
        Assert.Equal("web-1, web-2, web-3 (3)", ReachabilityMatrix.Caption(["web-1", "web-2", "web-3"]));
        Assert.Equal("web\\x1b[2J", ReachabilityMatrix.Caption(["web\u001b[2J"]));
        Assert.Equal("a\\n, b (2)", ReachabilityMatrix.Caption(["a\n", "b"]));
        Assert.Equal("shop-svc-10, shop-svc-2 … (4)", ReachabilityMatrix.Caption(["shop-svc-10", "shop-svc-2", "shop-svc-6", "x"]));
        Assert.Equal("a-very-long-name-that-stands-alone", ReachabilityMatrix.Caption(["a-very-long-name-that-stands-alone"]));
        Assert.Equal("a-very-long-name-that-is-first … (2)", ReachabilityMatrix.Caption(["a-very-long-name-that-is-first", "b"]));
    }

    [Fact]
    public void No_two_columns_share_a_name() =>
        Assert.Equal(
            ["source [2]", "db", "DB [2]"],
            ReachabilityMatrix
                .Create([Try("source", Reachable), Try("db", Reachable), Try("DB", Reachable)], group: false, unicode: true)
                .Captions("Source"));

    /// <summary>A container's name says nothing about the container of that name on another engine, or after it was replaced.</summary>
    [Fact]
    public void Containers_of_one_name_on_two_engines_share_no_row_and_no_column()
    {
        ProbeOutcome[] probes =
        [
            Try("db", Reachable) with { SourceId = "1", TargetId = "2", DockerHost = "tcp://one" },
            Try("db", Blocked) with { SourceId = "3", TargetId = "4", DockerHost = "tcp://two" },
        ];
        var matrix = ReachabilityMatrix.Create(probes, group: false, unicode: false);

        Assert.Equal(["web (tcp://one)", "web (tcp://two)"], matrix.Rows.SelectMany(r => r.Sources));
        Assert.Equal(["db (tcp://one)", "db (tcp://two)"], matrix.Columns.SelectMany(c => c));
        Assert.Equal([["+", "not tested"], ["not tested", "x blocked"]], matrix.Rows.Select(r => r.Cells.ToArray()));
    }

    [Fact]
    public void The_path_of_a_socket_is_short_for_eyes()
    {
        ProbeOutcome[] probes =
        [
            .. from engine in new[] { "one", "two" }
               select Try("db", Reachable) with
               {
                   SourceId = $"web of {engine}",
                   TargetId = $"db of {engine}",
                   DockerHost = $"unix:///var/lib/docker-engines/{engine}/docker.sock",
               },
        ];
        var matrix = ReachabilityMatrix.Create(probes, group: false, unicode: false);
        var shown = matrix.Shown();

        Assert.Equal("web (unix:///var/lib/docker-engines/one/docker.sock)", matrix.Rows[0].Sources.Single());
        Assert.Equal("db (unix:///var/lib/docker-engines/two/docker.sock)", matrix.Captions("Source")[1]);
        Assert.Equal("web (…/docker-engines/one/docker.sock)", shown.Rows[0].Sources.Single());
        Assert.Equal("db (…/docker-engines/two/docker.sock)", shown.Captions("Source")[1]);
        Assert.Equal(matrix.Rows[1].Cells, shown.Rows[1].Cells);
    }

    [Fact]
    public void A_container_that_was_replaced_has_a_row_of_its_own()
    {
        ProbeOutcome[] probes =
        [
            Try("db", Reachable) with { SourceId = "0123456789abcdef", TargetId = "2", DockerHost = "tcp://one" },
            Try("db", Blocked) with { SourceId = "fedcba9876543210", TargetId = "2", DockerHost = "tcp://one" },
        ];
        var matrix = ReachabilityMatrix.Create(probes, group: false, unicode: false);

        Assert.Equal(["web (0123456789ab)", "web (fedcba987654)"], matrix.Rows.SelectMany(r => r.Sources));
        Assert.Equal(["db"], matrix.Columns.SelectMany(c => c));
    }

    [Theory]
    [InlineData("psobject")]
    [InlineData("PSBase")]
    [InlineData("pstypenames")]
    [InlineData("psadapted")]
    [InlineData("psextended")]
    public void A_column_is_not_called_as_what_every_object_has(string name)
    {
        var matrix = ReachabilityMatrix.Create([Try("db", Reachable) with { Target = name }], group: false, unicode: false);

        Assert.Equal([$"{name} [2]"], matrix.Captions("Source"));
    }

    [Fact]
    public void A_container_that_was_renamed_is_the_same()
    {
        ProbeOutcome[] probes =
        [
            Port(80, Reachable) with { SourceId = "1", DockerHost = "tcp://one" },
            Port(443, Blocked) with { SourceId = "1", DockerHost = "tcp://one", Source = "renamed" },
        ];

        Assert.Equal("80 +, 443 x blocked", ReachabilityMatrix.Create(probes, group: false, unicode: false).Rows.Single().Cells.Single());
    }

    [Fact]
    public void The_host_of_each_engine_has_a_row_and_what_is_outside_one_column()
    {
        ProbeOutcome[] probes =
        [
            Try("192.0.2.1", Reachable) with { Source = "@host", DockerHost = "tcp://one" },
            Try("192.0.2.1", Blocked) with { Source = "@host", DockerHost = "tcp://two" },
        ];
        var matrix = ReachabilityMatrix.Create(probes, group: false, unicode: false);

        Assert.Equal(["@host (tcp://one)", "@host (tcp://two)"], matrix.Rows.SelectMany(r => r.Sources));
        Assert.Equal(["192.0.2.1"], matrix.Columns.SelectMany(c => c));
    }

    /// <summary>A container is one column, from whatever engine it is tested.</summary>
    [Fact]
    public void A_target_on_another_engine_is_one_column()
    {
        ProbeOutcome[] probes =
        [
            Try("web", Reachable) with
            {
                Source = "far", SourceId = "1", TargetId = "3", DockerHost = "tcp://one", TargetDockerHost = "tcp://two",
            },
            Try("web", Reachable) with { Source = "near", SourceId = "2", TargetId = "3", DockerHost = "tcp://two" },
        ];
        var matrix = ReachabilityMatrix.Create(probes, group: false, unicode: false);

        Assert.Equal(["far", "near"], matrix.Rows.SelectMany(r => r.Sources));
        Assert.Equal(["web"], matrix.Columns.SelectMany(c => c));
    }

    [Fact]
    public void A_result_is_read_as_it_is()
    {
        var (service, latency) = (new Service(ProbeProtocol.Tcp, 80), TimeSpan.FromMilliseconds(1));
        var probe = ProbeOutcome.From(new ReachabilityResult
        {
            Source = "a",
            SourceId = "1",
            Target = "b",
            TargetId = "2",
            TargetName = "c",
            Protocol = ProbeProtocol.Tcp,
            Port = 80,
            Observed = Refused,
            Avg = latency,
            DockerHost = Fakes.TestEngine.Host,
        });

        Assert.Equal(
            new ProbeOutcome("a", "b", TargetName.Of("c"), service, null, Refused, null, latency)
            {
                SourceId = "1",
                TargetId = "2",
                DockerHost = $"{Fakes.TestEngine.Host}",
            },
            probe);
    }

    private static string Cell(params ProbeOutcome[] probes)
    {
        var pair = probes.Select(p => p with { Target = "db" }).ToList();
        return ReachabilityMatrix.Create(pair, group: false, unicode: true).Rows.Single().Cells.Single();
    }

    internal static ProbeOutcome Try(string name, ReachabilityState observed, double? milliseconds = null) =>
        new(
            "web",
            name,
            TargetName.Of(name),
            Service.Echo,
            null,
            observed,
            null,
            milliseconds is { } value ? TimeSpan.FromMilliseconds(value) : null);

    private static ProbeOutcome Port(int port, ReachabilityState observed) =>
        Try("db", observed, 0.1) with { Service = new Service(ProbeProtocol.Tcp, port) };
}
