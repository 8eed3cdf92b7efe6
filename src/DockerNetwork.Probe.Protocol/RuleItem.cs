using System.Text.Json.Serialization;

namespace DockerNetwork.Protocol;

/// <summary>
/// A rule, or the policy of a chain, that ended packets of a trace in a network namespace, or gave them another destination. What a rule
/// does not have is null.
/// </summary>
internal sealed record RuleItem : Answer
{
    /// <summary>No more rules are written: more than so many end nobody's packets.</summary>
    public const int MaxItems = 64;

    /// <summary>Which of its steps this is.</summary>
    public RuleStep Rule { get; init; }

    /// <summary>Whose words the text is in: nft, iptables, ip6tables, iptables-legacy or ip6tables-legacy.</summary>
    public string? Tool { get; init; }

    /// <summary>The family of the table: ip, ip6, inet, bridge or arp.</summary>
    public string? Family { get; init; }

    /// <summary>The table, as filter or docker-bridges.</summary>
    public string? Table { get; init; }

    /// <summary>The chain, as DOCKER-USER.</summary>
    public string? Chain { get; init; }

    /// <summary>The hook that led to the chain: prerouting, input, forward, output, postrouting, ingress.</summary>
    public string? Hook { get; init; }

    /// <summary>The number of the rule in its chain, from 1; 0 for the policy of the chain; -1 if it is not known.</summary>
    public int Position { get; init; }

    /// <summary>The rule without its counters, as the tool writes it; of a policy, the verdict alone.</summary>
    public string? Text { get; init; }

    /// <summary>The comment of the rule.</summary>
    public string? Comment { get; init; }

    /// <summary>What it does with a packet: drop, reject, queue, translate (its destination) or other.</summary>
    public string? Verdict { get; init; }

    /// <summary>How many packets it ended while the trace's packets were sent.</summary>
    public long Packets { get; init; }

    /// <summary>The kernel said so of packets of the trace; else its counter grew.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Traced { get; init; }
}
