using System.Net;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>Which routes are asked for after a packet was lost, and the numbers of the questions.</summary>
internal static class RouteQuestions
{
    /// <summary>In the host: the request, as a forwarded packet.</summary>
    public const int HostRequest = 0;

    /// <summary>In the host: the answer, as a forwarded packet.</summary>
    public const int HostAnswer = 1;

    /// <summary>In the source and in the target: a packet of their own to the other side.</summary>
    public const int Own = 0;

    /// <summary>In the source and in the target: what arrives from the other side. The kernel checks its sender.</summary>
    public const int Arriving = 1;

    /// <summary>What the look-up of a route of the type prohibit says (EACCES).</summary>
    private const int AccessDenied = 13;

    /// <summary>A route lets no packets through, and the kernel says so to who sends them.</summary>
    public static bool Prohibits(RouteItem? route) => route is { Type: "prohibit" } or { Error: AccessDenied };

    /// <summary>The questions for one namespace.</summary>
    public static IReadOnlyList<RouteQuestion> For(TraceEvidence evidence, TracePlace place)
    {
        // The namespace of an overlay has a bridge, and routes nothing.
        if (place.Overlay is not null)
            return [];
        var source = AtHost.SourceAddress(evidence);
        var target = evidence.TargetAddress ?? evidence.To;
        if (place.IsHost)
        {
            var request = In(evidence, answers: false);
            var answer = In(evidence, answers: true);
            // What the host sends to itself does not come in by a link that routes could be asked for.
            if (request == "lo")
                request = null;
            if (answer == "lo")
                answer = null;
            return
            [
                Question(target, request is null ? null : source, request),
                Question(source ?? target, answer is null ? null : target, answer),
            ];
        }

        return place == evidence.Source
            ? [Question(evidence.To, null, null), Question(source ?? evidence.To, evidence.To, LinkOf(evidence, place, source))]
            : [Question(source ?? evidence.To, target, null), Question(target, source, LinkOf(evidence, place, target))];
    }

    private static RouteQuestion Question(IPAddress to, IPAddress? from, string? input) =>
        new() { To = to.ToString(), From = from?.ToString(), Input = input };

    /// <summary>The link by which the host's IP layer got the packet; the bridge for a port of one.</summary>
    public static string? In(TraceEvidence evidence, bool answers)
    {
        var seen = evidence.Sightings.FirstOrDefault(seen =>
            seen.Place.IsHost && !seen.Item.Out && (answers ? seen.IsAnswer : seen.IsRequest))
            ?? (answers ? null : evidence.Sightings.FirstOrDefault(seen =>
                seen is { Place.IsHost: true, Kind: SightingKind.WhoHas, Item.Out: false }
                && Equals(seen.From, AtHost.SourceAddress(evidence))));

        // The source may have asked for the next hop before anybody watched. If it has one link only, that is the way.
        var only = seen is null && !answers && Links.HostEnds(evidence, evidence.Source).ToList() is [var end] ? end : null;
        return evidence.Host is { } host && (only ?? host.Links.GetValueOrDefault(seen?.Item.Link ?? 0)) is { } link
            ? (link.Master is { } master ? host.Links.GetValueOrDefault(master)?.Name : null) ?? link.Name
            : null;
    }

    private static string? LinkOf(TraceEvidence evidence, TracePlace place, IPAddress? own) =>
        evidence.Look(place) is { } look && look.Addresses.FirstOrDefault(item => item.Address == own?.ToString()) is { } address
            ? look.Links.GetValueOrDefault(address.Index)?.Name
            : null;
}
