using System.Net;
using System.Net.Sockets;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;
using DockerNetwork.Model.Snapshots;

namespace DockerNetwork.Model.Prediction;

/// <summary>
/// Whether --sysctl takes IPv6 away from an interface of a container. Engines before 27.0 set the parameters when the interfaces are there,
/// in any order, so that <c>net.ipv6.conf.eth0.disable_ipv6</c> takes the addresses of an interface, which the engine lists nevertheless
/// (seen on 20.10 and 26.1). Later ones set them first, and list the addresses that there are. Those refuse parameters of an interface, or
/// make an option of the endpoint of them, with which the container does not start on a network with IPv6 (seen on 28.5).
/// </summary>
internal static class IPv6Switch
{
    private const string All = "net.ipv6.conf.all.disable_ipv6";

    /// <summary>27.0, from which on the interfaces come after the parameters.</summary>
    private static readonly EngineVersion ParametersFirst = new(27, 0);

    /// <summary>The parameter that is on, for a sentence.</summary>
    public static string Name(Container owner) => $"--sysctl {(owner.Disables(All) == true ? All : Named(owner, true) ?? First(null))}=1";

    /// <summary>Whether an endpoint has no IPv6; null if the order of parameters or of interfaces decides, which is not known.</summary>
    public static bool? IsOff(EngineSnapshot snapshot, Container owner, NetworkEndpoint endpoint)
    {
        if (owner.Sysctl.Count == 0)
            return false;
        var version = snapshot.Engine.Version;
        var all = owner.Disables(All);
        if (version >= ParametersFirst)
            return all == true && endpoint.IPv6Address is null;
        if (all is { } value && Named(owner, !value) is not null)
            return null;
        // Interfaces that come after the start get IPv6 all the same (libnetwork's setIPv6), and it is not known which those are.
        if (all == true)
            return IsOfMode(owner, endpoint) ? true : null;
        // The network of the mode is joined first. Which others have which interface, the engine does not say.
        return IsOfMode(owner, endpoint) ? owner.Disables(First(snapshot.Network(endpoint.NetworkId))) == true
            : Named(owner, true) is null ? false
            : null;
    }

    /// <summary>Whether the container of an endpoint has no IPv6 there; false if the container is not known.</summary>
    public static bool? IsOff(AddressQuestion asked, NetworkEndpoint endpoint) =>
        asked.Snapshot.Container(endpoint.ContainerId) is { } owner ? IsOff(asked.Snapshot, owner, endpoint) : false;

    /// <summary>
    /// Whether the source or the target has IPv6 is not known, or the source has it on other networks than the one that the address is on.
    /// </summary>
    public static Verdict? Undecided(AddressQuestion asked)
    {
        if (asked.Family != AddressFamily.InterNetworkV6 || asked.Version >= ParametersFirst || IPAddress.IsLoopback(asked.Address))
            return null;
        if (asked.SourceEndpoints.FirstOrDefault(endpoint => endpoint.IPv6Address is not null && IsOff(asked, endpoint) is null) is { } own)
            return Unknown(own);
        if (asked.Peer is { } peer && IsOff(asked, peer) is null)
            return Unknown(peer);
        return asked.SourceEndpoints.FirstOrDefault(endpoint => IsOff(asked, endpoint) == true && IsOn(asked, endpoint)) is { } off
            && asked.SourceEndpoints.Any(endpoint => RouteRules.HasAddress(asked, endpoint))
            && !asked.SourceEndpoints.Any(endpoint => RouteRules.HasAddress(asked, endpoint) && IsOn(asked, endpoint))
                ? Unknown(off)
                : null;

        Verdict Unknown(NetworkEndpoint endpoint) => Verdict.Unknown(
            asked.Address, AddressReasons.IPv6Undecided(asked, asked.Snapshot.Container(endpoint.ContainerId)!, endpoint));
    }

    /// <summary>
    /// The parameter of the interface that is there first. Interfaces are called eth, unless the option
    /// com.docker.network.container_iface_prefix of the network says otherwise (libnetwork's bridge driver; seen on 20.10 and 26.1).
    /// </summary>
    private static string First(Network? network)
    {
        var prefix = network is { Driver: "bridge" }
            && network.Option.GetValueOrDefault("com.docker.network.container_iface_prefix") is { Length: > 0 } own ? own : "eth";
        return $"net.ipv6.conf.{prefix}0.disable_ipv6";
    }

    private static bool IsOn(AddressQuestion asked, NetworkEndpoint endpoint) =>
        asked.Question.NetworkOf(endpoint)?.Subnets.Any(subnet => subnet.Contains(asked.Address)) == true;

    private static bool IsOfMode(Container owner, NetworkEndpoint endpoint) =>
        owner.NetworkMode is "default" or "" ? endpoint.Network == "bridge"
            : endpoint.Network == owner.NetworkMode || endpoint.NetworkId == owner.NetworkMode;

    /// <summary>A parameter of an interface other than lo that is on, or off; null if there is none.</summary>
    private static string? Named(Container owner, bool on) =>
        owner.Sysctl.Keys.FirstOrDefault(name =>
            name.Split('.') is ["net", "ipv6", "conf", not ("all" or "default" or "lo"), "disable_ipv6"] && owner.Disables(name) == on);
}
