namespace DockerNetwork.Model.Tracing;

/// <summary>
/// Packets in VXLAN packets. Anybody may send what looks like one, so it is believed only of the tunnel of the network itself: between the
/// host and another node that the network knows, with a number of the network, and not on a link of a container.
/// </summary>
internal static class Tunneled
{
    /// <summary>Without those that are not believed.</summary>
    public static IEnumerable<Sighting> Believed(TraceEvidence evidence, IEnumerable<Sighting> sightings)
    {
        NamespaceLook?[] looks = evidence.Overlay is { } overlay
            ? [evidence.Before.GetValueOrDefault(overlay), evidence.Look(overlay)]
            : [];
        var tunnels = looks.OfType<NamespaceLook>()
            .SelectMany(look => look.Links.Values.Where(link => link.Type == "vxlan").Select(link => (link, look)))
            .ToList();
        var numbers = tunnels.Select(tunnel => tunnel.link.Vxlan).OfType<int>().ToHashSet();
        var nodes = tunnels.SelectMany(tunnel => tunnel.look.BridgeEntries.Where(entry => entry.Index == tunnel.link.Index))
            .Select(entry => entry.Address).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return sightings.Where(seen => seen.Item is not { TunnelFrom: { } from, TunnelTo: { } to }
            || (evidence.NetworkOf(evidence.Host?.Links.GetValueOrDefault(seen.Item.Link ?? 0)) is null
                && (seen.Item.Tunnel is not { } number || numbers.Count == 0 || numbers.Contains(number))
                && (nodes.Count == 0 || nodes.Contains(seen.Item.Out ? to : from))
                && IsOfHost(evidence, seen.Item.Out ? from : to)));
    }

    private static bool IsOfHost(TraceEvidence evidence, string address) =>
        evidence.Host is not { } host || host.Addresses.Any(own => own.Address == address);
}
