namespace DockerNetwork.Probe;

/// <summary>Rules and policies whose counters grew by as many packets as a trace sent, or by more.</summary>
/// <param name="chains">The chains as they are now.</param>
/// <param name="count">How many packets were sent.</param>
/// <param name="wanted">Which chains are looked at.</param>
internal sealed class GrownRules(NftChains chains, int count, Func<ChainName, NftChain?, bool> wanted)
{
    /// <summary>Those that grew least first.</summary>
    public IReadOnlyList<EndedPackets> Find(
        RuleCounters before, RuleCounters after, IReadOnlyDictionary<ChainName, NftChain> policies)
    {
        var grown = new List<EndedPackets>();
        foreach (var (rule, packets) in after.All)
        {
            if (wanted(rule.Chain, chains[rule.Chain]))
                Add(new TraceEnd(rule.Chain, rule.Handle, chains[rule.Chain]?.Hook, false), packets - before[rule]);
        }

        foreach (var (name, chain) in chains.All)
        {
            if (chain is { Hook: not null, Policy: NftExpression.Drop, Packets: { } packets } && wanted(name, chain))
                Add(new TraceEnd(name, 0, chain.Hook, false), packets - (policies.GetValueOrDefault(name)?.Packets ?? 0));
        }

        return [.. grown.OrderBy(end => end.Packets)];

        void Add(TraceEnd end, long packets)
        {
            if (packets >= count)
                grown.Add(new EndedPackets(end, (int)Math.Min(packets, int.MaxValue)));
        }
    }
}
