using System.Diagnostics;
using System.Text.Json;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>The program as it is shipped, on this machine's loopback interface. Where it was not built, nothing is tested here.</summary>
[Collection("native probe")]
public class NativeProbeTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    [Fact]
    public async Task A_port_with_a_listener_is_reachable()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying("");

        var answer = await probe.ProbeAsync($"""{Tcp(server.Port)}""");

        Assert.Equal(
            ("Reachable", "127.0.0.1", 1, 1),
            (State(answer), Text(answer, "address"), Number(answer, "sent"), Number(answer, "received")));
        Assert.InRange(answer.GetProperty("min").GetInt64(), 1, 1_000_000_000);
    }

    [Fact]
    public async Task A_port_without_a_listener_refuses()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();

        var answer = await probe.ProbeAsync(Tcp(TinyServer.FreePort()));

        Assert.Equal(("Refused", 1, 0), (State(answer), Number(answer, "sent"), Number(answer, "received")));
        Assert.False(answer.TryGetProperty("min", out _));
    }

    [Fact]
    public async Task A_port_that_drops_what_it_accepts_is_refused_by_the_proxy()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying("");

        var answer = await probe.ProbeAsync(Tcp(server.Port) + ",\"proxied\":true");

        Assert.Equal("Refused", State(answer));
        Assert.Equal("proxyDropped", Text(answer, "detail"));
    }

    [Fact]
    public async Task A_port_that_keeps_what_it_accepts_is_behind_no_idle_proxy()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying([null]);

        Assert.Equal("Reachable", State(await probe.ProbeAsync(Tcp(server.Port) + ",\"proxied\":true")));
    }

    [Fact]
    public async Task A_datagram_to_nobody_is_refused()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();

        Assert.Equal("Refused", State(await probe.ProbeAsync($"\"kind\":\"udp\",\"host\":\"127.0.0.1\",\"port\":{TinyServer.FreePort()}")));
    }

    [Fact]
    public async Task A_name_server_answers_the_datagram()
    {
        await using var server = TinyNameServer.Start("127.77.0.9", (_, _) => (3, null));
        if (NativeProbe.Program is null || server is null)
            return;
        await using var probe = NativeProbe.Start();

        Assert.Equal("Reachable", State(await probe.ProbeAsync("\"kind\":\"udp\",\"host\":\"127.77.0.9\",\"port\":53")));
    }

    [Fact]
    public async Task An_HTTP_answer_brings_its_status()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying("HTTP/1.1 404 Not Found\r\n\r\n");

        var answer = await probe.ProbeAsync(Http(server.Port) + ",\"path\":\"/health?x=1\"");

        Assert.Equal(("Reachable", 404), (State(answer), Number(answer, "status")));
        Assert.StartsWith($"GET /health?x=1 HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\n", server.Requests[0], StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", server.Requests[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n", "Unknown", "The answer is not HTTP: 'SSH-2.0-OpenSSH_9.6'")]
    [InlineData("HTTP/1.1\r\n", "Unknown", "The answer is not HTTP: 'HTTP/1.1'")]
    [InlineData("HTTP/1.1 abc\r\n", "Unknown", "The answer is not HTTP: 'HTTP/1.1 abc'")]
    [InlineData("HTTP/1.1 -20 x\r\n", "Unknown", "The answer is not HTTP: 'HTTP/1.1 -20 x'")]
    [InlineData("HTTP/1.1 999999 x\r\n", "Unknown", "The answer is not HTTP: 'HTTP/1.1 999999 x'")]
    [InlineData("HTTP/1.1 20 x\r\n", "Unknown", "The answer is not HTTP: 'HTTP/1.1 20 x'")]
    [InlineData("HTTP/1.1 099 x\r\n", "Unknown", "The answer is not HTTP: 'HTTP/1.1 099 x'")]
    [InlineData("-ERR unknown command 'GET', with args beginning with\n", "Unknown",
        "The answer is not HTTP: '-ERR unknown command 'GET', with args be...'")]
    [InlineData("\u001b[2J\n", "Unknown", "The answer is not HTTP: '\u001b[2J'")]
    [InlineData("", "Refused", "The connection was closed without an HTTP answer")]
    public async Task What_is_not_HTTP_has_no_status(string said, string state, string text)
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying(said);

        var answer = await probe.ProbeAsync(Http(server.Port));

        Assert.Equal((state, "notHttp", text), (State(answer), Text(answer, "detail"), Text(answer, "text")));
        Assert.False(answer.TryGetProperty("status", out _));
    }

    [Fact]
    public async Task A_server_that_keeps_silent_is_not_known()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying([null]);

        Assert.Equal("Unknown", State(await probe.ProbeAsync(Http(server.Port), "\"timeout\":200")));
    }

    [Fact]
    public async Task The_second_answer_is_not_taken_for_the_first()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying("HTTP/1.1 503 Later\r\n\r\n", Ok);

        var answer = await probe.ProbeAsync(Http(server.Port), "\"count\":2,\"interval\":10");

        Assert.Equal(("Reachable", 200, 2), (State(answer), Number(answer, "status"), Number(answer, "received")));
    }

    [Fact]
    public async Task Each_connection_of_many_counts_for_itself()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying(Ok, "SSH-2.0\r\n");

        var answer = await probe.ProbeAsync(Http(server.Port), "\"count\":3,\"interval\":10");

        Assert.Equal(
            ("Reachable", 200, 3, 1),
            (State(answer), Number(answer, "status"), Number(answer, "sent"), Number(answer, "received")));
    }

    [Fact]
    public async Task The_own_hosts_file_is_read()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();

        var answer = await probe.ProbeAsync("\"kind\":\"dns\",\"host\":\"localhost\"");

        Assert.Equal(("Reachable", "127.0.0.1", "hosts"), (State(answer), Text(answer, "address"), Text(answer, "via")));
        Assert.Contains("127.0.0.1", answer.GetProperty("addresses").EnumerateArray().Select(a => a.GetString()));
    }

    [Fact]
    public async Task A_name_leads_to_the_probe_of_its_address()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying(Ok);

        var answer = await probe.ProbeAsync($"\"kind\":\"http\",\"host\":\"localhost\",\"port\":{server.Port}");

        Assert.Equal(("Reachable", 200, "hosts"), (State(answer), Number(answer, "status"), Text(answer, "via")));
        Assert.Contains($"Host: localhost:{server.Port}", server.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_needs_no_lookup()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();

        var answer = await probe.ProbeAsync("\"kind\":\"dns\",\"host\":\"10.1.2.3\"");

        Assert.Equal(("Reachable", "10.1.2.3"), (State(answer), Text(answer, "address")));
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData(".")]
    public async Task What_cannot_be_a_name_does_not_resolve(string name)
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();

        Assert.Equal("Unresolved", State(await probe.ProbeAsync($"\"kind\":\"dns\",\"host\":\"{name}\"")));
    }

    [Fact]
    public async Task Echo_requests_are_timed()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();

        var answer = await probe.ProbeAsync("\"kind\":\"icmp\",\"host\":\"127.0.0.1\"", "\"count\":3,\"interval\":20,\"timeout\":1000");
        if (Text(answer, "text")?.Contains("No ICMP socket", StringComparison.Ordinal) == true)
            return;

        Assert.Equal(("Reachable", 3, 3), (State(answer), Number(answer, "sent"), Number(answer, "received")));
        var (min, avg, max) = (
            answer.GetProperty("min").GetInt64(),
            answer.GetProperty("avg").GetInt64(),
            answer.GetProperty("max").GetInt64());
        Assert.True(min > 0 && min <= avg && avg <= max && max < 1_000_000_000, $"{min} {avg} {max}");
    }

    [Fact]
    public async Task A_bad_line_is_answered_and_the_next_one_is_worked_on()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        probe.Write("hello");
        probe.Write("");
        probe.Write(new string('[', 100_000));
        probe.Write(new string(' ', 9 << 20));

        for (var i = 0; i < 3; i++)
        {
            var answer = (await probe.ReadAsync())!.Value;
            Assert.True(answer.GetProperty("end").GetBoolean());
            Assert.NotEmpty(Text(answer, "error")!);
        }

        Assert.Equal("Refused", State(await probe.ProbeAsync(Tcp(TinyServer.FreePort()))));
    }

    [Fact]
    public async Task A_job_that_cannot_be_done_is_ended_by_its_own_number()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        probe.Write("""{"job":42,"count":0,"probes":[{"host":"127.0.0.1"}]}""");

        // Who waits for job 42 would wait for ever.
        Assert.Equal(42, (await probe.ReadAsync())!.Value.GetProperty("job").GetInt32());
    }

    [Fact]
    public async Task A_job_without_probes_ends()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();

        Assert.Empty(await probe.RunAsync("\"probes\":[]"));
        Assert.Equal("{\"protocol\":2}", probe.Greeting);
    }

    [Fact]
    public async Task A_cancelled_job_ends_without_the_answers_that_were_open()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying([null]);
        var probes = string.Join(',', Enumerable.Range(0, 2000).Select(i => $$"""{"i":{{i}},{{Http(server.Port)}}}"""));
        probe.Write($$"""{"job":1,"timeout":600,"count":50,"probes":[{{probes}}]}""");
        probe.Write("""{"job":1,"cancel":true}""");

        var watch = Stopwatch.StartNew();
        var answer = (await probe.ReadAsync())!.Value;

        Assert.True(answer.TryGetProperty("end", out _));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 5000);
    }

    [Fact]
    public async Task Cancelling_what_is_not_there_does_no_harm()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        probe.Write("""{"job":99,"cancel":true}""");

        Assert.Empty(await probe.RunAsync(""));
    }

    [Fact]
    public async Task The_end_of_input_is_the_end_at_once()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying([null]);
        probe.Write($$"""{"job":1,"timeout":60000,"probes":[{{{Http(server.Port)}}}]}""");
        probe.CloseInput();

        Assert.Equal(0, await probe.EndAsync(2));
    }

    [Fact]
    public async Task The_end_of_a_reader_is_the_end()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await probe.RunAsync("");
        probe.Process.StandardOutput.Close();
        probe.Write("""{"job":1}""");

        Assert.Equal(0, await probe.EndAsync(2));
    }

    [Fact]
    public async Task The_signal_to_terminate_is_the_end()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await probe.RunAsync("");
        using var kill = Process.Start("kill", ["-TERM", probe.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);

        Assert.Equal(0, await probe.EndAsync(2));
    }

    [Fact]
    public async Task The_given_time_is_the_end()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start("1");

        Assert.Equal(0, await probe.EndAsync(4));
    }

    [Fact]
    public async Task Silence_of_the_client_is_the_end_even_if_the_input_stays_open()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start("60", "1");

        Assert.Equal(0, await probe.EndAsync(4));
    }

    [Fact]
    public async Task An_empty_line_now_and_then_keeps_it_alive()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start("60", "2");
        for (var i = 0; i < 6; i++)
        {
            await Task.Delay(600);
            probe.Write("");
        }

        Assert.Empty(await probe.RunAsync(""));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("udp")]
    [InlineData("http")]
    public async Task A_socket_that_meets_itself_is_refused(string kind)
    {
        if (NativeProbe.Program is null || Environment.UserName != "root")
            return;

        // The one port that the kernel may give is the one that is asked for: nobody listens there.
        await using var probe = NativeProbe.StartUnder(
            "true", "unshare", "-n", "sh", "-c",
            "ip link set lo up && echo 40000 40000 >/proc/sys/net/ipv4/ip_local_port_range && exec \"$@\"", "sh");

        var answer = await probe.ProbeAsync($"\"kind\":\"{kind}\",\"host\":\"127.0.0.1\",\"port\":40000");

        Assert.Equal(("Refused", 0), (State(answer), Number(answer, "received")));
    }

    [Fact]
    public async Task A_probe_that_cannot_be_read_is_not_known_and_the_others_are()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();

        var answers = await probe.RunAsync($$"""
            "probes":[{"i":0,"kind":"tcp","host":"","port":80},{"i":1,"kind":"smtp","host":"db"},{"i":2,{{Tcp(TinyServer.FreePort())}}}]
            """.Trim());

        Assert.Equal(["Unknown", "Unknown", "Refused"], answers.Select(State));
        Assert.Equal("the probe has no host", Text(answers[0], "text"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-5")]
    [InlineData("99999999999")]
    public async Task A_time_that_is_none_is_an_hour(string seconds)
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start(seconds);

        Assert.Empty(await probe.RunAsync(""));
    }

    [Fact]
    public async Task A_process_that_is_gone_is_said_to_be_gone()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();

        Assert.Equal("NotRunning", State(await probe.ProbeAsync(Tcp(1), "\"pid\":2000000000")));
    }

    [Fact]
    public async Task The_loopback_interface_is_listed()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();

        var items = await probe.RunAsync("\"interfaces\":true");

        var loopback = Assert.Single(items, i => Text(i, "kind") == "link" && i.GetProperty("loopback").GetBoolean());
        Assert.Contains(
            items,
            i => Text(i, "kind") == "address" && Text(i, "address") == "127.0.0.1" && Number(i, "index") == Number(loopback, "index"));
    }

    [Fact]
    public async Task Five_thousand_targets_of_one_job_are_all_answered_in_little_memory()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying("");
        var closed = TinyServer.FreePort();
        var probes = string.Join(',', Enumerable.Range(0, 5000).Select(i =>
            $$"""{"i":{{i}},"kind":"tcp","host":"127.0.{{i / 250}}.{{1 + (i % 250)}}","port":{{(i % 2 == 0 ? server.Port : closed)}}}"""));

        var answers = await probe.RunAsync($"\"timeout\":5000,\"probes\":[{probes}]", 60);

        Assert.Equal(Enumerable.Range(0, 5000), answers.Select(a => Number(a, "i")));
        Assert.All(answers.Where(a => Number(a, "i") % 2 == 1), a => Assert.Equal("Refused", State(a)));
        Assert.All(answers.Where(a => Number(a, "i") is < 250 and var i && i % 2 == 0 && i == 0), a => Assert.Equal("Reachable", State(a)));
        Assert.InRange(probe.PeakBytes(), 1, 80L << 20);
    }

    [Fact]
    public async Task Two_jobs_go_on_at_the_same_time()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.Start();
        await using var server = TinyServer.Saying([null]);
        probe.Write($$"""{"job":1,"timeout":2000,"probes":[{{{Http(server.Port)}}}]}""");
        probe.Write($$"""{"job":2,"probes":[{{{Tcp(TinyServer.FreePort())}}}]}""");

        Assert.Equal(2, Number((await probe.ReadAsync())!.Value, "job"));
        Assert.Equal(2, Number((await probe.ReadAsync())!.Value, "job"));
        Assert.Equal(1, Number((await probe.ReadAsync())!.Value, "job"));
    }

    private static string Tcp(int port) => $"\"kind\":\"tcp\",\"host\":\"127.0.0.1\",\"port\":{port}";

    private static string Http(int port) => $"\"kind\":\"http\",\"host\":\"127.0.0.1\",\"port\":{port}";

    private static string State(JsonElement answer) => Text(answer, "state")!;

    private static string? Text(JsonElement answer, string name) => answer.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int Number(JsonElement answer, string name) => answer.TryGetProperty(name, out var value) ? value.GetInt32() : -1;
}
