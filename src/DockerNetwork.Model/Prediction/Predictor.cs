using System.Net;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// Predicts from a snapshot of an engine whether a container can reach a name or address. Pure: no I/O, no clock. First the name (<see
/// cref="NameRules"/>), then the address (<see cref="AddressRules"/>). In each list the first rule that has a verdict decides; if none has,
/// the answer is <see cref="ReachabilityState.Unknown"/>.
/// </summary>
public static class Predictor
{
    /// <summary>Predicts one probe. For a port the verdict is about the network: only a probe can show whether anybody listens.</summary>
    public static Verdict Predict(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var name = NameRules.Resolve(question);
        var verdict = name is NameAnswer.Resolved resolved ? Reach(question, resolved) : name.Verdict;
        return question.Target is null || verdict.State is ReachabilityState.Reachable or ReachabilityState.Unknown
            ? verdict
            : verdict with { Further = () => Further(question, verdict.State) };
    }

    /// <summary>Predicts whether a name resolves in the source; an address always does.</summary>
    public static Verdict PredictName(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return NameRules.Resolve(question).Verdict;
    }

    private static Verdict Reach(Question question, NameAnswer.Resolved name)
    {
        var verdict = At(question, name.Addresses[0], name.Network);
        for (var i = 1; i < name.Addresses.Count; i++)
        {
            if (At(question, name.Addresses[i], name.Network).State == verdict.State)
                continue;
            IReadOnlyList<Reason> reasons = [NameReasons.AmbiguousName(question, name), .. verdict.Reasons];
            return new Verdict(ReachabilityState.Unknown, null, name.Network, reasons);
        }

        return name.Reason is null ? verdict : verdict with { Reasons = [.. verdict.Reasons, name.Reason] };
    }

    private static Verdict At(Question question, IPAddress address, string? network) =>
        StateRules.WithoutNamespace(question, address) ?? Route(question, address, network);

    private static Verdict Route(Question question, IPAddress address, string? network) =>
        StateRules.Answered(question, address, AddressRules.Predict(question, address, network));

    /// <summary>What else stands in the way once the first blocker is gone.</summary>
    private static IEnumerable<Reason> Further(Question question, ReachabilityState state)
    {
        var reasons = state switch
        {
            ReachabilityState.NotRunning when !question.Source.Running =>
                [StateRules.TargetStopped(question), NameRules.IfBothRan(question)],
            ReachabilityState.NotRunning when question.Target is { Up: false } => [NameRules.IfBothRan(question)],
            ReachabilityState.Unresolved => Barred(question),
            _ => Array.Empty<Reason?>(),
        };
        return reasons.OfType<Reason>();
    }

    /// <summary>What stops packets to the target's addresses; nothing if one of them can be reached.</summary>
    private static IReadOnlyList<Reason?> Barred(Question question)
    {
        IReadOnlyList<Reason> first = [];
        foreach (var address in question.TargetOwner is { Up: true } owner ? owner.Endpoints.SelectMany(e => e.Addresses()) : [])
        {
            var verdict = Route(question, address, null);
            if (verdict.State is ReachabilityState.Reachable or ReachabilityState.Unknown)
                return [];
            if (first.Count == 0)
                first = verdict.Reasons;
        }

        return first;
    }
}
