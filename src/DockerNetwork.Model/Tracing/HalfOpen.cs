using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>
/// The requests of a trace come from one port. If the answer to one does not arrive, the target has a connection that is half open, and
/// resets it when the next request comes (RFC 9293, 3.10.7.4). That reset is not a refusal: the port is open.
/// </summary>
internal static class HalfOpen
{
    /// <summary>The same sightings, in which such a reset is an answer as the one before.</summary>
    public static IReadOnlyList<Sighting> Answered(IReadOnlyList<Sighting> sightings)
    {
        var open = sightings.Where(IsAccepting).Select(seen => seen.Ends).ToHashSet();
        return [.. sightings.Select(seen => seen is { Kind: SightingKind.Answer, Item.Reset: true } && open.Contains(seen.Ends)
            ? seen with { Item = seen.Item with { Reset = false } }
            : seen)];
    }

    private static bool IsAccepting(Sighting seen) => seen is { Kind: SightingKind.Answer, Item: { Reset: false, FromPort: not null } };
}
