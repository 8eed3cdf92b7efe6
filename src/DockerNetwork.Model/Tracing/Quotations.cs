using System.Net;
using DockerNetwork.Model.Addressing;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// What ICMP messages of a trace quote. Anybody may send one, so it is believed only if what it quotes was sent from the same namespace, or
/// seen there as a request: from and to the same addresses and ports. Who translates a message translates what it quotes, too.
/// </summary>
internal sealed class Quotations
{
    private readonly HashSet<(string Place, IPAddress? From, int? FromPort, IPAddress? To, int? ToPort, int? Number)> _packets = [];

    /// <param name="sightings">All that was seen.</param>
    public Quotations(IEnumerable<Sighting> sightings)
    {
        foreach (var seen in sightings.Where(seen => seen.IsRequest || seen.Kind is SightingKind.Sent or SightingKind.NotSent))
        {
            var item = seen.Item;
            _packets.Add((seen.Place.Name, seen.From, item.FromPort, seen.To, item.ToPort, item.Number));
            _packets.Add((seen.Place.Name, seen.From, item.FromPort, seen.To, item.ToPort, null));
        }
    }

    /// <summary>A message about a packet that was there before.</summary>
    public bool Explain(Sighting error) => error.Item.Quoted is { } quoted && _packets.Contains((
        error.Place.Name,
        Addresses.ParseAddress(quoted.From), quoted.FromPort,
        Addresses.ParseAddress(quoted.To), quoted.ToPort,
        error.Item.Number));
}
