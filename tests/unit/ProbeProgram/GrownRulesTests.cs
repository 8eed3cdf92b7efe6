using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>Where the kernel does not say which rules packets met, counters do.</summary>
public class GrownRulesTests
{
    private static readonly ChainName Forward = new(2, "filter", "FORWARD");

    [Theory]
    [InlineData(3, 0, "1")]
    [InlineData(5, 0, "1")]
    [InlineData(2, 0, "")]
    [InlineData(5, 3, "0,1")]
    [InlineData(3, 3, "1,0")]
    public void What_grew_by_as_many_packets_comes_before_what_grew_by_more(int dropped, int byPolicy, string expected)
    {
        var (before, after) = (new RuleCounters(), new RuleCounters());
        before.Add(2, Rule(1, 10, drops: true));
        after.Add(2, Rule(1, 10 + dropped, drops: true));
        before.Add(2, Rule(2, 10, drops: false));
        after.Add(2, Rule(2, 13, drops: false));
        var chains = new NftChains();
        chains.Add(3, 2, RuleTextTests.Content(chain => chain.Text(1, "filter").Text(3, "FORWARD").Nest(4, hook => hook.Number(1, 2))
            .Number(5, 0).Nest(8, counters => counters.Bytes(2, Long(100 + byPolicy)))));

        var grown = new GrownRules(chains, 3, (_, _) => true).Find(
            before, after, new Dictionary<ChainName, NftChain> { [Forward] = new("forward", 0, 100) });

        Assert.Equal(expected, string.Join(',', grown.Select(rule => rule.End.Handle)));
        Assert.All(grown, rule => Assert.Equal("forward", rule.End.Hook));
    }

    [Fact]
    public void A_chain_that_the_kernel_speaks_of_is_not_looked_at()
    {
        var (before, after) = (new RuleCounters(), new RuleCounters());
        after.Add(2, Rule(1, 3, drops: true));

        Assert.Empty(new GrownRules(new NftChains(), 3, (_, _) => false).Find(before, after, new Dictionary<ChainName, NftChain>()));
    }

    private static byte[] Rule(byte handle, long packets, bool drops) => RuleTextTests.Content(rule => rule
        .Text(1, "filter").Text(2, "FORWARD").Bytes(3, Long(handle)).Nest(4, list => list
            .Nest(1, e => e.Text(1, "counter").Nest(2, data => data.Bytes(2, Long(packets))))
            .Nest(1, e => e.Text(1, "immediate").Nest(2, data => data.Number(1, 0)
                .Nest(2, value => value.Nest(2, verdict => verdict.Number(1, drops ? 0u : 1)))))));

    private static byte[] Long(long value) => [0, 0, 0, 0, 0, 0, (byte)(value >> 8), (byte)value];
}
