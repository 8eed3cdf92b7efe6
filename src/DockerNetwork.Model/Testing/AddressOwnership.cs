using System.Net;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Testing;

/// <summary>
/// Whether the address that a name led to is the target's. A hosts file or a name server of somebody else may give any address, and whoever
/// answers there is not the container that is meant.
/// </summary>
internal static class AddressOwnership
{
    /// <summary>The reason if the address is certainly not the target's; null if it is, or if that cannot be known.</summary>
    /// <param name="snapshot">The engine.</param>
    /// <param name="probe">The probe; of a name.</param>
    /// <param name="seen">What was observed.</param>
    public static Reason? Refute(EngineSnapshot snapshot, PlannedProbe probe, Observation seen) =>
        probe is { Container: { } target, Name.IsAddress: false }
        && seen is { State: ReachabilityState.Reachable or ReachabilityState.Refused, Address: { } address }
        && IsAnothers(snapshot, probe, target, [address, .. seen.Addresses])
            ? new Reason(
                ReasonCode.AnotherAddress, probe.Source.Name,
                $"In {probe.Source}, '{probe.Literal}' resolves to {address}, which is not an address of {target}.")
            : null;

    private static bool IsAnothers(EngineSnapshot snapshot, PlannedProbe probe, Container target, IPAddress[] addresses)
    {
        // Who does not run has no address, and those of the engine's host are not in the snapshot.
        if (snapshot.NamespaceOwner(target) is not { Up: true, HostNetwork: false } owner || !target.Up
            || !owner.Endpoints.Any(e => e.Addresses().Any()))
        {
            return false;
        }

        // A name may stand for several containers, of which the target is one. A port of the host leads to the target that publishes it.
        var published = owner.Ports.Where(p => p.HostPort is not null && p.HostPort == probe.Port).ToList();
        if (addresses.Any(a => owner.Endpoints.Any(e => e.Addresses().Contains(a)) || published.Exists(p => a.Equals(p.HostAddress))))
            return false;

        var (source, address) = (probe.Source, addresses[0]);
        if ((IPAddress.IsLoopback(address) || IsUnspecified(address)) && !source.IsHost && !source.HostNetwork)
            return snapshot.NamespaceOwner(source)?.Id != owner.Id;

        var others = snapshot.Containers.Where(c => c.Endpoints.Any(e => e.Addresses().Contains(address))).ToList();
        if (others.Count > 0)
        {
            return !others.Exists(other => IsCalled(other, probe.Literal))
                || !SharedNames(snapshot, source, owner, target).Contains(probe.Literal, StringComparer.OrdinalIgnoreCase);
        }

        // A port that is published on all addresses of the host may be reached on any of them, a gateway's included. In a subnet of the
        // target's networks, another address that no container has is a virtual one of a swarm's service, or the target's own by now.
        if (published.Count > 0)
            return false;
        return snapshot.Networks.Any(n => n.Gateways.Contains(address))
            || !owner.Endpoints.Any(e => snapshot.Network(e.NetworkId)?.Subnets.Any(subnet => subnet.Contains(address)) != false);
    }

    private static bool IsUnspecified(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static bool IsCalled(Container container, string name) =>
        container.Endpoints
            .SelectMany(e => e.Alias.Concat(e.DnsName))
            .Append(container.Name)
            .Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What the target is called on the networks that the source is on: if somebody else is called so too, the engine's DNS means both.
    /// </summary>
    private static IEnumerable<string> SharedNames(EngineSnapshot snapshot, Container source, Container owner, Container target)
    {
        var ours = (snapshot.NamespaceOwner(source)?.Endpoints ?? []).Select(e => e.NetworkId).ToHashSet(StringComparer.Ordinal);
        return owner.Endpoints
            .Where(e => ours.Contains(e.NetworkId))
            .SelectMany(e => e.Alias.Concat(e.DnsName).Append(target.Name).Append(owner.Name));
    }
}
