using System.Reflection;
using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>
/// Rules as the kernel dumped them (Linux 6.18), and what "iptables -S" (1.8.9) and "nft list ruleset" (1.0.6) wrote of each, its counter
/// left out.
/// </summary>
public class RuleTextTests
{
    [Fact]
    public void Rules_are_written_as_their_tools_write_them()
    {
        var wrong = Recorded().Select(rule => (Expected: rule.Text, Actual: Text(rule)))
            .Where(pair => pair.Expected != pair.Actual).Select(pair => $"{pair.Expected} is written as {pair.Actual}").ToList();

        Assert.Empty(wrong);
        Assert.True(Recorded().Count > 75);
    }

    [Fact]
    public void A_rule_that_was_cut_or_garbled_still_has_a_text()
    {
        var random = new Random(13);
        foreach (var (_, family, _, data) in Recorded())
        {
            for (var i = 0; i < 20; i++)
            {
                var bytes = data[..random.Next(data.Length)];
                for (var change = random.Next(8); change > 0 && bytes.Length > 0; change--)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                var rule = NftRule.Read(family, bytes);
                _ = IptablesWords.Of(rule);

                Assert.NotNull(new NftWords(rule, new NftSets()).ToString());
            }
        }
    }

    [Fact]
    public void A_set_of_a_rule_is_written_with_its_elements_and_another_by_its_name()
    {
        var sets = new NftSets();
        sets.Add(2, "t", "__set0", Content(message => message.Nest(3, list => list
            .Nest(1, e => e.Nest(1, key => key.Bytes(1, [10, 0, 0, 0])))
            .Nest(1, e => e.Nest(1, key => key.Bytes(1, [11, 0, 0, 0])).Number(3, 1))
            .Nest(1, e => e.Nest(1, key => key.Bytes(1, [12, 0, 0, 7])))
            .Nest(1, e => e.Nest(1, key => key.Bytes(1, [12, 0, 0, 8])).Number(3, 1)))));
        var words = new NftSetWords(sets[2, "t", "__set0"], [new NftName("ip saddr", NftKind.Address, true)]);

        Assert.Equal("{ 10.0.0.0/8, 12.0.0.7 }", words.Text("__set0"));
        Assert.Equal("@blocked", words.Text("blocked"));
        Assert.Equal("{ … }", new NftSetWords(null, [new NftName("ip saddr", NftKind.Address, true)]).Text("__set0"));
    }

    /// <summary>The attributes of a message, without its header.</summary>
    internal static byte[] Content(Action<NftMessage> write)
    {
        var message = new NftMessage().Add(NftMessage.NewRule, 2, 0);
        write(message);
        return message.ToArray()[NftMessage.HeaderLength..];
    }

    private static string? Text((string Tool, int Family, string Text, byte[] Data) recorded)
    {
        var rule = NftRule.Read(recorded.Family, recorded.Data);
        return recorded.Tool == "nft" ? new NftWords(rule, new NftSets()).ToString() : IptablesWords.Of(rule)?.Text;
    }

    private static List<(string Tool, int Family, string Text, byte[] Data)> Recorded()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("nft-rules.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            var parts = line.Split('|');
            return (parts[0], parts[1] switch { "ip" => 2, "ip6" => 10, _ => 1 }, parts[2], Convert.FromHexString(parts[3]));
        })];
    }
}
