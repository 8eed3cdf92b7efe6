using System.Globalization;
using System.Text.Json;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>
/// The program finds rules in real network namespaces: a source, a router with a firewall, and a target. Where this process is not root, or
/// nft and iptables are not there, nothing is tested here.
/// </summary>
[Collection("native probe")]
public class NativeExplainTests
{
    private const string DockerUser = "iptables -N DOCKER-USER; iptables -A FORWARD -j DOCKER-USER; ";

    public static TheoryData<string, string, string, string> Faults => new()
    {
        {
            DockerUser + "iptables -A DOCKER-USER -p icmp -j RETURN;"
                + "iptables -A DOCKER-USER -p tcp --dport 80 -m comment --comment 'no web' -j DROP",
            "tcp", "iptables ip filter DOCKER-USER forward 2 drop",
            "-A DOCKER-USER -p tcp -m tcp --dport 80 -m comment --comment \"no web\" -j DROP"
        },
        {
            DockerUser + "iptables -A DOCKER-USER -s 10.9.1.0/24 -j REJECT",
            "tcp", "iptables ip filter DOCKER-USER forward 1 reject", "-A DOCKER-USER -s 10.9.1.0/24 -j REJECT"
        },
        { "iptables -P FORWARD DROP", "icmp", "iptables ip filter FORWARD forward 0 drop", "DROP" },
        {
            "iptables -t raw -A PREROUTING -d 10.9.2.2/32 ! -i docker0 -j DROP",
            "udp", "iptables ip raw PREROUTING prerouting 1 drop", "-A PREROUTING -d 10.9.2.2/32 ! -i docker0 -j DROP"
        },
        {
            "nft 'table inet fw { set bad { type ipv4_addr; elements = { 10.9.1.2 } }; chain f { type filter hook forward priority 0;"
                + " ip saddr @bad tcp dport { 80, 443 } drop comment \"evil\"; }; }'",
            "tcp", "nft inet fw f forward 1 drop", "ip saddr @bad tcp dport { 80, 443 } drop comment \"evil\""
        },
        {
            "nft 'table inet fw { chain f { type filter hook forward priority 0; reject with icmpx admin-prohibited; }; }'",
            "icmp", "nft inet fw f forward 1 reject", "reject with icmpx admin-prohibited"
        },
        {
            "nft 'table ip fw { chain o { type filter hook forward priority 0; policy drop; ip saddr 10.9.1.0/24 accept; }; }'",
            "icmp", "nft ip fw o forward 0 drop", "drop"
        },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task The_rule_that_ends_packets_is_named(string rules, string kind, string place, string text)
    {
        await using var lab = await RouterLab.StartAsync();
        if (lab is null)
            return;
        lab.Router(rules);
        await using var probe = NativeProbe.Start();

        var items = await ExplainAsync(probe, lab.RouterId, lab.SourceId, kind);

        var ended = Assert.Single(items, item => Step(item) == "ended");
        Assert.Equal(place, Place(ended));
        Assert.StartsWith(text, ended.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(ended.GetProperty("traced").GetBoolean());
        Assert.DoesNotContain(items, item => Step(item) == "incomplete");
        Assert.DoesNotContain("dockernetwork", lab.Router("nft list tables"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_for_packets_of_the_host_itself_and_one_in_the_target_are_named()
    {
        await using var lab = await RouterLab.StartAsync();
        if (lab is null)
            return;
        lab.Router("iptables -A INPUT -s 10.9.1.2 -j DROP");
        lab.Target("nft 'table inet own { chain in { type filter hook input priority 0; tcp dport 80 drop; }; }'");
        await using var probe = NativeProbe.Start();

        var host = await ExplainAsync(probe, lab.RouterId, lab.SourceId, "icmp", to: "10.9.1.1");
        var target = await ExplainAsync(probe, lab.TargetId, lab.SourceId, "tcp");

        Assert.Equal("iptables ip filter INPUT input 1 drop", Place(Assert.Single(host, item => Step(item) == "ended")));
        Assert.Equal("nft inet own in input 1 drop", Place(Assert.Single(target, item => Step(item) == "ended")));
    }

    [Fact]
    public async Task A_rule_in_a_table_that_is_called_like_one_of_a_trace_is_named()
    {
        await using var lab = await RouterLab.StartAsync();
        if (lab is null)
            return;
        lab.Router("nft 'table ip dockernetwork-trace-00000000 { chain f { type filter hook forward priority 0; drop; }; }'");
        await using var probe = NativeProbe.Start();

        var items = await ExplainAsync(probe, lab.RouterId, lab.SourceId, "tcp");

        Assert.Equal(
            "nft ip dockernetwork-trace-00000000 f forward 1 drop", Place(Assert.Single(items, item => Step(item) == "ended")));
    }

    [Fact]
    public async Task A_rule_that_drops_others_packets_is_not_named()
    {
        await using var lab = await RouterLab.StartAsync();
        if (lab is null)
            return;
        lab.Router("iptables -A FORWARD -p udp -j DROP; iptables -A FORWARD -p tcp --dport 81 -j DROP");
        await using var probe = NativeProbe.Start();
        await using var others = NativeProbe.Start();
        foreach (var (job, kind, port) in new[] { (1, "udp", 80), (2, "tcp", 81) })
        {
            var spec = $$"""{"kind":"{{kind}}","family":4,"token":{{job}},"fromPort":4444,"to":"10.9.2.2","toPort":{{port}}}""";
            others.Write($$"""{"job":{{job}},"pid":{{lab.SourceId}},"count":200,"interval":2,"send":{{spec}}}""");
        }

        var items = await ExplainAsync(probe, lab.RouterId, lab.SourceId, "tcp");

        Assert.DoesNotContain(items, item => Step(item) == "ended");
    }

    [Fact]
    public async Task Nothing_is_left_when_the_program_is_killed()
    {
        await using var lab = await RouterLab.StartAsync();
        if (lab is null)
            return;
        lab.Router("iptables -P FORWARD DROP");
        await using var probe = NativeProbe.Start();
        probe.Write(Job(1, lab.RouterId, "tcp", timeout: 60_000));
        while (Step((await probe.ReadAsync())!.Value) != "watching")
        {
            // The beginning of the job.
        }

        var before = lab.Router("nft list tables");
        probe.Process.Kill();
        await probe.Process.WaitForExitAsync();

        Assert.Contains("dockernetwork-trace-", before, StringComparison.Ordinal);
        Assert.DoesNotContain("dockernetwork", lab.Router("nft list tables"), StringComparison.Ordinal);
        Assert.Equal("-P FORWARD DROP", lab.Router("iptables -S FORWARD").Trim());
    }

    [Fact]
    public async Task A_job_that_is_given_up_leaves_nothing_and_ends()
    {
        await using var lab = await RouterLab.StartAsync();
        if (lab is null)
            return;
        lab.Router("iptables -P FORWARD DROP");
        await using var probe = NativeProbe.Start();
        probe.Write(Job(1, lab.RouterId, "tcp", timeout: 60_000));
        while (Step((await probe.ReadAsync())!.Value) != "watching")
        {
            // The beginning of the job.
        }

        probe.Write("""{"job":1,"cancel":true}""");

        Assert.True((await probe.ReadAsync())!.Value.GetProperty("end").GetBoolean());
        Assert.DoesNotContain("dockernetwork", lab.Router("nft list tables"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_right_the_job_is_denied()
    {
        await using var lab = await RouterLab.StartAsync();
        if (lab is null)
            return;
        await using var probe = NativeProbe.StartUnder("", "setpriv", "--bounding-set", "-net_admin", "--inh-caps", "-net_admin", "--");

        probe.Write(Job(1, lab.RouterId, "tcp", timeout: 500));
        var end = (await probe.ReadAsync())!.Value;

        Assert.Equal("denied", end.GetProperty("error").GetString());
        Assert.Contains("NET_ADMIN", end.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_behind_sixty_thousand_others_is_named()
    {
        await using var lab = await RouterLab.StartAsync();
        if (lab is null)
            return;
        lab.Router(
            "(echo 'table inet big { chain f { type filter hook forward priority 0; }; }';"
            + " for i in $(seq 60000); do echo \"add rule inet big f tcp dport $((i % 60000 + 1000)) counter accept\"; done;"
            + " echo 'add rule inet big f drop') > /tmp/dnx-$$.nft; nft -f /tmp/dnx-$$.nft; rm /tmp/dnx-$$.nft");
        await using var probe = NativeProbe.Start();

        var items = await ExplainAsync(probe, lab.RouterId, lab.SourceId, "icmp", timeout: 60_000, seconds: 120);

        Assert.All(items.Where(item => Step(item) == "ended"), item => Assert.Equal("nft inet big f forward 60001 drop", Place(item)));
        // On a busy machine, the program gives reading up, and says so.
        if (!items.Exists(IsGivenUp))
        {
            Assert.Single(items, item => Step(item) == "ended");
            Assert.DoesNotContain(items, item => Step(item) == "incomplete");
        }
    }

    private static bool IsGivenUp(JsonElement item) =>
        Step(item) == "incomplete" && item.GetProperty("text").GetString() == "Reading the rules took too long.";

    private static async Task<List<JsonElement>> ExplainAsync(
        NativeProbe probe, int where, int source, string kind, string to = "10.9.2.2", int timeout = 2000, int seconds = 10)
    {
        probe.Write(Job(7, where, kind, timeout));
        var items = new List<JsonElement>();
        while (await probe.ReadAsync(seconds) is { } answer)
        {
            if (answer.GetProperty("job").GetInt32() != 7)
                continue;
            if (answer.TryGetProperty("end", out _))
                return items;
            items.Add(answer);
            if (Step(answer) == "watching")
            {
                probe.Write(
                    $$"""{"job":8,"pid":{{source}},"count":3,"interval":20,"send":{{Spec(kind, $",\"to\":\"{to}\",\"toPort\":80")}}}""");
            }
        }

        throw new InvalidOperationException("The probe ended.");
    }

    private static string Job(int id, int where, string kind, int timeout) =>
        $$"""{"job":{{id}},"pid":{{where}},"count":3,"timeout":{{timeout}},"explain":{{Spec(kind, "")}}}""";

    private static string Spec(string kind, string more) =>
        $$"""{"kind":"{{kind}}","family":4,"token":4711471147114711,"fromPort":4711{{more}}}""";

    private static string? Step(JsonElement item) => item.TryGetProperty("rule", out var step) ? step.GetString() : null;

    private static string Place(JsonElement item) => string.Join(
        ' ',
        item.GetProperty("tool").GetString(),
        item.GetProperty("family").GetString(),
        item.GetProperty("table").GetString(),
        item.GetProperty("chain").GetString(),
        item.GetProperty("hook").GetString(),
        item.GetProperty("position").GetInt32().ToString(CultureInfo.InvariantCulture),
        item.GetProperty("verdict").GetString());
}
