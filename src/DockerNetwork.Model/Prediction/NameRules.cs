using System.Net;
using System.Text;
using DockerNetwork.Engine;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// What a name resolves to: the hosts file first, then the engine's DNS, which knows the containers of the source's user-defined networks
/// by name, alias and (before API 1.45 as an alias, after as a DNS name) short id. On the default bridge there is no such DNS.
/// </summary>
internal static class NameRules
{
    private static readonly ApiVersion ExactHostsFile = new(1, 44);

    /// <summary>The answer; null where no rule knows, because an upstream server might.</summary>
    public static NameAnswer? Resolve(Question question) =>
        Loopback(question) ?? HostsFile(question) ?? InvalidName(question) ?? EngineDns(question) ?? Unresolved(question);

    /// <summary>The names of the loopback interface that the engine writes into every hosts file (moby's etchosts.go).</summary>
    private static NameAnswer? Loopback(Question question) => LoopbackAddress(question.Literal) is { } address
        ? new NameAnswer(address, null, new Reason(ReasonCode.ResolvedByHostsFile, question.Source.Name, $"'{question.Literal}' is the container itself."))
        : null;

    /// <summary>What a name of the loopback interface stands for; null for any other name.</summary>
    internal static IPAddress? LoopbackAddress(string name) => name switch
    {
        "localhost" => IPAddress.Loopback,
        "ip6-localhost" or "ip6-loopback" => IPAddress.IPv6Loopback,
        _ => null,
    };

    /// <summary>A name that the engine took but cannot be asked for. An upstream server may know a name beyond ASCII, in its encoded form.</summary>
    private static NameAnswer? InvalidName(Question question) =>
        DnsName.Flaw(question.Literal, question.Snapshot.ApiVersion) is { } flaw && (question.Target is not null || Ascii.IsValid(question.Literal))
            ? Invalid(question, flaw)
            : null;

    private static NameAnswer Invalid(Question question, string flaw) => new(null, null, new Reason(
        ReasonCode.InvalidDnsName, question.Target?.Name ?? question.Source.Name,
        $"No resolver can ask the engine's DNS for '{question.Literal}': {flaw}. Use another name or the address."));

    /// <summary>What --add-host, --link and the host name put into the hosts file.</summary>
    internal static NameAnswer? HostsFile(Question question)
    {
        var owner = question.SourceOwner ?? question.Source;
        foreach (var entry in owner.ExtraHost)
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && entry[..colon] == question.Literal && Addresses.ParseAddress(entry[(colon + 1)..].Trim('[', ']')) is { } address)
                return new NameAnswer(address, null, new Reason(ReasonCode.ResolvedByHostsFile, question.Source.Name, $"'{question.Literal}' stands in the hosts file of {question.Source} (--add-host)."));
        }

        // Links of the default bridge, as "/target:/source/alias"; the engine writes target name, alias and host name.
        foreach (var link in owner.Link)
        {
            if (link.Split(':') is [var target, var alias]
                && question.Snapshot.Containers.FirstOrDefault(c => c.Name == target.TrimStart('/')) is { Up: true } linked
                && (linked.Name == question.Literal || alias[(alias.LastIndexOf('/') + 1)..] == question.Literal || Host(linked) == question.Literal)
                && linked.Endpoints.FirstOrDefault(e => question.NetworkOf(e) is { DefaultBridge: true })?.IPAddress is { } address)
            {
                return new NameAnswer(address, "bridge", new Reason(ReasonCode.ResolvedByHostsFile, question.Source.Name, $"{question.Source} has a legacy link to {linked}, so its hosts file knows the name. The other direction does not."));
            }
        }

        if (owner.HostName != question.Literal || owner.Endpoints.FirstOrDefault(e => e.IPAddress is not null) is not { } self)
            return null;
        // Engines as old as 20.10 were seen to leave the line of a network that the container was disconnected from, though rarely.
        return question.Snapshot.ApiVersion < ExactHostsFile || owner.Endpoints.All(e => question.NetworkOf(e) is { DefaultBridge: true })
            ? new NameAnswer(null, null, new Reason(
                ReasonCode.NotPredicted, owner.Name,
                $"'{question.Literal}' is the host name of {owner} itself, and stands in its hosts file unless it was disconnected from a network since it was started; the engine does not tell."))
            {
                Unsure = true,
            }
            : new NameAnswer(self.IPAddress, self.Network, new Reason(ReasonCode.ResolvedByHostsFile, question.Source.Name, $"'{question.Literal}' is the host name of {owner} itself."));
    }

    /// <summary>The host name, which is the short id unless it was given.</summary>
    private static string Host(Container container) => container.HostName.Length > 0 ? container.HostName : ShortId.Of(container.Id);

    private static NameAnswer? EngineDns(Question question)
    {
        if (!Ascii.IsValid(question.Literal))
            return null;
        var asked = DnsName.Asked(question.Literal);
        // The first network that knows the name answers; a swarm's networks are asked before the others (libnetwork's Sandbox.ResolveName).
        foreach (var (endpoint, network) in question.SourceOwner is { } owner ? AskedInOrder(question.Snapshot.InOrder(owner)) : [])
        {
            if (network.DefaultBridge || network.Driver is "host" or "null")
                continue;

            // A link on a user-defined network is an alias that only this container knows, as "container:alias".
            var linked = endpoint.Link.Count == 0 ? [] : endpoint.Link.Select(l => l.Split(':')).Where(l => l.Length == 2 && Same(l[1], asked)).Select(l => l[0]).ToList();

            // An alias may stand for several containers; the engine answers with all of them.
            var named = Answering(question.Snapshot, network, asked)
                .Concat(linked.Count == 0 ? [] : network.Endpoints.Where(e => linked.Contains(e.Container) || linked.Contains(e.ContainerId)))
                .Where(e => e.State is ContainerState.Running or ContainerState.Paused)
                .ToList();
            if (named.Count == 0)
                continue;
            var meant = named.Find(e => e.ContainerId == question.TargetOwner?.Id) ?? named[0];
            return new NameAnswer(
                meant.Addresses().FirstOrDefault(),
                network.Name,
                new Reason(ReasonCode.ResolvedByEngine, network.Name, $"The engine's DNS answers '{question.Literal}' on the network {network} with {Answers(meant, named)}."))
            {
                Candidates = named.Select(e => e.Addresses().FirstOrDefault()).OfType<IPAddress>().ToArray(),
            };
        }

        return null;
    }

    private static string Answers(NetworkEndpoint meant, List<NetworkEndpoint> named) => named.Count == 1
        ? Answer(meant)
        : $"{Answer(meant)}, and also with {string.Join(", ", named.Where(other => other != meant).Select(Answer))}";

    private static string Answer(NetworkEndpoint endpoint) => $"{endpoint.Addresses().FirstOrDefault()} ({endpoint.Container})";

    private static IEnumerable<(NetworkEndpoint Endpoint, Network Network)> AskedInOrder(IReadOnlyList<(NetworkEndpoint Endpoint, Network Network)> endpoints) =>
        endpoints.Any(pair => pair.Network.Driver == "overlay") ? endpoints.OrderBy(pair => pair.Network.Driver != "overlay") : endpoints;

    /// <summary>Who has the name, which may have the network's name behind a dot.</summary>
    private static IEnumerable<NetworkEndpoint> Answering(EngineSnapshot snapshot, Network network, string name)
    {
        var known = snapshot.Named(network.Id, name);
        return name.Length > network.Name.Length + 1 && name.EndsWith(network.Name, StringComparison.OrdinalIgnoreCase) && name[^(network.Name.Length + 1)] == '.'
            ? known.Concat(snapshot.Named(network.Id, name[..^(network.Name.Length + 1)])).Distinct()
            : known;
    }

    /// <summary>Names of DNS are compared without case (RFC 4343).</summary>
    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    /// <summary>Why the name of the target would not resolve if both ran; null where it would.</summary>
    public static Reason? Apart(Question question)
    {
        if (question.Address is not null || question.Target is not { } target || target.Id == question.Source.Id)
            return null;
        var theirs = (question.TargetOwner?.Endpoints ?? []).Select(e => e.NetworkId);
        return HostsFile(question) is null && !question.SourceEndpoints.IntersectBy(theirs, e => e.NetworkId, StringComparer.Ordinal).Any(e => question.NetworkOf(e) is { DefaultBridge: false })
            ? Unresolved(question)?.Reason
            : null;
    }

    private static NameAnswer? Unresolved(Question question)
    {
        if (question.Target is not { } target)
            return null;

        var (source, literal) = (question.Source, question.Literal);
        if (DnsName.Asked(literal).Length < literal.Length)
            return Invalid(question, "a dot at the end is not part of the name that is asked for");

        if (target.HostNetwork || (question.TargetOwner?.Endpoints ?? []).All(e => e.Network is "none"))
        {
            return No(new Reason(
                ReasonCode.TargetHasNoAddress, target.Name,
                $"{target} {(target.HostNetwork ? "uses the host's network" : "is on no network")}, so no network knows a name for it."));
        }

        if (target.NamespaceOwnerId is not null && question.TargetOwner is { } owner)
        {
            return No(new Reason(
                ReasonCode.NameOfNamespaceOwner, owner.Name,
                $"{target} shares the network namespace of {owner}: networks know only the name '{owner}' for both."));
        }

        if (source.Id == target.Id)
        {
            return No(new Reason(
                ReasonCode.NamesNeedUserDefinedNetwork, "bridge",
                $"{source} is only on the default network 'bridge', where the engine resolves no container names, its own neither.",
                question.SourceOwner is { HostNetwork: false } own ? Fixes.NewNetwork(question.Snapshot, own) : null));
        }

        var sourceNetworks = question.SourceEndpoints.Select(question.NetworkOf).OfType<Network>().ToList();
        var targetNetworks = target.Endpoints.Select(question.NetworkOf).OfType<Network>().ToList();
        var shared = sourceNetworks.IntersectBy(targetNetworks.Select(n => n.Id), n => n.Id, StringComparer.Ordinal).ToList();
        if (shared.Exists(n => n.DefaultBridge))
        {
            return No(new Reason(
                ReasonCode.NamesNeedUserDefinedNetwork, "bridge",
                $"{source} and {target} share only the default network 'bridge', where the engine resolves no container names. Put both on a user-defined network.",
                Fixes.ShareNames(question)));
        }

        return No(new Reason(
            ReasonCode.NoSharedNetwork, source.Name,
            $"{source} ({Names(sourceNetworks)}) and {target} ({Names(targetNetworks)}) share no network, so '{literal}' does not resolve.",
            Fixes.ShareNames(question)));

        static NameAnswer No(Reason reason) => new(null, null, reason);
    }

    private static string Names(List<Network> networks) => networks.Count == 0 ? "no network" : string.Join(", ", networks);
}
