using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Testing;

/// <summary>Where the engine's port proxy may listen. It accepts a connection before it knows whether anybody serves it.</summary>
internal sealed class HostPorts
{
    private readonly bool _hasProxy;
    private readonly HashSet<int> _published;
    private readonly HashSet<IPAddress> _gateways;
    private readonly HashSet<IPAddress> _ofContainers;

    public HostPorts(EngineSnapshot snapshot)
    {
        _hasProxy = snapshot.Engine.UserlandProxy != false;
        var ports = snapshot.Containers.SelectMany(c => c.Ports).Where(p => p.Protocol == "tcp");
        _published = [.. ports.Select(p => p.HostPort).OfType<int>()];
        _gateways = [.. snapshot.Networks.SelectMany(n => n.Gateways.Concat(BridgeAddresses.Of(n)))];
        _ofContainers = [.. snapshot.Containers.SelectMany(c => c.Endpoints).SelectMany(e => e.Addresses())];
    }

    /// <summary>
    /// Whether the proxy may be what answers. The host has more addresses and names than a snapshot shows, so a published port may be
    /// behind the proxy wherever the address is not a container's own.
    /// </summary>
    public bool MayBeProxied(Container source, ReachabilityTarget target, TargetName name, Service service)
    {
        if (!_hasProxy)
            return false;
        if (target.Special is SpecialTarget.Host or SpecialTarget.Gateway)
            return true;
        if (name.Address is not { } address)
            return target.Container is null && IsPublished(service);
        return _gateways.Contains(address)
            || (IPAddress.IsLoopback(address) && (source.IsHost || source.HostNetwork))
            || (IsPublished(service) && !_ofContainers.Contains(address));
    }

    private bool IsPublished(Service service) => service.Port is { } port && _published.Contains(port);
}
