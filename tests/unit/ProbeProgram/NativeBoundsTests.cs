using System.Diagnostics;
using System.Text.Json;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>
/// What a machine or a hostile container can do to the native program: it takes longer or says Unknown, and never a false state. Needs the
/// program,
/// and root where another root folder is entered; where that is missing, nothing is tested here.
/// </summary>
[Collection("native probe")]
public class NativeBoundsTests
{
    [Fact]
    public async Task The_soft_limit_of_descriptors_is_raised()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.StartUnder("ulimit -n 500; ulimit -Sn 100");
        await probe.RunAsync("");

        var limit = File.ReadLines($"/proc/{probe.Id}/limits").Single(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        Assert.Equal(["500", "500"], limit.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3..5]);
    }

    [Theory]
    [InlineData("ulimit -n 64")]
    [InlineData("ulimit -n 40")]
    public async Task With_few_descriptors_all_answers_are_right(string limit)
    {
        if (NativeProbe.Program is null)
            return;
        const int Jobs = 30, Kinds = 4, Each = 15;
        await using var probe = NativeProbe.StartUnder(limit);
        await using var server = TinyServer.Saying("");
        var closed = TinyServer.FreePort();
        var probes = string.Join(',', Enumerable.Range(0, Kinds * Each).Select(i => (i % Kinds) switch
        {
            0 => $$"""{"i":{{i}},"kind":"tcp","host":"127.0.0.1","port":{{closed}}}""",
            1 => $$"""{"i":{{i}},"kind":"icmp","host":"127.0.1.{{i}}"}""",
            2 => $$"""{"i":{{i}},"kind":"dns","host":"localhost"}""",
            _ => $$"""{"i":{{i}},"kind":"tcp","host":"127.0.0.1","port":{{server.Port}}}""",
        }));
        string[] expected = ["Refused", "Reachable", "Reachable", "Reachable"];

        for (var job = 1; job <= Jobs; job++)
            probe.Write($$"""{"job":{{job}},"timeout":5000,"probes":[{{probes}}]}""");
        var ended = 0;
        var rows = new List<JsonElement>();
        while (ended < Jobs && await probe.ReadAsync(30) is { } answer)
        {
            if (answer.TryGetProperty("end", out _))
                ended++;
            else
                rows.Add(answer);
        }

        // Not everywhere may this process send an echo request.
        var ping = rows.Any(r => Number(r) % Kinds == 1 && Text(r, "state") == "Reachable");
        Assert.Equal(Jobs * Kinds * Each, rows.Count);
        Assert.All(rows.Where(r => ping || Number(r) % Kinds != 1), r => Assert.Equal(expected[Number(r) % Kinds], Text(r, "state")));
    }

    [Fact]
    public async Task Silent_targets_beyond_the_descriptors_are_blocked_all_the_same()
    {
        if (NativeProbe.Program is null)
            return;
        await using var probe = NativeProbe.StartUnder("ulimit -n 64");
        await using var server = TinyServer.Saying([null]);
        var probes = string.Join(
            ',',
            Enumerable.Range(0, 100).Select(i => $$"""{"i":{{i}},"kind":"http","host":"127.0.0.1","port":{{server.Port}}}"""));

        var answers = await probe.RunAsync($"\"timeout\":100,\"probes\":[{probes}]", 60);

        Assert.Equal(100, answers.Count);
        Assert.All(answers, a => Assert.Equal(("notHttp", null), (Text(a, "detail"), Text(a, "text"))));
    }

    [Fact]
    public async Task A_resolver_configuration_of_half_a_million_domains_spoils_its_own_lookups_alone()
    {
        using var root = new TempFolder();
        root.Write("etc/resolv.conf", "nameserver 127.77.9.1\nsearch" + string.Concat(Enumerable.Repeat(" a", 500_000)) + "\n");
        root.Write(
            "etc/hosts",
            "10.1.1.1 pinned\n"
                + string.Concat(Enumerable.Repeat("10.2.2.2 a b c d e f g h i j k l m n o p q r s t u v w x y z\n", 100_000)));
        await WithAsync(root, async (probe, inside) =>
        {
            var names = string.Join(',', Enumerable.Range(0, 30).Select(i => $$"""{"i":{{i}},"kind":"dns","host":"n{{i}}"}"""));
            for (var job = 1; job <= 20; job++)
                probe.Write($$"""{"job":{{job}},"pid":{{inside}},"timeout":500,"probes":[{{names}},{"i":30"""
                    + $$""","kind":"dns","host":"pinned"}]}""");
            probe.Write($$"""{"job":21,"timeout":500,"probes":[{"i":0,"kind":"dns","host":"localhost"}]}""");

            var rows = new List<JsonElement>();
            for (var ended = 0; ended < 21;)
            {
                var answer = (await probe.ReadAsync(30))!.Value;
                if (answer.TryGetProperty("end", out _))
                    ended++;
                else
                    rows.Add(answer);
            }

            Assert.Equal((20 * 31) + 1, rows.Count);
            Assert.Equal("Reachable", Text(rows.Single(r => r.GetProperty("job").GetInt32() == 21), "state"));
            Assert.All(rows.Where(r => Number(r) == 30), r => Assert.Equal("10.1.1.1", Text(r, "address")));
            var spoilt = rows.Where(r => r.GetProperty("job").GetInt32() < 21 && Number(r) < 30).ToList();
            Assert.All(spoilt, r => Assert.Equal("Unknown", Text(r, "state")));
            Assert.All(spoilt, r => Assert.Contains("/etc/resolv.conf", Text(r, "text"), StringComparison.Ordinal));
            Assert.InRange(probe.PeakBytes(), 1, 40L << 20);
        });
    }

    [Theory]
    [InlineData("etc/resolv.conf", "other", "Unknown")]
    [InlineData("etc/resolv.conf", "pinned", "Reachable")]
    [InlineData("etc/hosts", "other", "Unknown")]
    [InlineData("etc/hosts", "pinned", "Unknown")]
    public async Task A_file_that_may_not_be_read_is_not_a_file_that_is_missing(string file, string name, string state)
    {
        using var root = new TempFolder();
        root.Write("etc/resolv.conf", "nameserver 127.77.9.2\n");
        root.Write("etc/hosts", "10.1.1.1 pinned\n");
        await WithAsync(root, async (_, inside) =>
        {
            using (var shell = Process.Start("sh", ["-c", "chown 1000 \"$0\" && chmod 600 \"$0\"", root.File(file)]))
                await shell.WaitForExitAsync();

            // The agent has no DAC_OVERRIDE.
            await using var probe = NativeProbe.StartUnder(
                "",
                "setpriv",
                "--bounding-set",
                "-dac_override,-dac_read_search",
                "--inh-caps",
                "-dac_override,-dac_read_search");
            var answer = await probe.ProbeAsync($"\"kind\":\"dns\",\"host\":\"{name}\"", $"\"pid\":{inside},\"timeout\":300");

            Assert.Equal(state, Text(answer, "state"));
            if (state == "Unknown")
                Assert.Contains(
                    $"/{file} of the container cannot be read: permission denied (EACCES)",
                    Text(answer, "text"),
                    StringComparison.Ordinal);
        });
    }

    private static async Task WithAsync(TempFolder root, Func<NativeProbe, int, Task> test)
    {
        if (NativeProbe.Program is null)
            return;
        await using var inside = await NativeProbe.StartInAsync(root);
        if (inside is null)
            return;
        await using var probe = NativeProbe.Start();

        // Not everywhere may a process enter another's namespace, not even as root.
        probe.Write($$"""{"job":0,"pid":{{inside.Id}}}""");
        if (!(await probe.ReadAsync())!.Value.TryGetProperty("error", out _))
            await test(probe, inside.Id);
    }

    private static int Number(JsonElement answer) => answer.GetProperty("i").GetInt32();

    private static string? Text(JsonElement answer, string name) => answer.TryGetProperty(name, out var value) ? value.GetString() : null;
}
