namespace DockerNetwork.Probe;

/// <summary>An expression of a rule of nf_tables: its kind, and its attributes as linux/netfilter/nf_tables.h numbers them.</summary>
internal sealed record NftExpression(string Name, Dictionary<int, byte[]> Data)
{
    public const int Drop = 0, Accept = 1, Queue = 3, Jump = -3, GoTo = -4, Return = -5;

    /// <summary>More expressions than any tool writes into a rule.</summary>
    private const int MostOfRule = 256;

    /// <summary>NFTA_RULE_EXPRESSIONS: elements with a name and data.</summary>
    public static List<NftExpression> ReadList(ReadOnlySpan<byte> expressions)
    {
        var list = new List<NftExpression>();
        var reader = new AttributeReader(expressions);
        while (reader.Next() && list.Count < MostOfRule)
            list.Add(Read(reader.Value));
        return list;
    }

    /// <summary>NFTA_EXPR_NAME and NFTA_EXPR_DATA.</summary>
    public static NftExpression Read(ReadOnlySpan<byte> expression) => new(
        AttributeReader.TextOf(AttributeReader.Find(expression, 1)),
        NetlinkMessages.Attributes(AttributeReader.Find(expression, 2)));

    public bool Has(int attribute) => Data.ContainsKey(attribute);

    /// <summary>A number; 0 if it is not there.</summary>
    public long Number(int attribute) => Data.TryGetValue(attribute, out var value) ? (long)AttributeReader.Big(value) : 0;

    /// <summary>A text; empty if it is not there.</summary>
    public string Text(int attribute) => Data.TryGetValue(attribute, out var value) ? AttributeReader.TextOf(value) : "";

    public byte[] Bytes(int attribute) => Data.GetValueOrDefault(attribute) ?? [];

    /// <summary>
    /// A register, in units of four bytes: those of sixteen bytes have numbers from 1, those of four from 8. Below 0 for that of the
    /// verdict, and if there is none.
    /// </summary>
    public int Register(int attribute) => !Has(attribute) ? -1 : Number(attribute) switch
    {
        >= 1 and <= 4 and var wide => (int)(wide - 1) * 4,
        >= 8 and <= 23 and var narrow => (int)narrow - 8,
        _ => -1,
    };

    /// <summary>NFTA_DATA_VALUE.</summary>
    public byte[] Value(int attribute) => AttributeReader.Find(Bytes(attribute), 1).ToArray();

    /// <summary>NFTA_DATA_VERDICT; null if there is none.</summary>
    public (int Code, string Chain)? Verdict(int attribute) => VerdictOf(Bytes(attribute));

    /// <summary>NFTA_DATA_VERDICT of a value; null if there is none.</summary>
    public static (int Code, string Chain)? VerdictOf(ReadOnlySpan<byte> data)
    {
        var verdict = AttributeReader.Find(data, 2);
        return verdict.Length == 0 ? null : ReadVerdict(verdict);
    }

    /// <summary>NFTA_VERDICT_CODE and NFTA_VERDICT_CHAIN.</summary>
    public static (int Code, string Chain) ReadVerdict(ReadOnlySpan<byte> verdict) =>
        ((int)(uint)AttributeReader.Big(AttributeReader.Find(verdict, 1)), AttributeReader.TextOf(AttributeReader.Find(verdict, 2)));
}
