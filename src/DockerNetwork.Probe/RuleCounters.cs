namespace DockerNetwork.Probe;

/// <summary>How many packets met each rule that ends packets, at a time.</summary>
internal sealed class RuleCounters
{
    /// <summary>Rules that drop and count: some megabytes.</summary>
    private const int Most = 50_000;

    private readonly Dictionary<(int Family, string Table, ulong Handle), (ChainName Chain, long Packets)> _counts = [];

    /// <summary>All, with the chain of each.</summary>
    public IEnumerable<(int Family, string Table, ulong Handle, ChainName Chain, long Packets)> All =>
        _counts.Select(pair => (pair.Key.Family, pair.Key.Table, pair.Key.Handle, pair.Value.Chain, pair.Value.Packets));

    /// <summary>How many packets met a rule; 0 for one that was not there.</summary>
    public long this[int family, string table, ulong handle] => _counts.GetValueOrDefault((family, table, handle)).Packets;

    public void Clear(int family)
    {
        foreach (var key in _counts.Keys.Where(key => key.Family == family).ToList())
            _counts.Remove(key);
    }

    /// <summary>Takes a rule, if it ends packets and counts them.</summary>
    public void Add(int family, ReadOnlySpan<byte> attributes)
    {
        if (_counts.Count >= Most || AttributeReader.Find(attributes, 4).IndexOf("counter"u8) < 0)
            return;
        var rule = NftRule.Read(family, attributes);
        if (rule is { Packets: { } packets, Verdict: not "other" })
            _counts[(family, rule.Chain.Table, rule.Handle)] = (rule.Chain, packets);
    }
}
