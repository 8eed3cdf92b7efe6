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
        && IsAnothers(snapshot, probe.Source, target, probe.Literal, [address, .. seen.Addresses])
            ? new Reason(
                ReasonCode.AnotherAddress, probe.Source.Name,
                $"In {probe.Source}, '{probe.Literal}' resolves to {address}, which is not an address of {target}.")
            : null;

    private static bool IsAnothers(
        EngineSnapshot snapshot, Container source, Container target, string name, IPAddress[] addresses)
    {
        // Who does not run has no address, and those of the engine's host are not in the snapshot.
        if (snapshot.NamespaceOwner(target) is not { Up: true, HostNetwork: false } owner || !target.Up
            || !owner.Endpoints.Any(e => e.Addresses().Any()))
        {
            return false;
        }

        // A name may stand for several containers, of which the target is one.
        if (addresses.Any(a => owner.Endpoints.Any(e => e.Addresses().Contains(a)) || owner.Ports.Any(p => a.Equals(p.HostAddress))))
            return false;

        var (address, onHost) = (addresses[0], source.IsHost || source.HostNetwork);
        if (IPAddress.IsLoopback(address) && !onHost)
            return snapshot.NamespaceOwner(source)?.Id != owner.Id;

        var others = snapshot.Containers.Where(c => c.Endpoints.Any(e => e.Addresses().Contains(address))).ToList();
        if (others.Count > 0)
            return !others.Exists(other => IsCalled(other, name));

        // A port that is published on all addresses of the host may be reached on any of them. In a subnet of the target's networks, an
        // address that no container has is a virtual one of a swarm's service, or the target's own by now.
        return !owner.Ports.Any(p => p.HostPort is not null)
            && !owner.Endpoints.Any(e => snapshot.Network(e.NetworkId)?.Subnets.Any(subnet => subnet.Contains(address)) != false);
    }

    private static bool IsCalled(Container container, string name) =>
        container.Endpoints
            .SelectMany(e => e.Alias.Concat(e.DnsName))
            .Append(container.Name)
            .Contains(name, StringComparer.OrdinalIgnoreCase);
}
