using System.Net;
using DockerNetwork.Engine.Connection;
using DockerNetwork.Model.Text;

namespace DockerNetwork.Model.Results;

/// <summary>One probe: from a container to a name or address, with one protocol.</summary>
public sealed record ReachabilityResult
{
    /// <summary>The container that the probe starts from.</summary>
    public required string Source { get; init; }

    /// <summary>The container that is meant, or the text that the user gave.</summary>
    public required string Target { get; init; }

    /// <summary>What was tried, as it would be typed in the source: a name, an alias, an address.</summary>
    public required string TargetName { get; init; }

    /// <summary>The address that <see cref="TargetName"/> stands for in the source: observed, else predicted; null if it does not resolve.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The network that carries it, where one does.</summary>
    public string? Network { get; init; }

    /// <summary>What was sent.</summary>
    public ProbeProtocol Protocol { get; init; }

    /// <summary>1 to 65535; null for ICMP and DNS.</summary>
    public int? Port { get; init; }

    /// <summary>Observed where it was observed, else predicted.</summary>
    public bool Reachable => Effective == ReachabilityState.Reachable;

    /// <summary>What the engine's state says; null if it was not asked. For a port: whether the network lets it through, not whether somebody listens.</summary>
    public ReachabilityState? Predicted { get; init; }

    /// <summary>What happened; null if nothing was sent.</summary>
    public ReachabilityState? Observed { get; init; }

    /// <summary>
    /// Whether the two agree; null if one is missing or unknown. A refused port agrees with a network that lets it through. Blocked may show as NoRoute: where the way
    /// ends at the engine's host (HostNotOnNetwork), its own routes say which, and where neighbours are kept apart (InterContainerCommunicationOff), so is the IPv6
    /// neighbour discovery, without which the source's kernel gives up after three seconds. A name that led to an address of somebody else
    /// (AnotherAddress) never agrees.
    /// </summary>
    public bool? Agrees => (Predicted, Observed) switch
    {
        (null or ReachabilityState.Unknown, _) or (_, null or ReachabilityState.Unknown) => null,
        _ when Reasons.Any(r => r.Code == ReasonCode.AnotherAddress) => false,
        (ReachabilityState.Reachable, ReachabilityState.Refused) => true,
        (ReachabilityState.Blocked, ReachabilityState.NoRoute) when Reasons.Any(r => r.Code is ReasonCode.HostNotOnNetwork or ReasonCode.InterContainerCommunicationOff) => true,
        var (predicted, observed) => predicted == observed,
    };

    /// <summary>Average round trip; null if there was none or the tool did not tell.</summary>
    public TimeSpan? Latency => Avg;

    /// <summary>Packets or connections sent.</summary>
    public int Sent { get; init; }

    /// <summary>Answers received.</summary>
    public int Received { get; init; }

    /// <summary>Shortest round trip.</summary>
    public TimeSpan? Min { get; init; }

    /// <summary>Average round trip.</summary>
    public TimeSpan? Avg { get; init; }

    /// <summary>Longest round trip.</summary>
    public TimeSpan? Max { get; init; }

    /// <summary>All addresses that <see cref="TargetName"/> resolved to in the source, where that is known.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init => field = Listing.Of(value); } = Listing.Of<IPAddress>([]);

    /// <summary>Who resolved the name: "hosts", or the address of the name server that answered; null if that is not known.</summary>
    public string? ResolvedBy { get; init; }

    /// <summary>Status of the HTTP answer; null for other protocols.</summary>
    public int? StatusCode { get; init; }

    /// <summary>Why, most decisive first.</summary>
    public IReadOnlyList<Reason> Reasons
    {
        get => field ??= Listing.Of(Verdict?.AllReasons() ?? []);
        init => field = Listing.Of(value);
    }

    /// <summary>The prediction, whose reasons are those of the result until others are given.</summary>
    internal Verdict? Verdict { get; init; }

    /// <summary>How it was observed.</summary>
    public ProbeMethod Method { get; init; }

    /// <summary>When the probe ended.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The engine of both.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>Observed where something was observed, else predicted.</summary>
    public ReachabilityState Effective => EffectiveOf(Predicted, Observed);

    /// <summary>"web -> db:5432/tcp: Reachable".</summary>
    public override string ToString() => Port is { } port
        ? $"{Source} -> {TargetName}:{port}/{Protocol.ToString().ToLowerInvariant()}: {Effective}"
        : $"{Source} -> {TargetName}: {Effective}";

    internal static ReachabilityState EffectiveOf(ReachabilityState? predicted, ReachabilityState? observed) =>
        observed is { } known and not ReachabilityState.Unknown ? known : predicted ?? observed ?? ReachabilityState.Unknown;
}
