using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>Reads the rules where packets ended, each with its place in its chain and the sets that it looks into.</summary>
/// <param name="reads">The rules' namespace.</param>
/// <param name="chains">Its chains.</param>
/// <param name="ends">Where packets ended.</param>
/// <param name="note">Receives what could not be read.</param>
/// <param name="traced">The kernel said so.</param>
internal sealed class EndReading(
    NftSocket reads, NftChains chains, IReadOnlyList<EndedPackets> ends, Action<int, string> note, bool traced = true)
{
    private readonly Dictionary<RuleKey, NftRule> _rules = [];
    private readonly NftSets _sets = new();

    private IEnumerable<EndedPackets> Written => ends.Take(RuleItem.MaxItems);

    /// <summary>Asks for them; the rest comes later.</summary>
    public void Start(Action done)
    {
        foreach (var group in Written.Where(end => end.End.Handle != 0).GroupBy(end => end.End.Chain).ToList())
        {
            var chain = group.Key;
            var handles = group.Select(end => end.End.Handle).ToHashSet();
            var position = 0;
            reads.Ask(
                NftMessage.GetRule,
                chain.Family,
                request => request.Text(1, chain.Table).Text(2, chain.Chain),
                (_, family, attributes) =>
                {
                    // Old kernels do not know of this choice, and send all.
                    var (table, name, handle) = NftRule.ReadPlace(attributes);
                    if (table != chain.Table || name != chain.Chain)
                        return;
                    position++;
                    if (handles.Contains(handle))
                        _rules[new(chain, handle)] = NftRule.Read(family, attributes) with { Position = position };
                },
                () => position = 0,
                error => note(error, "rules"));
        }

        // An empty answer, after all of these.
        reads.Ask(NftMessage.GetTable, TraceTable.FamilyBridge, null, (_, _, _) => { }, () => { }, _ => ReadSets(done));
    }

    /// <summary>What is known of them.</summary>
    public IEnumerable<RuleItem> Items() => Written.Select(end => Item(end.End, end.Packets));

    /// <summary>Of the same, read as rules that packets met and did not end at: those that gave them another destination.</summary>
    public IEnumerable<RuleItem> Translating() => Written
        .Where(end => _rules.TryGetValue(new(end.End.Chain, end.End.Handle), out var rule) && rule.Translates)
        .Select(end => Item(end.End, end.Packets) with { Verdict = "translate" });

    private void ReadSets(Action done)
    {
        var wanted = _rules.Values
            .SelectMany(
                rule => rule.Expressions.Where(e => e.Name == "lookup"),
                (rule, e) => new SetName(rule.Chain.Family, rule.Chain.Table, e.Text(1)))
            .Where(set => set.Set.StartsWith("__", StringComparison.Ordinal))
            .Distinct().Take(RuleItem.MaxItems);
        foreach (var (family, table, set) in wanted)
        {
            reads.Ask(
                NftMessage.GetElements,
                family,
                request => request.Text(1, table).Text(2, set),
                (_, _, attributes) => _sets.Add(family, table, set, attributes),
                () => _sets.Clear(family, table, set),
                error => note(error, "sets"));
        }

        reads.Ask(NftMessage.GetTable, TraceTable.FamilyBridge, null, (_, _, _) => { }, () => { }, _ => done());
    }

    private RuleItem Item(TraceEnd end, int packets)
    {
        var item = new RuleItem
        {
            Tool = "nft",
            Family = NftChains.FamilyName(end.Chain.Family),
            Table = Clean(end.Chain.Table),
            Chain = Clean(end.Chain.Chain),
            Hook = end.Hook,
            Verdict = end.Queued ? "queue" : "drop",
            Packets = packets,
            Traced = traced,
        };
        var iptables = chains.IsOfIptables(end.Chain.Family, end.Chain.Table);
        if (end.Handle == 0)
            return item with { Tool = iptables ? ToolOf(end.Chain.Family) : "nft", Text = iptables ? "DROP" : "drop" };
        if (!_rules.TryGetValue(new(end.Chain, end.Handle), out var rule))
            return item with { Position = -1, Text = $"… # handle {end.Handle}" };
        var words = iptables ? IptablesWords.Of(rule) : null;
        return item with
        {
            Tool = words is null ? "nft" : ToolOf(end.Chain.Family),
            Position = rule.Position,
            Text = Clean(words?.Text ?? new NftWords(rule, _sets).ToString()),
            Comment = Clean(words?.Comment ?? rule.Comment),
            Verdict = rule.Verdict is "reject" or "queue" ? rule.Verdict : item.Verdict,
        };
    }

    private static string ToolOf(int family) => family == TraceTable.FamilyIp6 ? "ip6tables" : "iptables";

    private sealed record SetName(int Family, string Table, string Set);

    /// <summary>Names and comments may have been chosen by a container: bounded, and without control characters.</summary>
    private static string? Clean(string? text)
    {
        const int Most = 500;
        if (text is null)
            return null;
        var clean = text.Length > Most ? text[..(Most - 1)] + "…" : text;
        return clean.Any(char.IsControl) ? string.Concat(clean.Select(c => char.IsControl(c) ? '?' : c)) : clean;
    }
}
