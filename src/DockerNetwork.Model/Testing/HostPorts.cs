using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Testing;

/// <summary>Where the engine's port proxy may listen. It accepts a connection before it knows whether anybody serves it.</summary>
internal sealed class HostPorts
{
    private static readonly string[] Loopback = ["127.0.0.1", "::1"];

    private readonly HostIndex? _host;
    private readonly bool _hasProxy;
    private readonly HashSet<int> _published;
    private readonly HashSet<IPAddress> _gateways;
    private readonly HashSet<IPAddress> _ofContainers;
    private readonly string[]? _addresses;
    private readonly HashSet<IPAddress> _otherHosts;

    /// <param name="snapshot">The engine of the sources.</param>
    /// <param name="others">The engines of targets; at the addresses of their hosts, their proxies may listen.</param>
    public HostPorts(EngineSnapshot snapshot, params IReadOnlyList<OtherEngine> others)
    {
        _otherHosts =
        [
            .. others.Where(other => other.Snapshot.Engine.UserlandProxy != false).SelectMany(other => other.HostAddresses(snapshot)),
        ];
        _hasProxy = snapshot.Engine.UserlandProxy != false;
        var ports = snapshot.Containers.SelectMany(c => c.Ports).Where(p => p.Protocol == "tcp");
        _host = SnapshotIndex.Of(snapshot).Host;
        _published = [.. ports.Select(p => p.HostPort).OfType<int>()];
        _gateways = [.. snapshot.Networks.SelectMany(n => n.Gateways.Concat(BridgeAddresses.Of(n)))];
        _ofContainers = [.. snapshot.Containers.SelectMany(c => c.Endpoints).SelectMany(e => e.Addresses())];
        _addresses = _host is { Addresses.Count: <= JobMessage.MaxHostAddresses - 2 } host
            ? [.. host.Addresses.Where(address => !IPAddress.IsLoopback(address)).Concat(_otherHosts).Select(address => address.ToString())]
            : null;
    }

    /// <summary>
    /// Whether the proxy may be what answers. It serves published ports only. With facts of the host it is known on which ports proxies
    /// listen, and a name may lead to the host whatever container is meant by it. Without them, the host has more addresses and names than
    /// a snapshot shows, so a published port may be behind the proxy wherever the address is not a container's own.
    /// </summary>
    public bool MayBeProxied(Container source, ReachabilityTarget target, TargetName name, Service service)
    {
        if (target.Container is { HostNetwork: false } && name.Address is { } there && _otherHosts.Contains(there))
            return true;
        if (!_hasProxy)
            return false;
        if (service.Port is { } port && _host?.IsProxied(port, "tcp") is { } proxied)
            return proxied && (name.Address is not { } own || IsHosts(source, Addressing.Addresses.Destination(own)));
        if (!IsPublished(service))
            return false;
        if (target.Special is SpecialTarget.Host or SpecialTarget.Gateway)
            return true;
        if (name.Address is not { } literal)
            return target.Container is null;
        var address = Addressing.Addresses.Destination(literal);
        return IPAddress.IsLoopback(address) ? IsOnHost(source) : _gateways.Contains(address) || !_ofContainers.Contains(address);
    }

    /// <summary>The addresses at which a source can meet a proxy; null if they are not known.</summary>
    public IReadOnlyList<string>? Addresses(Container source) =>
        _addresses is null ? null : IsOnHost(source) ? [.. _addresses, .. Loopback] : _addresses;

    private bool IsHosts(Container source, IPAddress address) =>
        IPAddress.IsLoopback(address) ? IsOnHost(source) : _host!.Has(address);

    private static bool IsOnHost(Container source) => source.IsHost || source.HostNetwork;

    private bool IsPublished(Service service) => service.Port is { } port && _published.Contains(port);
}
