using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// Says from a snapshot of an engine whether a container can reach a name or address. Pure: no I/O, no clock.
/// The rules are asked in order and the first that has a verdict decides; where none has, the answer is <see cref="ReachabilityState.Unknown"/>.
/// What stops a packet is named first, then what would stop it besides.
/// </summary>
public static class Predictor
{
    /// <summary>Predicts one probe. For a port the verdict is about the network: whether somebody listens only a probe tells.</summary>
    public static Verdict Predict(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var verdict = First(question);
        return verdict.State is ReachabilityState.Reachable or ReachabilityState.Unknown ? verdict : WithFurther(question, verdict);
    }

    /// <summary>What else stands in the way once the first blocker is gone.</summary>
    private static Verdict WithFurther(Question question, Verdict verdict)
    {
        if (question.Target is not { } target)
            return verdict;
        return verdict.With(() => verdict.State switch
        {
            ReachabilityState.NotRunning when !question.Source.Running => [.. TargetNotRunning(question)?.Reasons ?? [], .. Apart()],
            ReachabilityState.NotRunning when !target.Up => Apart(),
            ReachabilityState.Unresolved => Barred(),
            _ => [],
        });

        IEnumerable<Reason> Apart() => NameRules.Apart(question) is { } reason ? [reason] : [];

        IEnumerable<Reason> Barred()
        {
            IReadOnlyList<Reason> first = [];
            foreach (var address in question.TargetOwner is { Up: true } owner ? owner.Endpoints.SelectMany(e => e.Addresses()) : [])
            {
                var route = At(question, address, null);
                if (route.State is ReachabilityState.Reachable or ReachabilityState.Unknown)
                    return [];
                if (first.Count == 0)
                    first = route.Reasons;
            }

            return first;
        }
    }

    private static Verdict First(Question question)
    {
        if (NotRunning(question) is { } notRunning)
            return notRunning;

        if (question.Address is { } literal)
            return At(question, literal, null);

        var name = NameRules.Resolve(question);
        if (name is { Unsure: true })
            return new Verdict(ReachabilityState.Unknown, null, null, [name.Reason]);
        if (name?.Address is null && TargetNotRunning(question) is { } down)
            return down;
        if (name is null)
            return Upstream(question);
        if (name.Address is null)
            return new Verdict(ReachabilityState.Unresolved, null, null, [name.Reason]);

        var verdict = At(question, name.Address!, name.Network);
        if (name.Candidates.Select(address => At(question, address, name.Network).State).Distinct().Count() > 1)
        {
            return new Verdict(ReachabilityState.Unknown, null, name.Network,
            [
                new Reason(
                    ReasonCode.AmbiguousName, name.Network ?? question.Source.Name,
                    $"'{question.Literal}' stands for several containers ({string.Join(", ", name.Candidates)}), of which {question.Source} reaches some: it depends on which address the engine's DNS gives first."),
                .. verdict.Reasons,
            ]);
        }

        return verdict with { Reasons = [.. verdict.Reasons, name.Reason] };
    }

    /// <summary>
    /// The way to an address, and whether anybody there answers: the kernel goes on answering for a paused container, echo requests and the handshakes of connections
    /// that nobody will ever read from, until their queue is full.
    /// </summary>
    private static Verdict At(Question question, IPAddress address, string? network)
    {
        var verdict = AddressRules.Predict(question, address, network);
        return verdict.State == ReachabilityState.Reachable && question.Port is not null && Answering(question, address, verdict) is { State: ContainerState.Paused } paused
            ? verdict with
            {
                State = ReachabilityState.NotRunning,
                Reasons = [new Reason(ReasonCode.TargetPaused, paused.Name, $"{paused} is paused: the kernel completes a connection to it, and nobody answers on it."), .. verdict.Reasons],
            }
            : verdict;
    }

    /// <summary>Whose the address is; of an address of the host, who publishes the port there.</summary>
    private static Container? Answering(Question question, IPAddress address, Verdict verdict) =>
        question.Snapshot.At(address) is [var peer, ..] ? question.Snapshot.Container(peer.ContainerId)
        : verdict.Reasons[0].Code == ReasonCode.HostAddress || (question.SourceOwner is { HostNetwork: true } && IPAddress.IsLoopback(address)) ? AddressRules.Publisher(question, address)
        : null;

    /// <summary>Predicts whether a name resolves in the source; an address always does.</summary>
    public static Verdict PredictName(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (NotRunning(question) is { State: ReachabilityState.NotRunning or ReachabilityState.Unresolved } verdict)
            return verdict;
        if (question.Address is { } literal)
            return new Verdict(ReachabilityState.Reachable, literal, null, []);
        return NameRules.Resolve(question) switch
        {
            null or { Address: null } when TargetNotRunning(question) is { } down => down,
            null => Upstream(question),
            { Unsure: true } unsure => new Verdict(ReachabilityState.Unknown, null, null, [unsure.Reason]),
            { Address: null } answer => new Verdict(ReachabilityState.Unresolved, null, null, [answer.Reason]),
            var answer => new Verdict(ReachabilityState.Reachable, answer.Address, answer.Network, [answer.Reason]),
        };
    }

    private static Verdict Upstream(Question question) =>
        Verdict.Unknown(null, $"'{question.Literal}' belongs to no container of this engine; only a probe tells what an upstream DNS server answers.");

    private static Verdict? NotRunning(Question question)
    {
        if (!question.Source.Running)
            return Down(question.Source, question.SourceOwner, ReasonCode.SourceNotRunning, "so nothing can be sent from it");
        if (NamespaceLost(question.Source, question.SourceOwner) is { } lost)
        {
            return (question.Address is { } address && IPAddress.IsLoopback(address)) || NameRules.LoopbackAddress(question.Literal) is not null
                ? null
                : WithoutNetwork(question, lost);
        }

        if (question.Target is { Running: true } sharer && sharer.Id != question.Source.Id && NamespaceLost(sharer, question.TargetOwner) is { } theirs)
            return new Verdict(question.Address is null ? ReachabilityState.Unresolved : ReachabilityState.Unknown, question.Address, null, [theirs]);

        return null;
    }

    /// <summary>The hosts file is still there; the name servers are not.</summary>
    private static Verdict WithoutNetwork(Question question, Reason lost)
    {
        var hosts = question.Address is null ? NameRules.HostsFile(question) : null;
        var address = question.Address ?? hosts?.Address;
        if (hosts is { Unsure: true })
            return new Verdict(ReachabilityState.Unknown, null, null, [lost, hosts.Reason]);
        return new Verdict(address is null ? ReachabilityState.Unresolved : ReachabilityState.NoRoute, address, null, [lost]);
    }

    /// <summary>A name that a stopped container alone would answer to. Another one may have it as an alias.</summary>
    private static Verdict? TargetNotRunning(Question question) => question.Target is { Up: false } target
        ? Down(target, question.TargetOwner, ReasonCode.TargetNotRunning, "so it holds no address and answers no name")
        : null;

    private static Verdict Down(Container container, Container? owner, string code, string consequence) => new(ReachabilityState.NotRunning, null, null,
    [
        new Reason(
            code, container.Name, $"{container} is {container.State.ToString().ToLowerInvariant()}, {consequence}.",
            container.State is ContainerState.Created or ContainerState.Exited ? Fixes.Start(container, owner) : null),
    ]);

    /// <summary>
    /// A container that shares the network namespace of another keeps the one it was started with. When that one stops, its interfaces go;
    /// when it starts again it gets a new namespace, and the other stays in the old one (moby#50326).
    /// </summary>
    private static Reason? NamespaceLost(Container container, Container? owner)
    {
        if (container.NamespaceOwnerId is null || owner is { Up: true } && !(owner.StartedAt > container.StartedAt))
            return null;
        var fix = owner is null or { Up: false, State: not (ContainerState.Created or ContainerState.Exited) } ? null : Fixes.Rejoin(container, owner);
        return owner is { Up: true }
            ? new Reason(
                ReasonCode.NamespaceOwnerRestarted, owner.Name,
                $"{container} shares the network namespace of {owner}, which was started again after it: {container} is left in the old namespace, with the loopback interface alone.",
                fix)
            : new Reason(
                ReasonCode.NamespaceOwnerNotRunning, owner?.Name ?? container.NamespaceOwnerId,
                $"{container} shares the network namespace of {owner?.Name ?? "a container that is gone"}, which does not run: only the loopback interface is left.",
                fix);
    }
}
