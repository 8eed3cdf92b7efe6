using System.Globalization;

namespace DockerNetwork.Probe;

/// <summary>What rules do with packets, and what they load that is neither of the packet nor of meta or ct, as nft writes it.</summary>
/// <param name="rule">The rule.</param>
/// <param name="operand">Writes what an action reads.</param>
internal sealed class NftActions(NftRule rule, Func<NftField, NftKind, string> operand)
{
    private static readonly string[] LogLevels = ["emerg", "alert", "crit", "err", "warn", "notice", "info", "debug", "audit"];

    private bool Inet => rule.Chain.Family is NftChains.FamilyInet;

    /// <summary>A verdict: accept, drop, jump CHAIN.</summary>
    public static string VerdictText((int Code, string Chain) verdict) => verdict.Code switch
    {
        NftExpression.Drop => "drop",
        NftExpression.Accept => "accept",
        NftExpression.Jump => $"jump {verdict.Chain}",
        NftExpression.GoTo => $"goto {verdict.Chain}",
        NftExpression.Return => "return",
        -1 => "continue",
        _ => "…",
    };

    /// <summary>The words of an action.</summary>
    public string Text(NftStatement statement)
    {
        var (e, fields) = (statement.Expression, statement.Fields);
        return e.Name switch
        {
            "immediate" => e.Verdict(2) is { } verdict ? VerdictText(verdict) : "…",
            "reject" => Reject(e),
            "log" => Log(e),
            "limit" => $"limit rate {Rate(e)}",
            "queue" => Queue(e),
            "nat" => Nat(e, fields),
            "masq" => $"masquerade{To(Ports(fields, 0))}{NatFlags(e.Number(1))}",
            "redir" => $"redirect{To(Ports(fields, 0))}{NatFlags(e.Number(3))}",
            "tproxy" => $"tproxy{(Inet ? e.Number(1) == 2 ? " ip" : e.Number(1) == 10 ? " ip6" : "" : "")} to "
                + (e.Has(2) ? operand(fields[0], NftKind.Address) : "") + Ports(fields, 1),
            "notrack" => "notrack",
            "synproxy" => "synproxy",
            "meta" or "ct" => Set(e, fields),
            "payload" => "… set …",
            "connlimit" => $"ct count {((e.Number(2) & 1) != 0 ? "over " : "")}{Decimal(e.Number(1))}",
            "quota" => $"quota {((e.Number(2) & 1) != 0 ? "over " : "")}{Decimal(e.Number(1))} bytes",
            "objref" => Object(e),
            "dynset" => $"{e.Number(3) switch { 0 => "add", 1 => "update", _ => "delete" }} @{e.Text(1)} {{ {All(fields)} }}",
            "flow_offload" => $"flow add @{e.Text(1)}",
            "dup" => $"dup to {All(fields)}",
            "fwd" => $"fwd to {All(fields)}",
            "match" or "target" => $"xt {e.Name} \"{e.Text(1)}\" …",
            _ => "…",
        };
    }

    /// <summary>The words of what was loaded, and how it is compared.</summary>
    public (string Name, NftKind Kind) Loaded(NftField field, int compared) => field.From switch
    {
        { Name: "fib" } e => Fib(e),
        { Name: "lookup" } e => ($"{All(field.Of)} map {new NftSetWords(null, []).Text(e.Text(1))}", NftKind.Number),
        { Name: "numgen" } e => ($"numgen {(e.Number(3) == 1 ? "random" : "inc")} mod {Decimal(e.Number(2))}", NftKind.Number),
        { Name: "rt" } e => (e.Number(2) switch
        {
            0 => "rt classid",
            1 or 2 => "rt nexthop",
            3 => "rt mtu",
            _ => "rt ipsec",
        }, e.Number(2) is 1 or 2 ? NftKind.Address : NftKind.Number),
        { Name: "socket" } e => (e.Number(1) switch
        {
            0 => "socket transparent",
            1 => "socket mark",
            2 => "socket wildcard",
            _ => "socket cgroupv2",
        }, e.Number(1) == 1 ? NftKind.Mark : NftKind.Number),
        { Name: "exthdr" } e when e.Number(6) == 1 && e.Number(2) == 2 => ("tcp option maxseg size", NftKind.Number),
        { Name: "exthdr" } e when e.Number(6) == 0 && e.Number(5) == 1 =>
            ($"exthdr {NftValues.Protocol((int)e.Number(2))}", NftKind.Present),
        { Name: "osf" } => ("osf name", NftKind.Name),
        { } e => ($"{e.Name} …", NftKind.Bytes),
        null when field.Source == "constant" => (operand(field, NftKind.Number), NftKind.Number),
        _ => ("…", NftKind.Bytes),
    };

    private static (string Name, NftKind Kind) Fib(NftExpression e)
    {
        string[] flags = ["saddr", "daddr", "mark", "iif", "oif"];
        var (result, bits) = (e.Number(2), e.Number(3));
        var keys = string.Join(" . ", flags.Where((_, bit) => (bits >> bit & 1) != 0));
        return result == 3 ? ($"fib {keys} type", NftKind.AddressType)
            : ($"fib {keys} {(result == 2 ? "oifname" : "oif")}", result == 2 ? NftKind.Name : NftKind.Present);
    }

    private string Reject(NftExpression e)
    {
        var code = (int)e.Number(2);
        var v6 = rule.Chain.Family == TraceTable.FamilyIp6;
        return e.Number(1) switch
        {
            1 => "reject with tcp reset",
            2 => code == 1 ? "reject" : $"reject with icmpx {Icmpx(code)}",
            _ when !Inet && rule.Chain.Family != TraceTable.FamilyBridge && code == (v6 ? 4 : 3) => "reject",
            _ => NftValues.RejectCode(v6 || (rule.Chain.Family is not TraceTable.FamilyIp4 && IsIp6()), code),
        };
    }

    /// <summary>Which of both a rule for both families is about: nft writes a test before it.</summary>
    private bool IsIp6() => NftStatement.ReadAll(rule.Expressions).Any(statement =>
        statement is { Expression.Name: "cmp", Fields: [{ Source: "meta", Key: NftFields.MetaNetworkProtocol or NftFields.MetaProtocol }] }
        && AttributeReader.Big(statement.Expression.Value(3)) is 10 or 0x86dd);

    private static string Icmpx(int code) => code switch
    {
        0 => "no-route",
        1 => "port-unreachable",
        2 => "host-unreachable",
        _ => "admin-prohibited",
    };

    private static string Log(NftExpression e)
    {
        var text = "log";
        if (e.Has(2))
            text += $" prefix \"{e.Text(2)}\"";
        if (e.Has(1))
            text += $" group {Decimal(e.Number(1))}";
        if (e.Has(3) && e.Number(3) != 0)
            text += $" snaplen {Decimal(e.Number(3))}";
        if (e.Has(4) && e.Number(4) != 0)
            text += $" queue-threshold {Decimal(e.Number(4))}";
        if (e.Has(5) && e.Number(5) is not 4 and < 9 and var level)
            text += $" level {LogLevels[level]}";
        return e.Number(6) == 0x1f ? text + " flags all" : text;
    }

    private static string Rate(NftExpression e)
    {
        var unit = e.Number(2) switch { 1 => "second", 60 => "minute", 3600 => "hour", 86400 => "day", 604800 => "week", _ => "…" };
        var (rate, burst, bytes) = (e.Number(1), e.Number(3), e.Number(4) == 1);
        var over = (e.Number(5) & 1) != 0 ? "over " : "";
        return bytes
            ? $"{over}{Size(rate)}/{unit}{(burst > 0 ? $" burst {Size(burst)}" : "")}"
            : $"{over}{Decimal(rate)}/{unit}{(burst is > 0 and not 5 ? $" burst {Decimal(burst)} packets" : "")}";
    }

    private static string Size(long bytes) => bytes switch
    {
        >= 1024 * 1024 when bytes % (1024 * 1024) == 0 => $"{Decimal(bytes / 1024 / 1024)} mbytes",
        >= 1024 when bytes % 1024 == 0 => $"{Decimal(bytes / 1024)} kbytes",
        _ => $"{Decimal(bytes)} bytes",
    };

    private static string Queue(NftExpression e)
    {
        var (first, count) = (e.Number(1), e.Number(2));
        var flags = e.Number(3) switch { 1 => " flags bypass", 2 => " flags fanout", 3 => " flags bypass,fanout", _ => "" };
        return $"queue{flags} to {(e.Has(4) ? "…" : Decimal(first))}{(count > 1 ? $"-{Decimal(first + count - 1)}" : "")}";
    }

    private string Nat(NftExpression e, IReadOnlyList<NftField> fields)
    {
        var family = Inet ? e.Number(2) == 10 ? " ip6" : " ip" : "";
        var address = e.Has(3) ? operand(fields[0], NftKind.Address) : "";
        if (e.Has(4) && e.Number(4) != e.Number(3))
            address += $"-{operand(fields[1], NftKind.Address)}";
        if (e.Has(5) && address.Contains(':', StringComparison.Ordinal))
            address = $"[{address}]";
        return $"{(e.Number(1) == 0 ? "snat" : "dnat")}{(address.Length > 0 ? family : "")} to {address}"
            + Ports(fields, 2) + NatFlags(e.Number(7));
    }

    private static string To(string ports) => ports.Length > 0 ? $" to {ports}" : "";

    /// <summary>":80", ":80-90", or nothing.</summary>
    private string Ports(IReadOnlyList<NftField> fields, int at)
    {
        if (fields.Count <= at || fields[at].Source == "none")
            return "";
        var first = operand(fields[at], NftKind.Number);
        var last = fields.Count > at + 1 && fields[at + 1].Source != "none" ? operand(fields[at + 1], NftKind.Number) : first;
        return $":{first}{(last == first ? "" : $"-{last}")}";
    }

    private static string NatFlags(long flags) =>
        ((flags & 4) != 0 ? " random" : "") + ((flags & 16) != 0 ? " fully-random" : "") + ((flags & 8) != 0 ? " persistent" : "");

    private static string Object(NftExpression e) => e.Has(3) ? "…" : e.Number(1) switch
    {
        1 => $"counter name \"{e.Text(2)}\"",
        2 => $"quota name \"{e.Text(2)}\"",
        3 => $"ct helper set \"{e.Text(2)}\"",
        4 => $"limit name \"{e.Text(2)}\"",
        5 => $"ct count name \"{e.Text(2)}\"",
        _ => "…",
    };

    private string Set(NftExpression e, IReadOnlyList<NftField> fields)
    {
        var (name, kind) = NftFields.Known(new NftField(e.Name, (int)e.Number(2))) ?? ($"{e.Name} …", NftKind.Bytes);
        return $"{name} set {(fields.Count == 0 ? "…" : operand(fields[0], kind))}";
    }

    private string All(IEnumerable<NftField> fields) =>
        string.Join(" . ", fields.Where(field => field.Source != "none").Select(field => operand(field, NftKind.Number)));

    private static string Decimal(long number) => number.ToString(CultureInfo.InvariantCulture);
}
