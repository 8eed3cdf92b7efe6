
namespace DockerNetwork.Model.Tracing;

/// <summary>
/// A port proxy of the engine ends the connection at the host, and makes a second one to the container: a packet of the first never gets
/// there.
/// </summary>
internal static class ProxiedLeg
{
    /// <summary>The second connection, to be traced from the host; null if there is none.</summary>
    public static TraceEvidence? Of(TraceEvidence evidence)
    {
        var question = evidence.Question;
        if (evidence.Target is not { IsHost: false } target
            || question.Port is not { } port
            || evidence.TargetAddress is not { } own
            || evidence.Host?.Has(evidence.To) != true
            || !evidence.Sightings.Any(seen => TraceHops.Arrives(evidence, seen) && !seen.Item.Reset)
            || evidence.Sightings.Any(seen => seen.IsRequest && seen.Place == target && (evidence.Source != target || !seen.Item.Out))
            || question.Index.PublisherOf(evidence.To, port, question.Protocol)?.Ports.FirstOrDefault(mapped =>
                mapped.HostPort == port && mapped.Protocol == question.Protocol) is not { } mapping)
            return null;
        var second = evidence with { Source = TracePlace.Host };
        return second with
        {
            To = own,
            Port = mapping.ContainerPort,
            Sightings = [],
            Spec = FreshPackets.Of(second) with
            {
                Family = own.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? 6 : 4,
            },
        };
    }
}
