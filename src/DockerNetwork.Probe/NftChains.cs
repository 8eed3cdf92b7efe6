namespace DockerNetwork.Probe;

/// <summary>A chain of nf_tables by its family, its table and its name.</summary>
internal sealed record ChainName(int Family, string Table, string Chain);

/// <summary>A chain that packets come to by itself, or from others.</summary>
/// <param name="Hook">Where packets come from; null if only other chains lead to it.</param>
/// <param name="Policy">The verdict at its end, of a chain with a hook.</param>
/// <param name="Packets">How many packets the policy decided on, if they are counted.</param>
internal sealed record NftChain(string? Hook, int Policy, long? Packets)
{
    /// <summary>The links at which packets come to it, if its hook is one of links.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];
}

/// <summary>The chains of a namespace.</summary>
internal sealed class NftChains
{
    public const int FamilyNetdev = 5, FamilyInet = 1;

    /// <summary>Names and all: some megabytes.</summary>
    private const int Most = 20_000;

    private static readonly string[] Hooks = ["prerouting", "input", "forward", "output", "postrouting", "ingress"];
    private readonly Dictionary<ChainName, NftChain> _chains = [];
    private readonly HashSet<(int Family, string Table)> _translating = [];

    /// <summary>Not all were kept.</summary>
    public bool Incomplete { get; private set; }

    public IReadOnlyDictionary<ChainName, NftChain> All => _chains;

    public NftChain? this[ChainName name] => _chains.GetValueOrDefault(name);

    public void Clear()
    {
        _chains.Clear();
        _translating.Clear();
    }

    /// <summary>A chain of its table, or itself, is of the type that translates addresses.</summary>
    public bool Translates(ChainName name) => _translating.Contains((name.Family, name.Table));

    /// <summary>As ip, inet or bridge; the number of one that is not known.</summary>
    public static string FamilyName(int family) => family switch
    {
        FamilyInet => "inet",
        TraceTable.FamilyIp4 => "ip",
        3 => "arp",
        FamilyNetdev => "netdev",
        TraceTable.FamilyBridge => "bridge",
        TraceTable.FamilyIp6 => "ip6",
        _ => family.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>
    /// NFTA_CHAIN_TABLE (1), _NAME (3), _HOOK (4: number 1, priority 2, link 3, links 4), _POLICY (5), _TYPE (7),
    /// _COUNTERS (8: bytes 1, packets 2).
    /// </summary>
    public void Add(int message, int family, ReadOnlySpan<byte> attributes)
    {
        var (table, name, hook, policy, packets) = ("", "", (string?)null, NftExpression.Accept, (long?)null);
        var nat = false;
        List<string> links = [];
        var reader = new AttributeReader(attributes);
        while (reader.Next())
        {
            switch (reader.Type)
            {
                case 1: table = reader.Text; break;
                case 3: name = reader.Text; break;
                case 4:
                    hook = HookOf(family, (int)AttributeReader.Big(AttributeReader.Find(reader.Value, 1)));
                    links = LinksOf(reader.Value);
                    break;
                case 5: policy = (int)reader.Number; break;
                case 7 when reader.Text == "nat": nat = true; break;
                case 8: packets = (long)AttributeReader.Big(AttributeReader.Find(reader.Value, 2)); break;
            }
        }

        if (nat)
            _translating.Add((family, table));
        if (_chains.Count < Most)
            _chains[new ChainName(family, table, name)] = new NftChain(hook, policy, packets) { Links = links };
        else
            Incomplete = true;
    }

    /// <summary>
    /// Whether iptables-nft made a table: it has one of its names, and all its base chains have names as iptables gives them.
    /// </summary>
    public bool IsOfIptables(int family, string table) =>
        family is TraceTable.FamilyIp4 or TraceTable.FamilyIp6
        && table is ("filter" or "nat" or "mangle" or "raw" or "security")
        && _chains.Keys.All(name => name.Family != family || name.Table != table || _chains[name].Hook is not { } hook
            || (name.Chain.All(char.IsAsciiLetterUpper) && name.Chain.Equals(hook, StringComparison.OrdinalIgnoreCase)));

    /// <summary>One, or a list of which each is of type 1.</summary>
    private static List<string> LinksOf(ReadOnlySpan<byte> hook)
    {
        var links = new List<string>();
        if (AttributeReader.Find(hook, 3) is { Length: > 0 } one)
            links.Add(AttributeReader.TextOf(one));
        var reader = new AttributeReader(AttributeReader.Find(hook, 4));
        while (reader.Next())
        {
            if (reader.Type == 1 && !links.Contains(reader.Text))
                links.Add(reader.Text);
        }

        return links;
    }

    private static string HookOf(int family, int number) =>
        family == FamilyNetdev ? (number == 0 ? "ingress" : "egress")
        : family == 3 ? (number == 0 ? "input" : number == 1 ? "output" : "forward")
        : number >= 0 && number < Hooks.Length ? Hooks[number] : "ingress";
}
