using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// What a name resolves to: the hosts file first, then the engine's DNS, which knows the containers of the source's user-defined networks.
/// The default bridge has no such DNS. The rules are asked in order and the first that has an answer decides.
/// </summary>
internal static class NameRules
{
    private delegate NameAnswer? Rule(Question question);

    private static readonly Rule[] InOrder =
    [
        SourceStopped,
        Address,
        HostsFileRules.Resolve,
        NamespaceLost,
        ForeignNameRules.ResolverMounted,
        SearchedFirst,
        EngineDns,
        TargetStopped,
        Searched,
        InvalidName,
        TaskRules.Nameless,
        WithoutName,
        Apart,
        ForeignNameRules.OfAnother,
        ForeignNameRules.NoServer,
    ];

    /// <summary>What becomes of the name; an address stands for itself.</summary>
    public static NameAnswer Resolve(Question question)
    {
        if (question.Snapshot.Engine.Kind == EngineKind.Podman)
            return PodmanNameRules.Resolve(question);
        foreach (var rule in InOrder)
        {
            if (rule(question) is { } answer)
                return answer;
        }

        return new NameAnswer.Undecidable(NameReasons.Upstream(question));
    }

    /// <summary>Why the name of the target would not resolve if both ran; null if it would.</summary>
    public static Reason? IfBothRan(Question question)
    {
        if (question.Address is not null || question.Target is null || question.Target.Id == question.Source.Id)
            return null;
        if (question.Snapshot.Engine.Kind == EngineKind.Podman)
            return null;
        if (HostsFileRules.Resolve(question) is not null)
            return null;
        return InvalidName(question) is NameAnswer.NotResolved invalid ? invalid.Reason
            : SharesNames(question) ? null
            : ((WithoutName(question) ?? Apart(question)) as NameAnswer.NotResolved)?.Reason;
    }

    public static NameAnswer? SourceStopped(Question question) =>
        StateRules.SourceStopped(question) is { } reason ? new NameAnswer.NotResolved(reason, ReachabilityState.NotRunning) : null;

    public static NameAnswer? Address(Question question) =>
        question.Address is { } address ? new NameAnswer.Resolved([address], null, null) : null;

    /// <summary>
    /// Without its network namespace the source does not reach the engine's DNS, and the target is not where its namesake is.
    /// </summary>
    public static NameAnswer? NamespaceLost(Question question) =>
        (StateRules.SourceLost(question) ?? StateRules.TargetLost(question)) is { } lost ? new NameAnswer.NotResolved(lost) : null;

    /// <summary>The name of a stopped container, unless another one has it too.</summary>
    public static NameAnswer? TargetStopped(Question question) =>
        StateRules.TargetStopped(question) is { } reason ? new NameAnswer.NotResolved(reason, ReachabilityState.NotRunning) : null;

    /// <summary>With ndots a name is first asked for in each search domain of the source, where another container may have it.</summary>
    private static NameAnswer? SearchedFirst(Question question) =>
        question.SourceOwner is { } owner && question.Literal.Count(letter => letter == '.') < owner.MinDots ? Searched(question) : null;

    /// <summary>
    /// A resolver goes on with the search domains if the name has no address of the family, as it does if nobody has the name; the DNS of
    /// the engine knows NAME.NETWORK too (seen on 28.5 with the probe's resolver, which follows glibc).
    /// </summary>
    private static NameAnswer? EngineDns(Question question)
    {
        var answer = EngineDnsRules.Resolve(question);
        return answer is NameAnswer.NotResolved ? Searched(question) ?? answer : answer;
    }

    /// <summary>A name that nobody has is asked for in each search domain of the source.</summary>
    private static NameAnswer? Searched(Question question) =>
        question.SourceOwner is { SearchDomains.Count: > 0 } owner && !question.Literal.EndsWith('.')
            ? new NameAnswer.Undecidable(NameReasons.SearchDomains(question, owner))
            : null;

    /// <summary>
    /// A name that the engine took but cannot be asked for. An upstream server may know a name beyond ASCII in its encoded form.
    /// </summary>
    private static NameAnswer? InvalidName(Question question)
    {
        if (question.Target is null && !Ascii.IsValid(question.Literal))
            return null;
        var flaw = DnsName.Flaw(question.Literal, question.Snapshot.Engine.Version);
        if (flaw is null && question.Target is not null && DnsName.Asked(question.Literal).Length < question.Literal.Length)
            flaw = "a dot at the end is not part of the name that a resolver asks for";
        return flaw is null ? null : new NameAnswer.NotResolved(NameReasons.InvalidDnsName(question, flaw));
    }

    /// <summary>A target that no network has a name for.</summary>
    private static NameAnswer? WithoutName(Question question)
    {
        if (question.Target is not { } target)
            return null;
        if (target.HostNetwork)
            return new NameAnswer.NotResolved(NameReasons.TargetOnHostNetwork(target));
        if (question.TargetOwner is not { } holder || !holder.Endpoints.Any(e => e.Network != "none"))
            return new NameAnswer.NotResolved(NameReasons.TargetOnNoNetwork(question, target));
        return target.NamespaceOwnerId is not null && question.TargetOwner is { } owner
            ? new NameAnswer.NotResolved(NameReasons.NameOfNamespaceOwner(target, owner))
            : null;
    }

    /// <summary>A network of the target where it has the name; the source is not on it, or the engine's DNS would answer.</summary>
    private static Network? NetworkWithName(Question question, Container target) => target.Endpoints
        .Where(e => e.Names().Contains(question.Literal, StringComparer.OrdinalIgnoreCase))
        .Select(question.NetworkOf)
        .FirstOrDefault(n => n is { ResolvesNames: true });

    /// <summary>A target that shares no network with names with the source.</summary>
    private static NameAnswer? Apart(Question question)
    {
        if (question.Target is not { } target)
            return null;
        if (question.Source.Id == target.Id)
            return new NameAnswer.NotResolved(NameReasons.OwnNameOnDefaultBridge(question));
        if (!question.Literal.Equals(target.Name, StringComparison.OrdinalIgnoreCase)
            && question.SourceEndpoints.Any(e => question.Snapshot.Swarm.WithUnknownNames.Contains(e.NetworkId)))
        {
            return new NameAnswer.Undecidable(NameReasons.MayBeAliasElsewhere(question));
        }

        var shares = Shares(question, target, n => n.ResolvesNames);
        if (question.Elsewhere is not null && !shares)
            return new NameAnswer.NotResolved(OtherEngineReasons.NoSharedNetwork(question));
        if (shares)
        {
            if (NetworkWithName(question, target) is { } elsewhere)
                return new NameAnswer.NotResolved(NameReasons.NameOnAnotherNetwork(question, elsewhere));
            if (question.Literal.Equals(target.Name, StringComparison.OrdinalIgnoreCase))
                return new NameAnswer.Undecidable(NameReasons.NameNotListed(question, target));
            // The name of a Compose service, say, that was not made an alias.
            return new NameAnswer.NotResolved(NameReasons.NotItsName(question, target));
        }

        return new NameAnswer.NotResolved(Shares(question, target, n => n.DefaultBridge)
            ? NameReasons.OnlyDefaultBridge(question)
            : NameReasons.NoSharedNetwork(question));
    }

    private static bool Shares(Question question, Container target, Func<Network, bool> suits)
    {
        foreach (var ours in question.SourceEndpoints)
        {
            foreach (var theirs in target.Endpoints)
            {
                if (theirs.NetworkId == ours.NetworkId && question.NetworkOf(ours) is { } network && suits(network))
                    return true;
            }
        }

        return false;
    }

    private static bool SharesNames(Question question)
    {
        var theirs = question.TargetOwner?.Endpoints ?? [];
        return question.SourceEndpoints.Any(ours =>
            question.NetworkOf(ours) is { DefaultBridge: false } && theirs.Any(e => e.NetworkId == ours.NetworkId));
    }
}
