using System.Globalization;

namespace DockerNetwork.Probe;

/// <summary>A set as nft writes it in a rule: by its name, or if it belongs to the rule alone, by its elements.</summary>
/// <param name="elements">The elements; null if they are not known.</param>
/// <param name="kinds">The parts of a key, and whether the numbers of each are in the order of the network.</param>
internal sealed class NftSetWords(IReadOnlyList<NftElement>? elements, IReadOnlyList<NftName> kinds)
{
    public string Text(string name) => !name.StartsWith("__", StringComparison.Ordinal) ? $"@{name}"
        : elements is null || elements.Count > NftSets.MaxElements ? "{ … }"
        : $"{{ {string.Join(", ", Elements())} }}";

    private IEnumerable<string> Elements()
    {
        // The kernel lists a hash in any order; intervals backwards. nft sorts.
        var sorted = new List<NftElement>(elements!);
        sorted.Sort((one, other) =>
            one.Key.AsSpan().SequenceCompareTo(other.Key) is not 0 and var order ? order : other.End.CompareTo(one.End));
        for (var i = 0; i < sorted.Count; i++)
        {
            var element = sorted[i];
            if (element.End)
                continue;
            var next = i + 1 < sorted.Count ? sorted[i + 1] : null;
            var key = element.KeyEnd is { } last ? Range(element.Key, last)
                : elements!.Any(e => e.End) ? next is { } end ? Interval(element.Key, end.Key) : Open(element.Key)
                : Key(element.Key);
            yield return element.Data is { } data ? $"{key} : {Data(data)}" : key;
        }
    }

    private static string Data(byte[] data) => NftExpression.VerdictOf(data) is { } verdict ? NftActions.VerdictText(verdict)
        : AttributeReader.Find(data, 1) is { Length: 4 } address ? new System.Net.IPAddress(address).ToString()
        : "…";

    /// <summary>From a value up to the one before another: a single value, a prefix, or a range.</summary>
    private string Interval(byte[] from, byte[] behind)
    {
        if (behind.Length != from.Length || behind.AsSpan().SequenceCompareTo(from) <= 0)
            return Key(from);
        byte[] last = [.. behind];
        for (var i = last.Length - 1; last[i]-- == 0;)
            i--;
        return Range(from, last);
    }

    private string Open(byte[] from) => Range(from, [.. from.Select(_ => (byte)0xff)]);

    private string Range(byte[] from, byte[] to)
    {
        if (from.AsSpan().SequenceEqual(to))
            return Key(from);
        if (kinds is not [{ Kind: NftKind.Address }])
            return kinds.Count > 1 ? $"{Key(from)}-…" : $"{Key(from)}-{Key(to)}";
        var mask = from.Zip(to, (low, high) => (byte)~(low ^ high)).ToArray();
        var prefix = NftValues.PrefixOf(mask);
        var whole = prefix is not null && from.Zip(mask, (low, bits) => low & ~bits & 0xff).All(part => part == 0)
            && to.Zip(mask, (high, bits) => (high | bits) & 0xff).All(part => part == 0xff);
        return whole ? $"{Key(from)}/{prefix!.Value.ToString(CultureInfo.InvariantCulture)}" : $"{Key(from)}-{Key(to)}";
    }

    /// <summary>The parts of a key are each on a boundary of four.</summary>
    private string Key(byte[] key)
    {
        if (kinds.Count == 1)
            return NftValues.Text(kinds[0].Kind, key, kinds[0].Turned);
        var (parts, at) = (new List<string>(), 0);
        foreach (var (_, kind, turned) in kinds)
        {
            var length = kind switch
            {
                NftKind.Address => key.Length > 4 * kinds.Count ? 16 : 4,
                NftKind.Name => 16,
                NftKind.Mac => 6,
                NftKind.Protocol or NftKind.NetworkProtocol or NftKind.IcmpType => 1,
                NftKind.Number or NftKind.EtherType => 2,
                _ => 4,
            };
            if (at + length > key.Length)
                return "…";
            parts.Add(NftValues.Text(kind, key.AsSpan(at, length), turned));
            at += (length + 3) & ~3;
        }

        return string.Join(" . ", parts);
    }
}
