using System.Net;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Tracing;

/// <summary>What a trace shows.</summary>
/// <param name="Last">The last sighting of what was lost; null if nothing was lost, or nothing was seen.</param>
/// <param name="Reason">Why; null if the trace adds nothing to what the probe says.</param>
/// <param name="Suspects">
/// The namespaces whose firewalls may have ended the packet, the likeliest first. Empty if something else did.
/// </param>
internal sealed record TraceFinding(Sighting? Last, Reason? Reason, IReadOnlyList<TracePlace> Suspects)
{
    /// <summary>Only some packets were lost.</summary>
    public bool Partial { get; init; }

    /// <summary>
    /// What was lost is a question for the next hop or its answer: the address that was asked for, and the namespaces whose rules may have
    /// ended it. Null if that was not lost, or if the place is not known.
    /// </summary>
    public (IPAddress Address, IReadOnlyList<TracePlace> Places)? Asked { get; init; }

    /// <summary>Nothing was lost, and nothing is to be said.</summary>
    public static TraceFinding Nothing { get; } = new(null, null, []);

    /// <summary>A cause other than a firewall.</summary>
    public static TraceFinding Because(Sighting? last, Reason reason) => new(last, reason, []);

    /// <summary>What is left is a firewall: nothing else that was looked at explains it.</summary>
    public static TraceFinding Firewall(TraceEvidence evidence, Sighting? last, TracePlace place, Reason located) =>
        Of(evidence, place, rule => rule.Verdict != "translate") is { Count: > 0 } rules
            ? new(last, RuleReasons.Of(evidence, rules, last), [place])
            : Of(evidence, place, rule => rule.TranslatesForOthers) is { Count: > 0 } others
                ? new(last, RuleReasons.Translated(evidence, others, null), [place])
                : new(last, located, [place]);

    private static List<FirewallRule> Of(TraceEvidence evidence, TracePlace place, Func<FirewallRule, bool> fits) =>
        [.. evidence.Rules.Where(rule => rule.Place == place.Name && fits(rule))];
}
