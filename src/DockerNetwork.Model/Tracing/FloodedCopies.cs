using System.Net;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// A bridge sends a frame out of all its ports if it has not learned where its receiver is, for example because the link of that is down.
/// The copies for others are not on the way of the packet.
/// </summary>
internal sealed class FloodedCopies
{
    private readonly TraceEvidence _evidence;
    private readonly HashSet<int> _ends = [];
    private readonly HashSet<string> _receivers = new(StringComparer.OrdinalIgnoreCase);

    public FloodedCopies(TraceEvidence evidence)
    {
        _evidence = evidence;
        foreach (var place in new[] { evidence.Source, evidence.Target }.OfType<TracePlace>().Where(place => !place.IsHost))
        {
            _ends.UnionWith(Links.HostEnds(evidence, place).Select(end => end.Index));
            _receivers.UnionWith(evidence.Look(place)?.Links.Values.Select(link => link.Mac).OfType<string>() ?? []);
        }

        // What comes back in by a port was for whoever is behind it.
        _ends.UnionWith(evidence.Sightings.Where(seen => seen is { Place.IsHost: true, Item.Out: false, Kind: not SightingKind.WhoHas })
            .Select(seen => seen.Item.Link ?? 0));
        _receivers.UnionWith(NextHops());
        _receivers.Remove("00:00:00:00:00:00");
    }

    /// <summary>The sighting is of a copy that leads to somebody else. False if that is not certain.</summary>
    public bool Has(Sighting seen)
    {
        if (_evidence.Target is not { IsHost: false } || Port(seen) is not { } port || _ends.Contains(port.Index))
            return false;
        var known = _evidence.Host!.BridgeEntries.Where(entry => entry.Index == port.Index).Select(entry => entry.Mac).ToList();
        if (known.Exists(mac => mac is not null && _receivers.Contains(mac)))
            return false;
        return (known.Count > 0 && _receivers.Count > 0)
            || _evidence.Sightings.Any(other => other.Kind == seen.Kind
                && other.Item.Number == seen.Item.Number
                && other.Ends == seen.Ends
                && Port(other) is { } another
                && another.Master == port.Master
                && another.Index != port.Index);
    }

    /// <summary>The port of a bridge of the host that a packet left by; null for none.</summary>
    private NamespaceItem? Port(Sighting seen) =>
        seen is { Place.IsHost: true, Item.Out: true }
        && _evidence.Host is { } host
        && host.Links.GetValueOrDefault(seen.Item.Link ?? 0) is { Master: { } master } port
        && host.Links.GetValueOrDefault(master) is { Type: "bridge" }
            ? port
            : null;

    /// <summary>The hardware addresses to which the packets are sent, as those who send them know them.</summary>
    private IEnumerable<string> NextHops()
    {
        var looks = _evidence.Places.Select(_evidence.Look).OfType<NamespaceLook>().ToList();
        var hops = looks
            .SelectMany(look => look.Routes.Select(route => route.Gateway).Concat(look.PacketRoutes.Values.Select(route => route.Gateway)))
            .Select(text => IPAddress.TryParse(text, out var gateway) ? gateway : null)
            .Concat(_evidence.Sightings.Where(seen => seen.IsRequest).Select(seen => seen.To))
            .Append(_evidence.To)
            .Append(_evidence.TargetAddress)
            .Append(AtHost.SourceAddress(_evidence))
            .OfType<IPAddress>()
            .ToHashSet();
        return looks.SelectMany(look => look.Neighbours)
            .Where(item => item.Mac is not null && IPAddress.TryParse(item.Address, out var address) && hops.Contains(address))
            .Select(item => item.Mac!);
    }
}
