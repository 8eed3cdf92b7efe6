namespace DockerNetwork.Probe;

/// <summary>An element of a set: its key, and for a map, what it leads to.</summary>
/// <param name="Key">The first value of it.</param>
/// <param name="KeyEnd">The last; null for a single one.</param>
/// <param name="End">It is not in the set, but ends an interval that the element before began.</param>
/// <param name="Data">NFTA_SET_ELEM_DATA; null in a set that is not a map.</param>
internal sealed record NftElement(byte[] Key, byte[]? KeyEnd, bool End, byte[]? Data);

/// <summary>The elements of sets that belong to a single rule.</summary>
internal sealed class NftSets
{
    /// <summary>More do not fit into the text of a rule.</summary>
    public const int MaxElements = 64;

    private readonly Dictionary<(int Family, string Table, string Set), List<NftElement>> _sets = [];

    /// <summary>The elements; null if they were not read.</summary>
    public IReadOnlyList<NftElement>? this[int family, string table, string set] => _sets.GetValueOrDefault((family, table, set));

    public void Clear(int family, string table, string set) => _sets.Remove((family, table, set));

    /// <summary>NFTA_SET_ELEM_LIST_ELEMENTS (3): elements with _KEY (1), _DATA (2), _FLAGS (3), _KEY_END (10).</summary>
    public void Add(int family, string table, string set, ReadOnlySpan<byte> attributes)
    {
        if (!_sets.TryGetValue((family, table, set), out var elements))
            _sets[(family, table, set)] = elements = [];
        var reader = new AttributeReader(AttributeReader.Find(attributes, 3));
        while (reader.Next() && elements.Count <= MaxElements)
        {
            var parts = NetlinkMessages.Attributes(reader.Value);
            var flags = parts.TryGetValue(3, out var bits) ? AttributeReader.Big(bits) : 0;
            elements.Add(new NftElement(
                parts.TryGetValue(1, out var key) ? AttributeReader.Find(key, 1).ToArray() : [],
                parts.TryGetValue(10, out var last) ? AttributeReader.Find(last, 1).ToArray() : null,
                (flags & 1) != 0,
                parts.GetValueOrDefault(2)));
        }
    }
}
