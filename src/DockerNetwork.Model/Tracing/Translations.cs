using System.Net;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>Requests that got another destination on the way, by a rule that is not the engine's.</summary>
internal static class Translations
{
    /// <summary>
    /// The first sighting of a request with a destination that neither the source chose nor the engine translates to; null if there is
    /// none. On overlay networks the engine itself translates in several namespaces, so nothing is said there.
    /// </summary>
    public static Sighting? Foreign(TraceEvidence evidence)
    {
        var asked = evidence.Port ?? evidence.Question.Port;
        if (evidence.Overlay is not null || evidence.To.Equals(IPAddress.Parse("127.0.0.11")) || IsOfSwarm(evidence, evidence.To))
            return null;
        var own = AtHost.SourceAddress(evidence);
        return evidence.Sightings.FirstOrDefault(seen => seen is { IsRequest: true, To: { } to }
            && (!to.Equals(evidence.To) || (asked is not null && seen.Item.ToPort is { } port && port != asked))
            // Who relays a datagram sends it from an address of its own.
            && (evidence.Spec.Kind != ProbeKind.Udp || Equals(seen.From, own))
            && !IsOfEngine(evidence, to, seen.Item.ToPort, asked)
            && !IsOfSwarm(evidence, to));
    }

    /// <summary>They went to somebody else than the container or the address that is meant: where, and who sent them there.</summary>
    public static TraceFinding? Of(TraceEvidence evidence, IReadOnlyList<Sighting> packets)
    {
        if (LeadsAway(evidence) is not { } sent)
            return null;
        var refused = packets.Any(seen => seen.Kind == SightingKind.Error || (seen.Kind == SightingKind.Answer && seen.Item.Reset));
        if (evidence.Target is null or { IsHost: true } && packets.Any(seen => TraceHops.Arrives(evidence, seen) && !seen.Item.Reset))
            return null;

        // A port that is forwarded on purpose says nothing of why packets behind it are lost.
        if (evidence.Target is { IsHost: true } && !refused)
            return null;
        var place = sent.Place;
        var rules = evidence.Rules.Where(rule => rule.Place == place.Name && rule.TranslatesForOthers).ToList();
        return new(
            packets.LastOrDefault(seen => seen.IsRequest),
            rules.Count > 0 ? RuleReasons.Translated(evidence, rules, sent) : RefusalReasons.Translated(evidence, sent),
            [place]);
    }

    /// <summary>The same sighting, if it is not one of a packet to an address of the container that is meant.</summary>
    public static Sighting? LeadsAway(TraceEvidence evidence) => Foreign(evidence) is not { } sent ? null
        : evidence.Target is { IsHost: false } target
            && evidence.Question.Index.PublisherOf(evidence.To, evidence.Question.Port ?? 0, evidence.Question.Protocol) is null
            && evidence.Host?.Has(evidence.To) == true
            && evidence.Look(target)?.Has(sent.To!) == true ? null
        : sent;

    /// <summary>It answers in the place of the container that is meant.</summary>
    public static bool IsAnsweredElsewhere(TraceEvidence evidence) =>
        evidence.Target is { IsHost: false } target
        && LeadsAway(evidence) is { To: { } to, Place: var place }
        && (evidence.Look(target)?.Has(to) == false || (IPAddress.IsLoopback(to) && place != target));

    private static bool IsOfEngine(TraceEvidence evidence, IPAddress to, int? port, int? asked) =>
        asked is { } published
        && evidence.Question.Index.PublisherOf(evidence.To, published, evidence.Question.Protocol) is { } publisher
        && publisher.Ports.Any(mapped => mapped.HostPort == published
            && mapped.Protocol == evidence.Question.Protocol
            && mapped.ContainerPort == port)
        && (evidence.Question.Snapshot.NamespaceOwner(publisher) ?? publisher).Endpoints.Any(endpoint => endpoint.Has(to));

    /// <summary>Swarm translates to its load balancer, and from there to the containers of a service.</summary>
    private static bool IsOfSwarm(TraceEvidence evidence, IPAddress address) => evidence.Question.Snapshot.Networks.Any(network =>
        (network.Driver == "overlay" || network.Name == "docker_gwbridge") && network.Subnets.Any(subnet => subnet.Contains(address)));
}
