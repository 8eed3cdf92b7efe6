using DockerNetwork.Probe;

namespace DockerNetwork.UnitTests.ProbeProgram;

/// <summary>What the kernel says of packets, and what follows.</summary>
public class TraceTallyTests
{
    private const int Drop = 0, Accept = 1, Queue = 3, Jump = -3;
    private readonly NftChains _chains = new();
    private readonly TraceTally _tally;

    public TraceTallyTests()
    {
        _tally = new TraceTally("dockernetwork-trace-1", new HashSet<int> { 2 }, _chains);
        _chains.Add(3, 2, RuleTextTests.Content(chain => chain.Text(1, "filter").Text(3, "FORWARD").Nest(4, hook => hook.Number(1, 2))));
    }

    [Fact]
    public void A_packet_that_a_rule_drops_is_counted_there_with_the_hook_that_led_to_it()
    {
        Rule(1, "dockernetwork-trace-1", "prerouting-request", 9, -1);
        Rule(1, "filter", "FORWARD", 4, Jump);
        Rule(1, "filter", "DOCKER-USER", 5, Drop);

        Assert.Equal(
            new EndedPackets(new TraceEnd(new ChainName(2, "filter", "DOCKER-USER"), 5, "forward", false), 1),
            Assert.Single(_tally.Ends()));
    }

    [Fact]
    public void A_question_for_the_next_hop_that_a_rule_drops_is_counted_and_ends_the_wait()
    {
        Rule(1, "dockernetwork-trace-1", "forward-question", 9, -1);
        Rule(1, "filter", "FORWARD", 4, Drop);

        Assert.Equal("FORWARD", Assert.Single(_tally.Ends()).End.Chain.Chain);
        Assert.True(_tally.AskedInVain);
        Assert.Equal(0, _tally.Requests);
    }

    [Fact]
    public void A_chain_at_links_tells_which()
    {
        _chains.Add(3, 5, RuleTextTests.Content(chain => chain.Text(1, "corp").Text(3, "one")
            .Nest(4, hook => hook.Number(1, 0).Text(3, "eth0"))));
        _chains.Add(3, 1, RuleTextTests.Content(chain => chain.Text(1, "corp").Text(3, "two")
            .Nest(4, hook => hook.Number(1, 5).Nest(4, links => links.Text(1, "eth0").Text(1, "eth1")))));

        Assert.Equal(["eth0"], _chains[new ChainName(5, "corp", "one")]!.Links);
        var two = _chains[new ChainName(1, "corp", "two")]!;
        Assert.Equal("ingress", two.Hook);
        Assert.Equal(["eth0", "eth1"], two.Links);
    }

    [Fact]
    public void A_packet_of_somebody_else_is_not_counted()
    {
        Rule(1, "dockernetwork-trace-2", "prerouting-request", 9, -1);
        Rule(1, "filter", "DOCKER-USER", 5, Drop);

        Assert.Empty(_tally.Ends());
        Assert.False(_tally.Any);
    }

    [Fact]
    public void A_table_of_the_same_name_in_another_family_is_somebody_elses()
    {
        Rule(1, "dockernetwork-trace-1", "prerouting-request", 9, -1);
        Rule(1, "dockernetwork-trace-1", "forward", 4, Drop, family: 1);

        Assert.Equal(1, Assert.Single(_tally.Ends()).End.Chain.Family);
    }

    [Fact]
    public void A_policy_ends_a_packet_and_a_rule_that_accepts_does_not()
    {
        Rule(1, "dockernetwork-trace-1", "prerouting-request", 9, -1);
        Rule(1, "filter", "INPUT", 5, Accept);
        Policy(1, "filter", "FORWARD", Drop);

        Assert.Equal(("FORWARD", 0ul), Assert.Single(_tally.Ends()) is var (end, _) ? (end.Chain.Chain, end.Handle) : default);
    }

    /// <summary>Such a rule may have translated the packet; one in a table that does not translate has not.</summary>
    [Fact]
    public void A_rule_that_accepts_requests_in_a_table_that_translates_is_kept()
    {
        _chains.Add(3, 2, RuleTextTests.Content(chain =>
            chain.Text(1, "nat").Text(3, "PREROUTING").Nest(4, hook => hook.Number(1, 0)).Text(7, "nat")));
        Rule(1, "dockernetwork-trace-1", "prerouting-request", 9, -1);
        Rule(1, "nat", "PREROUTING", 3, Jump);
        Rule(1, "nat", "DOCKER", 4, Accept);
        Rule(1, "filter", "INPUT", 5, Accept);
        Rule(2, "dockernetwork-trace-1", "prerouting-answer", 9, -1);
        Rule(2, "nat", "DOCKER", 4, Accept);

        Assert.Equal(
            new EndedPackets(new TraceEnd(new ChainName(2, "nat", "DOCKER"), 4, "prerouting", false), 1),
            Assert.Single(_tally.Accepted()));
        Assert.Empty(_tally.Ends());
    }

    [Fact]
    public void A_message_about_a_dropped_request_that_is_dropped_too_is_no_second_cause()
    {
        Rule(1, "dockernetwork-trace-1", "prerouting-request", 9, -1);
        Rule(1, "filter", "FORWARD", 4, Drop);
        Rule(2, "dockernetwork-trace-1", "output-error", 19, -1);
        Rule(2, "filter", "OUTPUT", 6, Drop);

        Assert.Equal(4ul, Assert.Single(_tally.Ends()).End.Handle);
    }

    [Fact]
    public void A_queue_ends_a_packet_only_if_nothing_more_is_seen_of_it()
    {
        Rule(1, "dockernetwork-trace-1", "prerouting-request", 9, -1);
        Rule(1, "filter", "FORWARD", 4, Queue | (7 << 16));
        Rule(2, "dockernetwork-trace-1", "prerouting-request", 9, -1);
        Rule(2, "filter", "FORWARD", 4, Queue | (7 << 16));
        Policy(2, "filter", "POSTROUTING", Accept);

        Assert.Equal((true, 1), Assert.Single(_tally.Ends()) is var (end, packets) ? (end.Queued, packets) : default);
    }

    private void Rule(uint id, string table, string chain, ulong handle, int verdict, int family = 2) =>
        _tally.Add(family, RuleTextTests.Content(trace => trace.Text(1, table).Text(2, chain)
            .Bytes(3, [0, 0, 0, 0, 0, 0, 0, (byte)handle]).Number(4, 3)
            .Nest(5, v => v.Number(1, unchecked((uint)verdict))).Number(6, id)));

    private void Policy(uint id, string table, string chain, int verdict) =>
        _tally.Add(2, RuleTextTests.Content(trace => trace.Text(1, table).Text(2, chain).Number(4, 1).Number(6, id)
            .Number(16, (uint)verdict)));
}
