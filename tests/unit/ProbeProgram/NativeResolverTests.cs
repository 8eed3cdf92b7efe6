using System.Diagnostics;
using System.Text.Json;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>
/// Lookups of the native program for a process with a root of its own, as a container has one. Needs root, port 53 and the program; where
/// one of them is missing, nothing is tested here.
/// </summary>
[Collection("native probe")]
public class NativeResolverTests
{
    [Fact]
    public Task A_name_is_asked_of_the_containers_own_server() => WithAsync(
        "nameserver 127.77.1.1\n",
        new() { ["127.77.1.1"] = (name, v6) => name == "db" && !v6 ? (0, "10.9.8.7") : (0, null) },
        async resolve =>
        {
            var answer = await resolve("db", 1000);
            Assert.Equal(("Reachable", "10.9.8.7", "127.77.1.1"), (Text(answer, "state"), Text(answer, "address"), Text(answer, "via")));
        });

    [Fact]
    public Task Search_domains_are_tried_in_their_order() => WithAsync(
        "nameserver 127.77.1.2\nsearch one two\n",
        new() { ["127.77.1.2"] = (name, v6) => name == "db.two" ? (0, v6 ? "fd00::7" : "10.9.8.7") : (3, null) },
        async resolve =>
        {
            var answer = await resolve("db", 1000);
            Assert.Equal(
                ["10.9.8.7", "fd00::7"],
                answer.GetProperty("addresses").EnumerateArray().Select(a => a.GetString()!).Order(StringComparer.Ordinal));
        });

    [Fact]
    public Task No_such_name_is_unresolved() => WithAsync(
        "nameserver 127.77.1.3\nsearch one two\n",
        new() { ["127.77.1.3"] = (_, _) => (3, null) },
        async resolve =>
        {
            var answer = await resolve("db", 1000);
            Assert.Equal(("Unresolved", "no such name"), (Text(answer, "state"), Text(answer, "text")));
        });

    [Fact]
    public Task Silence_is_not_known_and_ends_in_time() => WithAsync(
        "nameserver 127.77.1.4\noptions timeout:1\n",
        new() { ["127.77.1.4"] = (_, _) => null },
        async resolve =>
        {
            var watch = Stopwatch.StartNew();
            Assert.Equal("Unknown", Text(await resolve("db", 1500), "state"));
            Assert.InRange(watch.ElapsedMilliseconds, 1000, 4900);
        });

    [Fact]
    public Task The_second_server_is_asked_where_the_first_is_silent() => WithAsync(
        "nameserver 127.77.1.5\nnameserver 127.77.1.6\noptions timeout:1\n",
        new() { ["127.77.1.5"] = (_, _) => null, ["127.77.1.6"] = (_, v6) => (0, v6 ? null : "10.9.8.7") },
        async resolve => Assert.Equal(("Reachable", "127.77.1.6"), Pair(await resolve("db", 3000), "state", "via")));

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public Task The_second_server_is_asked_where_the_first_fails(int code) => WithAsync(
        "nameserver 127.77.2.5\nnameserver 127.77.2.6\n",
        new() { ["127.77.2.5"] = (_, _) => (code, null), ["127.77.2.6"] = (_, v6) => (0, v6 ? null : "10.9.8.7") },
        async resolve => Assert.Equal(("Reachable", "127.77.2.6"), Pair(await resolve("db", 3000), "state", "via")));

    [Fact]
    public Task An_address_is_named_once_where_a_server_does_not_know_IPv6() => WithAsync(
        "nameserver 127.77.1.7\noptions timeout:1 attempts:2\n",
        new() { ["127.77.1.7"] = (_, v6) => v6 ? null : (0, "10.9.8.7") },
        async resolve =>
        {
            var answer = await resolve("db", 4000);
            Assert.Equal("Reachable", Text(answer, "state"));
            Assert.Equal(["10.9.8.7"], answer.GetProperty("addresses").EnumerateArray().Select(a => a.GetString()));
        });

    [Theory]
    [InlineData("127.77.4.1", true, "upstreamSilent")]
    [InlineData("127.77.4.1 127.77.4.2", true, null)]
    [InlineData("host(127.77.4.1)", true, null)]
    [InlineData("127.77.4.1", false, null)]
    public Task The_servers_behind_the_engines_DNS_are_silent_only_if_they_were_asked(string upstream, bool engine, string? detail) =>
        WithAsync(
            $"nameserver {(engine ? "127.0.0.11" : "127.77.4.3")}\n# Based on host file: 'x'\n# ExtServers: [{upstream}]\n",
            new() { ["127.0.0.11"] = (_, _) => null, ["127.77.4.1"] = (_, _) => null, ["127.77.4.2"] = (_, _) => (2, null) },
            async resolve =>
            {
                var answer = await resolve("db.example", 1800);
                Assert.Equal("Unknown", Text(answer, "state"));
                Assert.Equal(detail, answer.TryGetProperty("detail", out var seen) ? seen.GetString() : null);
                if (detail is not null)
                    Assert.EndsWith("the engine's DNS (127.0.0.11) asks do not answer: 127.77.4.1", Text(answer, "text"));
            });

    [Theory]
    [InlineData("a..b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public Task A_search_domain_that_is_none_is_passed_over(string domain) => WithAsync(
        $"nameserver 127.77.1.8\nsearch {domain}\n",
        new() { ["127.77.1.8"] = (name, v6) => name == "db" && !v6 ? (0, "10.9.8.7") : (3, null) },
        async resolve => Assert.Equal(("Reachable", "10.9.8.7"), Pair(await resolve("db", 1000), "state", "address")));

    [Fact]
    public Task A_name_is_not_known_if_a_question_stays_open() => WithAsync(
        "nameserver 127.77.3.1\n",
        new() { ["127.77.3.1"] = (_, v6) => v6 ? (0, null) : null },
        async resolve =>
        {
            var answer = await resolve("db", 900);
            Assert.Equal(("Unknown", "127.77.3.1 did not answer the query for IPv4 addresses"), Pair(answer, "state", "text"));
        });

    [Fact]
    public Task Silence_about_the_name_itself_is_not_outvoted_by_a_search_domain() => WithAsync(
        "nameserver 127.77.3.2\nsearch one\n",
        new() { ["127.77.3.2"] = (name, _) => name == "db.one" ? (3, null) : null },
        async resolve => Assert.Equal(("Unknown", "127.77.3.2 did not answer"), Pair(await resolve("db", 900), "state", "text")));

    [Fact]
    public async Task A_datagram_that_is_lost_is_sent_again()
    {
        var asked = 0;
        await WithAsync(
            "nameserver 127.77.3.3\n",
            new() { ["127.77.3.3"] = (_, v6) => v6 ? (0, null) : ++asked == 1 ? null : (0, "10.9.8.7") },
            async resolve =>
            {
                var watch = Stopwatch.StartNew();
                Assert.Equal(("Reachable", "10.9.8.7"), Pair(await resolve("db", 3000), "state", "address"));
                Assert.InRange(watch.ElapsedMilliseconds, 0, 2700);
            });
    }

    [Fact]
    public async Task An_answer_that_is_late_for_one_attempt_counts()
    {
        var asked = 0;
        await WithAsync(
            "nameserver 127.77.3.4\n",
            new()
            {
                ["127.77.3.4"] = (_, v6) =>
                {
                    if (!v6 && ++asked == 1)
                        Thread.Sleep(700);
                    return (0, v6 ? null : "10.9.8.7");
                },
            },
            async resolve => Assert.Equal("Reachable", Text(await resolve("db", 1500), "state")));
    }

    [Fact]
    public Task A_silent_server_is_not_outvoted_by_one_without_a_way() => WithAsync(
        "nameserver 127.77.3.5\nnameserver 255.255.255.255\n",
        new() { ["127.77.3.5"] = (_, _) => null },
        async resolve => Assert.Equal(("Unknown", "127.77.3.5 did not answer"), Pair(await resolve("db", 900), "state", "text")));

    [Fact]
    public Task A_name_is_unresolved_without_a_way_to_any_server() => WithAsync(
        "nameserver 255.255.255.255\n",
        [],
        async resolve => Assert.Equal("Unresolved", Text(await resolve("db", 900), "state")));

    [Theory]
    [InlineData("dns", "Reachable")]
    [InlineData("icmp", "Reachable")]
    public Task An_address_of_either_family_resolves_a_name_that_is_denied_for_the_other(string kind, string state) => WithAsync(
        "nameserver 127.77.3.6\n",
        new() { ["127.77.3.6"] = (_, v6) => v6 ? (0, "::1") : (3, null) },
        async (probe, inside, _) =>
        {
            var answer = await probe.ProbeAsync($"\"kind\":\"{kind}\",\"host\":\"db\"", $"\"pid\":{inside.Id},\"timeout\":1000");
            Assert.Equal("::1", Text(answer, "address"));
            if (kind == "dns")
                Assert.Equal(state, Text(answer, "state"));
        });

    [Fact]
    public Task A_server_that_fails_says_nothing_about_the_name() => WithAsync(
        "nameserver 127.77.3.7\nsearch one\n",
        new() { ["127.77.3.7"] = (name, _) => (name == "db.one" ? 2 : 3, null) },
        async resolve => Assert.Equal(
            ("Unknown", "127.77.3.7 could not answer (SERVFAIL)"), Pair(await resolve("db", 900), "state", "text")));

    [Fact]
    public Task A_server_that_fails_for_a_search_domain_may_know_the_name_itself() => WithAsync(
        "nameserver 127.77.3.8\nsearch one two\n",
        new() { ["127.77.3.8"] = (name, v6) => name == "db.one" ? (2, null) : name == "db" && !v6 ? (0, "10.9.8.7") : (3, null) },
        async resolve => Assert.Equal("Reachable", Text(await resolve("db", 900), "state")));

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("a..b")]
    public Task A_name_in_the_hosts_file_need_not_be_a_name_of_DNS(string name) => WithAsync(
        "nameserver 127.77.3.9\n",
        [],
        async (probe, inside, root) =>
        {
            root.Write("etc/hosts", $"10.1.1.2 {name}\n");
            Assert.Equal(("10.1.1.2", "hosts"), Pair(await LookUpAsync(probe, inside, name, 500), "address", "via"));
        });

    [Fact]
    public async Task A_source_has_no_more_lookups_at_work_than_a_name_servers_socket_holds()
    {
        var (pending, most) = (0, 0);
        await WithAsync(
            "nameserver 127.77.3.10\n",
            new() { ["127.77.3.10"] = (_, v6) => { most = Math.Max(most, v6 ? most : ++pending); return null; } },
            async (probe, inside, _) =>
            {
                var probes = string.Join(',', Enumerable.Range(0, 300).Select(i => $$"""{"i":{{i}},"kind":"dns","host":"n{{i}}"}"""));
                probe.Write($$"""{"job":1,"pid":{{inside.Id}},"timeout":6000,"probes":[{{probes}}]}""");
                await Task.Delay(1500);
                Assert.InRange(most, 50, 100);
            });
    }

    [Fact]
    public Task The_containers_own_hosts_file_comes_first() => WithAsync(
        "nameserver 127.77.1.10\n",
        new() { ["127.77.1.10"] = (_, _) => (0, "10.9.8.7") },
        async resolve => Assert.Equal(("10.1.1.1", "hosts"), Pair(await resolve("pinned", 1000), "address", "via")));

    /// <summary>
    /// Of several addresses that a name server gives, the probe takes the one that is meant. A program takes the first line of the hosts
    /// file, whatever is meant.
    /// </summary>
    [Theory]
    [InlineData("shared", "10.1.1.3")]
    [InlineData("both", "10.1.1.7")]
    public Task The_first_line_of_the_hosts_file_counts_and_not_the_address_that_is_meant(string name, string address) => WithAsync(
        "nameserver 127.77.3.11\n",
        new() { ["127.77.3.11"] = (asked, v6) => asked == "both" ? (0, v6 ? "fd00::7" : "10.1.1.7") : (3, null) },
        async (probe, inside, root) =>
        {
            root.Write("etc/hosts", "10.1.1.3 shared\n10.1.1.4 shared\n");
            Assert.Equal(address, Text(await LookUpAsync(probe, inside, name, 1000, "10.1.1.4", "10.1.1.7"), "address"));
        });

    /// <summary>An IPv4 address comes first unless the other one is meant.</summary>
    [Fact]
    public Task An_answer_of_a_name_server_is_searched_for_the_address_that_is_meant() => WithAsync(
        "nameserver 127.77.3.12\n",
        new() { ["127.77.3.12"] = (_, v6) => (0, v6 ? "fd00::7" : "10.1.1.7") },
        async (probe, inside, _) =>
        {
            Assert.Equal("fd00::7", Text(await LookUpAsync(probe, inside, "db", 1000, "fd00::7"), "address"));
            Assert.Equal("10.1.1.7", Text(await LookUpAsync(probe, inside, "db", 1000), "address"));
        });

    [Theory]
    [InlineData("/etc/hosts")]
    [InlineData("/etc/resolv.conf")]
    public Task A_pipe_in_place_of_a_file_does_not_stop_the_others(string file) => WithAsync(
        "",
        [],
        async (probe, inside, root) =>
        {
            File.Delete(root.Path + file);
            await Process.Start("mkfifo", [root.Path + file]).WaitForExitAsync();
            probe.Write($$"""{"job":1,"pid":{{inside.Id}},"timeout":300,"probes":[{"kind":"dns","host":"db"}]}""");
            probe.Write("""{"job":2,"probes":[{"kind":"dns","host":"localhost"}]}""");

            for (var other = false; !other;)
                other = (await probe.ReadAsync(3))!.Value.GetProperty("job").GetInt32() == 2;
        });

    [Fact]
    public Task A_link_to_the_probes_own_input_does_not_stop_the_others() => WithAsync(
        "",
        [],
        async (probe, inside, root) =>
        {
            File.Delete(root.File("etc/hosts"));
            File.CreateSymbolicLink(root.File("etc/hosts"), "/proc/self/fd/0");
            probe.Write($$"""{"job":1,"pid":{{inside.Id}},"timeout":300,"probes":[{"kind":"dns","host":"db"}]}""");
            await Task.Delay(200);
            probe.Write("""{"job":2,"probes":[{"kind":"dns","host":"localhost"}]}""");

            for (var other = false; !other;)
                other = (await probe.ReadAsync(3))!.Value.GetProperty("job").GetInt32() == 2;
        });

    [Fact]
    public Task A_link_is_followed_inside_the_container_and_not_outside() => WithAsync(
        "",
        [],
        async (probe, inside, root) =>
        {
            using var outside = new TempFolder();
            outside.Write("hosts", "10.6.6.6 outside\n");
            root.Write("run/hosts", "10.7.7.7 inside\n");
            File.Delete(root.File("etc/hosts"));
            File.CreateSymbolicLink(root.File("etc/hosts"), "/run/hosts");
            Assert.Equal("10.7.7.7", Text(await LookUpAsync(probe, inside, "inside", 300), "address"));

            File.Delete(root.File("etc/hosts"));
            File.CreateSymbolicLink(root.File("etc/hosts"), outside.File("hosts"));
            Assert.NotEqual("10.6.6.6", Text(await LookUpAsync(probe, inside, "outside", 300), "address"));
        });

    private static Task WithAsync(
        string configuration,
        Dictionary<string, Func<string, bool, (int Code, string? Address)?>> servers,
        Func<Func<string, int, Task<JsonElement>>, Task> test) =>
        WithAsync(configuration, servers, (probe, inside, _) => test((name, timeout) => LookUpAsync(probe, inside, name, timeout)));

    private static async Task WithAsync(
        string configuration,
        Dictionary<string, Func<string, bool, (int Code, string? Address)?>> servers,
        Func<NativeProbe, NativeProbe, TempFolder, Task> test)
    {
        if (NativeProbe.Program is null)
            return;
        using var root = new TempFolder();
        root.Write("etc/resolv.conf", configuration);
        root.Write("etc/hosts", "10.1.1.1 pinned\n");
        var started = servers.Select(pair => TinyNameServer.Start(pair.Key, pair.Value)).ToList();
        try
        {
            await using var inside = await NativeProbe.StartInAsync(root);
            if (inside is null || started.Contains(null))
                return;
            await using var probe = NativeProbe.Start();

            // Not everywhere may a process enter another's namespace, not even as root.
            probe.Write($$"""{"job":0,"pid":{{inside.Id}}}""");
            if ((await probe.ReadAsync())!.Value.TryGetProperty("error", out _))
                return;
            await test(probe, inside, root);
        }
        finally
        {
            foreach (var server in started.OfType<TinyNameServer>())
                await server.DisposeAsync();
        }
    }

    private static Task<JsonElement> LookUpAsync(
        NativeProbe probe, NativeProbe inside, string name, int timeout, params string[] prefer) =>
        probe.ProbeAsync(
            $"\"kind\":\"dns\",\"host\":\"{name}\",\"prefer\":[{string.Join(',', prefer.Select(address => $"\"{address}\""))}]",
            $"\"pid\":{inside.Id},\"timeout\":{timeout}");

    private static (string?, string?) Pair(JsonElement answer, string first, string second) => (Text(answer, first), Text(answer, second));

    private static string? Text(JsonElement answer, string name) => answer.TryGetProperty(name, out var value) ? value.GetString() : null;
}
