using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// Frames that a container hears and does not take, because they are for another hardware address: a bridge sends those that it does not
/// know out of all its ports. The host also bridges and passes on what is not for itself.
/// </summary>
internal static class Overheard
{
    /// <summary>The same sightings, in which such frames do not count as packets of the trace.</summary>
    public static IReadOnlyList<Sighting> Apart(TraceEvidence evidence, IEnumerable<Sighting> sightings) =>
        [.. sightings.Select(seen => seen is { Place.IsHost: false, Item: { ForAnother: true, Out: false } } && !IsPassedOn(evidence, seen)
            ? seen with { Item = seen.Item with { Sighting = SightingKind.Overheard } }
            : seen)];

    /// <summary>Nothing of the trace reached the target but frames for another hardware address. Null if that is not so.</summary>
    public static TraceFinding? Of(TraceEvidence evidence, Sighting last)
    {
        if (evidence.Target is not { IsHost: false } target
            || evidence.Look(target) is not { } look
            || !evidence.Sightings.Any(seen => seen.Kind == SightingKind.Overheard && seen.Place == target))
            return null;

        // The host sends it itself if its own bridge, and not only a port of that, is the way out.
        var routed = evidence.Sightings.Any(seen => seen is { IsRequest: true, Place.IsHost: true, Item.Out: true }
            && evidence.Host?.Links.GetValueOrDefault(seen.Item.Link ?? 0) is { Type: "bridge" });
        var sender = routed || evidence.Source.IsHost ? TracePlace.Host : evidence.Source;
        var own = look.Links.Values.Select(link => link.Mac).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var wrong = Neighbours.MacOf(evidence, sender, last.To) is { } mac && !own.Contains(mac) ? mac : null;
        return TraceFinding.Because(last, TraceReasons.WrongMac(target, sender, last.To, wrong));
    }

    /// <summary>Another interface has that address: a bridge in the container, or one that is stacked on this.</summary>
    private static bool IsPassedOn(TraceEvidence evidence, Sighting seen) =>
        evidence.Look(seen.Place) is { } look
        && (look.Links.GetValueOrDefault(seen.Item.Link ?? 0) is { Master: not null }
            || look.Links.Values.Any(link => link.Type is "macvlan" or "macvtap" && link.Link == seen.Item.Link));
}
