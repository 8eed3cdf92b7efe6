using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Testing;

/// <summary>Which probes a plan has; nothing is sent.</summary>
public class TestPlanTests
{
    private const IReadOnlyList<ReachabilityTarget>? Neighbours = null;

    private static TestEngine Both => new TestEngine()
        .Network("app", "10.1.0.0/24").Network("back", "10.2.0.0/24")
        .Container("web", "app=10.1.0.2@10.1.0.1", "back=10.2.0.2@10.2.0.1")
        .Container("db", "app=10.1.0.3+primary", "back=10.2.0.3")
        .Container("six", "app=fd00::6")
        .Paused("frozen", "app=10.1.0.4")
        .Stopped("old", "app");

    [Theory]
    [InlineData(TargetLiterals.Name, "db")]
    [InlineData(TargetLiterals.Address, "10.1.0.3 10.2.0.3")]
    [InlineData(TargetLiterals.Alias, "primary")]
    [InlineData(TargetLiterals.Name | TargetLiterals.Address, "db 10.1.0.3 10.2.0.3")]
    [InlineData(TargetLiterals.Name | TargetLiterals.Alias | TargetLiterals.Address, "db primary 10.1.0.3 10.2.0.3")]
    public async Task A_target_is_called_as_asked_for(TargetLiterals by, string expected)
    {
        Assert.Equal(expected, Names(await RunAsync(Both, "web", "db", t => t with { By = by })));
    }

    [Fact]
    public async Task Only_what_is_on_the_networks_asked_for()
    {
        var rows = await RunAsync(Both, "web", "db", t => t with { Networks = [TestEngine.Id("back")] });

        Assert.Equal("db 10.2.0.3", Names(rows));
    }

    [Fact]
    public async Task A_target_that_is_on_none_of_them_has_no_rows()
    {
        Assert.Empty(await RunAsync(Both, "web", "six", t => t with { Networks = [TestEngine.Id("back")] }));
    }

    [Theory]
    [InlineData(AddressFamily.InterNetwork, "six")]
    [InlineData(AddressFamily.InterNetworkV6, "six fd00::6")]
    public async Task Only_addresses_of_the_family_asked_for(AddressFamily family, string expected)
    {
        Assert.Equal(expected, Names(await RunAsync(Both, "web", "six", t => t with { Probe = t.Probe with { Family = family } })));
    }

    [Theory]
    [InlineData("", "", false, "Icmp")]
    [InlineData("80 443", "", false, "Tcp80 Tcp443")]
    [InlineData("", "53", false, "Udp53")]
    [InlineData("80", "53", false, "Tcp80 Udp53")]
    [InlineData("", "", true, "Http80")]
    [InlineData("8080", "", true, "Http8080")]
    [InlineData("", "53", true, "Http80 Udp53")]
    [InlineData("8080", "53", true, "Http8080 Udp53")]
    public async Task Services(string tcp, string udp, bool http, string expected)
    {
        var rows = await RunAsync(
            Both,
            "web",
            "db",
            t => t with { By = TargetLiterals.Name, TcpPorts = Ports(tcp), UdpPorts = Ports(udp), Http = http });

        Assert.Equal(expected, string.Join(' ', rows.Select(r => $"{r.Protocol}{r.Port}")));

        static int[] Ports(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }

    [Fact]
    public async Task A_port_of_the_target_itself_wins()
    {
        var engine = Both;
        ReachabilityTarget[] targets =
        [
            new("db", engine["db"], 5432),
            new("api", null, 443) { Protocol = ProbeProtocol.Http },
        ];
        var rows = await RunAsync(engine, "web", targets, t => t with { TcpPorts = [80], By = TargetLiterals.Name });

        Assert.Equal(["Tcp5432", "Http443"], rows.Select(r => $"{r.Protocol}{r.Port}"));
    }

    [Fact]
    public async Task Each_name_is_looked_up_in_a_row_of_its_own_where_details_are_wanted()
    {
        var rows = await RunAsync(Both, "web", "db", t => t with { Detailed = true, TcpPorts = [80] });

        Assert.Equal(
            ["db Dns", "db Tcp", "primary Dns", "primary Tcp", "10.1.0.3 Tcp", "10.2.0.3 Tcp"],
            rows.Select(r => $"{r.TargetName} {r.Protocol}"));
        Assert.All(rows.Where(r => r.Protocol == ProbeProtocol.Dns), r => Assert.Null(r.Port));
    }

    [Fact]
    public async Task Where_names_alone_are_looked_up_addresses_are_not()
    {
        var rows = await RunAsync(Both, "web", "db", t => t with { LookupOnly = true, TcpPorts = [80] });

        Assert.Equal(["db Dns", "primary Dns"], rows.Select(r => $"{r.TargetName} {r.Protocol}"));
        Assert.All(rows, r => Assert.Equal(ReachabilityState.Reachable, r.Predicted));
    }

    [Fact]
    public async Task An_empty_alias_is_not_a_target()
    {
        var engine = new TestEngine().Network("app", "10.1.0.0/24").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3+");

        Assert.Equal("db 10.1.0.3", Names(await RunAsync(engine, "web", "db")));
    }

    [Fact]
    public async Task A_text_that_is_meant_as_it_stands_is_one_row()
    {
        var engine = Both;

        var target = new ReachabilityTarget("primary", engine["db"]) { NameOnly = true };
        Assert.Equal("primary", Names(await RunAsync(engine, "web", [target])));
    }

    [Fact]
    public async Task Gateways_are_those_of_the_source()
    {
        var target = new ReachabilityTarget("@gateway", null) { Special = SpecialTarget.Gateway };
        Assert.Equal("10.1.0.1 10.2.0.1", Names(await RunAsync(Both, "web", [target])));
    }

    [Theory]
    [InlineData("db", "@gateway", SpecialTarget.Gateway)]
    [InlineData("web", "@host", SpecialTarget.Host)]
    [InlineData("web", "@outside", SpecialTarget.Outside)]
    public async Task A_special_target_without_an_address_is_one_row_that_is_not_known(string source, string text, SpecialTarget special)
    {
        var row = Assert.Single(await RunAsync(Both, source, [new ReachabilityTarget(text, null) { Special = special }]));

        Assert.Equal((text, ReachabilityState.Unknown), (row.TargetName, row.Effective));
    }

    [Theory]
    [InlineData(false, ReachabilityState.Reachable, ReasonCode.SharedNetwork)]
    [InlineData(true, ReachabilityState.NotRunning, ReasonCode.TargetPaused)]
    public async Task A_paused_target_answers_echo_requests_and_serves_nobody(bool tcp, ReachabilityState state, string code)
    {
        var row = Assert.Single(
            await RunAsync(Both, "web", "frozen", t => t with { By = TargetLiterals.Name, TcpPorts = tcp ? [80] : [] }));

        Assert.Equal((state, code), (row.Predicted!.Value, row.Reasons[0].Code));
    }

    [Fact]
    public async Task A_stopped_target_is_not_running()
    {
        var row = Assert.Single(await RunAsync(Both, "web", "old"));

        Assert.Equal(
            ("old", ReachabilityState.NotRunning, ReasonCode.TargetNotRunning),
            (row.TargetName, row.Predicted!.Value, row.Reasons[0].Code));
        Assert.Null(row.Observed);
    }

    [Theory]
    [InlineData("old")]
    [InlineData("frozen")]
    public async Task A_source_that_does_not_run_is_not_running(string source)
    {
        Assert.All(await RunAsync(Both, source, "db"), r => Assert.Equal((ReachabilityState.NotRunning, null), (r.Predicted, r.Observed)));
    }

    [Fact]
    public async Task Without_targets_the_neighbours_are_meant()
    {
        var rows = await RunAsync(Both, "db", Neighbours, t => t with { By = TargetLiterals.Name });

        Assert.Equal("frozen old six web", Names(rows));
    }

    [Fact]
    public async Task Neighbours_are_those_of_the_networks_asked_for()
    {
        var rows = await RunAsync(Both, "db", Neighbours, t => t with { By = TargetLiterals.Name, Networks = [TestEngine.Id("back")] });

        Assert.Equal("web", Names(rows));
    }

    [Fact]
    public async Task Rows_stand_in_the_order_of_sources_and_targets()
    {
        var engine = Both;
        var test = Test(engine, [engine["db"], engine["web"], engine["six"]], [new("web", engine["web"]), new("db", engine["db"])])
            .With(o => o with { By = TargetLiterals.Name });

        Assert.Equal(
            ["db web", "db db", "web web", "web db", "six web", "six db"],
            (await RunAsync(test)).Select(r => $"{r.Source} {r.TargetName}"));
    }

    [Fact]
    public void A_plan_is_made_from_a_snapshot_alone_and_as_often_as_it_is_asked_for()
    {
        var engine = Both;
        var target = new ReachabilityTarget("db", engine["db"]);
        var plan = TestPlan.Create(new TestScope(engine.Snapshot, [engine["web"]], [target]), new TestOptions { TcpPorts = [80] });

        string[] probes = ["web -> db tcp/80", "web -> primary tcp/80", "web -> 10.1.0.3 tcp/80", "web -> 10.2.0.3 tcp/80"];
        Assert.Equal(probes, plan.Sources[0].Probes.Select(p => p.ToString()));
        Assert.Equal(probes, plan.Sources[0].Probes.Select(p => p.ToString()));
        Assert.Equal([false, false, true, true], plan.Sources[0].Probes.Select(p => p.Name.IsAddress));
    }

    [Fact]
    public void A_target_that_is_given_twice_is_two_probes()
    {
        var engine = Both;
        var target = new ReachabilityTarget("primary", engine["db"]) { NameOnly = true };
        var plan = TestPlan.Create(new TestScope(engine.Snapshot, [engine["web"]], [target, target]), new TestOptions());

        Assert.Equal(2, plan.Sources[0].Probes.ToHashSet().Count);
    }

    internal static Trial Test(TestEngine engine, IReadOnlyList<Container> sources, IReadOnlyList<ReachabilityTarget>? targets) =>
        new(new TestScope(engine.Snapshot, sources, targets), new TestOptions { Method = ProbeMethod.None });

    internal static string Names(IEnumerable<ReachabilityResult> rows) => string.Join(' ', rows.Select(r => r.TargetName));

    private static Task<List<ReachabilityResult>> RunAsync(
        TestEngine engine, string source, string target, Func<TestOptions, TestOptions>? with = null) =>
        RunAsync(engine, source, [new ReachabilityTarget(target, engine[target])], with);

    private static Task<List<ReachabilityResult>> RunAsync(
        TestEngine engine, string source, IReadOnlyList<ReachabilityTarget>? targets, Func<TestOptions, TestOptions>? with = null)
    {
        var test = Test(engine, [engine[source]], targets);
        return RunAsync(with is null ? test : test.With(with));
    }

    /// <summary>
    /// An engine that has forgotten every container: what inspect would add is not there, and nothing else may be asked for.
    /// </summary>
    private static async Task<List<ReachabilityResult>> RunAsync(Trial test)
    {
        await using var engine = FakeEngine.OnSocket(
            e => e.ErrorAsync(e.Path.EndsWith("/json", StringComparison.Ordinal) ? 404 : 500, "no"));
        using EngineClient client = engine.Client();
        return await test.RunAsync(client);
    }
}
