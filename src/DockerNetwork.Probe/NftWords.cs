using System.Globalization;

namespace DockerNetwork.Probe;

/// <summary>
/// A rule as "nft list ruleset" writes it, without its counter. What cannot be written is "…". Tests for a protocol that a later match
/// needs anyway are left out, as nft does.
/// </summary>
internal sealed class NftWords
{
    private readonly NftRule _rule;
    private readonly NftSets _sets;
    private readonly List<string> _words = [];
    private readonly string _text;
    private string? _network;
    private string _transport = "th";
    private int _networkTest = -1;
    private int _transportTest = -1;
    private int _linkTest = -1;
    private (NftField Field, int At)? _lower;

    public NftWords(NftRule rule, NftSets sets)
    {
        (_rule, _sets) = (rule, sets);
        _network = rule.Chain.Family switch
        {
            TraceTable.FamilyIp4 => "ip",
            TraceTable.FamilyIp6 => "ip6",
            3 => "arp",
            _ => null,
        };
        foreach (var statement in NftStatement.ReadAll(rule.Expressions))
            Add(statement);
        if (rule.Comment is { } comment)
            _words.Add($"comment \"{comment}\"");
        _text = string.Join(' ', _words.Where(word => word.Length > 0));
    }

    public override string ToString() => _text;

    private void Add(NftStatement statement)
    {
        var e = statement.Expression;
        switch (e.Name)
        {
            case "counter" or "last":
                break;
            case "cmp":
                Compare(statement.Fields[0], (int)e.Number(2), e.Value(3));
                break;
            case "range":
                var (name, kind, turned) = Name(statement.Fields[0]);
                _words.Add($"{name} {(e.Number(2) == 1 ? "!= " : "")}{Value(kind, e.Value(3), turned)}-{Value(kind, e.Value(4), turned)}");
                break;
            case "lookup":
                Lookup(statement);
                break;
            default:
                _words.Add(new NftActions(_rule, Operand).Text(statement));
                break;
        }
    }

    /// <summary>"field value", "field != value", "field &lt; value", or with a mask, as the kind of the field has it.</summary>
    private void Compare(NftField field, int operation, byte[] value)
    {
        if (field.Source == "payload" && field.Mask is null && operation == 0 && Split(field, value))
            return;
        var (name, kind, turned) = Name(field, value.Length);
        var relation = operation switch { 0 => "", 1 => "!= ", 2 => "< ", 3 => "<= ", 4 => "> ", 5 => ">= ", _ => "… " };
        if (Prefix(field, value) is { } prefix && kind == NftKind.Address)
        {
            _words.Add($"{name} {relation}{prefix}");
            return;
        }

        if (field.Mask is { } mask && field.Xor?.Any(part => part != 0) != true)
        {
            var flags = kind is NftKind.State or NftKind.Status or NftKind.TcpFlags;
            var zero = value.All(part => part == 0);
            var bits = Value(kind, mask, turned);
            _words.Add(flags && zero ? $"{name} {(operation == 1 ? "" : "! ")}{bits}"
                : kind == NftKind.TcpFlags ? $"{name} {relation}{Value(kind, value, turned)} / {bits}"
                : $"{name} & {Masked(kind, mask, turned)} {(relation.Length == 0 ? "== " : relation)}{Masked(kind, value, turned)}");
            return;
        }

        if (field.Mask is not null)
        {
            _words.Add($"{name} … {relation}{Value(kind, value, turned)}");
            return;
        }

        var implied = kind is NftKind.TcpFlags or NftKind.State && operation == 0 ? "== " : relation;
        var test = _words.Count;
        _words.Add($"{name} {implied}{Value(kind, value, turned)}");
        if (operation == 0)
            Learn(field, value, test);
        Join(field, operation, $"{name} ", test);
    }

    /// <summary>Two bounds of a field are a range.</summary>
    private void Join(NftField field, int operation, string name, int at)
    {
        const int NotLess = 5, NotMore = 3;
        if (operation == NotMore && _lower is { } lower && lower.Field == field && lower.At == at - 1)
        {
            _words[at - 1] = $"{name}{_words[at - 1][$"{name}>= ".Length..]}-{_words[at][$"{name}<= ".Length..]}";
            _words.RemoveAt(at);
        }

        _lower = operation == NotLess ? (field, at) : null;
    }

    /// <summary>nft reads neighbouring fields at once: "ip saddr A ip daddr B".</summary>
    private bool Split(NftField field, byte[] value)
    {
        if (Known(field) is not null || PartOfAddress(field) is not null)
            return false;
        for (var length = 1; length < field.Length; length++)
        {
            var first = field with { Length = length };
            var rest = field with { Offset = field.Offset + length, Length = field.Length - length };
            if (Known(first) is null || (Known(rest) is null && rest.Length < 2))
                continue;
            Compare(first, 0, value[..length]);
            Compare(rest, 0, value[length..]);
            return true;
        }

        return false;
    }

    /// <summary>An address with the length of its prefix: by a mask, or because only its first bytes are read.</summary>
    private string? Prefix(NftField field, byte[] value)
    {
        if (field.Source != "payload" || field.Key != NftFields.Network)
            return null;
        var size = _network == "ip6" ? 16 : 4;
        var prefix = field.Mask is { } mask ? mask.Length == size ? NftValues.PrefixOf(mask) : null
            : field.Length < size ? field.Length * 8 : null;
        if (prefix is null || value.Length > size)
            return null;
        var address = new byte[size];
        value.CopyTo(address, 0);
        return $"{new System.Net.IPAddress(address)}/{prefix.Value.ToString(CultureInfo.InvariantCulture)}";
    }

    private void Lookup(NftStatement statement)
    {
        var (e, names) = (statement.Expression, statement.Fields.Select(field => Name(field)).ToList());
        var set = new NftSetWords(_sets[_rule.Chain.Family, _rule.Chain.Table, e.Text(1)], names);
        var inverse = (e.Number(5) & 1) != 0;
        _words.Add($"{string.Join(" . ", names.Select(n => n.Name))} {(e.Has(3) ? "vmap " : inverse ? "!= " : "")}{set.Text(e.Text(1))}");
    }

    /// <summary>What a test for a protocol says about later fields, and where it stands.</summary>
    private void Learn(NftField field, byte[] value, int test)
    {
        var number = (int)AttributeReader.Big(value);
        switch (field)
        {
            case { Source: "meta", Key: NftFields.MetaNetworkProtocol }:
                (_network, _networkTest) = (number == 10 ? "ip6" : "ip", test);
                break;
            case { Source: "meta", Key: NftFields.MetaProtocol } or { Source: "payload", Key: NftFields.Link, Offset: 12, Length: 2 }:
                (_network, _networkTest) = (number switch { 0x86dd => "ip6", 0x0800 => "ip", 0x0806 => "arp", _ => null }, test);
                break;
            case { Source: "meta", Key: 8 }:
                _linkTest = test;
                break;
            case { Source: "meta", Key: NftFields.MetaTransportProtocol }
                or { Source: "payload", Key: NftFields.Network, Offset: 9, Length: 1 }
                or { Source: "payload", Key: NftFields.Network, Offset: 6, Length: 1 }:
                (_transport, _transportTest) = (number == 58 ? "icmpv6" : NftValues.Protocol(number), test);
                break;
        }
    }

    private (string Name, NftKind Kind)? Known(NftField field) => NftFields.InHeader(
        field.Key switch
        {
            NftFields.Link => "ether",
            NftFields.Network => _network ?? "",
            NftFields.Transport => _transport,
            _ => "",
        },
        field.Offset,
        field.Length);

    private NftName Name(NftField field, int compared = 0)
    {
        if (NftFields.Known(field) is { } known)
        {
            // The kernel keeps these as they are in packets.
            var network = known.Kind is NftKind.Protocol or NftKind.NetworkProtocol || field is { Source: "ct", Key: 11 or 12 };
            return new(known.Name, known.Kind, field.Turned || network);
        }

        if (field.Source != "payload")
        {
            var words = new NftActions(_rule, Operand).Loaded(field, compared);
            return new(words.Name, words.Kind, field.Turned || field.From?.Name == "exthdr");
        }

        var found = Known(field) ?? PartOfAddress(field);
        if (found is null)
        {
            string[] headers = ["@ll", "@nh", "@th", "@ih"];
            return new($"{headers[field.Key & 3]},{field.Offset * 8},{field.Length * 8}", NftKind.Bytes, true);
        }

        Forget(field.Key);
        return new(found.Value.Name, found.Value.Kind, true);
    }

    private (string Name, NftKind Kind)? PartOfAddress(NftField field) => (_network, field.Key, field.Offset) switch
    {
        ("ip", NftFields.Network, 12) when field.Length < 4 => ("ip saddr", NftKind.Address),
        ("ip", NftFields.Network, 16) when field.Length < 4 => ("ip daddr", NftKind.Address),
        ("ip6", NftFields.Network, 8) when field.Length < 16 => ("ip6 saddr", NftKind.Address),
        ("ip6", NftFields.Network, 24) when field.Length < 16 => ("ip6 daddr", NftKind.Address),
        _ => null,
    };

    /// <summary>The name of a field says what the test for its protocol said.</summary>
    private void Forget(int header)
    {
        if (header == NftFields.Transport && _transportTest >= 0 && _transport != "th")
        {
            _words[_transportTest] = "";
            _transportTest = -1;
            if (_transport is "icmp" or "icmpv6")
                Forget(NftFields.Network);
        }
        else if (header == NftFields.Link && _linkTest >= 0)
        {
            _words[_linkTest] = "";
            _linkTest = -1;
        }
        else if (header == NftFields.Network && _networkTest >= 0)
        {
            _words[_networkTest] = "";
            _networkTest = -1;
        }
    }

    /// <summary>What an action reads: a constant, or a field.</summary>
    private string Operand(NftField field, NftKind kind) =>
        field.Source == "constant" ? Value(kind, field.Value, kind is not (NftKind.Mark or NftKind.State)) : Name(field).Name;

    private static string Value(NftKind kind, byte[] value, bool turned) => NftValues.Text(kind, value, turned);

    private static string Masked(NftKind kind, byte[] value, bool turned) =>
        kind is NftKind.Number ? NftValues.Decimal(NftValues.Number(value, turned)) : Value(kind, value, turned);
}
