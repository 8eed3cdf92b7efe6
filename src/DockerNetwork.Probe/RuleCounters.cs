namespace DockerNetwork.Probe;

/// <summary>A rule of nf_tables. The number of a rule never changes, nor does its chain.</summary>
internal sealed record RuleKey(ChainName Chain, ulong Handle);

/// <summary>How many packets met each rule that ends packets, at a time.</summary>
internal sealed class RuleCounters
{
    /// <summary>Rules that drop and count: some megabytes.</summary>
    private const int Most = 50_000;

    private readonly Dictionary<RuleKey, long> _counts = [];

    /// <summary>All, with the packets of each.</summary>
    public IReadOnlyDictionary<RuleKey, long> All => _counts;

    /// <summary>How many packets met a rule; 0 for one that was not there.</summary>
    public long this[RuleKey rule] => _counts.GetValueOrDefault(rule);

    public void Clear(int family)
    {
        foreach (var key in _counts.Keys)
        {
            if (key.Chain.Family == family)
                _counts.Remove(key);
        }
    }

    /// <summary>Takes a rule, if it ends packets and counts them.</summary>
    public void Add(int family, ReadOnlySpan<byte> attributes)
    {
        if (_counts.Count >= Most || AttributeReader.Find(attributes, 4).IndexOf("counter"u8) < 0)
            return;
        var rule = NftRule.Read(family, attributes);
        if (rule is { Packets: { } packets, Verdict: not "other" })
            _counts[new RuleKey(rule.Chain, rule.Handle)] = packets;
    }
}
