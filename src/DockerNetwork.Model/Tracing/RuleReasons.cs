using DockerNetwork.Model.Results;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>The rule that stopped the packets, in a sentence.</summary>
internal static class RuleReasons
{
    /// <summary>No more rules are written out in a sentence.</summary>
    private const int MaxNamed = 3;

    /// <param name="evidence">What is known.</param>
    /// <param name="rules">The rules of one namespace, at least one.</param>
    /// <param name="last">The last sighting of what was lost; null if there is none.</param>
    public static Reason Of(TraceEvidence evidence, IReadOnlyList<FirewallRule> rules, Sighting? last)
    {
        var certain = rules.Where(rule => rule.Certain).ToList();
        var named = certain.Count > 0 ? certain : rules;
        var refused = named.All(rule => rule.Verdict == "reject");
        var one = named[0];
        var verb = refused ? "refuses" : named.Any(rule => rule.Verdict == "reject") ? "refuses or drops" : "drops";
        var target = TraceReasons.Target(evidence);
        var what = last?.Kind == SightingKind.Answer || named.All(rule => IsForAnswers(evidence, rule, last))
            ? $"the answers from {target}{(evidence.Question.Port is null ? "" : ",")} to {TraceReasons.Sender(evidence)}"
            : $"the packets from {TraceReasons.Sender(evidence)} to {target}";
        var text = named.Count == 1
            ? $"{Kind(one)} {(certain.Count > 0 ? "" : "probably ")}{verb} {what}: {Words(one)}.{Owner(one)}"
            : $"One of these rules of {Place(one)} {verb} {what}: "
                + $"{string.Join("; ", named.Take(MaxNamed).Select(Words))}{(named.Count > MaxNamed ? "; …" : "")}."
                + " Other traffic passed at the same time, so it is not certain which one.";
        return new Reason(refused ? ReasonCode.RefusedByRule : ReasonCode.DroppedByRule, one.Place, text);
    }

    /// <summary>The request was seen to arrive where it is answered, and the rule is for what leaves that.</summary>
    private static bool IsForAnswers(TraceEvidence evidence, FirewallRule rule, Sighting? last) =>
        last is { IsRequest: true, Item.Out: false }
        && last.Place == evidence.Target
        && rule.Hook is "output" or "postrouting";

    /// <summary>Rules that give packets another destination.</summary>
    /// <param name="evidence">What is known.</param>
    /// <param name="rules">The rules of one namespace, at least one.</param>
    /// <param name="sent">A packet with that destination; null if none was seen.</param>
    public static Reason Translated(TraceEvidence evidence, IReadOnlyList<FirewallRule> rules, Sighting? sent)
    {
        var one = rules[0];
        return new Reason(
            ReasonCode.TranslatedByRule, one.Place,
            $"A rule of {Place(one)}{(one.Owner == RuleOwner.Container ? "" : " that is not Docker's")} sends the packets from "
            + $"{TraceReasons.Sender(evidence)} to {TraceReasons.Target(evidence)}{(evidence.Question.Port is null ? "" : ",")} "
            + (sent is null ? "to another destination" : $"to {RefusalReasons.Destination(evidence, sent)} instead")
            + $": {Words(one)}.{Owner(one)}");
    }

    /// <summary>The same of rules that let some packets through.</summary>
    /// <param name="text">How many were lost, and where.</param>
    /// <param name="rules">Rules that certainly ended packets, at least one.</param>
    /// <param name="what">What the rules ended.</param>
    public static Reason OfSome(string text, IReadOnlyList<FirewallRule> rules, string what = "some of them")
    {
        var refused = rules.All(rule => rule.Verdict == "reject");
        var named = rules.Count == 1
            ? $"{Kind(rules[0])} {(refused ? "refuses" : "drops")} {what}: {Words(rules[0])}."
                + Owner(rules[0])
            : $"Rules of {Place(rules[0])} {(refused ? "refuse" : "drop")} {what}: "
                + $"{string.Join("; ", rules.Take(MaxNamed).Select(Words))}{(rules.Count > MaxNamed ? "; …" : "")}.";
        return new Reason(refused ? ReasonCode.RefusedByRule : ReasonCode.DroppedByRule, rules[0].Place, $"{text} {named}");
    }

    private static string Place(FirewallRule rule) => rule.Place == "@host" ? "the engine's host" : rule.Place;

    private static string Kind(FirewallRule rule) =>
        rule.Position == 0 ? $"The default policy of a chain on {Place(rule)}" : $"A firewall rule of {Place(rule)}";

    private static string Words(FirewallRule rule) => rule.Position == 0
        ? $"{rule.Tool}, table {rule.Table}, chain {rule.Chain}, policy {rule.Text}"
        : $"{rule.Tool}, table {rule.Table}, chain {rule.Chain}{(rule.Position > 0 ? $", rule {rule.Position}" : "")}: {rule.Text}";

    private static string Owner(FirewallRule rule) => rule.Owner switch
    {
        RuleOwner.Docker => $" It is Docker's own{(RuleOwners.Purpose(rule) is { } purpose ? $": {purpose}" : ".")}",
        RuleOwner.DockerUser => " It is in the chain that Docker leaves to the administrator.",
        RuleOwner.Firewalld => " It is firewalld's: change it with firewall-cmd.",
        RuleOwner.Ufw => " It is ufw's: change it with ufw.",
        RuleOwner.Podman => " It is Podman's own.",
        RuleOwner.Container => " It is the container's own rule.",
        RuleOwner.Unknown when rule.Place == "@host" && rule.Position != 0 && DockerRules.IsChain(rule) =>
            " It is in one of Docker's chains, but Docker does not create such a rule: another program or a person added it.",
        _ => "",
    };
}
