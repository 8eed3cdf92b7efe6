using DockerNetwork.Protocol;

namespace DockerNetwork.Probe;

/// <summary>The rules of legacy iptables of a network namespace with their counters, as they are at one time.</summary>
internal sealed class LegacyRules
{
    private static readonly string[] Known = ["raw", "mangle", "nat", "filter", "security"];

    private readonly List<LegacyTable> _tables = [];

    /// <summary>The tables, in the order in which packets meet them at most hooks.</summary>
    public IReadOnlyList<LegacyTable> Tables => _tables;

    /// <summary>Why some rules are not here, for people; null if all are.</summary>
    public string? Problem { get; private set; }

    /// <summary>Reads the tables that the namespace has; no module is loaded for it.</summary>
    /// <param name="source">The namespace.</param>
    /// <param name="family">6 for IPv6, else IPv4.</param>
    /// <returns>Null if there are none.</returns>
    public static LegacyRules? Read(Source source, int family)
    {
        var v6 = family is 6 or Native.InterNetworkV6;
        var present = LegacySocket.Tables(source, v6);
        var names = Known.Where(present.Contains).ToList();
        if (names.Count == 0)
            return null;
        var rules = new LegacyRules();
        using var socket = LegacySocket.Open(source, v6);
        if (socket is null)
        {
            rules.Problem = $"The legacy tables could not be read: {Shortage.Text(Native.LastError)}";
            return rules;
        }

        foreach (var name in names)
        {
            if (socket.Read(name, out var problem) is { } table)
                rules._tables.Add(table);
            rules.Problem ??= problem;
        }

        return rules;
    }

    /// <summary>Rules of tables that were read elsewhere.</summary>
    public static LegacyRules Of(params IEnumerable<LegacyTable> tables)
    {
        var rules = new LegacyRules();
        rules._tables.AddRange(tables);
        return rules;
    }

    /// <summary>
    /// The rules that drop, refuse or queue packets, and the policies that drop them, whose counters grew by so many packets. Behind them
    /// those that grew by more, the least first.
    /// </summary>
    /// <param name="before">The rules as they were before the packets were sent.</param>
    /// <param name="count">How many packets were sent.</param>
    public IEnumerable<RuleItem> GrownSince(LegacyRules before, int count)
    {
        var grown = new List<GrownRule>();
        foreach (var table in _tables)
        {
            if (before._tables.Find(other => other.Name == table.Name && other.IsV6 == table.IsV6) is not { } old)
                continue;
            var were = Ends(old);
            foreach (var (key, rule) in Ends(table))
            {
                var was = were.GetValueOrDefault(key)?.Packets ?? 0;
                if (count > 0 && rule.Packets >= was && rule.Packets - was >= (ulong)count)
                    grown.Add(new GrownRule(table, rule, rule.Packets - was));
            }
        }

        var hooks = grown.Select(end => end.Table).Distinct().ToDictionary(table => table, table => table.Hooks());
        return grown.OrderBy(end => end.Packets).Take(RuleItem.MaxItems)
            .Select(end => Item(end.Table, end.Rule, end.Packets, hooks[end.Table].GetValueOrDefault(end.Rule.Chain)));
    }

    private static RuleItem Item(LegacyTable table, LegacyRule rule, ulong packets, string? hook) => new()
    {
        Rule = RuleStep.Ended,
        Tool = table.IsV6 ? "ip6tables-legacy" : "iptables-legacy",
        Family = table.IsV6 ? "ip6" : "ip",
        Table = table.Name,
        Chain = rule.Chain.Name,
        Hook = hook,
        Position = rule.Position,
        Text = LegacyWords.Of(table, rule),
        Comment = LegacyWords.Comment(table, rule),
        Verdict = LegacyWords.Verdict(table, rule),
        Packets = (long)Math.Min(packets, long.MaxValue),
    };

    /// <summary>
    /// The rules that end packets, each with what it is known by even if rules before it came or went: its chain, its bytes other than the
    /// counters, and how many of the same are before it.
    /// </summary>
    private static Dictionary<EndKey, LegacyRule> Ends(LegacyTable table)
    {
        var ends = new Dictionary<EndKey, LegacyRule>();
        var seen = new Dictionary<EndKey, int>();
        foreach (var rule in table.Rules.Where(rule => LegacyWords.Verdict(table, rule) is not null))
        {
            var key = new EndKey(rule.Chain.Name, HashOf(table, rule), 0);
            var same = seen[key] = seen.GetValueOrDefault(key) + 1;
            ends.Add(key with { Same = same }, rule);
        }

        return ends;
    }

    private static int HashOf(LegacyTable table, LegacyRule rule)
    {
        var entry = table[rule];
        var hash = default(HashCode);
        hash.Add(rule.Position == 0);

        // Between them is where the kernel keeps a note of its own, and the counters.
        hash.AddBytes(entry[..(table.Layout.Flags + 2)]);
        hash.AddBytes(entry[table.Layout.Length..]);
        return hash.ToHashCode();
    }

    private sealed record GrownRule(LegacyTable Table, LegacyRule Rule, ulong Packets);

    private sealed record EndKey(string Chain, int Hash, int Same);
}
