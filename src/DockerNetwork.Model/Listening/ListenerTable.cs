using System.Net;
using System.Net.Sockets;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Listening;

/// <summary>Listeners with what the engine's state says of them. Pure.</summary>
internal static class ListenerTable
{
    /// <summary>The listeners of a container, or of the host, by protocol and port.</summary>
    /// <param name="snapshot">The engine.</param>
    /// <param name="container">The container, inspected; or <see cref="EngineSnapshot.HostAsSource"/>.</param>
    /// <param name="listeners">What was read in its network namespace.</param>
    public static IReadOnlyList<ContainerListener> Of(EngineSnapshot snapshot, Container container, IEnumerable<Listener> listeners)
    {
        var owner = container.IsHost ? container : snapshot.NamespaceOwner(container);
        var ofHost = (owner ?? container).HostNetwork;
        // Several processes may share a port (SO_REUSEPORT), and one process may have several such sockets.
        return [.. listeners
            .DistinctBy(l => (l.Protocol, l.Address, l.Port, l.ProcessId))
            .OrderBy(l => l.Protocol, StringComparer.Ordinal)
            .ThenBy(l => l.Port)
            .ThenBy(l => l.Address.AddressFamily)
            .ThenBy(l => l.Address.ToString(), StringComparer.Ordinal)
            .ThenBy(l => l.ProcessId)
            .Select(listener => new ContainerListener
            {
                Container = container.Name,
                ContainerId = container.IsHost ? null : container.Id,
                Protocol = listener.Protocol,
                Address = listener.Address,
                Port = listener.Port,
                ProcessId = listener.ProcessId,
                Program = listener.Program,
                Reach = Reach(snapshot, owner, listener),
                Published = ofHost || listener.IsEngineDns ? [] : Published(owner, listener),
                SharedFrom = container.IsHost ? null
                    : ofHost ? "host"
                    : owner is not null && owner.Id != container.Id ? owner.Name
                    : null,
                DockerHost = container.DockerHost,
            })];
    }

    private static string Reach(EngineSnapshot snapshot, Container? owner, Listener listener)
    {
        var ofHost = owner?.HostNetwork == true;
        if (listener.Address.Equals(IPAddress.Any))
            return ofHost || owner?.Endpoints.Any(e => e.IPv6Address is not null) == true ? "Everywhere over IPv4" : "Everywhere";
        if (listener.IsEverywhere)
            return listener.IPv6Only ? "Everywhere over IPv6" : "Everywhere";
        if (listener.IsEngineDns && !ofHost)
            return "EngineDns";
        if (listener.IsLoopback)
            return "LoopbackOnly";
        var network = ofHost
            ? SnapshotIndex.Of(snapshot).WithGateway(listener.Address).Select(n => n.Name).FirstOrDefault()
            : owner?.Endpoints.FirstOrDefault(e => e.Has(listener.Address))?.Network;
        return network is null ? "AddressOnly" : $"Network {network}";
    }

    private static string[] Published(Container? owner, Listener listener) => (owner?.Ports ?? [])
        .Where(p => p.ContainerPort == listener.Port && p.Protocol == listener.Protocol && p.HostPort is not null)
        .Select(p => new IPEndPoint(p.HostAddress ?? IPAddress.Any, p.HostPort!.Value))
        .OrderBy(end => end.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)
        .ThenBy(end => end.Port)
        .Select(end => end.ToString())
        .Distinct(StringComparer.Ordinal)
        .ToArray();
}
