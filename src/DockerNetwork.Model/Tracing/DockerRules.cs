using System.Net;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// Which rules Docker makes that end or translate packets, by their very words: those of libnetwork's bridge driver and of its ingress
/// (setup_ip_tables_linux.go up to version 27, iptabler and nftabler since 28 and 29, service_linux.go). Anybody can add a rule to Docker's
/// chains too.
/// </summary>
internal static class DockerRules
{
    private static readonly string[] Chains =
    [
        "DOCKER", "DOCKER-FORWARD", "DOCKER-BRIDGE", "DOCKER-CT", "DOCKER-INTERNAL", "DOCKER-INGRESS", "DOCKER-ISOLATION",
        "DOCKER-ISOLATION-STAGE-1", "DOCKER-ISOLATION-STAGE-2",
    ];

    /// <summary>The comments of the rules of the table docker-bridges that drop packets.</summary>
    private static readonly string[] Comments =
    [
        "INTERNAL NETWORK INGRESS", "INTERNAL NETWORK EGRESS", "ICC", "UNPUBLISHED PORT DROP", "DROP DIRECT ACCESS", "DROP REMOTE LOOPBACK",
    ];

    /// <summary>Docker made the rule.</summary>
    public static bool Has(FirewallRule rule, IReadOnlyCollection<Network> networks) => rule.Tool == "nft"
        ? IsChain(rule) && (rule.Table == "docker-overlay" || rule.Verdict == "translate" || Comments.Contains(rule.Comment))
        : IsWritten(rule, networks);

    /// <summary>A chain that is Docker's own, whoever made its rules. Not that which Docker leaves to the administrator.</summary>
    public static bool IsChain(FirewallRule rule) => rule.Tool == "nft"
        ? rule is { Table: "docker-bridges" or "docker-overlay", Family: "ip" or "ip6" }
        : Chains.Contains(rule.Chain, StringComparer.Ordinal);

    private static bool IsWritten(FirewallRule rule, IReadOnlyCollection<Network> networks)
    {
        return (rule.Table, rule.Chain, Words(rule)) switch
        {
            ("nat", "DOCKER" or "DOCKER-INGRESS", [.., "-j", "DNAT", "--to-destination", _] words) => IsPublished(words),
            ("filter", "DOCKER", ["-A", _, "!", "-i", var from, "-o", var to, "-j", "DROP"]) => from == to && IsBridge(to),
            ("filter", "DOCKER-ISOLATION", ["-A", _, "-i", var from, "-o", var to, "-j", "DROP"]) => IsBridge(from) && IsBridge(to),
            ("filter", "DOCKER-ISOLATION-STAGE-2", ["-A", _, "-o", var to, "-j", "DROP"]) => IsBridge(to),
            ("filter", "DOCKER-ISOLATION-STAGE-1" or "DOCKER-INTERNAL", var words) =>
                IsInternal(words) && networks.Any(network => network.Internal && words.Contains(network.Bridge)),
            ("filter", "DOCKER-FORWARD", _) => WithinBridge(rule) is { } bridge
                && !networks.Any(network => network.Bridge == bridge && !network.BridgeOptionOff("enable_icc")),
            ("filter", "FORWARD", _) => WithinBridge(rule) is { } bridge
                && networks.Any(network => network.Bridge == bridge && network.BridgeOptionOff("enable_icc")),
            ("raw", "PREROUTING", ["-A", _, "-d", var to, ..]) => FromOutside(rule) is { } link && Address(to) is { } address
                && (link == "lo"
                    ? IPAddress.IsLoopback(address)
                    : networks.Any(network => network.Bridge == link && network.Subnets.Any(subnet => subnet.Contains(address)))),
            _ => false,
        };

        bool IsBridge(string link) => networks.Any(network => network.Bridge == link);
    }

    /// <summary>
    /// In the container of a service: it is reached through the ingress network at published ports only, and sends nothing else there
    /// (addRedirectRules of service_linux.go).
    /// </summary>
    public static bool IsOfIngress(FirewallRule rule, IReadOnlyCollection<Network> networks)
    {
        return (rule.Table, Words(rule)) switch
        {
            ("filter", ["-A", "INPUT", "-d", var own, "-p", _, "-j", "DROP"]) => IsIngress(own),
            ("filter", ["-A", "OUTPUT", "-s", var own, "-p", _, "-j", "DROP"]) => IsIngress(own),
            ("nat", ["-A", "PREROUTING", "-d", var own, "-p", _, "-m", _, "--dport", _, "-j", "REDIRECT", ..]) => IsIngress(own),
            _ => false,
        };

        bool IsIngress(string own) => IsOne(own) && Address(own) is { } address
            && networks.Any(network => network.Ingress && network.Subnets.Any(subnet => subnet.Contains(address)));
    }

    /// <summary>
    /// The bridge of a rule for what goes from it to itself: up to engine 27 in FORWARD, and only for a network without communication
    /// between its containers, so others have made it for other bridges.
    /// </summary>
    public static string? WithinBridge(FirewallRule rule) =>
        Words(rule) is ["-A", _, "-i", var from, "-o", var to, "-j", "DROP"] && from == to ? from : null;

    /// <summary>To one address, or a port of it, from any other interface than this one; null if a rule says anything else.</summary>
    public static string? FromOutside(FirewallRule rule) => Words(rule) switch
    {
        ["-A", "PREROUTING", "-d", var to, "!", "-i", var bridge, "-j", "DROP"] when IsOne(to) => bridge,
        ["-A", "PREROUTING", "-d", var to, "!", "-i", var bridge, "-p", _, "-m", _, "--dport", _, "-j", "DROP"] when IsOne(to) => bridge,
        _ => null,
    };

    /// <summary>For a port that is published; before it may stand an address of the host, the container's bridge, and link-local.</summary>
    private static bool IsPublished(string[] words)
    {
        var at = 2;
        if (words.AsSpan(at) is ["!", "-s", "fe80::/10", ..])
            at += 3;
        if (words.AsSpan(at) is ["-d", _, ..])
            at += 2;
        if (words.AsSpan(at) is ["!", "-i", _, ..])
            at += 3;
        return words.AsSpan(at) is ["-p", var protocol, "-m", var match, "--dport", _, "-j", "DNAT", _, _] && protocol == match;
    }

    /// <summary>Of an internal network: from or to another subnet; for IPv6 only if it does not stay on the bridge.</summary>
    private static bool IsInternal(string[] words) => words switch
    {
        ["-A", _, "!", "-s" or "-d", _, "-i" or "-o", _, "-j", "DROP"] => true,
        ["-A", _, "!", "-d", _, "-i", var from, "!", "-o", var to, "-j", "DROP"] => from == to,
        ["-A", _, "!", "-s", _, "!", "-i", var from, "-o", var to, "-j", "DROP"] => from == to,
        _ => false,
    };

    private static IPAddress? Address(string text) => IPAddress.TryParse(text.Split('/')[0], out var address) ? address : null;

    private static bool IsOne(string address) =>
        address.EndsWith("/32", StringComparison.Ordinal) || address.EndsWith("/128", StringComparison.Ordinal);

    private static string[] Words(FirewallRule rule) => rule.Text.Split(' ');
}
