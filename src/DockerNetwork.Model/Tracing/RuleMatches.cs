using System.Globalization;
using System.Net;
using System.Text;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// Which rules whose counters grew may have met packets of a trace, by the rules' own words. A word that is not understood says nothing.
/// </summary>
internal static class RuleMatches
{
    private static readonly string[] Protocols = ["tcp", "udp", "icmp", "icmpv6", "ipv6-icmp", "sctp", "dccp", "gre", "esp", "ah", "igmp"];

    /// <summary>What stands before a field that is not compared, or not one of the packet as it is there.</summary>
    private static readonly string[] Elsewhere =
        [".", "set", "map", "vmap", "original", "reply", "ct", "fib", "with", "inner", "{", "to", "mod"];

    /// <summary>
    /// Leaves out the rules that cannot have met the packets. Of those of one namespace that counted, the ones whose counters grew by as
    /// many packets as were sent come alone if there are any.
    /// </summary>
    /// <param name="evidence">What is known of the packets.</param>
    /// <param name="place">The namespace of the rules.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="sent">How many packets were sent meanwhile.</param>
    public static IEnumerable<FirewallRule> Likely(
        TraceEvidence evidence, TracePlace place, IReadOnlyList<FirewallRule> rules, int sent)
    {
        var shapes = PacketShape.Of(evidence, place);
        var left = rules.Where(rule => rule.Certain || shapes.Any(shape => May(rule, shape))).ToList();
        return left.Exists(rule => !rule.Certain && rule.Packets == sent)
            ? left.Where(rule => rule.Certain || rule.Packets == sent)
            : left;
    }

    /// <summary>False if a rule cannot match such packets.</summary>
    public static bool May(FirewallRule rule, PacketShape packets) =>
        rule.Position == 0 || (rule.Tool == "nft" ? MayNft(Words(rule.Text), packets) : MayIptables(Words(rule.Text), packets));

    private static bool MayIptables(IReadOnlyList<string> words, PacketShape packets)
    {
        for (var i = 0; i + 1 < words.Count; i++)
        {
            var (option, value, not) = (words[i], words[i + 1], i > 0 && words[i - 1] == "!");
            if (option is "-j" or "-g")
                break;
            if (option is "--comment")
                i++;
            else if (option switch
            {
                "-p" => !IsProtocol(packets, [value], not),
                "-s" => !IsAddress(packets.From, [value], not),
                "-d" => !IsAddress(packets.To, [value], not),
                "-i" => !IsLink(packets.In, value, '+', not),
                "-o" => !IsLink(packets.Out, value, '+', not),
                "--sport" or "--sports" => !IsPort(packets, sender: true, value.Split(','), ':', not),
                "--dport" or "--dports" => !IsPort(packets, sender: false, value.Split(','), ':', not),
                _ => false,
            })
            {
                return false;
            }
        }

        return true;
    }

    private static bool MayNft(IReadOnlyList<string> words, PacketShape packets)
    {
        for (var i = 0; i + 1 < words.Count; i++)
        {
            if (words[i] is "comment" or "log")
                break;
            if (i > 0 && Elsewhere.Contains(words[i - 1], StringComparer.Ordinal))
                continue;
            var names = words[i] is "iifname" or "oifname" or "iif" or "oif" ? 1 : 2;
            var field = names == 1 ? words[i] : $"{words[i]} {words[i + 1]}";
            var (values, not) = Values(words, i + names);
            if (values.Length == 0)
                continue;
            if (field switch
            {
                "meta l4proto" or "ip protocol" or "ip6 nexthdr" => !IsProtocol(packets, values, not),
                "ip saddr" or "ip6 saddr" => !IsAddress(packets.From, values, not),
                "ip daddr" or "ip6 daddr" => !IsAddress(packets.To, values, not),
                "iifname" or "iif" => !IsLinkInQuotes(packets.In, values, not),
                "oifname" or "oif" => !IsLinkInQuotes(packets.Out, values, not),
                "tcp sport" or "udp sport" =>
                    !IsProtocol(packets, [words[i]], false) || !IsPort(packets, sender: true, values, '-', not),
                "tcp dport" or "udp dport" =>
                    !IsProtocol(packets, [words[i]], false) || !IsPort(packets, sender: false, values, '-', not),
                "th sport" => !IsPort(packets, sender: true, values, '-', not),
                "th dport" => !IsPort(packets, sender: false, values, '-', not),
                "tcp flags" or "icmp type" or "icmpv6 type" => !IsProtocol(packets, [words[i]], false),
                _ => false,
            })
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A value, or those of a set; none for other operators, and for keys of several fields.</summary>
    private static (string[] Values, bool Not) Values(IReadOnlyList<string> words, int at)
    {
        var not = at < words.Count && words[at] == "!=";
        at += not || (at < words.Count && words[at] == "==") ? 1 : 0;
        if (at >= words.Count)
            return ([], not);
        if (words[at] != "{")
            return (at + 1 < words.Count && words[at + 1] == "." ? [] : [words[at]], not);
        var values = words.Skip(at + 1).TakeWhile(word => word != "}").Select(word => word.TrimEnd(',')).ToArray();
        return (at + values.Length + 1 >= words.Count || values.Contains(".") || values.Contains(":") ? [] : values, not);
    }

    private static bool IsProtocol(PacketShape packets, string[] names, bool not)
    {
        var known = names.Select(name => name is "ipv6-icmp" or "icmpv6" ? "icmp" : name).ToList();
        if (!names.All(name => Protocols.Contains(name, StringComparer.Ordinal)))
            return true;
        return known.Contains(packets.Protocol) != not;
    }

    private static bool IsAddress(IReadOnlyList<IPAddress>? addresses, string[] texts, bool not)
    {
        var subnets = texts.Select(Subnet).ToList();
        if (addresses is null || subnets.Contains(null))
            return true;
        return not
            ? addresses.Any(address => !subnets.Any(subnet => subnet!.Value.Contains(address)))
            : addresses.Any(address => subnets.Any(subnet => subnet!.Value.Contains(address)));
    }

    private static IPNetwork? Subnet(string text) =>
        text.Contains('/', StringComparison.Ordinal) ? Addresses.ParseSubnet(text)
        : Addresses.ParseAddress(text) is { } address ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;

    /// <summary>A port that several rules of translation may have changed is never all ports but one.</summary>
    private static bool IsPort(PacketShape packets, bool sender, string[] texts, char between, bool not)
    {
        if (not)
            return true;
        foreach (var text in texts)
        {
            var ends = text.Split(between);
            if (ends.Length > 2 || !IsNumber(ends[0], out var low) || !IsNumber(ends[^1], out var high))
                return true;
            if (packets.MayHavePort(sender, low, high))
                return true;
        }

        return false;
    }

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool IsLinkInQuotes(IReadOnlyList<string>? links, string[] names, bool not) =>
        !names.All(name => name is ['"', .., '"']) || (not
            ? names.All(name => IsLink(links, name[1..^1], '*', not))
            : names.Any(name => IsLink(links, name[1..^1], '*', not)));

    private static bool IsLink(IReadOnlyList<string>? links, string name, char any, bool not) =>
        links is null
        || links.Any(link => (name.EndsWith(any) ? link.StartsWith(name[..^1], StringComparison.Ordinal) : link == name) != not);

    /// <summary>The words of a rule; one in quotation marks keeps its spaces and its marks.</summary>
    private static List<string> Words(string text)
    {
        var (words, word, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && quoted && i + 1 < text.Length)
                word.Append(text[++i]);
            else if (text[i] != ' ' || quoted)
                word.Append(text[i]);
            else if (word.Length > 0)
                End();
            if (text[i] == '"' && !(i > 0 && text[i - 1] == '\\'))
                quoted = !quoted;
        }

        if (word.Length > 0)
            End();
        return words;

        void End()
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
