using System.Net;
using DockerNetwork.Engine;
using DockerNetwork.Model.Containers;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Results;

namespace DockerNetwork.Model.Prediction;

/// <summary>What a network does to the frames between its own members, before any firewall.</summary>
internal static class LinkRules
{
    /// <summary>23.0, from which on ipvlan networks have flags. 20.10 ignores the option.</summary>
    private static readonly EngineVersion IpvlanFlags = new(23, 0);

    /// <summary>The verdict on packets from one member to another; null if the link carries them.</summary>
    /// <param name="asked">What is asked.</param>
    /// <param name="own">The source on the network.</param>
    /// <param name="peer">Who has the address there.</param>
    /// <param name="shared">The network.</param>
    public static Verdict? Between(AddressQuestion asked, NetworkEndpoint own, NetworkEndpoint peer, Network shared) => shared.Driver switch
    {
        "macvlan" or "ipvlan" => KeptApart(asked, peer, shared) ?? OverRouter(asked, own, peer, shared),
        "overlay" => OverRouter(asked, own, peer, shared),
        _ => null,
    };

    /// <summary>
    /// Modes of the kernel's macvlan and ipvlan drivers. In private mode no frame passes between members. In vepa mode a frame leaves by
    /// the parent interface, and comes back only if the switch there sends it back (IEEE 802.1Qbg, reflective relay).
    /// </summary>
    private static Verdict? KeptApart(AddressQuestion asked, NetworkEndpoint peer, Network shared)
    {
        var (option, known) = shared.Driver == "macvlan"
            ? ("macvlan_mode", true)
            : ("ipvlan_flag", asked.Version >= IpvlanFlags);
        if (!known)
            return null;
        return shared.Option.GetValueOrDefault(option) switch
        {
            "private" => AddressRules.Blocked(asked, AddressReasons.MembersKeptApart(asked, peer, shared, option), shared.Name),
            "vepa" => Verdict.Unknown(asked.Address, AddressReasons.SwitchDecides(asked, peer, shared, option)),
            _ => null,
        };
    }

    /// <summary>
    /// Members of different subnets of one network send to each other through the router of the parent's network, or the namespace of an
    /// overlay network, which forwards packets only if the host did when it was made. An ipvlan of layer 3 routes between them itself.
    /// </summary>
    private static Verdict? OverRouter(AddressQuestion asked, NetworkEndpoint own, NetworkEndpoint peer, Network shared)
    {
        if (shared.Option.GetValueOrDefault("ipvlan_mode") is "l3" or "l3s" || shared.Ipam.Count < 2)
            return null;
        var ownAddress = own.Addresses().FirstOrDefault(address => address.AddressFamily == asked.Family);
        return ownAddress is not null
            && SubnetOf(shared, ownAddress) is { } from
            && SubnetOf(shared, asked.Address) is { } to
            && !from.Equals(to)
                ? Verdict.Unknown(asked.Address, AddressReasons.DifferentSubnets(asked, peer, shared, from, to))
                : null;
    }

    /// <summary>
    /// A bridge sends frames for a MAC address to the port where it last saw it. If several containers have the same address, one of them
    /// gets all frames, also those that the host sends on. So what would arrive may not: on the bridge of the source, of the target, or of
    /// the container that publishes the port.
    /// </summary>
    public static Verdict WithSharedMac(AddressQuestion asked, Verdict verdict)
    {
        if (!asked.Question.Index.HasSharedMacs
            || verdict.State != ReachabilityState.Reachable
            || asked.SourceEndpoints.Any(endpoint => endpoint.Has(asked.Address)))
        {
            return verdict;
        }

        foreach (var endpoint in Passed(asked))
        {
            var same = asked.Question.Index.SharingMac(endpoint.NetworkId, endpoint.MacAddress);
            if (same.Count > 0 && asked.Question.NetworkOf(endpoint) is { Driver: "bridge" } bridge)
                return Verdict.Unknown(asked.Address, AddressReasons.DuplicateMacAddress(asked, endpoint.MacAddress, same, bridge));
        }

        return verdict;
    }

    private static IEnumerable<NetworkEndpoint> Passed(AddressQuestion asked)
    {
        if (asked.Peer is { } peer)
            yield return peer;
        if (IPAddress.IsLoopback(asked.Address) && !asked.FromHostNetwork)
            yield break;
        var own = asked.FromContainer ? asked.Leaving : null;
        var publisher = asked.Question.PublisherAt(asked.Address);
        var theirs = publisher is null ? null : asked.DefaultRouteOf(publisher);
        foreach (var endpoint in asked.SourceEndpoints.Where(e => e.NetworkId == own?.Id))
            yield return endpoint;
        foreach (var endpoint in publisher?.Endpoints.Where(e => e.NetworkId == theirs?.Id) ?? [])
            yield return endpoint;
    }

    private static IPNetwork? SubnetOf(Network network, IPAddress address)
    {
        foreach (var subnet in network.Subnets)
        {
            if (subnet.Contains(address))
                return subnet;
        }

        return null;
    }
}
