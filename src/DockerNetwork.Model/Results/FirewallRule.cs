using DockerNetwork.Engine;

namespace DockerNetwork.Model.Results;

/// <summary>A rule of a firewall, or the policy of a chain, that ended packets of a trace, or gave them another destination.</summary>
public sealed record FirewallRule : ModuleObject
{
    /// <summary>Where: @host, or the container whose network namespace has it.</summary>
    public required string Place { get; init; }

    /// <summary>Whose words <see cref="Text"/> is in: nft, iptables, ip6tables, iptables-legacy or ip6tables-legacy.</summary>
    public required string Tool { get; init; }

    /// <summary>The family of the table: ip, ip6, inet, bridge or arp.</summary>
    public required string Family { get; init; }

    /// <summary>The table, such as filter.</summary>
    public required string Table { get; init; }

    /// <summary>The chain, such as DOCKER-USER.</summary>
    public required string Chain { get; init; }

    /// <summary>The number of the rule in its chain, from 1; 0 for the policy of the chain; -1 if it is not known.</summary>
    public int Position { get; init; }

    /// <summary>The rule without its counters, as the tool writes it.</summary>
    public required string Text { get; init; }

    /// <summary>Its comment; null if it has none.</summary>
    public string? Comment { get; init; }

    /// <summary>What it does with a packet: drop, reject, queue, translate (to another destination) or other.</summary>
    public required string Verdict { get; init; }

    /// <summary>Who made it.</summary>
    public RuleOwner Owner { get; init; }

    /// <summary>How many packets of the trace it ended; if that is not certain, by how many its counter grew meanwhile.</summary>
    public long Packets { get; init; }

    /// <summary>How many packets the trace sent while the rules were watched: after those of the hops. 0 if that is not known.</summary>
    public int Sent { get; init; }

    /// <summary>
    /// The kernel said that it ended packets of the trace. If false, its counter grew by as many packets as the trace sent, which on a busy
    /// host may be those of others.
    /// </summary>
    public bool Certain { get; init; }

    /// <summary>The hook that led to its chain, such as output; null if that is not known.</summary>
    internal string? Hook { get; init; }

    /// <summary>It gives packets another destination, and is neither the engine's nor a resolver's of it in a container.</summary>
    internal bool TranslatesForOthers => Verdict == "translate"
        && Owner != RuleOwner.Docker
        && Chain is not ("DOCKER_OUTPUT" or "DOCKER_POSTROUTING");

    /// <summary>The rule, as its tool would list it.</summary>
    public override string ToString() => Text;
}
