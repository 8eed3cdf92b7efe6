using System.Globalization;

namespace DockerNetwork.Probe;

/// <summary>
/// A rule of iptables-nft as "iptables -S" writes it: it keeps matches and targets of iptables, and uses expressions of its own.
/// </summary>
internal static class IptablesWords
{
    /// <summary>The text, and the comment in it; null if iptables did not write the rule.</summary>
    public static (string Text, string? Comment)? Of(NftRule rule)
    {
        var words = new IptablesRule(rule.Chain.Family == TraceTable.FamilyIp6);
        foreach (var statement in NftStatement.ReadAll(rule.Expressions))
        {
            if (!words.Add(statement))
                return null;
        }

        return ($"-A {rule.Chain.Chain}{words}", words.Comment);
    }
}

/// <summary>The words of one rule, in the order in which iptables writes them.</summary>
internal sealed class IptablesRule(bool v6)
{
    private readonly Dictionary<string, string> _first = [];
    private readonly List<string> _matches = [];
    private string _target = "";
    private readonly List<string> _options = [];
    private string? _openMatch;
    private string _protocol = "";

    /// <summary>The comment; null if there is none.</summary>
    public string? Comment { get; private set; }

    private int AddressLength => v6 ? 16 : 4;

    private int Family => v6 ? 10 : 2;

    /// <summary>False if iptables has no words for it.</summary>
    public bool Add(NftStatement statement)
    {
        var e = statement.Expression;
        switch (e.Name)
        {
            case "counter":
                return true;
            case "cmp":
                return Compare(statement.Fields[0], (int)e.Number(2), e.Value(3));
            case "range" when Port(statement.Fields[0]) is { } port:
                return Native(_protocol, $"{Not(e.Number(2) == 1)}{port} {Number(e.Value(3))}:{Number(e.Value(4))}");
            case "match":
                Match(e);
                return true;
            case "target":
                var target = XtWords.Target(e.Text(1), (int)e.Number(2), e.Bytes(3), Family);
                _target = $" {target ?? $"-j {e.Text(1)} …"}";
                return true;
            case "immediate" when e.Verdict(2) is { } verdict:
                _target = verdict.Code switch
                {
                    NftExpression.Drop => " -j DROP",
                    NftExpression.Accept => " -j ACCEPT",
                    NftExpression.Return => " -j RETURN",
                    NftExpression.Jump => $" -j {verdict.Chain}",
                    NftExpression.GoTo => $" -g {verdict.Chain}",
                    _ => " -j …",
                };
                return true;
            case "limit" when e.Number(4) == 0:
                return Limit(e);
            case "log" when e.Has(1):
                _target = " -j NFLOG" + (e.Has(2) ? $" --nflog-prefix {XtText(e.Text(2))}" : "")
                    + (e.Number(1) > 0 ? $" --nflog-group {e.Number(1).ToString(CultureInfo.InvariantCulture)}" : "")
                    + (e.Number(3) > 0 ? $" --nflog-size {e.Number(3).ToString(CultureInfo.InvariantCulture)}" : "")
                    + (e.Number(4) > 1 ? $" --nflog-threshold {e.Number(4).ToString(CultureInfo.InvariantCulture)}" : "");
                return true;
            case "meta" when e.Number(2) == 12:
                _target = " -j TRACE";
                return true;
            default:
                return false;
        }
    }

    public override string ToString()
    {
        string[] order = ["-s", "-d", "-i", "-o", "-p", "-f"];
        return string.Concat(order.Where(_first.ContainsKey).Select(key => _first[key]))
            + string.Concat(_matches.Select(match => $" {match}")) + _target;
    }

    private bool Compare(NftField field, int operation, byte[] value)
    {
        var not = operation == 1;
        switch (field)
        {
            case { Source: "meta", Key: NftFields.MetaIn or NftFields.MetaOut } when operation is 0 or 1:
                var key = field.Key == NftFields.MetaIn ? "-i" : "-o";
                var name = AttributeReader.TextOf(value) + (value.Contains((byte)0) ? "" : "+");
                _first[key] = $" {Not(not)}{key} {name}";
                return true;
            case { Source: "meta", Key: NftFields.MetaTransportProtocol }
                or { Source: "payload", Key: NftFields.Network, Offset: 9, Length: 1 }
                when operation is 0 or 1 && field.Mask is null && value.Length == 1:
                _protocol = NftValues.Protocol(value[0]);
                _first["-p"] = $" {Not(not)}-p {_protocol}";
                return true;
            case { Source: "meta", Key: NftFields.MetaMark } when operation is 0 or 1:
                var mask = field.Mask is { } bits ? $"/{Hex(bits)}" : "";
                _openMatch = null;
                _matches.Add($"-m mark {Not(not)}--mark {Hex(value)}{mask}");
                return true;
            case { Source: "payload", Key: NftFields.Network }:
                return Address(field, operation, value);
            case { Source: "payload", Key: NftFields.Transport }:
                return Transport(field, operation, value);
            default:
                return false;
        }
    }

    private bool Address(NftField field, int operation, byte[] value)
    {
        if (!v6 && field is { Offset: 6, Length: 2, Mask: [0x1f, 0xff] } && operation is 0 or 1)
        {
            _first["-f"] = operation == 1 ? " -f" : " ! -f";
            return true;
        }

        var key = field.Offset == (v6 ? 8 : 12) ? "-s" : field.Offset == (v6 ? 24 : 16) ? "-d" : null;
        if (key is null || operation > 1 || field.Length > AddressLength || value.Length > AddressLength)
            return false;
        var address = new byte[AddressLength];
        value.CopyTo(address, 0);
        var prefix = field.Mask is { } mask ? mask.Length == AddressLength ? NftValues.PrefixOf(mask) : null : field.Length * 8;
        var length = prefix?.ToString(CultureInfo.InvariantCulture) ?? new System.Net.IPAddress(field.Mask!).ToString();
        _first[key] = $" {Not(operation == 1)}{key} {new System.Net.IPAddress(address)}/{length}";
        return true;
    }

    private bool Transport(NftField field, int operation, byte[] value)
    {
        // Both ports are compared at once.
        if (_protocol.Length > 0 && field is { Offset: 0, Length: 4, Mask: null } && operation == 0 && value.Length == 4)
            return Native(_protocol, $"--sport {Number(value[..2])} --dport {Number(value[2..])}");
        if (Port(field) is { } port && field.Mask is null)
        {
            var number = (int)AttributeReader.Big(value);
            var range = operation switch
            {
                0 or 1 => Number(value),
                2 => $"0:{(number - 1).ToString(CultureInfo.InvariantCulture)}",
                3 => $"0:{Number(value)}",
                4 => $"{(number + 1).ToString(CultureInfo.InvariantCulture)}:65535",
                _ => $"{Number(value)}:65535",
            };
            return Native(_protocol, $"{Not(operation == 1)}{port} {range}");
        }

        if (_protocol == "tcp" && field is { Offset: 13, Length: 1, Mask: [var flags] } && operation is 0 or 1)
            return Native("tcp", $"{Not(operation == 1)}--tcp-flags {Flags(flags)} {Flags(value[0])}");
        return false;
    }

    /// <summary>Options of one match stand together: ports before flags.</summary>
    private bool Native(string match, string options)
    {
        if (_openMatch != match)
        {
            _options.Clear();
            _matches.Add("");
        }

        _openMatch = match;
        _options.Add(options);
        _matches[^1] = $"-m {match} {string.Join(' ', _options.OrderBy(Rank))}";
        return match.Length > 0;
    }

    private static int Rank(string option) =>
        option.Contains("--sport", StringComparison.Ordinal) ? 0 : option.Contains("--dport", StringComparison.Ordinal) ? 1 : 2;

    private void Match(NftExpression e)
    {
        _openMatch = null;
        var data = e.Bytes(3);
        if (e.Text(1) == "comment")
        {
            Comment = AttributeReader.TextOf(data);
            _matches.Add($"-m comment --comment {XtText(Comment)}");
            return;
        }

        _matches.Add(XtWords.Match(e.Text(1), (int)e.Number(2), data, Family) ?? $"-m {e.Text(1)} …");
    }

    private bool Limit(NftExpression e)
    {
        var unit = e.Number(2) switch { 1 => "sec", 60 => "min", 3600 => "hour", 86400 => "day", _ => null };
        if (unit is null)
            return false;
        var burst = e.Number(3) is not 5 and var packets ? $" --limit-burst {packets.ToString(CultureInfo.InvariantCulture)}" : "";
        _openMatch = null;
        _matches.Add($"-m limit --limit {e.Number(1).ToString(CultureInfo.InvariantCulture)}/{unit}{burst}");
        return true;
    }

    private string? Port(NftField field) =>
        _protocol.Length > 0 && field is { Source: "payload", Key: NftFields.Transport, Length: 2, Offset: 0 or 2 }
            ? field.Offset == 0 ? "--sport" : "--dport"
            : null;

    private static string Flags(byte bits) =>
        bits == 0 ? "NONE" : NftValues.Bits(bits & 0x3fu, NftValues.TcpFlags).ToUpperInvariant();

    private static string Hex(byte[] value) => $"0x{NftValues.Number(value, network: false).ToString("x", CultureInfo.InvariantCulture)}";

    private static string Not(bool not) => not ? "! " : "";

    private static string Number(byte[] value) => NftValues.Decimal(AttributeReader.Big(value));

    /// <summary>In quotation marks if it has anything else than letters, numbers, "_" and "-" (xtables_save_string).</summary>
    private static string XtText(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
