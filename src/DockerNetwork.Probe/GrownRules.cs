namespace DockerNetwork.Probe;

/// <summary>Rules and policies whose counters grew by as many packets as a trace sent.</summary>
/// <param name="chains">The chains as they are now.</param>
/// <param name="count">How many packets were sent.</param>
/// <param name="wanted">Which chains are looked at.</param>
internal sealed class GrownRules(NftChains chains, int count, Func<ChainName, NftChain?, bool> wanted)
{
    /// <summary>Those that grew by exactly this number; if none did, those that grew by more.</summary>
    public IReadOnlyList<(TraceEnd End, int Packets)> Find(
        RuleCounters before, RuleCounters after, IReadOnlyDictionary<ChainName, long?> policies)
    {
        var rules = after.All
            .Where(rule => wanted(rule.Chain, chains[rule.Chain]))
            .Select(rule => (
                End: new TraceEnd(rule.Chain, rule.Handle, chains[rule.Chain]?.Hook, false),
                Packets: rule.Packets - before[rule.Family, rule.Table, rule.Handle]));
        var ends = chains.All
            .Where(pair => pair.Chain is { Hook: not null, Policy: NftExpression.Drop, Packets: not null } && wanted(pair.Name, pair.Chain))
            .Select(pair => (
                End: new TraceEnd(pair.Name, 0, pair.Chain.Hook, false),
                Packets: pair.Chain.Packets!.Value - (policies.GetValueOrDefault(pair.Name) ?? 0)));
        var grown = rules.Concat(ends).Where(rule => rule.Packets >= count)
            .Select(rule => (rule.End, Packets: (int)Math.Min(rule.Packets, int.MaxValue)))
            .OrderBy(rule => rule.Packets).ToList();
        return grown.Any(rule => rule.Packets == count) ? [.. grown.Where(rule => rule.Packets == count)] : grown;
    }
}
