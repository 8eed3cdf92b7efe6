using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Probing;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.Probing;

/// <summary>What the probe says of namespaces, put together.</summary>
public class NamespaceReaderTests
{
    private static readonly string[] Host =
    [
        """{"kind":"link","index":1,"up":true,"loopback":true,"name":"lo","mac":"00:00:00:00:00:00","mtu":65536,"state":"unknown"}""",
        """{"kind":"link","index":2,"up":true,"name":"eth0","mac":"02:00:00:00:00:02","mtu":1500,"state":"up"}""",
        """{"kind":"link","index":5,"up":true,"name":"br-app","mtu":1500,"state":"up","type":"bridge"}""",
        """{"kind":"link","index":7,"up":true,"name":"veth1a","mtu":1500,"state":"up","type":"veth","link":42,"master":5}""",
        """{"kind":"address","index":1,"prefix":8,"scope":"host","address":"127.0.0.1"}""",
        """{"kind":"address","index":2,"prefix":24,"scope":"global","address":"192.168.7.5"}""",
        """{"kind":"address","index":2,"prefix":64,"scope":"link","address":"fe80::5"}""",
        """{"kind":"address","index":5,"prefix":24,"scope":"global","address":"10.1.0.1"}""",
        """{"kind":"route","family":4,"prefix":0,"gateway":"192.168.7.1","index":2}""",
        """{"kind":"route","family":4,"prefix":24,"destination":"10.1.0.0","index":5}""",
        """{"kind":"neighbour","index":2,"address":"192.168.7.1"}""",
    ];

    private static readonly string[] Inside =
    [
        """{"kind":"link","index":42,"up":true,"name":"eth0","mac":"02:42:0a:01:00:02","mtu":1400"""
            + ""","state":"up","type":"veth","link":7,"netns":0}""",
        """{"kind":"link","index":1,"up":true,"loopback":true,"name":"lo","mac":"00:00:00:00:00:00","mtu":65536,"state":"unknown"}""",
        """{"kind":"address","index":42,"prefix":24,"scope":"global","address":"10.1.0.2"}""",
        """{"kind":"address","index":1,"prefix":8,"scope":"host","address":"127.0.0.1"}""",
    ];

    private static readonly TestEngine App = new TestEngine()
        .Network("app", "10.1.0.0/24")
        .Container("web", "app=10.1.0.2")
        .Sharing("sidecar", "web")
        .OnHost("proxy");

    [Fact]
    public async Task An_interface_has_an_inside_and_an_outside()
    {
        var all = await ReadAsync("web");

        Assert.Equal(["lo", "eth0"], all.Select(i => i.Name));
        var eth0 = all[1];
        Assert.Equal(
            ("web", 42, "10.1.0.2/24", "02:42:0a:01:00:02", 1400, "up", "veth"),
            (eth0.Container, eth0.Index, eth0.Addresses.Single().ToString(), eth0.MacAddress, eth0.Mtu, eth0.State, eth0.Type));
        Assert.Equal(("veth1a", "br-app", "app", null), (eth0.HostInterface, eth0.Bridge, eth0.Network, eth0.SharedFrom));
    }

    [Fact]
    public async Task The_loopback_interface_is_on_no_network()
    {
        var lo = (await ReadAsync("web"))[0];

        Assert.Equal(("", null, null, null), (lo.MacAddress, lo.HostInterface, lo.Bridge, lo.Network));
    }

    [Fact]
    public async Task A_shared_namespace_says_whose_it_is()
    {
        Assert.All(await ReadAsync("sidecar"), i => Assert.Equal(("sidecar", "web"), (i.Container, i.SharedFrom)));
        Assert.Equal("app", (await ReadAsync("sidecar"))[1].Network);
    }

    [Fact]
    public async Task The_hosts_interfaces_have_no_other_side()
    {
        Assert.All(await ReadAsync("proxy"), i => Assert.Equal(("host", null, null), (i.SharedFrom, i.HostInterface, i.Bridge)));
    }

    [Fact]
    public async Task The_host_is_known_by_addresses_that_are_no_bridges()
    {
        await using var engine = Engine();
        var reader = new NamespaceReader(engine.Client, _ => { });

        Assert.Equal(["192.168.7.5"], (await reader.HostAddressesAsync(default)).Select(a => a.ToString()));
        Assert.Equal(["192.168.7.1"], (await reader.OutsideAsync(default)).Select(a => a.ToString()));
        Assert.Single(engine.Lines);
    }

    [Fact]
    public async Task Where_the_agent_is_refused_sidecars_read()
    {
        var said = new List<string>();
        await using var engine = Engine((at, body) =>
            at == "create" && body.Contains("\"agent\"", StringComparison.Ordinal) ? (403, "the policy says no") : null);

        var all = await new NamespaceReader(engine.Client, said.Add).InterfacesAsync(
            App.Snapshot,
            App["web"] with { ProcessId = 77 },
            default);

        Assert.Equal(2, all.Count);
        Assert.Contains("the policy says no", said[0], StringComparison.Ordinal);
        Assert.Contains(engine.Created, c => c.Contains($"container:{TestEngine.Id("web")}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_all_is_refused_it_is_not_possible()
    {
        await using var engine = Engine((at, _) => at == "create" ? (403, "the policy says no") : null);

        var why = await Expect.FailureAsync(
            EngineFailure.Unavailable,
            () => new NamespaceReader(engine.Client, _ => { }).OutsideAsync(default));
        Assert.Contains("the policy says no", why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_interface_that_is_named_twice_the_last_one_counts()
    {
        await using var engine = Engine(
            host: [.. Host, Host[3].Replace("veth1a", "veth9z", StringComparison.Ordinal)],
            inside: [.. Inside, Inside[0].Replace("eth0", "eth1", StringComparison.Ordinal)]);

        var all = await new NamespaceReader(engine.Client, _ => { }).InterfacesAsync(
            App.Snapshot,
            App["web"] with { ProcessId = 77 },
            default);

        Assert.Equal(["lo", "eth1"], all.Select(i => i.Name));
        Assert.Equal("veth9z", all[1].HostInterface);
    }

    [Fact]
    public async Task An_address_that_is_none_is_left_out()
    {
        await using var engine = Engine(
            host: [
                .. Host,
                """{"kind":"address","index":2,"scope":"global","address":"junk"}""",
                """{"kind":"address","index":2,"scope":"global"}""",
                """{"kind":"route","prefix":0,"gateway":"junk"}"""
            ],
            inside: [.. Inside, """{"kind":"address","index":42,"address":"junk"}"""]);
        var reader = new NamespaceReader(engine.Client, _ => { });

        Assert.Equal(["192.168.7.5"], (await reader.HostAddressesAsync(default)).Select(a => a.ToString()));
        Assert.Equal(["192.168.7.1"], (await reader.OutsideAsync(default)).Select(a => a.ToString()));
        Assert.Single((await reader.InterfacesAsync(App.Snapshot, App["web"] with { ProcessId = 77 }, default))[1].Addresses);
    }

    [Fact]
    public async Task The_namespace_of_a_process_that_is_somebody_elses_is_not_shown()
    {
        await using var engine = Engine(begin: null);
        engine.Inspected(TestEngine.Id("web"), """{"State":{"Pid":78}}""");
        var web = App["web"] with { ProcessId = 77 };

        Assert.Equal(2, (await new NamespaceReader(engine.Client, _ => { }).InterfacesAsync(App.Snapshot, web, default)).Count);
        Assert.Equal(
            [0, 77, 78],
            engine.Lines.Select(l =>
                System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(l).GetProperty("pid").GetInt32()));
        Assert.Contains($"\"container\":\"{web.Id}\"", engine.Lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "stopped while")]
    [InlineData(1, "keeps restarting")]
    public async Task Where_it_cannot_be_told_whose_it_is_that_is_said(int step, string said)
    {
        var pid = 77;
        FakeProbeEngine engine = null!;
        engine = Engine(
            begin: null,
            each: () => engine.Inspected(TestEngine.Id("web"), $$$"""{"State":{"Pid":{{{(pid = step == 0 ? 0 : pid + step)}}}}}"""));
        await using var _ = engine;

        var why = await Expect.FailureAsync(EngineFailure.Unavailable, () =>
            new NamespaceReader(engine.Client, _ => { }).InterfacesAsync(App.Snapshot, App["web"] with { ProcessId = 77 }, default));
        Assert.Contains(said, why.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_dies_of_somebody_elses_job_is_replaced()
    {
        var died = false;
        await using var engine = Engine(dies: () => !died && (died = true));

        Assert.Equal(["192.168.7.1"], (await new NamespaceReader(engine.Client, _ => { }).OutsideAsync(default)).Select(a => a.ToString()));
        Assert.Equal(2, engine.Created.Count);
    }

    private static async Task<IReadOnlyList<ContainerInterface>> ReadAsync(string name)
    {
        await using var engine = Engine();
        return await new NamespaceReader(engine.Client, _ => { }).InterfacesAsync(App.Snapshot, App[name] with { ProcessId = 77 }, default);
    }

    /// <summary>Its first answer is about the host, as is that to all jobs without a process; the others are about a container.</summary>
    private static FakeProbeEngine Engine(
        Func<string, string, (int Status, string Message)?>? refuse = null, string[]? host = null, string[]? inside = null,
        string? begin = "\"begin\":true,\"verified\":true", Action? each = null, Func<bool>? dies = null)
    {
        var asked = 0;
        return new FakeProbeEngine(async (exchange, job) =>
        {
            if (dies?.Invoke() == true)
            {
                exchange.Hangup();
                return;
            }

            each?.Invoke();
            var number = job.GetProperty("job").GetInt32();
            var items = asked++ == 0 ? host ?? Host : inside ?? Inside;
            await FakeProbeEngine.SayAsync(
                exchange,
                [.. items.Select(i => $"{{\"job\":{number},{i[1..]}"), $$"""{"job":{{number}},"end":true}"""]);
        })
        {
            TellsHostJobs = true,
            Refuse = refuse ?? ((_, _) => null),
            Begin = _ => begin,
        };
    }
}
