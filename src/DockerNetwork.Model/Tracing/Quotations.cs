using System.Net;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// What ICMP messages of a trace quote. Anybody may send one, so it is believed only if what it quotes was sent from the same namespace, or
/// seen there as a request: from and to the same addresses and ports. Who translates a message translates what it quotes, too. And it has
/// to come from where that packet was seen last: from the namespace itself, or by the link by which the packet left it.
/// </summary>
internal sealed class Quotations
{
    private readonly HashSet<(string Place, IPAddress? From, int? FromPort, IPAddress? To, int? ToPort, int? Number)> _packets = [];
    private readonly Dictionary<(int? Icmp, int? Number), bool> _believed = [];
    private readonly TraceEvidence _evidence;

    /// <param name="evidence">All that was seen.</param>
    public Quotations(TraceEvidence evidence)
    {
        _evidence = evidence;
        foreach (var seen in evidence.Sightings.Where(seen =>
            seen.IsRequest || seen.Kind is SightingKind.Sent or SightingKind.NotSent))
        {
            var item = seen.Item;
            _packets.Add((seen.Place.Name, seen.From, item.FromPort, seen.To, item.ToPort, item.Number));
            _packets.Add((seen.Place.Name, seen.From, item.FromPort, seen.To, item.ToPort, null));
        }
    }

    /// <summary>A message about a packet that was there before.</summary>
    public bool Explain(Sighting error) => error.Item.Quoted is { } quoted
        && _packets.Contains((
            error.Place.Name,
            Addresses.ParseAddress(quoted.From), quoted.FromPort,
            Addresses.ParseAddress(quoted.To), quoted.ToPort,
            error.Item.Number))
        && ComesFromThere(error);

    /// <summary>Where it was seen first decides for all of its way.</summary>
    private bool ComesFromThere(Sighting error)
    {
        var key = (error.Item.Icmp, error.Item.Number);
        if (_believed.TryGetValue(key, out var known))
            return known;
        var same = _evidence.Sightings.Where(seen => seen.Kind == SightingKind.Error && (seen.Item.Icmp, seen.Item.Number) == key).ToList();
        return _believed[key] = same.MinBy(seen => seen.At) is not { } first || IsMadeThere(first) || CameBack(first);
    }

    /// <summary>The namespace itself sends it, and the packet did not get further.</summary>
    private bool IsMadeThere(Sighting first) =>
        Equals(first.From, first.To) || (first.Item.Out && (first.Place == _evidence.Target || !_evidence.Sightings.Any(seen =>
            seen is { IsRequest: true, Item.Out: false } && seen.Place == _evidence.Target && seen.Item.Number == first.Item.Number)));

    /// <summary>It came in by a link by which the packet left; for a port of a bridge, or the bridge, by the other one of both.</summary>
    private bool CameBack(Sighting first)
    {
        if (first.Item.Link is not { } link || _evidence.Look(first.Place) is not { } look)
            return true;
        int?[] links = [link, look.Links.GetValueOrDefault(link)?.Master];
        return _evidence.Sightings.Any(seen => seen is { IsRequest: true, Item.Out: true }
            && seen.Place == first.Place
            && (links.Contains(seen.Item.Link) || look.Links.GetValueOrDefault(seen.Item.Link ?? 0)?.Master == link))
            || _evidence.Sightings.All(seen => !seen.IsRequest || seen.Place != first.Place);
    }
}
