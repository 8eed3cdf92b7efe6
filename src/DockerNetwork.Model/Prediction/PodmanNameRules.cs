using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// What a name resolves to on Podman with aardvark-dns: the hosts file first, then the name server of each of the source's networks, of
/// which the default network has none. Each rule was seen on 4.3.1 with aardvark-dns 1.4; what was not seen is Unknown.
/// </summary>
internal static class PodmanNameRules
{
    private delegate NameAnswer? Rule(Question question);

    private static readonly Rule[] InOrder =
    [
        NameRules.SourceStopped,
        NameRules.Address,
        HostsFile,
        NameRules.NamespaceLost,
        NameServer,
        NameRules.TargetStopped,
        WithoutName,
        Apart,
    ];

    /// <summary>
    /// From here on, Podman's name server stays before those that a container was created with. Up to 4.3 they are in its place (4.3.1
    /// seen; generateResolvConf of libpod).
    /// </summary>
    private static readonly EngineVersion BehindItsOwn = new(4, 4);

    /// <summary>The domain of the names, which is also the search domain of the containers (seen on 4.3.1).</summary>
    private const string Domain = ".dns.podman";

    /// <summary>What becomes of the name; an address stands for itself.</summary>
    public static NameAnswer Resolve(Question question)
    {
        foreach (var rule in InOrder)
        {
            if (rule(question) is { } answer)
                return answer;
        }

        return new NameAnswer.Undecidable(question.Target is null ? NameReasons.Upstream(question) : PodmanReasons.NoNameRule(question));
    }

    /// <summary>
    /// Podman writes both names of the container, with each of its addresses, and host.containers.internal with the gateway. A container
    /// that shares a network namespace shares the hosts file too, and has its names there at the loopback address, as one without a network
    /// has its own.
    /// </summary>
    private static NameAnswer? HostsFile(Question question)
    {
        var owner = question.SourceOwner ?? question.Source;
        if (question.Literal == "localhost" && question.Wants(IPAddress.Loopback))
            return new NameAnswer.Resolved([IPAddress.Loopback], null, NameReasons.Loopback(question));
        if (HostsFileRules.AddedHost(question, owner) is { } added)
            return added;
        if (SharingNamespace(question, owner).FirstOrDefault(c => IsNameOf(c, question.Literal)) is { } sharing)
            return new NameAnswer.Resolved([IPAddress.Loopback], null, PodmanReasons.HostsFile(question, sharing));
        if (owner is { NetworkMode: "none", Endpoints.Count: 0 }
            && IsNameOf(owner, question.Literal)
            && question.Wants(IPAddress.Loopback))
        {
            return new NameAnswer.Resolved([IPAddress.Loopback], null, PodmanReasons.HostsFile(question, owner));
        }

        if (IsNameOf(owner, question.Literal)
            && owner.Endpoints is [var first, ..]
            && Answer(question, owner.Endpoints, first.Network, PodmanReasons.HostsFile(question, owner)) is { } self)
        {
            return self;
        }

        return question.Literal == "host.containers.internal" && owner.Endpoints is [{ Gateway: { } gateway }] && question.Wants(gateway)
            ? new NameAnswer.Resolved([gateway], null, PodmanReasons.HostContainersInternal(question))
            : null;
    }

    /// <summary>The addresses of a name: of the family that is wanted, or of IPv4 before IPv6. Null if there is none.</summary>
    private static NameAnswer.Resolved? Answer(
        Question question, IReadOnlyList<NetworkEndpoint> named, string? network, Reason reason)
    {
        var all = named.SelectMany(e => e.Addresses())
            .Where(question.Wants)
            .OrderBy(address => address.AddressFamily == AddressFamily.InterNetworkV6)
            .ToArray();
        var first = all.Where(address => address.AddressFamily == all[0].AddressFamily).ToArray();
        return first.Length > 0 ? new NameAnswer.Resolved(first, network, reason) { Candidates = all } : null;
    }

    private static IEnumerable<Container> SharingNamespace(Question question, Container owner) => question.Snapshot.Containers
        .Where(c => c.NamespaceOwnerId is not null && c.Up && question.Snapshot.NamespaceOwner(c)?.Id == owner.Id);

    private static bool IsNameOf(Container container, string name) =>
        string.Equals(container.Name, name, StringComparison.OrdinalIgnoreCase)
        || (container.HostName is { Length: > 0 } hostName && hostName.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name server of a network knows the names of its own containers, and asks the host's for all others.</summary>
    private static NameAnswer? NameServer(Question question)
    {
        var networks = WithNames(question.SourceEndpoints, question).ToList();
        if (networks.Count > 0
            && question.Snapshot.Engine.Version < BehindItsOwn
            && question.SourceOwner is { NameServers.Count: > 0 } owner)
        {
            return new NameAnswer.Undecidable(PodmanReasons.OwnNameServers(question, owner));
        }

        if (networks.Count > 0 && DnsName.Flaw(question.Literal, question.Snapshot.Engine.Version) is not null)
            return new NameAnswer.Undecidable(PodmanReasons.NoNameRule(question));
        var name = DnsName.Asked(question.Literal);
        if (name.EndsWith(Domain, StringComparison.OrdinalIgnoreCase))
            name = name[..^Domain.Length];
        foreach (var network in networks)
        {
            var named = question.Index.Named(network.Id, name).Where(e => e.Addresses().Any()).ToList();
            if (named.Count == 0)
                continue;
            if (networks.Count > 1)
                return new NameAnswer.Undecidable(PodmanReasons.SeveralNameServers(question));
            var meant = named.OrderBy(e => e.ContainerId != question.TargetOwner?.Id).ToList();
            return Answer(question, meant, network.Name, NameReasons.ResolvedByEngine(question, network, meant))
                ?? (NameAnswer)new NameAnswer.NotResolved(NameReasons.NoAddressOnNetwork(question, network));
        }

        return null;
    }

    /// <summary>A target that no name server has a name for.</summary>
    private static NameAnswer? WithoutName(Question question)
    {
        if (question.Target is not { } target)
            return null;
        if (target.HostNetwork)
            return new NameAnswer.NotResolved(NameReasons.TargetOnHostNetwork(target));
        return target.NamespaceOwnerId is not null && question.TargetOwner is { } owner
            ? new NameAnswer.NotResolved(NameReasons.NameOfNamespaceOwner(target, owner))
            : null;
    }

    /// <summary>A target that shares no network with names with the source.</summary>
    private static NameAnswer? Apart(Question question)
    {
        if (question.Target is not { } target || target.Id == question.Source.Id)
            return null;
        if (WithNames(question.SourceEndpoints, question).Any(ours => target.Endpoints.Any(e => e.NetworkId == ours.Id)))
            return null;
        var ours = question.SourceEndpoints.Select(question.NetworkOf).OfType<Network>().ToList();
        var theirs = target.Endpoints.Select(question.NetworkOf).OfType<Network>().ToList();
        var shared = ours.Exists(n => theirs.Exists(other => other.Id == n.Id));
        return shared && !ours.Exists(n => n.DefaultBridge) ? null : new NameAnswer.NotResolved(
            shared ? NameReasons.OnlyDefaultBridge(question) : NameReasons.NoSharedNetwork(question));
    }

    private static IEnumerable<Network> WithNames(IEnumerable<NetworkEndpoint> endpoints, Question question) =>
        endpoints.Select(question.NetworkOf).OfType<Network>().Where(n => n.ResolvesNames);
}
