using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>Whether the loopback interface of a container has the address ::1.</summary>
internal static class LoopbackRules
{
    /// <summary>
    /// 26.0. Older engines switch IPv6 off in a new network namespace, and on again for the loopback interface while the container is on a
    /// network with IPv6 (libnetwork's namespace_linux.go; seen on 20.10).
    /// </summary>
    public static readonly EngineVersion IPv6UnlessOff = new(26, 0);

    private static readonly IPAddress LoopbackBroadcast = IPAddress.Parse("127.255.255.255");

    /// <summary>The packet to ::1 is not sent if the loopback interface has no IPv6.</summary>
    public static Verdict? IPv6Off(AddressQuestion asked) =>
        asked.Address.Equals(IPAddress.IPv6Loopback)
        && asked.SourceOwner is { HostNetwork: false } owner
        && (!HasIPv6(asked.Snapshot, owner) || LeftWithout(asked, owner))
            ? SendsOutside(asked, owner) && !LeftWithout(asked, owner)
                ? AddressRules.Blocked(asked, AddressReasons.LoopbackIPv6Disabled(asked, owner))
                : AddressRules.NoRoute(asked, AddressReasons.NoAddressOfFamily(asked))
            : null;

    /// <summary>
    /// The kernel refuses connections to the broadcast address of the loopback interface with ENETUNREACH, and datagrams and echo requests
    /// with EACCES, unless a program asks for broadcast.
    /// </summary>
    public static Verdict? Broadcast(AddressQuestion asked) => asked.Address.Equals(LoopbackBroadcast)
        ? Verdict.Unknown(asked.Address, AddressReasons.LoopbackBroadcast(asked))
        : null;

    /// <summary>
    /// An older engine takes IPv6 from the loopback interface with the last IPv6 endpoint, and a namespace that is left behind has none
    /// (seen on 20.10).
    /// </summary>
    private static bool LeftWithout(AddressQuestion asked, Container owner) =>
        owner.LoopbackIPv6Disabled is null
        && asked.Version < IPv6UnlessOff
        && StateRules.SourceLost(asked.Question) is not null;

    /// <summary>Without the route of the loopback interface, a packet to ::1 takes the default route, and is dropped.</summary>
    private static bool SendsOutside(AddressQuestion asked, Container owner) =>
        !owner.IPv6Disabled
        && owner.Endpoints.Any(e => e.IPv6Address is not null)
        && asked.Routes.Any(route => route.LeadsOut(AddressFamily.InterNetworkV6));

    /// <summary>
    /// Packets to an address of one's own go over the loopback interface. 20.10 and 26.1 were seen to give an IPv6 address to a container
    /// that has no IPv6 there; 28.5 gives none.
    /// </summary>
    public static Verdict? OwnIPv6Address(AddressQuestion asked) =>
        asked.Family == AddressFamily.InterNetworkV6
        && asked.SourceOwner is { HostNetwork: false, LoopbackIPv6Disabled: true, IPv6Disabled: false } owner
        && owner.Endpoints.Any(e => e.Has(asked.Address) && IPv6Switch.IsOff(asked, e) == false)
            ? AddressRules.Blocked(asked, AddressReasons.LoopbackIPv6Disabled(asked, owner))
            : null;

    /// <summary>Whether the container's loopback interface has IPv6.</summary>
    public static bool HasIPv6(EngineSnapshot snapshot, Container owner) =>
        owner.HostNetwork
        || (owner.LoopbackIPv6Disabled is { } off
            ? !off
            : snapshot.Engine.Version >= IPv6UnlessOff || owner.Endpoints.Any(e => e.IPv6Address is not null));
}
