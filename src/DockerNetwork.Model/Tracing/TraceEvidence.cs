using DockerNetwork.Model.Results;
using System.Net;
using DockerNetwork.Model.Listening;
using DockerNetwork.Model.Networks;
using DockerNetwork.Model.Prediction;
using DockerNetwork.Protocol;

namespace DockerNetwork.Model.Tracing;

/// <summary>All that is known of the packets of one probe. Nothing of it is decided yet.</summary>
internal sealed record TraceEvidence
{
    /// <summary>What the rules were asked.</summary>
    public required Question Question { get; init; }

    /// <summary>What the packets are.</summary>
    public required PacketSpec Spec { get; init; }

    /// <summary>Where they start.</summary>
    public required TracePlace Source { get; init; }

    /// <summary>Where they are to arrive; null if that is not a namespace of this host. May be the source or the host.</summary>
    public TracePlace? Target { get; init; }

    /// <summary>The namespace of the overlay network on which the packets go; null if they go on none, or it cannot be entered.</summary>
    public TracePlace? Overlay { get; init; }

    /// <summary>The namespaces that are looked into.</summary>
    public IReadOnlyList<TracePlace> Places =>
        [.. new[] { Source, TracePlace.Host, Overlay, Target }.OfType<TracePlace>().Distinct()];

    /// <summary>The address that the source sends to.</summary>
    public required IPAddress To { get; init; }

    /// <summary>The target's own address; another than <see cref="To"/> for a published port. Null if it is not known.</summary>
    public IPAddress? TargetAddress { get; init; }

    /// <summary>The port that packets go to, if it is another than that of the question; null otherwise.</summary>
    public int? Port { get; init; }

    /// <summary>What was seen, in the order of time.</summary>
    public IReadOnlyList<Sighting> Sightings { get; init; } = [];

    /// <summary>What was read of the namespaces before the packets were sent.</summary>
    public IReadOnlyDictionary<TracePlace, NamespaceLook> Before { get; init; } = new Dictionary<TracePlace, NamespaceLook>();

    /// <summary>The same after they were lost, with the routes of packets; empty if nothing was lost.</summary>
    public IReadOnlyDictionary<TracePlace, NamespaceLook> After { get; init; } = new Dictionary<TracePlace, NamespaceLook>();

    /// <summary>Who listens in the target's namespace; null if that was not read, or not all is known.</summary>
    public IReadOnlyList<Listener>? Listeners { get; init; }

    /// <summary>The rules that ended packets; empty if they were not asked for.</summary>
    public IReadOnlyList<FirewallRule> Rules { get; init; } = [];

    /// <summary>Rules were asked for.</summary>
    public bool Explained { get; init; }

    /// <summary>How many packets were sent.</summary>
    public int Sent => Sightings.Count(seen => seen.Kind == SightingKind.Sent);

    /// <summary>The last look at a namespace; null if there was none.</summary>
    public NamespaceLook? Look(TracePlace? place) =>
        place is null ? null : After.GetValueOrDefault(place) ?? Before.GetValueOrDefault(place);

    /// <summary>The look at the host.</summary>
    public NamespaceLook? Host => Look(TracePlace.Host);

    /// <summary>The engine's network of a link of the host: a bridge, or a port of one. Null if it is of none.</summary>
    public Network? NetworkOf(NamespaceItem? link)
    {
        if (link is null)
            return null;
        var master = link.Master is { } index ? Host?.Links.GetValueOrDefault(index)?.Name : null;
        return Question.Snapshot.Networks.FirstOrDefault(network =>
            network.Bridge is { } bridge && (bridge == link.Name || bridge == master));
    }

    /// <summary>The engine's network of a link of a container, by its address; or of a link of an overlay's namespace.</summary>
    public Network? NetworkOf(TracePlace place, int link)
    {
        if (place.Overlay is { } overlay)
            return overlay;
        var look = Look(place);
        var own = look?.Addresses.Where(item => item.Index == link).Select(item => item.Address).ToHashSet();
        var owner = place.Container is { } container ? Question.Snapshot.NamespaceOwner(container) ?? container : null;
        return own is null || owner is null
            ? null
            : owner.Endpoints
                .Where(endpoint => endpoint.Addresses().Any(address => own.Contains(address.ToString())))
                .Select(Question.NetworkOf)
                .FirstOrDefault();
    }

    /// <summary>The host's end of a container's veth pair; null if it is not known, or not on the host.</summary>
    public NamespaceItem? HostEnd(TracePlace place, int? link) =>
        OtherEnd(place, link) is { Place.IsHost: true } end ? end.Link : null;

    /// <summary>The other end of a container's veth pair: on the host, or in the namespace of an overlay; null if not known.</summary>
    public (TracePlace Place, NamespaceItem Link)? OtherEnd(TracePlace place, int? link)
    {
        if (place.IsHost
            || place.Overlay is not null
            || link is not { } index
            || Look(place)?.Links.GetValueOrDefault(index) is not { Type: "veth", Link: { } peer })
            return null;
        var network = NetworkOf(place, index);
        var other = network is not { Driver: "overlay" } ? TracePlace.Host
            : network.Id == Overlay?.Overlay?.Id ? Overlay
            : null;
        return other is not null && Look(other)?.Links.GetValueOrDefault(peer) is { } end ? (other, end) : null;
    }
}
