using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>Whether source and target run, and are in the network namespace that they belong to.</summary>
internal static class StateRules
{
    /// <summary>Why nothing can be sent from the source; null if it runs.</summary>
    public static Reason? SourceStopped(Question question) =>
        question.Source.Running ? null : StateReasons.SourceNotRunning(question, question.Source, question.SourceOwner);

    /// <summary>Why the target has no name and no address; null if it has, or no container is meant.</summary>
    public static Reason? TargetStopped(Question question) =>
        question.Target is { Up: false } target ? StateReasons.TargetNotRunning(question, target, question.TargetOwner) : null;

    /// <summary>Why the source has only the loopback interface left; null if it has its networks.</summary>
    public static Reason? SourceLost(Question question) => Lost(question, question.Source, question.SourceOwner);

    /// <summary>
    /// Why the target has only the loopback interface left, and is not at the addresses of the namespace it belongs to; null if it is.
    /// </summary>
    public static Reason? TargetLost(Question question) =>
        question.Target is { Running: true } target && target.Id != question.Source.Id
            ? Lost(question, target, question.TargetOwner)
            : null;

    /// <summary>The verdict on a packet to an address if the source lost the network namespace; null if it did not.</summary>
    public static Verdict? WithoutNamespace(Question question, IPAddress address) =>
        SourceLost(question) is { } lost && !IPAddress.IsLoopback(address)
            ? new Verdict(ReachabilityState.NoRoute, address, null, [lost])
            : null;

    /// <summary>
    /// The verdict on a packet, if it arrives, with regard to whether anybody there answers. The kernel goes on answering for a paused
    /// container: echo requests, and the handshakes of connections that no process will ever read from, until their queue is full.
    /// </summary>
    public static Verdict Answered(Question question, IPAddress address, Verdict verdict)
    {
        if (verdict.State != ReachabilityState.Reachable)
            return verdict;
        if (question.Port is null)
        {
            return Echoing(question, address, verdict) is { } deaf && deaf.IgnoresEcho(address.AddressFamily)
                ? verdict with { State = ReachabilityState.Blocked, Reasons = [StateReasons.EchoIgnored(deaf, address.AddressFamily)] }
                : verdict;
        }

        if (IsHosts(question, address, verdict)
            && question.PublisherAt(address) is null
            && AtPortOfHost(question, address, verdict) is { } atHost)
        {
            return atHost;
        }

        var members = Members(question, address, verdict);
        if (members.Find(member => member.State == ContainerState.Paused) is not { } paused)
            return verdict;
        return members.TrueForAll(member => member.State == ContainerState.Paused)
            ? verdict with
            {
                State = ReachabilityState.NotRunning,
                Reasons = [StateReasons.TargetPaused(question, paused), .. verdict.Reasons],
            }
            : Verdict.Unknown(verdict.Address, StateReasons.OnePaused(question, paused)) with
            {
                Network = verdict.Network,
                HandshakeShowsNothing = true,
            };
    }

    /// <summary>What the host's own processes make of a connection to a port that no container publishes; null if one listens.</summary>
    private static Verdict? AtPortOfHost(Question question, IPAddress address, Verdict verdict)
    {
        var (host, port) = (question.Index.Host!, question.Port!.Value);
        if (host.StrayProxy(address, port, question.Protocol) is { } stray)
            return Verdict.Unknown(address, StateReasons.StrayProxy(question, address, stray));
        return host.Listens(address, port, question.Protocol) == false && !question.Snapshot.Networks.Any(network => network.Ingress)
            ? verdict with
            {
                State = ReachabilityState.Refused,
                Reasons = [StateReasons.NobodyListens(question, address), .. verdict.Reasons],
            }
            : null;
    }

    /// <summary>The packet ends at the host itself, whose listeners may be known.</summary>
    private static bool IsHosts(Question question, IPAddress address, Verdict verdict) =>
        question.Index.Host is { } host
        && (verdict.Reasons[0].Code == ReasonCode.HostAddress
            || (question.SourceOwner is { HostNetwork: true } && (IPAddress.IsLoopback(address) || host.Has(address))));

    /// <summary>The container whose kernel answers echo requests; null if it is the host's or is not known.</summary>
    private static Container? Echoing(Question question, IPAddress address, Verdict verdict) =>
        verdict.Reasons[0].Code == ReasonCode.SameNamespace || IPAddress.IsLoopback(address) ? question.SourceOwner
        : question.Index.At(address) is [var peer, ..] ? question.Snapshot.Container(peer.ContainerId)
        : null;

    /// <summary>
    /// The containers that may listen there: those in the network namespace that has the address, or for an address of the host, in that
    /// of the container that publishes the port. If none does, those in the host's own.
    /// </summary>
    private static List<Container> Members(Question question, IPAddress address, Verdict verdict)
    {
        var peer = question.Index.At(address).FirstOrDefault();
        if (question is { Elsewhere: { } engine, Target: { } target } && question.Snapshot.Container(peer?.ContainerId ?? "") is null)
            return [peer is null ? target : engine.Holder(peer.NetworkId, address) ?? target];
        var source = question.SourceOwner;
        if (verdict.Reasons[0].Code == ReasonCode.HostAddress || (source is { HostNetwork: true } && IPAddress.IsLoopback(address)))
        {
            return question.PublisherAt(address) is { } publisher
                ? question.Index.MembersOf(publisher)
                : question.Index.MembersOfHost();
        }

        return peer is not null
            ? question.Snapshot.Container(peer.ContainerId) is { } owner ? question.Index.MembersOf(owner) : []
            : source is not null && IPAddress.IsLoopback(address) ? question.Index.MembersOf(source) : [];
    }

    /// <summary>
    /// A container that shares the network namespace of another keeps the one it was started with. When the other one stops, its interfaces
    /// go; when it starts again it gets a new namespace, and the first one stays in the old one (moby#50326).
    /// </summary>
    public static bool IsLost(Container container, Container? owner) =>
        container.NamespaceOwnerId is not null && (owner is not { Up: true } || owner.StartedAt > container.StartedAt);

    private static Reason? Lost(Question question, Container container, Container? owner) => !IsLost(container, owner) ? null
        : owner is { Up: true } ? StateReasons.NamespaceOwnerRestarted(question, container, owner)
        : StateReasons.NamespaceOwnerNotRunning(question, container, owner);
}
