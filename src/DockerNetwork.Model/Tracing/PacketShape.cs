using System.Net;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>What packets of a trace look like to the rules of one namespace. What is null is not known, and may be anything.</summary>
internal sealed record PacketShape
{
    /// <summary>tcp, udp or icmp.</summary>
    public required string Protocol { get; init; }

    /// <summary>The addresses that the sender may have on the way.</summary>
    public IReadOnlyList<IPAddress>? From { get; init; }

    /// <summary>The addresses that the receiver may have on the way.</summary>
    public IReadOnlyList<IPAddress>? To { get; init; }

    /// <summary>The links by which the IP layer of the namespace gets the packets.</summary>
    public IReadOnlyList<string>? In { get; init; }

    /// <summary>The links by which it sends them on.</summary>
    public IReadOnlyList<string>? Out { get; init; }

    /// <summary>The ports of the service, one for each address that it is reached at.</summary>
    private IReadOnlyList<int>? ServicePorts { get; init; }

    /// <summary>The ports of who asks: its own, and those that were seen in its place.</summary>
    private IReadOnlyList<int>? ClientPorts { get; init; }

    /// <summary>The packets go from the service to who asked.</summary>
    private bool IsAnswer { get; init; }

    /// <summary>
    /// The packets that the rules of a namespace may meet: requests; and answers, if some were seen there, or if they are made there.
    /// </summary>
    public static IReadOnlyList<PacketShape> Of(TraceEvidence evidence, TracePlace place)
    {
        // The rules of the host meet the VXLAN packets of an overlay network, and not what is in them.
        if (place.IsHost && evidence.Overlay is not null)
            return [new PacketShape { Protocol = "udp" }];
        var packets = TraceHops.Packets(evidence).ToList();
        var requests = packets.FindAll(seen => seen.IsRequest);
        var here = packets.FindAll(seen => seen.Place == place);
        var from = Known(requests.Select(seen => seen.From).Append(AtHost.SourceAddress(evidence)));
        var to = Known(requests.Select(seen => seen.To).Append(evidence.To).Append(evidence.TargetAddress));
        var request = new PacketShape
        {
            Protocol = evidence.Spec.Kind.ToString().ToLowerInvariant(),
            From = from,
            To = to,
            ServicePorts = Ports(evidence, requests),
            ClientPorts = [evidence.Spec.FromPort, .. requests.Select(seen => seen.Item.FromPort).OfType<int>()],
            In = Links(evidence, place, here.Where(seen => seen.IsRequest && !seen.Item.Out)),
        };
        request = request with { Out = Next(evidence, place, here.Where(seen => seen.IsRequest && seen.Item.Out)) };
        var made = place == evidence.Target || (place.IsHost && evidence.Host?.Has(evidence.To) == true);
        if (!made && !here.Exists(seen => seen.IsAnswer))
            return [request];
        var answer = request with { From = to, To = from, In = null, Out = null, IsAnswer = true };
        return [request, answer, new PacketShape { Protocol = "icmp", To = from }];
    }

    /// <summary>Whether the port of the sender, or of the receiver, may be in a range.</summary>
    public bool MayHavePort(bool sender, int low, int high) =>
        (sender == IsAnswer ? ServicePorts : ClientPorts)?.Any(port => port >= low && port <= high) ?? true;

    private static IReadOnlyList<IPAddress>? Known(IEnumerable<IPAddress?> addresses) =>
        addresses.OfType<IPAddress>().Distinct().ToList() is { Count: > 0 } known ? known : null;

    /// <summary>The port that is asked, and the one that the host translates it to.</summary>
    private static IReadOnlyList<int>? Ports(TraceEvidence evidence, IReadOnlyList<Sighting> requests)
    {
        var question = evidence.Question;
        if ((evidence.Port ?? question.Port) is not { } asked)
            return null;
        if (Equals(evidence.To, evidence.TargetAddress))
            return [asked];
        var mapped = question.Index.PublisherOf(evidence.To, asked, question.Protocol)?.Ports
            .Where(mapping => mapping.HostPort == asked && mapping.Protocol == question.Protocol)
            .Select(mapping => (int)mapping.ContainerPort).ToList();
        return mapped is { Count: > 0 } ? [asked, .. mapped, .. requests.Select(seen => seen.Item.ToPort).OfType<int>()] : null;
    }

    /// <summary>The links of sightings; the bridge for a port of one.</summary>
    private static IReadOnlyList<string>? Links(TraceEvidence evidence, TracePlace place, IEnumerable<Sighting> seen)
    {
        var look = evidence.Look(place);
        var links = seen.Select(one => look?.Links.GetValueOrDefault(one.Item.Link ?? 0)).OfType<NamespaceItem>()
            .Select(link => link.Master is { } master && look!.Links.GetValueOrDefault(master) is { Type: "bridge" } bridge ? bridge : link)
            .Select(link => link.Name).OfType<string>().Distinct().ToList();
        return links.Count > 0 ? links : null;
    }

    /// <summary>The links that requests were seen to leave by, and the one that the routes lead to.</summary>
    private static IReadOnlyList<string>? Next(TraceEvidence evidence, TracePlace place, IEnumerable<Sighting> left)
    {
        var number = place.IsHost ? RouteQuestions.HostRequest : RouteQuestions.Own;
        return place != evidence.Target && evidence.Look(place)?.PacketRoutes.GetValueOrDefault(number)?.Link is { } link
            ? [link, .. Links(evidence, place, left) ?? []]
            : null;
    }
}
