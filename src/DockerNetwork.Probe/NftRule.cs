namespace DockerNetwork.Probe;

/// <summary>A rule of nf_tables.</summary>
internal sealed record NftRule
{
    private const int MaxComment = 256;

    /// <summary>The chain that it is in.</summary>
    public required ChainName Chain { get; init; }

    /// <summary>Its number, which no other rule of the table has, nor had.</summary>
    public ulong Handle { get; init; }

    /// <summary>Its place in its chain, from 1; 0 if that is not known.</summary>
    public int Position { get; init; }

    /// <summary>What it consists of.</summary>
    public IReadOnlyList<NftExpression> Expressions { get; init; } = [];

    /// <summary>The comment that nft keeps with a rule; null if there is none.</summary>
    public string? Comment { get; init; }

    /// <summary>What it does with packets: drop, reject, queue or other.</summary>
    public string Verdict => Expressions.Any(IsReject) ? "reject"
        : Expressions.Any(IsDrop) ? "drop"
        : Expressions.Any(e => e.Name == "queue" || (e.Name == "target" && e.Text(1) == "NFQUEUE")) ? "queue"
        : "other";

    /// <summary>It gives packets another destination: dnat, redirect, and the targets of iptables that do the same.</summary>
    public bool Translates => Expressions.Any(e => e.Name switch
    {
        "nat" => e.Number(1) == 1,
        "redir" => true,
        "target" => e.Text(1) is "DNAT" or "REDIRECT" or "NETMAP",
        _ => false,
    });

    /// <summary>How many packets its counter counts; null if it has none.</summary>
    public long? Packets => Expressions.FirstOrDefault(e => e.Name == "counter")?.Number(2);

    /// <summary>
    /// NFTA_RULE_TABLE (1), _CHAIN (2), _HANDLE (3), _EXPRESSIONS (4), _USERDATA (7).
    /// </summary>
    public static NftRule Read(int family, ReadOnlySpan<byte> attributes)
    {
        var (table, chain, handle, comment) = ("", "", 0ul, (string?)null);
        List<NftExpression> expressions = [];
        var reader = new AttributeReader(attributes);
        while (reader.Next())
        {
            switch (reader.Type)
            {
                case 1: table = reader.Text; break;
                case 2: chain = reader.Text; break;
                case 3: handle = reader.Number; break;
                case 4: expressions = NftExpression.ReadList(reader.Value); break;
                case 7: comment = CommentOf(reader.Value); break;
            }
        }

        return new NftRule
        {
            Chain = new ChainName(family, table, chain),
            Handle = handle,
            Expressions = expressions,
            Comment = comment,
        };
    }

    /// <summary>The chain of a rule, without the rest.</summary>
    public static (string Table, string Chain, ulong Handle) ReadPlace(ReadOnlySpan<byte> attributes) => (
        AttributeReader.TextOf(AttributeReader.Find(attributes, 1)),
        AttributeReader.TextOf(AttributeReader.Find(attributes, 2)),
        AttributeReader.Big(AttributeReader.Find(attributes, 3)));

    /// <summary>What nft keeps with a rule (libnftnl's udata): type (1), length (1), value; type 0 is the comment.</summary>
    internal static string? CommentOf(ReadOnlySpan<byte> data)
    {
        while (data.Length >= 2 && data.Length >= 2 + data[1])
        {
            var value = data.Slice(2, data[1]);
            if (data[0] == 0)
                return AttributeReader.TextOf(value[..Math.Min(value.Length, MaxComment)]);
            data = data[(2 + data[1])..];
        }

        return null;
    }

    private static bool IsReject(NftExpression expression) =>
        expression.Name == "reject" || (expression.Name == "target" && expression.Text(1) == "REJECT");

    private static bool IsDrop(NftExpression expression) => expression.Name switch
    {
        "immediate" => expression.Verdict(2) is (NftExpression.Drop, _),
        "target" => expression.Text(1) == "DROP",
        _ => false,
    };
}
