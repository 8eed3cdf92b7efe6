using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// The engine's DNS (libnetwork's Sandbox.ResolveName): it asks the networks of the container in order, a swarm's first. An alias of a link
/// comes before the names of others, and hides them on its network; the whole name comes before NAME.NETWORK. The default bridge knows the
/// names of containers that were renamed while they ran (moby's daemon/rename.go), for those who are on another network too: engines with
/// API 1.44 or newer report them (seen on 26.1 and 28.5). 20.10 knows them too, until the container is started again, and does not say so.
/// </summary>
internal static class EngineDnsRules
{
    /// <summary>
    /// 28.0. A network that knows the name decides, also if it has no address of the family. Older engines ask the next network, but no
    /// server upstream.
    /// </summary>
    private static readonly EngineVersion FirstNetworkDecides = new(28, 0);

    /// <summary>What the engine's DNS answers; null if it does not know the name.</summary>
    public static NameAnswer? Resolve(Question question)
    {
        if (question.SourceOwner is not { } owner || DnsName.Flaw(question.Literal, question.Snapshot.Engine.Version) is not null)
            return null;
        var endpoints = AskedInOrder(question.Index.InOrder(owner));
        // On the default bridge alone a container asks the servers of the host instead.
        if (!endpoints.Any(pair => pair.Network.ResolvesNames))
            return null;
        var asked = DnsName.Asked(question.Literal);
        if (Ask(question, endpoints, asked, null) is { } whole)
            return whole;
        for (var dot = asked.LastIndexOf('.'); dot > 0; dot = asked.LastIndexOf('.', dot - 1))
        {
            if (Ask(question, endpoints, asked[..dot], asked[(dot + 1)..]) is { } answer)
                return answer;
        }

        return null;
    }

    private static IReadOnlyList<(NetworkEndpoint Endpoint, Network Network)> AskedInOrder(
        IReadOnlyList<(NetworkEndpoint Endpoint, Network Network)> endpoints) =>
        endpoints.Any(pair => pair.Network.Driver == "overlay")
            ? [.. endpoints.OrderBy(pair => pair.Network.Driver != "overlay")]
            : endpoints;

    /// <param name="question">What is asked.</param>
    /// <param name="endpoints">The networks, in the order in which they are asked.</param>
    /// <param name="name">The name.</param>
    /// <param name="networkName">Only the network of this name, in the same case; null for all.</param>
    private static NameAnswer? Ask(
        Question question, IReadOnlyList<(NetworkEndpoint Endpoint, Network Network)> endpoints, string name, string? networkName) =>
        Ask(question, endpoints, name, networkName, links: true) ?? Ask(question, endpoints, name, networkName, links: false);

    private static NameAnswer? Ask(
        Question question,
        IReadOnlyList<(NetworkEndpoint Endpoint, Network Network)> endpoints,
        string name,
        string? networkName,
        bool links)
    {
        NameAnswer? withoutAddress = null;
        foreach (var (endpoint, network) in endpoints)
        {
            if (!(network.ResolvesNames || network.DefaultBridge) || (networkName is not null && network.Name != networkName))
                continue;
            var linked = LinkedAs(endpoint, name);
            if (links == (linked is null) || Answering(question, network, linked ?? name) is not { } named)
                continue;
            var addresses = AddressesOf(question, named);
            if (addresses.Length > 0)
            {
                return new NameAnswer.Resolved(addresses, network.Name, NameReasons.ResolvedByEngine(question, network, named))
                {
                    Candidates = [.. named.SelectMany(e => e.Addresses()).Where(question.Wants)],
                };
            }

            withoutAddress ??= new NameAnswer.NotResolved(NameReasons.NoAddressOnNetwork(question, network));
            if (question.Snapshot.Engine.Version >= FirstNetworkDecides)
                break;
        }

        return withoutAddress;
    }

    /// <summary>
    /// The name that stands behind an alias of a link, which is as "container:alias" and known to this endpoint alone. Unlike names, the
    /// engine compares it with case.
    /// </summary>
    private static string? LinkedAs(NetworkEndpoint endpoint, string name)
    {
        if (endpoint.Link is not { Count: > 0 } links)
            return null;
        foreach (var link in links)
        {
            var colon = link.IndexOf(':', StringComparison.Ordinal);
            if (link.AsSpan(colon + 1).SequenceEqual(name))
                return colon < 0 ? link : link[..colon];
        }

        return null;
    }

    /// <summary>All who answer to a name on a network, the container that is meant first; null if nobody does.</summary>
    private static List<NetworkEndpoint>? Answering(Question question, Network network, string name)
    {
        List<NetworkEndpoint>? answering = null;
        foreach (var named in question.Index.Named(network.Id, name))
        {
            if (named is { State: ContainerState.Running or ContainerState.Paused } && (named.IPAddress ?? named.IPv6Address) is not null)
                (answering ??= []).Add(named);
        }

        if (answering is null)
            return null;
        var meant = answering.Count > 1 ? answering.FindIndex(e => e.ContainerId == question.TargetOwner?.Id) : 0;
        if (meant > 0)
            (answering[0], answering[meant]) = (answering[meant], answering[0]);
        return answering;
    }

    /// <summary>Of the family that is wanted; if none is, of IPv4, and of IPv6 if there is none of IPv4.</summary>
    private static IPAddress[] AddressesOf(Question question, List<NetworkEndpoint> named)
    {
        var first = question.Family == AddressFamily.InterNetworkV6 ? [] : Of(e => e.IPAddress);
        return first.Length > 0 || question.Family == AddressFamily.InterNetwork ? first : Of(e => e.IPv6Address);

        IPAddress[] Of(Func<NetworkEndpoint, IPAddress?> address) => [.. named.Select(address).OfType<IPAddress>().Distinct()];
    }
}
