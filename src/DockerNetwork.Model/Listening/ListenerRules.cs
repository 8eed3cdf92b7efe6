using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Listening;

/// <summary>
/// Why a port refused, by who listens where: in the namespace that refused, and in those of containers beside the source. Pure.
/// </summary>
internal static class ListenerRules
{
    /// <summary>The decisive reason; null if the listeners do not show it, for example because one of them takes what was sent.</summary>
    /// <param name="asked">The port.</param>
    /// <param name="listeners">All listeners of the namespace that refused.</param>
    public static Reason? Of(RefusedPort asked, IReadOnlyList<Listener> listeners)
    {
        var own = listeners.Where(l => !l.IsEngineDns).ToList();
        var same = own.FindAll(l => l.Port == asked.Port && l.Protocol == asked.Protocol);
        var arrived = asked.Arrived;
        // One that is bound to an interface takes what comes by that one, which is not known here.
        if (arrived.Count == 0 || same.Exists(l => l.OfInterface || arrived.Any(l.Takes)))
            return null;
        if (same.Count == 0)
            return NotOnThatPort(asked, own);
        if (!asked.IsLoopback && same.TrueForAll(l => l.IsLoopback))
            return ListenerReasons.LoopbackOnly(asked, same[0]);
        var family = same.FindAll(l => arrived.Any(address => l.Takes(address.AddressFamily)));
        return family.Count == 0 ? ListenerReasons.OtherFamily(asked, same[0])
            : !asked.IsLoopback && family.TrueForAll(l => l.IsLoopback) ? ListenerReasons.LoopbackOnly(asked, family[0])
            : ListenerReasons.OtherAddress(asked, family.Find(l => !l.IsLoopback) ?? family[0]);
    }

    /// <summary>
    /// The listeners that should have taken what was refused. Empty if that is not sure: behind a published port, whose packets may have
    /// taken several ways; or if the kernel of the container itself resets connections that nobody accepts.
    /// </summary>
    public static IReadOnlyList<Listener> Fitting(RefusedPort asked, IReadOnlyList<Listener> listeners) =>
        asked.Published || asked.Owner?.Disables("net.ipv4.tcp_abort_on_overflow") == true
            ? []
            : [.. listeners.Where(l =>
                l is { OfInterface: false, Socket: not null }
                && l.Port == asked.Port
                && l.Protocol == asked.Protocol
                && l.Takes(asked.Address))];

    /// <summary>
    /// A source asked itself, and nobody listens there: the containers beside it that have the port, by what the engine says that they
    /// expose; else those that publish it on the host.
    /// </summary>
    public static IReadOnlyList<Neighbour> Exposing(RefusedPort asked)
    {
        var beside = Beside(asked);
        var exposing = beside.FindAll(n => Ports(n.Container).Contains((asked.Port, asked.Protocol)));
        return exposing.Count > 0
            ? [.. exposing.Select(n => n with { Port = asked.Port })]
            : [.. beside
                .Select(n => n with { Port = PublishedAs(n.Container, asked) ?? 0 })
                .Where(n => n.Port > 0)];
    }

    /// <summary>The running containers on the networks of a source that asked itself, each once, and not itself.</summary>
    public static List<Neighbour> Beside(RefusedPort asked)
    {
        if (!asked.IsLoopback || asked.Owner is not { } own)
            return [];
        var snapshot = asked.Question.Snapshot;
        return [.. own.Endpoints
            .Select(endpoint => snapshot.Network(endpoint.NetworkId))
            .OfType<Network>()
            .SelectMany(network => network.Endpoints, (network, endpoint) => (Network: network, Endpoint: endpoint))
            .Where(pair => pair.Endpoint.ContainerId != own.Id)
            .DistinctBy(pair => pair.Endpoint.ContainerId)
            .Select(pair => snapshot.Container(pair.Endpoint.ContainerId) is { Running: true } container
                ? new Neighbour(container, pair.Network, pair.Endpoint)
                : null)
            .OfType<Neighbour>()];
    }

    /// <summary>Who in a container beside the source would take what the source sent to itself; null for nobody.</summary>
    public static Listener? Listening(RefusedPort asked, Neighbour neighbour, IReadOnlyList<Listener> listeners) =>
        listeners.FirstOrDefault(l =>
            l.Port == asked.Port
            && l.Protocol == asked.Protocol
            && !l.OfInterface
            && neighbour.Endpoint.Addresses().Any(l.Takes));

    /// <summary>
    /// The container that publishes a port of the host at a loopback address only, on a network of the source if both are on one; null if
    /// that is none or several.
    /// </summary>
    public static Neighbour? PublishedAtLoopback(RefusedPort asked)
    {
        var snapshot = asked.Question.Snapshot;
        var found = snapshot.Containers
            .Where(c => c.Running)
            .SelectMany(c => c.Ports, (container, mapping) => (Container: container, Mapping: mapping))
            .Where(pair => pair.Mapping.HostPort == asked.Port
                && pair.Mapping.Protocol == asked.Protocol
                && pair.Mapping.HostAddress is { } at
                && IPAddress.IsLoopback(at))
            .ToList();
        if (found is not [var (publisher, mapping)])
            return null;
        var networks = asked.Question.SourceOwner?.Endpoints.Select(e => e.NetworkId).ToList() ?? [];
        return publisher.Endpoints
            .OrderByDescending(endpoint => networks.Contains(endpoint.NetworkId, StringComparer.Ordinal))
            .Select(endpoint => snapshot.Network(endpoint.NetworkId) is { } network
                ? new Neighbour(publisher, network, endpoint) { Port = mapping.ContainerPort }
                : null)
            .FirstOrDefault(neighbour => neighbour is not null);
    }

    /// <summary>The port of a container that the engine publishes as that one.</summary>
    private static int? PublishedAs(Container container, RefusedPort asked) =>
        container.Ports.FirstOrDefault(p => p.HostPort == asked.Port && p.Protocol == asked.Protocol)?.ContainerPort;

    private static Reason NotOnThatPort(RefusedPort asked, List<Listener> own) =>
        asked.Owner is not null && own.Exists(l => l.Protocol == asked.Protocol && !l.IsLoopback)
            ? ListenerReasons.OtherPort(asked, own.FindAll(l => l.Protocol == asked.Protocol))
            : ListenerReasons.Nobody(asked, asked.Owner is null ? [] : own);

    private static IEnumerable<(int Port, string Protocol)> Ports(Container container) => container.Ports
        .Select(p => (p.ContainerPort, p.Protocol))
        .Concat((container.PortConfiguration?.Ports ?? []).Select(p => (p.ContainerPort, p.Protocol)));
}

/// <summary>A container beside a source.</summary>
/// <param name="Container">The container.</param>
/// <param name="Network">A network that both are on.</param>
/// <param name="Endpoint">The container on it.</param>
internal sealed record Neighbour(Container Container, Network Network, NetworkEndpoint Endpoint)
{
    /// <summary>The port that it has; 0 if that is not known.</summary>
    public int Port { get; init; }

    /// <summary>What the source can call it: its name if the network resolves names, else its address.</summary>
    public string Literal => Network.ResolvesNames ? Container.Name
        : (Endpoint.IPAddress ?? Endpoint.IPv6Address)?.ToString() ?? Container.Name;
}
