using System.Net;
using System.Net.Sockets;

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
        if (evidence.Target is not { IsHost: false, Container: not null } target
            || question.Port is not { } port
            || OwnAddress(evidence, target) is not { } own
            || !IsOfHost(evidence)
            || Translations.LeadsAway(evidence) is not null
            || !evidence.Sightings.Any(seen => TraceHops.Arrives(evidence, seen) && !seen.Item.Reset)
            || evidence.Sightings.Any(seen => seen.IsRequest && seen.Place == target && (evidence.Source != target || !seen.Item.Out))
            || question.Index.PublisherOf(evidence.To, port, question.Protocol)?.Ports.FirstOrDefault(mapped =>
                mapped.HostPort == port && mapped.Protocol == question.Protocol) is not { } mapping)
            return null;
        var second = evidence with { Source = TracePlace.Host };
        return second with
        {
            To = own,
            TargetAddress = own,
            Port = mapping.ContainerPort,
            Sightings = [],
            Spec = FreshPackets.Of(second) with
            {
                Family = own.AddressFamily == AddressFamily.InterNetworkV6 ? 6 : 4,
            },
        };
    }

    private static bool IsOfHost(TraceEvidence evidence) =>
        evidence.Host?.Has(evidence.To) == true || (evidence.Source.IsHost && IPAddress.IsLoopback(evidence.To));

    /// <summary>A proxy that listens at an IPv6 address sends to the IPv4 address of a container that has no other.</summary>
    private static IPAddress? OwnAddress(TraceEvidence evidence, TracePlace target) =>
        evidence.TargetAddress is { } own && evidence.Look(target)?.Has(own) != false ? own
        : evidence.Question.Index.RoutesOf(target.Container!)
            .Where(route => route.LeadsOut(AddressFamily.InterNetwork))
            .SelectMany(route => target.Container!.Endpoints.Where(endpoint => endpoint.NetworkId == route.Network.Id))
            .Concat(target.Container!.Endpoints)
            .Select(endpoint => endpoint.IPAddress)
            .FirstOrDefault(address => address is not null);
}
