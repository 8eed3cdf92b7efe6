using DockerNetwork.Probe;
using DockerNetwork.Protocol;
using DockerNetwork.UnitTests.Fakes;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>
/// Rules that the kernel has, in the words of iptables itself. Needs a namespace of its own and iptables-legacy; where one of them is
/// missing, nothing is tested here.
/// </summary>
public class RuleWordsTests(Xunit.Abstractions.ITestOutputHelper output)
{
    /// <summary>As many of the rules as are accepted by every kernel that has legacy tables at all.</summary>
    private const int Least = 20;

    [Theory]
    [InlineData("iptables-legacy", 4, IptablesRules.V4)]
    [InlineData("ip6tables-legacy", 6, IptablesRules.V6)]
    public void Rules_are_written_as_iptables_writes_them(string tool, int family, string rules)
    {
        var (expected, actual) = (new List<string>(), new List<string>());
        var possible = NetworkOfItsOwn.Do(() =>
        {
            if (LegacyNamespace.Run($"{tool} -N XTCHAIN").ExitCode != 0)
                return;
            var script = rules.Replace("\\\n", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(rule => rule.Split(' ', 3)).Select(words => $"{tool} -t {words[0]} -A {words[1]} {words[2]}");
            output.WriteLine(LegacyNamespace.Run($"({string.Join('\n', script)}\n) 2>&1").Text);
            var read = LegacyNamespace.Read(family)!;
            Assert.Null(read.Problem);
            foreach (var table in read.Tables)
            {
                expected.AddRange(LegacyNamespace.Run($"{tool} -t {table.Name} -S").Text.Split('\n')
                    .Where(line => line.StartsWith("-A ", StringComparison.Ordinal)).Select(line => $"{table.Name} {line}"));
                actual.AddRange(table.Rules.Where(rule => rule.Position > 0).Select(rule => $"{table.Name} {LegacyWords.Of(table, rule)}"));
            }
        });
        if (!possible || expected.Count == 0)
            return;

        // The order of chains is iptables' own.
        output.WriteLine($"{expected.Intersect(actual).Count()} of {expected.Count} rules have the words of {tool}.");
        Assert.InRange(expected.Count, Least, int.MaxValue);
        Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Tables_that_a_namespace_does_not_have_are_not_asked_for()
    {
        var tables = "not run";
        LegacyRules? read = null;
        if (!NetworkOfItsOwn.Do(() =>
        {
            read = LegacyNamespace.Read(4);
            tables = LegacyNamespace.Run("cat /proc/thread-self/net/ip_tables_names").Text;
        }))
        {
            return;
        }

        Assert.Null(read);
        Assert.Equal("", tables);
    }

    [Fact]
    public void What_dropped_packets_is_found_by_its_counter()
    {
        IReadOnlyList<RuleItem> grown = [], none = [];
        var possible = NetworkOfItsOwn.Do(() =>
        {
            const string Rules = """
                iptables-legacy -N USER && iptables-legacy -A OUTPUT -j USER || exit 1
                iptables-legacy -A USER -p udp --dport 9 -m comment --comment "not this one" -j DROP
                iptables-legacy -A USER -p udp --dport 7 -m comment --comment "this one" -j DROP
                iptables-legacy -t raw -A OUTPUT -p udp --dport 5 -j DROP
                iptables-legacy -P INPUT DROP
                """;
            if (LegacyNamespace.Run(Rules).ExitCode != 0)
                return;
            LegacyNamespace.Send(7, 2);
            var before = LegacyNamespace.Read(4)!;
            none = [.. LegacyNamespace.Read(4)!.GrownSince(before, 3)];

            // Rules that come meanwhile change positions, and nothing else.
            LegacyNamespace.Run("iptables-legacy -I USER -p udp --dport 1 -j DROP");
            LegacyNamespace.Send(7, 3);
            LegacyNamespace.Send(5, 4);
            LegacyNamespace.Send(3, 5);
            LegacyNamespace.Send(9, 1);
            grown = [.. LegacyNamespace.Read(4)!.GrownSince(before, 3)];
        });
        if (!possible || grown.Count == 0)
            return;
        Assert.Empty(none);
        Assert.Equal(
            new RuleItem
            {
                Rule = RuleStep.Ended, Tool = "iptables-legacy", Family = "ip", Table = "filter", Chain = "USER", Hook = "output",
                Position = 3,
                Text = "-A USER -p udp -m udp --dport 7 -m comment --comment \"this one\" -j DROP", Comment = "this one", Verdict = "drop",
                Packets = 3,
            },
            grown[0]);
        Assert.Equal(("raw", "OUTPUT", 1, 4L), (grown[1].Table, grown[1].Chain, grown[1].Position, grown[1].Packets));
        Assert.Equal(
            ("filter", "INPUT", 0, "DROP", "input", 5L),
            (grown[2].Table, grown[2].Chain, grown[2].Position, grown[2].Text, grown[2].Hook, grown[2].Packets));
        Assert.Equal(3, grown.Count);
    }
}
