using System.Text;
using DockerNetwork.Probe;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>What the program reads of a network namespace for a trace, as the kernel writes it, and as others might.</summary>
[Collection("native probe")]
public class LookStateTests
{
    [Fact]
    public void Questions_about_routes_are_read()
    {
        var job = Parse(
            """
            {"job":1,"look":{"routes":[{"to":"10.0.0.1"},
            {"to":"fd00::1","from":"fd00::2","input":"eth0","mark":4294967295,"x":[1]}],"y":{}}}
            """);

        Assert.Equal(
            [
                new RouteQuestion { To = "10.0.0.1" },
                new RouteQuestion { To = "fd00::1", From = "fd00::2", Input = "eth0", Mark = uint.MaxValue },
            ],
            job.Look!.Routes!);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"routes":null}""")]
    public void A_look_may_ask_for_no_routes(string look) => Assert.Null(Parse("""{"job":1,"look":""" + look + "}").Look!.Routes);

    [Theory]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("""{"routes":{}}""")]
    [InlineData("""{"routes":[1]}""")]
    [InlineData("""{"routes":[{"to":1}]}""")]
    [InlineData("""{"routes":[{"to":"10.0.0.1","mark":-1}]}""")]
    [InlineData("""{"routes":[{"to":"10.0.0.1"}""")]
    public void Other_looks_are_refused(string look) =>
        Assert.Throws<FormatException>(() => Parse("""{"job":1,"look":""" + look + "}"));

    [Fact]
    public void Too_many_questions_are_refused()
    {
        string Look(int count) =>
            """{"job":1,"look":{"routes":[""" + string.Join(',', Enumerable.Repeat("""{"to":"10.0.0.1"}""", count)) + "]}}";

        Assert.Equal(LookSpec.MaxRoutes, Parse(Look(LookSpec.MaxRoutes)).Look!.Routes!.Count);
        Assert.Throws<FormatException>(() => Parse(Look(LookSpec.MaxRoutes + 1)));
    }

    [Fact]
    public void Counters_are_read()
    {
        var counters = KernelCounters.Pairs(
            """
            TcpExt: SyncookiesSent ListenOverflows ListenDrops
            TcpExt: 5 7 9
            IpExt: InNoRoutes InMcastPkts
            IpExt: 3 1
            Ip: Forwarding OutNoRoutes
            Udp: 1 2
            Ip: OutNoRoutes
            """);

        Assert.Equal(
            [("netstat.TcpExt.ListenOverflows", 7L), ("netstat.TcpExt.ListenDrops", 9L), ("netstat.IpExt.InNoRoutes", 3L)],
            counters.Select(c => (c.Sysctl, c.Value)));
        Assert.Equal(
            ("netstat.Ip6.InNoRoutes", 4L),
            KernelCounters.OfIPv6("Ip6InReceives   \t1\nIp6InNoRoutes   \t4\nUdp6NoPorts\t2\n").Select(c => (c.Sysctl, c.Value)).Single());
    }

    [Fact]
    public void Counters_of_all_processors_are_added_up_and_entries_are_not() => Assert.Equal(
        [("stat.nf_conntrack.entries", 16L), ("stat.nf_conntrack.drop", 0x12L), ("stat.nf_conntrack.early_drop", 1L)],
        KernelCounters.Table(
            "nf_conntrack",
            "entries  searched drop early_drop\n00000010 0 00000010 00000001\n00000010 0 00000002 00000000\nshort 1\n",
            "drop",
            "early_drop",
            "not_there").Select(c => (c.Sysctl, c.Value)));

    [Theory]
    [InlineData("1\n", 1)]
    [InlineData("-1\n", -1)]
    [InlineData("262144", 262144)]
    [InlineData("32768 60999\n", null)]
    [InlineData("", null)]
    [InlineData("99999999999999999999", null)]
    public void A_setting_is_a_number(string text, int? value) => Assert.Equal(value, KernelSettings.Number(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Questions_are_put_as_the_kernel_wants_them()
    {
        Assert.Null(RouteLookup.Request(new RouteQuestion { To = "db" }, 0));
        Assert.Null(RouteLookup.Request(new RouteQuestion { To = "10.0.0.1", From = "fd00::1" }, 0));
        Assert.Null(RouteLookup.Request(new RouteQuestion { To = "10.0.0.1", From = "" }, 0));
        Assert.Equal(
            "02202000000000000010000008000100" + "0A000001" + "080002000A000002" + "0800030007000000" + "0800100005000000",
            Convert.ToHexString(RouteLookup.Request(new RouteQuestion { To = "10.0.0.1", From = "10.0.0.2", Mark = 5 }, 7)!));
    }

    [Theory]
    [InlineData(-101, 101)]
    [InlineData(113, 113)]
    [InlineData(0, null)]
    [InlineData(int.MinValue, null)]
    public void An_answer_may_be_an_error(int said, int? error)
    {
        var cache = new byte[32];
        BitConverter.GetBytes(said).CopyTo(cache, 12);

        var route = RouteLookup.Read([10, 128, 0, 0, 254, 0, 0, 7, 0, 0, 0, 0], new() { [12] = cache });

        Assert.Equal((error, "unreachable", 254L), (route.Error, route.Type, route.Table));
    }

    [Fact]
    public void Rules_that_every_namespace_has_are_left_out()
    {
        byte[] Rule(byte table, byte source = 0) => [2, 0, source, 0, table, 0, 0, 1, 0, 0, 0, 0];
        Dictionary<int, byte[]> At(uint priority) => new() { [6] = BitConverter.GetBytes(priority), [14] = [255, 255, 255, 255] };

        Assert.Null(LookItems.PolicyRule(Rule(255), At(0)));
        Assert.Null(LookItems.PolicyRule([129, .. Rule(254)[1..]], At(32767)));
        Assert.Null(LookItems.PolicyRule(Rule(254), At(32766)));
        Assert.Null(LookItems.PolicyRule(Rule(253), At(32767)));
        Assert.Equal(100, LookItems.PolicyRule(Rule(100), At(32765))!.Table);
        Assert.Equal(32766, LookItems.PolicyRule(Rule(254), new(At(32766)) { [10] = [1, 0, 0, 0] })!.Metric);
        Assert.Equal("10.0.0.0/8", LookItems.PolicyRule(Rule(7, source: 8), new(At(1)) { [2] = [10, 0, 0, 0] })!.From);
    }

    [Fact]
    public async Task The_program_reads_the_namespace_of_another_process()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        System.Diagnostics.Process? other = null;
        var possible = NetworkOfItsOwn.Do(() =>
        {
            NetworkOfItsOwn.Shell(
                """
                ip link add br-x type bridge
                ip link add v0 type veth peer name v.1 && ip link set v0 master br-x up && ip link set v.1 up
                ip link set br-x up && ip address add 10.9.0.1/24 dev br-x && bridge link set dev v0 hairpin on
                ip neighbour add 10.9.0.7 lladdr 02:00:00:00:00:07 dev br-x
                bridge fdb add 02:00:00:00:00:08 dev v0 master
                ip route add blackhole 10.77.0.0/16 metric 7
                ip rule add from 10.9.0.0/24 table 77 priority 50 && ip route add 10.50.0.0/16 via 10.9.0.9 table 77
                echo 1 >/proc/sys/net/ipv4/conf/v.1/rp_filter
                echo 0 >/proc/sys/net/ipv4/ip_forward
                echo 1 >/proc/sys/net/ipv4/conf/v0/forwarding
                echo 77 >/proc/sys/net/core/somaxconn
                """);
            other = System.Diagnostics.Process.Start("sleep", "60");
        });
        if (!possible)
            return;
        try
        {
            var items = await probe.RunAsync(
                $$"""
                "pid":{{other!.Id}},"look":{"routes":[{"to":"10.9.0.5"},{"to":"10.77.0.1"},{"to":"10.50.0.1","from":"10.9.0.1"},
                {"to":"10.50.0.1"},{"to":"x"},{"to":"10.9.0.5","input":"nolink"},{"to":"10.9.0.5","from":"10.9.0.8","input":"br-x"}]}
                """.ReplaceLineEndings(""));

            var link = items.Single(i => Is(i, "kind", "link") && Is(i, "name", "v0"));
            var bridge = items.Single(i => Is(i, "kind", "link") && Is(i, "name", "br-x"));
            Assert.Equal(bridge.GetProperty("index").GetInt32(), link.GetProperty("master").GetInt32());
            Assert.Equal(("forwarding", true), (link.GetProperty("port").GetString(), link.GetProperty("hairpin").GetBoolean()));
            Assert.False(bridge.GetProperty("vlanFiltering").GetBoolean());
            Assert.Contains(items, i => Is(i, "kind", "neighbour") && Is(i, "address", "10.9.0.7") && Is(i, "state", "permanent"));
            Assert.Contains(
                items.Where(i => Is(i, "kind", "bridgeEntry")),
                i => Is(i, "mac", "02:00:00:00:00:08") && Number(i, "index") == Number(link, "index"));
            Assert.Contains(items, i => Is(i, "kind", "route") && Is(i, "type", "blackhole") && Number(i, "metric") == 7);
            var rule = items.Single(i => Is(i, "kind", "policyRule"));
            Assert.Equal((50, 77, "10.9.0.0/24"), (Number(rule, "metric"), Number(rule, "table"), rule.GetProperty("from").GetString()));

            var routes = items.Where(i => i.TryGetProperty("route", out _)).ToDictionary(i => Number(i, "route"));
            Assert.Equal(("unicast", "br-x", 254), (Text(routes[0], "type"), Text(routes[0], "link"), Number(routes[0], "table")));
            Assert.Equal("10.9.0.1", Text(routes[0], "source"));
            Assert.Equal(22, Number(routes[1], "error"));
            Assert.Equal(("10.9.0.9", 77), (Text(routes[2], "gateway"), Number(routes[2], "table")));
            Assert.Equal(101, Number(routes[3], "error"));
            Assert.Equal((22, 19), (Number(routes[4], "error"), Number(routes[5], "error")));
            Assert.Equal(113, Number(routes[6], "error"));

            var settings = items
                .Where(i => i.TryGetProperty("sysctl", out _))
                .ToDictionary(i => Text(i, "sysctl"), i => Number(i, "value"));
            Assert.Equal(1, settings["net.ipv4.conf.v/1.rp_filter"]);
            Assert.Equal((0, 1), (settings["net.ipv4.conf.br-x.forwarding"], settings["net.ipv4.conf.v0.forwarding"]));
            Assert.Equal(0, settings["net.ipv6.conf.v0.disable_ipv6"]);
            Assert.Equal(77, settings["net.core.somaxconn"]);
            Assert.Equal((0, 1), (settings["net.ipv4.ip_forward"], settings["net.ipv4.icmp_echo_ignore_all"]));
            Assert.Equal(0, settings["netstat.TcpExt.ListenOverflows"]);
            Assert.True(settings["netstat.Ip.OutNoRoutes"] >= 0 && settings["netstat.Ip6.InNoRoutes"] >= 0);
            Assert.True(settings["stat.arp_cache.table_fulls"] >= 0 && settings["stat.arp_cache.entries"] >= 0);

            // What the kernel tells with its list of links is what its files say.
            foreach (var (name, value) in settings.Where(s => s.Key.Contains(".conf.v0.", StringComparison.Ordinal)))
                Assert.Equal($"{value}", NetworkOfItsOwn.ReadOf(other.Id, $"/proc/sys/{name.Replace('.', '/')}"));
        }
        finally
        {
            other!.Kill();
            other.Dispose();
        }
    }

    private static JobMessage Parse(string line) => JobReader.Read(Encoding.UTF8.GetBytes(line));

    private static string Text(System.Text.Json.JsonElement item, string property) => item.GetProperty(property).GetString()!;

    private static int Number(System.Text.Json.JsonElement item, string property) =>
        item.TryGetProperty(property, out var value) ? value.GetInt32() : -1;

    private static bool Is(System.Text.Json.JsonElement item, string property, string text) =>
        item.TryGetProperty(property, out var value) && value.GetString() == text;
}
