using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
namespace DockerNetwork.Model.Tracing;

/// <summary>
/// Who made a rule, and for Docker's own what for, as its table, chain, text and comment say.
/// </summary>
internal static class RuleOwners
{
    private const string Host = "@host";
    private const string Internal =
        "the network is internal, so its containers reach nothing outside it, and nothing outside reaches them.";
    private const string NoCommunication =
        "communication between containers is turned off in this network (com.docker.network.bridge.enable_icc=false).";
    private const string Unpublished = "a container's port that is not published is open to its own networks only.";
    private const string DirectAccess =
        "from outside its network, a container is reached at published ports of the host only, not at its own address.";
    private const string RemoteLoopback = "a port that is published at a loopback address of the host is open to the host only.";

    private static readonly string[] ChainEnds = ["_direct", "_ZONES", "_POLICIES_pre", "_POLICIES_post"];
    private static readonly string[] ForwardStarts = ["FWDI_", "FWDO_"];
    private static readonly string[] ChainStarts = ["IN_", "FWD_", "PRE_", "POST_"];
    private static readonly string[] ZoneEnds = ["_pre", "_log", "_deny", "_allow", "_post"];

    /// <summary>Who made a rule. Unknown if that is not certain.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="networks">The engine's networks.</param>
    public static RuleOwner Of(FirewallRule rule, IReadOnlyCollection<Network> networks) =>
        rule.Place != Host ? DockerRules.IsOfIngress(rule, networks) ? RuleOwner.Docker : RuleOwner.Container
        : rule.Chain == "DOCKER-USER" ? RuleOwner.DockerUser
        : DockerRules.Has(rule, networks) ? RuleOwner.Docker
        : IsPodman(rule) ? RuleOwner.Podman
        : IsUfw(rule) ? RuleOwner.Ufw
        : IsFirewalld(rule) ? RuleOwner.Firewalld
        : RuleOwner.Unknown;

    /// <summary>What Docker has a rule for, as a sentence; null if that is not known, or the rule is not Docker's.</summary>
    public static string? Purpose(FirewallRule rule)
    {
        if (rule is { Position: 0, Chain: "FORWARD", Table: "filter", Tool: not "nft" } && rule.Place == Host)
            return "Docker sets this policy when it turns on IP forwarding, so packets that none of its rules accepts end here.";
        if (rule.Owner != RuleOwner.Docker)
            return null;
        return rule.Table == "docker-bridges" ? PurposeOfComment(rule) : PurposeOfChain(rule);
    }

    /// <summary>Engine 29's own backend names its rules.</summary>
    private static string? PurposeOfComment(FirewallRule rule) => rule.Comment switch
    {
        "INTERNAL NETWORK INGRESS" or "INTERNAL NETWORK EGRESS" => Internal,
        "ICC" => NoCommunication,
        "UNPUBLISHED PORT DROP" => Unpublished,
        "DROP DIRECT ACCESS" => DirectAccess,
        "DROP REMOTE LOOPBACK" => RemoteLoopback,
        _ => null,
    };

    private static string? PurposeOfChain(FirewallRule rule) => rule.Chain switch
    {
        "DOCKER-ISOLATION-STAGE-1" or "DOCKER-INTERNAL" when rule.Text.Contains(" ! -s ", StringComparison.Ordinal)
            || rule.Text.Contains(" ! -d ", StringComparison.Ordinal) => Internal,
        "DOCKER-ISOLATION" or "DOCKER-ISOLATION-STAGE-1" or "DOCKER-ISOLATION-STAGE-2" =>
            "it keeps the networks of this host apart from each other.",
        "DOCKER-FORWARD" or "FORWARD" when DockerRules.WithinBridge(rule) is not null => NoCommunication,
        "DOCKER" when Words(rule) is ["-A", _, "!", "-i", var from, "-o", var to, "-j", "DROP"] && from == to => Unpublished,
        _ when rule.Place != Host =>
            "containers of services are reached through the ingress network only at published ports, and send nothing else there.",
        "PREROUTING" when DockerRules.FromOutside(rule) is "lo" => RemoteLoopback,
        "PREROUTING" => DirectAccess,
        _ => null,
    };

    private static string[] Words(FirewallRule rule) => rule.Text.Split(' ');

    private static bool IsPodman(FirewallRule rule) =>
        rule.Table == "netavark"
        || rule.Chain.StartsWith("NETAVARK", StringComparison.Ordinal)
        || rule.Chain.StartsWith("CNI-", StringComparison.Ordinal);

    private static bool IsUfw(FirewallRule rule) =>
        rule.Chain.StartsWith("ufw-", StringComparison.Ordinal) || rule.Chain.StartsWith("ufw6-", StringComparison.Ordinal);

    private static bool IsFirewalld(FirewallRule rule) =>
        rule.Table == "firewalld" || (rule.Tool != "nft" && IsFirewalldChain(rule.Chain));

    /// <summary>Chains of firewalld's iptables backend: of a hook, or a part of those of a zone, as IN_public_deny.</summary>
    private static bool IsFirewalldChain(string chain) =>
        ChainEnds.Any(end => chain.EndsWith(end, StringComparison.Ordinal))
        || ForwardStarts.Any(start => chain.StartsWith(start, StringComparison.Ordinal))
        || (ChainStarts.Any(start => chain.StartsWith(start, StringComparison.Ordinal))
            && ZoneEnds.Any(end => chain.EndsWith(end, StringComparison.Ordinal)));
}
