using System.Buffers.Binary;

namespace DockerNetwork.Probe;

/// <summary>
/// A legacy table as the kernel gives it: rules one behind the other. Chains of hooks begin and end where struct ipt_getinfo says, the last
/// rule of each being its policy; other chains begin behind a rule with target ERROR, which has the chain's name, and end with a rule that
/// returns.
/// </summary>
internal sealed class LegacyTable
{
    /// <summary>struct ipt_getinfo: name (32), valid hooks, entry points (5 of 4), policies (5 of 4), number of rules, size.</summary>
    public const int InfoLength = 84;
    public const int NameLength = 32;
    public const int SizeOffset = 80;

    private const int MaxRules = 100_000;
    private const int HooksOffset = 32;
    private const int EntriesOffset = 36;
    private const int PoliciesOffset = 56;

    private static readonly string[] HookNames = ["prerouting", "input", "forward", "output", "postrouting"];

    private readonly ReadOnlyMemory<byte> _entries;
    private readonly List<LegacyChain> _chains = [];
    private readonly List<LegacyRule> _rules = [];
    private readonly Dictionary<int, LegacyChain> _starts = [];

    private LegacyTable(string name, bool v6, ReadOnlyMemory<byte> entries) => (Name, IsV6, _entries) = (name, v6, entries);

    public string Name { get; }

    public bool IsV6 { get; }

    /// <summary>The chains, those of hooks first.</summary>
    public IReadOnlyList<LegacyChain> Chains => _chains;

    /// <summary>The rules of all chains, the policies of the hooks' chains included.</summary>
    public IReadOnlyList<LegacyRule> Rules => _rules;

    /// <summary>Where the parts of its rules are.</summary>
    public LegacyLayout Layout => IsV6 ? LegacyLayout.V6 : LegacyLayout.V4;

    /// <summary>Reads a table. Null if it is not one, or has too many rules.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="v6">It is of IPv6.</param>
    /// <param name="info">struct ipt_getinfo.</param>
    /// <param name="entries">The rules.</param>
    public static LegacyTable? Parse(string name, bool v6, ReadOnlySpan<byte> info, ReadOnlyMemory<byte> entries)
    {
        var table = new LegacyTable(name, v6, entries);
        return info.Length >= InfoLength && table.Read(info) ? table : null;
    }

    /// <summary>The bytes of a rule.</summary>
    public ReadOnlySpan<byte> this[LegacyRule rule] => _entries.Span.Slice(rule.Offset, rule.Length);

    /// <summary>The chain that begins at an offset; null if none does.</summary>
    public LegacyChain? ChainAt(int offset) => _starts.GetValueOrDefault(offset);

    /// <summary>The chains from which others are reached, by jumps. Null for a chain that several hooks reach, or none.</summary>
    public Dictionary<LegacyChain, string?> Hooks()
    {
        var jumps = _rules.Where(rule => rule.Jump >= 0 && ChainAt(rule.Jump) is not null)
            .ToLookup(rule => rule.Chain, rule => ChainAt(rule.Jump)!);
        var hooks = new Dictionary<LegacyChain, string?>();
        foreach (var chain in _chains.Where(chain => chain.Hook is not null))
        {
            var reached = new HashSet<LegacyChain> { chain };
            var waiting = new Queue<LegacyChain>(reached);
            while (waiting.TryDequeue(out var next))
            {
                foreach (var other in jumps[next].Where(reached.Add))
                    waiting.Enqueue(other);
            }

            foreach (var one in reached)
                hooks[one] = hooks.ContainsKey(one) ? null : chain.Hook;
        }

        return hooks;
    }

    private bool Read(ReadOnlySpan<byte> info)
    {
        var (starts, policies) = (Points(info, EntriesOffset), Points(info, PoliciesOffset));
        var entries = _entries.Span;
        LegacyChain? chain = null;
        for (var offset = 0; offset < entries.Length;)
        {
            var entry = entries[offset..];
            if (entry.Length < Layout.Length || _rules.Count > MaxRules)
                return false;
            var target = BinaryPrimitives.ReadUInt16LittleEndian(entry[Layout.Target..]);
            var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[(Layout.Target + 2)..]);
            if (target < Layout.Length || length < target + LegacyLayout.Header || length > entry.Length)
                return false;
            entry = entry[..length];
            var next = offset + length;
            if (Head(entry[target..]) is { } title)
            {
                EndOf(chain);
                chain = new LegacyChain(title, null);
                if (next < entries.Length)
                    Begin(chain, next);
            }
            else
            {
                if (starts.TryGetValue(offset, out var hook))
                    Begin(chain = new LegacyChain(HookNames[hook].ToUpperInvariant(), HookNames[hook]), offset);
                if (chain is null)
                    return false;
                Add(chain, offset, entry, target, policies.ContainsKey(offset));
            }

            offset = next;
        }

        // What comes last is a rule ERROR that no chain follows.
        return _rules.Count <= MaxRules;
    }

    /// <summary>Offsets of the hooks that the table has.</summary>
    private static Dictionary<int, int> Points(ReadOnlySpan<byte> info, int offset)
    {
        var points = new Dictionary<int, int>();
        var valid = BinaryPrimitives.ReadUInt32LittleEndian(info[HooksOffset..]);
        for (var hook = 0; hook < HookNames.Length; hook++)
        {
            if ((valid & (1u << hook)) != 0)
                points[BinaryPrimitives.ReadInt32LittleEndian(info[(offset + (4 * hook))..])] = hook;
        }

        return points;
    }

    private void Begin(LegacyChain chain, int offset)
    {
        _chains.Add(chain);
        _starts[offset] = chain;
    }

    /// <summary>The name of the chain that begins behind this rule.</summary>
    private static string? Head(ReadOnlySpan<byte> target) =>
        target[2..(2 + LegacyLayout.NameLength)].StartsWith("ERROR\0"u8) && target.Length > LegacyLayout.Header
            ? XtText.Of(target[LegacyLayout.Header..])
            : null;

    private void Add(LegacyChain chain, int offset, ReadOnlySpan<byte> entry, int target, bool policy)
    {
        var position = policy ? 0 : ++chain.Length;
        var packets = BinaryPrimitives.ReadUInt64LittleEndian(entry[Layout.Counters..]);
        var standard = entry[target + 2] == 0 && entry.Length >= target + LegacyLayout.Header + 4;
        var verdict = standard ? BinaryPrimitives.ReadInt32LittleEndian(entry[(target + LegacyLayout.Header)..]) : -1;
        var jump = verdict >= 0 && verdict != offset + entry.Length ? verdict : -1;
        var passes = verdict >= 0 && jump < 0;
        _rules.Add(new LegacyRule(chain, position, offset, entry.Length, packets, jump, passes));
    }

    /// <summary>A chain that is not a hook's ends with a rule that iptables does not show.</summary>
    private void EndOf(LegacyChain? chain)
    {
        if (chain is not { Hook: null, Length: > 0 })
            return;
        chain.Length--;
        _rules.RemoveAt(_rules.Count - 1);
    }
}
