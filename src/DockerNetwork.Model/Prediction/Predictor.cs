using System.Net;
using DockerNetwork.Model.Addressing;
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
        var verdict = TaskRules.Advised(question, name is NameAnswer.Resolved resolved ? Judge(question, resolved, Reach) : name.Verdict);
        return question.Target is null
            || verdict.State is ReachabilityState.Reachable or ReachabilityState.Misdirected or ReachabilityState.Unknown
            ? verdict
            : verdict with { Further = () => Further(question, verdict.State) };
    }

    /// <summary>Predicts whether a name resolves in the source, to an address of the target; an address always does.</summary>
    public static Verdict PredictName(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var name = NameRules.Resolve(question);
        return name is NameAnswer.Resolved resolved
            ? Judge(question, resolved, static (_, name, aim) => name.Verdict with { Address = aim.Address })
            : name.Verdict;
    }

    /// <summary>The verdict on the address of the target, if the name has one; else somebody else answers.</summary>
    private static Verdict Judge(Question question, NameAnswer.Resolved name, Func<Question, NameAnswer.Resolved, Aim, Verdict> judge)
    {
        var aim = Aim.At(question, name.Addresses);
        if (StateRules.TargetStopped(question) is { } stopped)
            return new Verdict(ReachabilityState.NotRunning, null, null, [stopped, .. Namesake(question, aim)]);
        var verdict = judge(question, name, aim);
        if (question.Address is null)
            verdict = verdict with { Candidates = name.Candidates };
        if (aim.Hits == false)
            return Elsewhere(question, aim, verdict);
        return verdict.State is ReachabilityState.Reachable or ReachabilityState.Refused
            ? verdict with { Answered = aim.Answered(question) }
            : verdict;
    }

    /// <summary>Who has the name of a target that does not run.</summary>
    private static Reason[] Namesake(Question question, Aim aim) =>
        aim.Holder is { } holder && holder.Container?.Id != question.TargetOwner?.Id
            ? [NameReasons.AnotherContainer(question, aim.Address, holder)]
            : [];

    /// <summary>Whatever answers there is not the target.</summary>
    private static Verdict Elsewhere(Question question, Aim aim, Verdict verdict)
    {
        var reasons = aim.Holder is { } holder && verdict.Reasons is not [{ Code: ReasonCode.AmbiguousName }, ..]
            ? [NameReasons.AnotherContainer(question, aim.Address, holder), .. verdict.Reasons]
            : verdict.Reasons;
        if (StateRules.TargetLost(question) is { } lost)
            reasons = [.. reasons, lost];
        // Not running is the holder then, not the target: its kernel answers.
        return verdict.State is ReachabilityState.Reachable or ReachabilityState.Refused or ReachabilityState.NotRunning
            ? verdict with { State = ReachabilityState.Misdirected, Answered = aim.Holder?.Name, Reasons = reasons }
            : verdict with { Reasons = reasons };
    }

    private static Verdict Reach(Question question, NameAnswer.Resolved name, Aim aim)
    {
        var verdict = At(question, aim.Address, name.Network);
        if ((question.Target is null || aim.Hits == false) && Mixed(question, name, verdict) is { } mixed)
            return mixed;
        if (name.Reason is not { } resolved)
            return verdict;
        return verdict with
        {
            Reasons = aim.IsShared || (question.Target is null && name is { Network: not null, Addresses.Count: > 1 })
                ? [.. verdict.Reasons, resolved, NameReasons.SharedName(question, name)]
                : [.. verdict.Reasons, resolved],
        };
    }

    /// <summary>
    /// The first answer counts, because no container is meant or it does not have the name, and not all who have the name can be reached.
    /// </summary>
    private static Verdict? Mixed(Question question, NameAnswer.Resolved name, Verdict first) =>
        name.Addresses.Skip(1).Any(address => At(question, address, name.Network).State != first.State)
            ? new Verdict(
                ReachabilityState.Unknown, null, name.Network, [NameReasons.AmbiguousName(question, name), .. first.Reasons])
            : null;

    private static Verdict At(Question question, IPAddress address, string? network)
    {
        var destination = Addresses.Destination(address);
        var verdict = StateRules.WithoutNamespace(question, destination) ?? Route(question, destination, network);
        return ReferenceEquals(destination, address) || verdict.Address is null ? verdict : verdict with { Address = address };
    }

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
        var endpoints = question.TargetOwner is { Up: true } owner
            ? owner.Endpoints.Where(endpoint => question.NetworkOf(endpoint) is not { Ingress: true })
            : [];
        foreach (var address in endpoints.SelectMany(endpoint => endpoint.Addresses()))
        {
            // On this engine, it may be somebody else's.
            if (question.Elsewhere is not null && Aim.Of(question, address).Hits == false)
                continue;
            var verdict = Route(question, address, null);
            if (verdict.State is ReachabilityState.Reachable or ReachabilityState.Unknown)
                return [];
            if (first.Count == 0)
                first = verdict.Reasons;
        }

        return first;
    }
}
