using System.Net;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// What a name resolves to: the hosts file first, then the engine's DNS, which knows the containers of the source's user-defined networks.
/// The default bridge has no such DNS. The rules are asked in order and the first that has an answer decides.
/// </summary>
internal static class NameRules
{
    /// <summary>
    /// 25.0. Engines as old as 20.10 were seen to leave the line of a network that a container was disconnected from, though rarely.
    /// </summary>
    private static readonly EngineVersion ExactHostsFile = new(25, 0);

    private delegate NameAnswer? Rule(Question question);

    private static readonly Rule[] InOrder =
    [
        SourceStopped,
        Address,
        Loopback,
        HostsFile,
        NamespaceLost,
        EngineDns,
        TargetStopped,
        InvalidName,
        WithoutName,
        Apart,
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
        if (HostsFile(question) is not null)
            return null;
        return InvalidName(question) is NameAnswer.NotResolved invalid ? invalid.Reason
            : SharesNames(question) ? null
            : ((WithoutName(question) ?? Apart(question)) as NameAnswer.NotResolved)?.Reason;
    }

    private static NameAnswer? SourceStopped(Question question) =>
        StateRules.SourceStopped(question) is { } reason ? new NameAnswer.NotResolved(reason, ReachabilityState.NotRunning) : null;

    private static NameAnswer? Address(Question question) =>
        question.Address is { } address ? new NameAnswer.Resolved([address], null, null) : null;

    /// <summary>The names of the loopback interface that the engine writes into every hosts file (moby's etchosts.go).</summary>
    private static NameAnswer? Loopback(Question question) => question.Literal switch
    {
        "localhost" => new NameAnswer.Resolved([IPAddress.Loopback], null, NameReasons.Loopback(question)),
        "ip6-localhost" or "ip6-loopback" => new NameAnswer.Resolved([IPAddress.IPv6Loopback], null, NameReasons.Loopback(question)),
        _ => null,
    };

    /// <summary>What --add-host, --link and the host name write into the hosts file.</summary>
    private static NameAnswer? HostsFile(Question question)
    {
        var owner = question.SourceOwner ?? question.Source;
        return AddedHost(question, owner) ?? Linked(question, owner) ?? OwnHostName(question, owner);
    }

    internal static NameAnswer? AddedHost(Question question, Container owner)
    {
        foreach (var entry in owner.ExtraHost)
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0
                && entry[..colon] == question.Literal
                && Addresses.ParseAddress(entry[(colon + 1)..].Trim('[', ']')) is { } address)
            {
                return new NameAnswer.Resolved([address], null, NameReasons.AddedHost(question));
            }
        }

        return null;
    }

    /// <summary>
    /// Links of the default bridge, as "/target:/source/alias". The engine writes the target's name, the alias and the target's host name.
    /// </summary>
    private static NameAnswer? Linked(Question question, Container owner)
    {
        foreach (var link in owner.Link)
        {
            if (link.Split(':') is [var target, var alias]
                && question.Snapshot.Containers.FirstOrDefault(c => c.Name == target.TrimStart('/')) is { Up: true } linked
                && (linked.Name == question.Literal
                    || alias[(alias.LastIndexOf('/') + 1)..] == question.Literal
                    || HostNameOf(linked) == question.Literal)
                && linked.Endpoints.FirstOrDefault(e => question.NetworkOf(e) is { DefaultBridge: true })?.IPAddress is { } address)
            {
                return new NameAnswer.Resolved([address], "bridge", NameReasons.LegacyLink(question, linked));
            }
        }

        return null;
    }

    private static NameAnswer? OwnHostName(Question question, Container owner)
    {
        if (owner.HostName != question.Literal || owner.Endpoints.FirstOrDefault(e => e.IPAddress is not null) is not { } self)
            return null;
        if (question.Snapshot.Engine.Version >= ExactHostsFile
            && !owner.Endpoints.All(e => question.NetworkOf(e) is { DefaultBridge: true }))
            return new NameAnswer.Resolved([self.IPAddress!], self.Network, NameReasons.OwnHostName(question, owner));
        var unsure = NameReasons.OwnHostNameUnsure(question, owner);
        return StateRules.SourceLost(question) is { } lost ? new NameAnswer.Undecidable(lost, unsure) : new NameAnswer.Undecidable(unsure);
    }

    /// <summary>The host name, which is the short id unless it was given.</summary>
    private static string HostNameOf(Container container) => container.HostName.Length > 0 ? container.HostName : ShortId.Of(container.Id);

    /// <summary>
    /// Without its network namespace the source does not reach the engine's DNS, and the target is not where its namesake is.
    /// </summary>
    private static NameAnswer? NamespaceLost(Question question) =>
        (StateRules.SourceLost(question) ?? StateRules.TargetLost(question)) is { } lost ? new NameAnswer.NotResolved(lost) : null;

    /// <summary>
    /// The first network on which somebody has the name answers, with the addresses of all who have it; a swarm's networks are asked before
    /// the others (libnetwork's Sandbox.ResolveName).
    /// </summary>
    private static NameAnswer? EngineDns(Question question)
    {
        if (question.SourceOwner is not { } owner || DnsName.Flaw(question.Literal, question.Snapshot.Engine.Version) is not null)
            return null;
        var asked = DnsName.Asked(question.Literal);
        foreach (var (endpoint, network) in AskedInOrder(question.Index.InOrder(owner)))
        {
            if (!network.ResolvesNames)
                continue;
            var named = Answering(question, endpoint, network, asked);
            var addresses = named.Select(e => e.Addresses().FirstOrDefault()).OfType<IPAddress>().ToArray();
            if (addresses.Length > 0)
                return new NameAnswer.Resolved(addresses, network.Name, NameReasons.ResolvedByEngine(question, network, named));
        }

        return null;
    }

    /// <summary>All who answer to a name on a network, the container that is meant first.</summary>
    private static List<NetworkEndpoint> Answering(Question question, NetworkEndpoint endpoint, Network network, string name)
    {
        var answering = new List<NetworkEndpoint>();
        foreach (var named in Named(question, network, name))
        {
            if (IsUp(named))
                answering.Add(named);
        }

        if (endpoint.Link.Count > 0)
            answering.AddRange(Linked(endpoint, network, name).Where(IsUp));
        var meant = answering.Count > 1 ? answering.FindIndex(e => e.ContainerId == question.TargetOwner?.Id) : 0;
        if (meant > 0)
            (answering[0], answering[meant]) = (answering[meant], answering[0]);
        return answering;

        static bool IsUp(NetworkEndpoint endpoint) => endpoint.State is ContainerState.Running or ContainerState.Paused;
    }

    private static IEnumerable<(NetworkEndpoint Endpoint, Network Network)> AskedInOrder(
        IReadOnlyList<(NetworkEndpoint Endpoint, Network Network)> endpoints) =>
        endpoints.Any(pair => pair.Network.Driver == "overlay") ? endpoints.OrderBy(pair => pair.Network.Driver != "overlay") : endpoints;

    /// <summary>Who has the name, which may have the network's name behind a dot.</summary>
    private static IEnumerable<NetworkEndpoint> Named(Question question, Network network, string name)
    {
        var known = question.Index.Named(network.Id, name);
        var label = name.Length - network.Name.Length - 1;
        return label > 0 && name[label] == '.' && name.EndsWith(network.Name, StringComparison.OrdinalIgnoreCase)
            ? known.Concat(question.Index.Named(network.Id, name[..label])).Distinct()
            : known;
    }

    /// <summary>A link on a user-defined network is an alias that only this container knows, as "container:alias".</summary>
    private static IEnumerable<NetworkEndpoint> Linked(NetworkEndpoint endpoint, Network network, string name)
    {
        var linked = endpoint.Link
            .Select(link => link.Split(':'))
            .Where(parts => parts.Length == 2 && string.Equals(parts[1], name, StringComparison.OrdinalIgnoreCase))
            .Select(parts => parts[0])
            .ToList();
        return network.Endpoints.Where(e => linked.Contains(e.Container) || linked.Contains(e.ContainerId));
    }

    /// <summary>The name of a stopped container, unless another one has it too.</summary>
    private static NameAnswer? TargetStopped(Question question) =>
        StateRules.TargetStopped(question) is { } reason ? new NameAnswer.NotResolved(reason, ReachabilityState.NotRunning) : null;

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
        if ((question.TargetOwner?.Endpoints ?? []).All(e => e.Network == "none"))
            return new NameAnswer.NotResolved(NameReasons.TargetOnNoNetwork(target));
        return target.NamespaceOwnerId is not null && question.TargetOwner is { } owner
            ? new NameAnswer.NotResolved(NameReasons.NameOfNamespaceOwner(target, owner))
            : null;
    }

    /// <summary>A network of the target where it has the name; the source is not on it, or the engine's DNS would answer.</summary>
    private static Network? NetworkWithName(Question question, Container target) => target.Endpoints
        .Where(e => e.Alias.Concat(e.DnsName).Contains(question.Literal, StringComparer.OrdinalIgnoreCase))
        .Select(question.NetworkOf)
        .FirstOrDefault(n => n is { ResolvesNames: true });

    /// <summary>A target that shares no network with names with the source.</summary>
    private static NameAnswer? Apart(Question question)
    {
        if (question.Target is not { } target)
            return null;
        if (question.Source.Id == target.Id)
            return new NameAnswer.NotResolved(NameReasons.OwnNameOnDefaultBridge(question));
        var ours = question.SourceEndpoints.Select(question.NetworkOf).OfType<Network>().ToList();
        var theirs = target.Endpoints.Select(question.NetworkOf).OfType<Network>().ToList();
        var shared = ours.Exists(n => n.ResolvesNames && theirs.Exists(other => other.Id == n.Id));
        if (shared && NetworkWithName(question, target) is { } elsewhere)
            return new NameAnswer.NotResolved(NameReasons.NameOnAnotherNetwork(question, elsewhere));
        return new NameAnswer.NotResolved(ours.Exists(n => n.DefaultBridge && theirs.Exists(other => other.Id == n.Id))
            ? NameReasons.OnlyDefaultBridge(question)
            : NameReasons.NoSharedNetwork(question, ours, theirs));
    }

    private static bool SharesNames(Question question)
    {
        var theirs = question.TargetOwner?.Endpoints ?? [];
        return question.SourceEndpoints.Any(ours =>
            question.NetworkOf(ours) is { DefaultBridge: false } && theirs.Any(e => e.NetworkId == ours.NetworkId));
    }
}
