using DockerNetwork.Model.Results;
using DockerNetwork.Model.Testing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Testing;

/// <summary>What a test reads if ports refuse, and what it claims of it.</summary>
public class RefusedRowsTests
{
    private const string Mac = "02:42:0a:01:00:03";

    private static readonly TestEngine App = new TestEngine()
        .Network("app", "10.1.0.0/24").Container("web", "app=10.1.0.2").Container("db", "app=10.1.0.3")
        .Changed("db", "app", endpoint => endpoint with { MacAddress = Mac });

    [Fact]
    public async Task A_namespace_is_read_once()
    {
        await using var engine = Engine(Listens(8000));
        var rows = await RunAsync(engine, 80, 81);

        Assert.Equal([ReasonCode.ListensElsewhere, ReasonCode.ListensElsewhere], rows.Select(r => r.Reasons[0].Code));
        Assert.All(rows, r => Assert.Equal(
            (true, ReachabilityState.Refused, false), (r.Agrees, r.Observed, r.Reasons.Any(x => x.Code == ReasonCode.PortRefused))));
        Assert.Equal(1, Jobs(engine, "listeners"));
    }

    [Fact]
    public async Task Nothing_is_read_if_nothing_refuses()
    {
        await using var engine = Engine(Listens(8000), states: ["Reachable"]);
        await RunAsync(engine, 80);

        Assert.Equal(0, Jobs(engine, "listeners"));
    }

    [Fact]
    public async Task What_an_agent_does_not_tell_is_not_claimed()
    {
        await using var engine = Engine("");

        Assert.Equal(ReasonCode.PortRefused, (await RunAsync(engine, 80))[0].Reasons.First(r => r.Code != ReasonCode.SharedNetwork).Code);
    }

    [Fact]
    public async Task A_rule_refuses_where_somebody_listens()
    {
        await using var engine = Engine(Listens(80));
        var row = Assert.Single(await RunAsync(engine, 80));

        Assert.Equal(ReasonCode.RefusedByRule, row.Reasons[0].Code);
        Assert.Equal(2, Jobs(engine, "listeners"));
    }

    [Theory]
    [InlineData("Reachable", Mac, 1)]
    [InlineData("Blocked", Mac, 1)]
    [InlineData("Refused", "02:42:0a:01:00:99", 1)]
    [InlineData("Refused", Mac, 2)]
    public async Task It_is_not_claimed_if_it_is_not_certain(string again, string mac, int socketAfter)
    {
        await using var engine = Engine(Listens(80), ["Refused", again], mac, Listens(80, socketAfter));
        var row = Assert.Single(await RunAsync(engine, 80));

        Assert.DoesNotContain(row.Reasons, r => r.Code == ReasonCode.RefusedByRule);
        Assert.Contains(row.Reasons, r => r.Code == ReasonCode.PortRefused);
    }

    [Theory]
    [InlineData(ReasonCode.NobodyListens, false)]
    [InlineData(ReasonCode.PublishedPortNotContainerPort, false)]
    [InlineData(ReasonCode.RefusedByRule, false)]
    [InlineData(ReasonCode.SharedNetwork, true)]
    public void A_guess_does_not_stand_beside_a_fact_whoever_decides(string fact, bool stays)
    {
        var result = new ReachabilityResult
        {
            Source = "web",
            Target = "db",
            TargetName = "db",
            DockerHost = DockerNetwork.Engine.Connection.DockerHost.Parse("unix:///nowhere"),
            Reasons = [new Reason(fact, "db", "fact"), new Reason(ReasonCode.PortRefused, "db", "guess")],
        };

        Assert.Equal(stays, Guesses.Without(result).Reasons.Any(reason => reason.Code == ReasonCode.PortRefused));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Who_sees_the_rule_is_not_told_to_look_for_it(bool named, bool stays)
    {
        var rule = new FirewallRule
        {
            Place = "@host",
            Tool = "iptables",
            Family = "ip",
            Table = "filter",
            Chain = "INPUT",
            Position = 1,
            Text = "-A INPUT -j REJECT",
            Verdict = "reject",
        };
        var result = new ReachabilityResult
        {
            Source = "web",
            Target = "db",
            TargetName = "db",
            DockerHost = DockerNetwork.Engine.Connection.DockerHost.Parse("unix:///nowhere"),
            Trace = new PacketTrace { Hops = [], Rules = named ? [rule] : [] },
            Reasons = [new Reason(ReasonCode.RefusedByRule, "@host", "fact"), new Reason(ReasonCode.FirewallRefused, "10.1.0.1", "guess")],
        };

        Assert.Equal(stays, Guesses.Without(result).Reasons.Any(reason => reason.Code == ReasonCode.FirewallRefused));
    }

    [Theory]
    [InlineData(null, "Nobody has it. Only a probe can show whether web reaches 10.1.0.9.")]
    [InlineData(ReachabilityState.Unknown, "Nobody has it. Only a probe can show whether web reaches 10.1.0.9.")]
    [InlineData(ReachabilityState.NoRoute, "Nobody has it.")]
    public void What_a_probe_has_shown_is_not_left_to_a_probe(ReachabilityState? observed, string message)
    {
        var result = new ReachabilityResult
        {
            Source = "web",
            Target = "10.1.0.9",
            TargetName = "10.1.0.9",
            Observed = observed,
            DockerHost = DockerNetwork.Engine.Connection.DockerHost.Parse("unix:///nowhere"),
            Reasons = [new Reason(ReasonCode.UnusedAddress, "app", "Nobody has it. Only a probe can show whether web reaches 10.1.0.9.")],
        };

        Assert.Equal(message, Assert.Single(Guesses.Without(result).Reasons).Message);
    }

    private static string Listens(int port, int socket = 1) =>
        $$"""
        {"job":JOB,"fact":"listener","protocol":"tcp","address":"0.0.0.0","port":{{port}},"socket":{{socket}},"processId":7}
        {"job":JOB,"fact":"allListeners"}
        """;

    private static int Jobs(FakeProbeEngine engine, string kind) =>
        engine.Lines.Count(line => line.Contains($"\"{kind}\":true", StringComparison.Ordinal));

    /// <param name="listeners">What is said of the listeners.</param>
    /// <param name="states">The outcomes of the probes of each job, one after the other; the last for all that follow.</param>
    /// <param name="mac">Whose hardware address the source has learnt for db.</param>
    /// <param name="after">What is said of the listeners from the second time on.</param>
    private static FakeProbeEngine Engine(string listeners, string[]? states = null, string mac = Mac, string? after = null)
    {
        var (probed, read) = (0, 0);
        states ??= ["Refused"];
        return new FakeProbeEngine(async (exchange, job) =>
        {
            var number = job.GetProperty("job").GetRawText();
            string[] lines = [];
            if (job.TryGetProperty("probes", out var probes))
            {
                var state = states[Math.Min(probed++, states.Length - 1)];
                lines = [.. probes.EnumerateArray().Select(p =>
                    $$"""{"job":JOB,"i":{{p.GetProperty("i").GetInt32()}},"state":"{{state}}","address":"10.1.0.3","sent":1}""")];
            }
            else if (job.TryGetProperty("listeners", out _))
            {
                lines = (read++ == 0 ? listeners : after ?? listeners).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            }
            else if (job.TryGetProperty("interfaces", out _))
            {
                lines = [$$"""{"job":JOB,"kind":"neighbour","index":2,"address":"10.1.0.3","mac":"{{mac}}"}"""];
            }

            await FakeProbeEngine.SayAsync(
                exchange,
                [.. lines.Append("""{"job":JOB,"end":true}""").Select(l => l.Replace("JOB", number, StringComparison.Ordinal))]);
        });
    }

    private static async Task<List<ReachabilityResult>> RunAsync(FakeProbeEngine engine, params int[] ports)
    {
        foreach (var container in new[] { App["web"], App["db"] })
            engine.Inspected(container.Id, $$$"""{"Id":"{{{container.Id}}}","Name":"/{{{container.Name}}}","State":{"Pid":4321}}""");
        return await TestPlanTests.Test(App, [App["web"]], [new ReachabilityTarget("db", App["db"])])
            .With(o => o with { Method = null, TcpPorts = [.. ports], By = TargetLiterals.Name })
            .RunAsync(engine.Client);
    }
}
