using System.Net;
using System.Net.Sockets;
using DockerNetwork.Reachability.Model;

namespace DockerNetwork.Reachability.Prediction;

/// <summary>
/// Says from a picture of an engine whether a container can reach a name or address. Pure: no I/O, no clock.
/// The rules are asked in order and the first that has a verdict decides; where none has, the answer is <see cref="ReachabilityState.Unknown"/>.
/// </summary>
public static class Predictor
{
    private delegate Verdict? Rule(Question question, IPAddress address, string? network);

    private static readonly Rule[] AddressRules =
    [
        Loopback,
        NoNetwork,
        SharedNetwork,
        FromHost,
        InternalNetworkOnly,
        IsolatedBridges,
    ];

    /// <summary>Predicts one probe. For a port the verdict is about the network: whether somebody listens only a probe tells.</summary>
    public static Verdict Predict(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (NotRunning(question) is { } notRunning)
            return notRunning;

        if (question.Address is { } literal)
            return PredictAddress(question, literal, null);

        var name = NameRules.Resolve(question);
        if (name is null)
            return Unknown(null, $"'{question.Literal}' belongs to no container of this engine; only a probe tells what an upstream DNS server answers.");
        if (name.Address is null)
            return new Verdict(ReachabilityState.Unresolved, null, null, [name.Reason]);

        var verdict = PredictAddress(question, name.Address, name.Network);
        return verdict with { Reasons = [.. verdict.Reasons, name.Reason] };
    }

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
            null => Unknown(null, $"'{question.Literal}' belongs to no container of this engine; only a probe tells what an upstream DNS server answers."),
            { Address: null } answer => new Verdict(ReachabilityState.Unresolved, null, null, [answer.Reason]),
            var answer => new Verdict(ReachabilityState.Reachable, answer.Address, answer.Network, [answer.Reason]),
        };
    }

    private static Verdict PredictAddress(Question question, IPAddress address, string? network)
    {
        foreach (var rule in AddressRules)
        {
            if (rule(question, address, network) is { } verdict)
                return verdict;
        }

        return Unknown(address, $"No rule says whether {question.Source} reaches {address}; only a probe tells.");
    }

    private static Verdict? NotRunning(Question question)
    {
        if (!question.Source.Running)
            return No(question.Source, ReasonCode.SourceNotRunning, "so nothing can be sent from it");
        if (NamespaceLost(question.Source, question.SourceOwner) is { } lost)
        {
            return IPAddress.TryParse(question.Literal, out var address) && IPAddress.IsLoopback(address) || question.Literal == "localhost"
                ? null
                : new Verdict(question.Address is null ? ReachabilityState.Unresolved : ReachabilityState.NoRoute, question.Address, null, [lost]);
        }

        if (question.Target is { Running: true } sharer && sharer.Id != question.Source.Id && NamespaceLost(sharer, question.TargetOwner) is { } theirs)
            return new Verdict(question.Address is null ? ReachabilityState.Unresolved : ReachabilityState.Unknown, question.Address, null, [theirs]);

        return question.Target is { Up: false } target
            ? No(target, ReasonCode.TargetNotRunning, "so it holds no address and answers no name")
            : null;

        static Verdict No(Container container, string code, string consequence) => new(ReachabilityState.NotRunning, null, null,
        [
            new Reason(
                code, container.Name, $"{container} is {container.State.ToString().ToLowerInvariant()}, {consequence}.",
                container.State is ContainerState.Created or ContainerState.Exited ? $"Start-DockerContainer -Container {container}" : null),
        ]);
    }

    /// <summary>
    /// A container that shares the network namespace of another keeps the one it was started with. When that one stops, its interfaces go;
    /// when it starts again it gets a new namespace, and the other stays in the old one (moby#50326).
    /// </summary>
    private static Reason? NamespaceLost(Container container, Container? owner)
    {
        if (container.NamespaceOwnerId is null || owner is { Up: true } && !(owner.StartedAt > container.StartedAt))
            return null;
        var restart = owner is null ? null : $"Stop-DockerContainer -Container {container}; Start-DockerContainer -Container {container}";
        return owner is { Up: true }
            ? new Reason(
                ReasonCode.NamespaceOwnerRestarted, owner.Name,
                $"{container} shares the network namespace of {owner}, which was started again after it: {container} is left in the old namespace, with the loopback interface alone.",
                restart)
            : new Reason(
                ReasonCode.NamespaceOwnerNotRunning, owner?.Name ?? container.NamespaceOwnerId,
                $"{container} shares the network namespace of {owner?.Name ?? "a container that is gone"}, which does not run: only the loopback interface is left.",
                owner is null ? null : $"Start-DockerContainer -Container {owner}; {restart}");
    }

    private static Verdict? Loopback(Question question, IPAddress address, string? network)
    {
        var self = IPAddress.IsLoopback(address) || question.SourceEndpoints.Any(e => e.Addresses().Contains(address));
        return self
            ? new Verdict(ReachabilityState.Reachable, address, network,
                [new Reason(ReasonCode.SameNamespace, question.Source.Name, $"{address} is an address of {question.Source} itself.")])
            : null;
    }

    private static Verdict? NoNetwork(Question question, IPAddress address, string? network) =>
        !question.Source.HostNetwork && question.SourceOwner is { HostNetwork: false } && question.SourceEndpoints.All(e => e.Network == "none")
            ? new Verdict(ReachabilityState.NoRoute, address, null,
                [new Reason(ReasonCode.NoNetwork, question.Source.Name, $"{question.Source} is on no network: it has only the loopback interface.")])
            : null;

    private static Verdict? SharedNetwork(Question question, IPAddress address, string? network)
    {
        foreach (var endpoint in question.SourceEndpoints)
        {
            if (question.NetworkOf(endpoint) is not { } shared
                || shared.Endpoints.FirstOrDefault(e => e.Addresses().Contains(address)) is not { } peer)
            {
                continue;
            }

            return InterContainerCommunicationOff(shared)
                ? new Verdict(ReachabilityState.Blocked, address, shared.Name,
                    [new Reason(ReasonCode.InterContainerCommunicationOff, shared.Name, $"The network {shared} has inter-container communication switched off (com.docker.network.bridge.enable_icc=false).")])
                : new Verdict(ReachabilityState.Reachable, address, shared.Name,
                    [new Reason(ReasonCode.SharedNetwork, shared.Name, $"{question.Source} and {peer.Container} are both on the network {shared}.")]);
        }

        return null;
    }

    private static Verdict? FromHost(Question question, IPAddress address, string? network)
    {
        if (question.SourceOwner is not { HostNetwork: true } || EndpointAt(question, address) is not { } peer)
            return null;
        return question.NetworkOf(peer) is { Driver: "bridge" } bridge
            ? new Verdict(ReachabilityState.Reachable, address, bridge.Name,
                [new Reason(ReasonCode.HostReachesBridges, bridge.Name, $"{question.Source} uses the host's network, and the host has an interface on the bridge of {bridge}.")])
            : null;
    }

    /// <summary>
    /// Newer engines (seen on 28.5) give a container on internal networks no default route; older ones (seen on 20.10) do, and drop what takes it.
    /// The endpoint's gateway tells which.
    /// </summary>
    private static Verdict? InternalNetworkOnly(Question question, IPAddress address, string? network)
    {
        var networks = question.SourceEndpoints.Select(question.NetworkOf).OfType<Network>().ToList();
        if (question.SourceOwner is not { HostNetwork: false }
            || networks.Count == 0
            || !networks.TrueForAll(n => n is { Internal: true, Driver: "bridge" })
            || networks.Exists(n => n.Subnets.Any(s => s.Contains(address))))
        {
            return null;
        }

        // What takes the old engines' default route reaches the host itself, and which addresses are the host's is not in the picture.
        var hasDefaultRoute = question.SourceEndpoints.Any(e => (address.AddressFamily == AddressFamily.InterNetwork ? e.Gateway : e.IPv6Gateway) is not null);
        if (hasDefaultRoute && EndpointAt(question, address) is null)
            return null;
        return new Verdict(hasDefaultRoute ? ReachabilityState.Blocked : ReachabilityState.NoRoute, address, null,
            [new Reason(ReasonCode.InternalNetworkOnly, string.Join(", ", networks), $"{question.Source} is only on internal networks ({string.Join(", ", networks)}): there is no way out of them.")]);
    }

    private static Verdict? IsolatedBridges(Question question, IPAddress address, string? network)
    {
        if (EndpointAt(question, address) is not { } peer
            || question.NetworkOf(peer) is not { Driver: "bridge" } theirs
            || question.SourceOwner is not { HostNetwork: false })
        {
            return null;
        }

        var ours = question.SourceEndpoints.Select(question.NetworkOf).OfType<Network>().ToList();
        if (ours.Count == 0 || !ours.TrueForAll(n => n.Driver == "bridge"))
            return null;

        var target = question.Snapshot.Container(peer.ContainerId);
        return new Verdict(ReachabilityState.Blocked, address, null,
        [
            new Reason(
                ReasonCode.IsolatedNetworks, theirs.Name,
                $"{address} is {peer.Container} on the network {theirs}; {question.Source} is on {string.Join(", ", ours)}. The engine drops traffic between bridge networks.",
                target is null ? null : NameRules.JoinFix(question.Source, target, theirs)),
        ]);
    }

    private static NetworkEndpoint? EndpointAt(Question question, IPAddress address) =>
        question.Snapshot.Networks.SelectMany(n => n.Endpoints).FirstOrDefault(e => e.Addresses().Contains(address));

    /// <summary>The engine reads the option with strconv.ParseBool.</summary>
    private static bool InterContainerCommunicationOff(Network network) =>
        network.Option.TryGetValue("com.docker.network.bridge.enable_icc", out var value) && value is "false" or "False" or "FALSE" or "f" or "F" or "0";

    private static Verdict Unknown(IPAddress? address, string message) =>
        new(ReachabilityState.Unknown, address, null, [new Reason(ReasonCode.NotPredicted, "prediction", message)]);
}
